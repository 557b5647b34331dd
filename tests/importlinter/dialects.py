"""Writes session options and contracts as INI, as TOML, or as a native configuration."""

import json


def toml(session, contracts):
    """The table `tool.importlinter` of a `pyproject.toml`."""
    lines = ["[tool.importlinter]", *_toml_lines(session)]
    for contract in contracts:
        lines += ["", "[[tool.importlinter.contracts]]", *_toml_lines(contract)]
    return "\n".join(lines) + "\n"


def native(session, contracts):
    """A `buttress.toml` that means the same; of `session` it knows what the generator makes."""
    general = {
        "root_packages": session["root_packages"],
        "source_roots": session["source_roots"],
        "external": "root" if session.get("include_external_packages") else "none",
        "namespace_packages": False,
    }
    if session.get("exclude_type_checking_imports"):
        general["imports"] = {"exclude": ["type-checking"]}
    lines = _toml_lines(general)
    for contract in contracts:
        lines += ["", "[[contracts]]", *_toml_lines(contract)]
    return "\n".join(lines) + "\n"


def _toml_lines(table):
    return [f"{key} = {_toml_value(value)}" for key, value in table.items()]


def _toml_value(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{ " + ", ".join(_toml_lines(value)) + " }"
    # The strings of JSON, and its lists of strings, are also those of TOML.
    return json.dumps(value, ensure_ascii=False)


def ini(rng, session, contracts):
    """Sections as configparser reads them, with such freedom as it leaves."""
    session = dict(session)
    if len(session["root_packages"]) == 1 and rng.random() < 0.5:
        session["root_package"] = session.pop("root_packages")[0]
    lines = _noise(rng) + ["[importlinter]"] + _ini_lines(rng, session)
    for place, contract in enumerate(contracts):
        contract = dict(contract)
        name = contract["id"] if rng.random() < 0.1 and "id" in contract else contract.pop("id", "")
        middle = rng.choice(["contract:", "contract:", "contract:", "", "what:ever:"])
        header = f"[importlinter:{middle}{name}]"
        if header in lines:
            header = f"[importlinter:again:{place}:{name}]"
        lines += ["", header]
        lines += _ini_lines(rng, contract) + _noise(rng)
    return "\n".join(lines) + "\n"


def oddly(rng, text, is_toml):
    """The same configuration, as editors and people leave it."""
    changes = [
        lambda: text.replace("\n", "\r\n"),
        lambda: text.replace("\n", "\r"),
        lambda: text.rstrip("\n"),
        lambda: "\n \n\t\n" + text,
        lambda: text + "\n[other]\nmodules = 5\n",
        lambda: text.replace("importlinter]\n", "importlinter]\nteam = 'us'\n", 1),
    ]
    if is_toml:
        changes.append(lambda: "[tool]\nother = { importlinter = 1 }\n" + text)
        changes.append(lambda: text.replace(" = ", "\t=\t"))
    else:
        changes.append(lambda: text.replace("]\n", "] ; and more\n"))
        changes.append(lambda: text.replace("\n    ", "\n\t \t "))
    return rng.choice(changes)()


def _noise(rng):
    return rng.choice([[], [], [], ["# a remark: k = v"], ["; another"], ["", ""]])


def _ini_lines(rng, table):
    lines = []
    for key, value in table.items():
        written = rng.choice([key, key, key, key.upper(), key.title()])
        delimiter = rng.choice([" = ", " = ", "=", ": ", " :"])
        if isinstance(value, list):
            # A list of roots on one line would be read letter by letter.
            if len(value) == 1 and key != "root_packages" and rng.random() < 0.4:
                lines.append(f"{written}{delimiter}{_ini_text(value[0])}")
            else:
                lines += _ini_list(rng, f"{written}{delimiter.rstrip()}", value)
        elif isinstance(value, bool):
            spellings = ["True", "true"] if value else ["False", "false"]
            if not key.startswith(("include_external", "exclude_type")):
                spellings.append(spellings[0].upper())
            lines.append(f"{written}{delimiter}{rng.choice(spellings)}")
        else:
            lines.append(f"{written}{delimiter}{_ini_text(str(value))}")
    return lines


def _ini_list(rng, start, values):
    indent = rng.choice(["    ", "  ", "\t", " "])
    lines = [start]
    for value in values:
        lines.append(indent + _ini_text(value) + rng.choice(["", "", "  "]))
        if rng.random() < 0.08:
            lines.append(rng.choice([indent + "# inside", "; at the left", "", indent]))
    return lines


def _ini_text(text):
    return text.replace("%", "%%")
