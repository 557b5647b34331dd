"""The console that `importlinter.cli` prints to; tests replace it."""

import sys


class Console:
    """Writes text to a file, by default to whatever standard output is at that moment."""

    def __init__(self, file=None):
        self._file = file

    def print(self, text):
        """Writes a text that ends its own lines."""
        file = self._file or sys.stdout
        file.write(text)
        file.flush()


console = Console()
