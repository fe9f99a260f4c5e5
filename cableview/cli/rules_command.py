"""`cableview rules`: lists the rules of equality, or those of an item with what they hold equal, and changes these."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cableview.cli import options
from cableview.cli.rule_options import rules_wanted
from cableview.errors import UsageError

if TYPE_CHECKING:
    from cableview.review.opening import Opened
    from cableview.review.session import Session


@click.command("rules")
@click.argument("item", type=options.PATH, nargs=-1)
@click.option("--on", metavar="NAME", multiple=True, help="Turn this rule or set on. Repeatable.")
@click.option("--off", metavar="NAME", multiple=True, help="Turn this rule or set off. Repeatable.")
@click.option("--equal", metavar="A=B", multiple=True, help="Treat A and B as equal, as in Tokio=Tokyo. Repeatable.")
@click.option("--unequal", metavar="A=B", multiple=True, help="No longer treat A and B as equal. Repeatable.")
@options.reviewer
@options.sidecar_folder
def command(
    item: tuple[Path, ...],
    *,
    on: tuple[str, ...],
    off: tuple[str, ...],
    equal: tuple[str, ...],
    unequal: tuple[str, ...],
    reviewer: str | None,
    sidecar_folder: Path | None,
) -> int:
    """List all rules of equality and sets of rules, or those of ITEM with how many places each holds equal.

    What is changed here is kept in the item's record, and makes no claim about the page. `check` does the same for one
    run with --rule, --no-rule and --equal.
    """
    from cableview.cli.items import item_at, session_for_reading

    wanted = rules_wanted(on, off, equal, unequal)
    if not item:
        if wanted:
            raise UsageError("rules are turned on or off for an item", advice="Name its transcript, too")
        _print_all()
        return 0
    opened_item = item_at(item, sidecar_folder)
    if not wanted:
        _print_of(session_for_reading(opened_item))
        return 0
    from cableview.cli.items import opened_for_work

    opened = opened_for_work(opened_item, reviewer)
    _switch(opened, wanted, item[0])
    _print_of(opened.session)
    return 0


def _switch(opened: Opened, wanted: dict[str, bool], path: Path) -> None:
    from cableview.cli.items import make_durable
    from cableview.collation.rules import own_rules

    session = opened.session
    for name in own_rules(wanted):
        if not wanted[name] and name not in session.rules:
            held = ", ".join(own_rules(session.rules)) or "none"
            raise UsageError(f"{name!r} is not held equal here", path=path, advice=f"Held equal are: {held}")
    changes = {name: is_on for name, is_on in wanted.items() if (name in session.rules) != is_on}
    if changes:
        session.set_rules(changes)
        session.live.collate_pending()
        make_durable(opened)


def _print_all() -> None:
    from cableview.collation.rules import all_rules, all_sets

    click.echo("Rules (* holds unless an item says otherwise):")
    _print_rows((f"{'*' if rule.default else ' '} {rule.name}", rule.help) for rule in all_rules())
    click.echo("\nSets, to turn several on or off:")
    _print_rows((f"  {one.name}", f"{one.help} ({', '.join(one.rules)})") for one in all_sets())


def _print_of(session: Session) -> None:
    from cableview.collation.rules import all_rules, own_rules
    from cableview.report.summary import counted

    held = session.live.suppressed
    rows = [(rule.name, rule.name in session.rules, rule.label) for rule in all_rules()]
    rows += [(name, True, "own pair") for name in own_rules(session.rules)]
    _print_rows(
        (f"{'on ' if is_on else 'off'} {name}", counted(held.get(name, 0), "place") if is_on else label)
        for name, is_on, label in rows
    )


def _print_rows(rows: Iterable[tuple[str, str]]) -> None:
    found = list(rows)
    width = max(len(name) for name, _ in found)
    for name, words in found:
        click.echo(f"{name:<{width}}  {words}".rstrip())
