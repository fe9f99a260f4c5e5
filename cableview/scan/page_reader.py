"""The pages of a scan of which some may be damaged: the others are gone on with."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from cableview.errors import ImageError
from cableview.model.item import PageImage
from cableview.scan.raster import page_size, page_sizes, read_page


class PageReader:
    """Reads pages, and keeps in `errors` why those that cannot be read cannot, by index.

    `sizes` are widths and heights in pixels; of a page without, those of one that has some.
    """

    def __init__(self, pages: Sequence[PageImage]) -> None:
        """Raises the first page's `ImageError` where none has a size."""
        self._pages = pages
        self.errors: dict[int, ImageError] = {}
        self.sizes = self._sizes()

    def image(self, index: int, max_pixels: int) -> Image.Image | None:
        """A page, upright; `None` for one that cannot be read. Raises the first `ImageError` where none can be."""
        if index not in self.errors:
            try:
                return read_page(self._pages[index], max_pixels)
            except ImageError as error:
                self._take(index, error)
        return None

    def _sizes(self) -> list[tuple[int, int]]:
        try:
            return page_sizes(self._pages)
        except ImageError:  # which of them it is about is only known one by one
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
