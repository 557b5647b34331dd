//! What is odd about an import, in words.

use buttress_source::{Code, Finding};

use super::SourceModule;
use crate::ModuleKind;

/// A relative import with more dots than there are packages.
pub(super) fn beyond_root_finding(module: &SourceModule<'_>, level: u32) -> Finding {
    let name = module.name.as_str();
    let packages = name.split('.').count() - usize::from(module.kind != ModuleKind::Package);
    let dots = if level == 1 { "dot" } else { "dots" };
    let help = match packages {
        0 => "import by the absolute name: this module is in no package".to_owned(),
        1 => "use one dot, or the absolute name".to_owned(),
        _ => format!("use at most {packages} dots, or the absolute name"),
    };
    let message = format!(
        "the relative import with {level} {dots} in `{name}` leads beyond its top-level package"
    );
    Finding::new(Code::RelativeImportBeyondRoot, message)
        .module(name)
        .help(help)
}

/// An import of a module that was left out.
pub(super) fn excluded_finding(importer: &SourceModule<'_>, excluded: &str) -> Finding {
    let importer = importer.name.as_str();
    let message = format!("`{importer}` imports `{excluded}`, which `exclude` leaves out");
    Finding::new(Code::ImportOfExcluded, message)
        .module(importer)
        .help(format!(
            "exclude `{importer}` too, or leave `{excluded}` in"
        ))
}

/// An import of a name below a root package that is no module.
pub(super) fn unresolved_finding(importer: &SourceModule<'_>, name: &str, root: &str) -> Finding {
    let importer = importer.name.as_str();
    let name = name.strip_suffix(".*").unwrap_or(name);
    let message = format!("`{importer}` imports `{name}`, but there is no such module in `{root}`");
    Finding::new(Code::UnresolvedImport, message)
        .module(importer)
        .help("check the spelling, and that the file is not generated later")
}
