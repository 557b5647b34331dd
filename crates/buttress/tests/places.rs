//! Reports of which only some places are looked up, as renderers of bounded reports ask for them.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]
#![cfg(feature = "render")]

use std::cell::Cell;
use std::fs;

use buttress::contracts::{Contract, IndependenceSettings};
use buttress::graph::Selector;
use buttress::render::{Format, MaxChains, RenderOptions, places, render};
use buttress::{CheckRequest, ImportIx, Limits, Places, Project, Report, Settings, Silent, Status};
use tempfile::TempDir;

const SIBLINGS: usize = 12;

/// Siblings in a row; each imports all before it, and the first nobody.
fn project() -> (TempDir, Project) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join("p").join(name), text);
    fs::create_dir(folder.path().join("p")).unwrap();
    write("__init__.py", "").unwrap();
    for n in 0..SIBLINGS {
        let others: Vec<_> = (0..n).map(|m| format!("    m{m:02},\n")).collect();
        let text = match n {
            0 => String::new(),
            _ => format!("from p import (\n{})\n", others.concat()),
        };
        write(&format!("m{n:02}.py"), &text).unwrap();
    }
    let siblings = IndependenceSettings {
        modules: vec!["p.*".parse::<Selector>().unwrap().into()],
    };
    let mut settings = Settings::new(folder.path());
    settings.cache = None;
    let contract = Contract::new("siblings", siblings);
    settings.contracts.push(contract.into());
    let project = Project::load(settings, Limits::default());
    (folder, project)
}

fn text(report: &Report, format: Format, options: &RenderOptions) -> String {
    let mut out = Vec::new();
    render(report, format, options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn every_format_gets_the_places_it_shows() {
    let (_folder, project) = project();
    let request = CheckRequest::default();
    let whole = project.check(&request, &Silent);
    assert_eq!(whole.contracts[0].violations.len(), 66);
    let bounds = [0, 1, 3, 30].map(MaxChains::AtMost);
    for max_chains in bounds.into_iter().chain([MaxChains::All]) {
        let options = RenderOptions {
            max_chains,
            ..RenderOptions::default()
        };
        for &format in Format::ALL {
            let shown = |draft: &mut buttress::Draft<'_>| places(draft.outline(), format, &options);
            let report = project.check_for(&request, &Silent, shown);
            let [partial, whole] = [&report, &whole].map(|report| text(report, format, &options));
            assert_eq!(partial, whole, "{format} {max_chains:?}");
        }
    }
}

#[test]
fn what_is_not_asked_for_is_known_by_file_and_line() {
    let (_folder, project) = project();
    let asked = Cell::new(None);
    let report = project.check_for(&CheckRequest::default(), &Silent, |draft| {
        let first = draft.outline().contracts[0].violations[0].cut[0];
        asked.set(Some(first));
        Places::from_iter([first])
    });
    let mut others = 0;
    for (at, import) in report.imports.iter().enumerate() {
        let site = &import.sites[0];
        let place = (site.location.start.line, site.location.start.column);
        assert_eq!(site.statement_line, 1);
        if Some(ImportIx::new(at)) == asked.get() {
            assert_eq!((place, &*site.location.line_text), ((2, 5), "    m00,"));
        } else {
            assert_eq!((place, &*site.location.line_text), ((1, 1), ""));
            others += 1;
        }
    }
    assert_eq!(others, 65);
    let help: Vec<String> = (report.contracts[0].violations.iter())
        .map(|violation| violation.help(&report.imports))
        .collect();
    assert_eq!(help[0], "remove the import p.m01 -> p.m00 (p/m01.py:2:5)");
    assert_eq!(help[1], "remove the import p.m02 -> p.m00");
}

#[test]
fn a_file_that_changed_matters_where_it_is_shown() {
    let (folder, project) = project();
    fs::write(folder.path().join("p/m01.py"), "").unwrap();
    let request = CheckRequest::default();
    let report = project.check(&request, &Silent);
    assert_eq!(report.status, Status::Error);
    assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
    let report = project.check_for(&request, &Silent, |_| Places::none());
    assert_eq!((report.status, report.findings.len()), (Status::Broken, 0));
}
