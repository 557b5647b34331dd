//! How long a whole check takes, stage by stage, and each way to render its report.
//!
//! `cargo bench -p buttress` checks a made-up code base of 8,401 modules;
//! `BUTTRESS_BENCH_CONFIG=path/to/buttress.toml cargo bench -p buttress` a project of yours, with
//! whatever configuration buttress reads.

#![expect(clippy::print_stdout, reason = "it prints its measurements")]

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use buttress::render::{Format, MaxChains, RenderOptions, render};
use buttress::{CheckRequest, Limits, Progress, Project, Report, Stage, config};

const PACKAGES: usize = 400;
const ROUNDS: usize = 5;

/// Contracts that are kept but for one with a few hundred violating pairs.
const CONTRACTS: &str = r#"
root_packages = ["p"]

[[contracts]]
id     = "layers"
type   = "layers"
layers = ["p.s0399", "p.s0200", "p.s0100", "p.s0001"]

[[contracts]]
id                = "forbidden"
type              = "forbidden"
source_modules    = ["p.s0000", "p.s0001"]
forbidden_modules = ["p.s0300", "p.s0399"]

[[contracts]]
id      = "independence"
type    = "independence"
modules = ["p.s00*"]
"#;

/// Notes when each stage began.
#[derive(Default)]
struct Clock(Mutex<Vec<(Stage, Instant)>>);

impl Progress for Clock {
    fn begin(&self, stage: Stage, _: Option<usize>) {
        let mut begins = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        begins.push((stage, Instant::now()));
    }

    fn step(&self) {}
}

impl Clock {
    /// How long each stage took; the last one ended now.
    fn stages(&self) -> Vec<(Stage, Duration)> {
        let end = Instant::now();
        let begins = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let ends = begins.iter().skip(1).map(|(_, begin)| *begin).chain([end]);
        let stages = begins.iter().zip(ends);
        stages
            .map(|((stage, begin), end)| (*stage, end - *begin))
            .collect()
    }
}

/// One whole check.
fn check(config: &Path, clock: &Clock) -> Report {
    let limits = Limits {
        progress: clock,
        ..Limits::default()
    };
    let project = Project::load(config::load(config), limits);
    let request = CheckRequest {
        max_chains: Some(10),
        ..CheckRequest::default()
    };
    project.check(&request, clock)
}

fn print(what: &str, took: Duration, shown: &str) {
    println!("{what:<32}{:>10.2} ms   {shown}", took.as_secs_f64() * 1e3);
}

fn stages(config: &Path) -> Report {
    let mut fastest: BTreeMap<Stage, Duration> = BTreeMap::new();
    let mut whole = Duration::MAX;
    let mut once = || {
        let clock = Clock::default();
        let start = Instant::now();
        let report = check(config, &clock);
        whole = whole.min(start.elapsed());
        for (stage, took) in clock.stages() {
            let best = fastest.entry(stage).or_insert(Duration::MAX);
            *best = took.min(*best);
        }
        report
    };
    let report = (1..ROUNDS).fold(once(), |_, _| once());
    for (stage, took) in &fastest {
        print(&format!("{stage:?}"), *took, "");
    }
    let stats = report.stats;
    print(
        "in all",
        whole,
        &format!("{} modules, {} imports", stats.modules, stats.imports),
    );
    report
}

fn renderers(report: &Report) -> Result<(), Box<dyn Error>> {
    for max_chains in [MaxChains::AtMost(10), MaxChains::All] {
        let options = RenderOptions {
            max_chains,
            ..RenderOptions::default()
        };
        for format in Format::ALL {
            let mut fastest = Duration::MAX;
            let mut text = Vec::new();
            for _ in 0..ROUNDS {
                text.clear();
                let start = Instant::now();
                render(report, *format, &options, &mut text)?;
                fastest = fastest.min(start.elapsed());
            }
            print(
                &format!("render {format}, {max_chains:?}"),
                fastest,
                &format!("{} bytes", text.len()),
            );
        }
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let config = if let Some(config) = env::var_os("BUTTRESS_BENCH_CONFIG") {
        PathBuf::from(config).canonicalize()?
    } else {
        buttress_testing::write_packages(folder.path(), PACKAGES)?;
        let config = folder.path().canonicalize()?.join("buttress.toml");
        fs::write(&config, CONTRACTS)?;
        config
    };
    renderers(&stages(&config))
}
