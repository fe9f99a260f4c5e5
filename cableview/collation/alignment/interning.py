"""Gives each word a number, by which words are compared: the same for the same form, made from many words at a time."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cableview.collation.alignment.anchors import Ids
from cableview.collation.words.tokens import Column, Tokens, code_points

Numbers = npt.NDArray[np.uint64]

_PIECE = 8
"""Bytes that are taken as a number. Words of two are made out together, each that is longer by itself."""
_SHORT = 20_000
"""Letters of texts that are made out together; with longer ones there is nothing to gain."""
# Python's hash is keyed anew in each process, so that no text can be made to have words of the same number.
_KEY = np.uint64(hash(__name__) & sys.maxsize | 1)
_HALF = np.uint64(32)
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(_PIECE + 1)], dtype=np.uint64)
# What makes a word another than the same one with a NUL behind it: in UTF-8 no byte is so high.
_SIZES = np.array([*((0xF8 + size) << 56 for size in range(_PIECE)), 0], dtype=np.uint64)


def interned(text: Tokens) -> Ids:
    """The number of each word's form. Those of different forms differ, of more than eight bytes but for freak chances.

    Of a million such words two meet once in 30 million texts.
    """
    return _with_rewritten(_numbers(text.text, text.starts, text.ends), text)


def interned_both(a: Tokens, b: Tokens) -> tuple[Ids, Ids]:
    """The same of two texts: short ones together, since of a page what numpy does takes less time than to call it."""
    behind = len(a.text)
    if behind + len(b.text) > _SHORT:
        return interned(a), interned(b)
    starts, ends = np.concatenate((a.starts, b.starts + behind)), np.concatenate((a.ends, b.ends + behind))
    numbers = _numbers(a.text + b.text, starts, ends)
    return _with_rewritten(numbers[: len(a)], a), _with_rewritten(numbers[len(a) :], b)


def _with_rewritten(numbers: Ids, text: Tokens) -> Ids:
    """The numbers of what stands in the text, with those of the forms that do not."""
    places, forms = text.rewritten_forms()
    if forms:
        numbers[places] = interned_forms(forms)
    return numbers


def interned_forms(forms: Sequence[str]) -> Ids:
    """The same of words that stand in no text."""
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
    """The bytes from each start on, as many as `size` says and fit into a number; no others have the same."""
    numbers = pieces[starts]
    numbers &= _MASKS.take(size, mode="clip")
    numbers |= _SIZES.take(size, mode="clip")
    return numbers


def _mix(numbers: Numbers) -> None:
    """Spreads what tells the numbers apart over all their bits."""
    numbers *= _KEY
    numbers ^= numbers >> _HALF


def _in_bytes(text: str, *places: Column) -> list[Column]:
    """Places in the text as places in its bytes."""
    points = code_points(text)
    wide = (points >= 0x80).nonzero()[0]
    found = points[wide]
    more = np.cumsum(1 + (found >= 0x800).astype(np.int64) + (found >= 0x10000))
    before = np.concatenate(([0], more))
    return [at + before[wide.searchsorted(at)] for at in places]
