"""Reads Markdown as transcripts use it: what is struck, emphasised or ticked, and which characters are syntax.

Blocks and runs follow CommonMark (https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis), with
its lower bound for openers, which keeps the time linear. Code, links and HTML count as letters: on a typed page, a
backtick or a bracket is just a character.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from cableview.model.span import Span
from cableview.model.witness import Mark, MarkKind, Markup

# A line begins at the start of the text or after a line end; `^` would not recognise a lone CR.
_BLOCK = re.compile(
    r"(?P<gap>(?:\r\n|\r(?!\n)|\n)[ \t]*(?=[\r\n])|\f)"
    r"|(?<![^\r\n\f]) {0,3}(?:(?P<quote>>(?:[ \t]?>)*)[ \t]?)?"
    r"(?:(?P<heading>#{1,6})(?=[ \t\r\n]|\Z)|(?P<item>[-+*]|\d{1,9}[.)])[ \t]|(?(quote)|(?!)))"
)
_LINE_END = re.compile(r"[\r\n\f]|\Z")
_INLINE = re.compile(r"\\(?:[!-/:-@\[-`{-~]|(?=[\r\n]))|(?P<run>\*+|_+|~+)|(?P<box>[☐☑☒]|\[[ xX]\](?!\())")

# Longer runs are rules, or blanks to fill in on a form, not syntax.
_LONGEST_RUN = 3


@dataclass(slots=True)
class _Run:
    """A run of equal delimiter characters that may open or close; `start:end` is what is left of it."""

    character: str
    start: int
    end: int
    opens: bool
    closes: bool
    length: int

    @property
    def left(self) -> int:
        return self.end - self.start


@dataclass(slots=True)
class _Inline:
    """The runs of a block that still need closers, and what was found so far."""

    stack: list[_Run] = field(default_factory=list["_Run"])
    bottoms: dict[tuple[str, bool, int], int] = field(default_factory=dict[tuple[str, bool, int], int])
    marks: list[Mark] = field(default_factory=list[Mark])
    delimiters: list[Span] = field(default_factory=list[Span])

    def end_block(self) -> None:
        self.stack.clear()
        self.bottoms.clear()


def markdown_markup(text: str) -> Markup:
    """The marks and delimiters of a Markdown text, both in order.

    A mark's span includes its delimiters, so that a run of non-blanks such as `~~SECRET~~` is covered whole; the
    delimiters are also listed separately. The two blanks of a hard line break are blanks, not delimiters.
    """
    state = _Inline()
    ends, delimiters = _blocks(text)
    edge = 0
    for match in _INLINE.finditer(text):
        while edge < len(ends) and ends[edge] <= match.start():
            state.end_block()
            edge += 1
        _take(text, match, state)
    marks = sorted(state.marks, key=lambda mark: (mark.span.start, -mark.span.end))
    return Markup(tuple(marks), tuple(sorted(delimiters + state.delimiters)))


def _blocks(text: str) -> tuple[list[int], list[Span]]:
    """The places where blocks end, and the spans of the `#` and `>` that open them."""
    ends: list[int] = []
    delimiters: list[Span] = []
    for match in _BLOCK.finditer(text):
        if match["quote"] is not None:
            start = match.start("quote")
            delimiters += [Span(start + i, start + i + 1) for i, c in enumerate(match["quote"]) if c == ">"]
        if match["heading"] is not None:
            delimiters.append(Span(*match.span("heading")))
            ends += [match.start(), _line_end(text, match.end())]
        elif match["quote"] is None or match["item"] is not None:
            ends.append(match.start())
    return ends, delimiters


def _line_end(text: str, position: int) -> int:
    match = _LINE_END.search(text, position)
    return match.start() if match else len(text)


def _take(text: str, match: re.Match[str], state: _Inline) -> None:
    if match["box"] is not None:
        ticked = match["box"] not in ("☐", "[ ]")
        state.marks.append(Mark(MarkKind.CHECKBOX, Span(*match.span()), note="ticked" if ticked else ""))
    elif match["run"] is None:
        state.delimiters.append(Span(match.start(), match.start() + 1))
    elif match.end() - match.start() <= _LONGEST_RUN:
        run = _flanked(text, match.start(), match.end())
        if run is not None:
            _place(run, state)


def _flanked(text: str, start: int, end: int) -> _Run | None:
    """A run and whether its neighbours let it open or close; `None` if it counts as letters."""
    character = text[start]
    if character == "~" and end - start != 2:
        return None
    before, after = _class(text, start - 1), _class(text, end)
    left = after != "blank" and (after == "letter" or before != "letter")
    right = before != "blank" and (before == "letter" or after != "letter")
    if character == "_":
        left, right = left and (not right or before == "sign"), right and (not left or after == "sign")
    return _Run(character, start, end, left, right, end - start) if left or right else None


def _class(text: str, position: int) -> str:
    if not 0 <= position < len(text) or text[position].isspace():
        return "blank"
    return "sign" if unicodedata.category(text[position])[0] in "PS" else "letter"


def _place(run: _Run, state: _Inline) -> None:
    """Closes what the run can close; what is left of it becomes an opener if it can open."""
    while run.closes and run.left:
        at = _opener(run, state)
        if at is None:
            break
        _pair(state.stack[at], run, state)
        del state.stack[at + 1 :]
        if not state.stack[at].left:
            state.stack.pop()
    if run.opens and run.left:
        state.stack.append(run)


def _opener(run: _Run, state: _Inline) -> int | None:
    """The index of the nearest opener on the stack that the run closes. Failed searches are not repeated."""
    key = (run.character, run.opens, run.length % 3)
    bottom = min(state.bottoms.get(key, 0), len(state.stack))
    for at in range(len(state.stack) - 1, bottom - 1, -1):
        if _fits(state.stack[at], run):
            return at
    state.bottoms[key] = len(state.stack)
    return None


def _fits(opener: _Run, closer: _Run) -> bool:
    if opener.character != closer.character:
        return False
    if not (opener.closes or closer.opens):
        return True
    return (opener.length + closer.length) % 3 != 0 or (opener.length % 3 == 0 and closer.length % 3 == 0)


def _pair(opener: _Run, closer: _Run, state: _Inline) -> None:
    width = 2 if opener.left >= 2 and closer.left >= 2 else 1
    opener.end -= width
    first, last = Span(opener.end, opener.end + width), Span(closer.start, closer.start + width)
    closer.start += width
    state.delimiters += [first, last]
    kind = MarkKind.STRUCK if opener.character == "~" else MarkKind.EMPHASIS
    note = "strong" if kind is MarkKind.EMPHASIS and width == 2 else ""
    state.marks.append(Mark(kind, first.hull(last), note=note))
