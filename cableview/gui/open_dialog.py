"""Puts an item together by hand: scan, transcript, second text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cableview.collection.pairing import Files
from cableview.files import IMAGE_SUFFIXES, LAYOUT_SUFFIXES, TEXT_SUFFIXES
from cableview.gui.plain_text import ElidedLabel, plain_tip

SCANS = f"Scans ({' '.join(f'*{suffix}' for suffix in sorted(IMAGE_SUFFIXES))});;All files (*)"
LAYOUTS = f"Layouts ({' '.join(f'*{suffix}' for suffix in sorted(LAYOUT_SUFFIXES))});;All files (*)"
TEXTS = f"Texts ({' '.join(f'*{suffix}' for suffix in sorted(TEXT_SUFFIXES))});;All files (*)"

LEAST_WIDTH, BESIDE_HINT = 400, 24
"""Minimum width in pixels of a line of paths, and extra pixels beside the hint about what belongs there."""


class OpenDialog(QDialog):
    """Four slots, each filled by choosing, typing or dropping; only one of scan and transcript is required."""

    def __init__(self, parent: QWidget | None = None, files: Files | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Open" if files is None else "Files of the item")
        self.scan = Slot("Scan", "Image, PDF, or several", SCANS)
        self.transcript = Slot("Transcript", "The text made from the scan; none to type it", TEXTS)
        self.reference = Slot("Second text", "Another text of the same document, to compare with", TEXTS)
        hint = "Where words stand: ALTO, PAGE, hOCR; not needed"
        self.layout_file = Slot("Layout", hint, LAYOUTS)
        self.pasted = QPlainTextEdit()
        self.pasted.setPlaceholderText("Or paste the second text here. It is kept as a file beside the record.")
        self.pasted.setAccessibleName("Second text, pasted")
        self.pasted.setTabChangesFocus(True)
        self.pasted.setMaximumHeight(110)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        for row, slot in enumerate((self.scan, self.transcript, self.reference)):
            slot.put(grid, 2 * row)
            slot.edit.textChanged.connect(self._on_changed)
        grid.addWidget(self.pasted, 6, 1, 1, 2)
        self.layout_file.put(grid, 7)
        self.hint = QLabel("Fill in one, and the files that belong with it are looked for by name beside it.")
        self.hint.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(grid)
        column.addWidget(self.hint)
        column.addWidget(self.buttons)
        if files is not None:
            self.scan.set_paths(files.scans)
            self.transcript.set_paths(files.transcript)
            self.reference.set_paths(files.reference)
            self.layout_file.set_paths(files.layouts)
        self._on_changed()

    @property
    def files(self) -> Files:
        """The files that were chosen, by their role in the item."""
        return Files(self.transcript.paths, self.reference.paths, self.scan.paths, self.layout_file.paths)

    @property
    def is_by_hand(self) -> bool:
        """True if more than one slot was filled: then no other files are searched for."""
        slots = (self.scan, self.transcript, self.reference, self.layout_file)
        return sum(bool(slot.paths) for slot in slots) > 1

    @property
    def pasted_text(self) -> str:
        """The text pasted instead of choosing a second text."""
        return "" if self.reference.paths else self.pasted.toPlainText()

    def _on_changed(self) -> None:
        can_open = bool(self.scan.paths or self.transcript.paths)
        self.buttons.button(QDialogButtonBox.StandardButton.Open).setEnabled(can_open)
        self.pasted.setEnabled(not self.reference.paths)


class Slot:
    """One row of the dialog: a line of paths, a button to choose them, and for several files their names below."""

    def __init__(self, name: str, hint: str, kinds: str) -> None:
        self.label = QLabel(f"{name}:")
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.edit = _PathEdit()
        self.edit.setPlaceholderText(hint)
        self.edit.setMinimumWidth(max(LEAST_WIDTH, self.edit.fontMetrics().horizontalAdvance(hint) + BESIDE_HINT))
        self.edit.setAccessibleName(name)
        self.edit.setClearButtonEnabled(True)
        for clear in self.edit.findChildren(QToolButton):
            clear.setAccessibleName(f"Clear {name.lower()}")
        self.label.setBuddy(self.edit)
        self.button = QPushButton("Choose…")
        self.button.setAccessibleName(f"Choose {name.lower()}")
        self.button.clicked.connect(self._choose)
        self.names = ElidedLabel()
        self.names.hide()
        self._name, self._kinds = name, kinds
        self.edit.textChanged.connect(self._on_changed)

    def put(self, grid: QGridLayout, row: int) -> None:
        """Takes two rows of the grid, the second shown while there are several files."""
        for column, widget in enumerate((self.label, self.edit, self.button)):
            grid.addWidget(widget, row, column)
        grid.addWidget(self.names, row + 1, 1, 1, 2)

    @property
    def paths(self) -> tuple[Path, ...]:
        return tuple(Path(part.strip()) for part in self.edit.text().split("\n") if part.strip())

    def set_paths(self, paths: Sequence[Path]) -> None:
        self.edit.setText("\n".join(map(str, paths)))
        if len(paths) > 1:
            self.edit.setCursorPosition(0)

    def _on_changed(self) -> None:
        """Lists several names, since the line shows only the end of the last path, or the beginning of the first."""
        names = [path.name for path in self.paths]
        said = f"{len(names)} files, in this order: {', '.join(names)}" if len(names) > 1 else ""
        self.names.setText(said)
        self.names.setVisible(bool(said))
        self.names.setToolTip(plain_tip(self.edit.text()))
        self.edit.setToolTip(plain_tip(self.edit.text()))
        self.edit.setAccessibleDescription(said)

    def _choose(self) -> None:
        start = str(self.paths[0].parent) if self.paths else ""
        chosen, _ = QFileDialog.getOpenFileNames(self.edit, self._name, start, self._kinds)
        if chosen:
            self.edit.setText("\n".join(chosen))


class _PathEdit(QLineEdit):
    """A line of paths onto which files can be dropped; several are separated by line ends, shown as spaces."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.setText("\n".join(paths))
