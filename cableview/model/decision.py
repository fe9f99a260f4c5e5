"""What a reviewer found on the page at a discrepancy.

A long record has hundreds of thousands of these values. As a `Struct` each takes less memory than a frozen dataclass,
and Python's search for unreachable objects, which stops the window, skips it.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from cableview.model.discrepancy import Kind
from cableview.model.span import Span


class Verdict(StrEnum):
    """What the page reads at a discrepancy. The values appear in records and exports."""

    TRANSCRIPT = "transcript"
    REFERENCE = "reference"
    OTHER = "other"
    UNREADABLE = "unreadable"
    IMMATERIAL = "immaterial"
    ABSENT = "absent"
    DEFERRED = "deferred"


VERDICT_WORDS = {verdict: verdict.value for verdict in Verdict} | {Verdict.REFERENCE: "second text"}
"""What each is called in the window: users know the reference as the second text."""


class State(StrEnum):
    """How far a place in the queue has come. All but `DECIDED` count as undecided."""

    OPEN = "open"
    DEFERRED = "deferred"
    REOPENED = "reopened"
    STALE = "stale"
    DECIDED = "decided"


STATE_WORDS = {state: state.value for state in State} | {State.OPEN: "undecided"}


class Quote(msgspec.Struct, frozen=True, gc=False):
    """A span of an original witness and its text, by which it is found again when the file changes."""

    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Place(msgspec.Struct, frozen=True, gc=False):
    """Where a discrepancy is, in the *original* witnesses, with three words of context on either side in both texts.

    `origin` is where a moved passage is in the transcript. Contexts hold the words separated by single spaces.
    """

    transcript: Quote
    reference: Quote
    origin: Quote | None = None
    before: str = ""
    after: str = ""
    reference_before: str = ""
    reference_after: str = ""

    @property
    def transcript_spans(self) -> tuple[Span, ...]:
        """Spans of the original transcript: the place itself, and where a moved passage is."""
        return (self.transcript.span,) if self.origin is None else (self.transcript.span, self.origin.span)


MOST_READ = 12
"""The longest reading, in words, for which one key press can claim that each word was looked at."""


class Decision(msgspec.Struct, frozen=True, gc=False):
    """A verdict on a discrepancy, and what the working text read there after it.

    `reading` is what was typed (verdict `other`). `left` is the working text of the place after the verdict: if it
    reads differently later, the decision is reopened. `by_edit` says that an edit settled the place, not a key.
    """

    id: str
    place: Place
    kind: Kind
    verdict: Verdict
    reading: str = ""
    likely: bool = False
    sic: bool = False
    note: str = ""
    left: str = ""
    by_edit: bool = False
    severity: str = "medium"
    by: str = ""
    at: str = ""

    @property
    def is_deferred(self) -> bool:
        """True if nobody has looked at the place yet: it is still undecided."""
        return self.verdict is Verdict.DEFERRED

    @property
    def prefixes(self) -> tuple[str, ...]:
        """What was said before the verdict, in words."""
        return tuple(word for word, is_said in (("likely", self.likely), ("sic", self.sic)) if is_said)

    @property
    def is_extent_only(self) -> bool:
        """True if the reading is so long that only its presence was decided; nobody looked at its words."""
        if self.by_edit or self.verdict not in (Verdict.TRANSCRIPT, Verdict.REFERENCE):
            return False
        quotes = (self.place.transcript, self.place.reference, self.place.origin)
        return any(len(quote.text.split()) > MOST_READ for quote in quotes if quote is not None)


class Note(msgspec.Struct, frozen=True, gc=False):
    """A reviewer's note on an undecided discrepancy, with the name `id` and the `place` that it had then.

    `place` is `None` if the record's version stored none, or if its words are gone from the texts.
    """

    id: str
    text: str
    place: Place | None = None


def joined(notes: Iterable[str]) -> str:
    """Several notes joined into one, without repetitions."""
    return "; ".join(dict.fromkeys(filter(None, notes)))
