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
            hops.any(|ix| is_in(&imports[ix.0], paths))
        };
        let mut hidden = 0;
        for contract in &mut self.contracts {
            contract.cycles.retain(|cycle| {
                let mut hops = cycle
                    .shortest
                    .iter()
                    .copied()
                    .chain(cycle.imports_to_remove());
                let kept = hops.any(|ix| is_in(&imports[ix.0], paths));
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
