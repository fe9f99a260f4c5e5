"""Rules of equality and of weight, read from `resources/data/rules.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cableview.assets import resource_path


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of writing that can be held equal. `map` rewrites letters inside a word, `words` whole words."""

    name: str
    label: str
    help: str
    default: bool
    map: Mapping[str, str] = field(default_factory=dict[str, str], compare=False)
    words: Mapping[str, str] = field(default_factory=dict[str, str], compare=False)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, in the order in which they are shown."""
    return tuple(Rule(**row) for row in _table()["rule"])


@cache
def default_rules() -> frozenset[str]:
    """Names of the rules that are on unless an item says otherwise."""
    return frozenset(rule.name for rule in all_rules() if rule.default)


@cache
def word_list(*names: str) -> frozenset[str]:
    """The words of one or several lists of `[weight]` and `[furniture]`."""
    lists: dict[str, list[str]] = {**_table()["weight"], **_table()["furniture"]}
    return frozenset(word for name in names for word in lists[name])


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resource_path("data", "rules.toml").read_text(encoding="utf-8"))
