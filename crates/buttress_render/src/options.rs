//! What a caller can choose about the output.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// How to render; the default suits a log file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderOptions {
    /// Whether to colour text with ANSI escape sequences.
    pub color: bool,
    /// The columns of the output; lines that can be wrapped or cut are made to fit. At least 40.
    pub width: usize,
    /// How many chains a contract (or `why`) shows.
    pub max_chains: MaxChains,
    /// How long the run took, to be said at the end.
    pub elapsed: Option<Duration>,
    /// How much to say.
    pub verbosity: Verbosity,
    /// How the user calls the tool, for the commands the report suggests.
    pub command: String,
}

impl Default for RenderOptions {
    fn default() -> Self {
        Self {
            color: false,
            width: 80,
            max_chains: MaxChains::AtMost(3),
            elapsed: None,
            verbosity: Verbosity::Normal,
            command: "buttress".to_owned(),
        }
    }
}

/// How much to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Verbosity {
    /// Violations and findings only: no kept contracts, no closing lines.
    Quiet,
    /// Everything that matters.
    #[default]
    Normal,
    /// Also what kept contracts ignored.
    Verbose,
}

/// How many chains are shown: the value of `--max-chains`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MaxChains {
    /// That many a contract.
    AtMost(usize),
    /// Everything, however long.
    All,
}

impl MaxChains {
    /// The bound as a number; no bound is the greatest there is.
    pub(crate) fn limit(self) -> usize {
        match self {
            Self::AtMost(limit) => limit,
            Self::All => usize::MAX,
        }
    }
}

impl FromStr for MaxChains {
    type Err = UnknownMaxChains;

    fn from_str(word: &str) -> Result<Self, UnknownMaxChains> {
        if word == "all" {
            return Ok(Self::All);
        }
        word.parse()
            .map(Self::AtMost)
            .map_err(|_| UnknownMaxChains(word.to_owned()))
    }
}

/// A word that is neither a number nor `all`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownMaxChains(String);

impl fmt::Display for UnknownMaxChains {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is neither a number nor `all`", self.0)
    }
}

impl std::error::Error for UnknownMaxChains {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn max_chains_is_a_number_or_all() {
        assert_eq!("all".parse(), Ok(MaxChains::All));
        assert_eq!("12".parse(), Ok(MaxChains::AtMost(12)));
        let error = "many".parse::<MaxChains>().unwrap_err();
        assert_eq!(error.to_string(), "`many` is neither a number nor `all`");
    }
}
