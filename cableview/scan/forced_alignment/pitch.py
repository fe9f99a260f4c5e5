"""The width of the letters of each line: all alike on a typewriter, by their forms in print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cableview.scan.segmentation.lines import Line

TYPED = 0.35
"""Periodicity per line from which the letters of a page are taken to be equally wide."""
OWN_TYPED, NOT_TYPED = 0.8, 0.2
"""Periodicity from which a line of a typed page is taken to have its own letter width, if its periodicity at the page's
is below the second figure: on typed pages lines of the common width had 0.6 to 1.7, others -0.8 to 0.1, and 1.0 to 1.8
at their own."""
LONG_ENOUGH = 14
"""Letters that a line needs for that."""
NARROWEST = 0.75
"""Least width of a typed letter, in heights of a small one: the strokes of print repeat at half a letter."""
PRINTED = 1.0
"""Width of a printed letter including its share of blanks, in heights of a small one."""

Floats = NDArray[np.float32]
Profile = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pitch:
    """Width of a letter in pixels of the sheet; `typed` says that all letters of the line have it."""

    width: float
    typed: bool


def pitches(
    strips: Sequence[Floats], lines: Sequence[Line], letters: int, x_height: float, typed: bool | None = None
) -> list[Pitch]:
    """The pitch of each line. `strips` are the lines' ink, rows by pixels, with the small letters in the middle.

    Whether the page is typed is inferred from periodicity, or given.
    """
    extent = sum(strip.shape[1] for strip in strips)
    profiles = [_profile(strip) for strip in strips]
    page = _of_page(profiles, extent / max(1, letters), NARROWEST * x_height, typed)
    return [_of_line(profile, page, line.x_height, x_height) for profile, line in zip(profiles, lines, strict=True)]


def _profile(strip: Floats) -> Profile:
    """Amount of ink at each pixel along the line, at the height of small letters."""
    rows = strip.shape[0]
    ink = strip[round(0.36 * rows) : round(0.71 * rows)].sum(axis=0).astype(np.float64)
    return ink - ink.mean()


def _of_line(profile: Profile, page: Pitch, own_height: float, x_height: float) -> Pitch:
    if not page.typed:
        return Pitch(page.width * own_height / x_height, typed=False)
    if len(profile) < LONG_ENOUGH * page.width:
        # Too short to tell by itself: a line that is plainly larger is printed in another size.
        return page if own_height == x_height else Pitch(page.width * own_height / x_height, typed=True)
    candidates = np.exp(np.arange(np.log(0.55 * page.width), np.log(1.9 * page.width), 0.008))
    score = _comb(_repetition(profile, _lags(candidates)), candidates)
    near = np.abs(np.log(candidates / page.width)) < 0.04
    if score[near].max() >= NOT_TYPED:
        return page
    # Twice the width is a period as well; and half of it, the strokes of a letter, may be a stronger one.
    apart = (candidates >= NARROWEST * own_height) & (candidates <= 1.6 * page.width)
    best = int(np.argmax(np.where(apart, score, -np.inf)))
    if score[best] >= OWN_TYPED:
        return Pitch(float(candidates[best]), typed=True)
    return Pitch(PRINTED * own_height, typed=False)


def _of_page(profiles: Sequence[Profile], expected: float, least: float, typed: bool | None) -> Pitch:
    """Letter width near `expected`, not below `least`, from the period of the writing, and whether it has one."""
    candidates = np.arange(max(least, 0.62 * expected), max(least, 1.6 * expected) + 0.1, 0.1)
    lags = _lags(candidates)
    long = [profile for profile in profiles if len(profile) > 6 * 1.7 * expected]
    if not long:
        return Pitch(expected, typed=False)
    likeness = np.sum([_repetition(profile, lags) for profile in long], axis=0)
    score = _comb(likeness, candidates)
    best = int(np.argmax(score - len(profiles) * 0.3 * np.abs(np.log(candidates / expected))))
    if typed is None:
        typed = bool(score[best] > TYPED * len(profiles))
    return Pitch(float(candidates[best]) if typed else expected, typed)


def _comb(likeness: Profile, candidates: Profile) -> Profile:
    """Score of each candidate: a true pitch repeats at two and three times its length as well, and not in between.

    `likeness` is the autocorrelation at lags from 0.
    """
    lags = np.arange(len(likeness))
    at = np.array([np.interp(candidates * k, lags, likeness) for k in (1, 2, 3)])
    between = sum(np.interp(candidates * k, lags, likeness) for k in (1.5, 2.5))
    return at.sum(axis=0) + 4 * at.min(axis=0) - between


def _lags(candidates: Profile) -> int:
    return int(np.ceil(3 * candidates[-1])) + 2


def _repetition(profile: Profile, count: int) -> Profile:
    """Autocorrelation at lags from 0 up to `count`."""
    size = 1 << (2 * len(profile) - 1).bit_length()
    power = np.abs(np.fft.rfft(profile, size)) ** 2
    whole = np.fft.irfft(power, size)
    return whole[np.minimum(np.arange(count), size - 1)] / max(1e-9, whole[0])
