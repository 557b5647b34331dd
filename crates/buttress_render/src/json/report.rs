//! From the report to its JSON shape.

use std::io;

use buttress_report::{
    BreakerReport, ChainReport, ContractReport, CycleReport, Diagnostic, ImportIx, ImportReport,
    Location, Places, Protection, RelatedLocation, Report, SiteReport, Status, ViolationReport,
};
use buttress_source::{Code, Severity};

use super::each::Each;
use super::{shape, write_line};
use crate::{MaxChains, RenderOptions};

/// Writes a report.
///
/// # Errors
///
/// Those of the writer; and `InvalidData` for a violation whose code has no shape, before anything
/// is written.
pub(crate) fn render(
    report: &Report,
    options: &RenderOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let violations = report
        .contracts
        .iter()
        .flat_map(|contract| &contract.violations);
    if let Some(odd) = violations.into_iter().find(|v| wrapper(v.code).is_none()) {
        let problem = format!("violations of `{}` have no JSON shape", odd.code);
        return Err(io::Error::new(io::ErrorKind::InvalidData, problem));
    }
    let limit = options.max_chains.limit();
    let bounded: Vec<_> = (report.contracts.iter())
        .map(|contract| Bounded::new(contract, limit))
        .collect();
    write_line(&document(report, &bounded), out)
}

/// The imports whose places are shown.
pub(crate) fn places(report: &Report, options: &RenderOptions) -> Places {
    let MaxChains::AtMost(limit) = options.max_chains else {
        return Places::All;
    };
    let bounded: Vec<_> = (report.contracts.iter())
        .map(|contract| Bounded::new(contract, limit))
        .collect();
    let shown = bounded.iter().flat_map(|contract| &contract.violations);
    shown.flat_map(Shown::places).collect()
}

/// A contract, and how much of its violations is shown.
struct Bounded<'a> {
    contract: &'a ContractReport,
    violations: Vec<Shown<'a>>,
}

/// A violation that is shown.
enum Shown<'a> {
    /// A pair, and how many of its chains are shown.
    Pair(&'a ViolationReport, usize),
    /// A package with cycles. They have no chains, so they are shown whole.
    Cycle(&'a CycleReport),
}

impl Shown<'_> {
    fn places(&self) -> Vec<ImportIx> {
        match self {
            Self::Pair(violation, granted) => {
                let chains = violation.chains[..*granted].iter();
                let imports = chains.flat_map(|it| [&it.imports, &it.extra_first, &it.extra_last]);
                let imports = imports.flatten().copied();
                imports.chain(violation.named_in_help()).collect()
            }
            Self::Cycle(cycle) => {
                let imports = cycle.shortest.iter().copied();
                imports.chain(cycle.imports_to_remove()).collect()
            }
        }
    }
}

impl<'a> Bounded<'a> {
    /// Hands out `limit` chains to the violations, in order.
    fn new(contract: &'a ContractReport, limit: usize) -> Self {
        let mut left = limit;
        let violations = contract.violations.iter().map(|violation| {
            let granted = violation.chains.len().min(left);
            left -= granted;
            Shown::Pair(violation, granted)
        });
        let cycles = contract.cycles.iter().map(Shown::Cycle);
        Self {
            contract,
            violations: violations.chain(cycles).collect(),
        }
    }
}

fn document<'a>(report: &'a Report, contracts: &'a [Bounded<'a>]) -> shape::Document<'a> {
    let config = report.config.as_ref().map(|config| shape::Config {
        path: &config.path,
        dialect: config.dialect.as_str(),
    });
    shape::Document {
        version: 1,
        tool: shape::Tool::this(),
        status: status(report.status),
        config,
        graph: shape::Graph {
            modules: report.stats.modules,
            imports: report.stats.imports,
            sites: report.stats.sites,
            files: report.stats.files,
            external: report.stats.external,
        },
        contracts: Each::new(contracts, |bounded| contract(bounded, &report.imports)),
        findings: Each::new(&report.findings, finding),
    }
}

fn contract<'a>(bounded: &'a Bounded<'a>, imports: &'a [ImportReport]) -> shape::Contract<'a> {
    let contract = bounded.contract;
    shape::Contract {
        id: &contract.id,
        name: &contract.name,
        kind: &contract.kind,
        severity: severity(contract.severity),
        status: status(contract.status),
        reason: contract.reason.as_deref(),
        docs: contract.docs.as_deref(),
        owner: contract.owner.as_deref(),
        location: contract.location.as_ref().map(location),
        ignored_imports: contract.ignored_imports,
        violations: Each::new(&bounded.violations, |shown| match shown {
            Shown::Pair(violation, granted) => pair((&contract.id, violation), *granted, imports),
            Shown::Cycle(cycle) => shape::Violation::AcyclicSiblings(self::cycle(cycle, imports)),
        }),
        text: contract.text.as_deref(),
        findings: Each::new(&contract.findings, finding),
    }
}

type Wrapper<'a> = fn(shape::Pair<'a>, &'a ViolationReport) -> shape::Violation<'a>;

