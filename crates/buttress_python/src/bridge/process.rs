//! A Python process that answers line by line, and that does not outlive the wish for its answers.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How much of what a process says on stderr is kept: the end of it.
const KEPT_TALK: usize = 16 * 1024;

/// How long a process that answers no more may take to say why.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// What became of an answer.
pub(super) enum Answer {
    /// It came.
    Line(String),
    /// The process ended without it.
    Ended,
    /// It did not come in time; the process has been ended.
    TimedOut,
}

/// A running process. It is ended when this is dropped; should this program end first, however
/// that happens, the process sees its stdin close and ends itself.
pub(super) struct Process {
    child: Child,
    answers: Receiver<String>,
    talk: Arc<Mutex<Vec<u8>>>,
    /// Disconnected once all has been said.
    talk_ended: Receiver<()>,
    /// Closing it tells the process to end.
    _stdin: Receiver<std::process::ChildStdin>,
}

impl Process {
    /// Starts `python -c script` in `folder` and hands it one line.
    pub(super) fn start(
        python: &Path,
        script: &str,
        folder: &Path,
        variables: &[(&str, std::ffi::OsString)],
        request: Vec<u8>,
    ) -> io::Result<Self> {
        let mut child = Command::new(python)
            .args(["-c", script])
            .current_dir(folder)
            .envs(variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let (hand_back, stdin) = mpsc::channel();
        if let Some(mut pipe) = child.stdin.take() {
            thread::spawn(move || {
                // A process that has ended does not read; its lack of answers says so.
                let _ = pipe.write_all(&request).and_then(|()| pipe.flush());
                let _ = hand_back.send(pipe);
            });
        }
        let (send, answers) = mpsc::channel();
        if let Some(pipe) = child.stdout.take() {
            thread::spawn(move || {
                let lines = BufReader::new(pipe).lines().map_while(Result::ok);
                for line in lines {
                    if send.send(line).is_err() {
                        break;
                    }
                }
            });
        }
        let talk = Arc::new(Mutex::new(Vec::new()));
        let (talking, talk_ended) = mpsc::channel();
        if let Some(pipe) = child.stderr.take() {
            let talk = Arc::clone(&talk);
            thread::spawn(move || {
                keep_end(pipe, &talk);
                drop(talking);
            });
        }
        Ok(Self {
            child,
            answers,
            talk,
            talk_ended,
            _stdin: stdin,
        })
    }

    /// The next line of the process.
    pub(super) fn answer(&mut self, patience: Duration) -> Answer {
        match self.answers.recv_timeout(patience) {
            Ok(line) => Answer::Line(line),
            Err(RecvTimeoutError::Timeout) => {
                let _ = self.child.kill();
                Answer::TimedOut
            }
            Err(RecvTimeoutError::Disconnected) => Answer::Ended,
        }
    }

    /// The last line that the process said on stderr, and how it ended.
    pub(super) fn last_words(&mut self) -> String {
        // A child of its own may hold on to its stderr, so there is an end to waiting.
        let _ = self.talk_ended.recv_timeout(LAST_WORDS);
        let _ = self.child.kill();
        let status = self.child.wait();
        let talk = self.talk.lock().unwrap_or_else(PoisonError::into_inner);
        let text = String::from_utf8_lossy(&talk);
        let last = text.lines().map(str::trim).rfind(|line| !line.is_empty());
        match (last, status) {
            (Some(last), _) => last.to_owned(),
            (None, Ok(status)) => status.to_string(),
            (None, Err(error)) => error.to_string(),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn keep_end(mut pipe: impl Read, talk: &Mutex<Vec<u8>>) {
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = pipe.read(&mut buffer) {
        let mut kept = talk.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend_from_slice(&buffer[..read]);
        let surplus = kept.len().saturating_sub(KEPT_TALK);
        kept.drain(..surplus);
    }
}
