"""The option for the language of the texts, and the names that it accepts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from cableview.errors import UsageError

TOLD = "auto"
"""The value that leaves it to the texts."""


def text_language(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--language`."""
    words = "The language of the texts in this run, such as German or de. `cableview language` lists them all."
    return click.option("--language", metavar="L", help=words)(command)


def language_wanted(given: str | None) -> str | None:
    """The ISO 639 code of a language, empty for `TOLD`, `None` if none is given. Raises `UsageError`."""
    from cableview.collation.words.languages import language_named, languages

    if given is None or given == TOLD:
        return None if given is None else ""
    try:
        return language_named(given).code
    except KeyError:
        names = ", ".join(f"{one.name} ({one.code})" for one in languages().values())
        raise UsageError(f"there is no language {given!r}", advice=f"Choose from {names}, or {TOLD}") from None
