"""import-linter's own unit tests of its contract types, with buttress doing the checking.

    units.py BINARY SDIST

The tests build a graph by hand, make a contract, call its `check` and look at the result. Here
`check` writes the graph to disk as Python files, the contract's options as a configuration, runs
buttress, and builds the result from its JSON; a contract that cannot even be made must be refused
by buttress too. A test that is right about import-linter has to be right about buttress.
"""

import collections
import os
import sys
import tempfile

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import dialects  # noqa: E402
import ours  # noqa: E402
import results  # noqa: E402
import trees  # noqa: E402

from importlinter.contracts import acyclic_siblings, forbidden, independence, layers, protected  # noqa: E402
from importlinter.domain.contract import Contract, InvalidContractOptions  # noqa: E402

CLASSES = {
    "acyclic_siblings": acyclic_siblings.AcyclicSiblingsContract,
    "forbidden": forbidden.ForbiddenContract,
    "independence": independence.IndependenceContract,
    "layers": layers.LayersContract,
    "protected": protected.ProtectedContract,
}


class Translator:
    """A pytest plug-in that puts buttress in the place of the `check` methods."""

    def __init__(self, binary):
        self.binary = binary
        self.runs = 0
        self.outcomes = {}
        self._make = Contract.__init__
        self._checks = {kind: found.check for kind, found in CLASSES.items()}

    def pytest_configure(self, config):
        translator = self
        for kind, found in CLASSES.items():
            found.check = lambda self, graph, verbose, kind=kind: translator.check(
                kind, self, graph, verbose
            )
        Contract.__init__ = lambda self, *args, **kwargs: translator.make(self, args, kwargs)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_call(self, item):
        before = self.runs
        outcome = yield
        error = outcome.excinfo and outcome.excinfo[1]
        if isinstance(error, trees.NotConvertible):
            self.outcomes[item.nodeid] = "not converted", str(error)
        elif self.runs == before and error is None:
            self.outcomes[item.nodeid] = "not converted", "checks no graph"
        elif error is None:
            self.outcomes[item.nodeid] = "passed", ""
        else:
            self.outcomes[item.nodeid] = "failed", repr(error)
        if isinstance(error, trees.NotConvertible):
            outcome.force_result(None)

    def make(self, contract, args, kwargs):
        """Makes the object; if import-linter refuses the options, so must buttress."""
        try:
            self._make(contract, *args, **kwargs)
        except InvalidContractOptions:
            names = [key for key, found in CLASSES.items() if isinstance(contract, found)]
            if names:
                contract.name = kwargs["name"]
                report = self._run(names[0], contract, trees.of_names(contract.session_options))
                found = report.contracts()[0]
                assert found.status == "error" and found.errors, "buttress accepts these options"
            raise

    def check(self, kind, contract, graph, verbose):
        """The result of `check`, from buttress."""
        if verbose:
            raise trees.NotConvertible("looks at the lines that `--verbose` prints on the way")
        session = contract.session_options
        if kind == "forbidden":
            # This type looks at the option itself, whatever the graph has.
            session = {"include_external_packages": False, **session}
        tree = trees.of_graph(graph, session, _named(contract))
        report = self._run(kind, contract, tree)
        facts = report.contracts()[0]
        if facts.status == "error":
            return self._refuse(kind, contract, graph, facts)
        return results.check(kind, contract, graph, report.json["contracts"][0])

    def _refuse(self, kind, contract, graph, facts):
        """Raises what import-linter raises, if it does and buttress says why it refuses."""
        assert facts.errors, "an error without a message"
        self._checks[kind](contract, graph, False)
        raise AssertionError(f"only buttress refuses: {facts.errors}")

    def _run(self, kind, contract, tree):
        self.runs += 1
        options = {**contract.contract_options, "type": kind, "name": contract.name, "id": "c"}
        session = {"root_packages": tree.roots}
        if tree.external:
            session["include_external_packages"] = True
        options = {key: trees.plain(value) for key, value in options.items()}
        with tempfile.TemporaryDirectory() as folder:
            tree.write(folder)
            with open(os.path.join(folder, "pyproject.toml"), "w", encoding="utf-8") as file:
                file.write(dialects.toml(session, [options]))
            report = ours.Report(self.binary, folder)
        assert report.json is not None, report.stderr
        return report


def _named(contract):
    """All single values of the options, but for those that may name what does not exist."""
    values = [v for k, v in contract.contract_options.items() if k != "forbidden_modules"]
    return {part for value in values for part in ([value] if isinstance(value, str) else value or [])}


def main():
    binary, sdist = (os.path.abspath(argument) for argument in sys.argv[1:3])
    os.chdir(sdist)
    sys.path.insert(0, sdist)
    translator = Translator(binary)
    pytest.main(
        ["-q", "--no-header", "-p", "no:cacheprovider", "--tb=short", "--color=no",
         "tests/unit/contracts", *sys.argv[3:]],
        plugins=[translator],
    )
    counts = collections.Counter(verdict for verdict, _ in translator.outcomes.values())
    reasons = collections.Counter(
        text for verdict, text in translator.outcomes.values() if verdict == "not converted"
    )
    for reason, count in sorted(reasons.items()):
        print(f"not converted: {count} ({reason})")
    converted = counts["passed"] + counts["failed"]
    total = sum(counts.values())
    print(f"{counts['passed']} passed of {converted} converted of {total} unit tests")
    return 1 if counts["failed"] or not counts["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
