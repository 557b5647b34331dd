//! The stable codes of findings, their default severities and their natures.

use std::fmt;
use std::str::FromStr;

/// How much a finding or a contract weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Not shown, counts for nothing.
    Off,
    /// Shown, never changes the exit status.
    Warning,
    /// Shown, decides the exit status.
    Error,
}

impl Severity {
    /// The words of the configuration and of JSON.
    pub const WORDS: [&'static str; 3] = ["error", "warning", "off"];

    /// The word of the configuration and of JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl FromStr for Severity {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        match word {
            "off" => Ok(Self::Off),
            "warning" => Ok(Self::Warning),
            "error" => Ok(Self::Error),
            _ => Err(()),
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a finding of severity error means for the exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nature {
    /// It breaks a contract: exit status 1.
    Verdict,
    /// It means that something could not be judged: exit status 2.
    Unjudged,
}

macro_rules! codes {
    ($($variant:ident $word:literal $nature:ident $severity:ident $summary:literal;)*) => {
        /// The code of a finding: a stable word, documented in `docs/codes.md`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $summary] $variant,)*
        }

        impl Code {
            /// All codes, in documentation order.
            pub const ALL: &'static [Code] = &[$(Self::$variant),*];

            /// The stable word.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// One sentence on what it means.
            pub fn summary(self) -> &'static str {
                match self { $(Self::$variant => $summary,)* }
            }

            /// What it does to the exit status when its severity is error.
            pub fn nature(self) -> Nature {
                match self { $(Self::$variant => Nature::$nature,)* }
            }

            /// The severity it has unless `[severity]` says otherwise.
            pub fn default_severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    Layers "layers" Verdict Error "A lower layer imports a higher one, an independent sibling, or past a closed layer.";
    Forbidden "forbidden" Verdict Error "A source module imports a forbidden module.";
    Independence "independence" Verdict Error "One of several independent modules imports another.";
    Protected "protected" Verdict Error "A module that is not allowed to imports a protected module.";
    AcyclicSiblings "acyclic_siblings" Verdict Error "Children of a package import each other in a cycle.";
    UndeclaredLayer "undeclared-layer" Verdict Error "A child of an exhaustive container is not listed as a layer.";
    CustomContract "custom-contract" Verdict Error "A contract of a type that the project defines is broken.";
    CustomContractFailed "custom-contract-failed" Unjudged Error "The class of a contract type that the project defines cannot be used, or fails.";
    CustomContractUnavailable "custom-contract-unavailable" Unjudged Error "No Python interpreter is there to judge a contract of a type that the project defines.";
    MissingModule "missing-module" Unjudged Error "A contract names a module that does not exist.";
    MissingLayer "missing-layer" Unjudged Error "A layer that is not optional does not exist.";
    EmptySelector "empty-selector" Unjudged Error "A selector of a contract matches no module.";
    ExternalModule "external-module" Unjudged Off "A selector of a contract matches an external module where it can only mean modules of the project.";
    OverlappingModules "overlapping-modules" Unjudged Error "Two modules that a contract compares lie inside each other.";
    UnmatchedIgnore "unmatched-ignore" Unjudged Error "An ignored import matches no import.";
    UnknownOption "unknown-option" Unjudged Error "The configuration has a key that does not exist.";
    MissingOption "missing-option" Unjudged Error "A contract lacks an option that it needs.";
    InvalidValue "invalid-value" Unjudged Error "A value of the configuration has the wrong type or form.";
    InvalidToml "invalid-toml" Unjudged Error "A configuration file is not valid TOML.";
    InvalidIni "invalid-ini" Unjudged Error "A configuration file of import-linter's is not valid INI.";
    DuplicateId "duplicate-id" Unjudged Error "Two contracts have the same id.";
    IgnoredConfig "ignored-config" Unjudged Warning "A folder has two configurations, and one of them is ignored.";
    MissingRoot "missing-root" Unjudged Error "A root package or a source root was not found.";
    UnmatchedPattern "unmatched-pattern" Unjudged Error "A path pattern of the configuration matches nothing.";
    SyntaxError "syntax-error" Unjudged Error "A Python file has a syntax error, so some of its imports may be unknown.";
    UnreadableFile "unreadable-file" Unjudged Error "A file or folder could not be read.";
    UndecodableFile "undecodable-file" Unjudged Error "A Python file is not in the encoding it declares.";
    OversizedFile "oversized-file" Unjudged Error "A Python file is too large to be parsed safely.";
    DuplicateModule "duplicate-module" Unjudged Error "Two files of different source roots are the same module.";
    ShadowedModule "shadowed-module" Unjudged Warning "A module and a package of the same name stand side by side; only one can be imported.";
    SkippedFile "skipped-file" Unjudged Warning "A Python file has a name that no module can have.";
    LinkLoop "link-loop" Unjudged Warning "A link leads back to a folder that contains it.";
    RelativeImportBeyondRoot "relative-import-beyond-root" Unjudged Warning "A relative import has more dots than the module has parents.";
    ImportOfExcluded "import-of-excluded" Unjudged Warning "An import names a module that the configuration excludes.";
    UnresolvedImport "unresolved-import" Unjudged Off "An import below a root package names no module that exists.";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Code {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        let found = Self::ALL.iter().find(|code| code.as_str() == word);
        found.copied().ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn words_are_unique_lower_case_and_read_back() {
        let words: BTreeSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(words.len(), Code::ALL.len());
        for &code in Code::ALL {
            let word = code.as_str();
            assert!(
                word.chars()
                    .all(|c| c.is_ascii_lowercase() || "-_".contains(c)),
                "{word}"
            );
            assert_eq!(word.parse(), Ok(code));
            assert!(code.summary().ends_with('.'), "{word}");
        }
    }
}
