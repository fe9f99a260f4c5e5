"""Names runs of words that only one text has: furniture, repetition, and what a copyist's eye skipped."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from cableview.collation.classification.repetitions import is_catchword, is_repetition
from cableview.collation.words import furniture
from cableview.collation.words.normalise import bare
from cableview.collation.words.tokens import Tokens
from cableview.model.discrepancy import Kind


class Passage(NamedTuple):
    """Words `first` up to `last` that the other text lacks; `kind` is None for an addition or omission."""

    first: int
    last: int
    kind: Kind | None


def passages(text: Tokens, first: int, last: int, *, at_head: bool, at_foot: bool) -> list[Passage]:
    """The run split into furniture and the rest, the rest by paragraph. `at_head`: the other text begins after it."""
    if is_repetition(text, first, last):
        return [Passage(first, last, Kind.REPETITION)]
    lines = furniture.lines_of(text, first, last)
    if len(lines) == 1 and not (at_head or at_foot or furniture.stands_alone(text, first, last)):  # the usual case
        return [Passage(first, last, None)]
    marks = _furniture_lines(text, lines, at_head=at_head, at_foot=at_foot)
    breaks = [text.breaks[start] for start, _ in lines]
    begins = [k for k, mark in enumerate(marks) if k == 0 or mark != marks[k - 1] or not (mark or breaks[k] < 2)]
    cut = [(lines[k][0], lines[end - 1][1], marks[k]) for k, end in pairwise([*begins, len(lines)])]
    out = [Passage(start, end, Kind.FURNITURE if mark else None) for start, end, mark in cut]
    others = [k for k, passage in enumerate(out) if passage.kind is None]
    if len(others) == 1 and is_catchword(text, out[others[0]][:2], (first, last)):
        out[others[0]] = out[others[0]]._replace(kind=Kind.REPETITION)
    return out


def is_furniture(text: Tokens, first: int, last: int) -> bool:
    """True for whole lines whose form alone shows that they are page furniture."""
    if not furniture.stands_alone(text, first, last):
        return False
    return all(furniture.is_sure(text, *line) for line in furniture.lines_of(text, first, last))


def _furniture_lines(text: Tokens, lines: furniture.Lines, *, at_head: bool, at_foot: bool) -> list[bool]:
    """Whether each line is furniture. Short lines are if they stand at an edge or beside sure furniture."""
    first, last = lines[0][0], lines[-1][1]
    if at_head or at_foot:
        possible = [furniture.is_possible(text, *line) for line in lines]
        if _enough(lines, possible) and _alone_at_edge(text, first, last, at_head=at_head):
            return [True] * len(lines)
    sure = furniture.sure_lines(text, lines)
    if not any(sure) and furniture.interrupts(text, first, last):
        sure = [furniture.is_numbered_capitals(text, *line) for line in lines]
    if any(sure) and furniture.is_in_table(text, first, last):
        sure = [False] * len(lines)
    if any(sure) or (furniture.stands_alone(text, first, last) and furniture.at_page_break(text, first, last)):
        _spread(text, lines, sure, seeded=any(sure))
    return sure


def _spread(text: Tokens, lines: furniture.Lines, sure: list[bool], *, seeded: bool) -> None:
    """Marks the short lines beside sure furniture as furniture too."""

    def possible(line: tuple[int, int]) -> bool:
        first, last = line
        return last - first <= 12 and furniture.stands_alone(text, *line) and furniture.is_possible(text, *line)

    if not seeded:
        if all(map(possible, lines)):
            sure[:] = [True] * len(lines)
        return
    for order in (range(1, len(lines)), range(len(lines) - 2, -1, -1)):
        step = order.step
        for k in order:
            sure[k] = sure[k] or (sure[k - step] and possible(lines[k]))


def _enough(lines: furniture.Lines, marks: list[bool]) -> bool:
    words = sum(end - start for start, end in lines)
    return sum(end - start for (start, end), mark in zip(lines, marks, strict=True) if mark) * 10 >= words * 9


def _alone_at_edge(text: Tokens, first: int, last: int, *, at_head: bool) -> bool:
    """True if the run stands alone; a head of several lines may end inside the line on which the text begins."""
    if furniture.stands_alone(text, first, last):
        return True
    lines = furniture.lines_of(text, first, last)
    return at_head and len(lines) > 1 and lines[-1][1] - lines[-1][0] <= furniture.SHORT_LINE


def eye_skip(text: Tokens, first: int, last: int) -> str:
    """The words between which the eye skipped the run: those at its end and before it, or at its start and after."""
    if last - first < 3:
        return ""
    for here, there in ((last, first), (first, last)):
        words = _common(text, here, there, backward=here == last)
        if sum(map(len, words)) >= 4:
            return " ".join(words)
    return ""


def _common(text: Tokens, here: int, there: int, *, backward: bool) -> list[str]:
    out: list[str] = []
    step = -1 if backward else 1
    offset = -1 if backward else 0
    for k in range(6):
        p, q = here + offset + step * k, there + offset + step * k
        if not (0 <= p < len(text) and 0 <= q < len(text)):
            break
        word = text.form(p)
        plain = bare(word)
        if not plain or plain != bare(text.form(q)):
            break
        out.append(word.strip(",.;:"))
    return out[::-1] if backward else out
