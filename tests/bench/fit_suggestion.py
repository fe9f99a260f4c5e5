"""Fits the weights of the suggestions, `resources/data/weights.toml`: `python -m tests.bench.fit_suggestion`.

For each way of making both texts and each family of differences it is a logistic regression, drawn towards that of all
ways together; the leaning is found by the program's own means and the regression repeated. How far the sums may be
trusted is found by folds: each has pages and makers of its own, and is judged by weights fitted on the others. On a
part that had no share in any of this, `suggestion.py` reports.
"""

from __future__ import annotations

import argparse
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cableview.assets import resource_path
from cableview.collation.suggestion.case import Case
from cableview.collation.suggestion.error_channels import channels
from cableview.collation.suggestion.evidence import FAMILIES, Evidence, Site, Texts, evidence, family, repeated, site
from cableview.collation.suggestion.suggest import DOUBTFUL, MOST, NEARLY, most
from cableview.collation.suggestion.weighing import (
    MAKINGS,
    Settled,
    Weights,
    default_weights,
    leanings,
    likely_makings,
    settled_by,
    shrunk,
    signs,
    weighed,
)
from cableview.collation.words.lexicon import Lexicon, lexicon
from cableview.model.decision import Verdict
from cableview.model.witness import Sigil
from tests.bench.fit_third_reading import heard, trusted
from tests.bench.suggestion import FOLDS, IN_ALL_FOLDS, PARTS, USUAL, Recipe, compared, document, recipes, scored

DEPTHS = ("pairs", "words", "nothing")
SEEDS = {"pairs": 12, "words": 12, "nothing": 30}
"""Documents made of each page. With 30 at all depths the sums tell a little more (loss on "report" 4 % less), but what
is known of words then fits these pages too well: the band from 0.5 was 6 points off in French (2 with 12)."""
RIDGE = 2.0
APART = 6.0
"""How hard the weights of one way of making are drawn to those of all."""
APART_IN = {"repetition": 1.0}
"""The same in families of which all ways together tell little: hands double words, and engines do not."""
SIGN_RIDGE = 3.0
"""How hard the weights of the signs of a maker are drawn to nothing."""
NEAR_POOLED = 20.0
"""How hard a family's scale is drawn to that of all."""
FACTORS = (0.7, 0.85, 1.0, 1.2, 1.45, 1.75)
STEPS = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.75, 4.75, 99.0)
ROUNDS = 3
HIGHEST = float(np.log(MOST / (1 - MOST)))
Array = Any


@dataclass(frozen=True)
class Example:
    """A document with what is known of its places, and which of them have the reference right."""

    recipe: Recipe
    texts: Texts
    words: Lexicon
    places: Sequence[Site]
    known: Sequence[Evidence]
    right: Sequence[bool | None]
    signs: Mapping[str, float]
    makers: frozenset[str]


def lexicon_of(depth: str) -> Lexicon:
    full = lexicon("en")
    return full if depth == "pairs" else replace(full, pairs=()) if depth == "words" else Lexicon()


def example(recipe: Recipe, words: Lexicon) -> Example | None:
    doc = document(recipe)
    differences = [d for d in compared(doc) if family(d)]
    if not differences:
        return None
    texts = Texts(doc.working, doc.reference)
    places = [site(d, texts, channels()) for d in differences]
    rows = [(place, evidence(place, texts, words)) for place in places]
    known = [one | more for (_, one), more in zip(rows, repeated(rows), strict=True)]
    truth = scored(doc, differences)
    tells = shrunk([signs(p, k) for p, k in zip(places, known, strict=True)])
    right = [case.reference_right if case else None for case in truth]
    return Example(recipe, texts, words, places, known, right, tells, frozenset(recipe.makers))


