"""Shows places on the scan in the evidence page: a piece of the page with the word framed, and how it was found."""

from __future__ import annotations

import base64
from dataclasses import replace

from cableview.model.geometry import Box
from cableview.model.location import Location, Method
from cableview.report.finding import Finding
from cableview.report.html_text import text
from cableview.report.piece import Piece, Pieces
from cableview.report.place_words import said_of

TALL = 260
"""Height in pixels above which a picture shows more than a word with the lines around it: on paper it needs more."""
LONGEST = 60
"""Most letters of a reading in a picture's alternative text."""


def place_cell(finding: Finding, pieces: Pieces | None) -> str:
    """What is known of where a place is; without `pieces`, in words alone."""
    own = pieces.of.get(finding.entry.id, ()) if pieces else ()
    if own:
        moved = _order_of_moved(finding, own)
        return moved + "".join(_figure(piece, finding) for piece in own)
    if not finding.locations:
        return _remark("Where it is on the scan is not known.")
    first = finding.locations[0]
    if pieces and first.page in pieces.unreadable:
        return _remark(f"{_said((first,))}. {pieces.unreadable[first.page]}.")
    lack = ", so no piece of the scan is shown" if pieces and first.method is Method.PROPORTIONAL else ""
    return _remark(f"{_said(finding.locations)}{lack}.")


def _order_of_moved(finding: Finding, own: tuple[Piece, ...]) -> str:
    if finding.origin is None or len(own) < 2:
        return ""
    return _remark("First where the words belong, then where they stand in the transcript.")


def _figure(piece: Piece, finding: Finding) -> str:
    said = _said(piece.parts)
    if not piece.jpeg:
        return _remark(f"{said}. {piece.lack}.")
    width, height = piece.size
    data = base64.b64encode(piece.jpeg).decode("ascii")
    picture = (
        f'<img src="data:image/jpeg;base64,{data}" width="{width}" height="{height}" loading="lazy" '
        f'decoding="async" alt="{text(_described(piece, finding))}">'
    )
    looks = ("frame" if part.method.names_word else "frame unsure" for part in piece.parts)
    frames = "".join(_rect(box, "halo") + _rect(box, look) for box, look in zip(piece.frames, looks, strict=True))
    place = "piece tall" if height > TALL else "piece"
    over = f'<svg viewBox="0 0 {width} {height}" preserveAspectRatio="none" aria-hidden="true">{frames}</svg>'
    return f'<figure><span class="{place}">{picture}{over}</span><figcaption>{text(said)}</figcaption></figure>'


def _rect(box: Box, look: str) -> str:
    return f'<rect class="{look}" x="{box.left}" y="{box.top}" width="{box.width}" height="{box.height}"/>'


def _said(parts: tuple[Location, ...]) -> str:
    """How certain the least certain word is, and how it was found; other parts count only if none names a word."""
    words = [part for part in parts if part.method.names_word] or parts
    least = min(words, key=lambda part: part.confidence)
    return said_of(replace(least, unfound=sum(part.unfound for part in parts)))


def _described(piece: Piece, finding: Finding) -> str:
    """The alternative text. It does not say what the page reads: that was for the reviewer to determine."""
    reading = " ".join(finding.transcript.text.split())
    short = reading if len(reading) <= LONGEST else f"{reading[: LONGEST - 1]}…"
    what = f"the place of “{short}”" if short else "the place where the transcript has nothing"
    where = "framed" if piece.parts[0].method.pinpoints else "somewhere inside the frame"
    return f"Piece of page {piece.parts[0].page} of the scan, {what} {where}"


def _remark(words: str) -> str:
    return f'<p class="none">{text(words)}</p>'
