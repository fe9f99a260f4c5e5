"""How the window looks: a light and a dark palette of its own, colours named by meaning, and the fonts.

The palettes are ours because `QStyleHints.setColorScheme` does nothing on the offscreen platform, which draws the
pictures of the manual and the tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from cableview.assets import resource_path
from cableview.errors import CableviewError
from cableview.model.decision import State
from cableview.model.discrepancy import Severity

UI_POINT_SIZE, LARGEST_UI = 10.0, 20.0
"""Smallest and largest size of the window's letters in points, whatever the system's own size."""
TEXT_POINT_SIZE = 11.0
"""Smallest initial size of texts in points, unless the reader has chosen another."""


class FontError(CableviewError):
    """There is no font to draw with: Qt would silently draw boxes."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as `#rrggbb`. Those of a state are readable as text on `base`, `window` and `strip_background`."""

    name: str
    window: str
    base: str
    alternate: str
    text: str
    muted: str
    disabled: str
    border: str
    button: str
    accent: str
    accent_text: str
    selection: str
    selection_text: str
    undecided: str
    decided: str
    deferred: str
    reopened: str
    stale: str
    error: str
    warning_background: str
    notice_background: str
    differs: str
    differs_background: str
    current: str
    current_line: str
    desk: str
    outline: str
    strip_background: str

    @property
    def is_dark(self) -> bool:
        return QColor(self.window).lightness() < 128

    def of_state(self, state: State) -> str:
        return {
            State.OPEN: self.undecided,
            State.DEFERRED: self.deferred,
            State.REOPENED: self.reopened,
            State.STALE: self.stale,
            State.DECIDED: self.decided,
        }[state]

    def of_severity(self, severity: Severity) -> str:
        return {Severity.HIGH: self.reopened, Severity.MEDIUM: self.text, Severity.LOW: self.muted}[severity]


LIGHT = Theme(
    name="light",
    window="#eceef0",
    base="#fcfcfb",
    alternate="#f3f4f5",
    text="#1c2127",
    muted="#545c65",
    disabled="#80878f",
    border="#c3c8ce",
    button="#f7f8f9",
    accent="#1d5a92",
    accent_text="#ffffff",
    selection="#c5daf0",
    selection_text="#10151a",
    undecided="#8f4f00",
    decided="#23653a",
    deferred="#5a4a9c",
    reopened="#a3262f",
    stale="#5b6169",
    error="#a3262f",
    warning_background="#fbeccb",
    notice_background="#e1ebf5",
    differs="#7a2f00",
    differs_background="#ffe0b0",
    current="#ffeebd",
    current_line="#f4f5f2",
    desk="#b4b9bf",
    outline="#0b5fae",
    strip_background="#f8f8f6",
)

DARK = Theme(
    name="dark",
    window="#26292d",
    base="#1c1f22",
    alternate="#22262a",
    text="#e1e4e8",
    muted="#a6aeb7",
    disabled="#6d747c",
    border="#41474e",
    button="#31353a",
    accent="#7ab5ea",
    accent_text="#0d1a26",
    selection="#2f5375",
    selection_text="#f4f7fa",
    undecided="#f0b35a",
    decided="#7fcb95",
    deferred="#b9acf5",
    reopened="#ff9a94",
    stale="#b3bac2",
    error="#ff9a94",
    warning_background="#443615",
    notice_background="#22384d",
    differs="#ffd08a",
    differs_background="#523a14",
    current="#473c17",
    current_line="#23272b",
    desk="#141618",
    outline="#1f7ad1",
    strip_background="#212428",
)


@dataclass(frozen=True, slots=True)
class Fonts:
    """Families to draw with. `ui` for the window, `mono` for texts whose columns count.

    `ui_size` is the system's size for windows in points: whoever has a larger one needs it.
    """

    ui: str
    mono: str
    ui_size: float = UI_POINT_SIZE

    @property
    def text_size(self) -> float:
        """The initial size of texts in points."""
        return max(TEXT_POINT_SIZE, self.ui_size)

    def ui_font(self, size: float = UI_POINT_SIZE) -> QFont:
        """The window's font; `size` is relative to `UI_POINT_SIZE` and grows with the system's own size."""
        font = QFont(self.ui)
        font.setPointSizeF(size * self.ui_size / UI_POINT_SIZE)
        return font

    def mono_font(self, size: float = UI_POINT_SIZE) -> QFont:
        font = QFont(self.mono)
        font.setStyleHint(QFont.StyleHint.Monospace)
        font.setPointSizeF(size)
        return font


def load_fonts(folder: Path | None = None, installed: Sequence[str] | None = None) -> Fonts:
    """Picks families from the system or, where it has none, from `resources/fonts`, which are registered in any case.

    Needs a QGuiApplication. Raises `FontError` when there is nothing at all to draw letters with.
    """
    families = list(QFontDatabase.families() if installed is None else installed)
    own = _register(_own_folder() if folder is None else folder)
    if not families and not own:
        raise FontError(
            "no font is installed on this system and cableview's own is missing",
            advice="Install one, on Debian or Ubuntu with: apt-get install fonts-dejavu-core",
        )
    own_mono = [family for family in own if QFontDatabase.isFixedPitch(family)]
    own_ui = [family for family in own if family not in own_mono]
    ui = _system_ui(families) or next(iter(own_ui), "") or own[0]
    return Fonts(ui, _system_mono(families) or next(iter(own_mono), "") or ui, _system_size())


