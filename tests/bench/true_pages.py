"""Pages of which it is known where each word stands, and ways to damage their transcripts."""

from __future__ import annotations

import json
import re
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from cableview.collation.collate import Text, collate
from cableview.collation.rules import default_rules
from cableview.formats.layout_file import read_layout
from cableview.model.geometry import Box
from cableview.model.item import PageImage
from cableview.model.layout import LayoutLine
from cableview.model.span import Span
from tests.scan.typescript import LETTER, typed

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"

FOREIGN = "Nothing of this kind stands anywhere on the page shown"
INSERTED = ("Quagmire", "jug", "platypus", "of")
HANDWRITTEN = "~"
"""Stands in tapuscorpus for what is not typed."""
ASCENT, DESCENT = 1.6, 0.6
"""How far a typed word reaches above and below its baseline, in x-heights."""

OPENING = frozenset("([„»")

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class TrueWord:
    """A run of non-blanks and where it stands; `box` is `None` where that is not known or no method could tell."""

    text: str
    box: Box | None


Lines = tuple[tuple[TrueWord, ...], ...]


@dataclass(frozen=True)
class TruePage:
    """A page as it is read.

    `x_height` is in pixels of the image, `layout` a file if there is one, `source` the name of the page of which this
    is a state or a piece.
    """

    name: str
    image: PageImage
    lines: Lines
    x_height: float
    layout: Path | None = None
    source: str = ""

    @property
    def original(self) -> str:
        """The name of the page that this is, in whatever state or piece."""
        return self.source or self.name


@dataclass(frozen=True)
class Wanted:
    """A word of a transcript and the true boxes of its one or two pieces; none where it is not to be judged."""

    span: Span
    boxes: tuple[Box, ...]


def page_sets(folder: Path) -> dict[str, Callable[[], list[TruePage]]]:
    """By name, how to read the pages of each set; those whose files are absent are left out."""
    sets: dict[str, Callable[[], list[TruePage]]] = {"made": lambda: made_pages(folder)}
    if (DATA / "tapuscorpus").is_dir():
        sets["tapuscorpus"] = tapuscorpus
    if (DATA / "eo9981").is_dir():
        sets["eo9981"] = eo9981
    if (DATA / "kant-1784").is_dir():
        sets["kant"] = kant
    return sets


# The sets


def made_pages(folder: Path) -> list[TruePage]:
    """Typescripts drawn here: upright, askew by less than a letter a line, and with a dark border."""
    drawn = [
        typed(folder, name="upright.png"),
        typed(folder, LETTER.replace(". ", ".\n"), name="ragged.png", border=60),
    ]
    out: list[TruePage] = []
    for one in drawn:
        boxes = iter(one.boxes)
        lines = tuple(
            tuple(TrueWord(w, Box(*map(round, next(boxes)[1:]))) for w in line.split()) for line in one.text.split("\n")
        )
        out.append(TruePage(one.page.path.name, one.page, lines, 18.0))
    return out


def tapuscorpus() -> list[TruePage]:
    """French typescripts whose lines are known: a word's box is its share of the line, which costs 1 to 2 points."""
    pages: list[TruePage] = []
    for xml in sorted((DATA / "tapuscorpus").glob("*.alto.xml")):
        image = next((p for p in xml.parent.glob(f"{xml.name.removesuffix('.alto.xml')}.*") if p != xml), None)
        if image is not None:
            pages.append(_typed_page(xml, image))
    return pages


def _typed_page(xml: Path, image: Path) -> TruePage:
    lines = [line for page in read_layout(xml).pages for line in page.lines if _plain(line.text)]
    cell = statistics.median(line.box.width / len(_plain(line.text)) for line in lines)
    x_height = 0.75 * cell
    rows: list[list[tuple[float, list[TrueWord]]]] = []
    feet: list[float] = []
    for line in sorted(lines, key=_foot):
        if not rows or _foot(line) - feet[-1] >= 0.7 * cell:
            rows.append([])
            feet.append(_foot(line))
        rows[-1].append((line.box.left, _in_shares(line, x_height)))
    read = tuple(tuple(w for _, words in sorted(row, key=lambda part: part[0]) for w in words) for row in rows)
    return TruePage(image.name, PageImage(image), read, x_height, xml)


