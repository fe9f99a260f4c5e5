"""Which way a text is written: from right to left as Hebrew and Arabic are, else from left to right."""

from __future__ import annotations

import unicodedata

_STRONG = {"L": False, "R": True, "AL": True}


def is_right_to_left(*texts: str) -> bool:
    """By the first letter that has a direction; signs and numbers have none."""
    directions = (unicodedata.bidirectional(letter) for text in texts for letter in text)
    return next((_STRONG[one] for one in directions if one in _STRONG), False)
