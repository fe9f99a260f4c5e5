"""Scrolls the second text in step with the working text, by the words that stand for each other."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QObject, QTimer

from cableview.collation.collate import Collation
from cableview.gui.text_view import TextView
from cableview.model.span import Span
from cableview.review.session import Session

PAUSE = 150


class ScrollSync(QObject):
    """Follows the scrolling of `leading` with `following`, while that can be seen."""

    def __init__(self, leading: TextView, following: TextView, parent: QObject) -> None:
        super().__init__(parent)
        self._leading, self._following = leading, following
        self._session: Session | None = None
        self._collation: Collation | None = None
        self._starts: list[int] = []
        self._theirs: list[int] = []
        self._pause = QTimer(self, interval=PAUSE, singleShot=True)
        leading.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def set_session(self, session: Session | None) -> None:
        """Keeps the texts of another item together; none without a session."""
        self._session = session
        self.refresh()

    def refresh(self) -> None:
        """Takes over which words stand for each other."""
        collation = self._session.collation if self._session else None
        if collation is not self._collation:
            self._collation = collation
            self._starts = collation.pairs.working_starts.tolist() if collation else []
            self._theirs = collation.pairs.reference_starts.tolist() if collation else []

    def pause(self) -> None:
        """For a moment both panes stay where they are put."""
        self._pause.start()

    def partner_of(self, position: int) -> int:
        """Where the other text stands at a position of the working text."""
        at = bisect_right(self._starts, position) - 1
        return self._theirs[at] if at >= 0 else 0

    def _on_scrolled(self) -> None:
        if self._following.isHidden() or self._pause.isActive() or not self._starts:
            return
        visible = self._leading.visible_span()
        middle = self.partner_of((visible.start + visible.end) // 2)
        self._following.reveal(Span(middle, middle))
