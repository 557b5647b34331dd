"""Random Python code bases, small and nasty.

A project is a dictionary of files; nothing here knows contracts. All choices come from the
`random.Random` that is passed in, so a seed makes the same project on every machine.
"""

from dataclasses import dataclass, field

TOPS = ["a", "b", "c", "d", "e"]
INNER = ["x", "y", "z", "a", "b"]
EXTERNALS = ["django", "django.db.models", "requests", "os.path", "json", "yaml"]


@dataclass
class Project:
    """Files by path, and what a tool has to be told to read them."""

    files: dict[str, str] = field(default_factory=dict)
    # Folders besides the working directory in which top-level packages lie (PYTHONPATH).
    folders: list[str] = field(default_factory=list)
    roots: list[str] = field(default_factory=list)
    external: bool = False
    without_type_checking: bool = False
    # Modules that ought to exist: (name, path, whether it is a package's own file).
    modules: list[tuple[str, str, bool]] = field(default_factory=list)


def generate(rng, oddities):
    """A project; with `oddities`, also such files as tools treat in ways of their own."""
    project = Project(
        external=rng.random() < 0.55, without_type_checking=rng.random() < 0.4
    )
    shape = rng.choice(["one", "one", "one", "several", "namespace", "portions", "mixed"])
    _lay_out(rng, project, shape)
    density = rng.choice([0.4, 1, 1, 1.5, 2.5])
    for name, path, is_package in project.modules:
        project.files[path] = _source(rng, project, name, is_package, density)
    if oddities:
        _add_oddities(rng, project)
    return project


def _lay_out(rng, project, shape):
    if shape in ("one", "several", "mixed"):
        _package(rng, project, "", "p", 0)
        project.roots.append("p")
    if shape == "several":
        _package(rng, project, rng.choice(["", "lib/"]), "q", 1)
        project.roots.append("q")
        if any(path.startswith("lib/") for _, path, _ in project.modules):
            project.folders.append("lib")
    if shape in ("namespace", "portions", "mixed"):
        project.folders += ["one", "two"]
        _package(rng, project, "one/", "ns.foo", 1)
        _package(rng, project, "two/", "ns.bar", 1)
        if rng.random() < 0.5:
            _module(project, "two/", "ns.deep.er", True)
            _module(project, "two/", "ns.deep.er.x", False)
        if shape == "portions":
            project.roots += rng.choice([["ns.foo"], ["ns.foo", "ns.bar"], ["ns.bar"]])
        else:
            if rng.random() < 0.5:
                _module(project, "one/", "ns.single", False)
            project.roots.append("ns")


def _package(rng, project, folder, name, depth):
    _module(project, folder, name, True)
    names = TOPS[: rng.randint(2, 5)] if name.count(".") < 2 and depth < 2 else INNER
    count = len(names) if names[0] == "a" else rng.randint(0, 3)
    for child in sorted(rng.sample(names, count)):
        if depth < 3 and rng.random() < 0.5:
            _package(rng, project, folder, f"{name}.{child}", depth + 1)
        else:
            _module(project, folder, f"{name}.{child}", False)


def _module(project, folder, name, is_package):
    end = "/__init__.py" if is_package else ".py"
    project.modules.append((name, folder + name.replace(".", "/") + end, is_package))


def _source(rng, project, name, is_package, density):
    count = min(6, int(rng.expovariate(1 / density)))
    statements = [_statement(rng, project, name, is_package) for _ in range(count)]
    return "".join(statement + "\n" for statement in statements)


def _target(rng, project, name):
    """What to import: mostly a module of the project."""
    names = [module for module, _, _ in project.modules]
    chance = rng.random()
    if chance < 0.72:
        return rng.choice(names)
    if chance < 0.77:
        return name
    if chance < 0.82:
        return rng.choice(names) + rng.choice([".gone", ".gone.far"])
    if chance < 0.84:
        return rng.choice(["ns.other.far.away", "ns", "p.gone.x.y", "q"])
    return rng.choice(EXTERNALS)


def _statement(rng, project, name, is_package):
    target, other = _target(rng, project, name), _target(rng, project, name)
    simple = _import(rng, name, is_package, target)
    inner = "    " + simple.replace("\n", "\n    ")
    if rng.random() < 0.55:
        return simple
    return rng.choice(
        [
            f"def f():\n{inner}",
            f"class C:\n    async def f(self):\n    {inner}",
            f"if TYPE_CHECKING:\n{inner}",
            f"if TYPE_CHECKING:\n{inner}\nelse:\n    import {other}",
            f"if typing.TYPE_CHECKING:\n    if x:\n        import {other}\n{inner}",
            f"if x:\n    pass\nelif t.TYPE_CHECKING:\n{inner}\nelif y:\n    import {other}",
            f"if not TYPE_CHECKING:\n{inner}",
            f"if TYPE_CHECKING or x:\n{inner}",
            f"try:\n{inner}\nexcept ImportError:\n    import {other}",
            f"with x:\n{inner}\n    import {target}",
            f"match x:\n    case 1:\n    {inner}",
            f"import {target} as t, {other}",
            f"{simple}; import {other}",
            f"from {target} import *",
            f"# a comment\n\nx = '''\nimport {other}\n'''\n{simple}",
        ]
    )


def _import(rng, name, is_package, target):
    head, _, tail = target.rpartition(".")
    forms = [f"import {target}", f"from {target} import thing", f"import {target} as t"]
    if head:
        forms += [
            f"from {head} import {tail}",
            f"from {head} import {tail} as t, thing",
            f"from {head} import (\n    thing,\n    {tail},\n)",
        ]
        relative = _relative(name, is_package, target)
        if relative:
            forms += [relative, relative]
    return rng.choice(forms)


def _relative(name, is_package, target):
    """`from ..x import y`, if the two have an ancestor in common below the top."""
    here = name.split(".") if is_package else name.split(".")[:-1]
    there = target.split(".")
    common = 0
    while common < min(len(here), len(there) - 1) and here[common] == there[common]:
        common += 1
    if common == 0:
        return None
    dots = "." * (len(here) - common + 1)
    return f"from {dots}{'.'.join(there[common:-1])} import {there[-1]}"


def _add_oddities(rng, project):
    regular = [path for _, path, is_package in project.modules if is_package]
    folder = rng.choice(regular).rpartition("/")[0]
    names = [name for name, _, _ in project.modules]
    line = f"import {rng.choice(names)}\n"
    chance = rng.random()
    if chance < 0.05:
        project.files[f"{folder}/orphan/x.py"] = line
    elif chance < 0.08:
        project.files[f"{folder}/not-a-name/__init__.py"] = line
    elif chance < 0.11:
        project.files[f"{folder}/.hidden.py"] = line
    elif chance < 0.14:
        project.files[f"{folder}/data.txt"] = "no Python"
    elif chance < 0.17:
        project.files[f"{folder}/größe.py"] = line
    elif chance < 0.19 and f"{folder}/x.py" not in project.files:
        project.files.setdefault(f"{folder}/x/__init__.py", "")
        project.files[f"{folder}/x.py"] = line
