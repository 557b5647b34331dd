"""Checks chains that may differ from tool to tool, against the graph itself.

Of every chain: each import exists, with these lines; it leads from one term to the other and
avoids what it must avoid. Of all chains of a pair: they share no import (for layers: no interior
one), and without the imports that they list, nothing leads from one term to the other.
"""

from collections import deque


def contract(options, facts, checked):
    """What is wrong with the chains of a contract, as texts; `checked` is what import-linter made of
    it, and the graph without ignored imports."""
    if checked is None:
        return []
    made, graph = checked
    kind = options["type"]
    found = []
    for pair, data in sorted(facts.pairs.items()):
        for problem in _lines(graph, data.chains):
            found.append(f"{pair}: {problem}")
        if kind == "forbidden" and not made.allow_indirect_imports:
            wide = made.as_packages
            terms = [_terms(graph, name, wide) for name in pair]
            found += [f"{pair}: {p}" for p in _forbidden(graph, *terms, data.chains)]
        elif kind in ("layers", "independence"):
            avoided = _avoided(made, graph, pair, kind)
            if avoided is not None:
                terms = [_terms(graph, name, True) for name in pair]
                found += [f"{pair}: {p}" for p in _layers(graph, *terms, avoided, data.chains)]
    return found


def _terms(graph, name, wide):
    if not wide or graph.is_module_squashed(name):
        return {name}
    return {name} | graph.find_descendants(name)


def _lines(graph, chains):
    for chain in chains:
        for (importer, imported), lines in chain.lines:
            details = graph.get_import_details(importer=importer, imported=imported)
            real = tuple(sorted({detail["line_number"] for detail in details}))
            if real != lines:
                yield f"{importer} -> {imported} is on the lines {real}, not {lines}"


def _forbidden(graph, sources, targets, chains):
    used = set()
    for chain in chains:
        if not set(chain.first) <= sources or not set(chain.last) <= targets:
            yield f"{chain.first} or {chain.last} is out of place"
        if set(chain.middle) & (sources | targets):
            yield f"{chain.middle} passes through an end"
        for edge in chain.links():
            if edge in used:
                yield f"two chains share {edge}"
            used.add(edge)
    if _leads(graph, sources, targets, set(), used):
        yield "a chain is missing"


def _layers(graph, sources, targets, avoided, chains):
    used, interior = set(), set()
    for chain in chains:
        if set(chain.middle) & (sources | targets | avoided):
            yield f"{chain.middle} passes through a layer"
        for edge in chain.interior():
            if edge in interior:
                yield f"two chains share {edge}"
            interior.add(edge)
        if chain.middle:
            heads = graph.find_modules_that_directly_import(chain.middle[0]) & sources
            tails = graph.find_modules_directly_imported_by(chain.middle[-1]) & targets
            if set(chain.first) != heads or set(chain.last) != tails:
                yield f"{sorted(heads)} and {sorted(tails)} are the ends of {chain}"
        used.update(chain.imports())
    if _leads(graph, sources, targets, avoided, used):
        yield "a chain is missing"


def _avoided(made, graph, pair, kind):
    """The modules of the other layers; none if that depends on the container."""
    if kind == "independence":
        from importlinter.domain.helpers import module_expressions_to_modules

        names = {module.name for module in module_expressions_to_modules(graph, made.modules)}
        groups = [names]
    else:
        tails = {tail.name for layer in made.layers for tail in layer.module_tails}
        groups = [
            {name for tail in tails if (name := prefix + tail) in graph.modules}
            for prefix in _prefixes(made, graph)
        ]
    fitting = [group for group in groups if set(pair) <= group]
    if len(fitting) != 1:
        return None
    return set().union(*(_terms(graph, name, True) for name in fitting[0] - set(pair)))


def _prefixes(made, graph):
    from importlinter.domain.helpers import module_expressions_to_modules

    if not made.containers:
        return [""]
    found = {module.name for module in module_expressions_to_modules(graph, made.containers)}
    return [f"{name}." for name in sorted(found)] or [""]


def _leads(graph, sources, targets, avoided, without):
    """Whether a path remains that uses no import of `without` and enters nothing avoided."""
    seen, queue = set(sources), deque(sources)
    while queue:
        importer = queue.popleft()
        for imported in graph.find_modules_directly_imported_by(importer):
            if imported in seen or imported in avoided or (importer, imported) in without:
                continue
            if imported in targets:
                return True
            seen.add(imported)
            queue.append(imported)
    return False
