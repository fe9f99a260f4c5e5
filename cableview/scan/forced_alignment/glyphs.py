"""Learns what each character looks like on one page, from a text laid on it, and recognises characters by that."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cableview.scan.forced_alignment.shapes import NEVER, Costs
from cableview.scan.forced_alignment.tape import ROWS, Tape
from cableview.scan.forced_alignment.viterbi import Path

WIDE = 6
"""Columns considered around the middle of a character: one and a half times the width of one."""
AT_EDGE = 0.6
"""Weight of the first and last of them, into which neighbouring letters reach."""
FEWEST_LETTERS = 60
"""Letters below which nothing is learned from a page: a dozen words."""
FEWEST_ALIKE = 3
"""How often a character must stand on the page to be known by its shape."""
FEATURES = 25
"""Principal components kept: 15 told the page's letters apart less well, 40 no better."""
TOWARDS_COMMON = 1.0
"""Average letters added to those of each character, so that a rare one does not copy its few examples."""
COMMON_SPREAD = 0.1
"""Share of the covariance taken to be the same in all directions."""
COVERED = 0.02
"""How often a letter resembles none of the page's, as under a stamp: no evidence for or against it."""

BY_KIND, BY_SHAPE = 0.5, 0.3
"""Weight of the cost by kind, and the largest cost of a different shape. With more weight on shape, words under stamps
were reported as lacking; on 47 readings of tuning pages these corrected 123 words and spoiled 10."""
LIKE, UNLIKE = 6.0, -10.0
"""Log likelihood relative to any place on the page at which a shape costs nothing, and everything: right letters
usually have 8, others -10."""
UNKNOWN = 0.25
"""Share of the cost of a different shape charged to characters of unknown shape."""

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Glyphs:
    """The characters known on a page, and how well each of them matches at each edge of a column.

    `like` has a row for each edge (columns + 1) and a column for each of `known`: the log likelihood relative to any
    place on the page. `evidence` is how much, in logarithms, the ink there speaks for this character rather than any
    other in the text: up to about 3 in favour, and 0 where it resembles none of them.
    """

    known: dict[str, int]
    like: Floats
    evidence: Floats

    def weighed(self, costs: Costs, alphabet: Sequence[str]) -> Costs:
        """`costs` by kind, whose rows `alphabet` names, plus the cost of differing from the page's own letters."""
        rows = zip(alphabet, costs.letters, strict=True)
        return replace(costs, letters=tuple(self._weighed(form, widths) for form, widths in rows))

    def _weighed(self, form: str, widths: Sequence[tuple[int, Floats]]) -> tuple[tuple[int, Floats], ...]:
        if form.isspace():
            return tuple(widths)
        at = self.known.get(form)
        if at is None:
            shape = np.full(len(self.like), BY_SHAPE * UNKNOWN, dtype=np.float32)
        else:
            shape = np.float32(BY_SHAPE) * np.clip((LIKE - self.like[:, at]) / (LIKE - UNLIKE), 0, 1)
        return tuple((width, _around_middle(cost, shape, width)) for width, cost in widths)

    def recognised(self, forms: Sequence[str], path: Path) -> Floats:
        """The evidence for each character where the path has it; `nan` for blanks, omissions and unknown characters."""
        found = np.full(len(path.starts), np.nan, dtype=np.float32)
        for i in np.nonzero(path.starts < path.ends)[0].tolist():
            at = self.known.get(forms[i])
            if at is not None:
                low = (path.starts[i] + path.ends[i]) // 2
                high = (path.starts[i] + path.ends[i] + 1) // 2
                found[i] = max(self.evidence[low, at], self.evidence[high, at])
        return found


