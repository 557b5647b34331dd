"""Real packages: which there are, and how to have contracts of a bearable size over them."""

import os
from functools import cache

import contracts
import theirs

# Folder of the corpus -> root packages.
PACKAGES = {
    "pytest": ["_pytest"],
    "pip": ["pip"],
    "setuptools": ["setuptools"],
    "sqlalchemy": ["sqlalchemy"],
    "mpmath": ["mpmath"],
    "google-cloud": ["google"],
    "django": ["django"],
    "sympy": ["sympy"],
}

MOST_PAIRS = 400


class Package:
    """One real package with one set of session options."""

    def __init__(self, folder, roots, external, without_type_checking):
        self.folder = folder
        self.roots = roots
        self.external = external
        self.without_type_checking = without_type_checking

    def link(self, folder):
        """Makes the package importable from `folder`."""
        for root in self.roots:
            os.symlink(os.path.join(self.folder, root), os.path.join(folder, root))

    def graph(self):
        """The graph, and all that contracts can be about; the working directory has the links."""
        return _graph(tuple(self.roots), self.external, self.without_type_checking)


@cache
def _graph(roots, external, without_type_checking):
    graph, error = theirs.build(list(roots), external, without_type_checking)
    if error:
        raise RuntimeError(error)
    return graph, contracts.World.of(graph, list(roots), external)


def choose(rng, corpus, names):
    """A package of the corpus."""
    name = rng.choice(names)
    folder = os.path.join(os.path.abspath(corpus), name)
    return Package(folder, PACKAGES[name], rng.random() < 0.5, rng.random() < 0.3)


def part(rng, world):
    """Upper levels, and the surroundings of one module: what people write contracts about."""
    anchor = rng.choice(world.modules).rpartition(".")[0] or world.roots[0]
    kept = [
        name for name in world.modules if name.count(".") <= 1 or name.rpartition(".")[0] == anchor
    ]
    names = set(kept) | set(world.externals)
    edges = [edge for edge in world.edges if edge[0] in names or edge[1] in names]
    return contracts.World(world.roots, kept, world.externals, edges, world.external)


def is_bearable(graph, contract):
    """Whether a contract has at most some hundreds of pairs: reports list every chain of each."""
    sides = [
        sum(_matches(graph, name) for name in _listed(contract.get(option)))
        for option in ("source_modules", "forbidden_modules", "modules", "containers")
    ]
    source, forbidden, independent, containers = sides
    return max(source * forbidden, independent**2, containers * 20) <= MOST_PAIRS


def _listed(value):
    return [value] if isinstance(value, str) else value or []


def _matches(graph, name):
    try:
        return len(graph.find_matching_modules(name)) if "*" in name else 1
    except Exception:  # grimp refuses the expression, and so will both tools
        return 0
