"""Rows of tall letters among the pieces of ink of a page."""

from __future__ import annotations

import numpy as np
import pytest

from cableview.scan.segmentation.ink import Components
from cableview.scan.segmentation.lines import Line
from cableview.scan.segmentation.tall_rows import is_scrap, tall_rows

HEIGHT = 14.0


def pieces(*boxes: tuple[int, int, int, int]) -> Components:
    left, right, top, bottom = np.array(boxes, dtype=np.int64).reshape(-1, 4).T
    return Components(left, right, top, bottom, (right - left) * (bottom - top))


def broken(at: int, crack: int) -> list[tuple[int, int, int, int]]:
    """A letter of 46 pixels whose lower half stands a little to the right of the upper one."""
    return [(at, at + 36, 80, 104), (at + 3, at + 38, 104 + crack, 126)]


@pytest.mark.parametrize(("crack", "rows"), [(1, 1), (-3, 1), (9, 0)])
def test_letters_broken_across_are_put_together(crack: int, rows: int) -> None:
    found = tall_rows(pieces(*broken(100, crack), *broken(150, crack), *broken(200, crack)), HEIGHT)
    assert len(found) == rows
    for line, own in found:
        assert (line.left, line.right, len(own)) == (100, 238, 3)
        assert line.baseline(150.0) == pytest.approx(126, abs=1)


def test_letters_of_two_lines_close_together_are_no_tall_ones() -> None:
    above = [(at, at + 12, 80, 96) for at in range(100, 300, 16)]
    below = [(at, at + 12, 98, 114) for at in range(100, 300, 16)]
    assert not tall_rows(pieces(*above, *below), HEIGHT)


def test_tall_letters_of_large_writing_are_no_row_of_their_own() -> None:
    """The small ones among them are glyphs, and stand on the line that they all belong to."""
    tall = [(at, at + 30, 80, 126) for at in (100, 180, 260)]
    small = [(at, at + 30, 96, 126) for at in (140, 220, 300)]
    assert len(tall_rows(pieces(*tall), HEIGHT)) == 1
    assert not tall_rows(pieces(*tall, *small), HEIGHT)


def test_letters_that_a_frame_holds_together_with_those_of_the_next_line_are_no_tall_ones() -> None:
    held = [(at, at + 20, 80, 126) for at in (100, 180, 260)]
    others = [(at, at + 12, top, top + 16) for top in (80, 110) for at in (124, 140, 156, 204, 220, 236)]
    assert not tall_rows(pieces(*held, *others), HEIGHT)


def test_letters_among_the_dots_of_a_screen_are_not_put_together() -> None:
    """Each pair of dots of a row would be looked at: hundreds of megabytes."""
    dots = [(at, at + 7, top, top + 7) for top in range(200, 1700, 9) for at in range(0, 1395, 9)]
    letters = [*broken(100, 1), *broken(150, 1), *broken(200, 1)]
    assert len(tall_rows(pieces(*letters), HEIGHT)) == 1
    assert not tall_rows(pieces(*letters, *dots), HEIGHT)


def test_part_of_a_frame_is_distinguished_from_writing() -> None:
    row = Line(100.0, 238.0, (126.0, 0.0), 33.0)
    bit, away = pieces((110, 200, 70, 84)), pieces((300, 390, 70, 84))
    assert is_scrap(bit, row)
    assert not is_scrap(away, row)
    assert not is_scrap(bit.joined(bit), row)
    assert not is_scrap(pieces((110, 200, 140, 154)), row)
