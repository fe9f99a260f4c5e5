"""Counts how often a place is right by what speaks for it: `SURE`, `CONTRADICTED`, `NOT_THERE` of `by_engine.py`.

`python -m tests.bench.fit_by_engine [--engine E]...`. An engine reads drawn pages once; their transcripts are whole,
have words put in, or a part of another page's. For each kind of evidence it prints, by engine and for all, how many
words there are and how many of them are near: within 3 heights of a small letter; and between what the difference from
what is said lies in 95 of 100 draws of these pages; the same by fifths of what is said, from `TRUSTED` on. Of `UNLIKE`
the engine's place is counted, which nothing is said of, and of `AGAINST_ENGINE` the image's: for `CONTRADICTED` also
where it is not shown. Then follow the constants as they stand in the code, means of the engines' shares. A share of
fewer than `FEWEST` words is left out of them. Gaps are counted as near where the word stands or would stand, by how
sure those beside them are said to be. The same is then counted on other pages, of other fonts, wear and stamps, and
real ones where they are there, beside what the code says. About ten minutes of CPU time an engine.
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from statistics import mean

from cableview.model.geometry import Box
from cableview.model.layout import Layout
from cableview.model.location import Location, Method
from cableview.scan.engines.choice import engine_named, installed
from cableview.scan.engines.engine import Engine
from cableview.scan.engines.reading import read_scan
from cableview.scan.locate import locate_words
from cableview.scan.placing.by_engine import (
    CONTRADICTED,
    NOT_THERE,
    SURE,
    Evidence,
    contradicted,
    joined_words,
    with_reading,
)
from cableview.scan.placing.places import TRUSTED, WordPlaces
from cableview.scan.raster import page_size
from tests.bench.by_pages import interval
from tests.bench.fit_places import damaged
from tests.bench.gaps import distance
from tests.bench.locate import NEAR
from tests.bench.page_kinds import drawn_pages, sets, stamped_pages
from tests.bench.true_pages import TruePage, transcript

TRANSCRIPTS = ("none", "sprinkled", "halves")
REAL_PAGES = {"worn held out": 8, "real stamped held out": 2}
"""Of these real ones every so many-th is read."""
FEWEST = 20
FIFTHS = ((TRUSTED, 0.6), (0.6, 0.8), (0.8, 1.01))
DIVISORS = [k / 10 for k in range(1, 200)]
DOUBTED = 0.95
"""`CONTRADICTED` is counted of places less sure by the image alone: of the surer ones, which are many, hardly any is
wrong."""

Kind = Evidence | None
"""`None` is a gap."""
CONSTANTS: Mapping[str, Kind] = {
    **{kind.name: kind for kind in SURE},
    "CONTRADICTED": Evidence.AGAINST_ENGINE,
    "NOT_THERE": None,
}


@dataclass(frozen=True, slots=True)
class Told:
    """A word that stands on the page, or would: whether its place is `near`, and how sure one is of it.

    Of a gap `said` is how sure its neighbours are. `alone` is how sure the image was without the engine. `page` is the
    same for all states of a page.
    """

    page: str
    kind: Kind
    near: bool
    said: float
    alone: float


def told(page: TruePage, other: TruePage, engines: Mapping[str, Engine], random: Random) -> Iterator[tuple[str, Told]]:
    """By engine each word of each transcript with a place in which it has a say; words put in where they are gaps."""
    read = {name: read_scan([page.image], engines[name], text=transcript(page.lines)[0]).layout for name in engines}
    for damage in TRANSCRIPTS:
        text, wanted = transcript(damaged(damage, page, other, random))
        true = {word.span.start: word.boxes for word in wanted}
        places = locate_words(text, [page.image])
        for name, reading in read.items():
            yield from ((name, word) for word in _told_by(text, places, reading, page, true))


def _told_by(
    text: str, places: WordPlaces, reading: Layout, page: TruePage, true: Mapping[int, Sequence[Box]]
) -> Iterator[Told]:
    """`true` are the boxes of each word by where it starts, or where it would stand."""
    size = page_size(page.image)
    written = frozenset(word.box for line in page.lines for word in line if word.box is not None)
    words = joined_words(text, places, reading, [size])
    if words is None:
        return
    found = [place.location for place in with_reading(text, places, reading, [size])]
    for k, (word, location) in enumerate(zip(words, found, strict=True)):
        boxes, alone = true[word.place.span.start], places.confidences[k]
        if word.evidence is Evidence.UNLIKE and word.read is not None:
            location = replace(word.read.location, confidence=0.0)
        elif word.evidence is Evidence.AGAINST_ENGINE:
            location = replace(places.place(k).location, confidence=location.confidence)
        near = any(distance(location.box, box) < NEAR * page.x_height for box in boxes)
        if not boxes:
            continue
        if location.method is Method.GAP and word.place.location.method is not Method.GAP:
            beside = min(found[k - 1].confidence, found[k + 1].confidence)
            yield Told(page.original, None, near, beside, alone)
        elif written.issuperset(boxes) and (word.evidence is not Evidence.OTHER or _is_shown(location)):
            yield Told(page.original, word.evidence, near, location.confidence, alone)


def _is_shown(location: Location) -> bool:
    return location.method.names_word and location.confidence >= TRUSTED


def told_of(pages: Sequence[TruePage], engines: Mapping[str, Engine]) -> dict[str, list[Told]]:
    """Of all pages but those that lie turned, which are set upright before they are read."""
    upright = [page for page in pages if "turned" not in page.name]
    others = [*upright[len(upright) // 2 :], *upright[: len(upright) // 2]]
    out: dict[str, list[Told]] = {name: [] for name in engines}
    for k, (page, other) in enumerate(zip(upright, others, strict=True)):
        for name, word in told(page, other, engines, Random(k)):
            out[name].append(word)
    return out


KINDS: tuple[Kind, ...] = (*Evidence, None)


def report(title: str, rows: Sequence[Told]) -> None:
    """By kind and by fifth: what is said, or of gaps what is said of those beside them, how many are near, of how many,
    and between what bounds the difference lies in draws of these pages."""
    print(title)
    for kind in KINDS:
        own = [row for row in rows if row.kind is kind and (kind is Evidence.UNLIKE or row.said >= TRUSTED)]
        _line("gap" if kind is None else kind.name.lower(), own)
    for least, below in FIFTHS:
        inside = [row for row in rows if row.kind is not None and least <= row.said < below]
        _line(f"said from {least}", inside)


def _line(name: str, rows: Sequence[Told]) -> None:
    if rows:
        said, near = mean(row.said for row in rows), mean(row.near for row in rows)
        least, most = interval([row.near - row.said for row in rows], [row.page for row in rows])
        bounds = f"{100 * least:+.1f} to {100 * most:+.1f}"
        print(f"  {name:16}{100 * said:6.1f} > {100 * near:5.1f} ({len(rows)})  {bounds}", flush=True)


def constants(by_engine: Mapping[str, Sequence[Told]]) -> dict[str, float]:
    """By the names that they have in the code, of each the mean of the engines' own."""
    out: dict[str, float] = {}
    for name, kind in CONSTANTS.items():
        own = [[row for row in rows if row.kind is kind and _counts(row)] for rows in by_engine.values()]
        parts = [_constant(kind, rows) for rows in own if len(rows) >= FEWEST]
        if parts:
            out[name] = round(mean(parts), 2)
    return out


