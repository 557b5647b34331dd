//! One module a name: what several source roots and portions of namespaces add up to.

use std::cmp::Ordering;

use buttress_graph::{ModuleKind, ModuleName, is_below};
use buttress_source::{Code, Finding};

use crate::FoundModule;
use crate::walk::Portion;

/// Sorts what was found and keeps one module of each name: a file before a namespace package, and
/// the file of the first source root before others.
pub(crate) fn merge(mut found: Vec<Portion>, findings: &mut Vec<Finding>) -> Vec<FoundModule> {
    found.sort_by(|a, b| first_name(a).cmp(&first_name(b)));
    if found.is_sorted_by(|a, b| last_name(a) < first_name(b)) {
        // As a rule no root package lies in another or in two places. Then there is nothing to compare.
        let all: usize = found.iter().map(|portion| portion.modules.len()).sum();
        let mut portions = found.into_iter().map(|portion| portion.modules);
        let mut modules = portions.next().unwrap_or_default();
        modules.reserve_exact(all - modules.len());
        portions.for_each(|mut portion| modules.append(&mut portion));
        debug_assert!(modules.is_sorted_by(|a, b| a.name < b.name));
        return modules;
    }
    let modules = found.into_iter().flat_map(|portion| {
        let root = portion.source_root;
        let modules = portion.modules.into_iter();
        modules.map(move |module| (module, root))
    });
    let mut found: Vec<(FoundModule, usize)> = modules.collect();
    found.sort_by(order);
    keep_one_of_each(found, findings)
}

fn first_name(portion: &Portion) -> Option<&ModuleName> {
    portion.modules.first().map(|module| &module.name)
}

fn last_name(portion: &Portion) -> Option<&ModuleName> {
    portion.modules.last().map(|module| &module.name)
}

fn keep_one_of_each(
    found: Vec<(FoundModule, usize)>,
    findings: &mut Vec<Finding>,
) -> Vec<FoundModule> {
    let mut modules: Vec<FoundModule> = Vec::with_capacity(found.len());
    let mut twice: Vec<Twice> = Vec::new();
    for (found, _) in found {
        let Some(last) = modules.last().filter(|last| last.name == found.name) else {
            modules.push(found);
            continue;
        };
        let (Some(first), Some(second)) = (&last.file, &found.file) else {
            continue;
        };
        // A root package inside another is walked twice.
        if first.display() == second.display() {
            continue;
        }
        match twice
            .last_mut()
            .filter(|twice| is_below(found.name.as_str(), twice.name.as_str()))
        {
            Some(package) => package.below += 1,
            None => twice.push(Twice {
                first: first.display(),
                second: second.display(),
                name: found.name,
                below: 0,
            }),
        }
    }
    findings.extend(twice.iter().map(Twice::finding));
    modules
}

fn order(a: &(FoundModule, usize), b: &(FoundModule, usize)) -> Ordering {
    let rank = |(module, root): &(FoundModule, usize)| {
        let is_namespace = module.kind == ModuleKind::Namespace;
        (is_namespace, *root)
    };
    (a.0.name.cmp(&b.0.name)).then_with(|| rank(a).cmp(&rank(b)))
}

/// A module with two files.
struct Twice {
    name: ModuleName,
    first: String,
    second: String,
    /// How many modules below it have two files, too.
    below: usize,
}

impl Twice {
    fn finding(&self) -> Finding {
        let Self {
            name,
            first,
            second,
            below,
        } = self;
        let more = match below {
            0 => String::new(),
            1 => ", and so is 1 module below it".to_owned(),
            more => format!(", and so are {more} modules below it"),
        };
        let message = format!(
            "the module `{name}` is in two source roots{more}: `{first}` is read, `{second}` is not"
        );
        Finding::new(Code::DuplicateModule, message)
            .in_path(second.as_str())
            .module(name.as_str())
            .help("rename one, leave one out with `exclude`, or name fewer `source_roots`")
    }
}
