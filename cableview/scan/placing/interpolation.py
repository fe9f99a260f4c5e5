"""Places words that were not found between those that were: a comma on its own, a word that a layout leaves out."""

from __future__ import annotations

from collections.abc import Sequence

from cableview.model.geometry import Box
from cableview.model.location import Location
from cableview.model.span import Span
from cableview.scan.segmentation.page_lines import PageLine, nearest_line

MOST = 3
"""Words one after another; of more it is not told how they share the room."""
LEAST_ROOM, MOST_ROOM = 0.4, 3.0
"""Room that there is for them, in shares of what they need, for it to be theirs."""
SURE = 0.99
"""How sure one is, as a share of how sure its neighbours are: of 633 words of fourteen pages that were left out one to
three at a time and placed again between their neighbours, 98.8 in a hundred stood within three x-heights."""


def placed_between(
    spans: Sequence[Span], before: Location | None, after: Location | None, lines: Sequence[PageLine], pitch: float
) -> list[Location] | None:
    """Where up to three words stand that follow `before` and are followed by `after`; `None` where that is not clear.

    `pitch` is the width of a letter. They fill the room on their neighbours' line; where these stand on two lines, as
    many as there is room for end the first.
    """
    first, last = _line_of(before, lines), _line_of(after, lines)
    if not 1 <= len(spans) <= MOST or (first is None and last is None):
        return None
    if before and after and first is not None and first is last:
        return _shared(spans, before.box.right, after.box.left, first, before, after, pitch)
    here = _fitting(spans, before.box.right, first.right, pitch) if before and first is not None else 0
    placed: list[Location] = []
    if here and before and first is not None:
        end = before.box.right + _need(spans[:here], pitch)
        placed += _laid(spans[:here], before.box.right, end, first, _sure(before))
    left = spans[here:]
    if not left:
        return placed
    if after is None or last is None or after.box.left - last.left < LEAST_ROOM * _need(left, pitch):
        return None
    return placed + _laid(left, after.box.left - _need(left, pitch), after.box.left, last, _sure(after))


def _shared(
    spans: Sequence[Span],
    left: float,
    right: float,
    line: PageLine,
    before: Location,
    after: Location,
    pitch: float,
) -> list[Location] | None:
    need = _need(spans, pitch)
    if not LEAST_ROOM * need <= right - left <= MOST_ROOM * need:
        return None
    sure = min(before.confidence, after.confidence)
    return _laid(spans, left, right, line, Location(before.page, before.box, before.method, SURE * sure))


def _laid(spans: Sequence[Span], left: float, right: float, line: PageLine, like: Location) -> list[Location]:
    """Words from `left` to `right`, with a blank before each and after the last, all as wide as the room allows."""
    cell = (right - left) / (sum(len(span) + 1 for span in spans) + 1)
    placed: list[Location] = []
    x = left + cell
    for span in spans:
        box = line.box(x, x + cell * len(span))
        if box.width <= 0:
            box = Box(box.left, box.top, box.left + 1, box.bottom)
        placed.append(Location(like.page, box, like.method, like.confidence))
        x += cell * (len(span) + 1)
    return placed


def _sure(neighbour: Location) -> Location:
    return Location(neighbour.page, neighbour.box, neighbour.method, SURE * neighbour.confidence)


def _need(spans: Sequence[Span], pitch: float) -> float:
    return pitch * (sum(len(span) + 1 for span in spans) + 1)


def _fitting(spans: Sequence[Span], left: float, right: float, pitch: float) -> int:
    """How many of the words there is room for behind the first neighbour, on its line."""
    count = 0
    while count < len(spans) and left + _need(spans[: count + 1], pitch) - 1.5 * pitch <= right:
        count += 1
    return count


def _line_of(place: Location | None, lines: Sequence[PageLine]) -> PageLine | None:
    if place is None:
        return None
    box = place.box
    line = nearest_line(lines, place.page, (box.left + box.right) / 2, (box.top + box.bottom) / 2)
    return line if line is not None and line.holds(box) else None
