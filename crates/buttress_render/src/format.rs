//! The names of the output formats.

use std::fmt;
use std::str::FromStr;

use crate::MaxChains;

/// An output format of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Frames with source excerpts, for people.
    #[cfg(feature = "full")]
    Full,
    /// One line a chain or finding.
    Concise,
    /// The published JSON, version 1.
    #[cfg(feature = "json")]
    Json,
}

impl Format {
    /// All formats that this build knows.
    pub const ALL: &'static [Self] = &[
        #[cfg(feature = "full")]
        Self::Full,
        Self::Concise,
        #[cfg(feature = "json")]
        Self::Json,
    ];

    /// The word of the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            #[cfg(feature = "full")]
            Self::Full => "full",
            Self::Concise => "concise",
            #[cfg(feature = "json")]
            Self::Json => "json",
        }
    }

    /// How many chains a contract shows unless the user says otherwise: frames for people are few
    /// (10 on a terminal, 3 in a log), lines and JSON are everything.
    pub fn default_max_chains(self, terminal: bool) -> MaxChains {
        match (self, terminal) {
            #[cfg(feature = "full")]
            (Self::Full, true) => MaxChains::AtMost(10),
            #[cfg(feature = "full")]
            (Self::Full, false) => MaxChains::AtMost(3),
            (Self::Concise, _) => MaxChains::All,
            #[cfg(feature = "json")]
            (Self::Json, _) => MaxChains::All,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(word: &str) -> Result<Self, UnknownFormat> {
        let found = Self::ALL.iter().find(|format| format.as_str() == word);
        found.copied().ok_or_else(|| UnknownFormat(word.to_owned()))
    }
}

/// A word that names no format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownFormat(String);

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<_> = Format::ALL.iter().map(|format| format.as_str()).collect();
        write!(
            f,
            "there is no format `{}`, only {}",
            self.0,
            words.join(", ")
        )
    }
}

impl std::error::Error for UnknownFormat {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back_and_others_are_refused() {
        for &format in Format::ALL {
            assert_eq!(format.as_str().parse(), Ok(format));
        }
        let error = "Full".parse::<Format>().unwrap_err().to_string();
        assert!(
            error.starts_with("there is no format `Full`, only "),
            "{error}"
        );
    }
}
