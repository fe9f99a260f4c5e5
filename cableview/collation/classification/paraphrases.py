"""Joins differences that say the same in other words: a paraphrased sentence is one, a slip in it another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise, repeat
from string import ascii_lowercase, ascii_uppercase

import msgspec
import numpy as np

from cableview.collation.alignment.anchors import Gap
from cableview.collation.alignment.likeness import ALIKE, are_partners, likeness_of, sides
from cableview.collation.classification.ocr_misreadings import is_misread, misread_pairs
from cableview.collation.words.tokens import Flags, Points, Tokens, code_points
from cableview.model.discrepancy import Kind

CHANCE = (3, 6)
"""Lengths in letters up to which words are alike by chance: always, and unless they are `SURELY` alike."""
SURELY = 65
_ENDS = ".?!"
_CLOSING, _ENDING, _CAPITAL, _SMALL = (
    np.array([chr(point) in signs for point in range(128)])
    for signs in (_ENDS + "\"')]", _ENDS, ascii_uppercase, ascii_lowercase)
)
LONGEST_PART = 12
"""Half the most words, in either text, of a unit that can be part of a rewording; a longer one stays separate."""
HOT = (3, 0.3)
"""Number of differing runs in a sentence, and their share of its words, from which it is a rewording."""
WARM = (2, 0.15)
"""The same for a sentence next to a rewording."""
UNEVEN = 2
"""Least number of a sentence's runs that are longer in one text than in the other, or long; one fewer next to a
rewording."""
LONG_RUN = 5
"""Words from which a run of other words counts as much as one that is longer in one text: engines seldom misread
so many in a row beyond recognition."""
WHOLE = (2, 0.5)
"""Number of reworded sentences, and their share of those with a difference, from which the whole text is reworded."""
LOST = 2
"""Ratio of the two texts' numbers of sentences above which full stops were lost in the one with fewer."""

BETWEEN = 4
"""Most equal words between two passages that are joined where a word of one stands in the other."""
LARGEST = 200
"""Most words of a rewording in which slips are looked for."""


class Part(msgspec.Struct, frozen=True, gc=False):
    """A unit of the alignment on its way to becoming a difference; `kind` is None until it is named.

    `firm` parts stay separate, the others can be joined with their neighbours. `left` and `right` are the words of
    each side run together, `percent` their likeness; these may be missing, the latter -1, if the kind is known.
    """

    unit: Gap
    kind: Kind | None = None
    firm: bool = False
    percent: float = -1.0
    left: str = ""
    right: str = ""


def weighed(a: Tokens, b: Tokens, units: list[Gap]) -> list[Part]:
    """Parts of units with their likeness. Those alike by more than chance are firm."""
    lefts, rights = sides(a, b, units)
    percents = likeness_of(lefts, rights)
    firm = [
        (percent >= SURELY and len(left) > CHANCE[0]) or is_firm(left, right, percent)  # the first test is a shortcut
        for left, right, percent in zip(lefts, rights, percents, strict=True)
    ]
    return list(map(Part, units, repeat(None), firm, percents, lefts, rights))


def is_firm(left: str, right: str, percent: float) -> bool:
    """True for words alike by more than chance: words of two or three letters often share one."""
    letters = len(left) if len(left) > len(right) else len(right)
    if not (left and right) or letters <= CHANCE[0] or (letters <= CHANCE[1] and percent < SURELY):
        return False
    return percent >= ALIKE or are_partners(left, right, percent)


def regrouped(a: Tokens, b: Tokens, parts: list[Part], barred: Callable[[Gap], bool]) -> list[Part]:
    """The parts in order, with adjoining loose parts joined, then the rest of each reworded sentence.

    `barred` is true for a range that must not be joined.
    """
    side_by_side = _joined_chains(parts, barred)
    joined = _joined_sentences(a, b, side_by_side, barred)
    if joined == side_by_side:  # a copy with a few other words in it
        return joined
    return [piece for part in _around_misread(a, b, joined, barred) for piece in _with_misread_apart(a, b, part)]


