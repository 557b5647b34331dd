//! The neutral report model: every format is a rendering of it.
//!
//! A [`Report`] is plain data with public fields, complete in itself: places are resolved to paths,
//! lines and columns, and carry the text of their line, so a renderer needs no file and no graph.
//! It is made by [`ReportBuilder`] from the outcomes of the contracts; it does no IO (source texts
//! come through the [`Sources`] it is given).

mod build;
mod diagnostic;
mod fingerprint;
mod header;
mod imports;
mod location;
mod report;
mod restrict;
mod why;

pub use build::{ReportBuilder, Sources};
pub use buttress_contracts::Protection;
pub use diagnostic::{Diagnostic, RelatedLocation};
pub use header::ContractHeader;
pub use location::Location;
pub use report::{
    BreakerReport, ChainReport, ConfigSummary, ContractReport, CycleReport, Dialect, GraphStats,
    ImportIx, ImportReport, Report, SiteReport, Status, ViolationReport,
};
pub use why::{WhyAnswer, WhyGroup, WhyReport};
