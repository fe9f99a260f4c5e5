"""Rules of equality and of weight, read from `resources/data/rules.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cableview.assets import resource_path

OWN = " = "
"""Stands between the two wordings in the name of a rule of the user's own."""
LONGEST_WORDING = 200


@dataclass(frozen=True, slots=True)
class Signs:
    """Words that stand for a sign: on the word after them, on the word before, on both, or on neither.

    `dropped` words stand for no sign. All are in lower case; in the text they need a capital unless in `any_case`.
    """

    opening: Mapping[str, str] = field(default_factory=dict[str, str])
    closing: Mapping[str, str] = field(default_factory=dict[str, str])
    between: Mapping[str, str] = field(default_factory=dict[str, str])
    alone: Mapping[str, str] = field(default_factory=dict[str, str])
    dropped: Sequence[str] = ()
    any_case: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of variation that can be held equal. `map` rewrites letters inside a word, `words` words or phrases.

    `counted` are the singular and plural for places that it held equal. `repeating` words announce that what stands
    before them is said again.
    """

    name: str
    label: str
    counted: Sequence[str] = field(hash=False)
    help: str
    default: bool
    map: Mapping[str, str] = field(default_factory=dict[str, str], compare=False)
    words: Mapping[str, str] = field(default_factory=dict[str, str], compare=False)
    signs: Signs = field(default_factory=Signs, compare=False)
    repeating: Sequence[str] = field(default=(), hash=False)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A named set of rules that are turned on and off together."""

    name: str
    label: str
    help: str
    rules: tuple[str, ...]


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule of the program, in the order in which they are shown."""
    rows: list[dict[str, Any]] = [{**row, "signs": Signs(**row.get("signs", {}))} for row in _table()["rule"]]
    return tuple(Rule(**row) for row in rows)


@cache
def all_sets() -> tuple[RuleSet, ...]:
    """Every named set, in the order in which they are shown."""
    rows: list[dict[str, Any]] = [{**row, "rules": tuple(row["rules"])} for row in _table()["set"]]
    return tuple(RuleSet(**row) for row in rows)


@cache
def default_rules() -> frozenset[str]:
    """Names of the rules that are on unless an item says otherwise."""
    return frozenset(rule.name for rule in all_rules() if rule.default)


def rules_named(name: str) -> tuple[str, ...]:
    """The rule of this name, or the rules of the set of this name. Raises `KeyError`."""
    for one in all_sets():
        if one.name == name:
            return one.rules
    if all(rule.name != name for rule in all_rules()):
        raise KeyError(name)
    return (name,)


def own_rule(one: str, other: str) -> str:
    """The name of the rule that holds two wordings equal. Raises `ValueError` with a description of the fault.

    Such names stand beside those of the program in an item's set of rules: `Tokio = Tokyo`.
    """
    sides = [" ".join(side.split()) for side in (one, other)]
    if not all(sides):
        raise ValueError("on each side of the = there must be a word")
    if sides[0] == sides[1]:
        raise ValueError("both wordings are the same")
    if any(len(side) > LONGEST_WORDING for side in sides):
        raise ValueError(f"a wording is longer than {LONGEST_WORDING} characters")
    if any("=" in side.split() and side != "=" for side in sides):
        raise ValueError("a wording of several words cannot have a = by itself among them")
    return OWN.join(sides)


def own_sides(name: str) -> tuple[str, str] | None:
    """The two wordings of one of the user's own rules; `None` for a rule of the program."""
    one, found, other = name.partition(OWN)
    return (one, other) if found else None


def own_rules(rules: Iterable[str]) -> tuple[str, ...]:
    """The user's own rules, in alphabetical order."""
    return tuple(sorted((name for name in rules if OWN in name), key=lambda name: (name.casefold(), name)))


def parsed_pair(text: str) -> str:
    """The name of the rule for a pair as typed, `Tokio=Tokyo`. Raises `ValueError`."""
    one, found, other = text.partition(OWN) if OWN in text else text.partition("=")
    if not found:
        raise ValueError("it is to be written as Tokio=Tokyo")
    return own_rule(one, other)


def label_of(name: str) -> str:
    """The label of a rule, as shown to the user."""
    return next((rule.label for rule in all_rules() if rule.name == name), name)


def suppressed_words(suppressed: Mapping[str, int]) -> str:
    """`held equal: 31 line breaks, 1 dash`, in the order of the rules; empty where no rule held anything equal."""
    counts = [(suppressed.get(rule.name, 0), rule.counted) for rule in all_rules()]
    parts = [f"{count} {names[count != 1]}" for count, names in counts if count]
    parts += [f"{suppressed[name]} {name}" for name in own_rules(suppressed) if suppressed[name]]
    return f"held equal: {', '.join(parts)}" if parts else ""


@cache
def word_list(*names: str) -> frozenset[str]:
    """The words of one or several lists of `[weight]` and `[furniture]`."""
    lists: dict[str, list[str]] = {**_table()["weight"], **_table()["furniture"]}
    return frozenset(word for name in names for word in lists[name])


@cache
def numeral_words() -> Mapping[str, Sequence[str]]:
    """`units`, `tens` and `ordinals`, each in numerical order."""
    return _table()["numerals"]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resource_path("data", "rules.toml").read_text(encoding="utf-8"))
