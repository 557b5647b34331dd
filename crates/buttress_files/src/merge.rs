//! One module a name: what several source roots and portions of namespaces add up to.

use std::cmp::Ordering;

use buttress_graph::{ModuleKind, ModuleName, is_below};
use buttress_source::{Code, Finding};

use crate::FoundModule;
use crate::walk::Found;

/// Sorts what was found and keeps one module of each name: a file before a namespace package, and
/// the file of the first source root before others.
pub(crate) fn merge(mut found: Vec<Found>, findings: &mut Vec<Finding>) -> Vec<FoundModule> {
    // As a rule there is one root package in one place. This way the memory is used again.
    if found.is_sorted_by(|a, b| a.module.name < b.module.name) {
        return found.into_iter().map(|found| found.module).collect();
    }
    found.sort_by(order);
    let mut modules: Vec<FoundModule> = Vec::with_capacity(found.len());
    let mut twice: Vec<Twice> = Vec::new();
    for Found { module: found, .. } in found {
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

fn order(a: &Found, b: &Found) -> Ordering {
    let rank = |found: &Found| {
        let is_namespace = found.module.kind == ModuleKind::Namespace;
        (is_namespace, found.source_root)
    };
    (a.module.name.cmp(&b.module.name)).then_with(|| rank(a).cmp(&rank(b)))
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
