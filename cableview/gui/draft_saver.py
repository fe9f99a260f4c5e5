"""Keeps what is half typed in the strip's field, so that it is still there if the program ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from cableview.gui.items import Draft
from cableview.gui.strip import Strip

KEPT_AFTER = 400
"""Milliseconds without a key."""


class DraftKeeper(Protocol):
    """What is needed of a store besides what the session needs."""

    def draft(self, text: str | None) -> object: ...


class DraftSaver(QObject):
    """Hands drafts of `strip` to a keeper; `place` gives the id of the place that is looked at."""

    def __init__(self, strip: Strip, place: Callable[[], str | None], parent: QObject) -> None:
        super().__init__(parent)
        self._strip, self._place = strip, place
        self._keeper: DraftKeeper | None = None
        self._is_there = False
        self._timer = QTimer(self, interval=KEPT_AFTER, singleShot=True)
        self._timer.timeout.connect(self._keep)
        strip.draft_changed.connect(self._on_changed)

    def begin(self, keeper: DraftKeeper | None) -> None:
        """From now on keeps what is half typed with `keeper`; without one, nowhere."""
        self._keeper, self._is_there = keeper, False

    def take_up(self) -> None:
        """What the field is about to show was kept before."""
        self._is_there = True

    def finish(self) -> None:
        """Keeps what is half typed now, and then stops."""
        if self._timer.isActive() or self._strip.field_use is not None:
            self._keep()
        self._strip.close_field()
        self._timer.stop()
        self._keeper = None

    def _on_changed(self, _: str) -> None:
        self._timer.start()

    def _keep(self) -> None:
        use, place = self._strip.field_use, self._place()
        if self._keeper is None:
            return
        if use is None or place is None:
            if self._is_there:
                self._keeper.draft(None)
            self._is_there = False
        else:
            self._is_there = True
            self._keeper.draft(Draft(place, use.name, self._strip.field.edit.text()).tree())
