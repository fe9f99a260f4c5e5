"""The interplay of page and words: which word is outlined, which was clicked, which was placed by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from cableview.gui.crops import STANDS
from cableview.gui.page_geometry import Fit, ViewState, enlargement
from cableview.gui.page_images import PageImages, scaled
from cableview.gui.page_number import PageNumber
from cableview.gui.page_scroll import PAN_STEP
from cableview.gui.page_view import PageView
from cableview.gui.place_overlay import PlaceOverlay
from cableview.gui.theme import Theme
from cableview.model.geometry import Box
from cableview.model.location import Location, Spot
from cableview.model.span import Span
from cableview.review.places import Places
from cableview.review.session import Session
from cableview.scan.placing.by_hand import snapped, spot_at
from cableview.scan.placing.places import WordPlaces
from cableview.scan.segmentation.page_lines import PageLine, nearest_line

STEPS = {"place-left": (-1, 0), "place-right": (1, 0), "place-up": (0, -1), "place-down": (0, 1)}
"""Words to the right and lines down."""


class PagePlaces(QObject):
    """Outlines words on the page of an item, and handles what the reviewer points at there.

    The page follows the words until the reviewer looks around on it, and again from the next place that is gone to.
    `chosen` gives the span of a word that was clicked, `keeping` says that a place is about to be kept; `told` is a
    passing remark.
    """

    chosen = Signal(object)
    keeping = Signal()
    told = Signal(str)

    def __init__(self, page: PageView, images: PageImages, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page, self._images = page, images
        self._session: Session | None = None
        self._places = Places("", ())
        self._span: Span | None = None
        self._other: Span | None = None
        self._letters = 0
        self._follows = True
        self._unzoomed: tuple[float, ViewState] | None = None
        self._overlay = PlaceOverlay(lambda: self._places.words, theme)
        self.is_overlaid = False
        self.number = PageNumber(page, images)
        page.browsed.connect(self._on_browsed)
        page.clicked.connect(self._on_clicked)
        page.pointed.connect(self.point)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """The handlers of the page's actions."""
        page = self._page
        return {
            "zoom-in": partial(page.step_zoom, 1),
            "zoom-out": partial(page.step_zoom, -1),
            "actual-size": partial(page.set_zoom, 1.0),
            "fit-page": partial(page.fit, Fit.PAGE),
            "fit-width": partial(page.fit, Fit.WIDTH),
            "pan-left": partial(page.pan, -PAN_STEP, 0),
            "pan-right": partial(page.pan, PAN_STEP, 0),
            "pan-up": partial(page.pan, 0, -PAN_STEP),
            "pan-down": partial(page.pan, 0, PAN_STEP),
            "rotate-right": partial(page.rotate, 90),
            "rotate-left": partial(page.rotate, -90),
            "page-next": partial(page.browse_by, 1),
            "page-previous": partial(page.browse_by, -1),
            "page-go": self.number.ask,
            "zoom-place": self.zoom_to_place,
            "overlay": self.toggle_overlay,
            **{action: partial(self.step, action) for action in STEPS},
        }

    def set_item(self, session: Session | None, places: Places) -> None:
        """Shows places of another item; none without a session."""
        self._session, self._places = session, places
        self._span, self._other, self._follows, self._unzoomed = None, None, True, None

    def set_theme(self, theme: Theme) -> None:
        self._overlay.theme = theme
        self.number.set_theme(theme)

    def show(self, span: Span | None, *, other: Span | None = None, letters: int = 0, goes_there: bool = False) -> None:
        """Outlines a span of the working text. `goes_there` scrolls there even if the reviewer looked around.

        `other` is outlined as well: where a moved passage belongs. `letters` is the length of the word missing at an
        empty span.
        """
        self._follows = self._follows or goes_there
        self._span, self._other, self._letters = span, other, letters
        self.refresh()

    @property
    def span(self) -> Span | None:
        """The outlined span of the working text."""
        return self._span

    def follow_text(self, start: int, removed: int, added: int) -> None:
        """Follows a change of the working text: the same words stay outlined, and pointing applies to them."""
        now = (span and span.after_change(start, removed, added) for span in (self._span, self._other))
        self._span, self._other = now

    def refresh(self) -> None:
        """Outlines the span again, as places have changed."""
        here, there = (() if span is None else self._places.parts(span) for span in (self._span, self._other))
        caption = STANDS if here and there else ""
        self._page.show_parts((*here, *there), follow=self._follows, caption=caption)

    def zoom_to_place(self) -> None:
        """Zooms the outlined place to reading size; if it has that already, back to the former view."""
        parts = self._places.parts(self._span) if self._span else ()
        if not parts:
            self.told.emit("There is no place here to zoom to.")
            return
        before, page = self._page.state, self._page
        self._follows = True
        self.refresh()
        if self._images.kept(page.page) is None:
            self.told.emit("The page is still being read.")
            return
        if self._unzoomed is not None and page.zoom == self._unzoomed[0]:
            former = self._unzoomed[1]
            page.set_state(replace(before, fit=former.fit, zoom=former.zoom, x=former.x, y=former.y))
            self._unzoomed = None
        else:
            page.set_zoom(page.zoom * enlargement(page.box_in_view(parts[0].box), page.viewport().size()))
            self._unzoomed = page.zoom, before
        self.refresh()

    def toggle_overlay(self) -> None:
        """Shows or hides all lines and words of the page."""
        self.is_overlaid = not self.is_overlaid
        self._page.set_overlay(self._overlay if self.is_overlaid else None)
        if self.is_overlaid and not len(self._places.words):
            self.told.emit("The words have not been found on the page yet.")

    @Slot(int, int, int)
    def point(self, page: int, x: int, y: int) -> None:
        """Places the outlined word at a point of a page."""
        session, original = self._session, self._pointable()
        if session is None or original is None:
            self.told.emit("Go to a place first; then Ctrl and a click on the page say where it stands.")
            return
        letters = len(original) or self._letters or 1
        size = self._places.size_of(page)
        spot = spot_at(self._places.words, page, x, y, letters, size)
        self._keep(original, self._snapped(spot, size))

    def _snapped(self, spot: Spot, size: tuple[int, int]) -> Spot:
        """The spot fitted to the word written there, if its pixels are at hand."""
        pitch, box = self._places.letter_width(spot.page), spot.box
        area = Box(box.left - 2 * box.width, box.top, box.right + 2 * box.width, box.bottom).clipped(*size)
        piece = self._images.piece(spot.page, area, 1.0, "spot") if pitch and area.width > 0 < area.height else None
        if piece is None or piece.image.isNull():
            return spot
        grey = scaled(piece, area, 1.0).convertToFormat(QImage.Format.Format_Grayscale8)
        values = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
        return snapped(spot, pitch, values[:, : grey.width()], area)

    def step(self, action: str) -> None:
        """Moves the outlined word's place by a word or a line."""
        original, parts = self._pointable(), self._places.parts(self._span) if self._span else ()
        if original is None or not parts:
            self.told.emit("There is no place here that could be moved.")
            return
        spot = _beside(self._places.words, parts[0], *STEPS[action])
        self._keep(original, Spot(spot.page, spot.box.clipped(*self._places.size_of(spot.page))))

    def _keep(self, original: Span, spot: Spot) -> None:
        if self._session is None or spot.box.width <= 0 or spot.box.height <= 0:
            return
        self.keeping.emit()
        self._session.locate_by_hand(original, spot)
        self.told.emit("Kept as standing here; what follows is laid from it. Ctrl+Z takes it back.")

    def _pointable(self) -> Span | None:
        """The first outlined word, in the original transcript; an empty span where a word is missing."""
        if self._session is None or self._span is None:
            return None
        span = self._span
        if not span.is_empty:
            word = self._places.word_at(span.start)
            span = Span(max(word.start, span.start), max(span.start, min(word.end, span.end)))
        return self._session.to_original(span)

    @Slot()
    def _on_browsed(self) -> None:
        self._follows = False

    @Slot(int, int, int)
    def _on_clicked(self, page: int, x: int, y: int) -> None:
        """Chooses the word clicked; the page does not scroll, as the word is in sight."""
        row = self._places.words.row_at(page, x, y)
        if row is None or self._session is None:
            return
        self._follows = False
        original = self._places.words.place(row).span
        self.chosen.emit(self._session.to_working(original))


def _beside(words: WordPlaces, here: Location, right: int, down: int) -> Spot:
    """The place of a word on the same line, or of as much of another line."""
    box, middle = here.box, (here.box.left + here.box.right) / 2
    line = nearest_line(words.lines, here.page, middle, (box.top + box.bottom) / 2)
    if line is None:
        wide, high = box.width * right, box.height * down
        return Spot(here.page, Box(box.left + wide, box.top + high, box.right + wide, box.bottom + high))
    if down:
        own = [one for one in words.lines if one.page == here.page]
        line = own[min(max(own.index(line) + down, 0), len(own) - 1)]
        left = min(_lefts(words, line), key=lambda one: abs(one - box.left), default=box.left)
        return Spot(here.page, line.box(left, left + box.width))
    further = [left for left in _lefts(words, line) if (left - box.left) * right > box.height / 4]
    left = min(further, key=lambda one: abs(one - box.left), default=box.left + right * box.height)
    return Spot(here.page, line.box(left, left + box.width))


def _lefts(words: WordPlaces, line: PageLine) -> list[int]:
    """Where the words of a line begin."""
    both = zip(words.boxes, words.pages, strict=True)
    return [box.left for box, page in both if page == line.page and line.holds(box)]
