"""The name and version of the program, as it says them of itself."""

from __future__ import annotations


def program_version() -> str:
    """`cableview 1.2.3`; a checkout that was never installed has no version."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"cableview {version('cableview')}"
    except PackageNotFoundError:
        return "cableview, from a checkout that is not installed"
