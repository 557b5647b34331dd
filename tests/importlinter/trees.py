"""Turns a graph that was built by hand into Python files that have just these imports."""

import os
from dataclasses import dataclass, field


class NotConvertible(Exception):
    """No tree of files has this graph."""


@dataclass
class Tree:
    """Files by path, root packages, and whether there are external packages."""

    files: dict[str, str] = field(default_factory=dict)
    roots: list[str] = field(default_factory=list)
    external: bool = False

    def write(self, folder):
        """Puts the files on disk."""
        for path, text in self.files.items():
            whole = os.path.join(folder, path)
            os.makedirs(os.path.dirname(whole), exist_ok=True)
            with open(whole, "w", encoding="utf-8") as file:
                file.write(text)


def plain(value):
    """Options as TOML can hold them: the tests also pass sets, tuples and numbers."""
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, (list, tuple)):
        return list(value)
    return value


def of_names(session):
    """Empty root packages, for contracts that are refused before any module is looked at."""
    roots = list(session.get("root_packages") or ["mypackage"])
    return Tree({root.replace(".", "/") + "/__init__.py": "" for root in roots}, roots)


def of_graph(graph, session, named):
    """A tree that has this graph, if there is one; `named` are the modules that options name."""
    names = sorted(graph.modules)
    tops = sorted({name.partition(".")[0] for name in names if not graph.is_module_squashed(name)})
    roots = list(session.get("root_packages") or tops)
    inside = [name for name in names if any((name + ".").startswith(r + ".") for r in roots)]
    outside = sorted(set(names) - set(inside))
    _check_outside(graph, outside, named)
    # A test that builds its own graph need not say that the graph has external packages.
    imported = any(graph.find_modules_that_directly_import(name) for name in outside)
    external = str(session.get("include_external_packages", imported)).lower() == "true"
    tree = Tree(roots=roots, external=external)
    everything = {part for name in [*inside, *roots] for part in _ancestors(name, roots)}
    _check_names(everything)
    for name in sorted(everything):
        is_package = any(other.startswith(name + ".") for other in everything) or name in roots
        path = name.replace(".", "/") + ("/__init__.py" if is_package else ".py")
        tree.files[path] = _source(graph, name) if name in graph.modules else ""
    return tree


def _check_outside(graph, outside, named):
    """External packages come from the imports of them. One that nobody imports cannot be made,
    and makes no difference unless an option names it."""
    for name in outside:
        if graph.find_modules_directly_imported_by(name):
            raise NotConvertible("an external package that imports something")
        importers = graph.find_modules_that_directly_import(name)
        if "." in name and importers:
            raise NotConvertible("an external module that is no package")
        if name in named and not importers:
            raise NotConvertible("an option names an external package that nobody imports")


def _check_names(names):
    for name in names:
        if not all(part.isidentifier() for part in name.split(".")):
            raise NotConvertible("a module whose name Python cannot import")


def _ancestors(name, roots):
    parts = name.split(".")
    for count in range(1, len(parts) + 1):
        part = ".".join(parts[:count])
        if any((part + ".").startswith(root + ".") for root in roots):
            yield part


def _source(graph, name):
    """`import x` on the very lines that the graph names; those without a line come last."""
    lines, loose = {}, []
    for imported in sorted(graph.find_modules_directly_imported_by(name)):
        numbers = {d["line_number"] for d in graph.get_import_details(importer=name, imported=imported)}
        if not numbers:
            loose.append(imported)
        for number in numbers:
            lines.setdefault(number, []).append(f"import {imported}")
    last = max(lines, default=0)
    text = ["; ".join(lines.get(number, [])) for number in range(1, last + 1)]
    return "\n".join([*text, *(f"import {imported}" for imported in loose)]) + "\n"
