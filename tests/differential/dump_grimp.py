"""Prints the graphs that grimp builds, for the differential tests.

Reads one JSON object a line: {"path": [folders], "roots": [names], "external": bool,
"type_checking": bool}. Answers each with one line: {"modules": {name: squashed},
"imports": [[importer, imported, [[line, text, lazy], ...]], ...]}, or {"error": text}.
Nothing under test is executed: only empty namespace packages are ever imported.
"""

import importlib
import json
import sys

import grimp

OWN_PATH = list(sys.path)


def forget(roots):
    """Makes the next look-up of the roots start afresh."""
    tops = {root.partition(".")[0] for root in roots} - sys.stdlib_module_names
    for name in list(sys.modules):
        if name.partition(".")[0] in tops:
            del sys.modules[name]
    sys.path_importer_cache.clear()
    importlib.invalidate_caches()


def dump(request):
    sys.path[:] = request["path"] + OWN_PATH
    forget(request["roots"])
    graph = grimp.build_graph(
        *request["roots"],
        include_external_packages=request["external"],
        exclude_type_checking_imports=not request["type_checking"],
        cache_dir=None,
    )
    imports = []
    for importer in sorted(graph.modules):
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            details = graph.get_import_details(importer=importer, imported=imported)
            sites = [[d["line_number"], d["line_contents"], d["is_lazy"]] for d in details]
            imports.append([importer, imported, sites])
    modules = {name: graph.is_module_squashed(name) for name in sorted(graph.modules)}
    return {"modules": modules, "imports": imports}


def main():
    for line in sys.stdin.buffer:
        try:
            answer = dump(json.loads(line))
        except BaseException as error:  # a panic of grimp's is no Exception
            if isinstance(error, KeyboardInterrupt):
                raise
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="ascii")
    main()
