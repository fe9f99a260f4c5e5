"""Draws typescripts in which the place of each word is known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from cableview.assets import resource_path
from cableview.model.item import PageImage

PITCH, SPACING, MARGIN = 30, 60, 150

LETTER = """The committee met on Tuesday the fourth of March
and heard the report of the secretary, who said
that nothing had been decided about the harbour.
It was agreed to write once more to the governor
in the capital, and to wait for his reply before
any ship should leave. Mr. Parker asked whether
the money paid in January had reached the bank;
no one present could say. A second letter, dated
12 February 1931, was read aloud and put away.
The chairman thanked all those who had come from
the islands in spite of the weather and closed
the meeting at half past nine in the evening."""


@dataclass(frozen=True)
class Typescript:
    """An image, its text as typed, and the box of each word in order."""

    page: PageImage
    text: str
    boxes: tuple[tuple[str, float, float, float, float], ...]

    @property
    def flowing(self) -> str:
        return " ".join(self.text.split())


def typed(
    folder: Path, text: str = LETTER, *, name: str = "page.png", turned: float = 0, border: int = 0
) -> Typescript:
    """A page with every letter as wide as the next, turned by so many degrees, with a black border."""
    lines = text.split("\n")
    width, height = 2 * MARGIN + PITCH * max(map(len, lines)), 2 * MARGIN + SPACING * len(lines)
    image = Image.new("L", (width, height), 225)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(next(resource_path("fonts").glob("*.[to]tf")), 34)
    boxes: list[tuple[str, float, float, float, float]] = []
    for row, line in enumerate(lines):
        foot = MARGIN + SPACING * row + 40
        for k, letter in enumerate(line):
            draw.text((MARGIN + PITCH * (k + 0.5), foot), letter, font=font, fill=40, anchor="ms")
        at = 0
        for word in line.split():
            at = line.index(word, at)
            left = MARGIN + PITCH * at
            boxes.append((word, left, foot - 36, left + PITCH * len(word), foot + 14))
            at += len(word)
    if turned:
        image = image.rotate(turned, Image.Resampling.BICUBIC, fillcolor=225)
    if border:
        draw = ImageDraw.Draw(image)
        draw.rectangle((0, 0, border, height), fill=10)
        draw.rectangle((0, 0, width, border), fill=10)
    noisy = np.asarray(image, dtype=np.float32) + np.random.default_rng(3).normal(0, 6, (height, width))
    path = folder / name
    Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).save(path)
    return Typescript(PageImage(path), text, tuple(boxes))
