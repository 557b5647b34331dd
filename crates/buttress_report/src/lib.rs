//! The neutral report model: every format is a rendering of it.
//!
//! A [`Report`] is plain data with public fields, complete in itself: places are resolved to paths,
//! lines and columns, and carry the text of their line, so a renderer needs no file and no graph.
//! [`ReportBuilder`] makes a [`Draft`] of it from the outcomes of the contracts, in which the places
//! of imports are known by file and line. [`Draft::resolve`] looks up the rest, for all imports or
//! for those that are to be shown: on a large report, that is most of the work. There is no IO here
//! (source texts come through the [`Sources`] that are given).

mod build;
mod diagnostic;
mod draft;
mod fingerprint;
mod header;
mod help;
mod imports;
mod location;
mod report;
mod restrict;
mod why;

pub use build::{ReportBuilder, Sources};
pub use buttress_contracts::{Explanation, Protection};
pub use diagnostic::{Diagnostic, RelatedLocation};
pub use draft::{Draft, Places};
pub use header::ContractHeader;
pub use location::Location;
pub use report::{
    BreakerReport, ChainReport, ConfigSummary, ContractReport, CycleReport, Dialect, GraphStats,
    ImportIx, ImportReport, Report, SiteReport, Status, ViolationReport,
};
pub use why::{WhyAnswer, WhyGroup, WhyReport};
