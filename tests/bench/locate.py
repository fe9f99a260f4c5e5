"""Measures how words are found on the scan: `python -m tests.bench.locate [--set S]... [--method M]... [--json FILE]`.

A row is a method on a set of pages with one kind of damage to the transcript. In the box: the middle of the answered
box lies in the word's true box. Near: within 3 heights of a small letter of its middle. Trusted: answered with a
confidence of at least 0.5. By fifths of what was said: the confidence said on average, and the share that is near.
Seconds are CPU time a page of this process and what it starts, reading the page included; an engine reads a page once
for all damages. Sets whose files are absent and engines that are not installed are left out, and said.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import statistics
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cableview.formats.layout_file import read_layout
from cableview.scan.engines.choice import engine_named, installed
from cableview.scan.engines.engine import EngineName, Reading
from cableview.scan.engines.reading import read_scan
from cableview.scan.locate import locate_words
from cableview.scan.placing.by_engine import with_reading
from cableview.scan.placing.places import TRUSTED, WordPlaces
from cableview.scan.raster import page_size
from tests.bench import page_kinds
from tests.bench.collation import children
from tests.bench.true_pages import DAMAGES, TruePage, page_sets, transcript

NEAR = 3.0
FIFTHS = 5

Method = Callable[[str, TruePage], WordPlaces]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered for a word: whether it is in the box, how far off in x-heights, and how sure it was said."""

    hit: bool
    distance: float
    confidence: float


def by_image(text: str, page: TruePage) -> WordPlaces:
    return locate_words(text, [page.image])


def by_layout(text: str, page: TruePage) -> WordPlaces:
    return locate_words(text, [page.image], layout=read_layout(page.layout).pages if page.layout else ())


class ByEngine:
    """An engine's reading of a page joined with what the image alone tells; each page is read once."""

    def __init__(self, name: EngineName) -> None:
        self._engine = engine_named(name)
        self._read: dict[str, Reading] = {}

    def __call__(self, text: str, page: TruePage) -> WordPlaces:
        if page.name not in self._read:
            self._read[page.name] = read_scan([page.image], self._engine, text=text)
        places = locate_words(text, [page.image])
        return with_reading(text, places, self._read[page.name].layout, [page_size(page.image)])


def methods() -> dict[str, Method]:
    return {"image": by_image, "layout": by_layout, **{str(name): ByEngine(name) for name in installed()}}


def answers(page: TruePage, damage: str, method: Method, *, flowing: bool) -> list[Answer]:
    """One for each word whose place is known."""
    text, wanted = transcript(DAMAGES[damage](page.lines), flowing=flowing)
    found = {place.span.start: place for place in method(text, page)}
    out: list[Answer] = []
    for word in wanted:
        if not word.boxes:
            continue
        place = found.get(word.span.start)
        if place is None:
            out.append(Answer(False, math.inf, 0.0))
            continue
        box = place.location.box
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        hit = any(b.left - 1 <= x <= b.right + 1 and b.top - 1 <= y <= b.bottom + 1 for b in word.boxes)
        far = min(math.hypot(x - (b.left + b.right) / 2, y - (b.top + b.bottom) / 2) for b in word.boxes)
        out.append(Answer(hit, far / page.x_height, place.location.confidence))
    return out


def figures(rows: Sequence[Answer]) -> dict[str, Any]:
    """Shares are of 1."""
    trusted = [row for row in rows if row.confidence >= TRUSTED]
    return {
        "words": len(rows),
        "in box": _share([row.hit for row in rows]),
        "near": _share([row.distance < NEAR for row in rows]),
        "median distance": statistics.median(row.distance for row in rows) if rows else None,
        "trusted": len(trusted) / max(1, len(rows)),
        "trusted near": _share([row.distance < NEAR for row in trusted]),
        "fifths": [_fifth(rows, k) for k in range(FIFTHS)],
    }


