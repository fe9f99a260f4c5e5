"""Renders the real window to a picture, without a display."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QBuffer, QCoreApplication, QElapsedTimer, QEvent, QEventLoop, QIODevice, QTimer
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QApplication

from cableview.collection.open_item import open_item
from cableview.collection.word_places import find_words
from cableview.errors import CableviewError, SaveError, UsageError
from cableview.files import atomic_write
from cableview.gui.theme import load_fonts
from cableview.gui.window import MainWindow
from cableview.review.opening import open_session
from cableview.settings import Settings

PATIENCE = 30_000
"""Milliseconds to wait for the pages to be decoded and painted."""


def render_snapshot(
    paths: Sequence[Path],
    output: Path,
    *,
    discrepancy: str | None = None,
    size: tuple[int, int] = (1440, 900),
    scale: float = 1.0,
    theme: str = "light",
    mode: str = "review",
) -> None:
    """Writes a PNG of the window on an item; nothing of the item is changed.

    `mode` is `review`, `edit` or `start`. Raises `FontError` where there is nothing to draw letters with, `UsageError`
    for an unknown discrepancy, `SaveError` where the picture cannot be written, and what opening an item raises.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        os.environ["QT_SCALE_FACTOR"] = str(scale)
        app = QApplication(["cableview"])
    window = MainWindow(load_fonts(), Settings(theme=theme))
    try:
        window.resize(*size)
        window.show()
        if mode != "start":
            _open(window, paths, discrepancy, editing=mode == "edit")
        _settle(lambda: _is_painted(window))
        _write(_grabbed(window), output)
    finally:
        window.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _open(window: MainWindow, paths: Sequence[Path], discrepancy: str | None, *, editing: bool) -> None:
    opened = open_session(open_item(paths), reviewer="", keep=False)
    session = opened.session
    if discrepancy is not None and session.queue.get(discrepancy) is None:
        raise UsageError(f"there is no discrepancy {discrepancy}", advice="List them with: cableview check --json")
    window.show_session(session)
    with suppress(CableviewError):  # a page that cannot be read is said where it would be shown
        item = session.item
        window.desk.take_places(find_words(item.transcript.text, item.pages, item.layouts))
    window.desk.strip.show_kept(opened.last, is_kept=False)
    for words in opened.notices:
        window.notice(words)
    reviewing = window.desk.reviewing
    if discrepancy is not None and reviewing is not None:
        reviewing.go_to(discrepancy)
    if editing:
        window.act("edit")


def _is_painted(window: MainWindow) -> bool:
    """True once the place and its page are on the screen."""
    desk = window.desk
    if desk.session is None:
        return True
    entry = desk.reviewing.current if desk.reviewing else None
    picture = desk.images.picture(max(1, desk.page.page)) if desk.images.count else None
    page_is_there = not desk.images.count or (picture is not None and not desk.images.is_busy)
    failed = any(desk.images.error(page) for page in range(1, desk.images.count + 1))
    return (entry is None or desk.strip.is_shown(entry.id)) and (page_is_there or failed)


def _settle(is_done: Callable[[], bool]) -> None:
    clock = QElapsedTimer()
    clock.start()
    while True:
        loop = QEventLoop()
        QTimer.singleShot(40, loop.quit)
        loop.exec()
        if is_done() or clock.hasExpired(PATIENCE):
            break
    QApplication.processEvents()


def _grabbed(window: MainWindow) -> QImage:
    ratio = window.devicePixelRatioF()
    image = QImage(window.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    window.render(image)
    return image


def _write(image: QImage, output: Path) -> None:
    """Writes via memory: on a full disk Qt would replace an existing picture by half a new one."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, b"png").write(image):
        raise SaveError("the picture cannot be made", path=output, advice="Choose a smaller size or scale")
    atomic_write(output, bytes(buffer.data().data()))
