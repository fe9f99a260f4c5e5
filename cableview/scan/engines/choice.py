"""Which engines are installed here, and which of them is used."""

from __future__ import annotations

from collections.abc import Sequence

from cableview.scan.engines import rapid, tesseract
from cableview.scan.engines.engine import Engine, EngineError, EngineName

AUTO, NONE = "auto", "none"
CHOICES = (AUTO, *map(str, EngineName), NONE)
"""What a user can choose: `auto` is the first one installed."""


def installed() -> tuple[EngineName, ...]:
    """The engines installed here, found without running or loading them."""
    there = {EngineName.TESSERACT: tesseract.installed_command() is not None, EngineName.RAPIDOCR: rapid.is_installed()}
    return tuple(name for name in EngineName if there[name])


def engine_named(name: EngineName) -> Engine:
    """The engine of this name. Raises `EngineError` where it is not installed."""
    if name is EngineName.RAPIDOCR:
        if not rapid.is_installed():
            raise EngineError("rapidocr is not installed", advice=f"{rapid.EXTRA}, or use --engine none")
        return rapid.Rapid()
    command = tesseract.installed_command()
    if command is None:
        advice = "On Debian or Ubuntu: apt-get install tesseract-ocr; or use --engine none"
        raise EngineError("the command tesseract is not installed", advice=advice)
    return tesseract.Tesseract(command)


def chosen(choice: str, there: Sequence[EngineName] | None = None) -> EngineName | None:
    """The engine that a choice selects; `None` where none is wanted, or `auto` finds none installed.

    Anything that is not a valid choice, as may be found in the settings, counts as `auto`.
    """
    if choice == NONE:
        return None
    if choice == AUTO or choice not in CHOICES:
        names = installed() if there is None else there
        return names[0] if names else None
    return EngineName(choice)
