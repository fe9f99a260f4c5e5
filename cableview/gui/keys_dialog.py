"""Shows all keys on one page, from the table of actions, which can be saved to be printed."""

from __future__ import annotations

from html import escape
from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from cableview.errors import CableviewError
from cableview.files import atomic_write
from cableview.gui.actions import COMPARE, DECIDE, EDIT, EDITING, FILE, GO, HELP, REVIEW, ROWS, VIEW, Row
from cableview.gui.dialogs import set_size
from cableview.gui.menus import native_key
from cableview.gui.plain_text import plain_label
from cableview.gui.theme import LIGHT, UI_POINT_SIZE, Theme

ORDER = (DECIDE, GO, EDITING, VIEW, COMPARE, FILE, HELP)
"""The most used keys come first."""


PRINTED = """
@page{size:A4;margin:10mm 12mm} body{font:8.5pt/1.15 sans-serif;max-width:70em;margin:auto}
h2{margin:0 0 .4em} h3{margin:.9em 0 .2em;break-after:avoid} p{margin:0}
table{border-collapse:collapse;table-layout:fixed;width:100%} tr{break-inside:avoid}
td{border-top:1px solid #ccc;padding:.1em .6em .1em 0;vertical-align:top}
td:first-child,td:nth-child(2):not(:last-child){width:22%} td:nth-child(4){width:7%}
"""
"""The style of the printed list, which is to hang at a desk: one sheet, both sides."""


class KeysDialog(QDialog):
    """Lists the actions with their keys, menu by menu."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        width = round(900 * self.font().pointSizeF() / UI_POINT_SIZE)
        set_size(self, width if parent is None else min(width, max(900, parent.width())), 640)
        self.page = QTextBrowser()
        self.page.setAccessibleName("Keys")
        self.page.document().setDocumentMargin(16)
        self.page.setHtml(keys_html(theme))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.save = QPushButton("&Save to print…")
        self.save.setAutoDefault(False)
        self.save.clicked.connect(self._on_save)
        buttons.addButton(self.save, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        self.said = plain_label()
        self.said.setWordWrap(True)
        self.said.hide()
        column = QVBoxLayout(self)
        column.addWidget(self.page, 1)
        column.addWidget(self.said)
        column.addWidget(buttons)
        self.page.setFocus()

    def _on_save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Save the keys", "cableview-keys.html", "Pages (*.html)")
        if not chosen:
            return
        try:
            atomic_write(Path(chosen), printed_html().encode())
            self.said.setText(f"{chosen} can be printed from any browser.")
        except CableviewError as error:
            self.said.setText(str(error))
        self.said.show()


MOUSE = (
    ("Click on the text", "Looks at the place; on a word of the page, puts the caret there."),
    ("Double click on the text", "Begins to type there."),
    ("Drag on the page", "Moves the scan."),
    ("Ctrl and a click on the page", "Says that the outlined word stands there."),
    ("Ctrl and the wheel", "Zooms the scan, or makes the text larger and smaller."),
    ("Two fingers on a touch pad", "Spread or closed over the scan, they zoom it."),
)


def keys_html(theme: Theme) -> str:
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


def printed_html() -> str:
    """The key list as a page of its own, dark on light."""
    head = (
        f"<!DOCTYPE html><html lang='en'><meta charset='utf-8'><title>Keys of cableview</title><style>{PRINTED}</style>"
    )
    return f"{head}<h2>Keys of cableview</h2>{keys_html(LIGHT)}</html>"


def _row(row: Row, theme: Theme) -> str:
    keys = " or ".join(map(native_key, row.keys))  # a comma is a key, too
    where = {REVIEW: "review", EDIT: "editing"}.get(row.modes, "")
    return (
        f"<tr><td width='20%'><b>{escape(keys)}</b></td><td width='27%'>{escape(row.plain_text)}</td>"
        f"<td style='color:{theme.muted}'>{escape(row.help)}</td>"
        f"<td width='9%' style='color:{theme.muted}; white-space:nowrap'>{where}</td></tr>"
    )
