"""The program's name and version, as it reports them and records them in what it writes."""

from __future__ import annotations


def program_version() -> str:
    """`cableview 1.2.3`; a checkout that was never installed has no version."""
    from importlib.metadata import PackageNotFoundError, version  # takes 30 ms, and few commands need it

    try:
        return f"cableview {version('cableview')}"
    except PackageNotFoundError:
        return "cableview, from a checkout that is not installed"
