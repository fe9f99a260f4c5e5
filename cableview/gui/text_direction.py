"""Which way a text is written: from right to left like Hebrew and Arabic, else from left to right."""

from __future__ import annotations

import re
import unicodedata

_STRONG = {"L": False, "R": True, "AL": True}
_FROM_RIGHT = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""The Unicode blocks of these scripts, and the marks that reverse what follows."""


def is_right_to_left(*texts: str) -> bool:
    """Whether the first letter with a direction is right-to-left; signs and numbers have none."""
    directions = (unicodedata.bidirectional(letter) for text in texts for letter in text)
    return next((_STRONG[one] for one in directions if one in _STRONG), False)


def has_right_to_left(text: str) -> bool:
    """True where something may run from right to left, so that letters are not displayed in the order of the text."""
    return not text.isascii() and _FROM_RIGHT.search(text) is not None
