"""Findings with places on a scan, for tests of what is shown of them."""

from __future__ import annotations

from cableview.model.decision import Place, Quote, State
from cableview.model.discrepancy import Kind, Severity
from cableview.model.geometry import Box
from cableview.model.location import Location, Method
from cableview.model.span import Span
from cableview.model.witness import FileSpan
from cableview.report.finding import Finding, Found
from cableview.review.queue import Entry


def at(page: int, left: int, top: int, width: int, height: int = 20, method: Method = Method.IMAGE) -> Location:
    return Location(page, Box(left, top, left + width, top + height), method, 0.9)


def finding(key: str, *locations: Location, ours: str = "stated", theirs: str = "states", moved: str = "") -> Finding:
    """One undecided row; `moved` are the words that stand elsewhere."""
    origin = Quote(0, len(moved), moved) if moved else None
    place = Place(Quote(0, len(ours), ours), Quote(0, len(theirs), theirs), origin, "", "", "", "")
    span = Span(0, 1)
    entry = Entry(key, Kind.WORD, Severity.LOW, State.OPEN, span, span, place)
    there = FileSpan(0, span)
    return Finding(entry, Found(ours, there), Found(theirs, there), Found(moved, there) if moved else None, locations)
