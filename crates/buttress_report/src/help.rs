//! The next step after a violation or a cycle: the imports to remove.

use crate::{ImportIx, ImportReport};

/// How many imports to remove are named.
pub(crate) const NAMED: usize = 3;

/// Says which imports to remove, naming the first of them, with their places if they are located.
pub(crate) fn removal_help(cut: &[ImportIx], imports: &[ImportReport]) -> String {
    let mut help = match cut.len() {
        0 => return String::new(),
        1 => "remove the import ".to_owned(),
        all => format!("remove {all} imports: "),
    };
    for (at, ix) in cut.iter().take(NAMED).enumerate() {
        let import = &imports[ix.index()];
        let between = if at == 0 { "" } else { ", " };
        let parts = [between, &import.importer, " -> ", &import.imported];
        help.extend(parts);
        if let Some(site) = import.sites.first().filter(|_| import.located) {
            let (path, start) = (&site.location.path, site.location.start);
            help += &format!(" ({path}:{}:{})", start.line, start.column);
        }
    }
    if cut.len() > NAMED {
        help += &format!(", and {} more", cut.len() - NAMED);
    }
    help
}
