"""Random contracts over the modules of a graph, in import-linter's terms.

A contract is a dictionary of options as a TOML file would hold them; booleans are booleans.
"""

from dataclasses import dataclass

TYPES = ["layers", "layers", "forbidden", "independence", "protected", "acyclic_siblings"]


@dataclass
class World:
    """What contracts can be about; every list is sorted."""

    roots: list[str]
    modules: list[str]
    externals: list[str]
    edges: list[tuple[str, str]]
    external: bool

    @classmethod
    def of(cls, graph, roots, external):
        """Reads a graph of grimp's."""
        names = sorted(graph.modules)
        outside = [name for name in names if graph.is_module_squashed(name)]
        edges = [
            (importer, imported)
            for importer in names
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
        ]
        inside = [name for name in names if not graph.is_module_squashed(name)]
        return cls(list(roots), inside, outside, edges, external)

    def children(self, package):
        depth = package.count(".") + 1
        return [
            name
            for name in self.modules
            if name.startswith(package + ".") and name.count(".") == depth
        ]

    def packages(self):
        """Modules with at least two children."""
        parents = {}
        for name in self.modules:
            parents.setdefault(name.rpartition(".")[0], []).append(name)
        return sorted(name for name, below in parents.items() if name and len(below) > 1)


def generate(rng, world, name, types=TYPES, faults=0.0):
    """One contract; with probability `faults`, one that is not quite right."""
    kind = rng.choice(types)
    contract = {"id": name, "name": name.upper(), "type": kind}
    contract.update(MAKERS[kind](rng, world))
    if rng.random() < 0.4:
        contract["ignore_imports"] = [_ignore(rng, world) for _ in range(rng.randint(1, 3))]
        if rng.random() < 0.9:
            alerting = rng.choice(["none", "none", "none", "warn", "warn", "error"])
            contract["unmatched_ignore_imports_alerting"] = alerting
    if rng.random() < 0.1:
        contract["broken_contract_guidance"] = "Ask us, 100% of the time: [why]"
    for key, value in contract.items():
        if isinstance(value, list) and len(value) == 1 and rng.random() < 0.1:
            contract[key] = value[0]
    if rng.random() < faults:
        _spoil(rng, world, contract)
    return contract


def give_odd_ids(rng, contracts):
    """Changes ids to what both tools bear: the same twice, none, none that could be typed."""
    odd = ["c0", "c0", "c1", "contract-2", "contract:2", "", "1", "ä b", None, None]
    for contract in contracts:
        if rng.random() < 0.5:
            contract["id"] = rng.choice(odd)
        if contract["id"] is None:
            del contract["id"]


def _wild(rng, name):
    """A pattern that matches `name`."""
    parts = name.split(".")
    at = rng.randrange(len(parts))
    if rng.random() < 0.35:
        end = rng.randint(at + 1, len(parts))
        return ".".join([*parts[:at], "**", *parts[end:]])
    parts[at] = "*"
    if rng.random() < 0.2:
        parts[rng.randrange(len(parts))] = "*"
    return ".".join(parts)


def _expression(rng, world, wild=0.25):
    name = rng.choice(world.modules)
    return _wild(rng, name) if rng.random() < wild else name


def _expressions(rng, world, most=3, wild=0.25):
    found = [_expression(rng, world, wild) for _ in range(rng.randint(1, most))]
    return list(dict.fromkeys(found))


def _ignore(rng, world):
    if world.edges and rng.random() < 0.7:
        importer, imported = rng.choice(world.edges)
    else:
        importer, imported = rng.choice(world.modules), rng.choice(world.modules)
    sides = [_wild(rng, side) if rng.random() < 0.35 else side for side in (importer, imported)]
    return " -> ".join(sides)


def _apart(rng, names, most, nested=0.04):
    """Names of which none is above another, but for a few."""
    chosen = []
    for name in rng.sample(names, min(len(names), most * 2)):
        clash = any(
            name == other or name.startswith(other + ".") or other.startswith(name + ".")
            for other in chosen
        )
        if len(chosen) < most and (not clash or (name not in chosen and rng.random() < nested)):
            chosen.append(name)
    return chosen


def _specs(rng, tails):
    """Puts the tails into layers, some of them side by side."""
    specs = []
    while tails:
        size = rng.choice([1, 1, 1, 2, 2, 3])
        specs.append(rng.choice([" | ", " : ", "|"]).join(tails[:size]))
        tails = tails[size:]
    return specs


def _layers(rng, world):
    packages = world.packages()
    if not packages or rng.random() < 0.3:
        return _absolute_layers(rng, world)
    chosen = [rng.choice(packages)]
    if rng.random() < 0.3:
        chosen = sorted({*chosen, rng.choice(packages)})
    containers = chosen
    if rng.random() < 0.25:
        containers = [_wild(rng, chosen[0])]
    present = [{child.rpartition(".")[2] for child in world.children(name)} for name in chosen]
    everywhere = set.intersection(*present) if containers == chosen else set()
    tails = sorted(set.union(*present))
    tails = rng.sample(tails, min(len(tails), rng.randint(2, 5)))
    if rng.random() < 0.2:
        tails.append("absent")
    written = []
    for tail in tails:
        optional = rng.random() < (0.15 if tail in everywhere else 0.97)
        written.append(f"({tail})" if optional else tail)
    if rng.random() < 0.1 and world.children(f"{chosen[0]}.{tails[0]}"):
        child = world.children(f"{chosen[0]}.{tails[0]}")[0].rpartition(".")[2]
        written[0] = f"({tails[0]}.{child})"
    options = {"layers": _specs(rng, written), "containers": containers}
    if rng.random() < 0.3:
        options["exhaustive"] = rng.random() < 0.85
        if rng.random() < 0.5:
            options["exhaustive_ignores"] = rng.sample(["a", "b", "x", "nothing"], 2)
    return options


