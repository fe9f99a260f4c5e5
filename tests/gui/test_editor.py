"""The text pane: what is typed, in whatever way, becomes edits of the text, and keys of review go to the window."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QElapsedTimer, QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QImage, QInputMethodEvent, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from cableview.gui.editor import TextPane
from cableview.gui.text_map import LONGEST_BLOCK, TextMap
from cableview.gui.text_paint import TextMark
from cableview.gui.text_view import READING_HEIGHT
from cableview.gui.theme import DARK, LIGHT, apply_theme, load_fonts
from cableview.model.decision import State
from cableview.model.span import Span
from cableview.model.witness import Mark, MarkKind, Markup
from tests.gui.desk_helpers import copied, rect_of, select


class Desk:
    """A pane with a text that is kept from its edits alone, as a session keeps it."""

    def __init__(self, qtbot: QtBot, qapp: QApplication) -> None:
        self.pane = TextPane(LIGHT, load_fonts().mono_font(11))
        self.text = ""
        self.edits: list[tuple[int, int, str]] = []
        self.pane.edited.connect(self._on_edited)
        self.window = QMainWindow()
        self.window.setCentralWidget(self.pane)
        self.window.resize(500, 300)
        qtbot.addWidget(self.window)

    def open(self, text: str, *, editing: bool = True, caret: int = 0) -> TextPane:
        self.text = text
        self.pane.set_text(text)
        self.pane.set_editing(editing)
        self.window.show()
        self.pane.setFocus()
        self.pane.set_caret(caret)
        return self.pane

    def _on_edited(self, start: int, removed: int, text: str) -> None:
        self.edits.append((start, removed, text))
        self.text = self.text[:start] + text + self.text[start + removed :]
        self.pane.apply_change(start, removed, text)


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Desk:
    return Desk(qtbot, qapp)


def shown(pane: TextPane) -> list[str]:
    block = pane.document().firstBlock()
    texts: list[str] = []
    while block.isValid():
        texts.append(block.text())
        block = block.next()
    return texts


def commit(pane: TextPane, text: str, *, preedit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(text)
    QApplication.sendEvent(pane, event)


def test_typed_letters_are_reported_one_by_one(desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(desk.open("𝔄 state", caret=7), "ds")
    assert desk.edits == [(7, 0, "d"), (8, 0, "s")]
    assert desk.text == "𝔄 stateds"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_return_inserts_the_line_end_of_the_text(desk: Desk, qtbot: QtBot, end: str) -> None:
    pane = desk.open(f"one{end}two{end}", caret=2)
    qtbot.keyClick(pane, Qt.Key.Key_Return)
    qtbot.keyClick(pane, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert desk.text == f"on{end}{end}e{end}two{end}"
    assert shown(pane) == ["on", "", "e", "two", ""]


def test_backspace_takes_a_whole_crlf(desk: Desk, qtbot: QtBot) -> None:
    pane = desk.open("one\r\ntwo", caret=5)
    qtbot.keyClick(pane, Qt.Key.Key_Backspace)
    assert desk.edits == [(3, 2, "")]
    assert desk.text == "onetwo"


def test_typing_over_a_selection_of_everything(desk: Desk, qtbot: QtBot) -> None:
    pane = desk.open("one\r\n\ftwo\u2028three")
    pane.selectAll()
    qtbot.keyClick(pane, Qt.Key.Key_X)
    assert desk.text == "x"


def test_letters_that_qt_would_change_survive_an_edit_beside_them(desk: Desk, qtbot: QtBot) -> None:
    text = "a\u00a0b\tc\u2028d\x00e\u202ef\u200bg\ufdd0h\x0bi"
    qtbot.keyClicks(desk.open(text + "\r\n" + text, caret=4), "Z")
    assert desk.text == text[:4] + "Z" + text[4:] + "\r\n" + text


def test_copying_gives_the_text_and_not_its_pictures(desk: Desk) -> None:
    pane = desk.open("a\u2028b\r\nc\u00a0d")
    pane.selectAll()
    pane.copy()
    assert QApplication.clipboard().text() == "a\u2028b\r\nc\u00a0d"


def test_pasted_line_ends_are_converted_to_those_of_the_text(desk: Desk) -> None:
    pane = desk.open("one\ntwo\nthree", caret=3)
    data = QMimeData()
    data.setText(" x\r\ny\rz\u00a0\u2028")
    pane.insertFromMimeData(data)
    assert desk.text == "one x\ny\nz\u00a0\u2028\ntwo\nthree"
    assert pane.caret == len("one x\ny\nz\u00a0\u2028")


def test_input_method_text_counts_only_once_committed(desk: Desk) -> None:
    pane = desk.open("Tokio\nend", caret=5)
    QApplication.sendEvent(pane, QInputMethodEvent("とうきょう", []))
    assert desk.edits == []
    commit(pane, "東京𠀋")
    assert desk.edits == [(5, 0, "東京𠀋")]
    assert desk.text == "Tokio東京𠀋\nend"


def test_a_cancelled_input_method_leaves_nothing(desk: Desk) -> None:
    pane = desk.open("Tokio", caret=5)
    QApplication.sendEvent(pane, QInputMethodEvent("と", []))
    commit(pane, "")
    assert desk.edits == []
    assert shown(pane) == ["Tokio"]


def test_input_method_replaces_what_is_selected(desk: Desk) -> None:
    pane = desk.open("one 𝔄two\r\nthree")
    select(pane, Span(4, 12))
    QApplication.sendEvent(pane, QInputMethodEvent("に", []))
    commit(pane, "日")
    assert desk.text == "one 日ree"


def test_a_focused_pane_has_an_edge_of_another_colour(desk: Desk, qtbot: QtBot) -> None:
    pane = desk.open("one", editing=False)
    with qtbot.waitActive(desk.window):
        desk.window.activateWindow()
    edge = pane.grab().toImage().pixelColor(1, 40).name()
    pane.clearFocus()
    assert edge == LIGHT.accent
    assert pane.grab().toImage().pixelColor(1, 40).name() != edge


def test_dead_key_accent_is_one_edit(desk: Desk) -> None:
    pane = desk.open("caf", caret=3)
    QApplication.sendEvent(pane, QInputMethodEvent("´", []))
    commit(pane, "é")
    assert desk.edits == [(3, 0, "é")]


def test_invisible_letter_from_an_input_method_is_kept_and_shown(desk: Desk, qtbot: QtBot) -> None:
    pane = desk.open("ab", caret=1)
    commit(pane, "\u200b")
    assert desk.text == "a\u200bb"
    qtbot.waitUntil(lambda: shown(pane) == ["a\u00a6b"])
    qtbot.keyClick(pane, Qt.Key.Key_X)
    assert desk.text == "a\u200bxb"


def test_input_method_is_refused_in_review(desk: Desk) -> None:
    pane = desk.open("Tokio", editing=False, caret=5)
    commit(pane, "東")
    assert shown(pane) == ["Tokio"]
    assert desk.edits == []


def test_backspace_at_the_cut_of_a_long_paragraph_takes_the_letter_before(desk: Desk, qtbot: QtBot) -> None:
    text = "x" * (LONGEST_BLOCK + 100)
    pane = desk.open(text)
    cut = len(shown(pane)[0])
    pane.set_caret(cut)
    qtbot.keyClick(pane, Qt.Key.Key_Backspace)
    assert desk.edits == [(cut - 1, 1, "")]
    pane.set_caret(cut - 1)
    qtbot.keyClick(pane, Qt.Key.Key_Delete)
    assert len(desk.text) == len(text) - 2


def test_a_change_by_the_session_moves_the_caret_along(desk: Desk) -> None:
    pane = desk.open("one two three", caret=8)
    pane.apply_change(0, 3, "𝔄𝔄\r\nfour")
    assert shown(pane) == ["𝔄𝔄", "four two three"]
    assert pane.caret == 8 + len("𝔄𝔄\r\nfour") - 3
    assert desk.edits == []


def test_a_change_above_does_not_scroll_the_text_being_read(desk: Desk) -> None:
    pane = desk.open("\n".join(f"line {k}" for k in range(300)))
    pane.reveal(Span(1500, 1500))
    before = rect_of(pane, desk.text, 1500)
    pane.apply_change(0, 0, "new\nnew\n")
    assert rect_of(pane, "new\nnew\n" + desk.text, 1508) == before


def test_the_pane_follows_a_session_that_changes_the_edit(qtbot: QtBot, qapp: QApplication) -> None:
    pane = TextPane(LIGHT, load_fonts().mono_font())
    qtbot.addWidget(pane)
    pane.set_text("ab")
    pane.set_editing(True)
    pane.edited.connect(lambda start, removed, text: pane.apply_change(0, 3, "refused"))
    qtbot.keyClick(pane, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: shown(pane) == ["refused"])


def with_actions(qtbot: QtBot, desk: Desk, *keys: str) -> list[str]:
    """Gives the window actions on `keys`; the list says which were triggered."""
    triggered: list[str] = []
    for key in keys:
        action = QAction(key, desk.window)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _checked=False, key=key: triggered.append(key))
        desk.window.addAction(action)
    with qtbot.waitActive(desk.window):
        desk.window.activateWindow()
    return triggered


def test_undo_and_redo_reach_the_window_while_editing(desk: Desk, qtbot: QtBot) -> None:
    pane = desk.open("one")
    triggered = with_actions(qtbot, desk, "Ctrl+Z", "Ctrl+Y", "J", "F3")
    qtbot.keyClicks(pane, "J")
    qtbot.keyClick(pane, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(pane, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(pane, Qt.Key.Key_F3)
    assert triggered == ["Ctrl+Z", "Ctrl+Y", "F3"]
    assert desk.text == "Jone"


def test_single_keys_reach_the_window_in_review(desk: Desk, qtbot: QtBot) -> None:
    pane = desk.open("one", editing=False)
    keys = ["J", "1", "6", "D", "?", "Backspace", "Space", "Ctrl+Z", "F2", "Home"]
    triggered = with_actions(qtbot, desk, *keys)
    for key in "j16d":
        qtbot.keyClick(pane, key)
    qtbot.keyClick(pane, Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    for key in (Qt.Key.Key_Backspace, Qt.Key.Key_Space):
        qtbot.keyClick(pane, key)
    assert triggered[:4] == ["J", "1", "6", "D"]
    assert triggered[-2:] == ["Backspace", "Space"]
    assert shown(pane) == ["one"]


def test_keys_without_an_action_are_left_to_the_parent_in_review(desk: Desk) -> None:
    pane = desk.open("one", editing=False)
    for key, text in ((Qt.Key.Key_Space, " "), (Qt.Key.Key_A, "a"), (Qt.Key.Key_Return, "\r"), (Qt.Key.Key_Delete, "")):
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
        pane.keyPressEvent(event)
        assert not event.isAccepted()


def test_a_read_only_pane_takes_no_typing(qtbot: QtBot, qapp: QApplication) -> None:
    pane = TextPane(LIGHT, load_fonts().mono_font(), editable=False, name="Reference")
    qtbot.addWidget(pane)
    pane.set_editing(True)
    assert not pane.is_editing
    assert pane.isReadOnly()
    assert pane.accessibleName() == "Reference"


@pytest.mark.parametrize("wrapped", [False, True])
def test_revealed_line_stands_at_a_fixed_height(desk: Desk, wrapped: bool) -> None:
    line = "word " * (60 if wrapped else 4)
    pane = desk.open("\n".join([line] * 120))
    tops: list[float] = []
    for number in (90, 40, 60):
        start = (len(line) + 1) * number + 3
        pane.reveal(Span(start, start + 2))
        tops.append(rect_of(pane, desk.text, start).top())
    height = pane.viewport().height() * READING_HEIGHT
    assert len(tops) == 3
    assert all(abs(top - height) <= 1.5 * pane.fontMetrics().height() for top in tops), (tops, height)


def test_revealed_line_stays_after_the_pane_is_resized(desk: Desk, qapp: QApplication) -> None:
    pane = desk.open("\n".join(f"line {k}" for k in range(200)))
    pane.reveal(Span(900, 901))
    desk.window.resize(700, 600)
    qapp.processEvents()
    assert (
        abs(rect_of(pane, desk.text, 900).top() - pane.viewport().height() * READING_HEIGHT)
        <= 1.5 * pane.fontMetrics().height()
    )


def test_marks_are_requested_only_for_visible_text(desk: Desk) -> None:
    pane = desk.open("\n".join(f"line {k}" for k in range(5000)))
    asked: list[Span] = []

    def provider(span: Span) -> list[TextMark]:
        asked.append(span)
        return []

    pane.set_marks(provider)
    pane.grab()
    assert asked
    assert max(len(span) for span in asked) < 1000


def test_each_state_is_drawn_differently_and_without_error(desk: Desk, qapp: QApplication) -> None:
    apply_theme(qapp, LIGHT)
    pane = desk.open("stated in the cable ~~struck~~ out\n\f\nnext page", editing=False)
    pane.set_markup(Markup((Mark(MarkKind.STRUCK, Span(20, 30)),), (Span(20, 22), Span(28, 30))))
    pictures: set[bytes] = set()
    for state in State:
        pane.set_marks(lambda _span, state=state: [TextMark(Span(0, 6), state), TextMark(Span(7, 7), state)])
        pictures.add(
            bytes(pane.viewport().grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8).constBits())
        )
    pane.set_marks(lambda _span: [TextMark(Span(0, 6), excluded=True, seen=True)])
    pane.set_current(Span(0, 6), Span(10, 10))
    pane.set_theme(DARK)
    pane.grab()
    assert len(pictures) == len(State)


def test_positions_are_reported_in_code_points(desk: Desk, qtbot: QtBot) -> None:
    pane = desk.open("𝔄𝔅\r\ncd", editing=False)
    with qtbot.waitSignal(pane.caret_moved) as moved:
        pane.set_caret(5)
    assert moved.args == [5]
    select(pane, Span(1, 5))
    assert pane.selection == Span(1, 5)
    letter = rect_of(pane, desk.text, 4)
    with qtbot.waitSignal(pane.double_clicked) as clicked:
        at = QPoint(letter.left() + 1, letter.center().y())
        qtbot.mouseDClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert clicked.args == [4]


def test_letters_grow_with_ctrl_and_wheel_within_bounds(desk: Desk, qtbot: QtBot) -> None:
    pane = desk.open("one")
    size = pane.text_size
    turn = QWheelEvent(
        QPointF(50, 50), QPointF(50, 50), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(pane.viewport(), turn)
    assert pane.text_size == size + 1
    pane.set_text_size(500)
    assert pane.text_size == 40


@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_reported_edits_always_give_the_text_shown(desk: Desk, data: st.DataObject) -> None:
    """Keys, pastes, input methods and changes of the session in any order: text, map and Qt's blocks stay one."""
    pieces = st.lists(st.sampled_from(["ab", " ", "\r\n", "\n", "𝔄", "e\u0301", "\u2028", "\f", "\u200b"]), max_size=8)
    pane = desk.open("".join(data.draw(pieces)) + "\r\nend")
    for _ in range(data.draw(st.integers(1, 8))):
        caret = data.draw(st.integers(0, len(desk.text)))
        select(pane, Span(caret, data.draw(st.integers(caret, len(desk.text)))))
        act = data.draw(st.sampled_from(["key", "return", "backspace", "delete", "paste", "commit", "session", "cut"]))
        act_on(desk, act, "".join(data.draw(pieces)))
        QApplication.processEvents()
        assert pane.length == len(desk.text)
        fresh = TextMap(desk.text)
        assert "\n".join(shown(pane)) == fresh.shown_text()
        assert copied(pane) == desk.text


