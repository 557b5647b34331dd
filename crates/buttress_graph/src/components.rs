//! Matching a name with the components of a selector.

/// A valid pattern, component by component; a run of literals is one part.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Components(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Part {
    /// One or more literal components, joined by dots.
    Literal(Box<str>),
    /// `*`
    One,
    /// `**`
    Many,
}

impl Components {
    /// The components of a text that is known to be a valid selector.
    pub(crate) fn new(text: &str) -> Self {
        let mut parts: Vec<Part> = Vec::new();
        let mut literal: Option<String> = None;
        for component in text.split('.') {
            let part = match component {
                "*" => Part::One,
                "**" => Part::Many,
                name => {
                    let run = literal.take().map(|run| run + "." + name);
                    literal = Some(run.unwrap_or_else(|| name.to_owned()));
                    continue;
                }
            };
            parts.extend(literal.take().map(|run| Part::Literal(run.into())));
            parts.push(part);
        }
        parts.extend(literal.map(|run| Part::Literal(run.into())));
        Self(parts)
    }

    pub(crate) fn matches(&self, name: &str) -> bool {
        matches(&self.0, name)
    }
}

/// Takes the components that `part` stands for off the front of `name`, a single one for `**`.
/// Returns what is left: nothing, or the components after a dot.
#[expect(
    clippy::option_option,
    reason = "no match, nothing left, and something left are three answers"
)]
fn take<'n>(part: &Part, name: &'n str) -> Option<Option<&'n str>> {
    match part {
        Part::Literal(literal) => {
            let rest = name.strip_prefix(&**literal)?;
            if rest.is_empty() {
                return Some(None);
            }
            rest.strip_prefix('.').map(Some)
        }
        Part::One | Part::Many => Some(name.split_once('.').map(|(_, rest)| rest)),
    }
}

/// Whether `parts` match `name`.
///
/// As in any wildcard matcher, only the last `**` seen ever needs to take more: whatever an earlier
/// one could leave to the parts between them, the later one can take.
fn matches(parts: &[Part], name: &str) -> bool {
    let mut left = Some(name);
    let mut at = 0;
    let mut retry: Option<(usize, &str)> = None;
    loop {
        let taken = match (parts.get(at), left) {
            (None, None) => return true,
            (Some(part), Some(name)) => take(part, name),
            _ => None,
        };
        if let Some(rest) = taken {
            if parts[at] == Part::Many {
                retry = rest.map(|rest| (at + 1, rest));
            }
            left = rest;
            at += 1;
            continue;
        }
        let Some((after, from)) = retry else {
            return false;
        };
        at = after;
        left = from.split_once('.').map(|(_, rest)| rest);
        retry = left.map(|rest| (after, rest));
    }
}

/// The ancestors of a name, outermost first, and the name itself.
pub(crate) fn prefixes(name: &str) -> impl Iterator<Item = &str> {
    let dots = name.match_indices('.').map(|(dot, _)| dot);
    dots.chain([name.len()]).map(|end| &name[..end])
}
