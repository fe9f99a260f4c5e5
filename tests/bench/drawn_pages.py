"""Draws invented pages of many kinds, so that it is known where each of their words stands.

Pages are drawn at about 200 dpi in black ink on grey paper. What time and scanners do to them is in `worn_pages`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFont

from cableview.assets import resource_path
from tests.bench.made_text import prose

PAPER, INK = 226, 42
SIZE = (1654, 2339)
SHADOW = [max(0, 127 - value // 2) for value in range(256)]
FONT_FOLDERS = (
    Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "fonts",
    Path("/usr/local/share/fonts"),
    Path("/usr/share/fonts"),
)

_ACCENTED = {"e": "éèê", "a": "àâ", "u": "ùü", "o": "ôö", "c": "ç", "i": "î"}


@dataclass(frozen=True, slots=True)
class DrawnWord:
    """A word with its box: left, top, right, bottom in pixels of the image, from above a capital to below a `g`.

    What does not count stands on the page, and in its text, but is not asked for.
    """

    text: str
    box: tuple[float, float, float, float]
    counts: bool = True


Row = tuple[DrawnWord, ...]


@dataclass(frozen=True)
class Drawn:
    """An image and its words by lines, in the order in which a transcript has them.

    `x_height` is in pixels. `source` names the page that was worn or cut, where it is not invented here.
    """

    name: str
    image: Image.Image
    rows: tuple[Row, ...]
    x_height: float
    source: str = ""


@dataclass(frozen=True)
class Hand:
    """A font at a size; of a typewriter every letter takes `pitch` pixels, in print `pitch` is 0."""

    font: ImageFont.FreeTypeFont
    pitch: float
    random: Random

    @property
    def x_height(self) -> float:
        return -self.font.getbbox("x", anchor="ls")[1]

    def width(self, text: str) -> float:
        return self.pitch * len(text) if self.pitch else self.font.getlength(text)

    def put(self, draw: ImageDraw.ImageDraw, text: str, left: float, foot: float) -> None:
        if not self.pitch:
            draw.text((left, foot), text, font=self.font, fill=INK, anchor="ls")
            return
        for k, letter in enumerate(text):
            middle = left + self.pitch * (k + 0.5) + self.random.gauss(0, 0.5)
            ink = INK + round(abs(self.random.gauss(0, 22)))
            draw.text((middle, foot + self.random.gauss(0, 0.7)), letter, font=self.font, fill=ink, anchor="ms")


@dataclass(frozen=True)
class Desk:
    """A page while it is written."""

    image: Image.Image
    hand: Hand
    random: Random

    def write(
        self, words: Sequence[str], left: float, foot: float, *, right: float = 0, hand: Hand | None = None
    ) -> Row:
        """Writes a line from `left`, spread to `right` where that is given; what stands where comes back."""
        hand = hand or self.hand
        draw = ImageDraw.Draw(self.image)
        blank = hand.width(" ")
        if right and len(words) > 1:
            blank = (right - left - sum(hand.width(word) for word in words)) / (len(words) - 1)
        row: list[DrawnWord] = []
        up, down = 1.9 * hand.x_height, 0.6 * hand.x_height
        for word in words:
            hand.put(draw, word, left, foot)
            wide = hand.width(word)
            row.append(DrawnWord(word, (left, foot - up, left + wide, foot + down)))
            left += wide + blank
        return tuple(row)

    def column(self, text: str, left: float, right: float, top: float, leading: float, **how: bool) -> list[Row]:
        """Writes paragraphs into a column; what comes below the page is left away."""
        rows: list[Row] = []
        foot = top
        for paragraph in text.split("\n"):
            indent = 2 * self.hand.width("m") if how.get("indented", True) else 0
            lines = list(broken(paragraph.split(), self.hand.width, right - left, indent, self.hand.width(" ")))
            for k, words in enumerate(lines):
                if foot > self.image.height - 120:
                    return rows
                start = left + (indent if k == 0 else 0)
                spread = right if how.get("justified") and k + 1 < len(lines) else 0
                rows.append(self.write(words, start, foot, right=spread))
                foot += leading
            foot += leading * (0.6 if how.get("apart") else 0)
        return rows


def broken(
    words: Sequence[str], width: Callable[[str], float], room: float, indent: float, blank: float
) -> Iterator[list[str]]:
    """Words by lines that fit, long ones hyphenated in the middle."""
    line: list[str] = []
    at = indent
    waiting = list(reversed(words))
    while waiting:
        word = waiting.pop()
        if not line or at + width(word) <= room:
            line.append(word)
            at += width(word) + blank
            continue
        half = len(word) // 2
        if word.isalpha() and len(word) > 7 and at + width(word[:half] + "-") <= room:
            line.append(word[:half] + "-")
            waiting.append(word[half:])
        else:
            waiting.append(word)
        yield line
        line, at = [], 0
    if line:
        yield line


def font_path(name: str) -> Path | None:
    """A font of ours or of the system by its file's name; `None` where it is not installed."""
    for path in resource_path("fonts").iterdir():
        if path.name == name:
            return path
    return next((path for folder in FONT_FOLDERS if folder.is_dir() for path in folder.rglob(name)), None)


