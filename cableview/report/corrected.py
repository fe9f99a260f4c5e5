"""Writes the corrected transcript: each part in its own encoding and line ends, untouched lines byte for byte."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from cableview.encodings import plain_codec
from cableview.errors import UsageError
from cableview.files import encode_text, put_back
from cableview.model.decision import State, Verdict
from cableview.model.span import Span
from cableview.model.witness import PART_BREAK, Source, Witness
from cableview.model.working_text import WorkingText
from cableview.review.queue import Entry
from cableview.review.verdicts import line_end_of

UNCLEAR_FORMS = {"none": "{}", "query": "{}[?]", "brackets": "[{}?]", "tei": "<unclear>{}</unclear>"}
"""How words that cannot be read on the page are written; `{}` stands for the words."""

UNDECIDED_FORM = "[[{} | {}]]"
"""What is written at an undecided place: the working text's words, then the reference's."""

_BREAK = re.compile(r"\r\n|\r|\n")
_BOMS = {
    "utf-8-sig": ("utf-8", codecs.BOM_UTF8),
    "utf-16": ("utf-16-le", codecs.BOM_UTF16_LE),
    "utf-32": ("utf-32-le", codecs.BOM_UTF32_LE),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the corrected transcript: the spans that came from it, each with its present text."""

    source: Source
    pieces: tuple[tuple[Span, str], ...]

    @property
    def text(self) -> str:
        return "".join(text for _, text in self.pieces)


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Text written before and after the words of a span of the working text."""

    span: Span
    before: str
    after: str


def corrected_parts(witness: Witness, working: WorkingText, marks: Sequence[Mark] = ()) -> tuple[Part, ...]:
    """The working text divided among the files it came from, in their order, with `marks` written into it.

    Typed line breaks are converted to those of the file that they go into.
    """
    writing = _Writing(working.text, _typed_breaks(working), marks)
    pieces: dict[int, list[tuple[Span, str]]] = {k: [] for k in range(len(witness.sources))}
    for segment, span in zip(witness.segments, part_spans(witness, working), strict=True):
        own = segment.span.of(witness.text)
        line_end = line_end_of(own if _BREAK.search(own) else witness.text)
        pieces[segment.source].append((segment.in_file(segment.span), writing.written(span, line_end)))
    return tuple(Part(source, tuple(pieces[k])) for k, source in enumerate(witness.sources))


def part_spans(witness: Witness, working: WorkingText) -> list[Span]:
    """The span of each segment in the working text.

    If an emendation spans the break between two parts, its text belongs to the earlier one, unless it contains a break
    itself.
    """
    spans: list[Span] = []
    start = 0
    for one, following in pairwise(witness.segments):
        end, next_start = _break_at(working, Span(one.span.end, following.span.start), start)
        spans.append(Span(start, end))
        start = next_start
    return [*spans, Span(start, len(working.text))] if witness.segments else []


def encoded(part: Part, *, whole: str | None = None, encoding: str | None = None) -> bytes:
    """The part as the bytes of a file, in its own encoding with its BOM, or in `encoding`.

    `whole` is the text of the file into which the part is put back. Raises `FileError` naming what the encoding lacks.
    """
    text = part.text if whole is None else put_back(whole, part.pieces)
    return encode_text(text, part.source if encoding is None else recoded(part.source, encoding))


def recoded(source: Source, encoding: str) -> Source:
    """`source` with another encoding; only `utf-8-sig`, `utf-16` and `utf-32` add a BOM. Raises `UsageError`."""
    try:
        plain_codec(encoding)
    except LookupError as error:
        raise UsageError(f"{encoding!r} is not a text encoding", advice="Try utf-8 or cp1252") from error
    name = codecs.lookup(encoding).name
    if name == codecs.lookup(source.encoding).name:
        return source
    codec, bom = _BOMS.get(name, (name, b""))
    return replace(source, encoding=codec, bom=bom)


def unclear_marks(entries: Iterable[Entry], form: str) -> list[Mark]:
    """Marks on the words judged unreadable. `form` is a name in `UNCLEAR_FORMS` or text containing `{}`.

    Raises `UsageError`.
    """
    form = UNCLEAR_FORMS.get(form, form)
    if form.count("{}") != 1:
        names = ", ".join(UNCLEAR_FORMS)
        raise UsageError(f"{form!r} is not a form for unclear words", advice=f"Give {names}, or text with {{}} in it")
    before, after = form.split("{}")
    return [
        Mark(e.working, before, after)
        for e in entries
        if e.is_decided and e.decision and e.decision.verdict is Verdict.UNREADABLE and not e.working.is_empty
    ]


def undecided_marks(entries: Iterable[Entry], reference: str) -> list[Mark]:
    """Marks on the undecided places, with the reference's reading; stale ones are left out, having no place."""
    marks: list[Mark] = []
    for entry in entries:
        if entry.is_decided or entry.state is State.STALE:
            continue
        before, after = UNDECIDED_FORM.format("\0", " ".join(entry.reference.of(reference).split())).split("\0")
        marks.append(Mark(entry.working, before, after))
    return marks


@dataclass(frozen=True)
class _Writing:
    """A working text to write out: `typed` are its typed line breaks, `marks` what is written around its words."""

    text: str
    typed: Sequence[Span]
    marks: Sequence[Mark]

    def written(self, span: Span, line_end: str) -> str:
        parts: list[str] = []
        at = span.start
        for mark in sorted(self.marks):
            if mark.span.start >= at and span.covers(mark.span):
                parts += [self._plain(Span(at, mark.span.start), line_end), mark.before]
                parts += [self._plain(mark.span, line_end), mark.after]
                at = mark.span.end
        return "".join([*parts, self._plain(Span(at, span.end), line_end)])

    def _plain(self, span: Span, line_end: str) -> str:
        inside = [(s.shifted(-span.start), line_end) for s in self.typed if span.covers(s)]
        return put_back(span.of(self.text), inside)


def _typed_breaks(working: WorkingText) -> list[Span]:
    """The line breaks in emendations whose line breaks differ from those of the text they replace."""
    spans: list[Span] = []
    for e in working.emendations:
        if _BREAK.findall(e.text) != _BREAK.findall(e.span.of(working.original)):
            start = working.working_start(e)
            spans += [Span(*m.span()) for m in _BREAK.finditer(working.text, start, start + len(e.text))]
    return [s for s in spans if not _is_half(working.text, s)]


def _is_half(text: str, span: Span) -> bool:
    """True for a carriage return or line feed whose other half is outside the emendation."""
    return len(span) == 1 and (text[span.start - 1 : span.end] == "\r\n" or text[span.start : span.end + 1] == "\r\n")


def _break_at(working: WorkingText, gap: Span, start: int) -> tuple[int, int]:
    """The end of one part and start of the next in the working text; `gap` is the original's break between them."""
    cut = next((e for e in working.emendations if e.span.overlaps(gap)), None)
    if cut is None:
        span = working.to_working(gap)
        return span.start, span.end
    first = working.working_start(cut)
    end = first + len(cut.text)
    found = working.text.find(PART_BREAK, max(first, start), end)
    return (end, end) if found < 0 else (found, found + len(PART_BREAK))
