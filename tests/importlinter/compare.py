"""Compares the facts of the two tools, and checks what cannot be compared."""

import re

import validate

# What an error of import-linter's names, if it names anything.
NAMES = [
    r"Module '(.*)' does not exist",
    r"^\"(.*)\" not present in the graph",
    r"^Missing layer '(.*)': module",
    r"^Missing layer in container '(.*)': module",
    r"No matches for ignored import (.*) -> ",
    r"Invalid forbidden module (.*):",
    r"Container (.*) does not exist",
    r"Cannot skip (?:descendant )?'(.*)' as",
    r"expression '(.*)' did not match",
    r"^(\w+): This is a required field",
    r"^(\w+): Unrecognized option",
    r"a boolean from '(.*)'",
    r"Invalid value '(.*)':",
    r"'(.*)' is not an integer",
    r"more than one layer: '([^']*)'",
    r"repeated in a layer: '([^']*)'",
    r"^(.*) is not a valid module expression",
]


def contract(options, theirs, ours, checked):
    """The differences about one contract, as texts."""
    if ours is None:
        return ["ours does not know the contract"]
    if theirs.status != ours.status:
        return [f"{theirs.status} for import-linter {theirs.errors}, {ours.status} for us {ours.errors}"]
    if theirs.status == "error":
        return _errors(options, theirs, ours)
    found = []
    for what in ("ignored", "warnings", "undeclared", "breakers"):
        left, right = getattr(theirs, what), getattr(ours, what)
        if left != right:
            found.append(f"{what}: {_short(left)} for import-linter, {_short(right)} for us")
    only_theirs = sorted(set(theirs.pairs) - set(ours.pairs))
    only_ours = sorted(set(ours.pairs) - set(theirs.pairs))
    if only_theirs or only_ours:
        found.append(f"pairs only of import-linter: {only_theirs}, only ours: {only_ours}")
        return found
    kind = options["type"]
    for pair in sorted(theirs.pairs):
        left, right = (facts.pairs[pair].stable(kind) for facts in (theirs, ours))
        if left != right:
            found.append(f"{pair}: {left} for import-linter, {right} for us")
    found += validate.contract(options, ours, checked)
    return found


def _errors(options, theirs, ours):
    """Our messages have to name what import-linter's message names, or another mistake of the same
    contract: the one tool says what it meets first, the other all that it sees in the text."""
    said = "\n".join(ours.errors)
    if not said:
        return ["an error without a message"]
    found = []
    for line in "\n".join(theirs.errors).splitlines():
        for pattern in NAMES:
            match = re.search(pattern, line)
            if match and match[1].strip() not in said:
                found.append(f"import-linter says {line!r}, we say {said!r}")
    written = repr(options)
    if any(quoted.strip() in written for quoted in re.findall("`([^`]+)`", said)):
        return []
    return found[:1]


def _short(value):
    return sorted(value) if isinstance(value, set) else value
