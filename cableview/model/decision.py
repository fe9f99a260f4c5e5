"""What a reviewer found on the page at a discrepancy.

Of a long record there are hundreds of thousands of these values. As a `Struct` each takes less memory than a frozen
dataclass, and Python's search for unreachable objects, which stops the window, does not look at it.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from cableview.model.discrepancy import Kind
from cableview.model.span import Span


class Verdict(StrEnum):
    """What the page reads at a discrepancy. The values stand in records and exports."""

    TRANSCRIPT = "transcript"
    REFERENCE = "reference"
    OTHER = "other"
    UNREADABLE = "unreadable"
    IMMATERIAL = "immaterial"
    ABSENT = "absent"
    DEFERRED = "deferred"


VERDICT_WORDS = {verdict: verdict.value for verdict in Verdict} | {Verdict.REFERENCE: "second text"}
"""What each is called in the window: people know the reference as the second text."""


class State(StrEnum):
    """How far a place in the queue has come. All but `DECIDED` count as undecided."""

    OPEN = "open"
    DEFERRED = "deferred"
    REOPENED = "reopened"
    STALE = "stale"
    DECIDED = "decided"


STATE_WORDS = {state: state.value for state in State} | {State.OPEN: "undecided"}


class Quote(msgspec.Struct, frozen=True, gc=False):
    """A span of an original witness and the text there, by which it is found when the file changes."""

    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Place(msgspec.Struct, frozen=True, gc=False):
    """Where a discrepancy is, in the *original* witnesses, with three words of context on either side in both texts.

    `origin` is where a moved passage stands in the transcript. Contexts hold the words one blank apart.
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
        """Of the original transcript: the place itself, and where a moved passage stands."""
        return (self.transcript.span,) if self.origin is None else (self.transcript.span, self.origin.span)


MOST_READ = 12
"""Most words of a reading for which one key can claim that each was looked at."""


class Decision(msgspec.Struct, frozen=True, gc=False):
    """A verdict on a discrepancy, and what the working text read there once it was taken.

    `reading` is what was typed (verdict `other`). `left` is the working text of the place after the verdict: when it
    reads otherwise later, the decision is reopened. `by_edit` says that an edit settled the place, not a key.
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
        """True when nobody has looked yet: the place is still undecided."""
        return self.verdict is Verdict.DEFERRED

    @property
    def is_extent_only(self) -> bool:
        """True when the reading is so long that only its presence was decided; nobody looked at its words."""
        if self.by_edit or self.verdict not in (Verdict.TRANSCRIPT, Verdict.REFERENCE):
            return False
        quotes = (self.place.transcript, self.place.reference, self.place.origin)
        return any(len(quote.text.split()) > MOST_READ for quote in quotes if quote is not None)


class Note(msgspec.Struct, frozen=True, gc=False):
    """What a reviewer noted at an undecided discrepancy, which had the name `id` and the `place` then.

    Without a place where the record is of a version that kept none, or where its words are gone from the texts.
    """

    id: str
    text: str
    place: Place | None = None


def joined(notes: Iterable[str]) -> str:
    """Several notes as one, each said once."""
    return "; ".join(dict.fromkeys(filter(None, notes)))
