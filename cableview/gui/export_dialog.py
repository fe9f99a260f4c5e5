"""Asks what to export, and first says what is still undecided."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from cableview.encodings import encoding_label
from cableview.errors import CableviewError
from cableview.gui.exporting import Export, Product, Stop, suggested_name, write
from cableview.gui.tasks import Task
from cableview.report.corrected import UNCLEAR_FORMS
from cableview.report.finding import Locate, nowhere
from cableview.report.summary import counted
from cableview.review.session import Session

UNCLEAR_WORDS = {"none": "as they stand", "query": "word[?]", "brackets": "[word?]", "tei": "<unclear>word</unclear>"}

LEAST_WIDTH = 488
"""Pixels for the sentence above; the choices have their own width, at any letter size."""

COMPARING = "The texts are being compared again; the export waits for that."


class ExportDialog(QDialog):
    """Writes in the background when Export is pressed; `written` says where. While the texts still have to be compared
    again it cannot be pressed.

    `exporting` says whether an export is being made. Cancel then stops it and leaves the dialog open.
    """

    exporting = Signal(bool)
    _pages_read = Signal(int, int)

    def __init__(self, session: Session, parent: QWidget | None = None, locate: Locate = nowhere) -> None:
        """`locate` returns where on the scan a place is."""
        super().__init__(parent)
        self.setWindowTitle("Export")
        self._session, self._locate = session, locate
        self.written: tuple[Path, ...] = ()
        self.products = {product: QRadioButton(product.value) for product in Product}
        self.products[Product.TEXT].setChecked(True)
        for product, button in self.products.items():
            button.setEnabled(product is Product.TEXT or bool(session.reference))
            button.toggled.connect(self._on_product)
        self.mark = QCheckBox("Mark what is undecided in the text: [[transcript | second text]]")
        self.mark.toggled.connect(self.refresh)
        self.whole = QCheckBox("The whole archive page, its transcript replaced")
        self.whole.setVisible(bool(session.item.metadata))
        self.unclear = QComboBox()
        for form in UNCLEAR_FORMS:
            self.unclear.addItem(UNCLEAR_WORDS.get(form, form), form)
        self.unclear.setAccessibleName("Unreadable words are written")
        self.encoding = QComboBox()
        self.encoding.addItem(f"{encoding_label(session.item.transcript.sources[0].encoding)}, as the transcript", "")
        self.encoding.addItem(encoding_label("utf-8"), "utf-8")
        self.encoding.setAccessibleName("Encoding")
        self.pieces = QCheckBox("With its piece of the scan at each place")
        self.pieces.setChecked(bool(session.item.pages))
        self.pieces.setVisible(bool(session.item.pages))
        self._pages_read.connect(self._on_pages_read, Qt.ConnectionType.QueuedConnection)
        self._task: Task | None = None
        self._stop = Stop()
        self.progress = QProgressBar(maximum=0)
        self.progress.setAccessibleName("Exporting")
        self.progress.hide()
        self.counts, self.problem = QLabel(), QLabel()
        self.counts.setMinimumWidth(LEAST_WIDTH)
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        self.counts.setWordWrap(True)
        column.addWidget(self.counts)
        self._options = QWidget()
        form = QFormLayout(self._options)
        form.setContentsMargins(24, 0, 0, 0)
        form.setVerticalSpacing(8)
        form.addRow(self.mark)
        form.addRow(self.whole)
        form.addRow("Unreadable words:", self.unclear)
        form.addRow("Encoding:", self.encoding)
        for product, button in self.products.items():
            column.addWidget(button)
            if product is Product.TEXT:
                column.addWidget(self._options)
            if product is Product.EVIDENCE:
                column.addWidget(self._beneath(self.pieces))
        column.addWidget(self.problem)
        column.addWidget(self.progress)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.export_button = QPushButton("Export…")
        self.export_button.setDefault(True)
        buttons.addButton(self.export_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.export_button.clicked.connect(lambda: self.export_to(self._ask))
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self._enable_options()
        self.refresh()

    def _beneath(self, option: QWidget) -> QWidget:
        """An option, indented below the product it belongs to."""
        holder = QWidget()
        row = QVBoxLayout(holder)
        row.setContentsMargins(24, 0, 0, 0)
        row.addWidget(option)
        return holder

    @Slot()
    def refresh(self) -> None:
        """Updates what is undecided, and whether it can be exported."""
        is_known = not self._session.live.is_incomplete
        said = undecided_words(self._session, are_marked=self.mark.isChecked())
        self.counts.setText(said if is_known else COMPARING)
        self.mark.setEnabled(self._session.queue.undecided > 0)
        self.export_button.setEnabled(is_known and self._task is None)

    @Slot(str)
    def say(self, problem: str) -> None:
        """Shows what went wrong."""
        self.problem.setText(problem)
        self.problem.show()

    @property
    def export(self) -> Export:
        """What is chosen, as it is to be written."""
        product = next(product for product, button in self.products.items() if button.isChecked())
        return Export(
            product,
            self.whole.isChecked(),
            self.mark.isChecked(),
            self.unclear.currentData(),
            self.encoding.currentData(),
            self.pieces.isChecked(),
        )

    def export_to(self, ask: Callable[[Path], Path | None]) -> None:
        """Writes to where `ask` says and closes when done; errors are shown in the dialog."""
        target = ask(suggested_name(self._session, self.export.product)) if self._task is None else None
        if target is None:
            return
        session, export, locate = self._session, self.export, self._locate
        stop = self._stop = Stop()

        def told(done: int, total: int) -> None:
            if not stop.is_asked:  # otherwise this dialog may be gone
                self._pages_read.emit(done, total)

        task = Task(lambda: write(session, export, target, locate, stop, told), self)
        task.done.connect(self._on_written)
        task.failed.connect(self._on_failed)
        task.slow.connect(self.progress.show)
        self.problem.hide()
        self._set_task(task)
        task.start()

    def reject(self) -> None:
        """Stops a running export, unless it is about to end; otherwise closes."""
        if self._task is None:
            super().reject()
        elif self._stop.ask():
            self._leave()
            self.say("Stopped.")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stops an export and closes: the program may be ending, which an open window would delay."""
        self._stop.ask()
        self._leave()
        super().closeEvent(event)

    def _leave(self) -> None:
        """Waits no longer for an export."""
        if self._task is not None:
            self._task.cancel()
            self._set_task(None)

    def _set_task(self, task: Task | None) -> None:
        self._task = task
        for button in self.products.values():
            button.setEnabled(task is None and (button is self.products[Product.TEXT] or bool(self._session.reference)))
        self._enable_options()
        self.progress.setRange(0, 0)
        self.progress.hide()
        self.refresh()
        self.exporting.emit(task is not None)

    def _on_written(self, written: tuple[Path, ...]) -> None:
        self._set_task(None)
        self.written = written
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self._set_task(None)
        if not isinstance(error, CableviewError):
            raise error
        self.say(str(error))

    def _ask(self, suggested: Path) -> Path | None:
        if self.export.product is Product.TEXT and len(self._session.item.transcript.sources) > 1:
            chosen = QFileDialog.getExistingDirectory(self, "Folder to export into")
        else:
            chosen, _ = QFileDialog.getSaveFileName(self, "Export", str(suggested))
        return Path(chosen) if chosen else None

    def _on_product(self) -> None:
        self._enable_options()

    def _enable_options(self) -> None:
        """Enables only the options of the chosen product."""
        for product, options in ((Product.TEXT, self._options), (Product.EVIDENCE, self.pieces)):
            options.setEnabled(self._task is None and self.products[product].isChecked())

    @Slot(int, int)
    def _on_pages_read(self, done: int, total: int) -> None:
        if self._task is not None:
            self.progress.setRange(0, total)
            self.progress.setValue(done)


def undecided_words(session: Session, *, are_marked: bool = False) -> str:
    """What the reviewer should know before exporting."""
    undecided, count = session.queue.undecided, len(session.queue)
    if not session.reference:
        return "There is no second text: nothing was compared."
    if count == 0:
        return "The texts agree everywhere."
    if undecided == 0:
        return "Everything is decided." if count == 1 else f"All {count} places are decided."
    stands = "both readings stand in [[ ]]" if are_marked else "the transcript stands as it was"
    are = "is" if undecided == 1 else "are"
    return f"{undecided} of {counted(count, 'place')} {are} undecided; there {stands}."
