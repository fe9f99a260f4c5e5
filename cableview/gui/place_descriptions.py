"""Descriptions of a place: its sentences, what verdicts would leave, how it was found on the scan."""

from __future__ import annotations

import re

from cableview.gui.context_line import context_line
from cableview.gui.reading_line import Line
from cableview.gui.strip import StripPlace
from cableview.gui.whole_words import one_line
from cableview.model.decision import Verdict
from cableview.model.discrepancy import Kind
from cableview.model.item import Relation
from cableview.model.location import Location
from cableview.review.bulk_decision import alike
from cableview.review.places import Places
from cableview.review.queue import Entry
from cableview.review.session import Session
from cableview.review.third_witness import reading_at

LONGEST_BESIDE_SCAN = 60
"""Letters of a reading; longer ones need the room."""


def strip_place(session: Session, places: Places, entry: Entry, row: int) -> StripPlace:
    """Everything that the strip shows of the entry in row `row` of the queue."""
    original, standing = entry.place.transcript.text, entry.working.of(session.text)
    is_changed = " ".join(original.split()) != " ".join(standing.split())
    lines = (
        context_line("Now reads" if is_changed else "Transcript", session.text, entry.working),
        context_line("Second text", session.reference, entry.reference),
    )
    scan = _scan_line(session, entry)
    first, second = (
        would_leave(session.preview(entry.id, verdict), standing) for verdict in (Verdict.TRANSCRIPT, Verdict.REFERENCE)
    )
    note = [f"Note: {entry.note}"] if entry.note else []
    remarks = [*note, *_suggested(entry), *_why_listed(entry)]
    if is_changed and entry.is_decided and entry.origin is None:
        remarks.insert(0, f"The transcript had “{one_line(original)}”" if original else "The transcript had nothing")
    if entry.origin is not None and not entry.origin.is_empty:
        moved, line = one_line(entry.origin.of(session.text)), places.name(entry.origin.start)
        remarks.insert(0, f"Moves “{moved}” from line {line} to here")
    said, count = "   ·   ".join(remarks), len(alike(session.queue, session.text, entry))
    said = said[:1].upper() + said[1:]
    return StripPlace(entry, row + 1, len(session.queue), (*lines, *scan), (first, second), said, count)


def pointing_hint(location: Location | None, *, is_sought: bool) -> str:
    """How to show where a place stands, if that is not known; while words are sought on the scan, only that."""
    if location is None or location.method.pinpoints:
        return ""
    return "the words are still being looked for" if is_sought else "Ctrl+click on the page where it stands"


def would_leave(words: str, standing: str) -> str:
    """What a verdict would leave, for the line beneath its button."""
    if not words:
        return "takes it out" if standing else "leaves nothing"
    return f"puts in {one_line(words)}" if not standing else f"leaves {one_line(words)}"


def _scan_line(session: Session, entry: Entry) -> tuple[Line, ...]:
    """The engine's reading of a place, if it can be shown beside the two readings."""
    readings = entry.working.of(session.text), entry.reference.of(session.reference)
    read = reading_at(session, entry)
    if read is None or max(map(len, readings)) > LONGEST_BESIDE_SCAN:
        return ()
    return (Line("Scan", "", read.text, "", f"{read.engine}, {read.confidence:.0%} sure"),)


def _suggested(entry: Entry) -> list[str]:
    """Which text the page probably agrees with, how sure that is, and why."""
    suggestion = entry.suggestion
    if suggestion is None or entry.is_decided:
        return []
    why = f": {quoted(', '.join(suggestion.reasons))}" if suggestion.reasons else ""
    return [f"Probably {text_words(suggestion.witness)}, {suggestion.confidence:.0%}{why}"]


def _why_listed(entry: Entry) -> list[str]:
    """Why the place is listed, unless that is seen: single letters that differ are marked in the readings."""
    said = entry.suggestion.reasons if entry.suggestion and not entry.is_decided else ()
    return [] if entry.kind is Kind.CHARACTER else [reason for reason in entry.reasons if reason not in said]


def text_words(witness: str) -> str:
    """A witness, given as a suggestion names it, in words."""
    return {"transcript": "the transcript", "reference": "the second text"}.get(witness, witness)


def quoted(words: str) -> str:
    """Words in quotation marks, as people set them off."""
    return re.sub(r"`([^`]*)`", r"“\1”", words)


def no_place_message(session: Session) -> str:
    """Why there is no place to show."""
    if not session.text.strip():
        return "There is no transcript yet: type what the page says."
    if not session.reference:
        return "There is no second text to compare with. Read along: Enter says that a line was seen."
    held = sum(session.live.suppressed.values())
    places = "place" if held == 1 else f"{held} places"
    rules = f" Ctrl+H shows the {places} that they hold equal." if held else ""
    return f"Nothing to decide: the texts agree everywhere under the rules that are on.{rules} Ctrl+E exports."


def comparison_remarks(session: Session) -> tuple[str, ...]:
    """What the reviewer should know of how the texts were compared."""
    said: list[str] = []
    if session.live.collation is not None and session.live.collation.all_caps and "case" not in session.rules:
        said.append("One text is all in capitals: capital and small letters are held equal.")
    if session.reference and session.relation is Relation.PARAPHRASE:
        said.append(
            "The texts agree in few places and are taken for a paraphrase: key 2 only fills the field of key 3. "
            "Compare > Relation of the texts changes that."
        )
    return tuple(said)
