"""Draws typed pages as a scanner shows them: uneven ink on aged paper, letters out of line, stamps, a slight skew.

Lines are as `texts.Master.ink` gives them: `^word^` is a stroke with the word typed above the line, `#word#` is typed
over with x, `%word%` is smudged. All chance comes from one seed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageFont

WIDTH, HEIGHT = 1240, 1754
FINE = 2
"""Pages are drawn this many times larger, so that letters can stand between pixels."""
PITCH = 15
LEADING = 50
LEFT = 176
INK = np.array([38, 36, 50], dtype=np.float32)
RED = np.array([158, 34, 40], dtype=np.float32)
VIOLET = np.array([62, 52, 128], dtype=np.float32)
PENCIL = np.array([88, 86, 92], dtype=np.float32)
SCANNER = (58, 57, 55)

Layer = npt.NDArray[np.float32]
Chance = np.random.Generator

# How this machine's types stand: right, down (pixels), turned (degrees), how much of the ink they take.
TYPES = {"e": (0.0, 1.0, 0.0, 1.0), "t": (-0.6, 0.0, 1.6, 0.9), "a": (0.4, -0.6, 0.0, 0.8), "r": (0.8, 0.5, -1.2, 1.0)}
FILLED = "eago"
"""Types clogged with lint, which print their holes dark."""

_MARKED = re.compile(r"([\^#%])(.+?)\1")


@dataclass(frozen=True, slots=True)
class Typewriter:
    font: ImageFont.FreeTypeFont
    layer: Layer
    chance: Chance

    def strike(self, letter: str, x: float, y: float) -> None:
        """Types one letter with its baseline at `y`, in page pixels."""
        if letter == " ":
            return
        right, down, turned, ink = TYPES.get(letter, (0.0, 0.0, 0.0, 1.0))
        shift = -1.1 if letter.isupper() else 0.0
        glyph = self._glyph(letter, turned + self.chance.normal(0, 0.7))
        force = float(np.clip(ink * self.chance.normal(0.88, 0.12), 0.45, 1.05))
        left = round((x + right + self.chance.normal(0, 0.35)) * FINE) - 20
        top = round((y + down + shift + self.chance.normal(0, 0.35)) * FINE) - 70
        _print(self.layer, glyph * force * self._unevenness(), left, top)

    def line(self, text: str, x: float, y: float) -> None:
        for letter in text:
            self.strike(letter, x, y)
            x += PITCH

    def _glyph(self, letter: str, turned: float) -> Layer:
        image = Image.new("L", (70, 100))
        ImageDraw.Draw(image).text((20, 70), letter, font=self.font, fill=255, anchor="ls")
        image = image.rotate(turned, Image.Resampling.BICUBIC, center=(35, 55))
        spread = np.asarray(image.filter(ImageFilter.GaussianBlur(1.2)), dtype=np.float32) / 255
        sharp = np.asarray(image, dtype=np.float32) / 255
        clog = 0.75 if letter in FILLED else 0.35
        return np.clip(sharp * 0.9 + spread * clog, 0, 1)

    def _unevenness(self) -> Layer:
        """One side of a type often strikes harder, and the ribbon's weave shows."""
        across = np.linspace(-1, 1, 70, dtype=np.float32)[None, :] * self.chance.normal(0, 0.16)
        along = np.linspace(-1, 1, 100, dtype=np.float32)[:, None] * self.chance.normal(0, 0.16)
        weave = self.chance.normal(1, 0.13, (100, 70)).astype(np.float32)
        return np.clip((1 + across + along) * weave, 0.2, 1.2)


def pages(ink: list[list[str]], font: Path, bold: Path, seed: int = 1943) -> list[Image.Image]:
    chance = np.random.default_rng(seed)
    out: list[Image.Image] = []
    for number, lines in enumerate(ink):
        page = _paper(chance, cut_off=number == 0)
        layer = np.zeros((HEIGHT * FINE, WIDTH * FINE), dtype=np.float32)
        typewriter = Typewriter(ImageFont.truetype(font, 25 * FINE), layer, chance)
        _type_page(typewriter, lines, top=382 if number == 0 else 165)
        page = _inked(page, _coarse(layer), INK)
        page = _front_stamps(page, bold, chance) if number == 0 else _pencilled(page, chance)
        out.append(_scanned(page, (0.7, -0.45)[number % 2], chance))
    return out


def _type_page(typewriter: Typewriter, lines: list[str], top: int) -> None:
    y = float(top)
    for line in lines:
        x = LEFT + typewriter.chance.normal(0, 0.8)
        for part in re.split(r"(\^.+?\^|#.+?#|%.+?%)", line.rstrip()):
            x = _type_part(typewriter, part, x, y)
        y += LEADING if line.strip() else LEADING * 0.62


