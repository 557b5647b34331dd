//! grimp, in a Python process of its own that answers one request after the other.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use crate::dump::{Dump, Request};

/// A running Python.
pub(crate) struct Grimp {
    process: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Grimp {
    /// Starts Python; none, with a word about it, if there is no Python to test with.
    pub(crate) fn start() -> Option<Self> {
        let Some(python) = std::env::var_os("BUTTRESS_TEST_PYTHON") else {
            eprintln!("skipped: BUTTRESS_TEST_PYTHON is not set; `cargo xtask test` sets it");
            return None;
        };
        let script = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("../../tests/differential/dump_grimp.py");
        let mut process = Command::new(python)
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null()) // a panic prints there, and the answer says so anyway
            .spawn()
            .unwrap();
        Some(Self {
            requests: process.stdin.take().unwrap(),
            answers: BufReader::new(process.stdout.take().unwrap()),
            process,
        })
    }

    /// The graph that grimp builds, or its error.
    pub(crate) fn dump(&mut self, request: &Request) -> Result<Dump, String> {
        let request = json!({
            "path": request.path,
            "roots": request.roots,
            "external": request.external,
            "type_checking": request.type_checking,
        });
        writeln!(self.requests, "{request}").unwrap();
        self.requests.flush().unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        let answer: Value = serde_json::from_str(&line)
            .unwrap_or_else(|error| panic!("no answer from Python ({error}): {line:?}"));
        match answer["error"].as_str() {
            Some(error) => Err(error.to_owned()),
            None => Ok(read(&answer)),
        }
    }
}

impl Drop for Grimp {
    fn drop(&mut self) {
        // It ends by itself when its input does; after a failed test it may still be working.
        let _ended = self.process.kill();
        let _status = self.process.wait();
    }
}

fn read(answer: &Value) -> Dump {
    let modules = answer["modules"].as_object().unwrap().iter();
    let imports = answer["imports"].as_array().unwrap().iter();
    Dump {
        modules: modules
            .map(|(name, squashed)| (name.clone(), squashed == true))
            .collect(),
        imports: imports
            .map(|import| {
                let text = |value: &Value| value.as_str().unwrap().to_owned();
                let sites = import[2].as_array().unwrap().iter();
                let sites: BTreeSet<_> = sites
                    .map(|site| {
                        let line = u32::try_from(site[0].as_u64().unwrap()).unwrap();
                        // A byte order mark is part of grimp's first line, and not of ours.
                        let text = text(&site[1]).replace('\u{feff}', "");
                        (line, text.trim().to_owned(), site[2] == true)
                    })
                    .collect();
                ((text(&import[0]), text(&import[1])), sites)
            })
            .collect(),
    }
}
