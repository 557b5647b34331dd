//! A report cut down to some files and folders.

use crate::{ChainReport, ImportReport, Report};

impl Report {
    /// Leaves only the chains with an import in one of `paths` (files or folders, relative and
    /// `/`-separated; the empty path is everything), the violations that have such a chain, and the
    /// cycles that have such an import among those that are shown.
    ///
    /// Verdicts, statuses and findings stay as they are: nothing is judged anew. Returns how many
    /// violations were taken out.
    pub fn restrict_to(&mut self, paths: &[String]) -> usize {
        let imports = &self.imports;
        let touches = |chain: &ChainReport| {
            let mut hops = chain
                .imports
                .iter()
                .chain(&chain.extra_first)
                .chain(&chain.extra_last);
            hops.any(|ix| is_in(&imports[ix.index()], paths))
        };
        let mut hidden = 0;
        for contract in &mut self.contracts {
            contract.cycles.retain(|cycle| {
                let mut hops = cycle
                    .shortest
                    .iter()
                    .copied()
                    .chain(cycle.imports_to_remove());
                let kept = hops.any(|ix| is_in(&imports[ix.index()], paths));
                hidden += usize::from(!kept);
                kept
            });
            contract.violations.retain_mut(|violation| {
                violation.chains.retain(touches);
                hidden += usize::from(violation.chains.is_empty());
                !violation.chains.is_empty()
            });
        }
        hidden
    }
}

fn is_in(import: &ImportReport, paths: &[String]) -> bool {
    let sites = import.sites.iter().map(|site| &*site.location.path);
    sites.into_iter().any(|file| {
        paths
            .iter()
            .any(|path| match file.strip_prefix(path.as_str()) {
                Some(rest) => path.is_empty() || rest.is_empty() || rest.starts_with('/'),
                None => false,
            })
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use buttress_source::{Code, ImportKinds, Severity, SourceText, Span};

    use super::*;
    use crate::{
        BreakerReport, ContractReport, CycleReport, GraphStats, ImportIx, Location, SiteReport,
        Status,
    };

    fn import(path: &str) -> ImportReport {
        let source = SourceText::decode(b"import x\n").expect("UTF-8");
        ImportReport {
            importer: "p.a".into(),
            imported: "p.b".into(),
            sites: vec![SiteReport {
                location: Location::new(Arc::from(path), &source, Span::new(7, 8)),
                statement_line: 1,
                kinds: ImportKinds::empty(),
            }],
            located: true,
        }
    }

    fn cycle(breaker: usize, shortest: &[usize]) -> CycleReport {
        CycleReport {
            code: Code::AcyclicSiblings,
            package: "p".to_owned(),
            fingerprint: String::new(),
            message: String::new(),
            help: String::new(),
            because: None,
            explanation: String::new(),
            breakers: vec![BreakerReport {
                importer: "p.a".to_owned(),
                imported: "p.b".to_owned(),
                imports: vec![ImportIx::new(breaker)],
            }],
            shortest: shortest.iter().copied().map(ImportIx::new).collect(),
        }
    }

    fn report() -> Report {
        let contract = ContractReport {
            id: "c".to_owned(),
            name: "c".to_owned(),
            kind: "acyclic_siblings".to_owned(),
            severity: Severity::Error,
            status: Status::Broken,
            reason: None,
            docs: None,
            owner: None,
            location: None,
            has_ignores: false,
            ignored_imports: 0,
            violations: Vec::new(),
            cycles: vec![cycle(0, &[0, 1]), cycle(2, &[3])],
            text: None,
            findings: Vec::new(),
        };
        Report {
            status: Status::Broken,
            config: None,
            stats: GraphStats::default(),
            imports: ["p/a.py", "p/b.py", "p/c.py", "q/d.py"]
                .map(import)
                .to_vec(),
            contracts: vec![contract],
            findings: Vec::new(),
        }
    }

    #[test]
    fn a_cycle_is_shown_for_each_import_that_is_shown_of_it() {
        for (paths, left, hidden) in [
            (&["p/b.py"][..], 1, 1),
            (&["p"], 2, 0),
            (&["q/d.py"], 1, 1),
            (&["p/a"], 0, 2),
            (&[""], 2, 0),
        ] {
            let mut report = report();
            let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
            assert_eq!(report.restrict_to(&paths), hidden, "{paths:?}");
            assert_eq!(report.contracts[0].cycles.len(), left, "{paths:?}");
            assert_eq!(report.status, Status::Broken);
        }
    }
}
