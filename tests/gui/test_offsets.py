"""Code points and UTF-16 units, for letters that take one unit and letters that take two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cableview.gui.offsets import to_code_points, to_utf16, utf16_length


@pytest.mark.parametrize(
    ("text", "position", "unit"),
    [
        ("cable", 3, 3),
        ("", 0, 0),
        ("𝔄b", 1, 2),
        ("a𝔄b", 2, 3),
        ("e\u0301t", 2, 2),
        ("\ue0a1x", 1, 1),
        ("\U000f0001x", 1, 2),
    ],
)
def test_position_and_unit_correspond(text: str, position: int, unit: int) -> None:
    assert to_utf16(text, position) == unit
    assert to_code_points(text, unit) == position


def test_a_unit_within_a_surrogate_pair_belongs_to_its_letter() -> None:
    assert to_code_points("a𝔄b", 2) == 1
    assert to_code_points("a𝔄b", 2, up=True) == 2


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.data())
def test_positions_convert_there_and_back(text: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(text)))
    assert utf16_length(text) == len(text.encode("utf-16-le")) // 2
    assert to_code_points(text, to_utf16(text, position)) == position
    assert to_code_points(text, to_utf16(text, position), up=True) == position