def installed(names: Sequence[str]) -> list[Path]:
    return [path for path in map(font_path, names) if path is not None]


TYPED = ("CourierPrime-Regular.otf", "CourierPrime-Bold.otf", "DejaVuSansMono.ttf")
TYPED_HELD_OUT = ("GNUTypewriter.ttf", "LiberationMono-Regular.ttf", "FreeMonoBold.otf")
PRINTED = ("DejaVuSerif.ttf", "DejaVuSansCondensed.ttf")
PRINTED_HELD_OUT = (
    "EBGaramond12-Regular.otf",
    "FreeSerif.otf",
    "LiberationSans-Regular.ttf",
    "LiberationSerif-Regular.ttf",
    "OldStandard-Regular.ttf",
)
WRITTEN = ("DejaVuSerif-Italic.ttf", "DejaVuSans-Oblique.ttf")
WRITTEN_HELD_OUT = ("Breip.ttf", "dkgIt.ttf")


def typewriter(random: Random, fonts: Sequence[str] = TYPED, size: int = 0) -> Hand:
    path = random.choice(installed(fonts) or installed(TYPED))
    size = size or random.choice((30, 34, 38))
    font = ImageFont.truetype(path, size)
    return Hand(font, font.getlength("m") * random.choice((1.0, 1.0, 1.06)), random)


def press(random: Random, fonts: Sequence[str] = PRINTED, size: int = 0) -> Hand:
    path = random.choice(installed(fonts) or installed(PRINTED))
    return Hand(ImageFont.truetype(path, size or random.choice((30, 34, 40))), 0, random)


def accented(text: str, random: Random, share: float = 0.06) -> str:
    """With accents on some letters, as French and German have them."""

    def one(match: re.Match[str]) -> str:
        return random.choice(_ACCENTED[match.group()]) if random.random() < share else match.group()

    return re.sub("[eauoci]", one, text)


def blank_page(size: tuple[int, int] = SIZE) -> Image.Image:
    return Image.new("L", size, PAPER)


def _desk(seed: int, *, printed: bool = False, held_out: bool = False, size: int = 0) -> Desk:
    random = Random(seed)
    if printed:
        hand = press(random, PRINTED_HELD_OUT if held_out else PRINTED, size)
    else:
        hand = typewriter(random, TYPED_HELD_OUT if held_out else TYPED, size)
    return Desk(blank_page(), hand, random)


def _text(letters: int, desk: Desk, seed: int) -> str:
    text = prose(letters, seed)
    return accented(text, desk.random) if desk.random.random() < 0.5 else text


def letter(seed: int, *, held_out: bool = False) -> Drawn:
    """A typed letter: date, running text, a name under it."""
    desk = _desk(seed, held_out=held_out)
    leading = desk.hand.x_height * desk.random.choice((2.3, 3.0, 4.2))
    rows = [desk.write(["Port", "Halloway,", f"{1 + seed % 28}", "March", f"19{20 + seed % 50}"], 900, 190)]
    text = _text(int(700 * 60 / leading), desk, seed)
    rows += desk.column(text, 190, 1480, 300, leading, apart=desk.random.random() < 0.5)
    return Drawn("letter", desk.image, tuple(rows), desk.hand.x_height)


