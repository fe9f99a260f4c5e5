"""Rules of equality and of weight, read from `resources/data/rules.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cableview.assets import resource_path


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of writing that can be held equal. `map` rewrites letters inside a word, `words` whole words.

    `counted` is what one place and several places are called that it held equal.
    """

    name: str
    label: str
    counted: Sequence[str] = field(hash=False)
    help: str
    default: bool
    map: Mapping[str, str] = field(default_factory=dict[str, str], compare=False)
    words: Mapping[str, str] = field(default_factory=dict[str, str], compare=False)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, in the order in which they are shown."""
    rows: list[dict[str, Any]] = _table()["rule"]
    return tuple(Rule(**row) for row in rows)


@cache
def default_rules() -> frozenset[str]:
    """Names of the rules that are on unless an item says otherwise."""
    return frozenset(rule.name for rule in all_rules() if rule.default)


def suppressed_words(suppressed: Mapping[str, int]) -> str:
    """`suppressed: 31 line breaks, 1 dash`, in the order of the rules; empty where no rule held anything equal."""
    counts = [(suppressed.get(rule.name, 0), rule.counted) for rule in all_rules()]
    parts = [f"{count} {names[count != 1]}" for count, names in counts if count]
    return f"suppressed: {', '.join(parts)}" if parts else ""


@cache
def word_list(*names: str) -> frozenset[str]:
    """The words of one or several lists of `[weight]` and `[furniture]`."""
    lists: dict[str, list[str]] = {**_table()["weight"], **_table()["furniture"]}
    return frozenset(word for name in names for word in lists[name])


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resource_path("data", "rules.toml").read_text(encoding="utf-8"))
