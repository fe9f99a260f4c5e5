"""Blocks, line ends and positions of the working text, for one block and for thousands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cableview.gui.offsets import utf16_length
from cableview.gui.text_map import LONGEST_BLOCK, Edit, TextMap, shown, stand_ins
from cableview.model.span import Span

ALPHABET = st.sampled_from([*"ab \n\r\f\t", "\r\n", "𝔄", "e\u0301", "\ue0a1", "\u2028", "\u00a0", "\u200b"])
TEXTS = st.lists(ALPHABET, max_size=40).map("".join)


def blocks(text_map: TextMap) -> list[tuple[str, str]]:
    return [(text_map.block_text(k), text_map.block_end(k)) for k in range(text_map.block_count)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("", "")]),
        ("a", [("a", "")]),
        ("a\n", [("a", "\n"), ("", "")]),
        ("a\r\nb\rc\nd", [("a", "\r\n"), ("b", "\r"), ("c", "\n"), ("d", "")]),
        ("a\n\fb", [("a", "\n"), ("", "\f"), ("b", "")]),
        ("a\u2028b\x0bc\x85d", [("a\u2028b\x0bc\x85d", "")]),
    ],
)
def test_blocks_end_at_line_ends_only(text: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(TextMap(text)) == expected


def test_line_end_of_the_text_is_the_one_most_used() -> None:
    assert TextMap("a\r\nb\r\nc\n").line_end == "\r\n"
    assert TextMap("a\rb").line_end == "\r"
    assert TextMap("no line").line_end == "\n"


def test_position_inside_crlf_is_at_the_end_of_the_line() -> None:
    text_map = TextMap("𝔄b\r\nc")
    assert [text_map.place_of(k) for k in range(6)] == [(0, 0), (0, 2), (0, 3), (0, 3), (1, 0), (1, 1)]
    assert text_map.position_of(0, 3) == 2
    assert text_map.position_of(0, 1) == 0


def test_long_paragraph_is_cut_after_blanks_and_stays_one_text() -> None:
    text = "word " * 3000 + "\nnext"
    text_map = TextMap(text)
    assert text_map.text == text
    assert text_map.block_count > 4
    assert all(len(part) <= LONGEST_BLOCK for part, _ in blocks(text_map))
    assert all(part.endswith(" ") for part, end in blocks(text_map)[:-2] if not end)
    assert text_map.continues(0)
    assert not text_map.continues(text_map.block_count - 1)


def test_long_run_without_blanks_is_not_cut_before_an_accent() -> None:
    text_map = TextMap("e\u0301" * 5000)
    assert not any(part.startswith("\u0301") for part, _ in blocks(text_map))


def test_a_run_of_accents_is_cut_into_few_blocks() -> None:
    """Each block of a hundred thousand accents was a single one, and the window stood still."""
    text = "a" + "\u0301" * 20_000
    shown = TextMap(text)
    assert shown.text == text
    assert shown.block_count < 20


def test_characters_qt_would_drop_are_shown_by_a_picture_of_equal_length() -> None:
    text = "a\u2028b\u202ec\x00d\u00a0\te\ufdd0𝔄"
    assert utf16_length(shown(text)) == utf16_length(text)
    assert not set(shown(text)) & set("\u2028\u202e\x00\ufdd0")
    assert stand_ins(text) == [Span(at, at + 1) for at in (1, 3, 5, 10)]
    assert "\u00a0\t" in shown(text)


def test_letters_in_a_row_that_qt_would_drop_are_one_run() -> None:
    """Each of five thousand was dimmed for itself, and the window stood still."""
    assert stand_ins("\u202e" * 5000 + " a\x00\u2028b") == [Span(0, 5000), Span(5002, 5004)]


@given(TEXTS, TEXTS, st.data())
@settings(max_examples=150)
def test_an_edit_from_elsewhere_gives_the_blocks_of_the_edited_text(text: str, put: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    removed = data.draw(st.integers(0, len(text) - start))
    text_map = TextMap(text)
    before = [shown(part) for part, _ in blocks(text_map)]
    change = text_map.replace(start, removed, put)
    after = text[:start] + put + text[start + removed :]
    assert blocks(text_map) == blocks(TextMap(after))
    assert before[change.first : change.first + len(change.before)] == list(change.before)
    before[change.first : change.first + len(change.before)] = change.after
    assert before == [shown(part) for part, _ in blocks(text_map)]


@given(TEXTS)
def test_every_position_maps_to_a_place_and_back(text: str) -> None:
    text_map = TextMap(text)
    for position in range(len(text) + 1):
        back = text_map.position_of(*text_map.place_of(position))
        inside_crlf = text[position - 1 : position + 1] == "\r\n" and position > 0
        assert back == (position - 1 if inside_crlf else position)


@given(TEXTS, st.text(alphabet="ab\n𝔄", max_size=6), st.data())
@settings(max_examples=150)
def test_changes_by_qt_are_read_back_as_an_edit(text: str, put: str, data: st.DataObject) -> None:
    """Qt replaces a range of its one-separator text; the edit reported must give the same blocks."""
    text_map = TextMap(text)
    seen = text_map.shown_text()
    start = data.draw(st.integers(0, len(seen)))
    stop = data.draw(st.integers(start, len(seen)))
    now = seen[:start] + put + seen[stop:]
    edit = text_map.take(0, text_map.block_count, now.split("\n"), start, len(seen) - stop) or Edit(0, 0, "")
    assert text_map.text == text[: edit.start] + edit.text + text[edit.start + edit.removed :]
    assert text_map.shown_text() == now


def test_new_line_becomes_the_texts_own_line_end() -> None:
    text_map = TextMap("one\r\ntwo\r\n")
    assert text_map.take(1, 1, ["t", "wo"], 1, 2) == Edit(6, 0, "\r\n")
    assert text_map.text == "one\r\nt\r\nwo\r\n"


def test_taking_out_the_cut_of_a_long_paragraph_changes_no_text() -> None:
    text = "word " * 1200
    text_map = TextMap(text)
    first, second = text_map.block_text(0), text_map.block_text(1)
    assert text_map.take(0, 2, [first + second], len(first), len(second)) == Edit(len(first), 0, "")
    assert text_map.text == text


def test_taking_out_a_line_after_a_cut_keeps_its_line_end() -> None:
    """Equal letters around a deletion must not make another line end disappear than the one taken out."""
    text_map = TextMap("x" * LONGEST_BLOCK + "yyy\nzzz")
    first, last = text_map.block_text(0), text_map.block_text(1)
    assert text_map.take(0, 3, [first, "zzz"], len(first), 4) == Edit(len(first), len(last), "")
    assert text_map.text == first + "\nzzz"


def test_edit_far_down_in_a_large_text_touches_one_block() -> None:
    text = "line\r\n" * 20000
    text_map = TextMap(text)
    change = text_map.replace(6 * 15000 + 2, 1, "X")
    assert (change.first, change.before, change.after) == (15000, ("line",), ("liXe",))
    assert text_map.start_of(15001) == 6 * 15001
    assert text_map.block_at(len(text)) == 20000
