"""Migrates a configuration, and compares what the new one says with what the old one says.

`buttress migrate` compares the two itself before it writes; this does not trust it.
"""

import os
import re
import tomllib

import case
import ours

NATIVE = "migrated.toml"


def compared(binary, where, named, tally):
    """The differences between a configuration that is in place and its migration."""
    folder, path = where
    old = ours.Report(binary, folder, path, named)
    ran = _migrate(binary, folder, path, named)
    if old.json is None or old.json["status"] == "error":
        tally.migrations["refused: cannot be judged"] += 1
        return [] if ran.returncode == 2 and not ran.stdout else ["migrates what cannot be judged"]
    if ran.returncode == 2 and "nothing to migrate" in ran.stderr:
        tally.migrations["refused: nothing to migrate"] += 1
        return []
    if ran.returncode not in (0, 1):
        return [f"exit status {ran.returncode}: {ran.stderr.strip()[-300:]}"]
    left_out = re.findall(r"^left out: the contract `(.*?)`", ran.stderr, re.MULTILINE)
    if bool(left_out) != (ran.returncode == 1):
        return [f"exit status {ran.returncode} with {left_out} left out"]
    tally.migrations["complete" if not left_out else "some left out"] += 1
    tally.severities += "severity]" in ran.stdout
    case.write(folder, {NATIVE: ran.stdout})
    new = ours.Report(binary, folder, path, NATIVE)
    return _invalid(ran.stdout) + _lost(folder, named, ran) + _facts(old, new, left_out)


def _migrate(binary, folder, path, named):
    command = [binary, "migrate", "--dry-run", "--output", NATIVE]
    if named:
        command += ["--config", named]
    return ours.run(command, folder, path)


def _facts(old, new, left_out):
    if new.json is None:
        return [f"the new configuration gives no JSON: {new.stderr.strip()[:300]}"]
    found = []
    if old.exit != new.exit:
        found.append(f"exit status {old.exit}, then {new.exit}: {new.findings()}")
    if old.json["graph"] != new.json["graph"]:
        found.append(f"graph {old.json['graph']}, then {new.json['graph']}")
    before = [facts for name, facts in old.contracts().items() if name not in left_out]
    after = list(new.contracts().values())
    if len(before) != len(after):
        return [*found, f"{len(before)} contracts, then {len(after)}"]
    pairs = zip(before, after, strict=True)
    return found + [f"{left}, then {right}" for left, right in pairs if left != right]


def _invalid(text):
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [f"invalid TOML: {error}"]
    return []


def _lost(folder, named, ran):
    """Comments of the old configuration that the new one does not have."""
    names = [named] if named else [n for n in case.CONFIG_NAMES if _exists(folder, n)]
    with open(os.path.join(folder, names[0]), encoding="utf-8") as file:
        lines = [line.strip() for line in file]
    kept = [line.strip().lstrip("# ") for line in ran.stdout.splitlines()]
    lost = []
    for line in lines:
        if line.startswith(("#", ";")):
            text = line.lstrip("#; ")
            if text in kept:
                kept.remove(text)
            elif ran.returncode == 0:
                lost.append(f"the comment {line!r} is lost")
    return lost


def _exists(folder, name):
    return os.path.exists(os.path.join(folder, name))
