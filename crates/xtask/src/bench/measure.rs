//! One run of one program: how long it took and how much memory it held.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

use crate::{Result, process};

/// What one run cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sample {
    /// From before the start of the process to after its end.
    pub(super) wall: Duration,
    /// Processor time of all its threads, in its own code and in the kernel.
    pub(super) cpu: Duration,
    /// The most memory that was resident at once, in bytes. On Linux it is never below what this
    /// task itself held when it started the process, some megabytes.
    pub(super) memory: u64,
    /// The exit status.
    pub(super) status: i32,
}

/// Runs a program to its end; what it prints is thrown away.
///
/// # Errors
///
/// If it cannot be started, or a signal ended it.
pub(super) fn run(command: &mut Command) -> Result<Sample> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let started = Instant::now();
    let child = command
        .spawn()
        .map_err(|error| format!("could not start `{}`: {error}", process::describe(command)))?;
    let ended = child
        .wait4()
        .map_err(|error| format!("lost `{}`: {error}", process::describe(command)))?;
    let wall = started.elapsed();
    let status = ended.status.code().ok_or_else(|| {
        format!(
            "`{}` ended with {}",
            process::describe(command),
            ended.status
        )
    })?;
    Ok(Sample {
        wall,
        cpu: ended.rusage.utime + ended.rusage.stime,
        memory: ended.rusage.maxrss,
        status,
    })
}

/// What a program printed, and its exit status.
pub(super) struct Said {
    pub(super) stdout: String,
    pub(super) stderr: String,
    pub(super) status: i32,
}

/// Runs a program and keeps what it prints; any exit status will do.
///
/// # Errors
///
/// If it cannot be started, or a signal ended it.
pub(super) fn listen(command: &mut Command) -> Result<Said> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("could not start `{}`: {error}", process::describe(command)))?;
    let status = output.status.code().ok_or_else(|| {
        format!(
            "`{}` ended with {}",
            process::describe(command),
            output.status
        )
    })?;
    Ok(Said {
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        status,
    })
}

/// Runs a program and counts the lines of what it prints that pass a test; gives its exit status, too.
///
/// For what prints much: it is not kept, since [`Sample::memory`] is never below what this task held.
///
/// # Errors
///
/// If it cannot be started, or a signal ended it.
pub(super) fn count_lines(
    command: &mut Command,
    test: impl Fn(&[u8]) -> bool,
) -> Result<(u64, i32)> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let described = process::describe(command);
    let lost = |error| format!("lost `{described}`: {error}");
    let mut child = command.spawn().map_err(lost)?;
    let mut count = 0;
    if let Some(stdout) = child.stdout.take() {
        let mut lines = BufReader::new(stdout);
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line).map_err(lost)? > 0 {
            count += u64::from(test(&line));
            line.clear();
        }
    }
    let status = child.wait().map_err(lost)?;
    let code = status.code();
    let code = code.ok_or_else(|| format!("`{described}` ended with {status}"))?;
    Ok((count, code))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn each_run_has_its_own_memory_and_status() {
        let big = run(&mut shell(
            "x=$(head -c 30000000 /dev/zero | tr '\\0' a); exit 3",
        ))
        .unwrap();
        let small = run(&mut shell("exit 0")).unwrap();
        assert_eq!((big.status, small.status), (3, 0));
        assert!(big.memory > 30_000_000, "{big:?}");
        assert!(small.memory < big.memory / 2, "{small:?}");
    }

    #[test]
    fn a_run_lasts_as_long_as_its_process() {
        let sample = run(&mut shell("sleep 0.1")).unwrap();
        assert!(sample.wall >= Duration::from_millis(100), "{sample:?}");
        assert!(sample.cpu < sample.wall, "{sample:?}");
    }

    #[test]
    fn lines_are_counted_without_keeping_them() {
        let counted = count_lines(&mut shell("echo a; echo b; echo ab; exit 2"), |line| {
            line[0] == b'a'
        });
        assert_eq!(counted, Ok((2, 2)));
    }

    #[test]
    fn what_cannot_start_or_is_killed_is_an_error() {
        assert!(run(&mut Command::new("no-such-program-here")).is_err());
        assert!(run(&mut shell("kill -9 $$")).is_err());
    }
}
