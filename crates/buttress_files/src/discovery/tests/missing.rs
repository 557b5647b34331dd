//! Root packages and source roots that are not there.

use super::*;

#[test]
fn roots_that_are_missing_are_said_with_the_nearest_name() {
    let tree = Tree::new(&["shop/__init__.py", "src/ns/a.py", "empty/x.txt"]);
    let mut input = tree.input(Layout::Python, &["shpo.apps", "shop", "empty"]);
    let place = FileSpan::new(FileId(0), Span::new(5, 9));
    input.root_packages.as_mut().unwrap()[0].span = Some(place);
    let found = find_modules(&input);
    assert_eq!(names(&found), ["shop"]);
    let expected = [
        (
            "missing-root",
            "the root package `empty` holds no Python file that is not left out",
        ),
        (
            "missing-root",
            "the root package `shpo.apps` was not found in the source roots `.`, `src`",
        ),
    ];
    assert_eq!(said(&found), expected);
    assert_eq!(
        found.findings[1].help.as_deref(),
        Some("did you mean `shop.apps`?")
    );
    assert_eq!(found.findings[1].span, Some(place));
}

#[test]
fn an_empty_folder_is_said() {
    for layout in [Layout::Python, Layout::Grimp] {
        let found = find_modules(&Tree::new(&["docs/x.txt"]).input(layout, &[]));
        assert_eq!(
            said(&found),
            [(
                "missing-root",
                "no Python module was found in the source root `.`"
            )]
        );
    }
    let mut input = Tree::new(&[]).input(Layout::Python, &[]);
    input.base.push("gone");
    let codes: Vec<_> = find_modules(&input)
        .findings
        .iter()
        .map(|finding| finding.code)
        .collect();
    assert_eq!(codes, [Code::MissingRoot, Code::UnreadableFile]);
}

#[test]
fn an_init_directly_in_a_source_root_is_said() {
    let tree = Tree::new(&["__init__.py", "a.py"]);
    let found = tree.python(&[]);
    assert_eq!(names(&found), ["a"]);
    assert_eq!(found.findings[0].code, Code::SkippedFile);
}
