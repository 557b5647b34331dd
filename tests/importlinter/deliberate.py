"""Differences that are meant to be. Each has a name, which `docs/import-linter.md` explains."""

import re

# What import-linter refuses, and we judge: (name, its error, dialects).
REFUSALS = [
    ("containers outside the root packages", r"^Invalid container", ("native",)),
    ("external modules below a package", r"^Invalid forbidden module", ("native",)),
    ("ancestors that are external", r"^Cannot find children of a squashed module", ("native",)),
    ("importers that are external", r"^Cannot find descendants of a squashed module", ("native",)),
]
# What we refuse, and import-linter judges: (name, our message, dialects).
OUR_REFUSALS = [
    ("patterns without a match", r"matches no module$", ("native", "import-linter")),
    ("names of no module", r"is not a valid module expression", ("import-linter",)),
]


def name(dialect, theirs, ours):
    """Which deliberate difference explains that the two verdicts differ; none if none does."""
    if theirs.status == "error":
        return _first(REFUSALS, dialect, theirs.errors)
    if ours.status == "error":
        return _first(OUR_REFUSALS, dialect, ours.errors)
    return None


def of_session(error):
    """Which deliberate difference explains that import-linter refuses a whole configuration."""
    blank = "Could not find package '' in your Python path."
    return "empty lines between root packages" if blank in error else None


def _first(known, dialect, messages):
    for title, pattern, dialects in known:
        if dialect in dialects and any(re.search(pattern, text) for text in messages):
            return title
    return None
