"""The languages that texts may be in, from `resources/data/languages.toml`: one table for words and for engines."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from cableview.assets import resource_path


@dataclass(frozen=True, slots=True)
class Language:
    """`code` as ISO 639 has it, the English `name`, and what an OCR `engine` calls it.

    `common`: its commonest words; `elided`: what stands before an apostrophe; `compounds`: two words may be one.
    """

    code: str
    name: str
    engine: str
    common: tuple[str, ...]
    elided: frozenset[str] = frozenset()
    compounds: bool = False


@lru_cache(maxsize=1)
def languages() -> Mapping[str, Language]:
    """All of them by code, in the order in which they are asked for."""
    table = tomllib.loads(resource_path("data", "languages.toml").read_text(encoding="utf-8"))
    return {
        code: Language(
            code,
            row["name"],
            row["engine"],
            tuple(row["common"].split()),
            frozenset(row.get("elided", "").split()),
            bool(row.get("compounds")),
        )
        for code, row in table.items()
    }


def language_named(given: str) -> Language:
    """By its code (`de`, `de-AT`), its English name or its engine's (`deu`), in any case. Raises `KeyError`."""
    asked = given.strip().lower()
    primary = asked.replace("_", "-").partition("-")[0]
    for one in languages().values():
        if primary == one.code or asked in (one.engine, one.name.lower()):
            return one
    raise KeyError(given)


def language_label(code: str) -> str:
    """The English name; of a language that the table does not know, what a record calls it."""
    known = languages().get(code)
    return known.name if known else code
