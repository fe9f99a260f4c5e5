"""`cableview decide`: records what the page reads at a discrepancy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cableview.cli import options
from cableview.errors import UsageError
from cableview.model.decision import State, Verdict

if TYPE_CHECKING:
    from cableview.review.queue import Entry, Queue
    from cableview.review.session import Session

NONE = "none"
_NEAREST = 3


@click.command("decide")
@click.argument("item", type=options.PATH, nargs=-1, required=True)
@click.argument("discrepancy", metavar="ID")
@click.option("--verdict", required=True, type=click.Choice([*map(str, Verdict), NONE]), help="What the page reads.")
@click.option("--reading", metavar="TEXT", help="The words on the page, for the verdict `other`.")
@click.option("--likely", is_flag=True, help="The verdict is likely instead of sure.")
@click.option("--sic", is_flag=True, help="The slip is the page's own, and is kept.")
@click.option("--note", metavar="TEXT", help="A note to keep with the decision.")
@options.reviewer
@options.sidecar_folder
def command(
    item: tuple[Path, ...],
    discrepancy: str,
    *,
    verdict: str,
    reading: str | None,
    likely: bool,
    sic: bool,
    note: str | None,
    reviewer: str | None,
    sidecar_folder: Path | None,
) -> int:
    """Record what the page reads at the discrepancy ID of ITEM. The verdict `none` takes a decision back.

    ITEM is a transcript, an archive page, a record, a folder with one item, or a transcript and its reference. ID may
    be shortened as long as only one discrepancy begins with it.
    """
    from cableview.cli.items import item_at, make_durable, opened_for_work, writable_words

    _refuse_misfits(verdict, reading=reading, likely=likely, sic=sic)
    words = [writable_words(text or "", "text that was given") for text in (reading, note)]
    opened = opened_for_work(item_at(item, sidecar_folder), reviewer)
    if opened.session.item.reference is None and not opened.session.queue.entries:
        advice = "Name it after the transcript"
        raise UsageError("there is no second text, so there is nothing to decide", path=item[0], advice=advice)
    entry = found_entry(opened.session.queue, discrepancy, item[0])
    if verdict != NONE and entry.state is State.STALE:
        advice = "--verdict none takes it off the list"
        raise UsageError(f"the words of {entry.id} are gone from the text", path=item[0], advice=advice)
    if reading is not None and not reading.strip():
        raise _nothing_read(entry, item[0])
    if verdict == NONE:
        changed = opened.session.take_back(entry.id) is not None
    else:
        opened.session.decide(
            entry.id,
            Verdict(verdict),
            reading=words[0],
            likely=likely,
            sic=sic,
            note=words[1] if note is not None else None,
        )
        changed = True
    if changed:
        make_durable(opened)
    _say_what_stands(opened.session, entry, changed=changed)
    return 0


def _refuse_misfits(verdict: str, *, reading: str | None, likely: bool, sic: bool) -> None:
    """Raises `UsageError` for options that would be dropped, or saved without meaning."""
    if (reading is not None) != (verdict == Verdict.OTHER):
        wanted = "needs --reading" if reading is None else "takes no --reading"
        raise UsageError(f"the verdict {verdict} {wanted}", advice="--reading TEXT goes with --verdict other")
    if verdict in (Verdict.DEFERRED, NONE) and (likely or sic):
        prefix = "--likely" if likely else "--sic"
        raise UsageError(f"the verdict {verdict} takes no {prefix}", advice="It says nothing of what the page reads")


def _nothing_read(entry: Entry, path: Path) -> UsageError:
    """The error for an empty reading: where one text has nothing, that text's verdict is meant."""
    quotes = {Verdict.REFERENCE: entry.place.reference, Verdict.TRANSCRIPT: entry.place.transcript}
    meant = next((verdict for verdict, quote in quotes.items() if not quote.text), None)
    if meant is None:
        advice = "Give the words, or say --verdict unreadable or absent"
        return UsageError(f"nothing was read at {entry.id}: --reading is empty", path=path, advice=advice)
    said = f"an empty reading at {entry.id} is what the {meant} has there"
    return UsageError(said, path=path, advice=f"Use --verdict {meant}")


def found_entry(queue: Queue, wanted: str, path: Path) -> Entry:
    """The row whose id is `wanted`, or the only one that starts with it. Raises `UsageError` naming the nearest."""
    exact = queue.get(wanted)
    if exact is not None:
        return exact
    starting = [entry for entry in queue.entries if wanted and entry.id.startswith(wanted.lower())]
    if len(starting) == 1:
        return starting[0]
    if not queue.entries:
        raise UsageError(
            "the texts differ nowhere, so there is nothing to decide",
            path=path,
            advice="Export them with: cableview export",
        )
    near = starting or _nearest(queue, wanted)
    what = f"several discrepancies begin with {wanted!r}" if starting else f"there is no discrepancy {wanted!r}"
    raise UsageError(what, path=path, advice=f"Nearest: {'; '.join(_named(entry) for entry in near[:_NEAREST])}")


def _nearest(queue: Queue, wanted: str) -> list[Entry]:
    """Rows sorted by how little of their id must be changed; ids that differ at the end come first."""
    from rapidfuzz.distance import Levenshtein, Prefix

    def distance(entry: Entry) -> tuple[int, int]:
        return Levenshtein.distance(entry.id, wanted.lower()), -Prefix.similarity(entry.id, wanted.lower())

    return sorted(queue.entries, key=distance)


def _named(entry: Entry) -> str:
    from cableview.cli.terminal_tables import shown

    return f"{entry.id} ({shown(entry.place.transcript.text, 30)} | {shown(entry.place.reference.text, 30)})"


def _say_what_stands(session: Session, entry: Entry, *, changed: bool) -> None:
    from cableview.cli.terminal_tables import shown, state_of

    now = session.queue.get(entry.id)
    if not changed:
        click.echo(f"{entry.id}: was not decided; nothing changed")
    elif now is None or now.decision is None:
        click.echo(f"{entry.id}: decision taken back")
    else:
        note = f" ({shown(now.note)})" if now.note else ""
        click.echo(f"{_named(now)}: {state_of(now)}{note}")
    here = now or entry
    click.echo(f"there stands: {shown(here.working.of(session.text)) or '(nothing)'}")
    click.echo(f"{session.queue.undecided} of {len(session.queue)} undecided")
