//! A graph to the bytes of what was resolved for it.

use buttress_source::{FileId, numbers};
use rustc_hash::FxHashSet;

use super::batch::SIZE;
use super::earlier::{ODD, Site};
use super::{Built, SourceModule};
use crate::{ImportGraph, ModuleId, pool};

/// What was resolved for a graph that was built of `modules`, for [`Resolution`](crate::Resolution) to
/// read. None if the modules are not sorted, or there is too much.
///
/// O(sites). Runs on all threads of the rayon pool that the caller is in.
pub fn pack_resolution(modules: &[SourceModule<'_>], built: &Built) -> Option<Vec<u8>> {
    let graph = &built.graph;
    let table = graph.table();
    let (externals, internals): (Vec<_>, Vec<_>) =
        table.ids().partition(|id| table.is_external(*id));
    let names = || modules.iter().map(|module| module.name.as_str());
    if !names().eq(internals.iter().map(|id| table.name(*id))) {
        return None;
    }
    let mut packer = Packer {
        graph,
        numbers: vec![0; table.len()],
        odd: (built.findings.iter())
            .filter_map(|finding| Some(finding.span?.file))
            .collect(),
    };
    for (number, id) in (0..).zip(internals.iter().chain(&externals)) {
        packer.numbers[id.index()] = number;
    }
    let pack = |(modules, ids): (&[SourceModule<'_>], &[ModuleId])| packer.rows(modules, ids);
    let chunks = modules.chunks(SIZE).zip(internals.chunks(SIZE));
    let rows = pool::map(chunks.collect(), pack);
    join(modules.len(), &packer.externals(&externals)?, &rows)
}

struct Packer<'g> {
    graph: &'g ImportGraph,
    /// The number of each module of the table.
    numbers: Vec<u32>,
    odd: FxHashSet<FileId>,
}

/// The rows of some modules.
#[derive(Default)]
struct Packed {
    /// Of each: its length, and whether something in it was odd.
    modules: Vec<(usize, bool)>,
    bytes: Vec<u8>,
}

impl Packer<'_> {
    fn rows(&self, modules: &[SourceModule<'_>], ids: &[ModuleId]) -> Packed {
        let mut packed = Packed::default();
        for (module, id) in modules.iter().zip(ids) {
            let before = packed.bytes.len();
            self.row(*id, &mut packed.bytes);
            let is_odd = module.file.is_some_and(|file| self.odd.contains(&file));
            packed.modules.push((packed.bytes.len() - before, is_odd));
        }
        packed
    }

    fn row(&self, importer: ModuleId, out: &mut Vec<u8>) {
        let mut target = 0;
        let mut last = Site::default();
        for edge in self.graph.outgoing(importer) {
            let number = self.numbers[self.graph.imported(edge).index()];
            let sites = self.graph.sites(edge);
            numbers::write(out, numbers::zigzag(target, number));
            numbers::write(out, sites.len() as u64);
            target = number;
            for site in sites.iter().map(Site::of) {
                site.write(last, out);
                last = site;
            }
        }
    }

    /// What is kept of the externals: how many modules import each, where its name ends, its id; and
    /// the names.
    fn externals(&self, externals: &[ModuleId]) -> Option<([Vec<u32>; 3], String)> {
        let (mut importers, mut ends, mut text) = (Vec::new(), Vec::new(), String::new());
        for external in externals {
            let count = self.graph.incoming(*external).len();
            importers.push(u32::try_from(count).ok()?);
            text.push_str(self.graph.table().name(*external));
            ends.push(u32::try_from(text.len()).ok()?);
        }
        let ids = externals.iter().map(|id| id.0).collect();
        Some(([importers, ends, ids], text))
    }
}

fn join(
    modules: usize,
    (externals, text): &([Vec<u32>; 3], String),
    rows: &[Packed],
) -> Option<Vec<u8>> {
    let length: usize = rows.iter().map(|rows| rows.bytes.len()).sum();
    let count = externals[0].len();
    let fixed = 4 * (3 + 3 * count + modules);
    let mut out = Vec::with_capacity(fixed + text.len() + length);
    let mut number = |number: u32| out.extend(number.to_le_bytes());
    for count in [modules, count, text.len()] {
        number(u32::try_from(count).ok()?);
    }
    externals.iter().flatten().for_each(|n| number(*n));
    out.extend_from_slice(text.as_bytes());
    let mut end = 0;
    for (length, is_odd) in rows.iter().flat_map(|rows| &rows.modules) {
        end += length;
        let place = u32::try_from(end).ok().filter(|end| end & ODD == 0)?;
        let odd = if *is_odd { ODD } else { 0 };
        out.extend((place | odd).to_le_bytes());
    }
    for rows in rows {
        out.extend_from_slice(&rows.bytes);
    }
    Some(out)
}
