"""The place looked at, as the texts change under it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame, QInputDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from cableview.errors import PlaceGoneError
from cableview.gui.banner import Banner
from cableview.gui.queue_model import Column
from cableview.model.decision import Verdict
from cableview.model.discrepancy import Kind
from cableview.model.item import Relation
from cableview.review.queue import Entry
from cableview.version import program_version
from tests.gui.desk_helpers import REFERENCE, make_window, page_image, press, reviewing_window, session_of, wait_shown

READING_MARGIN = 20
"""Pixels beside the letters of the text."""

OURS = (
    "On the harbor he was less forthcoming.\nprivately\ntold the Consul/that the inner basin could be dredged\n"
    "before the spring, since the two modem dredgers lay at Cape Marro.\n"
)
THEIRS = (
    "On the harbour he was less forthcoming. told the Consul privately that the inner basin could not be dredged "
    "before the spring, since the two modern dredgers lay at Cape Marro.\n"
)


def test_typing_before_a_moved_word_stays_at_its_place(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot, session_of(OURS, THEIRS))
    reviewing = window.desk.reviewing
    assert reviewing is not None

    def here() -> Entry:
        assert reviewing.current is not None
        return reviewing.current

    while here().origin is None:
        press(qtbot, window, "j")
    press(qtbot, window, Qt.Key.Key_F2)
    for letter in "so ":
        qtbot.keyClick(window.focusWidget(), letter)
        wait_shown(qtbot, window)
        assert "privately" in here().place.reference.text
        chosen = window.desk.queue.table.currentIndex()
        assert window.desk.queue.filter.entry_at(chosen.row()).id == here().id


def test_a_decided_place_still_shows_what_the_transcript_had(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    press(qtbot, window, "2", Qt.Key.Key_Backspace)
    place = window.desk.strip.place
    assert place is not None
    assert (place.lines[0].label, place.lines[0].reading) == ("Now reads", "states")
    assert "The transcript had “stated”" in place.remarks
    model = window.desk.model
    assert [model.index(0, column).data() for column in (Column.TRANSCRIPT, Column.REFERENCE)] == ["stated", "states"]


def test_the_end_of_the_work_is_said_once_and_again_when_one_goes_on(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    strip, session = window.desk.strip, window.desk.session
    assert session is not None
    while session.queue.undecided:
        press(qtbot, window, "1")
    assert [message.key for message in window.banner.messages] == ["finished"]
    assert strip.place is not None
    assert (strip.place.remarks, window.status.remark) == ("", "")
    press(qtbot, window, "j")
    assert window.status.remark == "Everything is decided. Ctrl+E exports."


def test_without_anything_to_decide_there_are_no_verdicts(qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window(qtbot)
    pages = (page_image(tmp_path),)
    window.show_session(session_of(REFERENCE, REFERENCE, pages))
    strip = window.desk.strip
    assert strip.bar.isHidden()
    assert strip.crop.isHidden()
    assert "Nothing to decide" in strip.readings.accessibleDescription()
    window.show_session(session_of(pages=pages))
    wait_shown(qtbot, window)
    assert not strip.bar.isHidden()
    assert not strip.crop.isHidden()


def test_the_facts_of_a_place_are_not_cut_off_if_there_is_room(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    press(qtbot, window, "2", Qt.Key.Key_Backspace)
    for label in (window.desk.strip.head.facts, window.desk.strip.head.where):
        assert label.width() >= label.fontMetrics().horizontalAdvance(label.text())


def test_kind_and_state_are_shown_in_full_in_a_narrow_window(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    window.resize(1024, 700)
    press(qtbot, window, "2")
    facts = window.desk.strip.head.facts
    assert facts.text().endswith("undecided")
    assert facts.width() >= facts.fontMetrics().horizontalAdvance(facts.text())


def test_no_word_of_the_head_is_cut_off_in_a_narrow_window(qtbot: QtBot, tmp_path: Path) -> None:
    window = reviewing_window(qtbot, session_of(pages=(page_image(tmp_path),)))
    window.resize(1024, 700)
    press(qtbot, window, "1", "s", "?", "3", "o", "n", Qt.Key.Key_Return, Qt.Key.Key_Backspace)
    strip = window.desk.strip
    strip.show_kept("12th → other", is_kept=True)
    labels = strip.head.facts, strip.head.where, strip.head.kept

    def is_whole() -> bool:
        return all(one.contentsRect().width() >= one.fontMetrics().horizontalAdvance(one.text()) for one in labels)

    qtbot.waitUntil(is_whole)
    assert all(label.text() for label in labels)
    assert strip.head.kept.text().startswith("✓")
    assert strip.head.kept.accessibleName().startswith("✓ kept: ")
    window.resize(1600, 900)
    assert strip.head.kept.text() == strip.head.kept.accessibleName()


def test_a_shorter_head_takes_no_more_room_than_it_needs(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    facts = window.desk.strip.head.facts
    window.desk.strip.show_line("Line 1", (), "not seen yet, and so on, and so on, and so on, and so on, and so on")
    press(qtbot, window, "j")
    assert facts.minimumWidth() <= facts.fontMetrics().horizontalAdvance(facts.text()) + 2


def test_lines_of_a_typescript_fit_the_text_pane_initially(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    text = window.desk.text
    assert text.viewport().width() - READING_MARGIN >= text.fontMetrics().horizontalAdvance("n" * 58)


def rows_of(banner: Banner) -> list[str]:
    rows = banner.findChildren(QFrame, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [row.accessibleName() for row in rows if row.isVisible()]


def test_notices_share_a_row_and_each_problem_has_its_own(qtbot: QtBot) -> None:
    window = make_window(qtbot)
    done: list[str] = []
    window.notice("There is no second text.")
    window.notice("The scan can be read.", key="ocr", buttons=[("Read", lambda: done.append("read"))])
    window.warn("Nothing is kept.", key="keep")
    said = ["Problem: Nothing is kept.", "Notice: There is no second text.  The scan can be read."]
    qtbot.waitUntil(lambda: rows_of(window.banner) == said)
    button = next(b for b in window.banner.findChildren(QPushButton) if b.text() == "Read")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == ["read"]
    assert [message.text for message in window.banner.messages] == ["There is no second text.", "Nothing is kept."]


def test_notices_do_not_push_out_a_problem(qtbot: QtBot) -> None:
    window = make_window(qtbot)
    window.warn("Nothing is kept.", key="keep")
    for number in range(5):
        window.notice(f"Notice {number}.")
    assert [message.text for message in window.banner.messages] == ["Nothing is kept.", "Notice 3.", "Notice 4."]


def test_relations_are_described_in_distinct_words(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window = reviewing_window(qtbot)
    offered: list[str] = []

    def choose(_parent: object, _title: str, _said: str, names: list[str], *_: object) -> tuple[str, bool]:
        offered.extend(names)
        return names[-1], True

    monkeypatch.setattr(QInputDialog, "getItem", choose)
    window.act("relation")
    assert window.desk.session is not None
    assert window.desk.session.relation is Relation.PARAPHRASE
    assert [name.partition(":")[0] for name in offered] == ["Copy", "Variant", "Paraphrase"]
    assert all(len(name) > 30 for name in offered)


def test_without_a_scan_the_readings_take_its_room_and_places_can_be_decided(qtbot: QtBot, tmp_path: Path) -> None:
    window = reviewing_window(qtbot)
    strip, session = window.desk.strip, window.desk.session
    assert session is not None
    assert strip.crop.isHidden()
    assert strip.head.where.text() == "No scan was given."
    press(qtbot, window, "1")
    assert session.queue.undecided == len(session.queue) - 1
    scanned = session_of(pages=(page_image(tmp_path),))
    window.show_session(scanned)
    wait_shown(qtbot, window)
    assert not strip.crop.isHidden()


def test_the_relation_is_asked_only_for_two_texts_and_shown_as_kept(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = reviewing_window(qtbot)
    press(qtbot, window, "1")
    monkeypatch.setattr(QInputDialog, "getItem", lambda _parent, _title, _said, names, *_: (names[1], True))
    window.act("relation")
    window.act("relation")
    session = window.desk.session
    assert session is not None
    assert session.last_seq == 2
    assert window.desk.strip.head.kept.text().endswith("relation of the texts: variant")
    window.show_session(session_of(reference=None))
    assert not window.can("relation")
    assert window.can("language")


def test_a_note_comes_before_the_programs_remarks(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    press(qtbot, window, "n")
    QTest.keyClicks(window.focusWidget(), "see the carbon")
    press(qtbot, window, Qt.Key.Key_Return)
    place = window.desk.strip.place
    assert place is not None
    assert place.remarks.startswith("Note: see the carbon   ·   Probably")


def test_messages_about_an_item_disappear_with_it(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    window.tell("The words have not been found on the page yet.")
    window.close_item()
    assert window.status.remark == ""


def test_a_message_about_a_change_disappears_when_it_is_undone(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    press(qtbot, window, "=")
    assert "Ctrl+Z takes it back" in window.status.remark
    window.act("undo")
    assert window.status.remark == ""


def test_the_finished_notice_disappears_when_something_is_undecided_again(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot, session_of())
    session = window.desk.session
    assert session is not None
    for _ in range(len(session.queue)):
        press(qtbot, window, "1")
    press(qtbot, window, "j")
    assert window.status.remark.startswith("Everything is decided.")
    press(qtbot, window, "d")
    assert session.queue.undecided == 1
    assert (window.status.remark, window.banner.messages) == ("", ())


def test_a_search_ends_with_its_item_and_filters_stay_for_the_next(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    queue = window.desk.queue
    queue.search.setText("13th")
    queue.states.choose(frozenset({"open"}))
    assert queue.filter.rowCount() == 1
    window.show_session(session_of())
    assert queue.search.text() == ""
    assert queue.states.chosen == {"open"}
    assert queue.filter.rowCount() == len(window.desk.session.queue if window.desk.session else ())


def test_filters_that_would_empty_the_next_items_list_are_reset(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    queue = window.desk.queue
    queue.list_only(Kind.MOVED)
    assert queue.filter.rowCount() == 0
    window.show_session(session_of())
    assert not queue.is_filtered
    assert queue.filter.rowCount() > 0


def test_icons_of_the_states_menu_are_those_of_the_theme(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)

    def picture() -> object:
        return window.desk.queue.states.menu().actions()[2].icon().pixmap(16).toImage()

    light = picture()
    window.act("dark")
    assert picture() != light


def test_about_says_which_version_it_is(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window = reviewing_window(qtbot)
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "about", lambda _parent, _title, words: said.append(words))
    window.act("about")
    assert said[0].startswith(f"<b>{program_version()}</b>")


def test_a_reading_typed_at_a_place_that_left_the_list_stays_on_the_screen(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = reviewing_window(qtbot)
    session, reviewing = window.desk.session, window.desk.reviewing
    assert session is not None
    assert reviewing is not None

    def gone(*_: object, **__: object) -> None:
        raise PlaceGoneError("this place is gone from the list")

    monkeypatch.setattr(session, "decide", gone)
    with qtbot.waitSignal(window.desk.noticed) as said:
        assert not reviewing.decide(Verdict.OTHER, "what the page reads")
    assert said.args == ["Not recorded: what the page reads; this place is gone from the list"]
    assert session.last_seq == 0
    monkeypatch.undo()
    assert reviewing.decide(Verdict.TRANSCRIPT)
