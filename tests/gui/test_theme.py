"""Colours that can be read, states that differ by shape, and fonts that are there or missed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QTreeWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cableview.gui.state_shapes import paint_state, state_icon, window_icon
from cableview.gui.theme import DARK, LIGHT, FontError, Theme, apply_theme, load_fonts
from cableview.model.decision import State
from cableview.model.discrepancy import Severity
from tests.gui.desk_helpers import reviewing_window


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    parts = (part / 255 for part in QColor(colour).getRgb()[:3])  # type: ignore[index]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", ["window", "base", "alternate", "strip_background", "button", "current_line"])
def test_text_of_every_colour_is_legible_on_every_background(theme: Theme, ground: str) -> None:
    inks = ("text", "muted", "accent", "undecided", "decided", "deferred", "reopened", "stale", "error")
    ratios = {ink: contrast(getattr(theme, ink), getattr(theme, ground)) for ink in inks}
    assert min(ratios.values()) >= 4.5, ratios


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_text_on_coloured_backgrounds_is_legible(theme: Theme) -> None:
    pairs = [
        (theme.differs, theme.differs_background),
        (theme.text, theme.current),
        (theme.text, theme.warning_background),
        (theme.text, theme.notice_background),
        (theme.accent, theme.notice_background),
        (theme.error, theme.warning_background),
        (theme.selection_text, theme.selection),
        (theme.accent_text, theme.accent),
    ]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_outline_stands_out_from_paper(theme: Theme) -> None:
    assert contrast(theme.outline, "#e8e0cf") >= 3.0
    for ground in (theme.base, theme.window):  # edges of fields, and what is moved of scroll bars
        assert contrast(theme.disabled, ground) >= 3.0


def test_each_state_has_a_colour_and_a_shape_of_its_own(qapp: QApplication) -> None:
    drawn: set[bytes] = set()
    for state in State:
        image = QImage(20, 20, QImage.Format.Format_Alpha8)
        image.fill(0)
        painter = QPainter(image)
        paint_state(painter, QRectF(0, 0, 20, 20), state, LIGHT)
        painter.end()
        drawn.add(bytes(image.constBits()))
        assert not state_icon(state, DARK).isNull()
    assert len(drawn) == len(State) == len({LIGHT.of_state(state) for state in State})
    assert len({LIGHT.of_severity(severity) for severity in Severity}) == len(Severity)


def test_applying_a_theme_sets_palette_and_style(qapp: QApplication, qtbot: QtBot) -> None:
    label = QLabel("Secret")
    qtbot.addWidget(label)
    label.show()
    for theme in (DARK, LIGHT):
        apply_theme(qapp, theme, load_fonts())
        assert label.palette().window().color().name() == theme.window
        assert theme.is_dark == (theme is DARK)
    qapp.setStyleSheet("")
    assert qapp.style().name() == "fusion"


def test_the_theme_changes_where_a_dialog_is_open(qapp: QApplication, qtbot: QtBot) -> None:
    """Qt crashed at that, as when the system turned dark."""
    window = reviewing_window(qtbot)
    grounds: list[str] = []

    def change() -> None:
        dialog = qapp.activeModalWidget()
        assert dialog is not None
        for theme in (DARK, LIGHT) * 4:
            QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Tab)
            apply_theme(qapp, theme)
            grounds.append(dialog.palette().window().color().name())
        dialog.close()

    QTimer.singleShot(300, change)
    window.act("keys")
    assert grounds == [DARK.window, LIGHT.window] * 4


def test_no_font_at_all_is_an_error(qapp: QApplication, tmp_path: Path) -> None:
    with pytest.raises(FontError, match="no font is installed"):
        load_fonts(tmp_path, installed=[])


def test_the_bundled_font_is_used_if_the_system_has_none(qapp: QApplication, tmp_path: Path) -> None:
    system = Path("/usr/share/fonts/truetype/dejavu")
    if not (system / "DejaVuSansMono.ttf").exists():
        pytest.skip("no font file to borrow")
    for name in ("DejaVuSans.ttf", "DejaVuSansMono.ttf"):
        (tmp_path / name).write_bytes((system / name).read_bytes())
    fonts = load_fonts(tmp_path, installed=[])
    assert (fonts.ui, fonts.mono) == ("DejaVu Sans", "DejaVu Sans Mono")


def test_mono_family_of_the_system_has_fixed_pitch(qapp: QApplication) -> None:
    fonts = load_fonts()
    metrics = QFontMetricsF(fonts.mono_font())
    assert metrics.horizontalAdvance("iiii") == pytest.approx(metrics.horizontalAdvance("WWWW"))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_edge_of_a_field_is_visible_and_shows_the_focus(qtbot: QtBot, qapp: QApplication, theme: Theme) -> None:
    apply_theme(qapp, theme)
    window = QWidget()
    fields = [QLineEdit(window), QLineEdit(window)]
    fields[0].move(10, 10)
    fields[1].move(10, 60)
    qtbot.addWidget(window)
    window.resize(200, 100)
    window.show()
    window.activateWindow()
    fields[1].setFocus()
    qtbot.waitUntil(fields[1].hasFocus)
    picture = window.grab().toImage()
    rested, focused = (picture.pixelColor(field.x(), field.y() + field.height() // 2).name() for field in fields)
    assert (rested, focused) == (theme.disabled, theme.accent)
    assert contrast(rested, theme.base) >= 3.0


@pytest.mark.parametrize("points", [9.0, 16.0])
def test_digits_are_not_cut_off_in_a_number_box(qtbot: QtBot, qapp: QApplication, points: float) -> None:
    usual = qapp.font()
    apply_theme(qapp, LIGHT, replace(load_fonts(), ui_size=points))
    box = QSpinBox()
    qtbot.addWidget(box)
    box.show()
    typed = box.findChild(QLineEdit)
    assert isinstance(typed, QLineEdit)
    room, letters = typed.height(), typed.fontMetrics().height()
    qapp.setFont(usual)
    assert room >= letters


def test_window_icon_is_there_in_three_sizes(qapp: QApplication) -> None:
    assert sorted(size.width() for size in window_icon().availableSizes()) == [32, 64, 256]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton, QTreeWidget, QMenu], ids=lambda kind: kind.__name__)
def test_unticked_boxes_are_visible(qtbot: QtBot, qapp: QApplication, kind: type[QWidget], theme: Theme) -> None:
    apply_theme(qapp, theme)
    widget = kind()
    qtbot.addWidget(widget)
    widget.ensurePolished()
    drawn = widget.palette().window().color().darker(140)  # as the style does
    assert contrast(drawn.name(), theme.base) >= 2.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_focused_widget_has_a_ring(qtbot: QtBot, theme: Theme) -> None:
    window = reviewing_window(qtbot)
    window.themes.choose(theme.name)
    button = window.desk.strip.bar.likely
    for widget in (button, window.desk.queue.table, window.desk.queue.kinds):
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        assert window.focus_ring.widget is widget
        edge = window.grab().toImage().pixelColor(widget.mapTo(window, QPoint(1, widget.height() // 2))).name()
        assert edge == theme.accent
        assert contrast(edge, theme.strip_background) >= 3.0
    window.desk.text.setFocus()
    assert window.focus_ring.widget is None


def test_the_ring_follows_a_changing_button_and_disappears_with_it(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    window.notice("There is something to do.", buttons=[("Do it", lambda: None)])
    button = window.banner.findChild(QPushButton)
    button.setFocus()
    button.setFixedWidth(200)
    (ring,) = (child for child in button.children() if isinstance(child, QWidget))
    qtbot.waitUntil(lambda: ring.size() == button.size())
    window.banner.clear()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert window.focus_ring.widget is None


def test_the_ring_has_the_colour_of_the_theme_that_is_chosen(qtbot: QtBot) -> None:
    window = reviewing_window(qtbot)
    table = window.desk.queue.table
    table.setFocus()
    for name, theme in (("dark", DARK), ("light", LIGHT)):
        window.themes.choose(name)
        colour = table.grab().toImage().pixelColor(0, table.height() // 2)
        assert colour.name() == theme.accent
