"""Measures how words that the page lacks are told, the figures at `OMITTED` in the code: `python -m tests.bench.gaps`.

Into the transcripts of held-out pages words are put, at any place in a line. It prints how many of these and of the
page's own are shown as a gap, as a word or as a line, how many of the gaps are near where the word stands or would
stand, and how sure they and their neighbours are said to be. Near: within 3 heights of a small letter. Takes some five
minutes of CPU time.
"""

from __future__ import annotations

import argparse
import itertools
import math
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from cableview.model.geometry import Box
from cableview.model.location import Location, Method
from cableview.scan.locate import locate_words
from cableview.scan.placing.by_image import OMITTED
from cableview.scan.placing.places import TRUSTED
from tests.bench.fit_places import held_out, sprinkled
from tests.bench.locate import NEAR
from tests.bench.true_pages import TruePage, transcript

EVERY = 3
"""So many-th page is read."""
SPRINKLINGS = 2
"""Transcripts of each page, with other words put in."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of one word: `is_written` on the page, and whether its box is `near` its place or gap."""

    is_written: bool
    location: Location
    near: bool

    @property
    def kind(self) -> str:
        """A gap, a word, or nothing sure."""
        if self.location.method is Method.GAP:
            return "gap"
        return "word" if self.location.confidence >= TRUSTED else "line"


def told(page: TruePage, random: Random) -> Iterator[Told]:
    """Of each word of a page's transcript, with words put in, of which the place or gap is known."""
    written = frozenset(word.box for line in page.lines for word in line if word.box is not None)
    text, wanted = transcript(sprinkled(page.lines, random))
    found = {place.span.start: place.location for place in locate_words(text, [page.image])}
    for word in wanted:
        if word.boxes:
            location = found[word.span.start]
            near = any(distance(location.box, box) < NEAR * page.x_height for box in word.boxes)
            yield Told(written.issuperset(word.boxes), location, near)


def distance(one: Box, other: Box) -> float:
    """Between the middles of two boxes, in pixels."""
    x, y = one.left + one.right - other.left - other.right, one.top + one.bottom - other.top - other.bottom
    return math.hypot(x, y) / 2


def report(title: str, rows: Sequence[Told]) -> None:
    gaps = [row for row in rows if row.kind == "gap"]
    for name, is_written in (("put in", False), ("written", True)):
        own = [row for row in rows if row.is_written is is_written]
        counts = Counter((row.kind, row.near) for row in own)
        kinds = "  ".join(f"{kind} {counts[kind, True]}+{counts[kind, False]}" for kind in ("gap", "word", "line"))
        print(f"{title:14}{name:10}{len(own):6}  near+far: {kinds}")
    if gaps:
        said = sum(row.location.confidence for row in gaps) / len(gaps)
        near = sum(row.near for row in gaps) / len(gaps)
        print(f"{title:14}gaps said {said:.3f} > near {near:.3f}, neighbours {said / OMITTED:.3f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args()
    every: list[Told] = []
    with tempfile.TemporaryDirectory() as name:
        for title, pages in held_out(Path(name)):
            upright = [page for page in pages[::EVERY] if "turned" not in page.name and " cut " not in page.name]
            turns = itertools.product(enumerate(upright), range(SPRINKLINGS))
            rows = [row for (k, page), turn in turns for row in told(page, Random(SPRINKLINGS * k + turn))]
            report(title, rows)
            every += rows
    report("all", every)


if __name__ == "__main__":
    main()
