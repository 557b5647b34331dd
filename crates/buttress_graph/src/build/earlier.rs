//! What an earlier run resolved, as bytes: for each module what its imports lead to, and where they
//! are.
//!
//! | bytes | what |
//! |---|---|
//! | 4, 4, 4 | numbers of modules and externals; length of the externals' names |
//! | 4 each | of an external: how many modules import it |
//! | 4 each | of an external: where its name ends |
//! | 4 each | of an external: its id |
//! | … | the names, in order |
//! | 4 each | of a module: where its row ends; the highest bit says that something in it was odd |
//! | … | the rows |
//!
//! Modules are numbered as they are sorted, and externals count on. A row has an edge after the other:
//! its target, told from that of the last, and the number of its sites; then the sites, each told from
//! the one before: kinds, statement, line, name. Numbers are of variable length.

use buttress_source::{FileId, ImportKinds, Span, numbers};

use super::ranks::Ranks;
use crate::graph::Rows;
use crate::{ImportSite, ModuleId};

/// A site takes at least so many bytes, as a rule, and an edge with its sites.
pub(super) const SITE: usize = 7;
pub(super) const EDGE: usize = 10;

/// Says of a row that it must be resolved anew, because there was a finding.
pub(super) const ODD: u32 = 1 << 31;

/// What an earlier run over the same modules resolved.
#[derive(Debug, Clone)]
pub struct Resolution<'a> {
    /// The names of the externals, sorted.
    pub(super) externals: Vec<&'a str>,
    /// How many modules import each.
    pub(super) importers: Vec<u32>,
    /// The id of each, which says where it stands among the modules.
    ids: &'a [[u8; 4]],
    ends: &'a [[u8; 4]],
    rows: &'a [u8],
}

impl<'a> Resolution<'a> {
    /// Reads what [`pack_resolution`](crate::pack_resolution) wrote; none if it is damaged or of another
    /// number of modules. O(externals).
    pub fn read(bytes: &'a [u8], modules: usize) -> Option<Self> {
        let (head, rest) = bytes.as_chunks::<4>().0.split_at_checked(3)?;
        let number = |bytes: &[u8; 4]| usize::try_from(u32::from_le_bytes(*bytes)).ok();
        let (count, text) = (number(&head[1])?, number(&head[2])?);
        if number(&head[0])? != modules {
            return None;
        }
        let (importers, rest) = rest.split_at_checked(count)?;
        let (ends, rest) = rest.split_at_checked(count)?;
        let (ids, _) = rest.split_at_checked(count)?;
        let rest = bytes.get((head.len() + 3 * count).checked_mul(4)?..)?;
        let (text, rest) = rest.split_at_checked(text)?;
        let externals = names(str::from_utf8(text).ok()?, ends)?;
        let (ends, rows) = rest.split_at_checked(modules.checked_mul(4)?)?;
        Some(Self {
            externals,
            importers: importers.iter().copied().map(u32::from_le_bytes).collect(),
            ids,
            ends: ends.as_chunks().0,
            rows,
        })
    }

    /// The order of so many modules and the externals; none if it is damaged.
    pub(super) fn ranks(&self, modules: usize) -> Option<Ranks> {
        Ranks::known(modules, self.ids.iter().copied().map(u32::from_le_bytes))
    }

    /// Whether the imports of the module of this number need not be resolved again, if its file is
    /// as it was. O(1).
    pub fn knows(&self, module: usize) -> bool {
        let end = self.ends.get(module);
        end.is_some_and(|end| u32::from_le_bytes(*end) & ODD == 0)
    }

    fn row(&self, module: usize) -> Option<&'a [u8]> {
        let end = |module: usize| {
            let end = u32::from_le_bytes(*self.ends.get(module)?) & !ODD;
            usize::try_from(end).ok()
        };
        let start = match module {
            0 => 0,
            _ => end(module - 1)?,
        };
        self.rows.get(start..end(module)?)
    }

    /// Length of the rows of some modules in bytes.
    pub(super) fn length(&self, modules: &[usize]) -> usize {
        let rows = modules.iter().filter_map(|module| self.row(*module));
        rows.map(<[u8]>::len).sum()
    }

    /// Adds the edges of a module to `rows`, with `ids` for the numbers. None if its row is damaged.
    pub(super) fn add_row(
        &self,
        module: usize,
        file: Option<FileId>,
        ids: &[ModuleId],
        rows: &mut Rows,
    ) -> Option<()> {
        let mut rest = self.row(module)?;
        if rest.is_empty() {
            return Some(());
        }
        let file = file?;
        let mut target = 0;
        let mut last_id = None;
        let mut last = Site::default();
        while !rest.is_empty() {
            target = numbers::unzigzag(target, next(&mut rest)?);
            let id = *ids.get(usize::try_from(target).ok()?)?;
            let sites = next(&mut rest)?;
            if sites == 0 || last_id >= Some(id) {
                return None;
            }
            last_id = Some(id);
            rows.begin(ids[module], id);
            for _ in 0..sites {
                last = last.next(&mut rest)?;
                rows.add_site(last.in_file(file));
            }
        }
        Some(())
    }
}

fn names<'a>(text: &'a str, ends: &[[u8; 4]]) -> Option<Vec<&'a str>> {
    let mut start = 0;
    let names = ends.iter().map(|end| {
        let end = usize::try_from(u32::from_le_bytes(*end)).ok()?;
        let name = text.get(start..end)?;
        start = end;
        Some(name)
    });
    names.collect()
}

/// A site, told from the one before it.
#[derive(Clone, Copy, Default)]
pub(super) struct Site {
    kinds: u8,
    statement: Span,
    line: u32,
    name: Span,
}

impl Site {
    pub(super) fn of(site: &ImportSite) -> Self {
        Self {
            kinds: site.kinds.bits(),
            statement: site.statement,
            line: site.line,
            name: site.name,
        }
    }

    /// None if the kinds are none.
    fn in_file(self, file: FileId) -> ImportSite {
        ImportSite {
            file,
            statement: self.statement,
            name: self.name,
            line: self.line,
            kinds: ImportKinds::from_bits_truncate(self.kinds),
        }
    }

    pub(super) fn write(self, last: Self, out: &mut Vec<u8>) {
        let mut span = |from: u32, span: Span| {
            numbers::write(out, numbers::zigzag(from, span.start));
            numbers::write(out, u64::from(span.len()));
        };
        span(last.statement.start, self.statement);
        span(self.statement.start, self.name);
        numbers::write(out, numbers::zigzag(last.line, self.line));
        out.push(self.kinds);
    }

    fn next(self, rest: &mut &[u8]) -> Option<Self> {
        let mut span = |from: u32| {
            let start = numbers::unzigzag(from, next(rest)?);
            Some(Span::new(start, start.checked_add(next(rest)?)?))
        };
        let statement = span(self.statement.start)?;
        let name = span(statement.start)?;
        let line = numbers::unzigzag(self.line, next(rest)?);
        let (&kinds, after) = rest.split_first()?;
        *rest = after;
        ImportKinds::from_bits(kinds)?;
        Some(Self {
            kinds,
            statement,
            line,
            name,
        })
    }
}

fn next(rest: &mut &[u8]) -> Option<u32> {
    u32::try_from(numbers::read(rest)?).ok()
}