def _joined_chains(parts: list[Part], barred: Callable[[Gap], bool]) -> list[Part]:
    """The parts, with chains of adjoining loose parts joined where they say the same."""
    out: list[Part] = []
    at = 0
    for first, last in _chains(parts):
        out += parts[at:first]
        out += _joined_chain(parts[first:last], barred)
        at = last
    return out + parts[at:]


def _chains(parts: list[Part]) -> list[tuple[int, int]]:
    """Index ranges of two or more adjoining loose parts."""
    neighbours = enumerate(pairwise(parts))
    follows = [k for k, (one, two) in neighbours if not (one.firm or two.firm) and _adjoin(one.unit, two.unit)]
    out: list[tuple[int, int]] = []
    for k in follows:
        first = out.pop()[0] if out and out[-1][1] == k + 1 else k
        out.append((first, k + 2))
    return out


def _adjoin(one: Gap, two: Gap) -> bool:
    return one.a1 == two.a0 and one.b1 == two.b0


def _joined_chain(chain: list[Part], barred: Callable[[Gap], bool]) -> list[Part]:
    whole = _hull(chain)
    few, many = sorted((whole.a1 - whole.a0, whole.b1 - whole.b0))
    if not few or many > 4 * few + 4 or _are_partners(chain) or barred(whole):
        return chain
    return [Part(whole, Kind.REWORDED)]


def _are_partners(chain: list[Part]) -> bool:
    return all(_is_pair(part.unit) and are_partners(part.left, part.right, part.percent) for part in chain)


def _is_pair(unit: Gap) -> bool:
    return unit.a1 - unit.a0 == 1 == unit.b1 - unit.b0


def _hull(parts: list[Part]) -> Gap:
    return Gap(parts[0].unit.a0, parts[-1].unit.a1, parts[0].unit.b0, parts[-1].unit.b1)


def _joined_sentences(a: Tokens, b: Tokens, parts: list[Part], barred: Callable[[Gap], bool]) -> list[Part]:
    loose = [k for k, part in enumerate(parts) if not part.firm and _is_short(part.unit)]
    units = [parts[k].unit for k in loose]
    if not _may_be_reworded(a, b, units):
        return parts
    loose = [k for k in loose if not _are_numbers(parts[k])]
    size, ends, begin = _sentences_of(a, b)
    reworded = _other_wordings(parts, _by_sentence(parts, loose, ends, begin), ends, size)
    if not reworded:
        return parts
    sentences = _by_sentence(parts, range(len(parts)), ends, begin)
    if len(reworded) >= WHOLE[0] and len(reworded) >= WHOLE[1] * len(sentences):
        reworded |= {s for s, members in sentences.items() if len(members) > 1}
    out: list[Part] = []
    at = 0
    for sentence in sorted(reworded):
        first, last = sentences[sentence][0], sentences[sentence][-1]
        out += parts[at:first]
        out += _joined_passage(a, b, parts[first : last + 1], barred)
        at = last + 1
    return out + parts[at:]


def _sentences_of(a: Tokens, b: Tokens) -> tuple[int, list[int], int]:
    """One text's number of words, the words that begin its sentences, and the column of a `Gap` for its words.

    It is the text with fewer sentences, so that each sentence of either is at most one row; or the one with more where
    an engine lost the full stops of the other.
    """
    texts = ((_sentence_starts(a), a, 0), (_sentence_starts(b), b, 2))
    few, many = sorted(texts, key=lambda row: (len(row[0]), row[1].text))
    starts, text, column = many if LOST * len(few[0]) < len(many[0]) else few
    return len(text), starts, column


