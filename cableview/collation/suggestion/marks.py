"""Marks before, in and after words: which belong to a reading, and what it means when two texts differ in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cableview.collation.words.normalise import LINE_END_HYPHEN

BEFORE = frozenset("([{'\"‘’“”„‚«»‹›¿¡*_-–—.,…/#$£&")
AFTER = frozenset(")]}'\"‘’“”„«»‹›*_-–—.,;:!?…/")
"""Marks that stand before and after words; a `!` before one, or a `°` after it, is none."""
PAUSES = frozenset(",.;:!?")
INSIDE_LINES = frozenset("-\u2010\u2011")
"""Hyphens that stand inside a line, too; the others only divide words at its end."""
SPARED = 3
"""Letters that an abbreviation leaves out at least; an engine loses fewer."""
LOOSE_HYPHEN = re.compile(r"[^\W_] -|- [^\W_]")


def core(reading: str) -> str:
    """A reading without the marks before and after it; other signs there may be misread letters."""
    if reading.isalnum():
        return reading
    start, end = 0, len(reading)
    while start < end and reading[start] in BEFORE:
        start += 1
    while end > start and reading[end - 1] in AFTER:
        end -= 1
    return reading[start:end] if any(map(str.isalnum, reading[start:end])) else reading


def undivided(readings: Sequence[str]) -> list[str]:
    """The readings of one place with words divided at a line's end as whole ones.

    Their hyphen is kept if another reading has one inside a line.
    """
    whole = [LINE_END_HYPHEN.sub("", reading) for reading in readings]
    if INSIDE_LINES.isdisjoint("".join(whole)):
        return whole
    return [LINE_END_HYPHEN.sub("-", reading) for reading in readings]


def is_abbreviated(short: str, whole: str) -> bool:
    """True where `short` has a full stop and a few letters of `whole`, one word, in their order (Govt., Government)."""
    if not short.endswith(".") or whole.endswith(".") or len(whole.split()) > 1:
        return False
    letters, meant = core(short), core(whole)
    if len(letters) + SPARED > len(meant) or letters[:1] != meant[:1]:
        return False
    left = iter(meant)
    return all(letter in left for letter in letters)


def has_loose_hyphen(reading: str) -> bool:
    """True where a blank adjoins a hyphen, as engines read it; not other marks, before which old print has blanks."""
    return bool(LOOSE_HYPHEN.search(reading))


def of_marks(ours: str, theirs: str) -> dict[str, float]:
    """The evidence for `theirs` where two readings differ in their marks."""
    here, there = _marks(ours), _marks(theirs)
    hyphens = sum(core(ours).count(mark) - core(theirs).count(mark) for mark in INSIDE_LINES)
    odd = sum(mark not in PAUSES for mark in here) - sum(mark not in PAUSES for mark in there) - hyphens
    return {
        "always": 1.0,
        "more-here": float(len(here) > len(there)),
        "more-there": float(len(here) < len(there)),
        "odd": float(max(-1, min(1, odd))),
        "inside": float(_inside(ours)) - float(_inside(theirs)),
        "hyphen-here": float(hyphens > 0),
        "hyphen-there": float(hyphens < 0),
    }


def _marks(reading: str) -> str:
    return "".join(c for c in reading if not (c.isalnum() or c.isspace()))


def _inside(reading: str) -> bool:
    return any(not (c.isalnum() or c in "-'’ ") for c in core(reading))
