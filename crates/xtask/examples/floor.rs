//! The floors for `cargo xtask bench`: a program that only looks at the Python files below a folder.
//!
//! `floor read FOLDER THREADS` walks and reads every file, the least that a cold check can do;
//! `floor stat FOLDER THREADS` walks and asks for every file's size and times, the least that a warm
//! one can do. Folders and files are told apart by what the folder itself says, without a further
//! call; a thread reads into one buffer of its own. Prints the number of files and their bytes.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a developer tool talks to the terminal"
)]

use std::fs::{self, DirEntry, File};
use std::io::{self, Read};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;

/// A read takes at most this much, more than almost any source file has.
const BUFFER: usize = 256 * 1024;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match args.as_slice() {
        [what, folder, threads] => match (what.as_str(), threads.parse()) {
            ("read", Ok(threads)) => all_files(folder, threads, read),
            ("stat", Ok(threads)) => {
                all_files(folder, threads, |file, _| Ok(file.metadata()?.len()))
            }
            _ => usage(),
        },
        _ => usage(),
    };
    match outcome {
        Ok(Sum { files, bytes }) => {
            println!("{files} files, {bytes} bytes");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("floor: {error}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> io::Result<Sum> {
    Err(io::Error::other(
        "expected `read` or `stat`, a folder, and a number of threads",
    ))
}

/// What was seen.
#[derive(Default)]
struct Sum {
    files: u64,
    bytes: u64,
}

/// Folders still to be walked, and how many threads may yet find more.
struct Work {
    folders: Vec<PathBuf>,
    busy: usize,
}

/// Walks with a number of threads that share one heap of folders; `look` is called for each file.
fn all_files(
    folder: &str,
    threads: usize,
    look: fn(&DirEntry, &mut [u8]) -> io::Result<u64>,
) -> io::Result<Sum> {
    let work = Mutex::new(Work {
        folders: vec![folder.into()],
        busy: 0,
    });
    let changed = Condvar::new();
    thread::scope(|scope| {
        let walkers: Vec<_> = (0..threads)
            .map(|_| scope.spawn(|| walk(&work, &changed, look)))
            .collect();
        let mut sum = Sum::default();
        for walker in walkers {
            let part = walker
                .join()
                .map_err(|_| io::Error::other("a thread ended early"))??;
            sum.files += part.files;
            sum.bytes += part.bytes;
        }
        Ok(sum)
    })
}

/// One thread's share.
fn walk(
    work: &Mutex<Work>,
    changed: &Condvar,
    look: fn(&DirEntry, &mut [u8]) -> io::Result<u64>,
) -> io::Result<Sum> {
    let mut buffer = vec![0; BUFFER];
    let mut sum = Sum::default();
    while let Some(folder) = next(work, changed) {
        let mut inner = Vec::new();
        let walked = one_folder(&folder, &mut inner, &mut sum, |file| {
            look(file, &mut buffer)
        });
        let mut work = work.lock().unwrap_or_else(PoisonError::into_inner);
        work.folders.append(&mut inner);
        work.busy -= 1;
        drop(work);
        changed.notify_all();
        walked?;
    }
    Ok(sum)
}

/// A folder to walk; none once all are walked.
fn next(work: &Mutex<Work>, changed: &Condvar) -> Option<PathBuf> {
    let mut work = work.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        if let Some(folder) = work.folders.pop() {
            work.busy += 1;
            return Some(folder);
        }
        if work.busy == 0 {
            return None;
        }
        work = changed.wait(work).unwrap_or_else(PoisonError::into_inner);
    }
}

fn one_folder(
    folder: &PathBuf,
    inner: &mut Vec<PathBuf>,
    sum: &mut Sum,
    mut look: impl FnMut(&DirEntry) -> io::Result<u64>,
) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            inner.push(entry.path());
        } else if entry.file_name().as_encoded_bytes().ends_with(b".py") {
            sum.bytes += look(&entry)?;
            sum.files += 1;
        }
    }
    Ok(())
}

/// Reads a file to its end; gives its length.
fn read(file: &DirEntry, buffer: &mut [u8]) -> io::Result<u64> {
    let mut file = File::open(file.path())?;
    let mut length = 0;
    loop {
        match file.read(buffer)? {
            0 => return Ok(length),
            count => length += count as u64,
        }
    }
}
