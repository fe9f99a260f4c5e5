"""Two passages changed over are one move, whatever words both begin or end with."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cableview.collation.collate import Text, collate
from cableview.collation.rules import default_rules
from cableview.model.discrepancy import Kind
from cableview.model.span import Span
from tests.bench.made_text import prose

HEAD = "The convoy had left the harbour in good order before the storm came up."
TAIL = "No further news was received from that coast all week."
SHARED = st.lists(st.sampled_from(["he", "was", "of", "a", "told", "by", "in"]), max_size=4)
OTHER = sorted({word for word in prose(4_000, 5).lower().replace(".", "").split() if word.isalpha() and len(word) > 4})
BODIES = st.lists(st.sampled_from(OTHER), min_size=4, max_size=20, unique=True)


def sentence(words: list[str]) -> str:
    return f"{' '.join(words).capitalize()}."


@given(SHARED, SHARED, BODIES, st.floats(0, 1), st.sampled_from([" ", "\n", "\n\n"]))
def test_sentences_that_begin_and_end_alike_are_moved_whole(
    begin: list[str], end: list[str], bodies: list[str], share: float, blank: str
) -> None:
    cut = 2 + int(share * (len(bodies) - 4))
    one, two = (sentence([*begin, *body, *end]) for body in (bodies[:cut], bodies[cut:]))
    ours, theirs = (blank.join([HEAD, *order, TAIL]) for order in ((one, two), (two, one)))
    (found,) = collate(Text(ours), Text(theirs), default_rules()).differences
    assert found.kind is Kind.MOVED
    assert found.origin is not None
    words = found.origin.of(ours)
    assert words in (one, two)
    assert found.reference.of(theirs) == words
    assert put_back(ours, found.working, found.origin).split() == theirs.split()


def put_back(text: str, place: Span, origin: Span) -> str:
    """The text with the words of `origin` at `place` instead."""
    pieces = sorted([(origin.start, origin.end, " "), (place.start, place.end, f" {origin.of(text)} ")], reverse=True)
    for start, end, words in pieces:
        text = text[:start] + words + text[end:]
    return text


def test_two_figures_changed_over_stay_two_numbers() -> None:
    found = collate(Text(f"{HEAD} Tons 5 Tons 6. {TAIL}"), Text(f"{HEAD} Tons 6 Tons 5. {TAIL}"), default_rules())
    assert [d.kind for d in found.differences] == [Kind.NUMBER, Kind.NUMBER]
