"""Options that choose the rules of equality, and the names that they accept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click

from cableview.errors import UsageError


def rule_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--rule`, `--no-rule` and `--equal`, each of them repeatable."""
    equal, on = "Treat A and B as equal, as in Tokio=Tokyo. Repeatable.", "Also apply this rule or set. Repeatable."
    off = "Do not apply this rule or set. Repeatable. `cableview rules` lists them all."
    command = click.option("--equal", "pairs", metavar="A=B", multiple=True, help=equal)(command)
    command = click.option("--no-rule", "off", metavar="NAME", multiple=True, help=off)(command)
    return click.option("--rule", "on", metavar="NAME", multiple=True, help=on)(command)


def rules_wanted(
    on: Iterable[str], off: Iterable[str], pairs: Iterable[str], unpaired: Iterable[str] = ()
) -> dict[str, bool]:
    """The rules to turn on or off, by name; a rule that is named overrides a set containing it.

    Raises `UsageError` naming what is not a rule or not a pair.
    """
    given = [(name, _named(name), True) for name in on] + [(name, _named(name), False) for name in off]
    both = {name for name, _, is_on in given if is_on} & {name for name, _, is_on in given if not is_on}
    if both:
        raise UsageError(f"the rule {min(both)} is turned on and off at once", advice="Name it once")
    equal, unequal = {_pair(text) for text in pairs}, {_pair(text) for text in unpaired}
    if equal & unequal:
        raise UsageError(
            f"{min(equal & unequal)} is both held equal and not held equal", advice="Leave out --equal or --unequal"
        )
    given.sort(key=lambda row: row[1] == (row[0],))
    wanted = {name: is_on for _, names, is_on in given for name in names}
    return wanted | dict.fromkeys(equal, True) | dict.fromkeys(unequal, False)


def _named(given: str) -> tuple[str, ...]:
    from cableview.collation.rules import all_rules, all_sets, rules_named

    try:
        return rules_named(given)
    except KeyError:
        names = ", ".join([one.name for one in all_sets()] + [rule.name for rule in all_rules()])
        raise UsageError(f"there is no rule or set {given!r}", advice=f"Choose from {names}") from None


def _pair(text: str) -> str:
    from cableview.cli.items import writable_words
    from cableview.collation.rules import parsed_pair

    try:
        return parsed_pair(writable_words(text, "pair of words"))
    except ValueError as error:
        raise UsageError(f"{text!r} is not a pair of words: {error}", advice='Write it like "Tokio=Tokyo"') from None
