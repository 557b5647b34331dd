"""What can be said about a contract so that two tools can be compared on it.

import-linter's output is not deterministic: among equally short chains it takes any. These are
the facts that do not depend on such choices, in one form for both tools.
"""

from dataclasses import dataclass, field


@dataclass
class Facts:
    """One contract's result. Sets hold names or tuples of names."""

    status: str
    # Why it could not be judged; for messages only, wordings differ.
    errors: list[str] = field(default_factory=list)
    ignored: int = 0
    warnings: int = 0
    # (importer, imported) of the contract's own terms -> `Pair`.
    pairs: dict = field(default_factory=dict)
    undeclared: set = field(default_factory=set)
    # acyclic_siblings: package -> direct imports to remove.
    breakers: dict = field(default_factory=dict)


@dataclass
class Pair:
    """The chains between two terms of a contract."""

    chains: list = field(default_factory=list)

    def stable(self, kind):
        """What every correct tool says about them."""
        direct = {c.main for c in self.chains if not c.middle}
        if kind == "forbidden":
            shortest = min((len(c.middle) for c in self.chains), default=None)
            bends = {}
            for chain in self.chains:
                if len(chain.middle) == 1:
                    bends[chain.middle] = bends.get(chain.middle, 0) + 1
            return direct, shortest, bends
        bends = {
            (c.first, c.middle, c.last) for c in self.chains if len(c.middle) == 1
        }
        return direct, bends, any(len(c.middle) > 1 for c in self.chains)


@dataclass(frozen=True)
class Chain:
    """Modules that import the first interior one, the interior, modules that its last imports.

    A direct import has no interior. `main` is one way through; `lines` holds ((importer,
    imported), line numbers) of all.
    """

    main: tuple
    first: tuple
    middle: tuple
    last: tuple
    lines: tuple

    def imports(self):
        """All direct imports that it lists."""
        return [pair for pair, _ in self.lines]

    def links(self):
        """The direct imports of the one way through."""
        return list(zip(self.main, self.main[1:]))

    def interior(self):
        """The imports between interior modules."""
        return list(zip(self.middle, self.middle[1:]))


def chain(imports, extra_first, extra_last):
    """From lists of (importer, imported, lines)."""
    pairs = [*imports, *extra_first, *extra_last]
    lines = tuple(((a, b), tuple(sorted(set(found)))) for a, b, found in pairs)
    names = [imports[0][0], *(imported for _, imported, _ in imports)]
    first = sorted({names[0], *(a for a, _, _ in extra_first)})
    last = sorted({names[-1], *(b for _, b, _ in extra_last)})
    return Chain(tuple(names), tuple(first), tuple(names[1:-1]), tuple(last), lines)
