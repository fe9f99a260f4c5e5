"""Scrolls the second text in step with the working text, by corresponding words."""

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
        self._listed: tuple[list[int], list[int]] | None = None
        self._pause = QTimer(self, interval=PAUSE, singleShot=True)
        leading.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def set_session(self, session: Session | None) -> None:
        """Keeps the texts of another item in step; none without a session."""
        self._session = session
        self.refresh()

    def refresh(self) -> None:
        """Updates which words correspond."""
        collation = self._session.live.collation if self._session else None
        if collation is not self._collation:
            self._collation, self._listed = collation, None

    def pause(self) -> None:
        """Keeps both panes where they are for a moment."""
        self._pause.start()

    def partner_of(self, position: int) -> int:
        """The position in the other text that corresponds to one of the working text."""
        starts, theirs = self._partners
        at = bisect_right(starts, position) - 1
        return theirs[at] if at >= 0 else 0

    @property
    def _partners(self) -> tuple[list[int], list[int]]:
        """Where words begin in both texts. A long text has many: listed when first needed."""
        if self._listed is None:
            pairs = self._collation.pairs if self._collation else None
            self._listed = (pairs.working_starts.tolist(), pairs.reference_starts.tolist()) if pairs else ([], [])
        return self._listed

    def _on_scrolled(self) -> None:
        if self._following.isHidden() or self._pause.isActive() or not self._partners[0]:
            return
        visible = self._leading.visible_span()
        middle = self.partner_of((visible.start + visible.end) // 2)
        self._following.reveal(Span(middle, middle))
