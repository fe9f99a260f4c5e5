"""Places words that were not found between those that were, such as a lone comma, or a word a layout omits."""

from __future__ import annotations

from collections.abc import Sequence

from cableview.model.geometry import Box
from cableview.model.location import Location
from cableview.model.span import Span
from cableview.scan.segmentation.page_lines import PageLine, nearest_line

MOST = 3
"""Most consecutive words; how more of them share the space cannot be told."""
LEAST_ROOM, MOST_ROOM = 0.4, 3.0
"""The space available as a share of what the words need, within which it is taken to be theirs."""
SURE = 0.99
"""How sure one is, as a share of how sure its neighbours are: of 633 words of fourteen pages that were left out one to
three at a time and placed again between their neighbours, 98.8 in a hundred stood within three x-heights."""


def placed_between(
    spans: Sequence[Span], before: Location | None, after: Location | None, lines: Sequence[PageLine], pitch: float
) -> list[Location] | None:
    """Where up to three words between `before` and `after` stand; `None` where that is not clear.

    `pitch` is the width of a letter. The words fill the space between their neighbours; where those stand on two lines,
    as many as fit go at the end of the first.
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
    """Locations of words that fill a line from `left` to `right`, with a blank before each and after the last."""
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
    """How many of the words fit after the first neighbour, on its line."""
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