def _share(values: Sequence[bool]) -> float | None:
    return sum(values) / len(values) if values else None


def _fifth(rows: Sequence[Answer], k: int) -> dict[str, Any]:
    inside = [row for row in rows if min(FIFTHS - 1, int(row.confidence * FIFTHS)) == k]
    said = statistics.mean(row.confidence for row in inside) if inside else None
    return {"words": len(inside), "said": said, "near": _share([row.distance < NEAR for row in inside])}


def cpu() -> float:
    return sum(os.times()[:2]) + children()


def measured(
    sets: Sequence[str], chosen: dict[str, Method], damages: Sequence[str], *, flowing: bool, each: bool
) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        known = {**page_sets(Path(folder)), **page_kinds.sets(Path(folder))}
        pages = {name: known[name]() for name in sets}
        for name, method in chosen.items():
            for set_name, of_set in pages.items():
                for damage in damages:
                    row = _row(of_set, damage, method, flowing=flowing, each=each)
                    out.append({"method": name, "set": set_name, "damage": damage, **row})
                    print(said(out[-1]), flush=True)
    return out


def _row(pages: Sequence[TruePage], damage: str, method: Method, *, flowing: bool, each: bool) -> dict[str, Any]:
    rows: list[Answer] = []
    seconds: list[float] = []
    for page in pages:
        before = cpu()
        found = answers(page, damage, method, flowing=flowing)
        seconds.append(cpu() - before)
        rows += found
        if each:
            print(f"  {_percent(figures(found)['in box'])} of {len(found):4}  {seconds[-1]:5.1f} s  {page.name}")
    return {**figures(rows), "pages": len(pages), "seconds a page": statistics.mean(seconds)}


HEAD = (
    f"{'method':11}{'set':12}{'damage':9}{'words':>6}{'in box':>8}{'near':>7}{'trusted':>9}{'near':>7}{'s/page':>8}"
    "   by fifths of confidence: said > near (words)"
)


def said(row: dict[str, Any]) -> str:
    fifths = "  ".join(
        f"{100 * f['said']:.0f}>{100 * f['near']:.0f} ({f['words']})" if f["words"] else "-" for f in row["fifths"]
    )
    return (
        f"{row['method']:11}{row['set']:12}{row['damage']:9}{row['words']:>6}{_percent(row['in box']):>8}"
        f"{_percent(row['near']):>7}{_percent(row['trusted']):>9}{_percent(row['trusted near']):>7}"
        f"{row['seconds a page']:>8.1f}   {fifths}"
    )


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f}"


def _chosen(asked: Sequence[str] | None, known: Iterable[str], what: str) -> list[str]:
    names = list(known)
    for name in asked or ():
        if name not in names:
            raise SystemExit(
                f"no {what} is called {name!r} here, or it is not installed. There are: {', '.join(names)}"
            )
    return list(asked or names)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", dest="sets", action="append", help="of pages; repeatable; the usual ones")
    parser.add_argument("--method", dest="methods", action="append", help="repeatable; all that are there")
    parser.add_argument("--damage", dest="damages", action="append", choices=list(DAMAGES), help="repeatable; all")
    parser.add_argument("--lines", action="store_true", help="keep the lines of the page in the transcript")
    parser.add_argument("--pages", action="store_true", help="print a line for each page")
    parser.add_argument("--json", type=Path, help="write all figures here")
    args = parser.parse_args()
    all_methods = methods()
    names = _chosen(args.methods, list(all_methods), "method")
    with tempfile.TemporaryDirectory() as folder:
        usual, large = page_sets(Path(folder)), page_kinds.sets(Path(folder))
        sets = _chosen(args.sets or list(usual), [*usual, *large], "set of pages")
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores. CPU time.\n{HEAD}")
    chosen = {name: all_methods[name] for name in names}
    found = measured(sets, chosen, args.damages or list(DAMAGES), flowing=not args.lines, each=args.pages)
    if args.json:
        args.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
