"""Asks which OCR engine reads the scans."""

from __future__ import annotations

from PySide6.QtWidgets import QInputDialog, QWidget

from cableview.scan.engines.choice import AUTO, CHOICES, NONE, installed
from cableview.scan.engines.engine import EngineName

WORDS = (
    "An OCR engine on this computer reads the scan, for places and as a third witness.\nNothing is ever sent anywhere."
)


def labels() -> dict[str, str]:
    """The label of each choice, by its value in the settings."""
    there = installed()
    first = f"the first that is installed: {there[0]}" if there else "none is installed"
    said = {AUTO: f"Automatic ({first})", NONE: "None: places from the image alone"}
    for name in EngineName:
        said[str(name)] = str(name) if name in there else f"{name} (not installed)"
    return {choice: said[choice] for choice in CHOICES}


def ask_for_engine(parent: QWidget, now: str) -> str | None:
    """The choice for the settings, or `None` if it was left unchanged."""
    said = labels()
    at = list(said).index(now) if now in said else 0
    words, is_taken = QInputDialog.getItem(parent, "OCR engine", WORDS, list(said.values()), at, False)
    return next(choice for choice, label in said.items() if label == words) if is_taken else None
