"""Helpers that know nothing of the shop."""
