"""Puts together what says the same in other words: a paraphrased sentence is one difference, a slip in it another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from rapidfuzz.fuzz import ratio

from cableview.collation.anchors import Gap
from cableview.collation.naming import alike, is_slip
from cableview.collation.tokens import Tokens
from cableview.model.discrepancy import Kind

CHANCE = (3, 6)
"""Letters up to which words are alike by chance: always, and unless they are `SURELY` alike."""
SURELY = 65
_ENDS = (".", "?", "!")
LONGEST_PART = 12
"""Words of a run without partner that can still be part of a rewording; a longer one stands by itself."""
HOT = (3, 0.3)
"""Disagreeing runs in a sentence, and their share of its words, from which it is another wording."""
WARM = (2, 0.15)
"""The same beside a sentence that is one."""


@dataclass(frozen=True, slots=True)
class Part:
    """A unit of the alignment on its way to a difference; `kind` None while it is not named.

    `firm` parts stand by themselves, the others can be joined with their neighbours.
    """

    unit: Gap
    kind: Kind | None = None
    firm: bool = False


def regrouped(a: Tokens, b: Tokens, parts: list[Part], barred: Callable[[Gap], bool]) -> list[Part]:
    """Parts in order; what lies side by side without partners is joined, then the rest of a sentence said differently.

    `barred` tells of a range that it must not be joined across.
    """
    side_by_side = [p for chain in _chains(a, b, parts) for p in _joined_chain(a, b, chain, barred)]
    return _joined_sentences(a, b, side_by_side, barred)


def is_partnered(a: Tokens, b: Tokens, unit: Gap) -> bool:
    left, right = "".join(a.forms[unit.a0 : unit.a1]), "".join(b.forms[unit.b0 : unit.b1])
    return bool(left and right) and alike(left, right)


def _is_firm(a: Tokens, b: Tokens, unit: Gap) -> bool:
    """True for words that are alike by more than chance: of two or three letters one is often the same."""
    left, right = "".join(a.forms[unit.a0 : unit.a1]), "".join(b.forms[unit.b0 : unit.b1])
    if not left or not right or not alike(left, right):
        return False
    letters = max(len(left), len(right))
    return letters > CHANCE[1] or (letters > CHANCE[0] and ratio(left.casefold(), right.casefold()) >= SURELY)


def _chains(a: Tokens, b: Tokens, parts: list[Part]) -> Iterator[list[Part]]:
    """Runs of loose parts with nothing between them; firm parts alone."""
    chain: list[Part] = []
    for part in parts:
        if not part.firm and _is_firm(a, b, part.unit):
            part = Part(part.unit, part.kind, firm=True)
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
    return all(_is_pair(part.unit) and is_partnered(a, b, part.unit) for part in chain)


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
    followers = [k for k, word in enumerate(forms, 1) if word[-1] in ".?!\"')]"]
    starts.update(
        k for k in followers if k < len(forms) and forms[k - 1].rstrip("\"')]")[-1:] in _ENDS and _opens(forms[k])
    )
    return sorted(starts - {0})


def _opens(word: str) -> bool:
    letter = next((c for c in word if c.isalpha()), "")
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
