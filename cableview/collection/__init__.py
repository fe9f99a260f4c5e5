"""Finds files that belong together, alone or in folders."""
