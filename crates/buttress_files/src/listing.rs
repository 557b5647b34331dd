//! Folders listed ahead, on other threads, while what was found so far is taken up.
//!
//! Listing costs more than all else in a walk, and what is in a folder has to be taken up in a fixed
//! order; so one thread does that and lists only what no other thread has got to.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use rayon::Yield;

use crate::folder::Folder;
use crate::read::FolderPath;

/// A folder that is being listed.
pub(crate) enum Listing {
    /// It will be listed when it is asked for.
    Later(Arc<FolderPath>),
    /// A thread of the pool puts the answer here.
    Ahead(Arc<Mutex<Option<io::Result<Folder>>>>),
}

impl Listing {
    /// Has a folder listed by the threads of the pool that the caller is in, if it is in one.
    pub(crate) fn begin(folder: &Arc<FolderPath>) -> Self {
        let folder = Arc::clone(folder);
        // Elsewhere rayon would start a pool of its own, which can fail.
        if rayon::current_thread_index().is_none() {
            return Self::Later(folder);
        }
        let answer = Arc::new(Mutex::new(None));
        let slot = Arc::clone(&answer);
        rayon::spawn_fifo(move || {
            let listed = Folder::list(&folder.path);
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(listed);
        });
        Self::Ahead(answer)
    }

    /// What is in the folder. Lists other folders as long as that is not known.
    pub(crate) fn wait(self) -> io::Result<Folder> {
        let answer = match self {
            Self::Later(folder) => return Folder::list(&folder.path),
            Self::Ahead(answer) => answer,
        };
        loop {
            let taken = answer.lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some(listed) = taken {
                return listed;
            }
            if rayon::yield_now() != Some(Yield::Executed) {
                thread::yield_now();
            }
        }
    }
}
