"""One case: a folder with code and a configuration, put before both tools."""

import os
from collections import Counter

import compare
import deliberate
import dialects
import ours
import theirs

CONFIG_NAMES = [".importlinter", "setup.cfg", "pyproject.toml", "pyproject.toml"]


class Tally:
    """What was compared and what differed."""

    def __init__(self):
        self.cases = 0
        self.verdicts = Counter()
        self.differences = Counter()
        self.deliberate = Counter()
        # How migrations ended, and how many needed severities of their own.
        self.migrations = Counter()
        self.severities = 0

    def add(self, contract, status):
        """Counts a contract by type and import-linter's verdict."""
        self.verdicts[contract.get("type", "?"), status] += 1

    def __str__(self):
        total = sum(self.verdicts.values())
        parts = [f"{kind} {status} {n}" for (kind, status), n in sorted(self.verdicts.items())]
        lines = [f"deliberate: {title} ({n})" for title, n in sorted(self.deliberate.items())]
        lines += [f"migrations: {title} ({n})" for title, n in sorted(self.migrations.items())]
        if self.severities:
            lines.append(f"migrations with severities of their own ({self.severities})")
        lines.append(
            f"{self.cases} cases, {total} contracts, {sum(self.differences.values())} differences"
            f" ({', '.join(parts)})"
        )
        return "\n".join(lines)


def plain(contract):
    """Without the options that mean something else in a native configuration."""
    left_out = ("broken_contract_guidance", "exhaustive_ignores")
    return {key: value for key, value in contract.items() if key not in left_out}


def session_options(roots, external, without_type_checking):
    """The options at the top of a configuration; those that are off are left out."""
    options = {"root_packages": roots}
    if external:
        options["include_external_packages"] = True
    if without_type_checking:
        options["exclude_type_checking_imports"] = True
    return options


def write_config(rng, dialect, where, session, chosen):
    """Writes the file that both tools read; its name, and the name to give to ours."""
    folder, folders = where
    if dialect == "native":
        write(folder, {"theirs.toml": dialects.toml(session, chosen)})
        native = {**session, "source_roots": [".", *folders]}
        write(folder, {"buttress.toml": dialects.native(native, chosen)})
        return "theirs.toml", None
    name = rng.choice(CONFIG_NAMES)
    is_toml = name.endswith(".toml")
    text = dialects.toml(session, chosen) if is_toml else dialects.ini(rng, session, chosen)
    if rng.random() < 0.2:
        text = dialects.oddly(rng, text, is_toml)
    write(folder, {name: text})
    if rng.random() < 0.3:
        os.rename(os.path.join(folder, name), os.path.join(folder, "named" + name))
        return "named" + name, "named" + name
    return None, None


def judge(tools, where, config, chosen, graph, tally):
    """Runs both tools on a configuration that is in place."""
    binary, dialect = tools
    folder, path = where
    report = ours.Report(binary, folder, path, config[1])
    if report.json is None:
        return [f"no JSON: {report.stderr.strip()[:300]}"]
    mine = report.contracts()
    try:
        session = theirs.read(config[0], graph)
    except Exception as error:
        if report.json["status"] == "error" and report.findings():
            tally.verdicts["session", "error"] += 1
            return []
        known = deliberate.of_session(str(error))
        if known:
            tally.deliberate[known] += 1
            return []
        return [f"import-linter refuses: {error!r}; ours is {report.json['status']}"]
    found = []
    counts = len(session.graph.modules), session.graph.count_imports()
    sizes = report.json["graph"]["modules"], report.json["graph"]["imports"]
    if counts != sizes:
        found.append(f"graph of {counts} modules and imports for import-linter, {sizes} for us")
    facts = session.judge()
    if len(facts) != len(mine):
        return [*found, f"{len(facts)} contracts for import-linter, {len(mine)} for us"]
    for place, options in enumerate(chosen):
        tally.add(options, facts[place].status)
        known = deliberate.name(dialect, facts[place], mine[place])
        if known:
            tally.deliberate[known] += 1
            facts[place] = mine[place]
            continue
        checked = session.checked.get(place)
        differences = compare.contract(options, facts[place], mine[place], checked)
        found += [f"contract {place + 1}, {options.get('type')}: {text}" for text in differences]
    found += _status(report, facts)
    return found


def _status(report, facts):
    """The exit status follows from the verdicts."""
    statuses = {found.status for found in facts}
    expected = 2 if "error" in statuses or report.findings() else int("broken" in statuses)
    return [] if report.exit == expected else [f"exit status {report.exit}, not {expected}"]


def write(folder, files):
    """Makes the files, given by path, and the folders that they are in."""
    for name, text in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
