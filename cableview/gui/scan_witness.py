"""The OCR engine in the window: it reads once the words have been located, improves places, and is a witness."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from cableview.collation.suggestion.third_witness import ThirdWitness
from cableview.gui.scan_reader import ScanReader
from cableview.gui.tasks import Task
from cableview.model.item import Item
from cableview.review.session import Session
from cableview.review.third_witness import third_witness
from cableview.scan.engines.choice import AUTO, CHOICES, chosen, installed
from cableview.scan.engines.engine import EngineName, Reading
from cableview.scan.engines.messages import Asked
from cableview.scan.page_reader import PageReader
from cableview.scan.placing.by_engine import with_reading
from cableview.scan.placing.places import WordPlaces

log = logging.getLogger(__name__)


class ScanWitness(QObject):
    """Reads the scan of the open item once, with the engine that is `choice()`, and tells what comes of it.

    `placed` gives better places, `heard` says that the session has a third witness now, `offered` gives the text that
    was asked for with `ask`. `working` says what is being done, empty when it is over.
    """

    placed = Signal(object)
    heard = Signal()
    offered = Signal(str, str)
    working = Signal(str)
    failed = Signal(str)

    def __init__(self, session: Callable[[], Session | None], choice: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._choice = session, choice
        self.reader = ScanReader(self)
        self._places: WordPlaces | None = None
        self._reading: Reading | None = None
        self._left: list[EngineName] = []
        self._task: Task | None = None
        self._is_asked = self._is_held = False
        self._waiting: _Heard | None = None
        self.reader.begun.connect(self._on_begun)
        self.reader.read.connect(self._on_read)
        self.reader.failed.connect(self._on_failed)

    def stop(self) -> None:
        """Forgets the item and ends what is under way."""
        self.cancel()
        self._drop_task()
        self._places = self._reading = None

    def cancel(self) -> None:
        """Stops reading; places stay as found without the engine."""
        self.reader.stop()
        self._is_asked = False
        self._left = []
        self.working.emit("")

    @Slot(bool)
    def hold(self, on: bool) -> None:
        """Holds results and offers back while rows and places are being read in the background, as for an export."""
        self._is_held = on
        if on:
            return
        if self._waiting is not None:
            heard, self._waiting = self._waiting, None
            self._on_heard(heard)
        if self._is_asked and self._reading is not None:
            self._offer(self._reading)

    def begin(self, places: WordPlaces | None) -> None:
        """Has the engine read, if one is wanted, after the search for the words found `places` or failed."""
        session = self._session()
        self._places = places
        if self._reading is not None:
            self._take(self._reading)
        elif session is not None and session.item.transcript.text.strip() and not self.reader.is_reading:
            self._start(self._engines())

    def ask(self) -> None:
        """Reads the scan for its text; emits `offered`, or `failed`."""
        engines = self._engines() or list(installed())
        if self._reading is not None:
            self._offer(self._reading)
        elif not engines:
            self.failed.emit("No OCR engine is installed: install tesseract-ocr, or cableview with its extra [ocr].")
        else:
            self._is_asked = True
            if not self.reader.is_reading:
                self._start(engines)

    def _engines(self) -> list[EngineName]:
        choice = self._choice()
        if choice == AUTO or choice not in CHOICES:
            return list(installed())
        name = chosen(choice)
        return [] if name is None else [name]

    def _start(self, engines: list[EngineName]) -> None:
        """Asks the first engine; the others follow if it fails or does not read this text."""
        session = self._session()
        if session is None or not session.item.pages or not engines:
            return
        engine, *self._left = engines
        self.working.emit(f"{engine} is going to read the scan")
        text, language = session.item.transcript.text, session.state.language
        self.reader.start(Asked(session.item.pages, engine, language, text))

    def _on_begun(self, page: int, of: int, engine: str) -> None:
        self.working.emit(f"{engine} reads page {page} of {of}")

    def _on_read(self, reading: Reading) -> None:
        self.working.emit("")
        if self._is_asked and not self._is_held:
            self._offer(reading)
        self._take(reading)

    def _offer(self, reading: Reading) -> None:
        self._is_asked = False
        self.offered.emit(reading.text(), str(reading.engine))

    def _take(self, reading: Reading) -> None:
        """Collates what was read in the background, for better places and as a third witness."""
        session = self._session()
        if session is None:
            return
        self._reading = reading
        item, places = session.item, self._places
        if not item.transcript.text.strip():
            return
        self._drop_task()
        task = self._task = Task(lambda: _heard(item, reading, places), self)
        task.done.connect(self._on_heard)
        task.failed.connect(lambda error: log.warning("what was read could not be taken: %s", error))
        task.start()

    def _on_heard(self, heard: _Heard) -> None:
        if self._is_held:
            self._waiting = heard
            return
        session = self._session()
        if session is None:
            return
        if not heard.third.fits:
            self._start(self._left)
            return
        session.live.set_third_witness(heard.third)
        if heard.places is not None:
            self.placed.emit(heard.places)
        self.heard.emit()

    def _drop_task(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._task = self._waiting = None

    def _on_failed(self, words: str) -> None:
        self.working.emit("")
        if self._left:
            log.warning("%s", words)
            self._start(self._left)
            return
        self._is_asked = False
        self.failed.emit(words)


@dataclass(frozen=True)
class _Heard:
    """The results of a reading."""

    third: ThirdWitness
    places: WordPlaces | None


def _heard(item: Item, reading: Reading, places: WordPlaces | None) -> _Heard:
    """The results of a reading, without places if the words were not located. Raises `ImageError`."""
    third = third_witness(item, reading.scan_text())
    if places is None or not third.fits:
        return _Heard(third, None)
    sizes = PageReader(item.pages).sizes
    return _Heard(third, with_reading(item.transcript.text, places, reading.layout, sizes))
