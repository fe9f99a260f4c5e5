"""Items in memory for tests of the window, and what a reviewer does with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cableview.gui.offsets import utf16_length
from cableview.gui.text_view import TextView
from cableview.gui.theme import load_fonts
from cableview.gui.window import MainWindow
from cableview.model.item import PageImage
from cableview.model.location import Location, Method
from cableview.model.span import Span
from cableview.review.session import Session
from cableview.scan.placing.places import Place, WordPlaces, as_columns
from cableview.scan.segmentation.page_lines import PageLine
from cableview.settings import Settings, UserState
from tests.review.sessions import item

PATIENCE = 60_000
"""Milliseconds for what takes a moment, on a core that others may share."""

CELL, TOP, SPACING = 8, 100, 100
"""Pixels of a letter, above the first line, and from line to line, of a page with the words where they stand."""

TRANSCRIPT = (
    "The Ambassador stated that on the 12th of October\n"
    "the delegation had arrived in Moscow. He was not\n"
    "receved by the Commissar, who was ill.\n"
    "The talks will be resumed on Monday morning.\n"
)
REFERENCE = (
    "The Ambassador states that on the 13th of October the delegation had arrived in Moscow. "
    "He was received by the Commissar, who was very ill. The talks will be resumed on Monday.\n"
)


def session_of(
    transcript: str = TRANSCRIPT, reference: str | None = REFERENCE, pages: tuple[Path, ...] = ()
) -> Session:
    return Session(replace(item(transcript, reference), pages=tuple(map(PageImage, pages))), reviewer="me")


def page_image(folder: Path, name: str = "page.png") -> Path:
    path = folder / name
    Image.new("L", (600, 800), 230).save(path)
    return path


def item_in(folder: Path) -> Path:
    """Puts the files of an item, with a page, into a folder; its transcript."""
    page_image(folder, "page1.png")
    (folder / "page1.txt").write_text(TRANSCRIPT, encoding="utf-8")
    (folder / "page1.clean.txt").write_text(REFERENCE, encoding="utf-8")
    return folder / "page1.txt"


def standing(text: str) -> WordPlaces:
    """Each line of the text on one of the page, eight pixels a letter."""
    places: list[Place] = []
    lines: list[PageLine] = []
    start = 0
    for row, line in enumerate(text.splitlines()):
        foot = TOP + SPACING * row
        lines.append(PageLine(1, 20.0, 20.0 + CELL * len(line), (foot, 0.0, 0.0), 20.0, 4.0))
        at = 0
        for word in line.split():
            at = line.index(word, at)
            box = lines[-1].box(20 + CELL * at, 20 + CELL * (at + len(word)))
            places.append(Place(Span(start + at, start + at + len(word)), Location(1, box, Method.IMAGE, 0.97)))
            at += len(word)
        start += len(line) + 1
    return as_columns(places, (), lines)


def make_window(qtbot: QtBot, settings: Settings | None = None, state: UserState | None = None) -> MainWindow:
    """The real window, shown and active."""
    window = MainWindow(load_fonts(), settings or Settings(theme="light"), state)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    return window


def reviewing_window(qtbot: QtBot, session: Session | None = None) -> MainWindow:
    """The window on an item, with its first place painted."""
    window = make_window(qtbot)
    window.show_session(session or session_of())
    wait_shown(qtbot, window)
    return window


def open_item_at(qtbot: QtBot, window: MainWindow, *paths: Path) -> Session:
    """Opens an item and waits until its first place has been painted."""
    with qtbot.waitSignal(window.items.opened, timeout=PATIENCE):
        window.open_paths(paths)
    wait_shown(qtbot, window)
    assert window.desk.session is not None
    return window.desk.session


def wait_shown(qtbot: QtBot, window: MainWindow) -> None:
    """Waits until the place looked at has been painted."""

    def is_shown() -> bool:
        entry = window.desk.reviewing.current if window.desk.reviewing else None
        return entry is None or window.desk.strip.is_shown(entry.id)

    qtbot.waitUntil(is_shown)


def press(qtbot: QtBot, window: MainWindow, *keys: Qt.Key | str, modifier: Qt.KeyboardModifier | None = None) -> None:
    """Presses keys one after the other where the focus is, waiting for each place to be shown."""
    for key in keys:
        target = window.focusWidget() or window
        QTest.keyClick(target, key, modifier or Qt.KeyboardModifier.NoModifier)
        wait_shown(qtbot, window)


def verdicts(window: MainWindow) -> list[str]:
    assert window.desk.session is not None
    entries = window.desk.session.queue.entries
    return [entry.decision.verdict.value if entry.decision else "" for entry in entries]


def current(window: MainWindow) -> int:
    assert window.desk.reviewing is not None
    row = window.desk.reviewing.row
    assert row is not None
    return row


def select(pane: TextView, span: Span) -> None:
    """Selects words, as by Shift and arrow keys."""
    pane.follow(span.start)
    first = pane.textCursor().position()
    pane.set_caret(span.end)
    cursor = pane.textCursor()
    last = cursor.position()
    cursor.setPosition(first)
    cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
    pane.setTextCursor(cursor)


def copied(pane: TextView) -> str:
    """The whole text, as it is copied; all of it is selected then."""
    pane.selectAll()
    return pane.createMimeDataFromSelection().text()


def rect_of(pane: TextView, text: str, position: int) -> QRect:
    """Where in the viewport of a pane that shows `text` a caret before a letter of it would stand."""
    cursor = QTextCursor(pane.document())
    cursor.setPosition(utf16_length(text[:position].replace("\r\n", "\n")))
    return pane.cursorRect(cursor)
