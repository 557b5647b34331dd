"""Stands in for import-linter in its own functional tests: everything runs the binary instead."""

__version__ = "2.16"