def _plain(text: str) -> str:
    """Without the corpus's signs for underlined (`_word`) and superscript (`a^b`)."""
    return re.sub(r"_(?=\w)", "", re.sub(r"(?<!\S)[_^]+", "", text.replace("^", ""))).strip()


def _in_shares(line: LayoutLine, x_height: float) -> list[TrueWord]:
    text = _plain(line.text)
    cell = line.box.width / len(text)
    words: list[TrueWord] = []
    for found in _WORD.finditer(text):
        left, right = (line.box.left + cell * at for at in found.span())
        foot = _level(line, (left + right) / 2)
        box = Box(round(left), round(foot - ASCENT * x_height), round(right), round(foot + DESCENT * x_height))
        words.append(TrueWord(found.group(), None if HANDWRITTEN in found.group() else box))
    return words


def _foot(line: LayoutLine) -> float:
    return _level(line, (line.box.left + line.box.right) / 2)


def _level(line: LayoutLine, x: float) -> float:
    points = sorted(line.baseline) if len(line.baseline) > 1 else [(0.0, float(line.box.bottom))]
    if x <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / max(1e-9, x1 - x0)
    return points[-1][1]


def eo9981() -> list[TruePage]:
    """An English typescript: the word boxes of an engine that is not measured here, carried onto what the page says."""
    folder = DATA / "eo9981"
    text = (folder / "page-reads.txt").read_text(encoding="utf-8")
    given = json.loads((folder / "google-boxes.json").read_text(encoding="utf-8"))["text"]["words"]
    boxes = [_around([(p["x"], p["y"]) for p in word["bounds"]]) for word in given]
    lines = _carried(text, [word["text"] for word in given], boxes)
    x_height = 0.65 * statistics.median(box.height for box in boxes)
    image = PageImage(folder / "scan.jpg")
    return [TruePage("eo9981", image, lines, x_height, folder / "tesseract5.alto.xml")]


def kant() -> list[TruePage]:
    """Two pages of print in Fraktur, with the box of each word."""
    pages: list[TruePage] = []
    for number in ("0017", "0020"):
        xml = DATA / "kant-1784" / "OCR-D-GT-PAGE" / f"PAGE_{number}_PAGE.xml"
        found = [line for page in read_layout(xml).pages for line in page.lines if line.words]
        lines = tuple(_with_marks([(w.text, w.box) for w in line.words]) for line in found)
        x_height = 0.45 * statistics.median(w.box.height for line in found for w in line.words)
        image = PageImage(DATA / "kant-1784" / "OCR-D-IMG" / f"INPUT_{number}.tif")
        pages.append(TruePage(f"kant {number}", image, lines, x_height, xml))
    return pages


def _with_marks(words: Sequence[tuple[str, Box]]) -> tuple[TrueWord, ...]:
    """The file has marks of punctuation as words of their own: each goes with the word that it touches in print."""
    out: list[tuple[str, Box]] = []
    for text, box in words:
        is_mark = not any(map(str.isalnum, text))
        if out and ((is_mark and text not in OPENING) or out[-1][0] in OPENING):
            out[-1] = (out[-1][0] + text, _hull(out[-1][1], box))
        else:
            out.append((text, box))
    return tuple(TrueWord(*word) for word in out)


def _hull(one: Box, other: Box) -> Box:
    return Box(
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
    )


def _around(points: Sequence[tuple[int, int]]) -> Box:
    across, down = zip(*points, strict=True)
    return Box(min(across), min(down), max(across), max(down))


def _carried(text: str, forms: Sequence[str], boxes: Sequence[Box]) -> Lines:
    """The words of `text` line by line, with the boxes of those that an engine's words are alike."""
    pairs = collate(Text(text), Text(" ".join(forms)), default_rules() | {"case", "punctuation"}).pairs
    starts = [0]
    for form in forms:
        starts.append(starts[-1] + len(form) + 1)
    at: dict[tuple[int, int], Box] = {}
    index = {start: row for row, start in enumerate(starts[:-1])}
    for a0, a1, b0 in zip(pairs.working_starts, pairs.working_ends, pairs.reference_starts, strict=True):
        if int(b0) in index:
            at[int(a0), int(a1)] = boxes[index[int(b0)]]
    lines: list[tuple[TrueWord, ...]] = []
    position = 0
    for line in text.split("\n"):
        words = [(m.group(), m.start() + position, m.end() + position) for m in _WORD.finditer(line)]
        if words:
            lines.append(tuple(TrueWord(form, _box_in(at, start, end)) for form, start, end in words))
        position += len(line) + 1
    return tuple(lines)


