"""The buttress binary, and its JSON as facts."""

import ast
import json
import os
import subprocess

from facts import Facts, Pair, chain


def run(command, folder, path):
    """Runs a command in `folder`, with the folders `path` below it on the search path."""
    environment = {k: v for k, v in os.environ.items() if k != "VIRTUAL_ENV"}
    environment["PYTHONPATH"] = os.pathsep.join(os.path.join(folder, part) for part in path)
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8"
    )


class Report:
    """What `buttress check --format json` said in `folder`."""

    def __init__(self, binary, folder, path=(), config=None):
        # import-linter refuses every file that Python cannot compile; ours only if it is asked to.
        command = [binary, "check", "--strict", "--format", "json"]
        if config:
            command += ["--config", config]
        ran = run(command, folder, path)
        self.exit = ran.returncode
        self.stderr = ran.stderr
        try:
            self.json = json.loads(ran.stdout)
        except ValueError:
            self.json = None
        self._folder = folder
        self._starts = {}

    def findings(self):
        """The messages that are not about one contract."""
        return [f["message"] for f in self.json["findings"] if f["severity"] == "error"]

    def contracts(self):
        """Facts of each contract, in the order of the report."""
        return [self._facts(found) for found in self.json["contracts"]]

    def _facts(self, contract):
        findings = contract["findings"]
        facts = Facts(contract["status"], ignored=contract["ignored_imports"])
        facts.errors = [f["message"] for f in findings if f["severity"] == "error"]
        facts.undeclared = {f["module"] for f in findings if f["code"] == "undeclared-layer"}
        facts.warnings = len(
            {f["message"] for f in findings
             if f["code"] == "unmatched-ignore" and f["severity"] == "warning"}
        )
        for violation in contract["violations"]:
            if "breakers" in violation:
                imports = [link for b in violation["breakers"] for link in b["imports"]]
                edges = facts.breakers.setdefault(violation["package"], set())
                edges.update((link["importer"], link["imported"]) for link in imports)
                continue
            pair = facts.pairs.setdefault((violation["importer"], violation["imported"]), Pair())
            for found in violation["chains"]:
                parts = [
                    [self._link(link) for link in found[key]]
                    for key in ("imports", "extra_first", "extra_last")
                ]
                made = chain(*parts)
                if contract["type"] != "protected" or made not in pair.chains:
                    pair.chains.append(made)
        return facts

    def _link(self, link):
        lines = [self._statement(site["path"], site["line"]) for site in link["sites"]]
        return link["importer"], link["imported"], lines

    def _statement(self, path, line):
        """The line on which the import statement around `line` begins, as grimp counts."""
        if path not in self._starts:
            self._starts[path] = _statements(os.path.join(self._folder, path))
        return self._starts[path].get(line, line)


def _statements(path):
    try:
        with open(path, "rb") as file:
            tree = ast.parse(file.read())
    except (SyntaxError, ValueError, OSError):
        return {}
    return {
        line: node.lineno
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for line in range(node.lineno, node.end_lineno + 1)
    }
