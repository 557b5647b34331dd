"""Configurations made by hand, in all the ways in which files and options can be odd.

    configurations.py BINARY

Every row of `TABLE` is put before import-linter and before buttress under the name `lint-imports`. A
row says how both end, and what buttress says; where the two end differently, it says why, and so does
`docs/import-linter.md`.
"""

import contextlib
import io
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field

import theirs
from importlinter import cli

CODE = {"p/__init__.py": "", "p/a.py": "import p.b\n", "p/b.py": "", "p/c.py": ""}

INI = "[importlinter]\nroot_package = p\n"
TOML = "[tool.importlinter]\nroot_package = 'p'\n"


def ini(section="importlinter:contract:g", source="p.b", forbidden="p.a", more=""):
    """A contract that is kept, unless it is the other way round."""
    options = f"type = forbidden\nsource_modules = {source}\nforbidden_modules = {forbidden}\n"
    return f"[{section}]\nname = N\n{options}{more}"


def toml(more="", source="p.b", forbidden="p.a"):
    """The same as a table."""
    options = f"source_modules = ['{source}']\nforbidden_modules = ['{forbidden}']\n{more}\n"
    return f"[[tool.importlinter.contracts]]\nname = 'N'\ntype = 'forbidden'\n{options}"


def layers(options):
    """A contract of another type."""
    return f"{INI}[importlinter:contract:l]\nname = L\ntype = layers\n{options}"


BROKEN, BROKEN_TOML = ini("importlinter:x:b", "p.a", "p.b"), toml("", "p.a", "p.b")
INLINE = "contracts = [{name = 'N', type = 'forbidden', source_modules = ['p.b'],%s forbidden_modules = ['p.a']%s}]\n"
KEPT = "Contracts: 1 kept, 0 broken."


@dataclass
class Row:
    """A configuration, and what comes of it."""

    title: str
    # The text of `.importlinter`, that of `pyproject.toml` if it begins with `[tool` or `[[tool`, or
    # files by name.
    config: str | bytes | dict
    status: int
    said: str = ""
    arguments: list = field(default_factory=list)
    # Why import-linter ends with the other of the statuses 0 and 1.
    why: str = ""

    def files(self):
        if isinstance(self.config, dict):
            return self.config
        is_toml = isinstance(self.config, str) and self.config.lstrip("\ufeff[").startswith("tool")
        return {"pyproject.toml" if is_toml else ".importlinter": self.config}


TOML_1_1 = "TOML 1.1, which Python reads from 3.15 on"
MARK = "a byte order mark is passed over"
CONTRACT = ["--contract"]

