"""A reviewer who does the whole job by keys alone and knows what the page says; run as a module, killed midway."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDeadlineTimer, Qt
from PySide6.QtTest import QTest

from cableview.assets import resource_path
from cableview.gui.application import application
from cableview.gui.theme import load_fonts
from cableview.gui.window import MainWindow
from cableview.review.queue import Entry
from cableview.review.session import Session
from cableview.settings import Settings

KEYS = {
    "transcript": "1",
    "reference": "2",
    "other": "3",
    "unreadable": "4",
    "immaterial": "5",
    "absent": "6",
}
PATIENCE = 15_000
"""Milliseconds; only a broken program needs them."""

Row = dict[str, Any]


def sample_in(folder: Path) -> Path:
    """A copy of the sample, without its answers."""
    for path in resource_path("sample").iterdir():
        if path.is_file():
            shutil.copyfile(path, folder / path.name)
    return folder


def answers() -> list[Row]:
    return json.loads(resource_path("sample", "answers", "truth.json").read_text(encoding="utf-8"))


@dataclass
class Reviewer:
    """Presses keys where the focus is, and looks at what the window shows."""

    window: MainWindow

    @classmethod
    def at_desk(cls, folder: Path) -> Reviewer:
        """Starts the program on the files of `folder` and waits for the first place."""
        application()
        window = MainWindow(load_fonts(), Settings(theme="light"))
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        window.open_paths([folder])
        reviewer = cls(window)
        reviewer.wait(lambda: window.desk.session is not None)
        reviewer.wait_shown()
        return reviewer

    @property
    def session(self) -> Session:
        session = self.window.desk.session
        assert session is not None
        return session

    @property
    def place(self) -> Entry:
        reviewing = self.window.desk.reviewing
        assert reviewing is not None
        assert reviewing.current is not None
        return reviewing.current

    def wait(self, wanted) -> None:
        patience = QDeadlineTimer(PATIENCE)
        while not wanted():
            assert not patience.hasExpired(), "the window does not come to it"
            QTest.qWait(5)

    def wait_shown(self) -> None:
        self.wait(lambda: self.window.desk.strip.is_shown(self.place.id))

    def wait_kept(self) -> None:
        self.wait(lambda: self.session.kept_seq == self.session.last_seq)

    def press(self, *keys: str | Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            QTest.keyClick(self.window.focusWidget() or self.window, key, modifier)
            self.wait_shown()

    def ctrl(self, key: str) -> None:
        self.press(key, modifier=Qt.KeyboardModifier.ControlModifier)

    def type(self, text: str) -> None:
        """Types into what has the focus."""
        for letter in text:
            QTest.keyClicks(self.window.focusWidget(), letter)

    def answer(self) -> Row:
        """What the page says at the place looked at."""
        here = self.place.place
        spans = (here.transcript.start, here.transcript.end, here.reference.start, here.reference.end)
        return next(
            row
            for row in answers()
            if spans == tuple(row[side][end] for side in ("transcript", "reference") for end in ("start", "end"))
        )

    def decide(self) -> Row:
        """Settles the place looked at as the page says."""
        row = self.answer()
        if row["likely"]:
            self.press("?")
        if row["sic"]:
            self.press("s")
        self.press(KEYS[row["verdict"]])
        if row["verdict"] == "other":
            self.ctrl("a")
            self.type(row["reading"])
            self.press(Qt.Key.Key_Return)
        return row


def main(folder: Path, count: int) -> None:
    """Decides `count` places, half types a reading, and is killed."""
    reviewer = Reviewer.at_desk(folder)
    for _ in range(count):
        reviewer.decide()
    reviewer.wait_kept()
    print(json.dumps({"undecided": reviewer.session.queue.undecided, "text": reviewer.session.text}), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
