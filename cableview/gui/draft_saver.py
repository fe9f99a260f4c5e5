"""Saves what is half typed in the strip's field, so that it survives the end of the program."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from cableview.gui.strip import Strip

KEPT_AFTER = 400
"""Milliseconds without a key."""


@dataclass(frozen=True)
class Draft:
    """Half-typed text in the strip's field: at which place, for what use, and the text."""

    at: str
    use: str
    text: str

    def tree(self) -> str:
        """As JSON, which `draft_of` reads."""
        return json.dumps({"at": self.at, "use": self.use, "text": self.text})


def draft_of(kept: str | None) -> Draft | None:
    """A draft as saved; `None` if there is none or it has another form."""
    try:
        tree = json.loads(kept or "")
        return Draft(str(tree["at"]), str(tree["use"]), str(tree["text"]))
    except (ValueError, KeyError, TypeError):
        return None


class DraftKeeper(Protocol):
    """What is needed of a store beyond what the session needs."""

    def draft(self, text: str | None) -> object: ...


class DraftSaver(QObject):
    """Hands drafts of `strip` to a keeper; `place` gives the id of the place under review."""

    def __init__(self, strip: Strip, place: Callable[[], str | None], parent: QObject) -> None:
        super().__init__(parent)
        self._strip, self._place = strip, place
        self._keeper: DraftKeeper | None = None
        self._is_there = False
        self._timer = QTimer(self, interval=KEPT_AFTER, singleShot=True)
        self._timer.timeout.connect(self._keep)
        strip.draft_changed.connect(self._on_changed)

    def begin(self, keeper: DraftKeeper | None) -> None:
        """Saves drafts with `keeper` from now on; without one, nowhere."""
        self._keeper, self._is_there = keeper, False

    def take_up(self) -> None:
        """Notes that what the field is about to show is already saved."""
        self._is_there = True

    def finish(self) -> None:
        """Saves the present draft, and then stops."""
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
