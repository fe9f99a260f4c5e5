"""Positions in a text as code points, which we count, and as UTF-16 units, which Qt counts. Nothing else converts."""

from __future__ import annotations

_LAST_OF_ONE_UNIT = "\uffff"


def utf16_length(text: str) -> int:
    """Units of `text` in a QString."""
    if is_one_to_one(text):
        return len(text)
    return len(text) + sum(letter > _LAST_OF_ONE_UNIT for letter in text)


def is_one_to_one(text: str) -> bool:
    """True when every code point is one unit, so that both counts are equal."""
    return text.isascii() or max(text) <= _LAST_OF_ONE_UNIT


def to_utf16(text: str, position: int) -> int:
    """The unit before which code point `position` of `text` stands."""
    return utf16_length(text[:position])


def to_code_points(text: str, unit: int, *, up: bool = False) -> int:
    """The code point that unit `unit` of `text` begins or is part of; with `up`, the one after a pair that it cuts."""
    if is_one_to_one(text):
        return min(unit, len(text))
    at = 0
    for position, letter in enumerate(text):
        if at >= unit:
            return position
        at += 1 + (letter > _LAST_OF_ONE_UNIT)
        if at > unit and not up:
            return position
    return len(text)
