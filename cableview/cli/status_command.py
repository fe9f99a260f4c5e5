"""`cableview status`: counts what is decided and what is not, for an item or a folder of items."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cableview.cli import options
from cableview.cli.main import BAD, say
from cableview.errors import CableviewError, UsageError
from cableview.files import is_folder
from cableview.model.decision import State

if TYPE_CHECKING:
    from cableview.model.item import Item


@dataclass(frozen=True, slots=True)
class ItemStatus:
    """An item's progress. `last` is who made the last change, and when; empty if there is none.

    Of the decided places, `extent_only` are passages whose words nobody looked at; `orphaned_notes` are at places
    where nothing differs.
    """

    name: str
    states: dict[str, int]
    has_reference: bool
    changes: int
    last: tuple[str, str]
    extent_only: int = 0
    orphaned_notes: int = 0

    @property
    def undecided(self) -> int:
        """How many places are not decided, whatever their state is."""
        return sum(count for state, count in self.states.items() if state != State.DECIDED)


@click.command("status")
@click.argument("paths", type=options.PATH, nargs=-1, required=True, metavar="PATH...")
@click.option("--json", "as_json", is_flag=True, help="Output JSON.")
@options.sidecar_folder
def command(paths: tuple[Path, ...], *, as_json: bool, sidecar_folder: Path | None) -> int:
    """Count the discrepancies of an item, or of each item in a folder, by state, and show the last change."""
    from cableview.cli.items import item_at, item_of
    from cableview.collection.folder import items_in

    folder = paths[0]
    if len(paths) > 1 or not is_folder(folder):
        _show([_status(item_at(paths, sidecar_folder))], as_json=as_json)
        return 0
    found = items_in(folder)
    statuses: list[ItemStatus] = []
    failures: list[CableviewError] = []
    for files in found.items:
        try:
            statuses.append(_status(item_of(files, sidecar_folder, folder=folder)))
        except CableviewError as error:
            failures.append(error)
    if not found.items:
        raise UsageError("there is no item in this folder", path=folder, advice="Choose another folder")
    _show(statuses, as_json=as_json)
    for left, reason in found.unpaired:
        say(f"{left}: {reason}")
    for failure in failures:
        say(str(failure))
    return BAD if failures else 0


def _status(item: Item) -> ItemStatus:
    from cableview.cli.items import say_record_news
    from cableview.cli.progress import said_when_slow
    from cableview.review.opening import open_session

    with said_when_slow(item):
        opened = open_session(item, reviewer="", keep=False)
    say_record_news(opened)
    entries = opened.session.queue.entries
    counts = Counter(entry.state for entry in entries)
    extent_only = sum(e.is_decided and e.decision is not None and e.decision.is_extent_only for e in entries)
    changes = opened.store.kept.changes
    last = (changes[-1].by, changes[-1].at) if changes else ("", "")
    states = {str(state): counts[state] for state in State}
    name = item.transcript.sources[0].path.name
    notes = len(opened.session.live.orphaned_notes)
    return ItemStatus(name, states, item.reference is not None, len(changes), last, extent_only, notes)


def _show(statuses: list[ItemStatus], *, as_json: bool) -> None:
    if as_json:
        from cableview.cli.output import write_out
        from cableview.report.check_json import json_bytes

        write_out(json_bytes({"items": [_tree(status) for status in statuses]}))
        return
    for status in statuses:
        click.echo(f"{_shown(status.name)}: {_line(status)}")
    if len(statuses) > 1:
        undecided = sum(status.undecided for status in statuses)
        click.echo(f"{len(statuses)} items, {undecided} undecided")


def _tree(status: ItemStatus) -> dict[str, Any]:
    return {
        "item": status.name,
        "states": status.states,
        "undecided": status.undecided,
        "extent_only": status.extent_only,
        "loose_notes": status.orphaned_notes,
        "compared": status.has_reference,
        "changes": status.changes,
        "last_by": status.last[0],
        "last_at": status.last[1],
    }


def _line(status: ItemStatus) -> str:
    if not status.has_reference:
        return f"no second text; {_changes(status)}"
    total = sum(status.states.values())
    counts = [f"{count} {state}" for state, count in status.states.items() if count]
    extent = f"{status.extent_only} decided as to their extent only; " if status.extent_only else ""
    notes = f"{status.orphaned_notes} noted where nothing is to be decided; " if status.orphaned_notes else ""
    return f"{', '.join(counts) or 'no discrepancies'} of {total}; {extent}{notes}{_changes(status)}"


def _changes(status: ItemStatus) -> str:
    if not status.changes:
        return "nothing done yet"
    by, at = status.last
    return f"last change {at} by {_shown(by) or 'nobody named'}"


def _shown(text: str) -> str:
    from cableview.cli.terminal_tables import shown

    return shown(text)
