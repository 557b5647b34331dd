//! The packed records of one file while they are found.

use std::ops::Range;

use super::numbers::Numbers;
use super::unpack::Names;
use super::{ALIAS, NAME, NOTHING, PackedImports, SAME, flag, is_same, pack};
use crate::{ImportRecord, ImportedName};

/// What most files need, in bytes, is reserved at once: to grow step by step takes longer.
const NAMES: usize = 1024;
const RECORDS: usize = 512;

/// A list of packed records that grows.
#[derive(Clone, Default)]
pub(crate) struct PackedList {
    pub(super) names: String,
    pub(super) records: Vec<u8>,
    count: usize,
    /// Found again when needed, so that a list at rest does not pay for it.
    last: Option<Box<Last>>,
}

/// The record that the next one is told from.
#[derive(Debug, Clone)]
struct Last {
    /// Without its names.
    record: ImportRecord<'static>,
    /// Where its module lies among the names.
    module: Range<usize>,
}

impl Last {
    const NOTHING: Self = Self {
        record: NOTHING,
        module: 0..0,
    };
}

impl PackedList {
    pub(crate) fn packed(&self) -> PackedImports<'_> {
        PackedImports::new(Names::InOrder(&self.names), &self.records, self.count)
    }

    /// Takes out the records; their memory stays.
    pub(crate) fn take(&mut self) -> Self {
        let taken = Self {
            names: self.names.clone(),
            records: self.records.clone(),
            count: self.count,
            last: None,
        };
        self.names.clear();
        self.records.clear();
        self.count = 0;
        if let Some(last) = &mut self.last {
            **last = Last::NOTHING;
        }
        taken
    }

    pub(crate) fn shrink_to_fit(&mut self) {
        self.names.shrink_to_fit();
        self.records.shrink_to_fit();
        self.last = None;
    }

    pub(crate) fn push(&mut self, record: &ImportRecord<'_>) {
        if self.last.is_none() {
            self.names.reserve(NAMES);
            self.records.reserve(RECORDS);
            self.last = Some(Box::new(self.find_last()));
        }
        let Some(last) = &mut self.last else {
            return;
        };
        // Nearly always, another span tells at once that it is another statement.
        let same = self.count > 0 && last.record.statement == record.statement && {
            let module = self.names.get(last.module.clone()).unwrap_or_default();
            let before = ImportRecord {
                module,
                ..last.record
            };
            is_same(&before, record)
        };
        if !same {
            let start = self.names.len();
            last.module = start..start + record.module.len();
        }
        let names = &mut self.names;
        pack(record, &last.record, same, &mut self.records, |text| {
            names.push_str(text);
            text.len() as u64
        });
        last.record = nameless(record);
        self.count += 1;
    }

    /// Appends a record for each name of a statement.
    pub(crate) fn push_from(
        &mut self,
        text: &str,
        statement: &ImportRecord<'_>,
        names: &[ImportedName],
    ) {
        let Some((first, rest)) = names.split_first() else {
            return;
        };
        self.push(&ImportRecord {
            name: text.get(first.span.range()),
            alias: first.alias.and_then(|alias| text.get(alias.range())),
            span: first.span,
            ..*statement
        });
        let mut before = first.span;
        for name in rest {
            self.push_same(text, before.end, name);
            before = name.span;
        }
        self.count += rest.len();
        if let Some(last) = &mut self.last {
            last.record.span = before;
        }
    }

    /// A further name of a statement; the name before it ended at `last`.
    #[inline]
    fn push_same(&mut self, text: &str, last: u32, name: &ImportedName) {
        let mut numbers = Numbers::default();
        let alias = name.alias.and_then(|alias| text.get(alias.range()));
        let name_text = text.get(name.span.range()).unwrap_or_default();
        numbers.number(SAME | NAME | flag(alias.is_some(), ALIAS));
        numbers.span(last, name.span);
        for text in [Some(name_text), alias].into_iter().flatten() {
            self.names.push_str(text);
            numbers.number(text.len() as u64);
        }
        numbers.append_to(&mut self.records);
    }

    fn find_last(&self) -> Last {
        let mut records = self.packed().unpack();
        let found = records.by_ref().last();
        let module = found.map_or(0, |record| record.module.len());
        let start = self.names.len() - records.names_at_module;
        Last {
            record: found.as_ref().map_or(NOTHING, nameless),
            module: start..start + module,
        }
    }
}

fn nameless(record: &ImportRecord<'_>) -> ImportRecord<'static> {
    ImportRecord {
        module: "",
        name: None,
        alias: None,
        ..*record
    }
}
