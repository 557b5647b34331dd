"""import-linter's entry points, as the tests call them, over the binary under the name lint-imports."""

import os
import subprocess
import sys

import click

from importlinter.application import output

EXIT_STATUS_SUCCESS = 0
EXIT_STATUS_ERROR = 1

# The path that Python had before any test changed it, without this stand-in.
_SHIM = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def lint_imports(
    config_filename=None,
    limit_to_contracts=(),
    cache_dir=None,
    no_cache=False,
    is_debug_mode=False,
    show_timings=False,
    no_logo=False,
    verbose=False,
):
    """Runs `lint-imports` in the working directory; its exit status."""
    arguments = []
    if config_filename:
        arguments += ["--config", config_filename]
    for contract in limit_to_contracts:
        arguments += ["--contract", contract]
    if cache_dir:
        arguments += ["--cache-dir", cache_dir]
    flags = {
        "--no-cache": no_cache,
        "--debug": is_debug_mode,
        "--show-timings": show_timings,
        "--no-logo": no_logo,
        "--verbose": verbose,
    }
    arguments += [flag for flag, given in flags.items() if given]
    ran = _run("lint-imports", arguments)
    output.console.print(ran.stdout)
    sys.stderr.write(ran.stderr)
    if is_debug_mode and ran.returncode and "Could not find" in ran.stdout + ran.stderr:
        # With --debug, the exception itself would have come out of the function.
        raise FileNotFoundError(ran.stdout + ran.stderr)
    return ran.returncode


def _run(name, arguments):
    """Runs the binary as a user would whose Python finds what the test's Python finds."""
    command = os.path.join(os.environ["BUTTRESS_TEST_LINKS"], name)
    own = os.environ["BUTTRESS_TEST_OWN_PATH"].split(os.pathsep)
    path = [part for part in sys.path if part and part not in own and part != _SHIM]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path)}
    return subprocess.run(
        [command, *arguments], capture_output=True, text=True, encoding="utf-8", env=environment
    )


def _command(name):
    """A click command that hands all its arguments to the binary."""

    @click.command(name, add_help_option=False, context_settings={"ignore_unknown_options": True})
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
    def run(arguments):
        ran = _run(name, list(arguments))
        sys.stdout.write(ran.stdout)
        sys.stderr.write(ran.stderr)
        sys.exit(ran.returncode)

    return run


lint_imports_command = _command("lint-imports")
import_linter = _command("import-linter")
