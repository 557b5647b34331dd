//! Random small code bases with everything in them that is awkward and still defined in grimp.
//!
//! What is not defined there, or different on purpose, is in `awkward.rs`; the generator stays
//! clear of it: names of which one begins with another beside each other in a namespace, relative
//! imports beyond the root, one module in two portions of a namespace, syntax errors.

mod code;
mod layout;
mod random;

use std::fmt::Write as _;

use crate::dump::Request;
use crate::grimp::Grimp;
use crate::ours::Ours;
use crate::tree::Tree;
use layout::CodeBase;
use random::Random;

/// How many code bases a run compares, each with four combinations of options.
const CODE_BASES: u64 = 200;

#[test]
fn random_code_bases() {
    let Some(mut grimp) = Grimp::start() else {
        return;
    };
    let first: u64 = std::env::var("BUTTRESS_TEST_SEED").map_or(1, |seed| seed.parse().unwrap());
    let (mut modules, mut imports) = (0, 0);
    for seed in first..first + CODE_BASES {
        let base = CodeBase::random(&mut Random::new(seed));
        let files = base.files.iter();
        let tree = Tree::new(files.map(|(path, content)| (path.as_str(), content.as_slice())));
        let path: Vec<_> = base
            .path
            .iter()
            .map(|folder| tree.path().join(folder))
            .collect();
        for folder in &path {
            std::fs::create_dir_all(folder).unwrap();
        }
        let roots: Vec<_> = base.roots.iter().map(String::as_str).collect();
        let requests = Request::all(&path, &roots);
        let ours = Ours::read(&requests[0]);
        ours.assert_whole();
        for request in &requests {
            let theirs = grimp.dump(request);
            let theirs = theirs
                .unwrap_or_else(|error| panic!("seed {seed}: grimp: {error}\n{}", show(&base)));
            let dump = ours.dump(request);
            let difference = dump.difference(&theirs);
            assert!(
                difference.is_empty(),
                "seed {seed}, {request:?}:\n{difference}\n{}",
                show(&base)
            );
            modules += dump.modules.len();
            imports += dump.imports.len();
        }
    }
    println!("{CODE_BASES} code bases, four graphs each: {modules} modules, {imports} imports");
    assert!(
        imports > 1000,
        "the generator makes too few imports to compare"
    );
}

fn show(base: &CodeBase) -> String {
    let mut text = format!("roots {:?} in {:?}\n", base.roots, base.path);
    for (path, content) in &base.files {
        let content = String::from_utf8_lossy(content);
        writeln!(
            text,
            "--- {path}\n{}",
            content.escape_debug().to_string().replace("\\n", "\n")
        )
        .unwrap();
    }
    text
}