TABLE = [
    # Ids.
    Row("one id twice, in INI", INI + ini("importlinter:a:x") + BROKEN.replace(":b]", ":x]"), 1, "1 kept, 1 broken"),
    Row("both are selected", INI + ini("importlinter:a:x") + BROKEN.replace(":b]", ":x]"), 1, "1 kept, 1 broken", [*CONTRACT, "x"]),
    Row("an empty id", INI + ini("importlinter:"), 0, KEPT),
    Row("two empty ids", INI + ini("importlinter:") + ini("importlinter:contract:"), 0, "2 kept"),
    Row("an empty id is selected", INI + ini("importlinter:"), 1, "contract ''", [*CONTRACT, ""], "it is called by its place"),
    Row("the id is what follows the last colon", INI + ini("importlinter:contract:a:b"), 0, KEPT, [*CONTRACT, "b"]),
    Row("the option is the id", INI + ini(more="id = z\n"), 0, KEPT, [*CONTRACT, "z"]),
    Row("the section is not", INI + ini(more="id = z\n"), 1, "Could not find contract 'g'.", [*CONTRACT, "g"]),
    Row("an id of two lines", INI + ini(more="id =\n  y\n  z\n"), 0, KEPT),
    Row("an inherited id", "[DEFAULT]\nid = z\n" + INI + ini(), 0, KEPT, [*CONTRACT, "z"]),
    Row("no ids, in TOML", TOML + toml() + BROKEN_TOML, 1, "1 kept, 1 broken"),
    Row("a made-up id is selected", TOML + toml(), 0, KEPT, [*CONTRACT, "contract-1"], "it is called by its place"),
    Row("a made-up id is another's", TOML + toml("id = 'contract-2'") + BROKEN_TOML, 0, KEPT, [*CONTRACT, "contract-2"]),
    Row("one id twice, in TOML", TOML + toml("id = 'x'") + toml("id = 'x'") + BROKEN_TOML, 0, "2 kept, 0 broken", [*CONTRACT, "x"]),
    Row("a number as id", TOML + toml("id = 5"), 0, KEPT),
    Row("a number is selected", TOML + toml("id = 5"), 0, KEPT, [*CONTRACT, "5"], "a number is text there"),
    Row("a boolean as id", TOML + toml("id = true"), 0, KEPT, [*CONTRACT, "True"]),
    Row("a list as id", TOML + toml("id = ['x']"), 0, KEPT),
    Row("two ids that nobody has", INI + ini(), 1, "Could not find the following contract ids: a, z.", [*CONTRACT, "z", *CONTRACT, "a"]),
    # Options and sections that nobody knows.
    Row("an unknown option of the session", INI + "foo = 1\n" + ini(), 0, KEPT),
    Row("unknown options of the session, in TOML", TOML + "foo = 1\nbar = {x = 1}\n" + toml(), 0, KEPT),
    Row("a slip in an option of the session", TOML + "include_external_package = true\n" + toml(), 0, KEPT),
    Row("an unknown table", TOML + toml() + "[tool.importlinter.other]\nx = 1\n", 0, KEPT),
    Row("unknown sections", INI + ini() + "[importlinter-x]\na = 1\n[other]\nb = 5%\n", 0, KEPT),
    Row("another case", "[ImportLinter]\nroot_package = p\n" + ini(), 1, "does not have a section '[importlinter]'"),
    Row("spaces in the brackets", "[ importlinter ]\nroot_package = p\n" + ini(), 1, "does not have a section '[importlinter]'"),
    Row("a contract in another case", INI + ini("Importlinter:contract:a"), 1, "No contracts found in the configuration."),
    Row("an unknown option", INI + ini(more="zzz = 1\n"), 1, "    zzz: Unrecognized option.\n"),
    Row("a misspelt option", INI + ini(more="as_package = 1\n"), 1, "    as_package: Unrecognized option. Did you mean 'as_packages'?\n"),
    Row("a missing option", layers(""), 1, "Contract \"L\" is not configured correctly:\n    layers: This is a required field.\n"),
    Row("no import", INI + ini(more="ignore_imports = p.a\n"), 1, "    ignore_imports: 'p.a' must be in the form 'package.importer -> package.imported'."),
    Row("no boolean", INI + ini(more="as_packages = yes\n"), 1, "    as_packages: Could not parse a boolean from 'yes'."),
    Row("no alerting", INI + ini(more="unmatched_ignore_imports_alerting = warning\n"), 1, "alerting: Invalid value 'warning': expected 'none', 'warn' or 'error'."),
    Row("a mixed layer", layers("layers = a | b : c\n"), 1, "    layers: A layer cannot have a mixture of independent and non-independent"),
    Row("a layer twice", layers("layers =\n  p.a\n  p.a\n"), 1, "    layers: Modules cannot be in more than one layer: 'p.a'."),
    Row("exhaustive without containers", layers("layers = p.a\nexhaustive = true\n"), 1, "    exhaustive: The exhaustive option is not supported"),
    Row("a container elsewhere", layers("layers = a\ncontainers = x\n"), 1, "'x': a container must either be a subpackage of 'p', or 'p' itself."),
    Row("a missing layer", layers("layers = p.a\n  p.nope\n"), 1, "'p.nope'"),
    Row("a missing module", INI + ini(source="p.nope"), 1, "Module 'p.nope' does not exist."),
    Row("an ignored import that does not exist", INI + ini(more="ignore_imports = p.b -> p.c\n"), 1, "No matches for ignored import p.b -> p.c."),
    Row("an external module", INI + ini(forbidden="django"), 1, "'django' is an external module"),
    Row("a part of one", INI + "include_external_packages = true\n" + ini(forbidden="django.db"), 1, "Invalid forbidden module 'django.db': subpackages of external packages are not valid."),
    Row("no name", INI + ini().replace("name = N\n", ""), 1, "'name' is missing"),
    Row("no type", INI + ini().replace("type = forbidden\n", ""), 1, "'type' is missing"),
    Row("an unknown type", INI + ini().replace("forbidden\n", "forbiden\n", 1), 1, "Unknown contract type 'forbiden'."),
    Row("a missing root", "[importlinter]\nroot_package = nope\n" + ini(source="nope.a", forbidden="nope.b"), 1, "Cannot be judged while a root package is missing."),
    Row("a remark behind the root", "[importlinter]\nroot_package = p # ours\n" + ini(), 1, "'p # ours' is not the name of a package."),
    Row("no root", "[tool.importlinter]\nx = 1\n" + toml(), 1, "Neither 'root_package' nor 'root_packages' is given."),
    Row("both options of roots", "[importlinter]\nroot_package = nope\nroot_packages =\n  p\n" + ini(), 0, KEPT),
    Row("no contracts", INI, 1, "No contracts found in the configuration."),
    Row("an empty list of contracts", TOML + "contracts = []\n", 1, "No contracts found in the configuration."),
    Row("a table of contracts", TOML + "[tool.importlinter.contracts]\nx = 1\n", 1, "Expected a list of tables, found a table."),
    # TOML.
    Row("an inline table", TOML + INLINE % ("", ""), 0, KEPT),
    Row("an inline table on two lines", TOML + INLINE % ("\n", ""), 0, KEPT, why=TOML_1_1),
    Row("a comma at the end of an inline table", TOML + INLINE % ("", ","), 0, KEPT, why=TOML_1_1),
    Row("an escape by number", TOML + toml('id = "\\x41"'), 0, KEPT, [*CONTRACT, "A"], TOML_1_1),
    Row("a time without seconds", TOML + toml() + "[other]\nt = 07:32\n", 0, KEPT, why=TOML_1_1),
    Row("a bare key beyond ASCII", TOML + toml() + "[other]\n\u00e4 = 1\n", 1, "Invalid TOML"),
    Row("a zero in front", TOML + toml() + "[other]\nx = 01\n", 1, "Invalid TOML: unexpected leading zero."),
    Row("a key twice", TOML + toml() + "[other]\nx = 1\nx = 2\n", 1, "Invalid TOML: duplicate key."),
    Row("a table twice", TOML + toml() + "[other]\n[other]\n", 1, "Invalid TOML: duplicate key."),
    Row("a control character", TOML + toml() + "# \x01\n", 1, "Invalid TOML: invalid comment character"),
    Row("an integer beyond 64 bits", TOML + toml() + "[other]\nx = 99999999999999999999999\n", 0, KEPT),
    Row("a day that does not exist", TOML + toml() + "[other]\nx = 2020-02-30\n", 1, "Invalid TOML"),
    Row("a list of configurations", "[[tool.importlinter]]\nroot_package = 'p'\n", 1, "Expected a table, found a list."),
    Row("TOML with carriage returns", (TOML + toml()).replace("\n", "\r\n"), 0, KEPT),
    Row("TOML with nothing else", (TOML + toml()).replace("\n", "\r"), 0, KEPT),
    Row("TOML with a mark", "\ufeff" + TOML + toml(), 0, KEPT, why=MARK),
    Row("TOML in another encoding", {"pyproject.toml": (TOML + toml("# \u00e9")).encode("latin-1")}, 1, "Invalid TOML: the file is not in UTF-8."),
    # INI.
    Row("INI in another encoding", (INI + ini(more="# \u00e9\n")).encode("cp1252"), 1, "Invalid INI: the file is not in UTF-8."),
    Row("INI in UTF-16", (INI + ini()).encode("utf-16"), 1, "Invalid INI: the file is not in UTF-8."),
    Row("INI with a mark", "\ufeff" + INI + ini(), 0, KEPT, why=MARK),
    Row("a name beyond ASCII", INI + ini().replace("= N", "= caf\u00e9 \u6f22"), 0, "caf\u00e9 \u6f22 KEPT"),
    Row("INI with carriage returns", (INI + ini()).replace("\n", "\r\n"), 0, KEPT),
    Row("INI with nothing else", (INI + ini()).replace("\n", "\r"), 0, KEPT),
    Row("tabs", INI + ini(more="ignore_imports =\n\tp.a -> p.b\n").replace(" = ", "\t=\t"), 0, "N KEPT (1 ignored import)"),
    Row("tabs and spaces", INI + ini(more="ignore_imports =\n\tp.a -> p.b\n  p.a  ->  p.b\n"), 0, "N KEPT (1 ignored import)"),
    Row("an indented section", "  [importlinter]\n  root_package = p\n" + ini(), 0, KEPT),
    Row("an indented option", "[importlinter]\nroot_package = p\n  x = 1\n" + ini(), 1, "'root_package' takes one name, not a list."),
    Row("colons", INI.replace("=", ":") + ini().replace("=", ":"), 0, KEPT),
    Row("remarks in a list", INI + ini(more="ignore_imports =\n    # old\n    p.a -> p.b\n  ; x\n\n    p.a -> p.b\n"), 0, "(1 ignored import)"),
    Row("a remark behind an item", INI + ini(more="ignore_imports =\n    p.a -> p.b  # old\n"), 1, "'p.a -> p.b  # old' is not a valid import expression"),
    Row("no delimiter", INI + ini(more="ignore_imports\n"), 1, "Invalid INI: expected 'option = value'"),
    Row("no value", INI + ini(more="ignore_imports =\n"), 0, KEPT),
    Row("a percent sign", INI + ini().replace("= N", "= 100%"), 1, "write '%%' for the character."),
    Row("two percent signs", INI + ini().replace("= N", "= 100%%"), 0, "100% KEPT"),
    Row("a percent sign in the session", INI + "foo = 5%\n" + ini(), 1, "write '%%' for the character."),
    Row("an inherited option", "[DEFAULT]\nlayer = x\n" + INI + ini(), 1, "    layer: Unrecognized option."),
    Row("text behind a section", INI + ini().replace("]\n", "] # c\n", 1), 0, KEPT),
    Row("a section without a name", INI + ini() + "[]\n", 1, "Invalid INI"),
    Row("a section twice", INI + ini() + ini(), 1, "Invalid INI: the section '[importlinter:contract:g]' is there twice"),
    Row("an option twice", INI + ini(more="NAME = M\n"), 1, "Invalid INI: the option 'name' is there twice"),
    Row("a space that does not break", INI.replace(" = ", "\u00a0=\u00a0") + ini(), 0, KEPT),
    Row("no line break at the end", (INI + ini()).rstrip(), 0, KEPT),
    # Which file counts.
    Row("setup.cfg first", {"setup.cfg": INI + BROKEN, ".importlinter": INI + ini()}, 1, "N BROKEN"),
    Row("setup.cfg without contracts", {"setup.cfg": INI, ".importlinter": INI + ini()}, 1, "No contracts found in the configuration."),
    Row("another setup.cfg", {"setup.cfg": "[metadata]\nname = x\n", ".importlinter": INI + ini()}, 0, KEPT),
    Row("a broken setup.cfg", {"setup.cfg": "[metadata]\n[metadata]\n", ".importlinter": INI + ini()}, 1, "Invalid INI: the section '[metadata]' is there twice"),
    Row("a broken setup.cfg alone", {"setup.cfg": "[metadata]\n[metadata]\n"}, 1, "Invalid INI: the section '[metadata]' is there twice"),
    Row("a setup.cfg in another encoding", {"setup.cfg": b"[metadata]\nname = \xe9\n", ".importlinter": INI + ini()}, 0, KEPT, why="it is nothing of import-linter's"),
    Row("an .importlinter without its section", {".importlinter": ini(), "pyproject.toml": TOML + BROKEN_TOML}, 1, "N BROKEN"),
    Row("an empty table", "[tool.importlinter]\n", 1, "Could not read any configuration."),
    Row("a broken pyproject.toml", {"pyproject.toml": "[x\n", ".importlinter": INI + ini()}, 0, KEPT),
    Row("a broken pyproject.toml alone", {"pyproject.toml": "[x\n"}, 1, "Invalid TOML: unclosed table"),
    Row("TOML under another name", {"a.TOML": TOML + toml()}, 1, "does not have a section '[importlinter]'", ["--config", "a.TOML"]),
    Row("INI under the name of TOML", {"a.toml": INI + ini()}, 1, "Invalid TOML", ["--config", "a.toml"]),
    Row("an empty name", INI + ini(), 0, KEPT, ["--config", ""]),
    Row("a folder", INI + ini(), 1, "Could not find p.", ["--config", "p"]),
    Row("an empty file", {"a.ini": ""}, 1, "does not have a section '[importlinter]'", ["--config", "a.ini"]),
    Row("nothing", {}, 1, "Could not read any configuration."),
]


