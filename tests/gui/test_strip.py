"""The strip: both sentences, the piece of the scan, what the verdicts would leave, and the field."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from cableview.gui import strip_field
from cableview.gui.context_line import context_line
from cableview.gui.line_crops import BRACKET, window_of
from cableview.gui.place_descriptions import strip_place, would_leave
from cableview.gui.reading_diff import differing_spans
from cableview.gui.reading_line import Line
from cableview.gui.readings_view import ReadingsView
from cableview.gui.strip_field import FieldUse, StripField
from cableview.gui.theme import load_fonts
from cableview.gui.whole_words import whole_words_after, whole_words_before
from cableview.model.decision import State, Verdict
from cableview.model.discrepancy import Suggestion
from cableview.model.location import Method
from cableview.model.span import Span
from cableview.review.places import Places
from tests.gui.desk_helpers import page_image, press, reviewing_window, session_of, verdicts, wait_shown


@pytest.mark.parametrize(
    ("first", "second", "left", "right"),
    [
        ("stated", "states", ["d"], ["s"]),
        ("modem", "modern", ["m"], ["rn"]),
        ("told", "", ["told"], []),
        ("yes", "indeed", ["yes"], ["indeed"]),
        ("the old man", "the odd man", ["l"], ["d"]),
        ("same", "same", [], []),
        ("news- papers", "newspaper", ["- ", "s"], []),
        ("under water", "underwater", [" "], []),
        ("to-day", "to day", ["-"], [" "]),
        ("large", "the larger", [], ["the", "r"]),
        ("so they came", "many left", ["so", "they", "came"], ["many", "left"]),
    ],
)
def test_differing_letters_are_found(first: str, second: str, left: list[str], right: list[str]) -> None:
    ours, theirs = differing_spans(first, second)
    assert [span.of(first) for span in ours] == left
    assert [span.of(second) for span in theirs] == right


def test_sentence_keeps_the_blanks_beside_the_reading_and_shows_paragraphs() -> None:
    line = context_line("Transcript", "One.\r\n\r\nTwo  words\nhere", Span(13, 18))
    assert (line.before, line.reading, line.after) == ("One. ¶ Two ", "words", " here")


def test_words_around_a_reading_are_not_cut_in_two(qapp: QApplication) -> None:
    metrics = QFontMetricsF(load_fonts().mono_font(12))
    letter = metrics.horizontalAdvance("n")
    words = "the Legation at Sarnograd"
    assert whole_words_before(metrics, words, 40 * letter) == words
    assert whole_words_before(metrics, words, 16.5 * letter) == "… at Sarnograd"
    assert whole_words_after(metrics, words, 16.5 * letter) == "the Legation at…"
    assert whole_words_after(metrics, words, 18.5 * letter) == "the Legation at …"
    assert whole_words_after(metrics, "Lindqvistgatan", 6.5 * letter) == "Lindq…"
    assert whole_words_before(metrics, "He ", 2.5 * letter) == "… "
    assert whole_words_after(metrics, " Lindqvistgatan", 6.5 * letter) == " …"
    for width in range(12):
        assert metrics.horizontalAdvance(whole_words_after(metrics, words, width * letter)) <= max(width, 1) * letter


def test_the_result_of_a_verdict_is_described_in_words() -> None:
    assert would_leave("states", "stated") == "leaves states"
    assert would_leave("", "stated") == "takes it out"
    assert would_leave("told me", "") == "puts in told me"
    assert would_leave("", "") == "leaves nothing"


def test_a_place_is_described_by_number_kind_and_outcome(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    place = window.desk.strip.place
    assert place is not None
    assert (place.number, place.count) == (1, len(session_of().queue))
    assert (place.lines[0].reading, place.lines[1].reading) == ("stated", "states")
    assert place.would_leave == ("leaves stated", "leaves states")
    assert "character" in window.desk.strip.accessibleDescription()


def test_a_guessed_piece_of_the_scan_is_labelled_as_a_guess(qtbot: QtBot, tmp_path: Path) -> None:
    window = reviewing_window(qtbot, session_of(pages=(page_image(tmp_path),)))
    words = [label.text() for label in window.desk.strip.findChildren(type(window.desk.strip.head.where))]
    assert any("guessed" in text for text in words)


def test_guess_shows_the_width_of_the_page(qtbot: QtBot, tmp_path: Path) -> None:
    window = reviewing_window(qtbot, session_of(pages=(page_image(tmp_path),)))
    location = window.desk.item.places.location(Span(0, 3))
    assert location is not None
    assert location.method is Method.PROPORTIONAL
    (crop,) = window.desk.strip.crop.crops
    seen = window_of(crop, QSize(900, 100), QSize(600, 800))
    assert seen.shown(location.box).width() == pytest.approx(900 - 2 * BRACKET, abs=1)


def test_buttons_have_names_for_screen_readers(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    names = {button.accessibleName() for button in window.desk.strip.bar.buttons.values()}
    assert "Transcript, key 1" in names
    assert len(names) == len(window.desk.strip.bar.buttons)


def test_the_field_accepts_keypad_enter_and_ctrl_enter(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    press(qtbot, window, "n")
    QTest.keyClicks(window.desk.strip.field.edit, "first")
    QTest.keyClick(window.desk.strip.field.edit, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert window.desk.session is not None
    assert window.desk.session.queue.entries[0].note == "first"
    press(qtbot, window, "n")
    QTest.keyClicks(window.desk.strip.field.edit, "second")
    QTest.keyClick(window.desk.strip.field.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.desk.session.queue.entries[0].note == "second"


def test_undo_in_the_field_is_the_fields_own(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    press(qtbot, window, "1", "3")
    field = window.desk.strip.field.edit
    before = field.text()
    QTest.keyClicks(field, "xyz")
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == before
    assert window.desk.strip.field_use is FieldUse.READING
    assert window.desk.session is not None
    assert window.desk.session.queue.entries[0].is_decided


@pytest.mark.parametrize("ends_at_once", [False, True])
def test_what_is_too_long_for_the_field_is_not_put_in_by_halves(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, ends_at_once: bool
) -> None:
    monkeypatch.setattr(strip_field, "MOST_LETTERS", 20)
    window = reviewing_window(qtbot)
    press(qtbot, window, "3")
    field = window.desk.strip.field.edit
    field.clear()
    QTest.keyClicks(field, "sta")
    QApplication.clipboard().setText("word " * 20)
    field.setSelection(1, 1)
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    if ends_at_once:
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert window.desk.session is not None
        assert "sta" in [decision.reading for decision in window.desk.session.state.decisions.values()]
        return
    qtbot.waitUntil(lambda: field.text() == "sta")
    assert window.status.remark.startswith("Not put in")
    QApplication.clipboard().setText("ted")
    QTest.keyClick(field, Qt.Key.Key_End)
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "stated"


def test_a_full_field_keeps_what_was_typed(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strip_field, "MOST_LETTERS", 0)
    window = reviewing_window(qtbot)
    press(qtbot, window, "3")
    field = window.desk.strip.field.edit
    field.clear()
    QTest.keyClicks(field, "x" * field.maxLength() + "y")
    qtbot.waitUntil(lambda: window.status.remark.startswith("Not put in"))
    assert field.text() == "x" * field.maxLength()


def test_a_reading_in_letters_of_two_units_fits_into_the_field(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strip_field, "MOST_LETTERS", 0)
    strip = QWidget()
    qtbot.addWidget(strip)
    field = StripField(load_fonts(), strip)
    field.open(FieldUse.READING, "𒀀𒀁𒀂", "")
    assert field.edit.text() == "𒀀𒀁𒀂"


def test_going_to_another_place_closes_the_field(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    press(qtbot, window, "3", Qt.Key.Key_F3)
    assert window.desk.strip.field_use is None
    assert window.status.remark == ""


def test_a_half_typed_reading_is_reported_when_another_place_is_shown(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    press(qtbot, window, "3")
    window.desk.strip.field.edit.clear()
    QTest.keyClicks(window.desk.strip.field.edit, "stated?")
    press(qtbot, window, Qt.Key.Key_F3)
    assert window.status.remark == "Half typed, and not kept: stated?"
    assert window.desk.session is not None
    assert window.desk.session.queue.undecided == len(window.desk.session.queue)


def test_a_note_is_kept_at_its_place_when_another_is_shown(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    press(qtbot, window, "n")
    QTest.keyClicks(window.desk.strip.field.edit, "see the register")
    press(qtbot, window, Qt.Key.Key_F3)
    assert window.desk.session is not None
    assert [entry.note for entry in window.desk.session.queue.entries][:2] == ["see the register", ""]
    assert window.desk.strip.field_use is None
    assert window.desk.reviewing is not None
    assert window.desk.reviewing.row == 1
    assert window.desk.strip.place is not None
    assert window.desk.strip.place.number == 2


def test_text_half_typed_when_undo_is_chosen_is_reported(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    for key, use in (("3", FieldUse.READING), ("n", FieldUse.NOTE)):
        press(qtbot, window, "1", key)
        assert window.desk.strip.field_use is use
        QTest.keyClicks(window.desk.strip.field.edit, "seen faintly")
        window.act("undo")
        wait_shown(qtbot, window)
        assert window.desk.strip.field_use is None
        assert window.status.remark == "Half typed, and not kept: seen faintly"
        assert window.desk.session is not None
        assert window.desk.session.queue.undecided == len(window.desk.session.queue)


@pytest.mark.parametrize("action", ["edit", "hold-equal"])
def test_a_half_typed_note_is_kept_when_something_else_begins(qtbot: QtBot, action: str) -> None:
    window = reviewing_window(qtbot)
    press(qtbot, window, "n")
    QTest.keyClicks(window.desk.strip.field.edit, "see the register")
    window.act(action)
    session = window.desk.session
    assert session is not None
    notes = [entry.note for entry in session.queue.entries] + [note.text for note in session.live.orphaned_notes]
    assert "see the register" in notes
    assert "Half typed" not in window.status.remark


def test_a_note_left_by_a_click_in_the_list_and_a_verdict_are_both_kept(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    press(qtbot, window, "n")
    QTest.keyClicks(window.desk.strip.field.edit, "faint")
    window.desk.text.setFocus()
    press(qtbot, window, "1")
    assert window.desk.session is not None
    first = window.desk.session.queue.entries[0]
    assert (first.state, first.note) == (State.DECIDED, "faint")


def test_a_decided_place_shows_its_verdict(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    press(qtbot, window, "4", Qt.Key.Key_Backspace)
    taken = [verdict for verdict, button in window.desk.strip.bar.buttons.items() if button.is_taken]
    assert taken == [Verdict.UNREADABLE]
    assert "unreadable" in window.desk.strip.accessibleDescription()


def test_long_readings_are_shown_and_decided_as_well(qtbot: QtBot) -> None:
    transcript = "Start here. " + "One two three four five six seven eight nine ten. " * 8 + "End of it."
    window = reviewing_window(qtbot, session_of(transcript, "Start here. End of it."))
    wait_shown(qtbot, window)
    press(qtbot, window, "1")
    assert window.desk.session is not None
    assert window.desk.session.queue.entries[0].is_decided


def test_a_difference_at_the_end_of_a_long_reading_is_visible(qapp: QApplication) -> None:
    view = ReadingsView(load_fonts())
    view.resize(500, 80)
    words = "One two three four five six seven eight nine ten. " * 12

    def seen(first: str, second: str) -> QImage:
        view.show_lines("id", (Line("", "", first, ""), Line("", "", second, "")))
        return view.grab().toImage()

    def of_second(picture: QImage) -> QImage:
        return picture.copy(0, 40, 500, 40)

    assert of_second(seen(words + "never", words + "ever")) != of_second(seen(words + "mother", words + "other"))


def test_long_readings_leave_unused_room_to_the_scan(qapp: QApplication) -> None:
    view = ReadingsView(load_fonts())
    view.resize(700, 200)
    heights: list[int] = []
    for count in (1, 2, 12):
        words = "One two three four five six seven eight nine ten. " * count
        view.show_lines("id", (Line("", "", f"Here {words}", ""), Line("", "", f"There {words}", "")))
        heights.append(view.wanted_height())
    assert heights[0] < heights[1] < heights[2]


@pytest.mark.parametrize(
    ("before", "reading", "after", "sides"),
    [
        ("He ", "stated", " that", ("He ", " that")),
        ("אחת ", "שתים", " שלוש", (" שלוש", "אחת ")),
        ("1. ", "", " שלוש", (" שלוש", "1. ")),
    ],
)
def test_a_sentence_runs_in_the_direction_of_its_letters(
    before: str, reading: str, after: str, sides: tuple[str, str]
) -> None:
    assert Line("Transcript", before, reading, after).sides == sides


def test_without_places_the_strip_says_why(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot, session_of("The same words.", "The same words."))
    assert window.desk.strip.place is None
    assert "agree" in window.desk.strip.readings.accessibleDescription()


def test_for_a_paraphrase_key_2_only_fills_the_field(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    from cableview.model.item import Relation

    session = session_of()
    session.relate(Relation.PARAPHRASE)
    window = reviewing_window(qtbot, session)
    press(qtbot, window, "2")
    assert window.desk.strip.field.edit.text() == "states"
    assert not session.queue.entries[0].is_decided


def test_a_suggestion_names_the_text_its_confidence_and_the_reasons(qtbot: QtBot) -> None:
    session = session_of()
    entry = msgspec.structs.replace(
        session.queue.entries[0], suggestion=Suggestion("reference", 0.83, ("easily misread",))
    )
    place = strip_place(session, Places(session.text, ()), entry, 0)
    assert place.remarks.startswith("Probably the second text, 83%: easily misread")
    decided = msgspec.structs.replace(entry, state=State.DECIDED)
    assert "Probably" not in strip_place(session, Places(session.text, ()), decided, 0).remarks


def test_letters_that_are_marked_in_the_readings_are_not_named_below_them(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot, session_of("He was not ill then.\n", "He is ill than.\n"))
    assert window.desk.session is not None
    shown: dict[str, str] = {}
    for entry in window.desk.session.queue.entries:
        place = window.desk.strip.place
        assert place is not None
        assert place.entry.reasons == entry.reasons
        shown[entry.kind.value] = place.remarks
        press(qtbot, window, "j")
    assert "“e” for “a”" not in shown["character"]
    assert any("“not”" in remarks for remarks in shown.values())
    assert not any(remarks[:1].islower() for remarks in shown.values())


@pytest.mark.parametrize(("width", "named"), [(900, "Enter: keep    Tab: second text    Esc: leave"), (420, "")])
def test_the_field_keeps_room_for_typing_in_a_narrow_strip(qtbot: QtBot, width: int, named: str) -> None:
    strip = QWidget()
    qtbot.addWidget(strip)
    strip.resize(width, 60)
    field = StripField(load_fonts(), strip)
    field.resize(width, 60)
    strip.show()
    field.open(FieldUse.READING, "the page", "a page")
    qtbot.waitUntil(lambda: field.edit.width() > field.edit.fontMetrics().horizontalAdvance("x" * 20))
    assert field.findChildren(QLabel)[-1].text() == named
    assert field.minimumSizeHint().width() <= 420


def test_scan_and_readings_stay_where_they_are_from_place_to_place(qtbot: QtBot, tmp_path: Path) -> None:
    window = reviewing_window(qtbot, session_of(pages=(page_image(tmp_path),)))
    strip = window.desk.strip
    standing: set[tuple[int, int]] = set()
    said: set[bool] = set()
    for _ in verdicts(window):
        assert strip.place is not None
        said.add(bool(strip.place.remarks))
        standing.add((strip.crop.height(), strip.readings.mapTo(strip, QPoint()).y()))
        press(qtbot, window, "j")
    assert said == {True, False}
    assert len(standing) == 1


def test_what_the_head_of_the_strip_says_does_not_widen_the_window(qtbot: QtBot) -> None:
    strip = reviewing_window(qtbot).desk.strip
    width, place = strip.minimumSizeHint().width(), strip.place
    assert place is not None
    strip.show_place(replace(place, alike=10**60))
    QApplication.processEvents()
    assert strip.head.facts.minimumWidth() > width / 2
    assert strip.minimumSizeHint().width() == width
