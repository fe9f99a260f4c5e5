"""The program's name and version as it reports them."""

from __future__ import annotations


def program_version() -> str:
    """`cableview 1.2.3`; a checkout that was never installed has no version."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"cableview {version('cableview')}"
    except PackageNotFoundError:
        return "cableview, from a checkout that is not installed"
