"""Finds which code points are one sign to the reader: extended grapheme clusters, as defined by Unicode (UAX 29)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

_LINE_SEPARATORS = (0x2028, 0x2029)
_PREPENDED = frozenset(
    (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0xD4E, 0x110BD, 0x110CD, 0x111C2, 0x111C3, 0x113D1)
) | frozenset((0x1193F, 0x11941, 0x11A3A, *range(0x11A84, 0x11A8A), 0x11D46, 0x11F02))
"""Signs that are drawn with the sign that follows them, even a blank."""


def sign_ends(text: str) -> list[int]:
    """For each code point, the end of the sign it belongs to."""
    if text.isascii() and "\r\n" not in text:
        return list(range(1, len(text) + 1))
    out: list[int] = []
    for sign in _signs()(text):
        out += [len(out) + len(sign)] * len(sign)
    return out


@cache
def _signs() -> Callable[[str], list[str]]:
    """A function that splits text into signs; loads `regex` (50 ms), which knows flags, families, jamo, conjuncts."""
    import regex

    pattern: Any = regex.compile(r"\X")
    return pattern.findall


def blanks_of_signs(
    points: npt.NDArray[np.unsignedinteger[Any]], blank: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int64]:
    """Places of the blanks that form one sign with the code point after or before them. `blank` flags all blanks."""
    places = np.flatnonzero(blank[:-1] & (points[1:] >= 0x300))
    places = places[(points[places] == 32) | (points[places] >= 160)]
    followers = points[places + 1]
    accents = [point for point in np.unique(followers).tolist() if extends(chr(point))]
    behind = places[np.isin(followers, accents)]
    prepended = np.flatnonzero(blank[1:] & (points[:-1] >= 0x600))
    prepended = prepended[np.isin(points[prepended], list(_PREPENDED))] + 1
    found = np.concatenate((behind, prepended[(points[prepended] == 32) | (points[prepended] >= 160)]))
    return found[~np.isin(points[found], _LINE_SEPARATORS)]


def extends(letter: str) -> bool:
    """True for a code point that is drawn on the sign before it."""
    return (
        unicodedata.category(letter)[0] == "M"
        or letter in "\u200c\u200d\u0e33\u0eb3\uff9e\uff9f"
        or "\U0001f3fb" <= letter <= "\U0001f3ff"
        or "\U000e0020" <= letter <= "\U000e007f"
    )
