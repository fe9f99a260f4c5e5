"""The languages that texts may be in, from `resources/data/languages.toml`: one table for words and for engines."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from cableview.assets import resource_path


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its ISO 639 `code`, its English `name`, and what the OCR `engine` calls it.

    `common`: its commonest words; `elided`: forms before an apostrophe; `compounds`: two words may be written as one;
    `suffixes`: inflections that its word list leaves out; `older`: how it was once spelt, and how it is now.
    """

    code: str
    name: str
    engine: str
    common: tuple[str, ...]
    elided: frozenset[str] = frozenset()
    compounds: bool = False
    suffixes: tuple[str, ...] = ()
    older: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=1)
def languages() -> Mapping[str, Language]:
    """All languages by code, in the order in which they are offered and searched."""
    table = tomllib.loads(resource_path("data", "languages.toml").read_text(encoding="utf-8"))
    return {
        code: Language(
            code,
            row["name"],
            row["engine"],
            tuple(row["common"].split()),
            frozenset(row.get("elided", "").split()),
            bool(row.get("compounds")),
            tuple(row.get("suffixes", "").split()),
            tuple((then, now) for then, now in row.get("older", ())),
        )
        for code, row in table.items()
    }


def language_named(given: str) -> Language:
    """The language with a given code (`de`, `de-AT`), English name or engine name (`deu`), in any case.

    Raises `KeyError` if there is none.
    """
    asked = given.strip().lower()
    primary = asked.replace("_", "-").partition("-")[0]
    for one in languages().values():
        if primary == one.code or asked in (one.engine, one.name.lower()):
            return one
    raise KeyError(given)


def language_label(code: str) -> str:
    """The English name of a language, or `code` itself, as a record gives it, if the table does not know it."""
    known = languages().get(code)
    return known.name if known else code
