//! All that one run of the benchmark measured, and what the targets make of it.

use super::measure::Sample;
use super::stats::{self, Spread};
use super::subjects::Subject;
use super::table::Table;

/// One run's figures. What was not asked for is absent.
#[derive(Default)]
pub(super) struct Results {
    /// One a corpus, in the order of the document.
    pub(super) tables: Vec<Table>,
    /// Independence over all components of Home Assistant.
    pub(super) siblings: Option<Table>,
    /// Made-up monoliths, by growing size.
    pub(super) growth: Vec<Table>,
    pub(super) startup: Option<Startup>,
}

/// What starting a program costs.
pub(super) struct Startup {
    pub(super) version: Vec<Sample>,
    pub(super) empty: Vec<Sample>,
}

/// A promise, and whether it was kept.
pub(super) struct Target {
    pub(super) what: String,
    pub(super) limit: f64,
    /// In the unit of the limit; none if a program of it was not run.
    pub(super) measured: Option<f64>,
    /// The same of the fastest rounds instead of the medians, and of processor time: what other
    /// programs on the machine disturb less. None where it says nothing.
    pub(super) fastest: Option<f64>,
    pub(super) cpu: Option<f64>,
    pub(super) unit: Unit,
}

/// What a target counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Ratio,
    Seconds,
}

/// What a ratio is made of.
type Measure = fn(&[Sample]) -> Option<Spread>;

impl Results {
    /// The targets of the project, in the order of the document.
    pub(super) fn targets(&self) -> Vec<Target> {
        use Subject::{
            FloorRead, FloorStat, ImportLinterCold, ImportLinterWarm, OursCold, OursEdited,
            OursWarm, Ruff,
        };
        let mut targets = vec![
            self.time("combined", OursCold, ImportLinterCold, 1.0 / 15.0),
            self.time("combined", OursCold, Ruff, 1.0 / 10.0),
            self.time("combined", OursCold, FloorRead, 2.5),
            self.time("combined", OursWarm, ImportLinterWarm, 1.0 / 25.0),
            self.time("combined", OursWarm, FloorStat, 2.0),
            self.time("combined", OursEdited, OursWarm, 1.25),
            self.memory("combined", OursCold, ImportLinterCold, 1.0 / 3.0),
            self.time("django", OursCold, ImportLinterCold, 1.0 / 6.0),
            self.time("django", OursCold, Ruff, 1.0 / 2.0),
        ];
        targets.extend([
            self.evaluation(),
            self.whole_siblings(),
            self.version(),
            self.linear(),
        ]);
        targets
    }

    fn time(&self, corpus: &str, a: Subject, b: Subject, limit: f64) -> Target {
        let ratio = |measure| {
            self.table(corpus)
                .and_then(|table| table.ratio(a, b, measure))
        };
        Target {
            what: format!("{corpus}, time: {} / {}", a.title(), b.title()),
            limit,
            measured: ratio(stats::wall),
            fastest: ratio(stats::fastest),
            cpu: ratio(stats::cpu),
            unit: Unit::Ratio,
        }
    }

    fn memory(&self, corpus: &str, a: Subject, b: Subject, limit: f64) -> Target {
        let table = self.table(corpus);
        Target {
            what: format!("{corpus}, peak memory: {} / {}", a.title(), b.title()),
            limit,
            measured: table.and_then(|table| table.ratio(a, b, stats::memory)),
            fastest: None,
            cpu: None,
            unit: Unit::Ratio,
        }
    }

    fn evaluation(&self) -> Target {
        let stages = self.siblings.iter().flat_map(|table| &table.stages);
        let mut checking = stages.filter(|(name, _)| name.contains("contracts"));
        Target {
            what: "independence of all Home Assistant components: evaluating the contract"
                .to_owned(),
            limit: 0.05,
            measured: checking.next().map(|(_, spread)| spread.median),
            fastest: None,
            cpu: None,
            unit: Unit::Seconds,
        }
    }

    fn whole_siblings(&self) -> Target {
        let (ours, theirs) = (Subject::OursCold, Subject::ImportLinterCold);
        let table = self.siblings.as_ref();
        let ratio = |measure| table.and_then(|table| table.ratio(ours, theirs, measure));
        Target {
            what: format!("the same, whole run: {} / {}", ours.title(), theirs.title()),
            limit: 1.0 / 100.0,
            measured: ratio(stats::wall),
            fastest: ratio(stats::fastest),
            cpu: ratio(stats::cpu),
            unit: Unit::Ratio,
        }
    }

    fn version(&self) -> Target {
        let ratio = |measure: Measure| {
            let startup = self.startup.as_ref()?;
            divide(measure(&startup.version), measure(&startup.empty))
        };
        Target {
            what: "start: `buttress --version` / an empty Rust program".to_owned(),
            limit: 2.0,
            measured: ratio(stats::wall),
            fastest: ratio(stats::fastest),
            cpu: ratio(stats::cpu),
            unit: Unit::Ratio,
        }
    }

