from __future__ import annotations

import math
from pathlib import Path
from random import Random

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from cableview.assets import resource_path
from cableview.scan.forced_alignment.tape import CELL, tape_of
from cableview.scan.raster import page_size, read_page
from cableview.scan.segmentation.ink import Components, foreground
from cableview.scan.segmentation.lines import Lie, Seen, whole_lines
from cableview.scan.segmentation.segment import segment
from tests.scan.typescript import LETTER, MARGIN, PITCH, SPACING, typed


def test_every_line_is_found_on_its_baseline(tmp_path: Path) -> None:
    drawn = typed(tmp_path)
    sheet = segment(read_page(drawn.page))
    scale = (2 * MARGIN + PITCH * 48) / sheet.ink.shape[1]
    feet = [float(line.baseline((line.left + line.right) / 2)) * scale for line in sheet.lines]
    assert feet == pytest.approx([MARGIN + SPACING * row + 40 for row in range(len(LETTER.split("\n")))], abs=3)


@pytest.mark.parametrize("turned", [-4.0, -1.0, 2.5])
def test_lines_follow_the_skew_of_the_page(tmp_path: Path, turned: float) -> None:
    sheet = segment(read_page(typed(tmp_path, turned=turned).page))
    slopes = [(line.baseline(line.right) - line.baseline(line.left)) / (line.right - line.left) for line in sheet.lines]
    assert float(np.median(slopes)) == pytest.approx(-math.tan(math.radians(turned)), abs=0.004)


def test_short_lines_are_found_too(tmp_path: Path) -> None:
    sheet = segment(read_page(typed(tmp_path, LETTER + "\nbye\n\nPS: no").page))
    assert len(sheet.lines) == 14


def test_shadows_are_not_ink() -> None:
    shadow = np.tile(np.linspace(90, 240, 700, dtype=np.float32), (500, 1)).astype(np.uint8)
    image = Image.fromarray(shadow)
    ImageDraw.Draw(image).rectangle((300, 200, 320, 220), fill=20)
    ink = foreground(image)
    assert ink[205:215, 305:315].all()
    assert ink.sum() < 700


def test_rules_are_not_writing(tmp_path: Path) -> None:
    drawn = typed(tmp_path)
    with Image.open(drawn.page.path) as image:
        ruled = image.copy()
    ImageDraw.Draw(ruled).rectangle((100, 60, 1600, 66), fill=0)
    ImageDraw.Draw(ruled).rectangle((60, 100, 66, 800), fill=0)
    assert len(segment(ruled).lines) == len(segment(read_page(drawn.page)).lines)


def test_punched_holes_are_no_ink(tmp_path: Path) -> None:
    drawn = typed(tmp_path)
    with Image.open(drawn.page.path) as image:
        punched = image.copy()
    for row in (1, 6, 11):
        foot = MARGIN + SPACING * row + 40
        ImageDraw.Draw(punched).ellipse((60, foot - 38, 102, foot + 4), fill=20)
    whole = segment(read_page(drawn.page))
    sheet = segment(punched)
    assert [line.left for line in sheet.lines] == pytest.approx([line.left for line in whole.lines], abs=2)
    assert sheet.ink.sum() == pytest.approx(whole.ink.sum(), rel=0.01)


@pytest.mark.parametrize(
    ("text", "few_small"),
    [
        (LETTER, False),
        (LETTER.split("\n")[0], False),
        (LETTER.upper(), True),
        ("REPORT OF THE BOARD\n" + LETTER, False),
        (LETTER.upper() + "\nand seven more in all", True),
        ("\n".join(f"{k * 7919 % 90000 + 10000:,}" for k in range(20)), True),
    ],
)
def test_capitals_and_figures_are_not_taken_for_small_letters(tmp_path: Path, text: str, few_small: bool) -> None:
    drawn = typed(tmp_path, text)
    sheet = segment(read_page(drawn.page))
    font = ImageFont.truetype(next(resource_path("fonts").glob("*.[to]tf")), 34)
    scale = page_size(drawn.page)[0] / sheet.ink.shape[1]
    assert sheet.few_small == few_small
    assert sheet.x_height * scale == pytest.approx(-font.getbbox("x", anchor="ls")[1], rel=0.15)


def test_the_width_of_a_typed_letter_is_found(tmp_path: Path) -> None:
    sheet = segment(read_page(typed(tmp_path).page))
    scale = (2 * MARGIN + PITCH * 48) / sheet.ink.shape[1]
    for letters in (0.9 * len(LETTER), len(LETTER), 1.2 * len(LETTER)):
        tape = tape_of(sheet, round(letters))
        assert tape.typed.all()
        assert np.median(tape.widths) * CELL * scale == pytest.approx(PITCH, abs=0.6)


def test_a_dark_table_around_the_page_holds_no_ink() -> None:
    grain = np.random.default_rng(1).normal(25, 9, (600, 700))
    grain[100:500, 100:600] = 230
    image = Image.fromarray(np.clip(grain, 0, 255).astype(np.uint8))
    ImageDraw.Draw(image).rectangle((300, 200, 320, 220), fill=30)
    ink = foreground(image)
    assert ink[205:215, 305:315].all()
    assert not ink[:60].any()
    assert not ink[:, 640:].any()


