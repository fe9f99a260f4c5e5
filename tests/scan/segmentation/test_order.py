from __future__ import annotations

import numpy as np

from cableview.scan.segmentation.lines import Line
from cableview.scan.segmentation.order import TracedLine, by_columns, by_rows, other_orders

GLYPH, STEP = 10, 14


def line(level: float, *parts: tuple[float, float], slope: float = 0.0) -> TracedLine:
    """A line with letters from left to right in each of its parts."""
    lefts = np.concatenate([np.arange(left, right - GLYPH + 1, STEP) for left, right in parts]).astype(np.int64)
    curve = (level, slope)
    return TracedLine(Line(parts[0][0], parts[-1][1], curve, 10.0), lefts, lefts + GLYPH, 12.0)


def edges(lines: list[TracedLine]) -> list[tuple[int, int]]:
    return [(round(one.line.curve[0]), round(one.line.left)) for one in lines]


def test_columns_are_read_one_after_the_other() -> None:
    lines = [line(100 + 30 * k, (0, 400), (460, 860)) for k in range(6)]
    read = edges(by_columns(lines, 0, 10))
    assert read[:6] == [(100 + 30 * k, 0) for k in range(6)]
    assert [left for _, left in read[6:]] == [460 // STEP * STEP + 460 % STEP] * 6


def test_columns_of_different_spacing_are_read_one_after_the_other() -> None:
    left = [line(100 + 30 * k, (0, 400)) for k in range(8)]
    right = [line(110 + 26 * k, (460, 860)) for k in range(9)]
    assert edges(by_columns([*right, *left], 0, 10)) == edges(left) + edges(right)


def test_a_heading_across_stands_before_both_columns_and_a_foot_after() -> None:
    columns = [line(100 + 30 * k, (0, 400), (460, 860)) for k in range(6)]
    read = by_columns([line(40, (200, 700)), *columns, line(320, (0, 860))], 0, 10)
    assert edges(read)[0] == (40, 200)
    assert edges(read)[-1] == (320, 0)
    assert len(read) == 14


def test_three_columns_are_read_in_order() -> None:
    lines = [line(100 + 30 * k, (0, 260), (310, 560), (610, 860)) for k in range(7)]
    lefts = [left for _, left in edges(by_columns(lines, 0, 10))]
    assert lefts == sorted(lefts)
    assert len(lefts) == 21


def test_columns_of_a_skewed_page_are_found() -> None:
    slope = 0.08
    lines = [
        line(100 + 30 * k, (200 - slope * 30 * k, 600 - slope * 30 * k), (660 - slope * 30 * k, 1060))
        for k in range(20)
    ]
    lines = [
        TracedLine(Line(o.line.left, o.line.right, (o.line.curve[0], slope), 10.0), o.lefts, o.rights, 12.0)
        for o in lines
    ]
    read = by_columns(lines, slope, 10)
    assert len(read) == 40
    assert max(one.line.right for one in read[:20]) < 640


def test_words_that_stand_below_each_other_by_chance_are_no_columns() -> None:
    lines = [line(100 + 30 * k, (0, 400), (460, 860)) for k in range(3)]
    lines += [line(190 + 30 * k, (0, 860)) for k in range(6)]
    assert by_columns(lines, 0, 10) == by_rows(lines, 0, 10)


def test_the_cells_of_a_row_are_read_from_the_left() -> None:
    cells = [line(103, (500, 600)), line(100, (0, 90)), line(101, (250, 330)), line(130, (0, 90))]
    assert edges(by_rows(cells, 0, 10)) == [(100, 0), (101, 250), (103, 500), (130, 0)]


def test_the_cells_of_a_row_on_a_bent_page_follow_their_neighbours() -> None:
    cells: list[TracedLine] = []
    for row in range(4):
        for left, feet, slope in ((0, 0, 0.0), (250, 0, 0.04), (500, 10, 0.04), (750, 20, 0.04)):
            curve = (40 * row + feet - slope * left, slope)
            cells.append(TracedLine(Line(left, left + 100, curve, 10), np.array([left]), np.array([left + 100]), 12.0))
    assert by_rows(cells, 0.04, 10) == cells


def test_figures_are_not_cut_at_their_commas_where_small_letters_are_few() -> None:
    comma = 26  # its ink is no glyph
    figures = ((100 + GLYPH + comma, 100 + GLYPH + comma + 3 * STEP), (300, 300 + 3 * STEP))
    rows = by_rows([line(100 + 30 * k, (100, 100 + GLYPH), *figures) for k in range(6)], 0, 10)
    whole = [(100 + 30 * k, left) for left in (100, 300) for k in range(6)]

    def orders(*, few_small: bool) -> list[list[tuple[int, int]]]:
        found = other_orders(rows, 0, 10, few_small=few_small)
        return [[(round(one.curve[0]), round(one.left)) for one in order] for order in found]

    assert whole in orders(few_small=True)
    assert whole not in orders(few_small=False)
    assert all(order in orders(few_small=True) for order in orders(few_small=False))