def act_on(desk: Desk, act: str, text: str) -> None:
    keys = {"key": Qt.Key.Key_X, "return": Qt.Key.Key_Return, "backspace": Qt.Key.Key_Backspace}
    pane = desk.pane
    if act == "paste":
        data = QMimeData()
        data.setText(text)
        pane.insertFromMimeData(data)
    elif act == "commit":
        QApplication.sendEvent(pane, QInputMethodEvent("pre", []))
        commit(pane, text.replace("\n", "").replace("\r", "").replace("\f", ""))
    elif act == "cut":
        pane.cut()
    elif act == "session":
        span = pane.selection
        desk.text = desk.text[: span.start] + text + desk.text[span.end :]
        pane.apply_change(span.start, len(span), text)
    else:
        QTest.keyClick(pane, keys.get(act, Qt.Key.Key_Delete))


def test_typing_in_a_large_text_is_drawn_at_once(desk: Desk, qtbot: QtBot) -> None:
    """Half a million letters, ten thousand marks: a key and a paint must cost what is visible."""
    line = "The Foreign Secretary stated to me this morning that no decision was taken.\r\n"
    pane = desk.open(line * 6500, caret=len(line) * 3000)
    spans = [Span(k * 40, k * 40 + 6) for k in range(len(line) * 6500 // 40)]
    pane.set_marks(lambda span: [TextMark(s, State.OPEN) for s in spans[span.start // 40 : span.end // 40]])
    pane.grab()
    clock = QElapsedTimer()
    clock.start()
    qtbot.keyClicks(pane, "abcde")
    pane.grab()
    assert clock.elapsed() < 1500
    assert len(desk.edits) == 5


@pytest.mark.parametrize(
    ("text", "is_right"), [("הריני להודיעכם\nכי", True), ("1944: הריני", True), ("as said: הריני", False), ("", False)]
)
def test_text_is_aligned_to_the_side_where_its_lines_begin(desk: Desk, text: str, is_right: bool) -> None:
    desk.open("so\n")
    pane = desk.open(text)
    middle = pane.viewport().width() / 2
    assert (pane.cursorRect().left() > middle) is is_right