    /// The smallest monolith against the one of half a million modules.
    fn linear(&self) -> Target {
        let ratio = |measure: Measure| {
            let (small, large) = (self.growth.first()?, self.growth.last()?);
            (large.corpus.sizes.files >= 500_000).then_some(())?;
            Some(per_module(large, measure)? / per_module(small, measure)?)
        };
        Target {
            what: "growth: time a module at 500,000 modules / at 5,000".to_owned(),
            limit: 1.3,
            measured: ratio(stats::wall),
            fastest: ratio(stats::fastest),
            cpu: ratio(stats::cpu),
            unit: Unit::Ratio,
        }
    }

    fn table(&self, corpus: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.corpus.name == corpus)
    }
}

impl Table {
    /// The median of one row over that of another.
    pub(super) fn ratio(&self, a: Subject, b: Subject, measure: Measure) -> Option<f64> {
        divide(measure(self.rows.get(&a)?), measure(self.rows.get(&b)?))
    }
}

/// Seconds a module takes without cache.
#[expect(
    clippy::cast_precision_loss,
    reason = "a number of files is far below 2^53"
)]
pub(super) fn per_module(table: &Table, measure: Measure) -> Option<f64> {
    let cold = measure(table.rows.get(&Subject::OursCold)?)?;
    Some(cold.median / table.corpus.sizes.files as f64)
}

fn divide(a: Option<Spread>, b: Option<Spread>) -> Option<f64> {
    let (a, b) = (a?.median, b?.median);
    (b > 0.0).then(|| a / b)
}

impl Target {
    /// Whether it was met; none if it was not measured.
    pub(super) fn is_met(&self) -> Option<bool> {
        self.measured.map(|measured| measured <= self.limit)
    }

    /// A figure in the unit of the target.
    pub(super) fn show(&self, figure: f64) -> String {
        match self.unit {
            Unit::Seconds => format!("{:.0} ms", figure * 1e3),
            Unit::Ratio => fraction(figure),
        }
    }
}

/// `1/15.2` or `2.31`.
pub(super) fn fraction(ratio: f64) -> String {
    let short = |number: f64| {
        let text = format!("{number:.1}");
        text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
    };
    if ratio > 0.0 && ratio < 0.995 {
        format!("1/{}", short(1.0 / ratio))
    } else {
        format!("{ratio:.2}")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::PathBuf;
    use std::time::Duration;

    use super::super::corpora::Corpus;
    use super::super::tree::Sizes;
    use super::*;

    fn table(name: &str, files: u64, rows: &[(Subject, u64)]) -> Table {
        let sample = |milliseconds| Sample {
            wall: Duration::from_millis(milliseconds),
            cpu: Duration::from_millis(2 * milliseconds),
            memory: milliseconds * 1_000_000,
            status: 0,
        };
        Table {
            corpus: Corpus {
                name: name.to_owned(),
                title: name.to_owned(),
                folder: PathBuf::new(),
                roots: Vec::new(),
                sizes: Sizes {
                    files,
                    lines: 0,
                    bytes: 0,
                },
            },
            verdicts: Vec::new(),
            rows: rows
                .iter()
                .map(|(subject, time)| (*subject, vec![sample(*time)]))
                .collect::<BTreeMap<_, _>>(),
            stages: Vec::new(),
        }
    }

    #[test]
    fn a_target_is_met_missed_or_not_measured() {
        use Subject::{ImportLinterCold, OursCold, Ruff};
        let rows = [(OursCold, 400), (ImportLinterCold, 6_400), (Ruff, 3_600)];
        let results = Results {
            tables: vec![table("combined", 38_000, &rows)],
            ..Results::default()
        };
        let targets = results.targets();
        let met: Vec<Option<bool>> = targets.iter().map(Target::is_met).collect();
        assert_eq!(met[..3], [Some(true), Some(false), None]);
        assert_eq!(targets[0].measured.map(fraction).as_deref(), Some("1/16"));
        assert_eq!(targets[6].is_met(), Some(true));
        assert!(met[7..].iter().all(Option::is_none));
    }

    #[test]
    fn growth_needs_the_largest_size() {
        use Subject::OursCold;
        let small = || table("growth-5000", 5_000, &[(OursCold, 50)]);
        let large = |files| table("growth", files, &[(OursCold, 6_000)]);
        let linear = |files| {
            let growth = vec![small(), large(files)];
            Results {
                growth,
                ..Results::default()
            }
            .linear()
            .measured
        };
        assert_eq!(linear(500_000).map(fraction).as_deref(), Some("1.20"));
        assert_eq!(linear(50_000), None);
    }

    #[test]
    fn ratios_below_one_are_fractions() {
        assert_eq!(fraction(1.0 / 15.0), "1/15");
        assert_eq!(fraction(0.4), "1/2.5");
        assert_eq!(fraction(1.25), "1.25");
    }
}
