"""Cuts texts to the room there is: to one line, or to whole words, with an ellipsis where some are left out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

SHOWN_LETTERS = 60
NOTHING = "∅"
"""Shown where one text has no words."""


def one_line(words: str, limit: int = SHOWN_LETTERS) -> str:
    """`words` on one line, cut in the middle where there are too many; a sign where there are none."""
    pieces = words.split(None, limit)
    if len(pieces) > limit:  # it is cut in any case; a reading may be a whole book, which takes long to split
        pieces[limit:] = words.rsplit(None, limit)[1:]
    line = " ".join(pieces)
    if len(line) > limit:
        line = f"{line[: limit * 2 // 3].rstrip()} … {line[-limit // 3 :].lstrip()}"
    return line or NOTHING


def tail(words: str, letters: int) -> str:
    """The end of `words`, from the beginning of a word."""
    return words if len(words) <= letters else f"… {words[-letters:].partition(' ')[2]}"


def head(words: str, letters: int) -> str:
    """The beginning of `words`, to the end of a word."""
    return words if len(words) <= letters else f"{words[:letters].rpartition(' ')[0]} …"


def whole_words_before(metrics: QFontMetricsF, words: str, width: float) -> str:
    """The end of `words` that fits into `width`, from the beginning of a word if there is one in it."""
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideLeft, width)
    kept = shown.removeprefix("…")
    if kept == words or words.removesuffix(kept).endswith(" "):
        return shown
    _, _, rest = kept.partition(" ")
    if rest.strip():
        return f"… {rest}"
    return "… " if kept.endswith(" ") else shown


def whole_words_after(metrics: QFontMetricsF, words: str, width: float) -> str:
    """The beginning of `words` that fits into `width`, to the end of a word if there is one in it."""
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
    kept = shown.removesuffix("…")
    if kept == words or words.removeprefix(kept).startswith(" "):
        return shown
    rest, _, _ = kept.rpartition(" ")
    if rest.strip():
        return f"{rest} …"
    return " …" if kept.startswith(" ") else shown
