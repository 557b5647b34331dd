//! The short way to the imports of all files: what an earlier run resolved is believed of files whose
//! stamps prove that they have not changed, and the few others are read. The cache of imports is not
//! even opened, so it falls behind; when it is too many files behind, the run takes the long way.

use buttress_cache::{ContentHash, Trust};
use buttress_files::{FoundFile, FoundModule};
use buttress_graph::pool;
use buttress_source::FileId;

use crate::earlier::Earlier;
use crate::read::{Content, ReadFile, Reader, Room, file_ids};
use crate::{Progress, Settings, Stage};

/// More than one file in this many that is read again, or that the cache of imports does not know, is
/// too many: then the cache is worth its loading.
const FILES_PER_STRANGER: usize = 256;

/// As many are read in any case.
const STRANGERS: usize = 4;

/// Reads the files that are not recognised; none if they are too many.
pub(crate) fn read_few<'c>(
    modules: &[FoundModule],
    settings: &Settings,
    known: &Earlier<'_>,
    trust: Trust,
    progress: &dyn Progress,
) -> Option<Vec<Option<ReadFile<'c>>>> {
    if trust == Trust::Content {
        return None;
    }
    let recognise = |(number, module): (usize, &FoundModule)| {
        let stamp = module.file.as_ref()?.stamp()?;
        known.recognise(number, &stamp, trust)
    };
    let numbered = modules.iter().enumerate().collect();
    let hashes: Vec<Option<ContentHash>> = pool::map(numbered, recognise);
    let ids = file_ids(modules, settings);
    let files = modules.iter().zip(&ids).zip(&hashes).enumerate();
    let strangers = files.filter_map(|(number, ((module, id), hash))| {
        let stranger = (number, module, module.file.as_ref()?, (*id)?);
        hash.is_none().then_some(stranger)
    });
    let strangers: Vec<_> = strangers.collect();
    let few = STRANGERS + modules.len() / FILES_PER_STRANGER;
    if strangers.len() + known.behind() > few {
        return None;
    }
    progress.begin(Stage::Read, Some(strangers.len()));
    let reader = Reader::new(settings, None, Some(known), 0);
    let read =
        |room: &mut Room,
         (number, module, file, id): &(usize, &FoundModule, &FoundFile, FileId)| {
            room.number = *number;
            let read = reader.read(module, file, *id, room);
            progress.step();
            read
        };
    let mut read = pool::map_with(&strangers, Room::default, read).into_iter();
    let all = ids.iter().zip(hashes).map(|(id, hash)| {
        let id = (*id)?;
        match hash {
            None => read.next(),
            hash => Some(ReadFile {
                id,
                hash,
                content: Content::Resolved(None),
                findings: Vec::new(),
            }),
        }
    });
    Some(all.collect())
}