def test_writing_that_fades_across_the_page_is_ink_on_both_sides() -> None:
    rng = np.random.default_rng(3)
    page = Image.new("L", (900, 400), 255)
    for x in range(40, 860, 40):
        for y in range(60, 360, 60):
            ImageDraw.Draw(page).rectangle((x, y, x + 5, y + 25), fill=0)
    strength = np.linspace(0.1, 0.5, 900)[None, :]
    faded = 205 - (255 - np.asarray(page, dtype=np.float64)) * strength * 0.7 + rng.normal(0, 5, (400, 900))
    ink = foreground(Image.fromarray(np.clip(faded, 0, 255).astype(np.uint8)))
    strokes = np.asarray(page) == 0
    left, right = np.s_[:, :200], np.s_[:, 700:]
    for side in (left, right):
        assert ink[side][strokes[side]].mean() > 0.75
        assert ink[side][~strokes[side]].mean() < 0.08


@pytest.mark.parametrize("high", [8.0, 20.0])
def test_baselines_follow_bent_paper(tmp_path: Path, high: float) -> None:
    drawn = typed(tmp_path)
    with Image.open(drawn.page.path) as image:
        values = np.asarray(image)
    x = np.arange(values.shape[1])
    down = np.round(high * np.sin(x / values.shape[1] * 5)).astype(int)
    bent = np.stack([np.roll(values[:, k], down[k]) for k in x], axis=1)
    sheet = segment(Image.fromarray(bent))
    assert len(sheet.lines) == len(LETTER.split("\n"))
    scale = values.shape[1] / sheet.ink.shape[1]
    for row, line in enumerate(sheet.lines):
        at = np.linspace(line.left + 20, line.right - 20, 9)  # the curve may swing under the last letter
        true = MARGIN + SPACING * row + 40 + high * np.sin(at * scale / values.shape[1] * 5)
        assert line.baseline(at) * scale == pytest.approx(true, abs=5)


@pytest.mark.parametrize("turned", [0.0, 4.0])
def test_a_stamp_of_tall_broken_letters_is_one_row(tmp_path: Path, turned: float) -> None:
    drawn = typed(tmp_path)
    with Image.open(drawn.page.path) as page:
        lines = len(segment(page).lines)
        stamp = Image.new("L", (700, 130), 225)
        font = ImageFont.truetype(next(resource_path("fonts").glob("*.[to]tf")), 150)
        ImageDraw.Draw(stamp).text((350, 118), "SECRET", font=font, fill=40, anchor="ms")
        ImageDraw.Draw(stamp).rectangle((260, 60, 350, 76), fill=225)  # where the ink did not take
        stamped = page.copy()
        stamped.paste(stamp.rotate(turned, Image.Resampling.BICUBIC, fillcolor=225).crop((0, 0, 700, 130)), (700, 5))
    sheet = segment(stamped)
    scale = stamped.width / sheet.ink.shape[1]
    tallest = max(sheet.lines, key=lambda line: line.x_height)
    assert len(sheet.lines) == lines + 1
    assert (tallest.left * scale, tallest.right * scale) == pytest.approx((790, 1310), abs=60)


def test_a_page_with_tall_pieces_all_over_has_no_rows_of_them() -> None:
    page = np.full((1400, 1400), 255, dtype=np.uint8)
    for across in range(2):
        for down in range(8):
            page[20 + down : 1380 : 24, 20 + across : 1380 : 24] = 0
    for top in range(44, 1300, 60):
        for left in range(34, 1350, 48):
            page[top : top + 40, left : left + 6] = 0
    assert len({round(line.x_height) for line in segment(Image.fromarray(page)).lines}) <= 1


@pytest.mark.parametrize(("lower", "lines"), [(12, 1), (30, 2)])
def test_parts_of_a_line_that_lie_over_one_another_are_put_together(lower: int, lines: int) -> None:
    def part(left: int, right: int, foot: int) -> Seen:
        at = np.arange(left, right, 20)
        feet = np.full(len(at), foot)
        own = Components(at, at + 14, feet - 20, feet, np.full(len(at), 200))
        return Seen(own, (float(foot), 0.0))

    level = Lie(np.array([[0.0]]), (0.0, 0.0), 1.0, is_known=False)
    whole = whole_lines([part(0, 600, 100), part(440, 1100, 100 + lower)], level, 20.0)
    assert len(whole) == lines
    assert min(int(one.own.left.min()) for one in whole) == 0
    assert max(int(one.own.right.max()) for one in whole) == 1094


def speckled(count: int, lines: int = 0) -> Image.Image:
    """A page strewn with specks of the size of letters, and with lines of such in one part of it."""
    random = Random(3)
    page = Image.new("L", (1200, 1600), 255)
    draw = ImageDraw.Draw(page)
    at = [(random.randrange(1180), random.randrange(1580)) for _ in range(count)]
    at += [(100 + 24 * column, 300 + 60 * row) for row in range(lines) for column in range(40)]
    for x, y in at:
        draw.rectangle((x, y, x + random.randrange(9, 15), y + 16), fill=30)
    return page


@pytest.mark.parametrize("count", [400, 1500, 4000])
def test_a_page_of_nothing_but_specks_has_no_lines(count: int) -> None:
    assert segment(speckled(count)).lines == ()


def test_a_few_lines_among_specks_are_found() -> None:
    assert len(segment(speckled(1000, lines=4)).lines) >= 4