def _may_be_reworded(a: Tokens, b: Tokens, units: list[Gap]) -> bool:
    """False if no three units are close enough together for their sentence to be a rewording, or no two uneven ones.

    In a rewording, a given share of the words differs. It has at least three runs, so each run is in some group of
    three neighbours, and the words between two runs are in at most two groups: in some group, half that share differs.
    """
    uneven = list(filter(_is_uneven, units))
    if len(uneven) < UNEVEN:
        return False
    sizes = list(map(_longer, units))
    triples = zip(units, units[2:], sizes, sizes[1:], sizes[2:], strict=False)
    for (a0, _, b0, _), (a2, _, b2, _), x, y, z in triples:
        room = 2 / HOT[1] * (x + y + z)
        if (a2 - a0 <= room and _is_one_sentence(a, a0, a2)) or (b2 - b0 <= room and _is_one_sentence(b, b0, b2)):
            return _share_a_sentence(a, b, uneven)
    return False


def _share_a_sentence(a: Tokens, b: Tokens, units: list[Gap]) -> bool:
    """True if two of the units begin in the same sentence of either text, as then two neighbouring ones do."""
    pairs = pairwise(units)
    return any(_is_one_sentence(a, x.a0, y.a0) or _is_one_sentence(b, x.b0, y.b0) for x, y in pairs)


def _is_one_sentence(text: Tokens, first: int, last: int) -> bool:
    """True if no sentence begins after word `first` up to word `last`, which can be the end of the text."""
    if b"\2" in text.breaks[first + 1 : last + 1]:  # a paragraph ends
        return False
    words = text.words(first, min(last + 1, len(text)))
    # Most words begin with a lower-case letter, which is quick to check.
    return not [w for word, w in pairwise(words) if not w[0].islower() and _closes(word) and _opens(w)]


def _is_uneven(unit: Gap) -> bool:
    a0, a1, b0, b1 = unit
    return a1 - a0 != b1 - b0 or a1 - a0 >= LONG_RUN


def _longer(unit: Gap) -> int:
    a0, a1, b0, b1 = unit
    return a1 - a0 if a1 - a0 > b1 - b0 else b1 - b0


def _by_sentence(parts: list[Part], places: Iterable[int], ends: list[int], begin: int) -> dict[int, list[int]]:
    """The indices among `places` of the parts that begin in each sentence, by column `begin` of their units."""
    out: dict[int, list[int]] = {}
    sentences: list[int] = np.searchsorted(ends, [parts[k].unit[begin] for k in places], "right").tolist()
    for k, sentence in zip(places, sentences, strict=True):
        out.setdefault(sentence, []).append(k)
    return out


def _is_short(unit: Gap) -> bool:
    a0, a1, b0, b1 = unit
    return a1 - a0 <= 2 * LONGEST_PART and b1 - b0 <= 2 * LONGEST_PART


def _sentence_starts(text: Tokens) -> list[int]:
    """The indices of the words that begin sentences, except the first.

    Most are recognised by their first character and the last of the word before, if neither word was rewritten.
    """
    points = code_points(text.text)
    closing = _is_in(_CLOSING, points[text.ends[:-1] - 1]) | text.rewritten[:-1]
    places = closing.nonzero()[0] + 1
    last, first = points[text.ends[places - 1] - 1], points[text.starts[places]]
    small = _is_in(_SMALL, first) & ~text.rewritten[places]
    sure = _is_in(_ENDING, last) & _is_in(_CAPITAL, first) & ~(text.rewritten[places - 1] | text.rewritten[places])
    starts: set[int] = {*(np.frombuffer(text.breaks, dtype=np.uint8) > 1).nonzero()[0].tolist(), *places[sure].tolist()}
    others: list[int] = places[~(small | sure)].tolist()
    starts.update([k for k in others if _closes(text.form(k - 1)) and _opens(text.form(k))])
    return sorted(starts - {0})


def _is_in(table: Flags, points: Points) -> Flags:
    """Whether each code point is in an ASCII table; others count as its last entry, which must be False."""
    return np.take(table, points, mode="clip")


