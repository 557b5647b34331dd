//! Which names can be root packages on a search path, and what to say of those that cannot.

use std::path::Path;

use buttress_graph::ModuleName;
use buttress_source::{Code, Finding, Spanned, nearest};

use crate::exclude::join;
use crate::folder::{Folder, Linked, Look};
use crate::lookup::{Lookup, Portion, Spec};
use crate::roots::Top;

/// How many of the places that were searched are named.
const PLACES_SHOWN: usize = 4;

/// The folders of a root package, nothing if there is no such package; or why it can be none.
pub(crate) fn portions(
    name: &Spanned<ModuleName>,
    lookup: Lookup,
) -> Result<Option<Vec<Portion>>, Box<Finding>> {
    let written = name.value.as_str();
    let parent = written.rsplit_once('.').map_or("", |(parent, _)| parent);
    let (message, help) = match lookup.spec {
        Spec::Missing => return Ok(None),
        // Unlike a package, a folder without `__init__.py` may lie in a regular package.
        Spec::Namespace(portions) => return Ok(Some(portions)),
        Spec::Package(portion) if !lookup.in_package => return Ok(Some(vec![portion])),
        Spec::Package(_) => (
            format!("the root package `{written}` is a sub-package of `{parent}`"),
            format!("name `{parent}` as the root package; contracts can name `{written}` then"),
        ),
        Spec::Module(path) => (
            format!("`{written}` is a module, not a package: it is the file `{path}`"),
            "root packages are folders with an `__init__.py`, not single files".to_owned(),
        ),
        Spec::Compiled(path) => (
            format!("the package `{written}` is compiled: `{path}` has no `__init__.py`"),
            "name a package whose sources are there".to_owned(),
        ),
    };
    let finding = Finding::new(Code::MissingRoot, message).at(name.span);
    Err(Box::new(finding.module(written).help(help)))
}

/// The finding for a root package that is in none of the places.
pub(crate) fn not_importable(name: &Spanned<ModuleName>, base: &Path, tops: &[Top]) -> Finding {
    let written = name.value.as_str();
    let places = tops.iter().map(|top| top.place.at.display.as_str());
    let searched = searched(&places.collect::<Vec<_>>());
    let message = format!("the root package `{written}` was not found in {searched}");
    let top = written.split('.').next().unwrap_or(written);
    let help = if let Some(place) = elsewhere(base, top) {
        format!("it is in `{place}`: add `--pythonpath {place}`, or install the project")
    } else {
        let children = tops.iter().flat_map(|top| &top.listed.children);
        let packages = children.filter(|child| child.folder.is_some());
        match nearest(top, packages.map(|child| child.name.as_str())) {
            Some(near) => format!("did you mean `{near}{}`?", &written[top.len()..]),
            None => "name its folder with `--pythonpath`, or the environment that has it with \
                     `--python`"
                .to_owned(),
        }
    };
    Finding::new(Code::MissingRoot, message)
        .at(name.span)
        .module(written)
        .help(help)
}

/// The folder in the base, or one further down, that has something of this name; `src` first.
fn elsewhere(base: &Path, name: &str) -> Option<String> {
    let has = |listed: &Folder| {
        listed
            .child(name)
            .is_some_and(|child| child.folder.is_some())
    };
    let listed = Folder::list(base, Look::Names).ok()?;
    let folders = listed.children.iter();
    let folders = folders.filter(|child| child.folder == Some(Linked::No));
    let names: Vec<&str> = folders.map(|child| child.name.as_str()).collect();
    let (first, rest): (Vec<&str>, Vec<&str>) = names.into_iter().partition(|name| *name == "src");
    let names = || first.iter().chain(&rest);
    let direct = names().find(|folder| {
        Folder::list(&base.join(folder), Look::Names).is_ok_and(|in_it| has(&in_it))
    });
    if let Some(folder) = direct {
        return Some((*folder).to_owned());
    }
    let mut below = names().map(|folder| join(folder, "src"));
    below
        .find(|folder| Folder::list(&base.join(folder), Look::Names).is_ok_and(|in_it| has(&in_it)))
}

/// The places as a phrase of bounded length.
fn searched(displays: &[&str]) -> String {
    let shown = displays.iter().take(PLACES_SHOWN);
    let shown = shown.map(|display| if display.is_empty() { "." } else { display });
    let shown: Vec<_> = shown.map(|display| format!("`{display}`")).collect();
    let more = match displays.len().saturating_sub(PLACES_SHOWN) {
        0 => String::new(),
        1 => " and 1 more place".to_owned(),
        more => format!(" and {more} more places"),
    };
    if shown.is_empty() {
        return "any place: there is none to search".to_owned();
    }
    format!("{}{more}", shown.join(", "))
}
