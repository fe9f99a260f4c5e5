"""The rows of decisions, kept up to date from change to change: in a long record a change affects one or two."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from operator import attrgetter, is_not

from cableview.model.decision import Decision, State
from cableview.model.emendation import Delta
from cableview.model.span import Span
from cableview.model.working_text import WorkingText, delta_between
from cableview.review.moved_passages import Places, grown_words, places_of, whole_words
from cableview.review.queue import Entry
from cableview.review.rows import all_later, put_among, recorded_row, start_of
from cableview.review.state import ReviewState

MOST_REGIONS = 500
"""Regions of a text; where a change touches more, all rows are rebuilt."""

_order = attrgetter("working.start", "working.end", "reference.start", "id")


class DecidedRows:
    """The rows of the decisions that stand for their place, in the order of the text.

    A row depends on its decision and on the words around it in the working text. Unless one of these changes it stays
    the same, shifted by as much as the text before it grew. Rows inside moved passages, whose words stand elsewhere,
    are rebuilt each time.
    """

    def __init__(self, state: ReviewState) -> None:
        self._make(places_of(state), state.book.settled)

    def now(self, state: ReviewState) -> Sequence[Entry]:
        """The rows in a state; in O(rows) cheap steps where it follows the last one by a change."""
        places, settled = places_of(state), state.book.settled
        again = self._touched(places, state)
        if again is None:
            self._make(places, settled)
            return self._rows
        kept = _carried([row for row in self._rows if row.id not in again], self._places.working, places.working)
        new = [_decided_row(settled[name], places) for name in again if name in settled]
        self._rows = put_among(kept, new, _order)
        self._longest = max(self._longest, _longest(new))
        self._places, self._decisions = places, dict(settled)
        return self._rows

    def _make(self, places: Places, settled: Mapping[str, Decision]) -> None:
        self._places, self._decisions = places, dict(settled)
        self._rows: Sequence[Entry] = sorted((_decided_row(d, places) for d in settled.values()), key=_order)
        self._longest = _longest(self._rows)

    def _touched(self, places: Places, state: ReviewState) -> set[str] | None:
        """Names of the rows that carrying along does not get right, or that are gone; `None` if that may be all."""
        last, known, settled = self._places, self._decisions, state.book.settled
        if [passage.decision for passage in last.passages] != [passage.decision for passage in places.passages]:
            return None
        changed = set(compress(settled, map(is_not, settled.values(), map(known.get, settled))))
        if len(settled) - len(changed - known.keys()) < len(known):  # to look for those that are gone takes a while
            changed |= known.keys() - settled.keys()
        both = (of.get(name) for name in changed for of in (known, settled))
        spans = [last.working.to_working(d.place.transcript.span) for d in both if d is not None]
        spans += [at for at, _ in _steps(last.working, delta_between(last.working, places.working))]
        spans += [passage.now for passage in last.passages]
        if len(spans) > MOST_REGIONS:
            return None
        moved = {name for name, decision in state.book.displacing.items() if decision.place.origin is not None}
        return changed | moved | {row.id for span in spans for row in self._near(last.working.text, span)}

    def _near(self, text: str, span: Span) -> Iterable[Entry]:
        """The rows whose words a change of a `span` of the text may alter or join to others."""
        reach = whole_words(text, Span(max(0, span.start - 1), min(len(text), span.end + 1)))
        first = bisect_left(self._rows, reach.start - self._longest, key=start_of)
        last = bisect_right(self._rows, reach.end, first, key=start_of)
        return (row for row in self._rows[first:last] if row.working.touches(reach))


def _carried(rows: Sequence[Entry], before: WorkingText, after: WorkingText) -> list[Entry]:
    """Rows of which a change touches none, in order, shifted to where they stand after it."""
    made: list[Entry] = []
    at = growth = 0
    for span, grown in sorted(_steps(before, delta_between(before, after))):
        behind = bisect_right(rows, span.start, at, key=start_of)
        made += all_later(rows[at:behind], growth)
        at, growth = behind, growth + grown
    made += all_later(rows[at:], growth)
    return made


def _steps(before: WorkingText, delta: Delta) -> list[tuple[Span, int]]:
    """The spans of the previous text that a delta changes, and by how much the text grows at each."""
    out = [(before.to_working(e.span), len(e.span) - len(e.text)) for e in delta.removed]
    return out + [(before.to_working(e.span), len(e.text) - len(e.span)) for e in delta.added]


def _longest(rows: Iterable[Entry]) -> int:
    return max((len(row.working) for row in rows), default=0)


def _decided_row(decision: Decision, places: Places) -> Entry:
    span = places.of(decision)
    origin = decision.place.origin
    state = State.DECIDED if _holds(decision, span, places.working) else State.REOPENED
    moved = None if origin is None else places.working.to_working(origin.span)
    return recorded_row(decision, state, span, decision.place.reference.span, moved)


def _holds(decision: Decision, span: Span, working: WorkingText) -> bool:
    """True while the place reads what the decision left there, and has not grown together with a neighbour."""
    text, original, place = working.text, working.original, decision.place.transcript.span
    now = grown_words(text, span, original, place)  # it may already have grown when it was decided
    return now.of(text).strip() == decision.left.strip()  # blanks at its ends may have gone with a neighbour
