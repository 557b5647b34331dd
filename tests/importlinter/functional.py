"""import-linter's own functional tests, with buttress under the name `lint-imports`.

    functional.py BINARY SDIST [PYTEST ARGUMENTS]

The test file runs unchanged; the package `importlinter` that it imports is the one of `shim`.
"""

import os
import sys
import tempfile

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
FILE = "tests/functional/test_lint_imports.py"

# Tests that cannot apply, each with its reason.
LEFT_OUT = {
    "test_logging_configuration_respects_verbose_flag[True]": (
        "looks for a line that grimp logs about its own cache files"
    ),
}
# Tests that fail for a reason that is known; one that passes has to leave this list.
OPEN: dict[str, str] = {}
# Whole files that cannot apply.
LEFT_OUT_FILES = {
    "test_caching.py": "names the cache files of grimp",
    "test_read_configuration.py": "calls a Python function that returns what was read",
    "test_ui.py": "starts the browser interface, and draws graphs, which is `buttress graph`",
    "test_cli_without_ui_dependencies.py": "is about an optional dependency in Python",
}


class Plugin:
    """Leaves out what cannot apply, and counts."""

    def __init__(self):
        self.passed, self.failed, self.open = 0, 0, 0

    def pytest_collection_modifyitems(self, config, items):
        left_out = [item for item in items if item.name in LEFT_OUT]
        items[:] = [item for item in items if item.name not in LEFT_OUT]
        config.hook.pytest_deselected(items=left_out)

        for item in items:
            if item.name in OPEN:
                item.add_marker(pytest.mark.xfail(reason=OPEN[item.name], strict=True))

    def pytest_runtest_logreport(self, report):
        if report.when == "call" and report.skipped:
            self.open += 1
        if report.when == "call":
            self.passed += report.passed
            self.failed += report.failed
        elif report.failed:
            self.failed += 1


def main():
    binary, sdist = (os.path.abspath(argument) for argument in sys.argv[1:3])
    os.environ["BUTTRESS_TEST_OWN_PATH"] = os.pathsep.join(sys.path)
    # The project's own environment is where its custom contract types find import-linter.
    os.environ["VIRTUAL_ENV"] = sys.prefix
    with tempfile.TemporaryDirectory() as links:
        suffix = ".exe" if os.name == "nt" else ""
        for name in ("lint-imports", "import-linter"):
            os.link(binary, os.path.join(links, name + suffix))
        os.environ["BUTTRESS_TEST_LINKS"] = links
        return run(sdist, sys.argv[3:])


def run(sdist, arguments):
    """Runs the file in the unpacked source distribution."""
    sys.path.insert(0, os.path.join(HERE, "shim"))
    sys.path.insert(1, sdist)
    os.chdir(sdist)
    plugin = Plugin()
    pytest.main(
        ["-q", "--no-header", "-p", "no:cacheprovider", "--tb=short", "--color=no", FILE, *arguments],
        plugins=[plugin],
    )
    for name, reason in {**LEFT_OUT, **LEFT_OUT_FILES}.items():
        print(f"left out: {name} ({reason})")
    for name, reason in OPEN.items():
        print(f"fails: {name} ({reason})")
    total = plugin.passed + plugin.failed + plugin.open
    print(f"{plugin.passed} passed of {total} functional tests, {len(LEFT_OUT)} left out")
    return 1 if plugin.failed or not plugin.passed else 0


if __name__ == "__main__":
    sys.exit(main())