def _closes(word: str) -> bool:
    return word[-1] in _ENDS or word.rstrip("\"')]")[-1:] in _ENDS


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
        words = sum(map(_longer, units))
        uneven = sum(map(_is_uneven, units))
        length = max(1, edges[sentence + 1] - edges[sentence])
        return uneven >= min(UNEVEN, limit[0] - 1) and words >= limit[1] * length

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
    """The parts, with everything between slips of single words joined; the slips stay separate."""
    out: list[Part] = []
    passage: list[Part] = []
    for part in parts:
        if _stays(a, b, part) or (passage and barred(_hull([passage[0], part]))):
            out += _as_passage(passage)
            passage = []
        if _stays(a, b, part):
            out.append(part)
        else:
            passage.append(part)
    return out + _as_passage(passage)


def _as_passage(parts: list[Part]) -> list[Part]:
    return parts if len(parts) < 2 else [Part(_hull(parts), Kind.REWORDED)]


def _stays(a: Tokens, b: Tokens, part: Part) -> bool:
    unit = part.unit
    if part.kind not in (None, Kind.REWORDED):
        return True
    if not _is_short(unit):
        return True
    return _are_numbers(part) or (_is_pair(unit) and part.firm and is_misread(a.form(unit.a0), b.form(unit.b0)))


def _are_numbers(part: Part) -> bool:
    """True for a number opposite another number, with equal words around: a rewording would change those words."""
    return _is_pair(part.unit) and all(any(map(str.isdigit, side)) for side in (part.left, part.right))


# Slips in rewordings


def _with_misread_apart(a: Tokens, b: Tokens, part: Part) -> list[Part]:
    """The part split at words that differ only by a slip, but not where one side of a piece would be empty."""
    unit = part.unit
    if part.kind is not Kind.REWORDED or max(unit.a1 - unit.a0, unit.b1 - unit.b0) > LARGEST:
        return [part]
    out: list[Part] = []
    at_a, at_b = unit.a0, unit.b0
    for k, j in misread_pairs(a.words(unit.a0, unit.a1), b.words(unit.b0, unit.b1)):
        k, j = k + unit.a0, j + unit.b0
        before, behind = Gap(at_a, k, at_b, j), Gap(k + 1, unit.a1, j + 1, unit.b1)
        if k >= at_a and j >= at_b and _is_whole(before) and _is_whole(behind):
            out += [] if before.empty else [Part(before, Kind.REWORDED)]
            out += weighed(a, b, [Gap(k, k + 1, j, j + 1)])
            at_a, at_b = k + 1, j + 1
    rest = Gap(at_a, unit.a1, at_b, unit.b1)
    return [*out, *([] if rest.empty else [Part(rest, Kind.REWORDED)])]


def _around_misread(a: Tokens, b: Tokens, parts: list[Part], barred: Callable[[Gap], bool]) -> list[Part]:
    """The parts, with two passages joined where a word of one is, apart from a slip, on the other side of the other.

    This happens where words were reordered around a few that are the same.
    """
    out: list[Part] = []
    for part in parts:
        before = out[-1] if out else None
        if before is not None and _belong_together(a, b, before, part) and not barred(_hull([before, part])):
            out[-1] = Part(_hull([before, part]), Kind.REWORDED)
        else:
            out.append(part)
    return out


def _belong_together(a: Tokens, b: Tokens, one: Part, two: Part) -> bool:
    first, last = one.unit, two.unit
    whole = _hull([one, two])
    if {one.kind, two.kind} != {Kind.REWORDED} or not 0 < last.a0 - first.a1 <= BETWEEN:
        return False
    if max(whole.a1 - whole.a0, whole.b1 - whole.b0) > LARGEST:
        return False
    for k, j in misread_pairs(a.words(whole.a0, whole.a1), b.words(whole.b0, whole.b1)):
        k, j = k + whole.a0, j + whole.b0
        crosses = (k < first.a1 and j >= last.b0) or (k >= last.a0 and j < first.b1)
        before, behind = Gap(whole.a0, k, whole.b0, j), Gap(k + 1, whole.a1, j + 1, whole.b1)
        if crosses and _is_whole(before) and _is_whole(behind):
            return True
    return False


def _is_whole(gap: Gap) -> bool:
    return (gap.a0 == gap.a1) == (gap.b0 == gap.b1)
