//! What the figures were measured on and with: the machine, the versions, the day.

use std::env::consts::{ARCH, OS};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use super::subjects::Programs;
use crate::workspace::Workspace;
use crate::{Result, process};

/// Lines for the document, name and value.
pub(super) fn facts(
    workspace: &Workspace,
    programs: &Programs,
    interpreter: &Path,
) -> Result<Vec<(&'static str, String)>> {
    let version = |program: &Path, arg: &str| {
        let said = process::output(Command::new(program).arg(arg))?;
        Ok::<_, String>(said.lines().last().unwrap_or_default().trim().to_owned())
    };
    let git = |args: &[&str]| {
        process::output(Command::new("git").args(args).current_dir(workspace.root()))
    };
    let commit = git(&["rev-parse", "--short", "HEAD"]).map_or_else(
        |_| "unknown".to_owned(),
        |commit| {
            let clean = git(&["status", "--porcelain", "--untracked-files=no"]);
            let clean = clean.is_ok_and(|changes| changes.is_empty());
            let changes = if clean { "" } else { ", with changes" };
            format!("{}{changes}", commit.trim())
        },
    );
    let buttress = version(&programs.buttress, "--version")?;
    Ok(vec![
        ("date", date(SystemTime::now())),
        ("machine", machine()),
        ("buttress", format!("{buttress} (commit {commit})")),
        (
            "import-linter",
            version(&programs.lint_imports, "--version")?,
        ),
        ("ruff", version(&programs.ruff, "--version")?),
        ("tach", version(&programs.tach, "--version")?),
        ("Python", version(interpreter, "-V")?),
        ("Rust", version(Path::new("rustc"), "-V")?),
    ])
}

/// How many processes wanted to run in the last minute, on average; none where that is not known.
pub(super) fn load() -> Option<f64> {
    let text = fs::read_to_string("/proc/loadavg").ok()?;
    text.split(' ').next()?.parse().ok()
}

fn machine() -> String {
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let mut machine = format!("{cores} cores");
    if let Some(model) = field("/proc/cpuinfo", "model name") {
        machine.push_str(&format!(" of {model}"));
    }
    let memory = field("/proc/meminfo", "MemTotal");
    let kibibytes = memory.and_then(|text| text.split(' ').next()?.parse::<u64>().ok());
    if let Some(kibibytes) = kibibytes {
        machine.push_str(&format!(
            ", {} GB of memory",
            kibibytes * 1024 / 1_000_000_000
        ));
    }
    format!("{machine}, {OS} on {ARCH}")
}

/// The first value of a name in a file of `name : value` lines.
fn field(path: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// `2026-11-22`, in UTC.
fn date(now: SystemTime) -> String {
    let seconds = now
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    // Days to a date of the Gregorian calendar, with years that begin in March: Howard Hinnant,
    // "chrono-Compatible Low-Level Date Algorithms".
    let days = seconds / 86_400 + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        let at = |seconds| date(UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(at(0), "1970-01-01");
        assert_eq!(at(951_782_400), "2000-02-29");
        assert_eq!(at(1_767_225_599), "2025-12-31");
        assert_eq!(at(1_767_225_600), "2026-01-01");
    }
}
