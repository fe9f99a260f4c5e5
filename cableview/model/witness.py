"""A text of the item, the file each part of it comes from, and what is known of its words besides the letters."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import msgspec

from cableview.model.span import Span

PART_BREAK = "\f"
"""Separates the parts of a witness that come from several files. It is in none of them."""


class Sigil(StrEnum):
    """Which text of an item a witness is; `SCAN` is one that an engine or a layout reads on the scan."""

    TRANSCRIPT = "transcript"
    REFERENCE = "reference"
    SCAN = "scan"


class Syntax(StrEnum):
    """How to interpret the characters of a text."""

    PLAIN = "plain"
    MARKDOWN = "markdown"


class MarkKind(StrEnum):
    """What a mark says about its words. No syntax read so far says `OVERTYPED`."""

    STRUCK = "struck"
    OVERTYPED = "overtyped"
    EMPHASIS = "emphasis"
    CHECKBOX = "checkbox"


@dataclass(frozen=True, slots=True)
class Mark:
    """A property of a span beyond its letters. `note` says which of its kind: a `ticked` box, `strong` emphasis."""

    kind: MarkKind
    span: Span
    note: str = ""


class Markup(msgspec.Struct, frozen=True):
    """What a text's syntax says: marks on words, and the spans of characters that are syntax rather than letters."""

    marks: tuple[Mark, ...] = ()
    delimiters: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A text file as read.

    `encoding` is a codec without BOM handling (`utf-16-le`, not `utf-16`), `bom` the bytes before the first code point,
    `sha256` the hex digest of the whole file, `length` its code points after the BOM.
    """

    path: Path
    sha256: str
    encoding: str
    bom: bytes
    length: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a witness's text and where it begins in the file it came from; it is equally long in both."""

    span: Span
    source: int
    start: int

    def in_file(self, span: Span) -> Span:
        return span.shifted(self.start - self.span.start)


@dataclass(frozen=True, slots=True)
class FileSpan:
    """A span of a file: `source` is an index into the witness's sources."""

    source: int
    span: Span


@dataclass(frozen=True)
class Witness:
    """One text of the item. Line ends are as in the files (CRLF is two code points).

    `segments` are in order and do not overlap; `PART_BREAK` separates one from the next.
    """

    sigil: Sigil
    text: str
    sources: tuple[Source, ...]
    segments: tuple[Segment, ...]
    syntax: Syntax = Syntax.PLAIN

    @cached_property
    def _starts(self) -> list[int]:
        return [segment.span.start for segment in self.segments]

    def segment_at(self, position: int) -> int:
        """Index of the segment containing `position`; one between two segments belongs to the earlier."""
        return max(0, bisect_right(self._starts, position) - 1)

    def in_file(self, span: Span) -> FileSpan:
        """`span` of the text as a span of a file, truncated at the end of the segment it starts in."""
        segment = self.segments[self.segment_at(span.start)]
        start = min(span.start, segment.span.end)
        return FileSpan(segment.source, segment.in_file(Span(start, max(start, min(span.end, segment.span.end)))))