def logistic(x: Array, y: Array, toward: Array, ridge: float) -> Array:
    """Weights by Newton's method; `ridge` draws them to `toward`."""
    w = toward.copy()
    for _ in range(12):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (y - p) - ridge * (w - toward)
        hessian = (x.T * (p * (1 - p))) @ x + ridge * np.eye(len(w))
        step = np.linalg.solve(hessian, gradient)
        w = w + step
        if np.abs(step).max() < 1e-4:
            break
    return w


def fitted_making(examples: Sequence[Example]) -> dict[str, tuple[float, ...]]:
    """A multinomial regression on the means of a document's signs, by the gradient; without any, what is usual."""
    names = sorted({name for one in examples for name in one.signs})
    x = np.array([[one.signs.get(name, 0.0) for name in names] for one in examples])
    y = np.array([[float(one.recipe.making == making) for making in MAKINGS] for one in examples])
    spread = np.maximum(x.std(axis=0), 0.05)
    usual = np.log([USUAL[making] for making in MAKINGS])
    w = np.zeros((x.shape[1], len(MAKINGS)))
    for _ in range(4000):
        z = usual + (x / spread) @ w
        p = np.exp(z - z.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        w += 0.5 * ((x / spread).T @ (y - p) - SIGN_RIDGE * w) / len(x)
    signs_of = {name: _row(values) for name, values in zip(names, w / spread[:, None], strict=True)}
    return {"usual": _row(usual), **signs_of}


def _row(values: Iterable[float]) -> tuple[float, ...]:
    return tuple(round(float(value), 2) for value in values)


def fitted(examples: Sequence[Example], depth: str, base: Weights) -> Weights:
    """Weights of one depth, its scale at one; the other depths as in `base`."""
    weights = replace(
        base,
        scale={**base.scale, depth: {}},
        curve={**base.curve, depth: ()},
        making=base.making | {depth: fitted_making(examples)},
    )
    nothing = settled_by((), channels())
    lean: list[list[float]] = [[0.0] * len(one.places) for one in examples]
    for turn in range(ROUNDS):
        tables = {name: _fitted_family(name, examples, lean) for name in FAMILIES}
        weights = replace(weights, items=weights.items | {depth: tables})
        if turn + 1 < ROUNDS:
            lean = [_lean(one, weights, depth, nothing) for one in examples]
    return weights


def _lean(one: Example, weights: Weights, depth: str, settled: Settled) -> list[float]:
    likely = likely_makings([signs(p, k) for p, k in zip(one.places, one.known, strict=True)], weights.making[depth])
    shares: list[float] = []
    for place, known in zip(one.places, one.known, strict=True):
        table = weights.items[depth][place.family]
        rows = np.array([np.array(table[i]) * v for i, v in known.items() if i in table] or [[0.0] * len(MAKINGS)])
        odds = np.clip(rows.sum(axis=0), -30, 30)
        shares.append(float((np.array(likely) / (1 + np.exp(-odds))).sum()))
    return leanings(shares, settled)


def _fitted_family(name: str, examples: Sequence[Example], lean: Sequence[Sequence[float]]) -> dict[str, Any]:
    rows = [
        (one.recipe.making, known | {"leaning": toward}, right)
        for one, leans in zip(examples, lean, strict=True)
        for place, known, right, toward in zip(one.places, one.known, one.right, leans, strict=True)
        if right is not None and place.family == name
    ]
    items = sorted({item for _, known, _ in rows for item, value in known.items() if value})
    if not rows:
        return {}
    x = np.array([[known.get(item, 0.0) for item in items] for _, known, _ in rows])
    y = np.array([right for *_, right in rows], dtype=float)
    pooled = logistic(x, y, np.zeros(len(items)), RIDGE)
    columns = []
    for making in MAKINGS:
        mine = np.array([m == making for m, *_ in rows])
        columns.append(logistic(x[mine], y[mine], pooled, APART_IN.get(name, APART)) if mine.any() else pooled)
    table = np.array(columns).T
    return {item: _row(values) for item, values in zip(items, table, strict=True) if np.abs(values).max() > 0.05}


Unseen = Sequence[tuple[Weights, Sequence[Example]]]
"""Weights, and the examples that they were not fitted on."""


def trust(unseen: Unseen, depth: str) -> list[float]:
    """By way of making, what its weights are to be taken times to hold on what they were not fitted on."""
    factors = [1.0] * len(MAKINGS)
    for _, k in itertools.product(range(2), range(len(MAKINGS))):
        tried = {f: [*factors[:k], f, *factors[k + 1 :]] for f in FACTORS}
        losses = {f: _total_loss(_all_taken_times(unseen, depth, row), depth) for f, row in tried.items()}
        factors[k] = min(losses, key=losses.__getitem__)
    return factors


def _all_taken_times(unseen: Unseen, depth: str, factors: Sequence[float]) -> Unseen:
    return [(_taken_times(weights, depth, factors), examples) for weights, examples in unseen]


def _taken_times(weights: Weights, depth: str, factors: Sequence[float]) -> Weights:
    families = {
        name: {item: _row(np.array(row) * factors) for item, row in rows.items()}
        for name, rows in weights.items[depth].items()
    }
    return replace(weights, items={**weights.items, depth: families})


def _total_loss(unseen: Unseen, depth: str) -> float:
    rows = [row for weights, examples in unseen for one in examples[::2] for row in _odds(one, depth, weights)]
    return _loss(np.array([o for _, o, _ in rows]), np.array([r for *_, r in rows], dtype=float))


def scales(unseen: Unseen, depth: str) -> dict[str, float]:
    """By family, the factor that makes the sums right on what they were not fitted on, near that of all families.

    Each fold counts the same: one maker may spoil more marks than all others together.
    """
    folds = [list(_unbounded([one], depth)) for one in unseen]
    pooled = _scale([[(odds, right) for _, odds, right in rows] for rows in folds], 1.0, 0.0)
    return {
        name: _scale([[(odds, right) for n, odds, right in rows if n == name] for rows in folds], pooled, NEAR_POOLED)
        for name in sorted({name for rows in folds for name, *_ in rows})
    }


def curved(unseen: Unseen, depth: str) -> list[tuple[float, float]]:
    """What sums of log odds are worth: the share that was right in each of `STEPS`, never falling."""
    rows = [(abs(odds), (odds > 0) == right) for _, odds, right in _unbounded(unseen, depth)]
    points: list[tuple[float, float]] = []
    for low, high in itertools.pairwise(STEPS):
        inside = [row for row in rows if low <= row[0] < high]
        if len(inside) < 30:
            continue
        right = (sum(r for _, r in inside) + 1) / (len(inside) + 2)
        at = sum(size for size, _ in inside) / len(inside)
        worth = max(float(np.log(right / (1 - right))), points[-1][1] if points else 0.0)
        points.append((round(at, 2), round(worth, 2)))
    return points


Odds = tuple[str, float, bool]
"""Family, log odds for the reference, and whether that is right."""


def _odds(one: Example, depth: str, weights: Weights, settled: Settled | None = None) -> list[Odds]:
    settled = settled or settled_by((), channels())
    rows = weighed(one.places, one.known, depth, settled, weights)
    return [
        (p.family, row.odds, right)
        for p, row, right in zip(one.places, rows, one.right, strict=True)
        if right is not None
    ]


def _unbounded(unseen: Unseen, depth: str) -> Iterator[Odds]:
    """Without the places where a bound is said and not what the sum is worth: they would draw down all others."""
    for weights, one in ((weights, one) for weights, examples in unseen for one in examples):
        rows = weighed(one.places, one.known, depth, settled_by((), channels()), weights)
        for place, row, right in zip(one.places, rows, one.right, strict=True):
            case = Case(place, one.texts, one.words, row.known)
            if right is not None and not _is_bounded(case, row.odds, weights):
                yield place.family, row.odds, right


def _is_bounded(case: Case, odds: float, weights: Weights) -> bool:
    return most(case, Sigil.REFERENCE if odds > 0 else Sigil.TRANSCRIPT, weights) <= DOUBTFUL


def _scale(folds: Sequence[Sequence[tuple[float, bool]]], pooled: float, pull: float) -> float:
    found = [(np.array([o for o, _ in rows]), np.array([r for _, r in rows], float)) for rows in folds if rows]
    number = sum(len(odds) for odds, _ in found)
    grid = np.exp(np.arange(-1.2, 0.71, 0.05))
    losses = [
        number * np.mean([_loss(odds * factor, right) for odds, right in found]) + pull * np.log(factor / pooled) ** 2
        for factor in grid
    ]
    return round(float(grid[int(np.argmin(losses))]), 2)


def _loss(odds: Array, right: Array) -> float:
    """Of what would be said: more than `MOST` never is."""
    odds = np.clip(odds, -HIGHEST, HIGHEST)
    return float(np.logaddexp(0, np.where(right > 0, -odds, odds)).mean())


def decided_weight(unseen: Unseen) -> float:
    """The weight of what was decided in the same family, on the places after some were decided."""
    losses: dict[float, list[float]] = defaultdict(list)
    cases = [(weights, one) for weights, examples in unseen for one in examples[::3]]
    for (weights, one), number in itertools.product(cases, (1, 3, 8)):
        first = [k for k, right in enumerate(one.right) if right is not None][:number]
        decided = [(one.places[k].readings, Verdict.REFERENCE if one.right[k] else Verdict.TRANSCRIPT) for k in first]
        settled = settled_by(decided, channels())
        rest = [k for k in range(len(one.places)) if k not in first]
        left = replace(one, places=[one.places[k] for k in rest], known=[one.known[k] for k in rest],
                       right=[one.right[k] for k in rest])  # fmt: skip
        if not rest:
            continue
        for weight in (0.0, 0.15, 0.3, 0.45, 0.6, 0.8, 1.0):
            tried = replace(weights, decided={**weights.decided, "decided-family": weight})
            rows = _odds(left, "pairs", tried, settled)
            losses[weight] += [float(np.logaddexp(0, -o if r else o)) for _, o, r in rows]
    return min(losses, key=lambda weight: float(np.mean(losses[weight])))


def third_weights(unseen: Unseen) -> dict[str, float]:
    """By family, what a third reading beside texts that the weights were not fitted on is to be taken times."""
    nothing = settled_by((), channels())
    rows = [
        row
        for weights, examples in unseen
        for one in examples
        for row in heard(one.recipe, one.places, weighed(one.places, one.known, "pairs", nothing, weights))
    ]
    return {name: trusted([row for row in rows if row.family == name]) for name in FAMILIES}


def written(weights: Weights, note: str) -> str:
    lines = [f"# {row}" for row in note.split("\n")]
    lines += ["", "[decided]", *(f"{k} = {v}" for k, v in weights.decided.items())]
    lines += ["", "[third]", *(f"{k} = {v}" for k, v in weights.third.items())]
    lines += ["", "[most]", *(f"{k} = {v}" for k, v in weights.most.items())]
    for depth in DEPTHS:
        lines += ["", f"[scale.{depth}]", *(f"{k} = {v}" for k, v in weights.scale[depth].items())]
    lines += ["", "[curve]", *(f"{k} = [{', '.join(map(_listed, v))}]" for k, v in weights.curve.items())]
    for depth in DEPTHS:
        lines += ["", f"[making.{depth}]", *(f"{k} = {_listed(v)}" for k, v in weights.making[depth].items())]
    for depth in DEPTHS:
        for name in FAMILIES:
            lines += ["", f"[items.{depth}.{name}]"]
            lines += [f"{k} = {_listed(v)}" for k, v in weights.items[depth][name].items()]
    return "\n".join(lines) + "\n"


def _listed(row: Sequence[float]) -> str:
    return "[" + ", ".join(f"{value:g}" for value in row) + "]"


NOTE = """How much each item of evidence counts, as log odds for the reference; written by
`python -m tests.bench.fit_suggestion`.
Fitted in November 2026 on {number} documents (the latter for `nothing`) from three quarters of the
invented pages and of ICDAR 2017 (British Library, English; with the real errors of its engine), spoiled by:
{folds};
and {all}.
`scale`, `curve`, `third` and `decided-family` are what held when each of these folds was judged by weights that were
fitted on the others.
The other quarter, EO 9981, and {held} were kept out;
`python -m tests.bench.suggestion` reports on all.
Each row of `items` has a weight for every way in which transcript and reference were made:
{makings}.
`making` tells these ways apart; `usual` is how common they were assumed to be. `scale` is what the sums have to be
taken times, and `curve` what the product was worth, to hold on what they were not fitted on.
`pairs`, `words`, `nothing`: what is known of the language (pairs of words, words only, nothing).
`third` is by family what the log odds of a third reading count. `decided` (how much a decision at a like place counts)
is set by hand but for `decided-family`; so is `most` (the most that a family may say)."""


def weights_at(depth: str, seeds: int, base: Weights) -> tuple[Weights, Unseen]:
    """The weights of a depth beside those of `base`, and each fold with weights that were fitted on the others."""
    words = lexicon_of(depth)
    everything = examples_of(recipes("fit", seeds), words)
    whole = fitted(everything, depth, base)
    print(depth, len(everything), "documents,", sum(r is not None for one in everything for r in one.right), "places")
    unseen: list[tuple[Weights, Sequence[Example]]] = []
    for k, makers in enumerate(FOLDS):
        others = [other for other in range(len(FOLDS)) if other != k]
        known = [*IN_ALL_FOLDS, *(maker for other in others for maker in FOLDS[other])]
        seen = examples_of(recipes("fit", seeds, folds=others, makers=known), words)
        held_out = examples_of(recipes("fit", seeds, folds=[k], makers=makers), words)
        unseen.append((fitted(seen, depth, base), held_out))
    factors = trust(unseen, depth)
    print(depth, "trust", factors)
    held: Unseen = _all_taken_times(unseen, depth, factors)
    scale = {**base.scale, depth: scales(held, depth)}
    held = [(replace(weights, scale=scale), examples) for weights, examples in held]
    curve = {**base.curve, depth: curved(held, depth)}
    print(depth, scale[depth], curve[depth])
    held = [(replace(weights, curve=curve), examples) for weights, examples in held]
    return replace(_taken_times(whole, depth, factors), scale=scale, curve=curve), held


def examples_of(rows: Iterable[Recipe], words: Lexicon) -> list[Example]:
    return [one for one in (example(recipe, words) for recipe in rows) if one]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args()
    empty: dict[str, Any] = {depth: {} for depth in DEPTHS}
    decided = {"decided-pair": 3.0, "decided-letters": 0.6, "decided-family": 0.0}
    highest = dict.fromkeys(("number", "omission"), NEARLY)
    weights = Weights(empty, empty, empty, dict.fromkeys(DEPTHS, ()), decided, {}, highest)
    held: dict[str, Unseen] = {}
    for depth in DEPTHS:
        weights, held[depth] = weights_at(depth, SEEDS[depth], weights)
    weights = replace(
        weights,
        decided=decided | {"decided-family": decided_weight(held["pairs"])},
        third=third_weights(held["pairs"]),
    )
    note = NOTE.format(
        number=" and ".join(str(len(recipes("fit", SEEDS[depth]))) for depth in ("pairs", "nothing")),
        folds="; ".join(map(", ".join, FOLDS)),
        all=", ".join(IN_ALL_FOLDS),
        held=", ".join(PARTS["report"]),
        makings="; ".join(MAKINGS),
    )
    resource_path("data", "weights.toml").write_text(written(weights, note), encoding="utf-8")
    default_weights.cache_clear()
    print(weights.decided)


if __name__ == "__main__":
    main()
