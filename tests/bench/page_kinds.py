"""Sets of pages of many kinds and in many states: invented ones, and real ones as bad scans show them.

Each set has two halves: one to tune by, and one `held out`, of other seeds, other fonts and other strengths of wear.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from PIL import Image

from cableview.model.geometry import Box
from cableview.model.item import PageImage
from tests.bench import true_pages
from tests.bench.drawn_pages import KINDS, Drawn, DrawnWord
from tests.bench.true_pages import TruePage, TrueWord
from tests.bench.worn_pages import WEARS, Wear, franked, stamped

ROUNDS = 6
"""How often each kind of page is drawn for a set, each time worn in another way."""
CUTTINGS = 4
"""Pieces that are cut from a page, if no other number is asked for."""


def drawn_pages(folder: Path, *, held_out: bool = False, rounds: int = ROUNDS) -> list[TruePage]:
    pages: list[TruePage] = []
    for row, kind in enumerate(KINDS):
        for turn in range(rounds):
            # In steps that share no divisor with their number each kind of page meets other wear in each round.
            wear = WEARS[(5 * row + 3 * turn + (1 if held_out else 0)) % len(WEARS)]
            seed = 1000 * row + 2 * turn + (501 if held_out else 0)
            pages.append(kept(folder, _worn(kind(seed, held_out=held_out), wear, seed), f"{seed}"))
    return pages


def worn_pages(folder: Path, pages: Sequence[TruePage], *, held_out: bool = False, rounds: int = 3) -> list[TruePage]:
    """Real pages, each in several states."""
    out: list[TruePage] = []
    for row, page in enumerate(pages):
        for turn in range(rounds):
            wear = WEARS[1 + (3 * row + 5 * turn + (2 if held_out else 0)) % (len(WEARS) - 1)]
            seed = 17 * row + turn + (900 if held_out else 0)
            out.append(kept(folder, _worn(as_drawn(page), wear, seed), f"{seed}"))
    return out


def stamped_pages(folder: Path, *, held_out: bool = False, rounds: int = 2) -> list[TruePage]:
    """Pages of each kind with stamps on them, other ones where `held_out`."""
    wear = franked if held_out else stamped
    seeds = [(kind, 1000 * row + 71 * turn + 300) for row, kind in enumerate(KINDS) for turn in range(rounds)]
    return [kept(folder, _worn(kind(seed, held_out=held_out), wear, seed), f"{seed}") for kind, seed in seeds]


def stamped_real(folder: Path, pages: Sequence[TruePage], *, held_out: bool = False) -> list[TruePage]:
    """Real pages with stamps on them, other ones where `held_out`."""
    wear = franked if held_out else stamped
    return [kept(folder, _worn(as_drawn(page), wear, 41 * row), f"{41 * row}") for row, page in enumerate(pages)]


def cuttings(folder: Path, pages: Sequence[TruePage], pieces: int = CUTTINGS) -> list[TruePage]:
    """Of each page some pieces of one to three lines, as of pages with too little on them to learn their letters."""
    out: list[TruePage] = []
    for row, page in enumerate(pages):
        if "turned" in page.name:
            continue
        whole = as_drawn(page)
        lines = [line for line in whole.rows if line]
        for turn in range(pieces):
            first = turn * len(lines) // pieces
            piece = _cut(whole, lines[first : first + 1 + (row + turn) % 3])
            if piece is not None:
                out.append(kept(folder, piece, f"cut {row} {turn}"))
    return out


def _cut(page: Drawn, rows: Sequence[tuple[DrawnWord, ...]]) -> Drawn | None:
    """The image around some lines; `None` where no place of a word on them is known."""
    boxes = [word.box for row in rows for word in row if word.counts]
    if not boxes:
        return None
    beside, above = 3 * page.x_height, page.x_height
    left, top = (max(0, int(min(box[k] for box in boxes) - by)) for k, by in ((0, beside), (1, above)))
    right, bottom = (int(max(box[k] for box in boxes) + by) for k, by in ((2, beside), (3, above)))
    image = page.image.crop((left, top, min(page.image.width, right), min(page.image.height, bottom)))

    def moved(word: DrawnWord) -> DrawnWord:
        box = word.box[0] - left, word.box[1] - top, word.box[2] - left, word.box[3] - top
        return DrawnWord(word.text, box, word.counts)

    return replace(page, image=image, rows=tuple(tuple(moved(word) for word in row) for row in rows))


def _worn(page: Drawn, wear: Wear, seed: int) -> Drawn:
    worn = wear(page, Random(seed))
    return replace(worn, name=f"{page.name} {wear.__name__}")


def as_drawn(page: TruePage) -> Drawn:
    with Image.open(page.image.path) as image:
        image.load()
        grey = image.convert("L")
    nowhere = (0.0, 0.0, 0.0, 0.0)
    rows = tuple(
        tuple(
            DrawnWord(
                w.text,
                nowhere if w.box is None else (w.box.left, w.box.top, w.box.right, w.box.bottom),
                w.box is not None,
            )
            for w in line
        )
        for line in page.lines
    )
    return Drawn(page.name[:24], grey, rows, page.x_height, page.original)


def kept(folder: Path, page: Drawn, mark: str) -> TruePage:
    """The page with its image in a file, as the program reads it."""
    path = folder / f"{page.name} {mark}.png".replace(" ", "-")
    page.image.save(path, compress_level=1)
    lines = tuple(tuple(TrueWord(w.text, _box(w) if w.counts else None) for w in row) for row in page.rows if row)
    return TruePage(f"{page.name} {mark}", PageImage(path), lines, page.x_height, source=page.source)


def _box(word: DrawnWord) -> Box:
    return Box(*(round(edge) for edge in word.box))


def sets(folder: Path) -> dict[str, Callable[[], list[TruePage]]]:
    known: dict[str, Callable[[], list[TruePage]]] = {
        "drawn": lambda: drawn_pages(folder),
        "drawn held out": lambda: drawn_pages(folder, held_out=True),
        "stamped": lambda: stamped_pages(folder),
        "stamped held out": lambda: stamped_pages(folder, held_out=True),
    }
    if (true_pages.DATA / "tapuscorpus").is_dir():
        known["worn"] = lambda: worn_pages(folder, real_pages())
        known["worn held out"] = lambda: worn_pages(folder, real_pages(), held_out=True)
        known["real stamped"] = lambda: stamped_real(folder, real_pages())
        known["real stamped held out"] = lambda: stamped_real(folder, real_pages(), held_out=True)
    return known


def real_pages() -> list[TruePage]:
    """Typescripts and print as they are."""
    return [*true_pages.tapuscorpus(), *true_pages.eo9981(), *true_pages.kant()]