def _counts(row: Told) -> bool:
    return row.kind is not Evidence.AGAINST_ENGINE or row.alone < DOUBTED


def _constant(kind: Kind, rows: Sequence[Told]) -> float:
    """The share of near words; of gaps as a share of what is said beside them; or by what the odds are divided."""
    near = mean(row.near for row in rows)
    if kind is Evidence.AGAINST_ENGINE:
        return min(DIVISORS, key=lambda by: abs(near - mean(contradicted(row.alone, by) for row in rows)))
    return min(0.99, near / (mean(row.said for row in rows) if kind is None else 1.0))


def held_out(folder: Path) -> list[TruePage]:
    """Drawn pages of other fonts, wear and stamps, and real ones where they are there."""
    drawn = drawn_pages(folder, held_out=True, rounds=1) + stamped_pages(folder, held_out=True, rounds=1)
    known = sets(folder)
    real = [known[name]()[1::step] for name, step in REAL_PAGES.items() if name in known]
    return [*drawn, *itertools.chain.from_iterable(real)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", dest="engines", action="append", help="repeatable; all that are installed")
    args = parser.parse_args()
    engines = {str(name): engine_named(name) for name in installed() if str(name) in (args.engines or [*installed()])}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        counted = told_of(drawn_pages(folder, rounds=1) + stamped_pages(folder, rounds=1), engines)
        for engine, rows in counted.items():
            report(f"{engine}, counted", rows)
        code = {kind.name: share for kind, share in SURE.items()}
        code |= {"CONTRADICTED": CONTRADICTED, "NOT_THERE": NOT_THERE}
        print(f"counted {constants(counted)}\nin the code {code}", flush=True)
        for engine, rows in told_of(held_out(folder), engines).items():
            report(f"{engine}, held out", rows)


if __name__ == "__main__":
    main()
