//! Times every format on a contract with very many violating pairs:
//! `cargo run --release -p buttress_render --example flood [PAIRS]`.

use std::env;
use std::io::{self, Write};
use std::sync::Arc;
use std::time::Instant;

use buttress_render::{Format, MaxChains, RenderOptions, render};
use buttress_report::{
    ChainReport, ContractReport, Explanation, GraphStats, ImportIx, ImportReport, Location, Report,
    SiteReport, Status, ViolationReport,
};
use buttress_source::{Code, ImportKinds, Position, Severity};

fn main() -> io::Result<()> {
    let pairs = env::args()
        .nth(1)
        .and_then(|n| n.parse().ok())
        .unwrap_or(22_000);
    let report = report(pairs);
    let mut out = io::stdout().lock();
    for max_chains in [MaxChains::AtMost(10), MaxChains::All] {
        for &format in Format::ALL {
            let options = RenderOptions {
                max_chains,
                ..RenderOptions::default()
            };
            let started = Instant::now();
            let mut text = Vec::new();
            render(&report, format, &options, &mut text)?;
            let (bytes, elapsed) = (text.len(), started.elapsed());
            writeln!(
                out,
                "{format} {max_chains:?}: {bytes} bytes in {elapsed:.1?}"
            )?;
        }
    }
    Ok(())
}

fn report(pairs: usize) -> Report {
    let contract = ContractReport {
        id: "apps".to_owned(),
        name: "apps".to_owned(),
        kind: "independence".to_owned(),
        severity: Severity::Error,
        status: Status::Broken,
        reason: None,
        docs: None,
        owner: None,
        location: None,
        has_ignores: false,
        ignored_imports: 0,
        violations: (0..pairs).map(violation).collect(),
        cycles: Vec::new(),
        text: None,
        findings: Vec::new(),
    };
    Report {
        status: Status::Broken,
        config: None,
        stats: GraphStats::default(),
        imports: (0..pairs * 3).map(import).collect(),
        contracts: vec![contract],
        findings: Vec::new(),
    }
}

fn import(n: usize) -> ImportReport {
    let line = u32::try_from(n % 5000 + 1).unwrap_or(1);
    let at = |column| Position {
        line,
        column,
        utf16_column: column,
    };
    ImportReport {
        importer: format!("shop.apps.app{}.module{n}", n % 1000).into(),
        imported: format!("shop.apps.app{}.module{}", (n + 1) % 1000, n + 1).into(),
        sites: vec![SiteReport {
            location: Location {
                path: Arc::from(format!("shop/apps/app{}/module{n}.py", n % 1000)),
                start: at(23),
                end: at(30),
                line_text: "from shop.apps import module0".into(),
            },
            statement_line: line,
            kinds: ImportKinds::empty(),
        }],
        located: true,
    }
}

fn violation(pair: usize) -> ViolationReport {
    ViolationReport {
        code: Code::Independence,
        importer: format!("shop.apps.app{}", pair / 150).into(),
        imported: format!("shop.apps.app{}", pair % 150).into(),
        because: None,
        explanation: Explanation::Independent,
        direct_imports: 0,
        cut: vec![ImportIx::new(pair * 3 + 2)],
        chains: vec![ChainReport {
            imports: (0..3).map(|hop| ImportIx::new(pair * 3 + hop)).collect(),
            extra_first: Vec::new(),
            extra_last: Vec::new(),
            primary: 2,
        }],
        chains_complete: true,
        protections: Vec::new(),
    }
}