def _system_size() -> float:
    """The system's font size in points; where it is given in pixels only, it counts as unknown."""
    points = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).pointSizeF()
    return min(max(points, UI_POINT_SIZE), LARGEST_UI)


def _own_folder() -> Path | None:
    try:
        return resource_path("fonts")
    except FileNotFoundError:
        return None


def _register(folder: Path | None) -> list[str]:
    """Registers the font files in `folder` with Qt and returns their families."""
    if folder is None or not folder.is_dir():
        return []
    families: list[str] = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in (".ttf", ".otf"):
            handle = QFontDatabase.addApplicationFont(str(path))
            families += QFontDatabase.applicationFontFamilies(handle) if handle >= 0 else []
    return families


def _system_ui(families: Sequence[str]) -> str:
    if not families:
        return ""
    shown = QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)).family()
    return shown if shown in families else families[0]


def _system_mono(families: Sequence[str]) -> str:
    if not families:
        return ""
    shown = QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)).family()
    if shown in families and QFontDatabase.isFixedPitch(shown):
        return shown
    return next((family for family in families if QFontDatabase.isFixedPitch(family)), "")


def apply_theme(app: QApplication, theme: Theme, fonts: Fonts | None = None) -> None:
    """Fusion style with the theme's palette. May be called again to change the theme while the window is open."""
    if not app.styleSheet():  # where dialogs with a row of buttons are open, Qt crashes at another style under a sheet
        app.setStyle("Fusion")
    if fonts is not None:
        app.setFont(fonts.ui_font())
    palette = palette_of(theme)
    app.setPalette(palette)
    # The style draws check boxes and radio buttons in a darker shade of the background, invisible on black.
    palette.setColor(QPalette.ColorRole.Window, QColor(theme.muted))
    for ticked in ("QCheckBox", "QRadioButton", "QTreeView", "QMenu"):
        app.setPalette(palette, ticked)  # pyright: ignore[reportArgumentType]  # bytes, as it says, are refused
    app.setStyleSheet(style_sheet(theme))


def palette_of(theme: Theme) -> QPalette:
    """The colours of Qt's own widgets."""
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.base,
        role.AlternateBase: theme.alternate,
        role.Text: theme.text,
        role.PlaceholderText: theme.muted,
        role.Button: theme.button,
        role.ButtonText: theme.text,
        role.BrightText: theme.accent_text,
        role.ToolTipBase: theme.strip_background,
        role.ToolTipText: theme.text,
        role.Highlight: theme.selection,
        role.HighlightedText: theme.selection_text,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.deferred,
        role.Light: theme.button,
        role.Midlight: theme.alternate,
        role.Mid: theme.border,
        role.Dark: theme.disabled,
        role.Shadow: "#000000",
    }
    palette = QPalette()
    for name, colour in colours.items():
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(theme.disabled))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(theme.border))
    return palette


def style_sheet(theme: Theme) -> str:
    """Spacing and hairlines only: a rule that sets a button's border would disable all its native drawing.

    Fields are drawn here: the style's own edge is darker than the background, and invisible on black.
    """
    return f"""
        QToolBar {{ border: none; border-bottom: 1px solid {theme.border}; padding: 3px 6px; spacing: 4px; }}
        QStatusBar {{ border-top: 1px solid {theme.border}; }}
        QStatusBar::item {{ border: none; }}
        QMenuBar {{ padding: 1px 4px; background: {theme.window}; }}
        QMenuBar::item {{ padding: 3px 8px; background: transparent; border-radius: 3px; }}
        QMenuBar::item:selected {{ background: {theme.selection}; color: {theme.selection_text}; }}
        QToolButton::menu-indicator {{ image: none; width: 0; }}
        QToolTip {{ color: {theme.text}; background: {theme.strip_background};
            border: 1px solid {theme.border}; padding: 4px 6px; }}
        QHeaderView::section {{ color: {theme.muted}; background: {theme.window}; border: none;
            border-bottom: 1px solid {theme.border}; padding: 4px 4px; }}
        QTableView, QTreeView {{ border: 1px solid {theme.border}; }}
        QLineEdit {{ border: 1px solid {theme.disabled}; border-radius: 3px; padding: 3px 5px;
            background: {theme.base}; }}
        QLineEdit:focus {{ border-color: {theme.accent}; }}
        QLineEdit:disabled {{ color: {theme.disabled}; background: {theme.window}; }}
        QComboBox QLineEdit {{ border: none; padding: 0; }}
        QAbstractSpinBox {{ min-height: 2.4ex; }}
        QTableView {{ gridline-color: {theme.border}; }}
        QScrollBar {{ background: {theme.window}; border: none; margin: 0; }}
        QScrollBar:vertical {{ width: 12px; }}
        QScrollBar:horizontal {{ height: 12px; }}
        QScrollBar::handle {{ background: {theme.disabled}; border-radius: 4px; margin: 2px; }}
        QScrollBar::handle:vertical {{ min-height: 28px; }}
        QScrollBar::handle:horizontal {{ min-width: 28px; }}
        QScrollBar::handle:hover {{ background: {theme.muted}; }}
        QScrollBar::handle:disabled {{ background: transparent; }}
        QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
        QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
        QSplitter::handle {{ background: {theme.window}; }}
    """