def _around_middle(cost: Floats, shape: Floats, width: int) -> Floats:
    """Cost of a character ending at each edge, with that of the shape in its middle."""
    middle = shape if width % 2 == 0 else np.minimum(shape, np.concatenate((shape[1:], shape[-1:])))
    whole = np.full(len(cost), NEVER, dtype=np.float32)
    whole[width:] = np.float32(BY_KIND) * cost[width:] + middle[width // 2 :][: len(cost) - width]
    return np.where(cost >= NEVER, NEVER, whole)


def learned(tape: Tape, forms: Sequence[str], path: Path, sure: NDArray[np.bool_]) -> Glyphs | None:
    """The page's own letters, learned from those of the characters `forms` that are `sure` to be where the path has
    them; `None` where these are too few."""
    chosen = np.nonzero(sure & (path.starts < path.ends) & np.array([not form.isspace() for form in forms]))[0]
    if len(chosen) < FEWEST_LETTERS:
        return None
    # The middle of a character with an odd number of columns lies between two edges: take either in turn.
    middles = (path.starts[chosen] + path.ends[chosen] + np.arange(len(chosen)) % 2) // 2
    pieces = _pieces(tape)
    seen = _features(pieces, middles)
    names, kinds, counts = np.unique(np.array(list(forms))[chosen], return_inverse=True, return_counts=True)
    sums = np.zeros((len(names), seen.shape[1]), dtype=np.float64)
    np.add.at(sums, kinds, seen[middles])
    usual = sums / (counts + TOWARDS_COMMON)[:, None]
    off = seen[middles] - usual[kinds]
    spread = _evened(off.T @ off / max(1, len(off) - len(names)))
    other = _log_density(seen, seen.mean(axis=0, keepdims=True), _evened(np.cov(seen.T)))
    like = _log_density(seen, usual, spread) - other
    either = np.logaddexp(like, np.float32(math.log(COVERED)))
    any_letter = _log_sum(either + np.log(counts / counts.sum()).astype(np.float32))
    known = {str(name): k for k, name in enumerate(names) if counts[k] >= FEWEST_ALIKE}
    return Glyphs(known, like, either - any_letter)


def _pieces(tape: Tape) -> Floats:
    """The tape around each column edge, as rows: nothing of another line, and blurred, since letters stand unevenly."""
    padded = np.pad(tape.columns, ((0, 0), (1, 1)))
    soft = (padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]) / 4
    count = len(tape)
    at = np.arange(count + 1)[:, None] + np.arange(-(WIDE // 2), WIDE - WIDE // 2)
    held = np.clip(at, 0, count - 1)
    own = tape.lines[np.minimum(np.arange(count + 1), count - 1)][:, None]
    weight = ((at == held) & (tape.lines[held] == own)).astype(np.float32)
    weight[:, [0, -1]] *= AT_EDGE
    return (soft[held] * weight[:, :, None]).reshape(count + 1, WIDE * ROWS)


def _features(pieces: Floats, middles: NDArray[np.int64]) -> Floats:
    """All pieces of the tape in terms of the principal components of the letters."""
    letters = pieces[middles]
    common = letters.mean(axis=0)
    off = (letters - common).astype(np.float64)
    _, axes = np.linalg.eigh(off.T @ off / len(off))
    return (pieces - common) @ axes[:, ::-1][:, :FEATURES].astype(np.float32)


def _evened(spread: NDArray[Any]) -> NDArray[np.float64]:
    """The covariance with some variance added in every direction."""
    size = len(spread)
    level = max(float(np.trace(spread)) / size, 1e-6)
    return (1 - COMMON_SPREAD) * spread + COMMON_SPREAD * level * np.eye(size)


def _log_density(seen: Floats, middles: NDArray[Any], spread: NDArray[np.float64]) -> Floats:
    """Log normal density of each row of `seen` around each of `middles`, up to a common constant."""
    root = np.linalg.cholesky(np.linalg.inv(spread))
    here, there = seen @ root.astype(np.float32), (middles @ root).astype(np.float32)
    apart = (here**2).sum(axis=1)[:, None] + (there**2).sum(axis=1)[None, :] - 2 * here @ there.T
    return (np.log(np.diag(root)).sum() - apart / 2).astype(np.float32)


def _log_sum(weights: Floats) -> Floats:
    most = weights.max(axis=1, keepdims=True)
    return most + np.log(np.exp(weights - most).sum(axis=1, keepdims=True))
