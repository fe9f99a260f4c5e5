"""Reads the pages of a scan, continuing past those that are damaged."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from cableview.errors import ImageError
from cableview.model.item import PageImage
from cableview.scan.raster import page_size, page_sizes, read_page


class PageReader:
    """Reads pages; `errors` holds, by index, why a page cannot be read.

    `sizes` are widths and heights in pixels; a page whose size is unknown gets that of another.
    """

    def __init__(self, pages: Sequence[PageImage]) -> None:
        """Reads the sizes. Raises the first page's `ImageError` where no page has one."""
        self._pages = pages
        self.errors: dict[int, ImageError] = {}
        self.sizes = self._sizes()

    def image(self, index: int, max_pixels: int) -> Image.Image | None:
        """A page, upright; `None` if it cannot be read. Raises the first `ImageError` where no page can be."""
        if index not in self.errors:
            try:
                return read_page(self._pages[index], max_pixels)
            except ImageError as error:
                self._take(index, error)
        return None

    def _sizes(self) -> list[tuple[int, int]]:
        try:
            return page_sizes(self._pages)
        except ImageError:  # asking one by one shows which page it is about
            known = [self._size(index) for index in range(len(self._pages))]
        other = next(size for size in known if size is not None)
        return [size or other for size in known]

    def _size(self, index: int) -> tuple[int, int] | None:
        try:
            return page_size(self._pages[index])
        except ImageError as error:
            self._take(index, error)
        return None

    def _take(self, index: int, error: ImageError) -> None:
        self.errors[index] = error
        if len(self.errors) == len(self._pages):
            raise self.errors[min(self.errors)]
