"""Fits the weights of the suggestions, `resources/data/weights.toml`: `python -m tests.bench.fit_suggestion`.

For each way of making both texts and each family of differences it is a logistic regression, drawn towards that of all
ways together; the leaning is found by the program's own means and the regression repeated. How far the sums may be
trusted is found on other pages and makers than those fitted on; on a third part, `suggestion.py` reports.
"""

from __future__ import annotations

import argparse
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cableview.assets import resource_path
from cableview.collation.channels import channels
from cableview.collation.evidence import FAMILIES, Evidence, Site, Texts, evidence, family, repeated, site
from cableview.collation.lexicon import Lexicon, lexicon
from cableview.collation.suggest import MOST
from cableview.collation.weighing import (
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
from cableview.model.decision import Verdict
from tests.bench.suggestion import PARTS, Recipe, compared, document, recipes, scored

DEPTHS = ("pairs", "words", "nothing")
RIDGE = 2.0
APART = 6.0
"""How hard the weights of one way of making are drawn to those of all."""
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
    return Example(recipe, places, known, right, tells, frozenset(recipe.makers))


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
    """A multinomial regression on the means of a document's signs, by the gradient."""
    names = sorted({name for one in examples for name in one.signs})
    x = np.array([[1.0, *(one.signs.get(name, 0.0) for name in names)] for one in examples])
    y = np.array([[float(one.recipe.making == making) for making in MAKINGS] for one in examples])
    spread = np.maximum(x.std(axis=0), 0.05)
    spread[0] = 1.0
    w = np.zeros((x.shape[1], len(MAKINGS)))
    for _ in range(4000):
        z = (x / spread) @ w
        p = np.exp(z - z.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        w += 0.5 * ((x / spread).T @ (y - p) - 0.3 * w) / len(x)
    return {name: _row(values) for name, values in zip(["usual", *names], w / spread[:, None], strict=True)}


def _row(values: Iterable[float]) -> tuple[float, ...]:
    return tuple(round(float(value), 2) for value in values)


def fitted(examples: Sequence[Example], depth: str, base: Weights) -> Weights:
    """Weights of one depth; the other depths as in `base`, the scales at one."""
    weights = replace(
        base,
        scale={d: {} for d in DEPTHS},
        curve=dict.fromkeys(DEPTHS, ()),
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
        columns.append(logistic(x[mine], y[mine], pooled, APART) if mine.any() else pooled)
    table = np.array(columns).T
    return {item: _row(values) for item, values in zip(items, table, strict=True) if np.abs(values).max() > 0.05}


def trusted(examples: Sequence[Example], depth: str, weights: Weights) -> Weights:
    """With the weights of each way of making taken times what makes them hold on what they were not fitted on."""
    factors = [1.0] * len(MAKINGS)
    for _, k in itertools.product(range(2), range(len(MAKINGS))):
        tried = {f: [*factors[:k], f, *factors[k + 1 :]] for f in FACTORS}
        losses = {f: _total_loss(examples, depth, _taken_times(weights, depth, row)) for f, row in tried.items()}
        factors[k] = min(losses, key=losses.__getitem__)
    print(depth, "trust", factors)
    return _taken_times(weights, depth, factors)


def _taken_times(weights: Weights, depth: str, factors: Sequence[float]) -> Weights:
    families = {
        name: {item: _row(np.array(row) * factors) for item, row in rows.items()}
        for name, rows in weights.items[depth].items()
    }
    return replace(weights, items={**weights.items, depth: families})


def _total_loss(examples: Sequence[Example], depth: str, weights: Weights) -> float:
    rows = [row for one in examples for row in _odds(one, depth, weights)]
    return _loss(np.array([o for _, o, _ in rows]), np.array([r for *_, r in rows], dtype=float))


def scales(examples: Sequence[Example], depth: str, weights: Weights) -> dict[str, float]:
    """By family, the factor that makes the sums right on what they were not fitted on, near that of all families."""
    found: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for one in examples:
        for name, odds, right in _odds(one, depth, weights):
            found[name].append((odds, right))
    pooled = _scale([row for rows in found.values() for row in rows], 1.0, 0.0)
    return {name: _scale(rows, pooled, NEAR_POOLED) for name, rows in sorted(found.items())}


def curved(examples: Sequence[Example], depth: str, weights: Weights) -> list[tuple[float, float]]:
    """What sums of log odds are worth: the share that was right in each of `STEPS`, never falling."""
    rows = [(abs(odds), (odds > 0) == right) for one in examples for _, odds, right in _odds(one, depth, weights)]
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


def _odds(one: Example, depth: str, weights: Weights, settled: Settled | None = None) -> list[tuple[str, float, bool]]:
    settled = settled or settled_by((), channels())
    rows = weighed(one.places, one.known, depth, settled, weights)
    return [
        (p.family, row.odds, right)
        for p, row, right in zip(one.places, rows, one.right, strict=True)
        if right is not None
    ]


def _scale(rows: Sequence[tuple[float, bool]], pooled: float, pull: float) -> float:
    odds = np.array([o for o, _ in rows])
    right = np.array([r for _, r in rows], dtype=float)
    grid = np.exp(np.arange(-1.2, 0.71, 0.05))
    losses = [len(rows) * _loss(odds * factor, right) + pull * np.log(factor / pooled) ** 2 for factor in grid]
    return round(float(grid[int(np.argmin(losses))]), 2)


def _loss(odds: Array, right: Array) -> float:
    """Of what would be said: more than `MOST` never is."""
    odds = np.clip(odds, -HIGHEST, HIGHEST)
    return float(np.logaddexp(0, np.where(right > 0, -odds, odds)).mean())


def decided_weight(examples: Sequence[Example], weights: Weights) -> float:
    """The weight of what was decided in the same family, on the places after some were decided."""
    losses: dict[float, list[float]] = defaultdict(list)
    for one, number in itertools.product(examples[::3], (1, 3, 8)):
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


def written(weights: Weights, note: str) -> str:
    lines = [f"# {row}" for row in note.split("\n")]
    lines += ["", "[decided]", *(f"{k} = {v}" for k, v in weights.decided.items())]
    lines += ["", "[third]", f"weight = {weights.third}"]
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
Fitted on {number} documents of {places} discrepancies, from half of the invented pages and of ICDAR 2017 (British
Library, English; with the real errors of its engine), spoiled by: {makers}.
Tuned (`scale`, `curve`, `decided-family`) on a quarter of the pages, spoiled by: {tuned}.
The other quarter, EO 9981, and {held} were kept out;
`python -m tests.bench.suggestion` reports on all.
Each row of `items` has a weight for every way in which transcript and reference were made:
{makings}.
`making` tells these ways apart; `usual` is how common they were assumed to be. `scale` is what the sums have to be
taken times, and `curve` what the product was worth, to hold on what they were not fitted on.
`pairs`, `words`, `nothing`: what is known of the language (pairs of words, words only, nothing).
`decided` (how much a decision at a like place counts) is set by hand but for `decided-family`; so are `third` (what
a third reading counts) and `most` (the most that a family may say)."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=12)
    seeds = parser.parse_args().seeds
    rows, others = recipes("fit", seeds), recipes("tune", 2 * seeds)
    empty: dict[str, Any] = {depth: {} for depth in DEPTHS}
    decided = {"decided-pair": 3.0, "decided-letters": 0.6, "decided-family": 0.0}
    curves: dict[str, list[tuple[float, float]]] = {}
    base = Weights(empty, empty, empty, {}, decided, 1.0, {"number": 0.94, "omission": 0.94})
    total = 0
    for depth in DEPTHS:
        words = lexicon_of(depth)
        examples = [one for one in (example(recipe, words) for recipe in rows) if one]
        whole = fitted(examples, depth, base)
        unseen = [one for one in (example(recipe, words) for recipe in others) if one]
        whole = trusted(unseen[::2], depth, whole)
        scale = scales(unseen, depth, whole)
        whole = replace(whole, scale={**base.scale, depth: scale})
        curves[depth] = curved(unseen, depth, whole)
        base = whole
        total = sum(r is not None for one in examples for r in one.right)
        print(depth, total, scale, curves[depth])
        if depth == "pairs":
            kept = unseen
    base = replace(base, curve=curves)
    base = replace(base, decided=decided | {"decided-family": decided_weight(kept, base)})
    named = {part: ", ".join(makers) for part, makers in PARTS.items()}
    note = NOTE.format(
        number=len(rows),
        places=total,
        makers=named["fit"],
        tuned=named["tune"],
        held=named["report"],
        makings="; ".join(MAKINGS),
    )
    resource_path("data", "weights.toml").write_text(written(base, note), encoding="utf-8")
    default_weights.cache_clear()
    print(base.decided)


if __name__ == "__main__":
    main()
