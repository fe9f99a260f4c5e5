"""What identifies a place: the words there and around it in the originals, never its number alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from cableview.model.decision import Place, Quote
from cableview.model.span import Span
from cableview.model.witness import Sigil
from cableview.review.change import Act, Emend, Exclude, Reattach, See, Show

CONTEXT = 3
"""Words on either side that a place is known by."""

_WINDOW = 128
_WIDEST = 4096
"""Code points looked through for the context; of a longer run without blanks the near end is taken."""
_SHORT = 240
"""Code points up to which the text of an anchor is kept whole."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The text at a span of an original witness, by which it is found again in a file changed outside.

    For a long text `text` is the beginning and `tail` the end. `before` and `after` are the three words on either side,
    separated by single blanks, with a blank next to the span where one stands there.
    """

    witness: Sigil
    start: int
    end: int
    text: str
    before: str = ""
    after: str = ""
    tail: str = ""


def discrepancy_ids(places: Sequence[Place], others: Sequence[Place] = ()) -> list[str]:
    """The persistent names of `places`, made of their words, the words around, and their ordinal among equals.

    `others` are further places that count, such as decided ones: without them a place would take over the name of an
    equal one before it.
    """
    words = [_words(place) for place in places]
    around = {_around(place) for place in places}
    befores = {place.before for place in places}
    others = [place for place in others if place.before in befores and _around(place) in around]
    alike: dict[tuple[str, ...], set[tuple[int, int]]] = defaultdict(set)
    for key, place in (*zip(words, places, strict=True), *((_words(place), place) for place in others)):
        alike[key].add(_position(place))
    ordinals = {key: {at: k for k, at in enumerate(sorted(found))} for key, found in alike.items()}
    return [_hashed((*key, str(ordinals[key][_position(p)]))) for key, p in zip(words, places, strict=True)]


def place_of(transcript: str, reference: str, t: Span, r: Span, origin: Span | None = None) -> Place:
    """The place of a discrepancy at spans of the two originals. The cost does not depend on the texts' length."""
    return Place(
        transcript=_quote(transcript, t),
        reference=_quote(reference, r),
        origin=None if origin is None else _quote(transcript, origin),
        before=words_before(transcript, t.start),
        after=words_after(transcript, t.end),
        reference_before=words_before(reference, r.start),
        reference_after=words_after(reference, r.end),
    )


def words_before(text: str, at: int) -> str:
    """The `CONTEXT` runs of non-blanks before `at`, separated by single blanks."""
    width = _WINDOW
    while True:
        start = max(0, at - width)
        words = text[start:at].split()
        if start == 0 or len(words) > CONTEXT or width >= _WIDEST:
            return " ".join(words[-CONTEXT:])
        width *= 2


def words_after(text: str, at: int) -> str:
    """The `CONTEXT` runs of non-blanks after `at`, separated by single blanks."""
    width = _WINDOW
    while True:
        words = text[at : at + width].split()
        if at + width >= len(text) or len(words) > CONTEXT or width >= _WIDEST:
            return " ".join(words[:CONTEXT])
        width *= 2


def anchor_of(text: str, span: Span, witness: Sigil = Sigil.TRANSCRIPT) -> Anchor:
    """The anchor of `span` in the original `text` of `witness`."""
    whole = span.of(text)
    before, after = words_before(text, span.start), words_after(text, span.end)
    return Anchor(
        witness,
        span.start,
        span.end,
        whole if len(whole) <= _SHORT else whole[: _SHORT // 2],
        before + " " if text[max(0, span.start - 1) : span.start].isspace() else before,
        " " + after if text[span.end : span.end + 1].isspace() else after,
        "" if len(whole) <= _SHORT else whole[-_SHORT // 2 :],
    )


def anchors_of(acts: Sequence[Act], transcript: str | None, reference: str | None) -> tuple[Anchor, ...]:
    """Anchors of all spans that `acts` mention without quoting them. Decisions quote their places themselves.

    There are none in a text that is `None`.
    """
    spans: dict[tuple[Sigil, Span], None] = {}
    for act in acts:
        match act:
            case Emend(delta):
                spans.update({(Sigil.TRANSCRIPT, e.span): None for e in delta.added})
            case Exclude(witness, span):
                spans[witness, span] = None
            case See(span) | Show(span):
                spans[Sigil.TRANSCRIPT, span] = None
            case Reattach(emendations=emendations, exclusions=exclusions, seen=seen, shown=shown):
                spans.update({(Sigil.TRANSCRIPT, e.span): None for e in emendations})
                spans.update(dict.fromkeys(exclusions))
                spans.update({(Sigil.TRANSCRIPT, span): None for span in (*seen, *(span for span, _ in shown))})
            case _:
                pass
    texts = {Sigil.TRANSCRIPT: transcript, Sigil.REFERENCE: reference}
    known = ((texts.get(witness), witness, span) for witness, span in spans)
    return tuple(
        anchor_of(text, span, sigil) for text, sigil, span in known if text is not None and span.end <= len(text)
    )


def _quote(text: str, span: Span) -> Quote:
    return Quote(span.start, span.end, span.of(text))


def _position(place: Place) -> tuple[int, int]:
    return place.transcript.start, place.reference.start


def _words(place: Place) -> tuple[str, ...]:
    origin = "" if place.origin is None else "from " + _spaced(place.origin.text)
    return (_spaced(place.transcript.text), _spaced(place.reference.text), origin, *_around(place))


def _around(place: Place) -> tuple[str, ...]:
    return place.before, place.after, place.reference_before, place.reference_after


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _hashed(parts: tuple[str, ...]) -> str:
    # U+001F counts as a blank, so none of the parts contains it.
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
