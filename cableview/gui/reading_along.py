"""Reading a text against the page line by line, where there is no second text to compare it with."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from cableview.model.span import Span
from cableview.review.places import Places
from cableview.review.session import Session
from cableview.review.text_events import text_events


class ReadingAlong(QObject):
    """Stands at a line of the working text. `moved` says that another line is to be shown."""

    moved = Signal()
    told = Signal(str)

    def __init__(self, session: Session, places: Places, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._places = session, places
        self.line = Span(0, 0)

    @property
    def is_seen(self) -> bool:
        """True when the line was read against the page."""
        return self._is_seen(self.line)

    def start(self) -> None:
        """Goes to the first unseen line."""
        self.line = self._first_unseen() or self._first() or Span(0, 0)
        self.moved.emit()

    def next(self) -> None:
        """Goes to the next line that has letters in it."""
        following = self._places.line_after(self.line.start)
        if following is None:
            self.told.emit("This is the last line.")
        else:
            self._go(following)

    def previous(self) -> None:
        """Goes to the line before."""
        former = self._places.line_before(self.line.start)
        if former is None:
            self.told.emit("This is the first line.")
        else:
            self._go(former)

    def see(self) -> None:
        """Marks the line as read against the page, and goes on to the next unread one."""
        if not self.is_seen and not self.line.is_empty:
            self._session.mark_seen(self._session.to_original(self.line))
        after = self._unseen_after(self.line.start) or self._first_unseen()
        if after is None:
            self.told.emit("Every line was seen.")
            self._go(self.line)
        else:
            self._go(after)

    def revert(self, revert: Callable[[], object]) -> None:
        """Undoes or redoes something, and goes to its line."""
        session = self._session
        seen, working = set(session.state.seen), session.working
        revert()
        others = seen.symmetric_difference(session.state.seen)
        if others:
            self._go(self._places.line_at(min(session.to_working(span).start for span in others)))
        elif events := text_events(working, session.working):
            self._go(self._places.line_at(min(event.start for event in events)))

    def refresh(self) -> None:
        """Moves to the line now at the position, after the text or what was seen has changed."""
        self.line = self._places.line_at(min(self.line.start, len(self._session.text)))
        self.moved.emit()

    def _go(self, line: Span) -> None:
        self.line = line
        self.moved.emit()

    def _first(self) -> Span | None:
        line = self._places.line_at(0)
        return line if line.of(self._session.text).strip() else self._places.line_after(0)

    def _first_unseen(self) -> Span | None:
        line = self._first()
        return line if line is None or not self._is_seen(line) else self._unseen_after(line.start)

    def _unseen_after(self, position: int) -> Span | None:
        line = self._places.line_after(position)
        while line is not None and self._is_seen(line):
            line = self._places.line_after(line.start)
        return line

    def _is_seen(self, line: Span) -> bool:
        original = self._session.to_original(line)
        return any(span.covers(original) for span in self._session.state.seen)
