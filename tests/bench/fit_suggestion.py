"""Fits the weights of the suggestions, `resources/data/weights.toml`: `python -m tests.bench.fit_suggestion`.

For each way of making both texts and each family of differences it is a logistic regression, drawn towards that of all
ways together; the leaning is found by the program's own means and the regression repeated. What the weights are to be
taken times to say as much as they know is found by folds: each has pages and makers of its own, and is judged by
weights fitted on the others. On a part that had no share in any of this, `suggestion.py` reports.
"""

from __future__ import annotations

import argparse
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
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
from cableview.collation.words.languages import language_named
from cableview.collation.words.lexicon import ALL, Lexicon, lexicon
from cableview.model.decision import Verdict
from cableview.model.witness import Sigil
from tests.bench.fit_third_reading import heard, trusted
from tests.bench.suggestion import (
    FITTED_LANGUAGES,
    FOLDS,
    IN_ALL_FOLDS,
    PARTS,
    USUAL,
    Recipe,
    compared,
    document,
    language_of_page,
    recipes,
    scored,
)

DEPTHS = ("pairs", "words", "nothing")
LANGUAGES = {"pairs": ("",), "words": ("", *FITTED_LANGUAGES), "nothing": ("", *FITTED_LANGUAGES)}
"""Of the pages, English (empty) and others; pairs of words are known of no other language. With German and French ones
the loss on the folds, where no pairs are known, was 22 and 19 % less for these and 10 % less for English."""
TIMES_MORE = 3
"""Documents made of a page in another language for one of an English page: of these there are three times as many."""
SEEDS = {"pairs": 12, "words": 12, "nothing": 30}
"""Documents made of each page. With 30 at all depths the sums tell a little more (loss on "report" 4 % less), but what
is known of words then fits these pages too well: the band from 0.5 was 6 points off in French (2 with 12), before
French pages were among them."""
RIDGE = 2.0
APART = 6.0
"""How hard the weights of one way of making are drawn to those of all."""
APART_IN = {"repetition": 1.0}
"""The same in families of which all ways together tell little: hands double words, and engines do not."""
SIGN_RIDGE = 3.0
"""How hard the weights of the signs of a maker are drawn to nothing."""
FACTORS = tuple(k / 20 for k in range(14, 33))
"""What weights are tried to be taken times: the ridges make them say too little."""
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


@cache
def lexicon_of(depth: str, language: str) -> Lexicon:
    """What is known at a depth of a language, by its English name; English where it is empty."""
    if depth == "nothing":
        return Lexicon()
    full = lexicon(language_named(language or "English").code)
    return full if depth == "pairs" else replace(full, pairs=())


def example(recipe: Recipe, words: Lexicon) -> Example | None:
    doc = document(recipe)
    differences = [d for d in compared(doc) if family(d)]
    if not differences:
        return None
    texts = Texts(doc.working, doc.reference)
    tables = channels(has_marks=words.language != ALL)
    places = [site(d, texts, tables) for d in differences]
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
    return tuple(round(float(value), 2) + 0.0 for value in values)  # no -0


def fitted(examples: Sequence[Example], depth: str, base: Weights) -> Weights:
    """Weights of one depth, as the regression has them; the other depths as in `base`."""
    weights = replace(base, making={**base.making, depth: fitted_making(examples)})
    nothing = settled_by((), channels())
    lean: list[list[float]] = [[0.0] * len(one.places) for one in examples]
    for turn in range(ROUNDS):
        tables = {name: _fitted_family(name, examples, lean) for name in FAMILIES}
        weights = replace(weights, items={**weights.items, depth: tables})
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


def trust(unseen: Unseen, depth: str) -> float:
    """What weights are to be taken times to hold on what they were not fitted on.

    Each fold counts the same: one maker may spoil more marks than all others together. Two more steps, a factor for
    each family and a curve from what was said to what was right, held no better on folds that had no share in them.
    """

    def loss(factor: float) -> float:
        return float(np.mean([_loss(_unbounded([one], depth)) for one in _all_taken_times(unseen, depth, factor)]))

    return min(FACTORS, key=loss)


def _all_taken_times(unseen: Unseen, depth: str, factor: float) -> Unseen:
    return [(taken_times(weights, depth, factor), examples) for weights, examples in unseen]


def taken_times(weights: Weights, depth: str, factor: float) -> Weights:
    families = {
        name: {item: _row(np.array(row) * factor) for item, row in rows.items()}
        for name, rows in weights.items[depth].items()
    }
    return replace(weights, items={**weights.items, depth: families})


Odds = tuple[float, bool]
"""Log odds for the reference, and whether that is right."""


def _odds(one: Example, depth: str, weights: Weights, settled: Settled) -> list[Odds]:
    rows = weighed(one.places, one.known, depth, settled, weights)
    return [(row.odds, right) for row, right in zip(rows, one.right, strict=True) if right is not None]


def _unbounded(unseen: Unseen, depth: str) -> Iterator[Odds]:
    """Without the places where a bound is said and not what the sum is worth: they would draw down all others."""
    nothing = settled_by((), channels())
    for weights, one in ((weights, one) for weights, examples in unseen for one in examples):
        rows = weighed(one.places, one.known, depth, nothing, weights)
        for place, row, right in zip(one.places, rows, one.right, strict=True):
            case = Case(place, one.texts, one.words, row.known)  # as if it were not known who made the texts
            if right is not None and not _is_bounded(case, row.odds, weights):
                yield row.odds, right


