"""The status line of the window: mode, undecided places, what the rules hold equal, encoding, passing messages."""

from __future__ import annotations

import datetime
from operator import attrgetter

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QStatusBar, QToolButton, QWidget

from cableview.collation.rules import suppressed_words
from cableview.encodings import encoding_label
from cableview.gui.actions import Mode
from cableview.gui.plain_text import ElidedLabel, plain_label, plain_tip
from cableview.gui.theme import LIGHT, Theme
from cableview.report.orphaned_notes import orphaned_note_line, orphaned_notes
from cableview.report.summary import counted
from cableview.review.session import Session

NOT_KEPT = " · NOT KEPT"
"""Follows the mode where the record cannot be written."""

TOLD_FOR = 6000
"""Milliseconds for which a passing message is shown."""


class StatusBar(QStatusBar):
    """Shows the state of the item; a message, the `remark`, replaces the `facts` about it for a while.

    `cancelled` asks for the background work to stop.
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self.setSizeGripEnabled(False)
        self._mode, self.counts, self.encoding = (plain_label() for _ in range(3))
        self._suppressed = ElidedLabel()
        self._mode.setAutoFillBackground(True)
        self._mode.setContentsMargins(10, 2, 10, 2)
        font = self._mode.font()
        font.setBold(True)
        self._mode.setFont(font)
        for label in (self._mode, self.counts):
            self.addWidget(label)
        self.addWidget(self._suppressed, 1)
        self.searching, self.working, self._cancel = plain_label(), plain_label(), QToolButton()
        self.searching.setText("looking for the words on the scan …")
        self._cancel.setText("Cancel")
        self._cancel.setAutoRaise(True)
        self._cancel.clicked.connect(self.cancelled)
        for part in (self.searching, self.working, self._cancel, self.encoding):
            self.addPermanentWidget(part)
        self.show_search(False)
        self.show_working("")
        for label in (self.counts, self._suppressed, self.searching, self.working, self.encoding):
            label.setContentsMargins(8, 0, 8, 0)
        self.setContentsMargins(0, 0, 8, 0)
        self.remark = ""
        self.facts = ""
        self._today = _DecidedToday()
        self._timer = QTimer(self, interval=TOLD_FOR, singleShot=True)
        self._timer.timeout.connect(self._on_told)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._paint_mode()

    def show_session(self, mode: Mode, session: Session | None, *, unkept: str = "") -> None:
        """Shows mode, counts and encoding of an item; without one, none of them.

        `unkept` is the reason why nothing is kept, if that is so: it is shown for as long as the item is open.
        """
        is_open = mode in (Mode.REVIEW, Mode.EDIT) and session is not None
        for label in (self._mode, self.counts, self.encoding):
            label.setVisible(is_open)
        if session is None or not is_open:
            self.facts = ""
            self._today.forget()
        else:
            self._show_mode(mode, unkept)
            self.counts.setText(_counts(session, self._today.count(session)))
            way_back = "Esc returns to review" if mode is Mode.EDIT else ""
            facts = way_back, suppressed_words(session.live.suppressed), _left_out(session), *_loose(session)
            self.facts = "   ·   ".join(filter(None, facts))
            self.encoding.setText(_encoding(session))
        self._show_words()

    def tell(self, words: str) -> None:
        """Shows a message for a few seconds."""
        self.remark = words
        self._timer.start()
        self._show_words()

    def show_working(self, words: str) -> None:
        """Shows what is being done in the background; nothing if `words` are empty."""
        self.working.setText(words)
        self._cancel.setAccessibleName(f"Cancel: {words}")
        for part in (self.working, self._cancel):
            part.setVisible(bool(words))

    @Slot(bool)
    def show_search(self, on: bool) -> None:
        """Says while it lasts that the words are being looked for on the scan."""
        self.searching.setVisible(on)

    def _on_told(self) -> None:
        self.remark = ""
        self._show_words()

    def _show_words(self) -> None:
        self._suppressed.setText(self.remark or self.facts)
        self._suppressed.setToolTip(plain_tip("\n".join(filter(None, (self.remark, self.facts)))))

    def _show_mode(self, mode: Mode, unkept: str) -> None:
        self._mode.setText(f"{mode.value.upper()}{NOT_KEPT if unkept else ''}")
        self._mode.setAccessibleName(f"Mode: {mode.value}{', nothing is kept' if unkept else ''}")
        self._mode.setToolTip(plain_tip(f"Nothing is kept: {unkept}" if unkept else ""))
        self._paint_mode()

    @property
    def mode(self) -> str:
        """The mode as shown, and whether what is done is kept."""
        return self._mode.text() if self._mode.isVisibleTo(self) else ""

    def _paint_mode(self) -> None:
        theme, shown = self._theme, self._mode.text()
        palette = QPalette(self.palette())
        if shown.endswith(NOT_KEPT):
            ground, ink = theme.warning_background, theme.text
        elif shown == Mode.EDIT.value.upper():
            ground, ink = theme.accent, theme.accent_text
        else:
            ground, ink = theme.button, theme.text
        palette.setColor(QPalette.ColorRole.Window, QColor(ground))
        palette.setColor(QPalette.ColorRole.WindowText, QColor(ink))
        self._mode.setPalette(palette)


def _left_out(session: Session) -> str:
    count = len(session.state.exclusions)
    return f"left out: {counted(count, 'passage')}" if count else ""


def _loose(session: Session) -> list[str]:
    """Notes without a row in the list; they are seen only in its export and on this line."""
    return [orphaned_note_line(one) for one in orphaned_notes(session)]


def _counts(session: Session, today: int) -> str:
    queue = session.queue
    if not session.text or session.text.isspace():
        return "no transcript yet"
    if not session.reference:
        return f"no second text, {counted(len(session.state.seen), 'line')} seen"
    counts = f"{queue.undecided} undecided of {len(queue)}" if len(queue) else "no discrepancies"
    counts = f"{counts}, {today} decided today" if today else counts
    return f"{counts}, comparing again …" if session.live.is_incomplete else counts


class _DecidedToday:
    """Counts the places decided today, once per change: a refresh asks several times at each key, and there may be
    a hundred thousand decisions.
    """

    def __init__(self) -> None:
        self._known: tuple[tuple[Session, int, str], int] | None = None

    def forget(self) -> None:
        """Discards the count, as no item is shown."""
        self._known = None

    def count(self, session: Session) -> int:
        since = _midnight()
        asked = session, session.last_seq, since
        if self._known is None or self._known[0] != asked:
            times = map(attrgetter("at"), session.state.book.settled.values())
            self._known = asked, sum(map(since.__le__, times))
        return self._known[1]


def _midnight() -> str:
    """When the user's day began, in the format of changes' times, which sort alphabetically."""
    start = datetime.datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    return start.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _encoding(session: Session) -> str:
    names = dict.fromkeys(source.encoding for source in session.item.transcript.sources)
    return ", ".join(map(encoding_label, names))
