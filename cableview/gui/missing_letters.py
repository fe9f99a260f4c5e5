"""Signs of a text that no font of this computer has, so that a box stands for them: which they are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from PySide6.QtGui import QFont, QTextLayout

NO_GLYPH = 0
"""What fonts have at this place is drawn for signs they lack."""
MOST_NAMED = 3
_UNSEEN = ("Cc", "Cf", "Zl", "Zp", "Zs")
"""Categories of which nothing is drawn, or something else is."""


def undrawn(texts: Iterable[str], font: QFont) -> list[str]:
    """The signs that neither `font` nor one that Qt takes in its place has a form for."""
    signs = {sign for text in texts if not text.isascii() for sign in set(text)}
    return sorted(sign for sign in signs if unicodedata.category(sign) not in _UNSEEN and not _is_drawn(sign, font))


def _is_drawn(sign: str, font: QFont) -> bool:
    layout = QTextLayout(sign, font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return all(NO_GLYPH not in run.glyphIndexes() for run in layout.glyphRuns())


def undrawn_notice(texts: Iterable[str], font: QFont) -> str:
    """A sentence for the reviewer that names what is not drawn; empty where all is."""
    signs = undrawn(texts, font)
    if not signs:
        return ""
    named = [_name(sign) for sign in signs[:MOST_NAMED]]
    more = len(signs) - len(named)
    shown = ", ".join(named) + (f" and {more} other{'s' if more > 1 else ''}" if more else "")
    return f"No font on this computer has {shown}, drawn as a box. The texts are compared and kept as they are."


def _name(sign: str) -> str:
    name = unicodedata.name(sign, "").lower()
    return f"U+{ord(sign):04X}" + (f" ({name})" if name else "")
