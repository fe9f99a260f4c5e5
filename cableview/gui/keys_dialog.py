"""Shows all keys on one page, from the table of actions."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from cableview.gui.actions import COMPARE, DECIDE, EDIT, EDITING, FILE, GO, HELP, REVIEW, ROWS, VIEW, Row
from cableview.gui.theme import UI_POINT_SIZE, Theme

ORDER = (DECIDE, GO, EDITING, VIEW, COMPARE, FILE, HELP)
"""The most used keys come first."""


class KeysDialog(QDialog):
    """Lists the actions with their keys, menu by menu."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        width = round(900 * self.font().pointSizeF() / UI_POINT_SIZE)
        self.resize(width if parent is None else min(width, max(900, parent.width())), 640)
        self.page = QTextBrowser()
        self.page.setAccessibleName("Keys")
        self.page.document().setDocumentMargin(16)
        self.page.setHtml(keys_html(theme))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.page, 1)
        column.addWidget(buttons)
        self.page.setFocus()


MOUSE = (
    ("Click on the text", "Looks at the place; on a word of the page, puts the caret there."),
    ("Double click on the text", "Begins to type there."),
    ("Drag on the page", "Moves the scan."),
    ("Ctrl and a click on the page", "Says that the outlined word stands there."),
    ("Ctrl and the wheel", "Zooms the scan, or makes the text larger and smaller."),
    ("Two fingers on a touch pad", "Spread or closed over the scan, they zoom it."),
)


def keys_html(theme: Theme) -> str:
    """The key list as a page."""
    parts: list[str] = [
        "<p>Where the keys act: <b>review</b> keys act from anywhere in the window but a field that is typed in; "
        "those with Ctrl, Alt or F act everywhere. "
        "Esc leaves a field, a dialog and typing. 1 to 6 work on the keypad too, and without Shift on AZERTY.</p>"
    ]
    for menu in ORDER:
        rows = [row for row in ROWS if row.menu == menu and row.keys]
        if not rows:
            continue
        parts.append(f"<h3>{escape(menu.replace('&', ''))}</h3><table cellpadding='3' width='100%'>")
        parts += [_row(row, theme) for row in rows]
        parts.append("</table>")
    parts.append("<h3>Mouse</h3><table cellpadding='3' width='100%'>")
    parts += [
        f"<tr><td width='27%'><b>{escape(what)}</b></td><td style='color:{theme.muted}'>{escape(does)}</td></tr>"
        for what, does in MOUSE
    ]
    parts.append("</table>")
    return "".join(parts)


def _row(row: Row, theme: Theme) -> str:
    keys = ", ".join(_shown(key) for key in row.keys)
    where = {REVIEW: "review", EDIT: "editing"}.get(row.modes, "")
    return (
        f"<tr><td width='20%'><b>{escape(keys)}</b></td><td width='27%'>{escape(row.plain_text)}</td>"
        f"<td style='color:{theme.muted}'>{escape(row.help)}</td>"
        f"<td width='9%' style='color:{theme.muted}; white-space:nowrap'>{where}</td></tr>"
    )


def _shown(key: str) -> str:
    return QKeySequence(key, QKeySequence.SequenceFormat.PortableText).toString(QKeySequence.SequenceFormat.NativeText)
