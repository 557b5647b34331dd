//! What to say about a name that does not exist: the likely slip, or where it would have to lie.

use buttress_graph::{ModuleTable, is_same_or_below};

use crate::names::{Names, first_component, last_component};

/// How many children of a package are listed when no name is near.
const LISTED_CHILDREN: usize = 4;

/// The way out for a name that a contract uses and that nothing in the graph bears.
///
/// Costs a walk over the siblings on the way down; the first one, a pass over the table as well.
pub(crate) fn way_out(names: &mut Names<'_>, name: &str) -> Option<String> {
    if let Some(likely) = likely_name(names, name) {
        return Some(format!("did you mean `{likely}`?"));
    }
    let table = names.table();
    if table.is_internal_name(name) {
        return contents(names, name);
    }
    let roots = quoted_list(table.roots(), LISTED_CHILDREN);
    match table.roots().count() {
        0 => None,
        1 => Some(format!(
            "names start at the root package {roots}, and nothing outside it bears this one"
        )),
        _ => Some(format!(
            "names start at a root package ({roots}), and nothing outside them bears this one"
        )),
    }
}

/// The existing name that was probably meant: a slip in some component, or a module that moved.
pub(crate) fn likely_name(names: &mut Names<'_>, name: &str) -> Option<String> {
    corrected(names, name).or_else(|| moved(names, name))
}

/// Goes down from the top and replaces each component that does not exist by its nearest sibling.
fn corrected(names: &mut Names<'_>, name: &str) -> Option<String> {
    let mut found = String::new();
    for component in name.split('.') {
        let wanted = joined(&found, component);
        found = if exists(names.table(), &wanted) {
            wanted
        } else {
            joined(&found, names.nearest_child(&found, component)?)
        };
    }
    (found != name).then_some(found)
}

/// The only module of the same top-level package with the same last component, elsewhere.
fn moved(names: &mut Names<'_>, name: &str) -> Option<String> {
    let (top, tail) = (first_component(name), last_component(name));
    if tail == name || !names.table().is_internal_name(name) {
        return None;
    }
    names.only_one_called(top, tail).map(str::to_owned)
}

/// What the nearest existing ancestor of a missing internal name holds.
fn contents(names: &mut Names<'_>, name: &str) -> Option<String> {
    let mut parent = name;
    while let Some((shorter, _)) = parent.rsplit_once('.') {
        parent = shorter;
        if !exists(names.table(), parent) {
            continue;
        }
        let children = names.children(parent);
        if children.len() == 0 {
            return Some(format!("`{parent}` exists, with no modules below it"));
        }
        let list = quoted_list(children, LISTED_CHILDREN);
        return Some(format!("`{parent}` holds {list}"));
    }
    None
}

/// Whether a name is a module or has one below it.
pub(crate) fn exists(table: &ModuleTable, name: &str) -> bool {
    table.id(name).is_some() || !table.subtree(name).is_empty()
}

/// Names in backticks with commas between; the first `limit`, then how many more.
pub(crate) fn quoted_list<'a>(mut names: impl Iterator<Item = &'a str>, limit: usize) -> String {
    let first = names.by_ref().take(limit);
    let first: Vec<String> = first.map(|name| format!("`{name}`")).collect();
    match names.count() {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

fn joined(parent: &str, component: &str) -> String {
    if parent.is_empty() {
        component.to_owned()
    } else {
        format!("{parent}.{component}")
    }
}

/// Whether a name is below no root package and above none.
pub(crate) fn is_outside(table: &ModuleTable, name: &str) -> bool {
    !table.is_internal_name(name) && !table.roots().any(|root| is_same_or_below(root, name))
}

#[cfg(test)]
mod tests {
    use buttress_testing::graph_with;

    use super::*;

    fn table() -> ModuleTable {
        let modules = [
            "shop.orders",
            "shop.orders.models",
            "shop.lib",
            "shop.lib.mailer",
            "shop.users",
            "shop.users.models",
            "ns.part.x",
            "django.forms",
        ];
        let graph = graph_with(&["shop", "ns.part"], &modules, &[]);
        graph.table().clone()
    }

    #[test]
    fn slips_are_corrected_component_by_component() {
        let table = table();
        let likely = |name| likely_name(&mut Names::new(&table), name);
        assert_eq!(likely("shop.ordrs").as_deref(), Some("shop.orders"));
        assert_eq!(
            likely("shpo.ordrs.modles").as_deref(),
            Some("shop.orders.models")
        );
        assert_eq!(likely("djagno.forms").as_deref(), Some("django.forms"));
        assert_eq!(likely("shop.orders.zzz"), None);
    }

    #[test]
    fn a_module_that_moved_is_found_if_it_is_the_only_one_of_its_name() {
        let table = table();
        let likely = |name| likely_name(&mut Names::new(&table), name);
        assert_eq!(likely("shop.mailer").as_deref(), Some("shop.lib.mailer"));
        assert_eq!(likely("shop.lib.models"), None);
        assert_eq!(likely("flask.mailer"), None);
    }

    #[test]
    fn without_a_likely_name_the_way_out_says_what_there_is() {
        let table = table();
        let mut names = Names::new(&table);
        let mut out = |name| way_out(&mut names, name).unwrap_or_default();
        assert_eq!(out("shop.lib.zzz.y"), "`shop.lib` holds `mailer`");
        assert_eq!(
            out("shop.lib.mailer.x"),
            "`shop.lib.mailer` exists, with no modules below it"
        );
        assert!(out("flask").starts_with("names start at a root package (`shop`, `ns.part`)"));
        let nothing = ModuleTable::default();
        assert_eq!(way_out(&mut Names::new(&nothing), "a"), None);
    }

    #[test]
    fn what_holds_a_root_is_not_outside() {
        assert!(!is_outside(&table(), "ns") && !is_outside(&table(), "shop.x"));
        assert!(is_outside(&table(), "django") && is_outside(&table(), "n"));
    }

    #[test]
    fn lists_are_cut() {
        let listed = |limit| quoted_list(["a", "b", "c"].into_iter(), limit);
        assert_eq!(listed(3), "`a`, `b`, `c`");
        assert_eq!(listed(1), "`a` and 2 more");
    }
}
