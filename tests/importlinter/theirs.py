"""import-linter and grimp, run in this process, contract by contract.

The configuration is read by import-linter's own readers, the graph built without its cache.
Where the command would stop at the first error, every contract is judged all the same.
"""

import contextlib
import importlib
import io
import os
import sys
from copy import deepcopy

from importlinter.application import use_cases
from importlinter.configuration import configure
from importlinter.domain.contract import InvalidContractOptions, registry

from facts import Facts, Pair, chain

configure()
OWN_PATH = list(sys.path)


class Session:
    """A configuration that was read, and its graph."""

    def __init__(self, options, graph):
        self.options = options
        self.graph = graph
        # By place: the contract object and the graph that it left behind, without ignored imports.
        self.checked = {}

    def judge(self):
        """Facts of each contract, in the order of the configuration."""
        return [self._judge(*numbered) for numbered in enumerate(self.options.contracts_options)]

    def _judge(self, place, options):
        graph = deepcopy(self.graph)
        try:
            contract = registry.get_contract_class(options["type"])(
                name=options["name"],
                session_options=self.options.session_options,
                contract_options=options,
            )
            with contextlib.redirect_stdout(io.StringIO()):
                check = contract.check(graph, verbose=False)
        except InvalidContractOptions as error:
            return Facts("error", [f"{key}: {text}" for key, text in error.errors.items()])
        except BaseException as error:  # a panic of grimp's is no Exception
            if isinstance(error, KeyboardInterrupt):
                raise
            return Facts("error", [str(error)])
        self.checked[place] = (contract, graph)
        return _facts(check)


@contextlib.contextmanager
def inside(folder, path):
    """Works in `folder`, with these folders of it on Python's path."""
    before = os.getcwd()
    os.chdir(folder)
    sys.path[:] = [folder, *(os.path.join(folder, part) for part in path), *OWN_PATH]
    _forget()
    try:
        yield
    finally:
        os.chdir(before)
        sys.path[:] = OWN_PATH


def _forget():
    """Makes the next look-up of generated packages start afresh."""
    for name in list(sys.modules):
        if name.partition(".")[0] in ("p", "q", "ns"):
            del sys.modules[name]
    sys.path_importer_cache.clear()
    importlib.invalidate_caches()


def build(roots, external, without_type_checking):
    """The graph, or the error text."""
    options = (roots, external, without_type_checking, False)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return use_cases._build_graph(*options, cache_dir=None), None
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return None, f"{type(error).__name__}: {error}"


def read(filename, graph=None):
    """A session from a configuration file; the graph is built if none is given."""
    options = use_cases.read_user_options(config_filename=filename)
    use_cases._validate_contracts_present(options)
    use_cases._register_contract_types(options)
    if graph is None:
        graph, error = build(
            options.session_options["root_packages"],
            use_cases._get_include_external_packages(options),
            use_cases._get_exclude_type_checking_imports(options),
        )
        if error:
            raise ValueError(error)
    return Session(options, graph)


def _facts(check):
    facts = Facts(
        "kept" if check.kept else "broken",
        ignored=check.ignored_import_count,
        warnings=len(set(check.warnings)),
    )
    data = check.metadata
    for found in data.get("invalid_dependencies", []):
        _add_routes(facts, found["importer"], found["imported"], found["routes"])
    for found in data.get("invalid_chains", []):
        pair = found["downstream_module"], found["upstream_module"]
        routes = [
            part if isinstance(part, dict) else {"chain": part, "extra_firsts": [], "extra_lasts": []}
            for part in found["chains"]
        ]
        _add_routes(facts, *pair, routes)
    for found in data.get("illegal_imports", []):
        for link in found.illegal_links:
            pair = link["importer"], link["imported"]
            made = chain([(*pair, link["line_numbers"])], [], [])
            chains = facts.pairs.setdefault(pair, Pair()).chains
            if made not in chains:
                chains.append(made)
    facts.undeclared = set(data.get("undeclared_modules", ()))
    facts.breakers = {k: set(v) for k, v in data.get("cycle_breakers_by_package", {}).items()}
    return facts


def _add_routes(facts, importer, imported, routes):
    pair = facts.pairs.setdefault((importer, imported), Pair())
    for route in routes:
        parts = [
            [(link["importer"], link["imported"], link["line_numbers"]) for link in links]
            for links in (route["chain"], route["extra_firsts"], route["extra_lasts"])
        ]
        pair.chains.append(chain(*parts))
