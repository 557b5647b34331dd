//! Tree to records: visits every statement and keeps the imports with their circumstances.
//!
//! The walk keeps its own stack, so it takes any depth. Expressions hold no statements and are not
//! visited, except for the tests of `if`, to know a type-checking guard.

use std::slice;

use buttress_source::{FileImports, ImportKinds, ImportRecord, Span};
use ruff_python_ast::{
    Alias, ExceptHandler, Expr, Stmt, StmtIf, StmtImport, StmtImportFrom, StmtTry,
};
use ruff_text_size::{Ranged, TextRange};

use crate::places::Places;
use crate::recognise::has_import;

/// Appends the imports of `body`, in source order, to `imports`. O(statements).
pub(crate) fn collect(body: &[Stmt], places: &Places<'_>, imports: &mut FileImports) {
    let mut pending = Pending::default();
    pending.push(body, ImportKinds::empty());
    while let Some((statement, kinds)) = pending.next() {
        match statement {
            Stmt::Import(import) => push_import(import, kinds, places, imports),
            Stmt::ImportFrom(import) => push_import_from(import, kinds, places, imports),
            _ => pending.push_bodies(statement, kinds),
        }
    }
}

/// Statements still to visit, innermost body last, each with the circumstances of its body.
#[derive(Default)]
struct Pending<'a>(Vec<(slice::Iter<'a, Stmt>, ImportKinds)>);

impl<'a> Pending<'a> {
    fn next(&mut self) -> Option<(&'a Stmt, ImportKinds)> {
        loop {
            let (body, kinds) = self.0.last_mut()?;
            if let Some(statement) = body.next() {
                return Some((statement, *kinds));
            }
            self.0.pop();
        }
    }

    fn push(&mut self, body: &'a [Stmt], kinds: ImportKinds) {
        if !body.is_empty() {
            self.0.push((body.iter(), kinds));
        }
    }

    /// Puts the bodies of a compound statement on the stack, the first one on top.
    fn push_bodies(&mut self, statement: &'a Stmt, kinds: ImportKinds) {
        match statement {
            Stmt::FunctionDef(def) => self.push(&def.body, kinds | ImportKinds::DEFERRED),
            Stmt::ClassDef(def) => self.push(&def.body, kinds),
            Stmt::With(with) => self.push(&with.body, kinds),
            Stmt::For(each) => {
                self.push(&each.orelse, kinds);
                self.push(&each.body, kinds);
            }
            Stmt::While(each) => {
                self.push(&each.orelse, kinds);
                self.push(&each.body, kinds);
            }
            Stmt::If(branches) => self.push_if(branches, kinds),
            Stmt::Try(clauses) => self.push_try(clauses, kinds | ImportKinds::CONDITIONAL),
            Stmt::Match(choice) => {
                for case in choice.cases.iter().rev() {
                    self.push(&case.body, kinds | ImportKinds::CONDITIONAL);
                }
            }
            _ => {}
        }
    }

    fn push_if(&mut self, branches: &'a StmtIf, kinds: ImportKinds) {
        let conditional = kinds | ImportKinds::CONDITIONAL;
        for clause in branches.elif_else_clauses.iter().rev() {
            let guard = clause.test.as_ref().map(guard_kind).unwrap_or_default();
            self.push(&clause.body, conditional | guard);
        }
        let guard = guard_kind(&branches.test);
        let first = if guard.is_empty() {
            conditional
        } else {
            kinds | guard
        };
        self.push(&branches.body, first);
    }

    fn push_try(&mut self, clauses: &'a StmtTry, kinds: ImportKinds) {
        self.push(&clauses.finalbody, kinds);
        self.push(&clauses.orelse, kinds);
        for ExceptHandler::ExceptHandler(handler) in clauses.handlers.iter().rev() {
            self.push(&handler.body, kinds);
        }
        self.push(&clauses.body, kinds);
    }
}

/// `TYPE_CHECKING` if the test of a branch is that name or ends in `.TYPE_CHECKING`, else nothing.
fn guard_kind(test: &Expr) -> ImportKinds {
    let name = match test {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => return ImportKinds::empty(),
    };
    if name == "TYPE_CHECKING" {
        ImportKinds::TYPE_CHECKING
    } else {
        ImportKinds::empty()
    }
}

fn push_import(
    import: &StmtImport,
    kinds: ImportKinds,
    places: &Places<'_>,
    imports: &mut FileImports,
) {
    let statement = span(import.range);
    let comment = places.comment_after(statement.end);
    for alias in &import.names {
        let module = well_formed(&alias.name);
        if module.is_empty() {
            continue;
        }
        imports.push(ImportRecord {
            level: 0,
            module,
            name: None,
            alias: alias_of(alias),
            statement,
            span: span(alias.name.range()),
            line: places.lines.line(statement.start),
            kinds: kinds | lazy(import.is_lazy),
            comment,
        });
    }
}

fn push_import_from(
    import: &StmtImportFrom,
    kinds: ImportKinds,
    places: &Places<'_>,
    imports: &mut FileImports,
) {
    let statement = span(import.range);
    let comment = places.comment_after(statement.end);
    let module = import.module.as_deref().map_or("", well_formed);
    // Of `from a b`, which the parser reports and recovers, nobody can say what it imports.
    let lacks_keyword = !has_import(places.slice(statement));
    if lacks_keyword || module.is_empty() && import.level == 0 {
        return;
    }
    for alias in &import.names {
        let name = alias.name.as_str();
        if name.is_empty() {
            continue;
        }
        let star = if name == "*" {
            ImportKinds::STAR
        } else {
            ImportKinds::empty()
        };
        imports.push(ImportRecord {
            level: import.level,
            module,
            name: Some(name),
            alias: alias_of(alias),
            statement,
            span: span(alias.name.range()),
            line: places.lines.line(statement.start),
            kinds: kinds | star | lazy(import.is_lazy),
            comment,
        });
    }
}

/// The part of a dotted name before its first missing component: of `a..b`, which the parser
/// reports and recovers, `a`.
fn well_formed(dotted: &str) -> &str {
    if dotted.starts_with('.') {
        return "";
    }
    let end = dotted.find("..").unwrap_or(dotted.len());
    dotted[..end].trim_end_matches('.')
}

fn alias_of(alias: &Alias) -> Option<&str> {
    let name = alias.asname.as_ref()?.as_str();
    (!name.is_empty()).then_some(name)
}

fn lazy(is_lazy: bool) -> ImportKinds {
    if is_lazy {
        ImportKinds::LAZY
    } else {
        ImportKinds::empty()
    }
}

pub(crate) fn span(range: TextRange) -> Span {
    Span::new(range.start().to_u32(), range.end().to_u32())
}
