//! The packed records of one file while they are found.

use std::ops::Range;

use super::numbers::Numbers;
use super::unpack::Names;
use super::{NOTHING, PackedImports, is_same, pack, pack_same};
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

impl PackedList {
    pub(crate) fn packed(&self) -> PackedImports<'_> {
        PackedImports::new(Names::InOrder(&self.names), &self.records, self.count)
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
        let module = self.names.get(last.module.clone()).unwrap_or_default();
        let before = ImportRecord {
            module,
            ..last.record
        };
        let same = self.count > 0 && is_same(&before, record);
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
    pub(crate) fn push_from(&mut self, statement: &ImportRecord<'_>, names: &[ImportedName<'_>]) {
        let Some((first, rest)) = names.split_first() else {
            return;
        };
        self.push(&with_name(statement, first));
        let mut before = first.span;
        for name in rest {
            let texts = &mut self.names;
            let mut numbers = Numbers::default();
            pack_same(
                &with_name(statement, name),
                before.end,
                &mut numbers,
                |text| {
                    texts.push_str(text);
                    text.len() as u64
                },
            );
            self.records.extend_from_slice(numbers.bytes());
            before = name.span;
        }
        self.count += rest.len();
        if let Some(last) = &mut self.last {
            last.record.span = before;
        }
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

fn with_name<'a>(statement: &ImportRecord<'a>, name: &ImportedName<'a>) -> ImportRecord<'a> {
    ImportRecord {
        name: Some(name.name),
        alias: name.alias,
        span: name.span,
        ..*statement
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
