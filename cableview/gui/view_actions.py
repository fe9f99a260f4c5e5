"""What each action does to how text and scan are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from cableview.gui.editor import TextPane
from cableview.gui.line_crops import LineCrops
from cableview.gui.page_places import PagePlaces
from cableview.gui.page_view import PageView


class ViewActions:
    """Carries out actions of the table on the page, on the piece of it above the strip, and on both texts."""

    def __init__(self, page: PageView, on_page: PagePlaces, crop: LineCrops, panes: Sequence[TextPane]) -> None:
        self._page, self._crop, self._panes = page, crop, panes
        self._is_bare = False
        self.handlers: Mapping[str, Callable[[], object]] = {
            "invert": self._filtering(page.toggle_invert),
            "contrast-more": self._filtering(partial(page.step_contrast, 1)),
            "contrast-less": self._filtering(partial(page.step_contrast, -1)),
            "lighter": self._filtering(partial(page.step_brightness, 1)),
            "darker": self._filtering(partial(page.step_brightness, -1)),
            "bare": lambda: self._set_bare(True),
            "text-larger": lambda: self._resize_text(1),
            "text-smaller": lambda: self._resize_text(-1),
            **on_page.handlers(),
        }

    def release(self, action: str) -> None:
        """A held key was let go."""
        if action == "bare":
            self._set_bare(False)

    def _filtering(self, change: Callable[[], object]) -> Callable[[], None]:
        """A change of the page's filters, which the piece of it takes over."""

        def changed() -> None:
            change()
            self._crop.set_filters(self._page.state.filters)

        return changed

    def _resize_text(self, points: int) -> None:
        size = self._panes[0].text_size + points
        for pane in self._panes:
            pane.set_text_size(size)

    def _set_bare(self, on: bool) -> None:
        if on != self._is_bare:
            self._is_bare = on
            self._page.set_bare(on)
            self._crop.set_bare(on)
