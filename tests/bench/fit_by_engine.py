"""Counts how often a place is right by what speaks for it, `SURE` and `NOT_THERE` in `placing/by_engine.py`.

`python -m tests.bench.fit_by_engine [--engine E]...`. An engine reads drawn pages once; their transcripts are whole,
have words put in, or a part of another page's. For each kind of evidence it prints, by engine and for all, how many
words there are and how many of them are near: within 3 heights of a small letter; and between what the difference from
what is said lies in 95 of 100 draws of these pages. Then follow the constants as they stand in the code, means of the
engines' shares. A share of fewer than `FEWEST` words is left out of them, and said. Gaps are counted as near where the
word stands or would stand, by how sure those beside them are said to be. The same is then counted on other pages, of
other fonts, wear and stamps, and real ones where they are there, beside what the code says. About ten minutes of CPU
time an engine.
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import mean

from cableview.model.geometry import Box
from cableview.model.layout import Layout
from cableview.model.location import Method
from cableview.scan.engines.choice import engine_named, installed
from cableview.scan.engines.engine import Engine
from cableview.scan.engines.reading import read_scan
from cableview.scan.locate import locate_words
from cableview.scan.placing.by_engine import NOT_THERE, SURE, Evidence, joined_words, with_reading
from cableview.scan.placing.places import WordPlaces
from cableview.scan.raster import page_size
from tests.bench.by_pages import interval
from tests.bench.fit_places import damaged
from tests.bench.gaps import distance
from tests.bench.locate import NEAR
from tests.bench.page_kinds import drawn_pages, sets, stamped_pages
from tests.bench.true_pages import TruePage, transcript

TRANSCRIPTS = ("none", "sprinkled", "halves")
REAL_PAGES = 8
"""Of the real ones every so many-th is read."""
FEWEST = 20

Kind = Evidence | None
"""`None` is a gap."""


@dataclass(frozen=True, slots=True)
class Told:
    """A word that stands on the page, or would: whether its place is `near`, and how sure one is of it.

    Of a gap `said` is how sure its neighbours are. `page` is the same for all states of a page.
    """

    page: str
    kind: Kind
    near: bool
    said: float


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
        boxes = true[word.place.span.start]
        near = any(distance(location.box, box) < NEAR * page.x_height for box in boxes)
        if not boxes:
            continue
        if location.method is Method.GAP and word.place.location.method is not Method.GAP:
            yield Told(page.original, None, near, min(found[k - 1].confidence, found[k + 1].confidence))
        elif word.evidence is not Evidence.OTHER and written.issuperset(boxes):
            yield Told(page.original, word.evidence, near, location.confidence)


def told_of(pages: Sequence[TruePage], engines: Mapping[str, Engine]) -> dict[str, list[Told]]:
    """Of all pages but those that lie turned, which are set upright before they are read."""
    upright = [page for page in pages if "turned" not in page.name]
    others = [*upright[len(upright) // 2 :], *upright[: len(upright) // 2]]
    out: dict[str, list[Told]] = {name: [] for name in engines}
    for k, (page, other) in enumerate(zip(upright, others, strict=True)):
        for name, word in told(page, other, engines, Random(k)):
            out[name].append(word)
    return out


KINDS: tuple[Kind, ...] = (*SURE, None)


def report(title: str, rows: Sequence[Told]) -> None:
    """By kind: what is said, or of gaps what is said of those beside them, how many are near, of how many, and between
    what bounds the difference lies in draws of these pages."""
    print(title)
    for kind in KINDS:
        own = [row for row in rows if row.kind is kind]
        if own:
            name = "gap" if kind is None else kind.name.lower()
            said, near = mean(row.said for row in own), mean(row.near for row in own)
            least, most = interval([row.near - row.said for row in own], [row.page for row in own])
            bounds = f"{100 * least:+.1f} to {100 * most:+.1f}"
            print(f"  {name:16}{100 * said:6.1f} > {100 * near:5.1f} ({len(own)})  {bounds}", flush=True)


def shares(by_engine: Mapping[str, Sequence[Told]]) -> dict[str, float]:
    """By kind the mean of the engines' shares of near words, of gaps as a share of what is said beside them."""
    out: dict[str, float] = {}
    for kind in KINDS:
        parts: list[float] = []
        for rows in by_engine.values():
            own = [row for row in rows if row.kind is kind]
            if len(own) >= FEWEST:
                beside = mean(row.said for row in own) if kind is None else 1.0
                parts.append(min(0.99, mean(row.near for row in own) / beside))
        if parts:
            out["NOT_THERE" if kind is None else kind.name] = round(mean(parts), 2)
    return out


def held_out(folder: Path) -> list[TruePage]:
    """Drawn pages of other fonts, wear and stamps, and real ones where they are there."""
    drawn = drawn_pages(folder, held_out=True, rounds=1) + stamped_pages(folder, held_out=True, rounds=1)
    known = sets(folder)
    real = [known[name]()[1::REAL_PAGES] for name in ("worn held out", "real stamped held out") if name in known]
    return [*drawn[::2], *itertools.chain.from_iterable(real)]


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
        code = {kind.name: share for kind, share in SURE.items()} | {"NOT_THERE": NOT_THERE}
        print(f"counted {shares(counted)}\nin the code {code}", flush=True)
        for engine, rows in told_of(held_out(folder), engines).items():
            report(f"{engine}, held out", rows)


if __name__ == "__main__":
    main()
