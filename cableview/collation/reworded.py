"""Puts together what says the same in other words: a paraphrased sentence is one difference, a slip in it another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from cableview.collation.anchors import Gap
from cableview.collation.likeness import are_partners, likeness_of, side
from cableview.collation.naming import is_slip
from cableview.collation.tokens import Tokens, code_points
from cableview.model.discrepancy import Kind

CHANCE = (3, 6)
"""Letters up to which words are alike by chance: always, and unless they are `SURELY` alike."""
SURELY = 65
_ENDS = ".?!"
_CLOSING = np.zeros(128, dtype=np.bool_)
_CLOSING[list(map(ord, ".?!\"')]"))] = True
LONGEST_PART = 12
"""Words of a run without partner that can still be part of a rewording; a longer one stands by itself."""
HOT = (3, 0.3)
"""Disagreeing runs in a sentence, and their share of its words, from which it is another wording."""
WARM = (2, 0.15)
"""The same beside a sentence that is one."""


class Part(NamedTuple):
    """A unit of the alignment on its way to a difference; `kind` None while it is not named.

    `firm` parts stand by themselves, the others can be joined with their neighbours. `percent` is the likeness of both
    sides, -1 where it was not looked at.
    """

    unit: Gap
    kind: Kind | None = None
    firm: bool = False
    percent: float = -1.0


def weighed(a: list[str], b: list[str], parts: list[Part]) -> list[Part]:
    """The parts with their likeness; those that are alike by more than chance are firm."""
    lefts = [side(a, part.unit.a0, part.unit.a1) for part in parts]
    rights = [side(b, part.unit.b0, part.unit.b1) for part in parts]
    return [
        Part(unit, kind, firm or is_firm(one, other, percent), percent)
        for (unit, kind, firm, _), one, other, percent in zip(
            parts, lefts, rights, likeness_of(lefts, rights), strict=True
        )
    ]


def is_firm(left: str, right: str, percent: float) -> bool:
    """True for words that are alike by more than chance: of two or three letters one is often the same."""
    if not (left and right):
        return False
    letters = max(len(left), len(right))
    if letters <= CHANCE[0] or (letters <= CHANCE[1] and percent < SURELY):
        return False
    return are_partners(left, right, percent)


def regrouped(a: Tokens, b: Tokens, parts: list[Part], barred: Callable[[Gap], bool]) -> list[Part]:
    """Parts in order; what lies side by side without partners is joined, then the rest of a sentence said differently.

    `barred` tells of a range that it must not be joined across.
    """
    side_by_side = [p for chain in _chains(parts) for p in _joined_chain(a, b, chain, barred)]
    return _joined_sentences(a, b, side_by_side, barred)


def _chains(parts: list[Part]) -> Iterator[list[Part]]:
    """Runs of loose parts with nothing between them; firm parts alone."""
    chain: list[Part] = []
    for part in parts:
        follows = bool(chain) and (chain[-1].unit.a1, chain[-1].unit.b1) == (part.unit.a0, part.unit.b0)
        if chain and (part.firm or chain[-1].firm or not follows):
            yield chain
            chain = []
        chain.append(part)
    if chain:
        yield chain


def _joined_chain(a: Tokens, b: Tokens, chain: list[Part], barred: Callable[[Gap], bool]) -> list[Part]:
    if len(chain) == 1:
        return chain
    whole = _hull(chain)
    few, many = sorted((whole.a1 - whole.a0, whole.b1 - whole.b0))
    if not few or many > 4 * few + 4 or barred(whole) or _are_partners(a, b, chain):
        return chain
    return [Part(whole, Kind.REWORDED)]


def _are_partners(a: Tokens, b: Tokens, chain: list[Part]) -> bool:
    return all(_is_pair(part.unit) and _are_alike(a, b, part) for part in chain)


def _are_alike(a: Tokens, b: Tokens, part: Part) -> bool:
    unit = part.unit
    return are_partners(side(a.forms, unit.a0, unit.a1), side(b.forms, unit.b0, unit.b1), part.percent)


def _is_pair(unit: Gap) -> bool:
    return unit.a1 - unit.a0 == 1 == unit.b1 - unit.b0


def _hull(parts: list[Part]) -> Gap:
    return Gap(parts[0].unit.a0, parts[-1].unit.a1, parts[0].unit.b0, parts[-1].unit.b1)


def _joined_sentences(a: Tokens, b: Tokens, parts: list[Part], barred: Callable[[Gap], bool]) -> list[Part]:
    loose = [k for k, part in enumerate(parts) if _is_loose(part)]
    if len(loose) < HOT[0]:
        return parts
    ends = _sentence_starts(a)
    sentences: dict[int, list[int]] = {}
    for k in loose:
        sentences.setdefault(bisect_right(ends, parts[k].unit.a0), []).append(k)
    reworded = _other_wordings(parts, sentences, ends, len(a))
    out: list[Part] = []
    at = 0
    for sentence in sorted(reworded):
        first, last = sentences[sentence][0], sentences[sentence][-1]
        out += parts[at:first]
        out += _joined_passage(a, b, parts[first : last + 1], barred)
        at = last + 1
    return out + parts[at:]


def _is_loose(part: Part) -> bool:
    return not part.firm and max(part.unit.a1 - part.unit.a0, part.unit.b1 - part.unit.b0) <= 2 * LONGEST_PART


def _sentence_starts(text: Tokens) -> list[int]:
    """Indices of the words that sentences begin with, but the first."""
    forms = text.forms
    starts: set[int] = set(np.flatnonzero(text.breaks > 1).tolist())
    ends = [k for k in _closing(text) if forms[k][-1] in _ENDS or forms[k].rstrip("\"')]")[-1:] in _ENDS]
    starts.update([k + 1 for k in ends if k + 1 < len(forms) and _opens(forms[k + 1])])
    return sorted(starts - {0})


def _closing(text: Tokens) -> list[int]:
    """Words that may end a sentence by their last sign; of those that were rewritten it is not known beforehand."""
    last = code_points(text.text)[text.ends - 1]
    return np.flatnonzero(np.take(_CLOSING, last, mode="clip") | text.rewritten).tolist()


def _opens(word: str) -> bool:
    letter = word[0] if word[0].isalpha() else next(filter(str.isalpha, word), "")
    return letter.isupper()


def _other_wordings(parts: list[Part], sentences: dict[int, list[int]], ends: list[int], size: int) -> set[int]:
    edges = [0, *ends, size]

    def reaches(sentence: int, limit: tuple[int, float]) -> bool:
        members = sentences.get(sentence, [])
        if len(members) < limit[0]:
            return False
        units = [parts[k].unit for k in members]
        words = sum(max(u.a1 - u.a0, u.b1 - u.b0) for u in units)
        uneven = sum(1 for u in units if u.a1 - u.a0 != u.b1 - u.b0)
        length = max(1, edges[sentence + 1] - edges[sentence])
        return uneven >= min(2, limit[0] - 1) and words >= limit[1] * length

    found = {s for s in sentences if reaches(s, HOT)}
    pending = list(found)
    while pending:
        sentence = pending.pop()
        for beside in (sentence - 1, sentence + 1):
            if beside in sentences and beside not in found and reaches(beside, WARM):
                found.add(beside)
                pending.append(beside)
    return found


def _joined_passage(a: Tokens, b: Tokens, parts: list[Part], barred: Callable[[Gap], bool]) -> list[Part]:
    """One part for all between slips of single words, which stay by themselves."""
    out: list[Part] = []
    passage: list[Part] = []
    for part in parts:
        if _stays(a, b, part) or (passage and barred(_hull([*passage, part]))):
            out += _as_passage(passage)
            passage = []
        if _stays(a, b, part):
            out.append(part)
        else:
            passage.append(part)
    return out + _as_passage(passage)


def _as_passage(parts: list[Part]) -> list[Part]:
    while parts and parts[0].firm:
        return [parts[0], *_as_passage(parts[1:])]
    while parts and parts[-1].firm:
        return [*_as_passage(parts[:-1]), parts[-1]]
    return parts if len(parts) < 2 else [Part(_hull(parts), Kind.REWORDED)]


def _stays(a: Tokens, b: Tokens, part: Part) -> bool:
    unit = part.unit
    if part.kind not in (None, Kind.REWORDED):
        return True
    if max(unit.a1 - unit.a0, unit.b1 - unit.b0) > 2 * LONGEST_PART:
        return True
    return _is_pair(unit) and part.firm and is_slip(a.forms[unit.a0], b.forms[unit.b0])