def _absolute_layers(rng, world):
    names = _apart(rng, world.modules, rng.randint(2, 5))
    if world.externals and rng.random() < 0.25:
        names.append(rng.choice(world.externals))
    if rng.random() < 0.1:
        names.append("(p.absent)")
    rng.shuffle(names)
    return {"layers": _specs(rng, names)}


def _forbidden(rng, world):
    options = {
        "source_modules": _expressions(rng, world),
        "forbidden_modules": _expressions(rng, world),
    }
    if world.external and rng.random() < 0.4:
        pool = [*world.externals, "django", "nowhere"]
        options["forbidden_modules"].append(rng.choice(pool))
    if rng.random() < 0.35:
        options["allow_indirect_imports"] = rng.random() < 0.8
    if rng.random() < 0.35:
        options["as_packages"] = rng.random() < 0.2
    return options


def _independence(rng, world):
    packages = world.packages()
    if packages and rng.random() < 0.4:
        return {"modules": [rng.choice(packages) + ".*"]}
    if rng.random() < 0.15:
        return {"modules": _expressions(rng, world, wild=0.6)}
    return {"modules": _apart(rng, world.modules, rng.randint(1, 5))}


def _protected(rng, world):
    options = {
        "protected_modules": _expressions(rng, world),
        "allowed_importers": _expressions(rng, world) if rng.random() < 0.8 else [],
    }
    if world.externals and rng.random() < 0.2:
        options["protected_modules"].append(rng.choice(world.externals))
    if rng.random() < 0.35:
        options["as_packages"] = rng.random() < 0.2
    return options


def _acyclic_siblings(rng, world):
    ancestors = world.roots if rng.random() < 0.5 else _expressions(rng, world)
    options = {"ancestors": [name for name in ancestors if name in world.modules or "*" in name]}
    options["ancestors"] = options["ancestors"] or [rng.choice(world.modules)]
    if rng.random() < 0.4:
        options["depth"] = rng.choice([0, 0, 1, 2, 10])
    if rng.random() < 0.3:
        options["skip_descendants"] = _expressions(rng, world, most=2)
    return options


MAKERS = {
    "layers": _layers,
    "forbidden": _forbidden,
    "independence": _independence,
    "protected": _protected,
    "acyclic_siblings": _acyclic_siblings,
}

FIELDS = {
    "layers": ["layers", "containers"],
    "forbidden": ["source_modules", "forbidden_modules"],
    "independence": ["modules"],
    "protected": ["protected_modules", "allowed_importers"],
    "acyclic_siblings": ["ancestors", "skip_descendants"],
}


def _spoil(rng, world, contract):
    """Makes one mistake that people make."""
    kind = contract["type"]
    for option in FIELDS[kind]:
        if isinstance(contract.get(option), str):
            contract[option] = [contract[option]]
    key = rng.choice(FIELDS[kind])
    name = rng.choice(world.modules)
    root = rng.choice(world.roots)
    missing = [f"{root}.nope", "nope", f"{name}.nope", f" {name}"]
    malformed = [f"{root}.x*", f"{root}.**.*", f"{root}.*.**", f"{root}..*", f"{root}.my-x.*"]
    bad = rng.choice([*missing, *missing, *malformed])
    ignored = [f"{name} -> ", name, f"{name} -> {name} -> {name}", f"{root}.x* -> {name}"]
    ignored += [f"{root}. a -> {name}", f"{name}->{name}", f" {name}  ->  {name} ", "->"]
    changes = [
        lambda: contract.__setitem__(key, [*contract.get(key, []), bad]),
        lambda: contract.__setitem__(key, [*contract.get(key, []), bad]),
        lambda: contract.__setitem__(key, [bad]),
        lambda: contract.pop(key, None),
        lambda: contract.__setitem__("ignore_imports", [rng.choice(ignored)]),
        lambda: contract.__setitem__("unmatched_ignore_imports_alerting", "warning"),
        lambda: contract.__setitem__(key[:-1], ["x"]),
        lambda: contract.__setitem__("exhaustive" if kind == "layers" else "as_packages", "yes"),
        lambda: contract.__setitem__("depth", rng.choice(["-1", "x", "1"])),
        lambda: contract.__setitem__("type", "laers"),
        lambda: contract.pop("name"),
        lambda: contract.pop("type"),
        lambda: contract.__setitem__(rng.choice(["exhaustiv", "as_package", "modulles"]), "True"),
        lambda: contract.__setitem__(key, [rng.choice(["", "  ", "a b", "p.", ".p", "p..a", "p-q"])]),
        lambda: contract.pop("containers", None),
        lambda: contract.__setitem__(key, ["django", "django.db"]),
    ]
    if kind == "layers":
        layers = contract["layers"]
        changes += [
            lambda: layers.append(layers[0]),
            lambda: layers.append("m | n : (o)"),
            lambda: layers.append("(m) | m"),
            lambda: contract.__setitem__("layers", []),
            lambda: layers.append("( m )"),
        ]
    rng.choice(changes)()
