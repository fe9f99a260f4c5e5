"""Cuts out of a text what is shown around a place."""

from __future__ import annotations

import re

from cableview.gui.reading_line import Line
from cableview.model.span import Span

LETTERS_AROUND = 160

_PARAGRAPH = re.compile(r"(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)|\f")


def context_line(label: str, text: str, span: Span) -> Line:
    """The line for `span` of `text` and its surroundings, with runs of blanks as one and paragraph ends as signs."""
    before = _PARAGRAPH.sub(" ¶ ", text[max(0, span.start - LETTERS_AROUND) : span.start])
    after = _PARAGRAPH.sub(" ¶ ", text[span.end : span.end + LETTERS_AROUND])
    return Line(label, _flat(before).lstrip(), " ".join(span.of(text).split()), _flat(after).rstrip())


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)