def _type_part(typewriter: Typewriter, part: str, x: float, y: float) -> float:
    marked = _MARKED.fullmatch(part)
    if not marked:
        typewriter.line(part, x, y)
        return x + PITCH * len(part)
    mark, words = marked.groups()
    if mark == "^":
        typewriter.strike("/", x, y)
        typewriter.line(words, x - PITCH * len(words) / 2 + 4, y - LEADING * 0.5)
        return x + PITCH
    typewriter.line(words, x, y)
    if mark == "#":
        typewriter.line("x" * len(words), x + 1, y)
        typewriter.line("x" * len(words), x - 1, y - 1)
    else:
        _smudge(typewriter.layer, x, y, len(words), typewriter.chance)
    return x + PITCH * len(words)


def _smudge(layer: Layer, x: float, y: float, letters: int, chance: Chance) -> None:
    """A wet thumb drawn across the word, and the drop that it came from."""
    top, bottom = round((y - 24) * FINE), round((y + 8) * FINE)
    left, right = round((x + PITCH * 1.6) * FINE), round((x + PITCH * (letters - 2)) * FINE)
    word = layer[top:bottom, left:right]
    drawn = np.mean([np.roll(word, shift, axis=1) for shift in range(0, 44, 2)], axis=0)
    drop = Image.new("L", (right - left, bottom - top))
    draw = ImageDraw.Draw(drop)
    for _ in range(9):
        cx, cy = chance.uniform(0.15, 0.85) * (right - left), chance.uniform(0.3, 0.8) * (bottom - top)
        r = chance.uniform(5, 17)
        draw.ellipse((cx - 1.8 * r, cy - r, cx + 1.8 * r, cy + r), fill=int(chance.uniform(90, 190)))
    stain = np.asarray(drop.filter(ImageFilter.GaussianBlur(5)), dtype=np.float32) / 255
    fade = np.clip(np.minimum(np.arange(right - left), np.arange(right - left)[::-1]) / 18, 0, 1).astype(np.float32)
    wet = np.clip(word * 0.3 + drawn * 0.9 + stain * 0.75, 0, 1)
    layer[top:bottom, left:right] = word * (1 - fade) + wet * fade


def _print(layer: Layer, glyph: Layer, left: int, top: int) -> None:
    height, width = glyph.shape
    y0, y1, x0, x1 = max(top, 0), min(top + height, layer.shape[0]), max(left, 0), min(left + width, layer.shape[1])
    if y0 < y1 and x0 < x1:
        under = layer[y0:y1, x0:x1]
        layer[y0:y1, x0:x1] = 1 - (1 - under) * (1 - np.clip(glyph[y0 - top : y1 - top, x0 - left : x1 - left], 0, 1))


def _coarse(layer: Layer) -> Layer:
    return layer.reshape(HEIGHT, FINE, WIDTH, FINE).mean(axis=(1, 3))


def _inked(page: Layer, density: Layer, colour: npt.NDArray[np.float32]) -> Layer:
    return page * (1 - density[..., None]) + colour * density[..., None]


def _clouds(chance: Chance, size: int) -> Layer:
    """Smooth noise of mean 0, about 1 high, with patches `size` pixels wide."""
    small = chance.normal(0, 1, (HEIGHT // size + 3, WIDTH // size + 3)).astype(np.float32)
    image = Image.fromarray(small, "F").resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    return np.asarray(image, dtype=np.float32)


def _paper(chance: Chance, *, cut_off: bool) -> Layer:
    """A sheet with browned edges, a fold and foxing; `cut_off`: the scan ends before the sheet does."""
    tone = 1 + 0.012 * _clouds(chance, 180) + 0.008 * _clouds(chance, 24) + 0.008 * _clouds(chance, 3)
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    edge = np.minimum(np.minimum(rows, HEIGHT * (2 if cut_off else 1) - rows), np.minimum(columns, WIDTH - columns))
    browned = np.exp(-edge / 55)[..., None] * np.array([22, 32, 50], dtype=np.float32)
    fold = np.exp(-(((rows - HEIGHT * 0.5 - 3) / 2.2) ** 2)) * 13 - np.exp(-(((rows - HEIGHT * 0.5 + 3) / 3) ** 2)) * 5
    page = np.array([233, 222, 194], dtype=np.float32) * tone[..., None] - browned - fold[..., None]
    page = page - _foxing(chance)[..., None] * np.array([18, 34, 52], dtype=np.float32)
    return _punched(np.clip(page, 0, 255))


def _foxing(chance: Chance) -> Layer:
    image = Image.new("L", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(image)
    for _ in range(46):
        x, y, r = chance.uniform(0, WIDTH), chance.uniform(0, HEIGHT), chance.exponential(3.2)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=int(chance.uniform(30, 170)))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(2)), dtype=np.float32) / 255


