"""Large scans for the benchmarks, drawn by a seeded hand: grainy paper with lines of words on it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

A3_AT_600_DPI = (7016, 9921)
A4_AT_300_DPI = (2480, 3508)
SEED = 1944


def scan(size: tuple[int, int], *, colour: bool = True, seed: int = SEED) -> Image.Image:
    """A page as a scanner gives it: no two pixels of the paper are quite alike, so it compresses as real ones do."""
    chance = np.random.default_rng(seed)
    width, height = size
    grain = chance.integers(-6, 7, (height, width), dtype=np.int8)
    shades = (236, 230, 214) if colour else (230,)
    pixels = np.stack([np.clip(grain.astype(np.int16) + shade, 0, 255).astype(np.uint8) for shade in shades], axis=2)
    line, letter = height // 70, width // 117
    for top in range(line * 4, height - line * 4, line):
        for left in range(letter * 10, width - letter * 10, letter):
            if chance.random() < 0.85:
                pixels[top : top + line // 2, left : left + letter * 3 // 5] = 40 + chance.integers(0, 20)
    return Image.fromarray(pixels if colour else pixels[:, :, 0])


def large_scans(folder: Path, size: tuple[int, int] = A3_AT_600_DPI) -> dict[str, Path]:
    """The same page as JPEG, PNG and TIFF, compressed and not."""
    image = scan(size)
    made = {name: folder / file for name, file in _FILES.items()}
    image.save(made["JPEG"], quality=85)
    image.save(made["PNG"], compress_level=4)
    image.save(made["TIFF, LZW"], compression="tiff_lzw")
    image.save(made["TIFF, plain"])
    return made


_FILES = {"JPEG": "page.jpg", "PNG": "page.png", "TIFF, LZW": "page.tif", "TIFF, plain": "plain.tif"}


def many_pages(path: Path, count: int, size: tuple[int, int] = A4_AT_300_DPI) -> Path:
    """A TIFF of bilevel fax pages, or a PDF of grey ones; five different pages return in turn."""
    pages = [scan(size, colour=False, seed=SEED + number) for number in range(5)]
    rows = [pages[number % len(pages)] for number in range(count)]
    if path.suffix == ".tif":
        bilevel = [page.point(lambda value: 255 if value > 128 else 0).convert("1") for page in pages]
        rows = [bilevel[number % len(bilevel)] for number in range(count)]
        rows[0].save(path, save_all=True, append_images=rows[1:], compression="group4")
    else:
        rows[0].save(path, save_all=True, append_images=rows[1:], resolution=300, quality=60)
    return path
