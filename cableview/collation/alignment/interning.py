"""Numbers words for comparison: equal forms have equal numbers, computed for many words at a time."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cableview.collation.alignment.anchors import Ids
from cableview.collation.words.tokens import Column, Tokens, code_points

Numbers = npt.NDArray[np.uint64]

_PIECE = 8
"""Bytes taken as a number. Words of up to two such pieces are numbered together, longer ones one by one."""
_SHORT = 20_000
"""The most letters of two texts that are numbered together; for longer ones there is nothing to gain."""
# Python's hash has a new key in each process, so no text can be crafted to have different words of equal numbers.
_KEY = np.uint64(hash(__name__) & sys.maxsize | 1)
_HALF = np.uint64(32)
# Fills the bytes that a word leaves of a piece. No byte of UTF-8 is as high, so a word differs from all longer ones.
_FILLS = np.array([(1 << 8 * _PIECE) - (1 << 8 * size) for size in range(_PIECE + 1)], dtype=np.uint64)


def interned(text: Tokens) -> Ids:
    """The number of each word's form. Different forms have different ones; over eight bytes, barring freak collisions.

    In a text of a million such words, the chance that any two collide is one in 30 million.
    """
    return _with_rewritten(_numbers(text.text, text.starts, text.ends), text)


def interned_both(a: Tokens, b: Tokens) -> tuple[Ids, Ids]:
    """The same for two texts: short ones together, as for a page numpy's work takes less time than its calls."""
    behind = len(a.text)
    if behind + len(b.text) > _SHORT:
        return interned(a), interned(b)
    starts, ends = np.concatenate((a.starts, b.starts + behind)), np.concatenate((a.ends, b.ends + behind))
    numbers = _numbers(a.text + b.text, starts, ends)
    return _with_rewritten(numbers[: len(a)], a), _with_rewritten(numbers[len(a) :], b)


def _with_rewritten(numbers: Ids, text: Tokens) -> Ids:
    """The numbers of words as written, with those of rewritten words replaced by their forms' numbers."""
    places, forms = text.rewritten_forms()
    if forms:
        numbers[places] = interned_forms(forms)
    return numbers


def interned_forms(forms: Sequence[str]) -> Ids:
    """The same for words that are not part of a text."""
    ends = np.cumsum(np.fromiter(map(len, forms), dtype=np.int64, count=len(forms)))
    return _numbers("".join(forms), np.concatenate(([0], ends[:-1])) if len(ends) else ends, ends)


def _numbers(text: str, starts: Column, ends: Column) -> Ids:
    written = text.encode("utf-8", "surrogatepass")
    if len(written) > len(text):
        starts, ends = _in_bytes(text, starts, ends)
    size = ends - starts
    padded = written + bytes(_PIECE)
    pieces = np.ndarray((len(written) + 1,), dtype="<u8", buffer=padded, strides=(1,))
    numbers = _pieces(pieces, starts, size)
    _mix(numbers)
    longer = (size > _PIECE).nonzero()[0]
    rest = size[longer] - _PIECE
    behind = _pieces(pieces, starts[longer] + _PIECE, rest)
    behind ^= numbers[longer]
    _mix(behind)
    numbers[longer] = behind
    out = numbers.view(np.int64)
    for k in longer[rest > _PIECE].tolist():
        out[k] = hash(written[starts.item(k) : ends.item(k)])
    return out


def _pieces(pieces: Numbers, starts: Column, size: Column) -> Numbers:
    """The bytes from each start, up to `size` and as many as fit, as a number; different bytes give different ones."""
    numbers = pieces[starts]
    numbers |= _FILLS.take(size, mode="clip")
    return numbers


def _mix(numbers: Numbers) -> None:
    """Spreads the differences between numbers over all their bits, in place."""
    numbers *= _KEY
    numbers ^= numbers >> _HALF


def _in_bytes(text: str, *places: Column) -> list[Column]:
    """Converts places in the text to places in its UTF-8 bytes."""
    points = code_points(text)
    wide = (points >= 0x80).nonzero()[0]
    found = points[wide]
    more = np.cumsum(1 + (found >= 0x800).astype(np.int64) + (found >= 0x10000))
    before = np.concatenate(([0], more))
    return [at + before[wide.searchsorted(at)] for at in places]