/// The variant for a violating pair, by its code.
fn wrapper<'a>(code: Code) -> Option<Wrapper<'a>> {
    match code {
        Code::Layers => Some(|pair, _| shape::Violation::Layers(pair)),
        Code::Forbidden => Some(|pair, _| shape::Violation::Forbidden(pair)),
        Code::Independence => Some(|pair, _| shape::Violation::Independence(pair)),
        Code::Protected => Some(|pair, violation| {
            let protections = Each::new(&violation.protections, protection);
            shape::Violation::Protected(shape::Protected { pair, protections })
        }),
        _ => None,
    }
}

fn protection(protection: &Protection) -> shape::Protection<'_> {
    shape::Protection {
        module: &protection.module,
        expression: protection.expression.as_deref(),
    }
}

fn pair<'a>(
    (contract, violation): (&str, &'a ViolationReport),
    granted: usize,
    imports: &'a [ImportReport],
) -> shape::Violation<'a> {
    let pair = shape::Pair {
        importer: &violation.importer,
        imported: &violation.imported,
        fingerprint: violation.fingerprint(contract, imports),
        message: violation.message(),
        help: violation.help(imports),
        because: violation.because.as_deref().map(place),
        imports_to_remove: violation.cut.len(),
        chains_total: violation.chains_complete.then_some(violation.chains.len()),
        chains_complete: violation.chains_complete,
        // No run compares with a revision or a baseline yet, so nothing is new and nothing excused.
        new: false,
        excused: false,
        chains: Each::new(&violation.chains[..granted], |chain| {
            self::chain(chain, imports)
        }),
    };
    match wrapper(violation.code) {
        Some(wrap) => wrap(pair, violation),
        None => shape::Violation::Layers(pair),
    }
}

fn cycle<'a>(cycle: &'a CycleReport, imports: &'a [ImportReport]) -> shape::Cycle<'a> {
    let breaker = |breaker: &'a BreakerReport| shape::Breaker {
        importer: &breaker.importer,
        imported: &breaker.imported,
        imports: import_list(&breaker.imports, imports),
    };
    shape::Cycle {
        package: &cycle.package,
        fingerprint: &cycle.fingerprint,
        message: &cycle.message,
        help: &cycle.help,
        because: cycle.because.as_deref().map(place),
        imports_to_remove: cycle.imports_to_remove().count(),
        new: false,
        excused: false,
        breakers: Each::new(&cycle.breakers, breaker),
        shortest: import_list(&cycle.shortest, imports),
    }
}

fn place(location: &Location) -> shape::Place<'_> {
    shape::Place {
        path: &location.path,
        line: location.start.line,
        column: location.start.column,
    }
}

/// A chain in its JSON shape.
pub(super) fn chain<'a>(chain: &'a ChainReport, imports: &'a [ImportReport]) -> shape::Chain<'a> {
    shape::Chain {
        imports: import_list(&chain.imports, imports),
        extra_first: import_list(&chain.extra_first, imports),
        extra_last: import_list(&chain.extra_last, imports),
        primary: chain.primary,
    }
}

/// Several imports in their JSON shape.
pub(super) fn import_list<'a>(
    list: &'a [ImportIx],
    imports: &'a [ImportReport],
) -> Each<'a, shape::Import<'a>> {
    Each::new(list, |ix| import(&imports[ix.index()]))
}

/// An import in its JSON shape.
pub(super) fn import(import: &ImportReport) -> shape::Import<'_> {
    shape::Import {
        importer: &import.importer,
        imported: &import.imported,
        sites: Each::new(&import.sites, site),
    }
}

/// A place of import in its JSON shape.
pub(super) fn site(site: &SiteReport) -> shape::Site<'_> {
    let Location {
        path,
        start,
        end,
        line_text,
    } = &site.location;
    shape::Site {
        path,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        utf16_column: start.utf16_column,
        utf16_end_column: end.utf16_column,
        text: line_text,
        kinds: site.kinds.words().collect(),
    }
}

fn location(location: &Location) -> shape::Location<'_> {
    shape::Location {
        path: &location.path,
        line: location.start.line,
        column: location.start.column,
        end_line: location.end.line,
        end_column: location.end.column,
    }
}

fn finding(finding: &Diagnostic) -> shape::Finding<'_> {
    let of_location = finding.location.as_ref().map(|location| &*location.path);
    shape::Finding {
        code: finding.code.as_str(),
        severity: severity(finding.severity),
        message: &finding.message,
        help: finding.help.as_deref(),
        location: finding.location.as_ref().map(location),
        path: of_location.or(finding.path.as_deref()),
        module: finding.module.as_deref(),
        related: Each::new(&finding.related, related),
    }
}

fn related(related: &RelatedLocation) -> shape::Related<'_> {
    shape::Related {
        location: location(&related.location),
        message: &related.message,
    }
}

fn status(status: Status) -> shape::Status {
    match status {
        Status::Kept => shape::Status::Kept,
        Status::Broken => shape::Status::Broken,
        Status::Error => shape::Status::Error,
    }
}

/// What is off is in no report.
fn severity(severity: Severity) -> shape::Severity {
    match severity {
        Severity::Error => shape::Severity::Error,
        Severity::Warning | Severity::Off => shape::Severity::Warning,
    }
}