def book(seed: int, *, held_out: bool = False) -> Drawn:
    """A printed page with its number, justified."""
    desk = _desk(seed, printed=True, held_out=held_out)
    leading = desk.hand.x_height * desk.random.choice((2.5, 2.9))
    rows = [desk.write([str(100 + seed % 400)], 800, 170)]
    rows += desk.column(_text(2200, desk, seed), 220, 1440, 280, leading, justified=True)
    return Drawn("book", desk.image, tuple(rows), desk.hand.x_height)


def columns(seed: int, *, held_out: bool = False) -> Drawn:
    """Two or three columns under a heading, one read after the other."""
    printed = seed % 3 != 0
    desk = _desk(seed, printed=printed, held_out=held_out, size=0 if printed else 26)
    count = 3 if printed and seed % 2 else 2
    leading = desk.hand.x_height * 2.6
    rows = [desk.write(["A", "paper", "of", "the", "harbour", "towns"], 450, 170)]
    gap, left, right = 44 + 20 * (seed % 3), 130, 1524
    wide = (right - left - gap * (count - 1)) / count
    for k in range(count):
        text = _text(2400 // count, desk, seed * 7 + k)
        start = left + k * (wide + gap)
        rows += desk.column(text, start, start + wide, 290, leading, justified=printed, indented=False)
    return Drawn("columns", desk.image, tuple(rows), desk.hand.x_height)


def table(seed: int, *, held_out: bool = False) -> Drawn:
    """A typed table between two paragraphs, read row by row; every other one is ruled."""
    desk = _desk(seed, held_out=held_out)
    hand, random = desk.hand, desk.random
    leading = hand.x_height * random.choice((2.6, 3.4))
    rows = desk.column(prose(240, seed), 190, 1480, 200, leading)
    top = rows[-1][0].box[3] + 2 * leading
    edges = (190, 190 + 21 * hand.pitch, 190 + 33 * hand.pitch, 190 + 46 * hand.pitch)
    names = iter([word.strip(".,?") for word in prose(2000, seed + 1).split() if len(word) > 4])
    foot = top
    for k in range(12):
        foot = top + leading * k
        cells = [[next(names).capitalize(), next(names)[:9]], [f"{random.randrange(1, 999)}"]]
        cells += [[f"{random.randrange(1, 99)},{random.randrange(100, 999)}"], [next(names)[:6]]]
        edges = [edge for edge in edges if edge < 1400]
        rows.append(tuple(w for cell, edge in zip(cells, edges, strict=False) for w in desk.write(cell, edge, foot)))
        if seed % 2:
            ImageDraw.Draw(desk.image).line((170, foot + 12, 1500, foot + 12), fill=60, width=3)
    if seed % 2:
        for edge in edges[1:]:
            ImageDraw.Draw(desk.image).line((edge - 14, top - 40, edge - 14, foot + 12), fill=60, width=3)
    rows += desk.column(prose(400, seed + 2), 190, 1480, foot + 2 * leading, leading)
    return Drawn("table", desk.image, tuple(rows), hand.x_height)


def play(seed: int, *, held_out: bool = False) -> Drawn:
    """Short lines with the speakers' names in the middle or at the left, as plays are typed."""
    desk = _desk(seed, held_out=held_out)
    leading = desk.hand.x_height * desk.random.choice((2.5, 3.3))
    words = prose(1500, seed).replace("\n", " ").split()
    rows: list[Row] = []
    foot, at = 220.0, 0
    beside = seed % 2 == 1
    while foot < 2150 and at < len(words):
        name = desk.random.choice(("HELEN", "CAPTAIN ROSS", "THE WIDOW", "JOHN", "MARY"))
        start = 190.0
        if beside:
            rows.append(desk.write([*name.split(), "-"], 190, foot))
            start = 190 + desk.hand.pitch * 16
        else:
            rows.append(desk.write(name.split(), 800 - desk.hand.width(name) / 2, foot))
            foot += leading
        for k in range(desk.random.randrange(1, 4)):
            count = desk.random.randrange(1, 8) if k else desk.random.randrange(2, 8)
            row = desk.write(words[at : at + count], start, foot)
            rows[-1:] = [rows[-1] + row] if beside and k == 0 else [rows[-1], row]
            at += count
            foot += leading
        foot += leading * 0.5
    return Drawn("play", desk.image, tuple(row for row in rows if row), desk.hand.x_height)


def annotated(seed: int, *, held_out: bool = False) -> Drawn:
    """A typed letter with handwriting between its lines and in the margin that the transcript lacks."""
    page = letter(seed, held_out=held_out)
    random = Random(seed + 5)
    draw = ImageDraw.Draw(page.image)
    fonts = (installed(WRITTEN_HELD_OUT) if held_out else []) or installed(WRITTEN)
    if fonts:
        font = ImageFont.truetype(random.choice(fonts), round(page.x_height * 2.6))
        for row in random.sample(page.rows[1:], min(5, len(page.rows) - 1)):
            word = random.choice(row)
            note = " ".join(prose(25, random.randrange(999)).split()[: random.randrange(1, 5)])
            draw.text((word.box[0], word.box[1] + 4), note, font=font, fill=90, anchor="ls")
        for k in range(3):
            draw.text((20, 500 + 330 * k), prose(12, seed + k).split()[0], font=font, fill=90, anchor="ls")
    return replace(page, name="annotated")


def mixed(seed: int, *, held_out: bool = False) -> Drawn:
    """A printed letterhead, a spaced heading, running text of the typewriter and a small note below it."""
    desk = _desk(seed, held_out=held_out)
    head = press(desk.random, size=58)
    rows = [desk.write(["Harbour", "Board", "of", "the", "Northern", "Islands"], 330, 170, hand=head)]
    rows.append(
        desk.write(["Telephone", "214", "Halloway,", "Quay", "Street", "7"], 480, 230, hand=press(desk.random, size=26))
    )
    rows.append(desk.write(list("REPORT"), 600, 350))
    leading = desk.hand.x_height * 3.2
    body = desk.column(_text(1000, desk, seed), 190, 1480, 450, leading)
    small = replace(desk, hand=typewriter(desk.random, size=24))
    foot = body[-1][0].box[3] + 2.5 * leading
    rows += body + small.column(prose(320, seed + 3), 190, 1480, min(foot, 2050), 44)
    return Drawn("mixed", desk.image, tuple(rows), desk.hand.x_height)


def slip(seed: int, *, held_out: bool = False) -> Drawn:
    """A card with a few lines on it."""
    desk = _desk(seed, held_out=held_out)
    card = replace(desk, image=blank_page((1500, 900)))
    lines = 3 + seed % 4
    rows = card.column(_text(62 * lines, desk, seed), 140, 1380, 200, desk.hand.x_height * 3.2)
    return Drawn("slip", card.image, tuple(rows), desk.hand.x_height)


def facing(seed: int, *, held_out: bool = False) -> Drawn:
    """A page beside which the edge of the facing one, or a dark table, was scanned too."""
    page = (book if seed % 2 else letter)(seed, held_out=held_out)
    other = (book if seed % 2 else letter)(seed + 1, held_out=held_out)
    cut = 200 + 60 * (seed % 4)
    wide = Image.new("L", (SIZE[0] + cut + 60, SIZE[1] + 120), 18)
    wide.paste(other.image.crop((SIZE[0] - cut - 200, 0, SIZE[0] - 200, SIZE[1])), (0, 40 + seed % 30))
    wide.paste(page.image, (cut + 14, 60))
    # The shadow of the fold, darkest at the page's inner edge.
    wide.paste(0, (cut + 14, 60), Image.linear_gradient("L").rotate(90).resize((120, SIZE[1])).point(SHADOW))
    return Drawn("facing", wide, moved(page.rows, cut + 14, 60), page.x_height)


def moved(rows: Sequence[Row], right: float, down: float) -> tuple[Row, ...]:
    def one(word: DrawnWord) -> DrawnWord:
        left, top, far, bottom = word.box
        return replace(word, box=(left + right, top + down, far + right, bottom + down))

    return tuple(tuple(map(one, row)) for row in rows)


KINDS: tuple[Callable[..., Drawn], ...] = (
    letter,
    book,
    columns,
    table,
    play,
    annotated,
    mixed,
    slip,
    facing,
)