def main():
    binary = os.path.abspath(sys.argv[1])
    failed = 0
    with tempfile.TemporaryDirectory() as links:
        command = os.path.join(links, "lint-imports" + (".exe" if os.name == "nt" else ""))
        os.symlink(binary, command) if os.name != "nt" else os.link(binary, command)
        for row in TABLE:
            for problem in check(row, command):
                failed += 1
                print(f"{row.title}: {problem}")
    deliberate = sum(1 for row in TABLE if row.why)
    print(f"{len(TABLE)} configurations, {failed} differences, {deliberate} deliberate")
    return 1 if failed else 0


def check(row, command):
    """What is not as the row says."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in {**CODE, **row.files()}.items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(content if isinstance(content, bytes) else content.encode())
        status = status_of_theirs(row, folder)
        ran = subprocess.run(
            [command, "--no-logo", *row.arguments], cwd=folder, capture_output=True, encoding="utf-8"
        )
    expected = 1 - row.status if row.why else row.status
    if status != expected:
        yield f"import-linter ends with {status}, not {expected}"
    if ran.returncode != row.status:
        yield f"we end with {ran.returncode}, not {row.status}: {ran.stdout}{ran.stderr}"
    if row.said not in ran.stdout:
        yield f"{row.said!r} is not said: {ran.stdout}{ran.stderr}"


def status_of_theirs(row, folder):
    """The exit status of import-linter; an exception that escapes it is status 1."""
    options = {"config_filename": None, "limit_to_contracts": []}
    for option, value in zip(row.arguments[::2], row.arguments[1::2]):
        if option == "--config":
            options["config_filename"] = value
        else:
            options["limit_to_contracts"].append(value)
    with theirs.inside(folder, []), contextlib.redirect_stdout(io.StringIO()):
        try:
            return cli.lint_imports(no_cache=True, no_logo=True, **options)
        except Exception:
            return 1


if __name__ == "__main__":
    sys.exit(main())
