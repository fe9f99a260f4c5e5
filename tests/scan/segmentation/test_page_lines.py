from __future__ import annotations

import pytest

from cableview.model.geometry import Box
from cableview.model.layout import LayoutLine, LayoutPage, LayoutRegion
from cableview.scan.segmentation.page_lines import (
    PageLine,
    line_of_layout,
    lines_from,
    lines_of_layout,
    lines_tree,
    nearest_line,
)

STRAIGHT = PageLine(1, 0.0, 500.0, (100.0, 0.0, 0.0), 25.0, 5.0)
BELOW = PageLine(1, 0.0, 500.0, (160.0, 0.0, 0.0), 25.0, 5.0)
BENT = PageLine(1, 0.0, 1000.0, (100.0, 0.1, -0.0001), 25.0, 5.0)


def test_a_line_is_followed_along_its_bend_and_goes_on_straight() -> None:
    assert [round(BENT.foot(x)) for x in (0, 500, 1000)] == [100, 125, 100]
    assert BENT.foot(1100) == pytest.approx(90)
    assert BENT.box(400, 600).bottom == 130


def test_the_line_under_a_point_is_the_nearest_of_its_page() -> None:
    other = PageLine(2, 0.0, 500.0, (100.0, 0.0, 0.0), 25.0, 5.0)
    assert nearest_line([other, STRAIGHT, BELOW], 1, 250, 140) is BELOW
    assert nearest_line([other], 1, 250, 140) is None
    assert STRAIGHT.holds(Box(10, 75, 40, 105))
    assert not STRAIGHT.holds(Box(10, 120, 40, 150))


def test_baseline_of_a_layout_is_fitted_in_pixels_of_the_scan() -> None:
    points = tuple((float(x), 50.0 + x * (100 - x) / 100) for x in range(0, 101, 10))
    line = LayoutLine("x", Box(0, 20, 100, 90), (), points)
    (found,) = lines_of_layout(LayoutPage(100, 100, (LayoutRegion((line,)),)), 3, (200, 400))
    assert (found.page, found.left, found.right) == (3, 0, 200)
    assert found.foot(100) == pytest.approx(300, abs=1)
    assert line_of_layout(LayoutLine("x", Box(0, 20, 100, 90)), 1).whole == Box(0, 20, 100, 90)


def test_lines_pass_as_plain_values() -> None:
    assert lines_from(lines_tree([STRAIGHT, BENT])) == (STRAIGHT, BENT)