def _box_in(boxes: dict[tuple[int, int], Box], start: int, end: int) -> Box | None:
    """The box of the largest word inside a run of non-blanks."""
    inside = [(b - a, box) for (a, b), box in boxes.items() if start <= a and b <= end]
    return max(inside, key=lambda row: row[0])[1] if inside else None


# Damages and transcripts


def undamaged(lines: Lines) -> Lines:
    return lines


def line_missing(lines: Lines) -> Lines:
    middle = len(lines) // 2
    return lines if len(lines) < 5 else (*lines[:middle], *lines[middle + 1 :])


def foreign_line(lines: Lines) -> Lines:
    middle = len(lines) // 2
    foreign = tuple(TrueWord(word, None) for word in FOREIGN.split())
    return *lines[:middle], foreign, *lines[middle:]


def misspelt(lines: Lines) -> Lines:
    """Every twentieth word has two letters changed over."""
    count = 0
    out: list[tuple[TrueWord, ...]] = []
    for line in lines:
        row: list[TrueWord] = []
        for word in line:
            count += 1
            form = word.text
            swapped = form[:1] + form[2] + form[1] + form[3:] if count % 20 == 0 and len(form) > 3 else form
            row.append(replace(word, text=swapped))
        out.append(tuple(row))
    return tuple(out)


def inserted(lines: Lines) -> Lines:
    """Inside every third line a word that is not on the page: it has the blank between the words beside it."""
    out: list[tuple[TrueWord, ...]] = []
    for k, line in enumerate(lines):
        at = len(line) // 2
        before, after = (line[at - 1].box, line[at].box) if at else (None, None)
        if k % 3 or before is None or after is None or before.right >= after.left:
            out.append(line)
            continue
        gap = Box(before.right, min(before.top, after.top), after.left, max(before.bottom, after.bottom))
        out.append((*line[:at], TrueWord(INSERTED[k // 3 % len(INSERTED)], gap), *line[at:]))
    return tuple(out)


DAMAGES: dict[str, Callable[[Lines], Lines]] = {
    "none": undamaged,
    "missing": line_missing,
    "foreign": foreign_line,
    "misspelt": misspelt,
    "inserted": inserted,
}


def transcript(lines: Lines, *, flowing: bool = True) -> tuple[str, list[Wanted]]:
    """A text of these lines and its words: as one paragraph with line-end hyphens joined, or line by line."""
    parts: list[str] = []
    wanted: list[Wanted] = []
    at = 0
    for text, boxes, ends_line in _joined(lines) if flowing else _apart(lines):
        wanted.append(Wanted(Span(at, at + len(text)), boxes))
        parts.append(text + ("\n" if ends_line else " "))
        at += len(text) + 1
    return "".join(parts).rstrip() + "\n", wanted


Part = tuple[str, tuple[Box, ...], bool]


def _apart(lines: Lines) -> Iterator[Part]:
    for line in lines:
        for k, word in enumerate(line):
            yield word.text, () if word.box is None else (word.box,), k + 1 == len(line)


def _joined(lines: Lines) -> Iterator[Part]:
    held: Part | None = None
    for line in lines:
        for k, word in enumerate(line):
            boxes = () if word.box is None else (word.box,)
            if k == 0 and held is not None and _goes_on(held[0], word.text):
                held = (held[0][:-1] + word.text, (*held[1], *boxes) if held[1] and boxes else (), False)
                continue
            if held is not None:
                yield held
            held = (word.text, boxes, False)
    if held is not None:
        yield held


def _goes_on(before: str, after: str) -> bool:
    return len(before) > 1 and before.endswith("-") and before[-2].isalpha() and after[:1].islower()
