"""Collates a working text with the reference: every place where they read differently, named and weighed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from cableview.collation.align import Alignment, align_within, interned
from cableview.collation.anchors import Gap
from cableview.collation.classify import Pair, classified
from cableview.collation.tokens import Tokens, known_words, tokenise
from cableview.model.discrepancy import Difference
from cableview.model.item import Relation
from cableview.model.span import Span
from cableview.model.witness import Markup

Column = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pin:
    """A decided pair of spans: a fixed cut, never reported again and never crossed."""

    working: Span
    reference: Span


@dataclass(frozen=True, slots=True)
class Text:
    """One side of a collation. `masked` is not compared: excluded ranges, origins of decided moves."""

    text: str
    markup: Markup = field(default_factory=Markup)
    masked: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Pairs:
    """Words of both texts that stand for each other, as columns of spans, in order."""

    working_starts: Column
    working_ends: Column
    reference_starts: Column
    reference_ends: Column


@dataclass(frozen=True)
class Collation:
    """What a comparison found.

    `suppressed` counts by rule the places which that rule held equal. `tokens` are the words of the working text that were
    compared, `agreeing` those of them with an equal partner. `all_caps`: one text is all capitals, so case was ignored.
    """

    differences: tuple[Difference, ...]
    suppressed: Mapping[str, int]
    tokens: int
    agreeing: int
    pairs: Pairs
    relation: Relation
    all_caps: bool


def collate(
    working: Text, reference: Text, rules: frozenset[str], pins: Sequence[Pin] = (), *, exact: bool = False
) -> Collation:
    """Every difference between the texts in the order of the working text.

    `exact` compares runs of non-blanks literally: every rule is off and markup is letters.
    """
    rules = frozenset() if exact else rules
    known = known_words(working.text, reference.text)
    a = tokenise(working.text, rules, working.markup, (*working.masked, *(p.working for p in pins)), known)
    b = tokenise(reference.text, rules, reference.markup, (*reference.masked, *(p.reference for p in pins)), known)
    pair = Pair(a, b, *interned(a.forms, b.forms))
    alignment = align_within(a, b, pair.ids_a, pair.ids_b, Gap(0, len(a), 0, len(b)))
    differences = classified(pair, alignment, exact=exact)
    agreeing = sum(run.length for run in alignment.runs)
    return Collation(tuple(differences), {}, len(a), agreeing, _pairs(a, b, alignment), Relation.COPY, False)


def _pairs(a: Tokens, b: Tokens, alignment: Alignment) -> Pairs:
    rows: list[tuple[int, int, int, int]] = [
        (run.a + k, run.a + k + 1, run.b + k, run.b + k + 1) for run in alignment.runs for k in range(run.length)
    ]
    rows += [_row(unit) for unit in alignment.units if unit.a0 < unit.a1 and unit.b0 < unit.b1]
    rows.sort()
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return Pairs(a.starts[table[:, 0]], a.ends[table[:, 1] - 1], b.starts[table[:, 2]], b.ends[table[:, 3] - 1])


def _row(unit: Gap) -> tuple[int, int, int, int]:
    return unit.a0, unit.a1, unit.b0, unit.b1
