"""Everything known about a place, in full: both readings, why it is listed, what is probable, who decided what."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from cableview.gui.kind_help import KIND_HELP
from cableview.gui.place_descriptions import quoted, text_words
from cableview.model.decision import STATE_WORDS, VERDICT_WORDS, Decision
from cableview.model.span import Span
from cableview.report.place_words import said_of
from cableview.review.bulk_decision import alike
from cableview.review.places import Places
from cableview.review.queue import Entry
from cableview.review.session import Session
from cableview.review.third_witness import reading_at

LETTERS_AROUND = 70


@dataclass(frozen=True, slots=True)
class Fact:
    """One row: what it is about, and the words, which may be several lines."""

    about: str
    words: str


def evidence(session: Session, places: Places, entry: Entry, row: int) -> tuple[Fact, ...]:
    """The non-empty facts of the entry in row `row` of the queue, most important first."""
    facts = (
        Fact("Place", f"line {places.name(entry.working.start)}, {row + 1} of {len(session.queue)} places"),
        Fact("Transcript", _original(entry)),
        Fact("Working text", _within(session.text, entry.working)),
        Fact("Second text", _within(session.reference, entry.reference)),
        Fact("Scan", _scan(session, entry)),
        Fact("On the page", said_of(places.location(entry.origin or entry.working))),
        Fact("State", STATE_WORDS[entry.state]),
        *_decided(entry.decision),
        Fact("Note", entry.note),
        Fact("Probable", _probable(entry)),
        Fact("Kind", f"{entry.kind.value}, {entry.severity.value} severity\n{KIND_HELP[entry.kind]}"),
        Fact("Why listed", "\n".join(quoted(reason) for reason in entry.reasons)),
        Fact("Alike", _alike(session, places, entry)),
        Fact("Id", entry.id),
    )
    return tuple(fact for fact in facts if fact.words)


def as_text(title: str, facts: tuple[Fact, ...]) -> str:
    """The facts as text for the clipboard."""
    return "\n".join((title, *(f"{fact.about}: {'; '.join(fact.words.splitlines())}" for fact in facts)))


def _original(entry: Entry) -> str:
    place = entry.place
    return " ".join((place.origin or place.transcript).text.split()) or "nothing"


def _within(text: str, span: Span) -> str:
    """The reading in brackets, with the words around it."""
    before = " ".join(text[max(0, span.start - LETTERS_AROUND) : span.start].split())
    after = " ".join(text[span.end : span.end + LETTERS_AROUND].split())
    if span.start > LETTERS_AROUND:  # not in the midst of a word
        before = f"… {before.partition(' ')[2]}"
    if span.end + LETTERS_AROUND < len(text):
        after = f"{after.rpartition(' ')[0]} …"
    return f"{before} [{' '.join(span.of(text).split()) or 'nothing'}] {after}".strip()


def _scan(session: Session, entry: Entry) -> str:
    read = reading_at(session, entry)
    return "" if read is None else f"{read.text or 'nothing'}, read by {read.engine}, {read.confidence:.0%} sure"


def _decided(decision: Decision | None) -> tuple[Fact, ...]:
    if decision is None:
        return ()
    how = [VERDICT_WORDS[decision.verdict]]
    how += [f"“{decision.reading}”"] if decision.reading else []
    how += decision.prefixes
    how += ["by editing"] if decision.by_edit else []
    how += ["its extent only, nobody looked at its words"] if decision.is_extent_only else []
    by = f"{decision.by}, {when(decision.at)}" if decision.by else when(decision.at)
    return (Fact("Decided", ", ".join(how)), Fact("By", by), Fact("Left in the text", " ".join(decision.left.split())))


def when(at: str) -> str:
    """A recorded time in the local time zone."""
    try:
        return datetime.datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):  # also a time before there were clocks
        return at


def _probable(entry: Entry) -> str:
    suggestion = entry.suggestion
    if suggestion is None:
        return ""
    head = f"{text_words(suggestion.witness)}, {suggestion.confidence:.0%} sure"
    return "\n".join((head, *(quoted(reason) for reason in suggestion.reasons)))


def _alike(session: Session, places: Places, entry: Entry) -> str:
    others = [one for one in alike(session.queue, session.text, entry) if one.id != entry.id]
    named = ", ".join(places.name(one.working.start) for one in others[:12])
    return f"{len(others)} more: {named}{' …' if len(others) > 12 else ''}" if others else ""