def _punched(page: Layer) -> Layer:
    image = Image.new("L", (WIDTH * 2, HEIGHT * 2))
    draw = ImageDraw.Draw(image)
    for y in (HEIGHT * 0.36, HEIGHT * 0.64):
        draw.ellipse((2 * 58 - 26, 2 * y - 26, 2 * 58 + 26, 2 * y + 26), fill=255)
    hole = np.asarray(image.resize((WIDTH, HEIGHT)), dtype=np.float32)[..., None] / 255
    return page * (1 - hole) + np.array(SCANNER, dtype=np.float32) * hole


def _stamp(lines: list[tuple[str, int]], bold: Path, angle: float, chance: Chance, *, box: bool) -> Layer:
    """A rubber stamp's print on a sheet of its own: pads take ink in patches, edges of the rubber print darker."""
    image = Image.new("L", (900, 460))
    draw = ImageDraw.Draw(image)
    y = 80
    for text, size in lines:
        font = ImageFont.truetype(bold, size)
        draw.text((450, y), text, font=font, fill=255, anchor="mt", stroke_width=1)
        y += round(size * 0.98)
    if box:
        left, top, right, bottom = image.getbbox() or (0, 0, 0, 0)
        draw.rectangle((left - 26, top - 22, right + 26, bottom + 22), outline=255, width=7)
    image = image.rotate(angle, Image.Resampling.BICUBIC)
    print_ = np.asarray(image, dtype=np.float32) / 255
    inner = np.asarray(image.filter(ImageFilter.GaussianBlur(5)), dtype=np.float32) / 255
    patches = np.clip(0.74 + 0.3 * _clouds(chance, 40)[:460, :900] + 0.16 * _clouds(chance, 3)[:460, :900], 0.05, 1)
    return np.clip(print_ * (1.15 - 0.35 * inner) * patches * 0.9, 0, 0.92)


def _placed(stamp: Layer, x: int, y: int, scale: float) -> Layer:
    size = (round(stamp.shape[1] * scale), round(stamp.shape[0] * scale))
    small = np.asarray(Image.fromarray(stamp, "F").resize(size, Image.Resampling.LANCZOS), dtype=np.float32)
    layer = np.zeros((HEIGHT, WIDTH), dtype=np.float32)
    _print(layer, small, x - size[0] // 2, y - size[1] // 2)
    return layer


def _front_stamps(page: Layer, bold: Path, chance: Chance) -> Layer:
    secret = _stamp([("SECRET", 130)], bold, 3.5, chance, box=True)
    received = _stamp([("RECEIVED", 84), ("NOV 18 1943", 84)], bold, -5.5, chance, box=False)
    page = _inked(page, _placed(secret, 560, 150, 0.5), RED)
    return _inked(page, _placed(received, 960, 190, 0.46), VIOLET)


def _pencilled(page: Layer, chance: Chance) -> Layer:
    """A reader's tick and a line down the margin beside the passage that mattered to him."""
    image = Image.new("L", (WIDTH * 2, HEIGHT * 2))
    draw = ImageDraw.Draw(image)
    margin = [(2 * (132 + 5 * np.sin(t / 3.1) + chance.normal(0, 0.5)), 2 * (658 + 9 * t)) for t in range(19)]
    draw.line(margin, fill=210, width=5, joint="curve")
    draw.line([(2 * 96, 2 * 1120), (2 * 108, 2 * 1142), (2 * 142, 2 * 1082)], fill=225, width=6, joint="curve")
    lead = np.asarray(image.filter(ImageFilter.GaussianBlur(1.4)).resize((WIDTH, HEIGHT)), dtype=np.float32) / 255
    return _inked(page, np.clip(lead * (0.7 + 0.35 * _clouds(chance, 2)), 0, 0.9), PENCIL)


def _scanned(page: Layer, skew: float, chance: Chance) -> Image.Image:
    """Turned on the glass; below a sheet that is cut off there is more sheet, and not the scanner's lid."""
    beyond = np.pad(page, ((0, 40), (0, 0), (0, 0)), mode="edge" if page[-1].mean() > 190 else "constant")
    image = Image.fromarray(np.clip(beyond, 0, 255).astype(np.uint8), "RGB")
    image = image.rotate(skew, Image.Resampling.BICUBIC, center=(WIDTH / 2, HEIGHT / 2), fillcolor=SCANNER)
    image = image.crop((0, 0, WIDTH, HEIGHT))
    seen = np.asarray(image.filter(ImageFilter.GaussianBlur(0.55)), dtype=np.float32)
    grain = chance.normal(0, 2.6, (HEIGHT, WIDTH, 1)).astype(np.float32)
    return Image.fromarray(np.clip(seen + grain, 0, 255).astype(np.uint8), "RGB")