def _is_bounded(case: Case, odds: float, weights: Weights) -> bool:
    return most(case, Sigil.REFERENCE if odds > 0 else Sigil.TRANSCRIPT, weights) <= DOUBTFUL


def _loss(rows: Iterable[Odds]) -> float:
    """Of what would be said: more than `MOST` never is."""
    odds, right = np.array(list(rows), dtype=float).reshape(-1, 2).T
    odds = np.clip(odds, -HIGHEST, HIGHEST)
    return float(np.logaddexp(0, np.where(right > 0, -odds, odds)).mean())


def decided_weight(unseen: Unseen) -> float:
    """The weight of what was decided in the same family, on the places after some were decided."""
    losses: dict[float, list[float]] = defaultdict(list)
    cases = [(weights, one) for weights, examples in unseen for one in examples[::3]]
    for (weights, one), number in itertools.product(cases, (1, 3, 8)):
        first = [k for k, right in enumerate(one.right) if right is not None][:number]
        decided = [(one.places[k].readings, Verdict.REFERENCE if one.right[k] else Verdict.TRANSCRIPT) for k in first]
        settled = settled_by(decided, channels(has_marks=False))
        rest = [k for k in range(len(one.places)) if k not in first]
        left = replace(one, places=[one.places[k] for k in rest], known=[one.known[k] for k in rest],
                       right=[one.right[k] for k in rest])  # fmt: skip
        if not rest:
            continue
        for weight in (0.0, 0.15, 0.3, 0.45, 0.6, 0.8, 1.0):
            tried = replace(weights, decided={**weights.decided, "decided-family": weight})
            rows = _odds(left, "pairs", tried, settled)
            losses[weight] += [float(np.logaddexp(0, -odds if right else odds)) for odds, right in rows]
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
Fitted in November 2026 on {number} documents (for `pairs`, `words`, `nothing`) from three quarters of the
invented pages, in English and but for `pairs` in {languages}, and of ICDAR 2017 (British Library, English;
with the real errors of its engine), spoiled by:
{folds};
and {all}.
What all weights of a depth were then taken times, `third` and `decided-family` are what held when each of these folds
was judged by weights that were fitted on the others.
The other quarter, pages in other languages, EO 9981, and {held}
were kept out;
`python -m tests.bench.suggestion` reports on all.
Each row of `items` has a weight for every way in which transcript and reference were made:
{makings}.
`making` tells these ways apart; `usual` is how common they were assumed to be.
`pairs`, `words`, `nothing`: what is known of the language (pairs of words, words only, nothing).
`third` is by family what the log odds of a third reading count. `decided` (how much a decision at a like place counts)
is set by hand but for `decided-family`; so is `most` (the most that a family may say)."""


def weights_at(depth: str, seeds: int, base: Weights) -> tuple[Weights, Unseen]:
    """The weights of a depth beside those of `base`, and each fold with weights that were fitted on the others."""
    everything = examples_at(depth, seeds)
    whole = fitted(everything, depth, base)
    print(depth, len(everything), "documents,", sum(r is not None for one in everything for r in one.right), "places")
    unseen: list[tuple[Weights, Sequence[Example]]] = []
    for k, makers in enumerate(FOLDS):
        others = [other for other in range(len(FOLDS)) if other != k]
        known = [*IN_ALL_FOLDS, *(maker for other in others for maker in FOLDS[other])]
        seen = examples_at(depth, seeds, folds=others, makers=known)
        held_out = examples_at(depth, seeds, folds=[k], makers=makers)
        unseen.append((fitted(seen, depth, base), held_out))
    factor = trust(unseen, depth)
    print(depth, "times", factor)
    return taken_times(whole, depth, factor), _all_taken_times(unseen, depth, factor)


def examples_at(depth: str, seeds: int, folds: Sequence[int] = (), makers: Sequence[str] = ()) -> list[Example]:
    rows = recipes_at(depth, seeds, folds, makers)
    return [one for recipe in rows if (one := example(recipe, lexicon_of(depth, language_of_page(recipe.page))))]


def recipes_at(depth: str, seeds: int, folds: Sequence[int] = (), makers: Sequence[str] = ()) -> list[Recipe]:
    """The documents of a depth, in all its languages."""
    numbers = {language: seeds * TIMES_MORE if language else seeds for language in LANGUAGES[depth]}
    return [
        recipe
        for language, number in numbers.items()
        for recipe in recipes("fit", number, language=language, folds=folds, makers=makers)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args()
    empty: dict[str, Any] = {depth: {} for depth in DEPTHS}
    decided = {"decided-pair": 3.0, "decided-letters": 0.6, "decided-family": 0.0}
    highest = dict.fromkeys(("number", "omission"), NEARLY)
    weights = Weights(empty, empty, decided, {}, highest)
    held: dict[str, Unseen] = {}
    for depth in DEPTHS:
        weights, held[depth] = weights_at(depth, SEEDS[depth], weights)
    weights = replace(
        weights,
        decided=decided | {"decided-family": decided_weight(held["pairs"])},
        third=third_weights(held["pairs"]),
    )
    note = NOTE.format(
        number=", ".join(str(len(recipes_at(depth, SEEDS[depth]))) for depth in DEPTHS),
        languages=" and ".join(FITTED_LANGUAGES),
        folds="; ".join(map(", ".join, FOLDS)),
        all=", ".join(IN_ALL_FOLDS),
        held=", ".join(PARTS["report"]),
        makings="; ".join(MAKINGS),
    )
    resource_path("data", "weights.toml").write_text(written(weights, note), encoding="utf-8")
    default_weights.cache_clear()
    print(weights.decided, weights.third)


if __name__ == "__main__":
    main()
