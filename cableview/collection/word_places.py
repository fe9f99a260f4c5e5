"""Finds the words of an item on its pages, with the help of its layout files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cableview.collection.file_roles import bare_name
from cableview.collection.layouts import layout_in, text_layers
from cableview.errors import FileError
from cableview.model.item import PageImage
from cableview.model.layout import LayoutPage
from cableview.scan.locate import locate_words
from cableview.scan.placing.places import WordPlaces


def find_words(text: str, pages: Sequence[PageImage], layouts: Sequence[Path] = ()) -> WordPlaces:
    """The place on `pages` of each run of non-blanks of `text`.

    A layout that cannot be read or does not fit is ignored, with a notice. Raises `ImageError`.
    """
    shown, notices = pages_shown(pages, layouts)
    found = locate_words(text, pages, layout=shown)
    return replace(found, notices=(*notices, *found.notices))


def pages_shown(pages: Sequence[PageImage], layouts: Sequence[Path]) -> tuple[list[LayoutPage | None], tuple[str, ...]]:
    """What is known of each page of a scan, from a layout file or else the text layer of its PDF, and notices."""
    notices: list[str] = []
    read: list[tuple[str, LayoutPage]] = []
    for path in layouts:
        try:
            read += [(bare_name(path), page) for page in layout_in(path).pages]
        except FileError as error:
            notices.append(str(error))
    shown, spare = _matched(pages, read)
    if spare:
        notices.append(f"{spare} of the {len(read)} pages of the layout files belong to no page of the scan")
    layers, refused = text_layers([page for page, known in zip(pages, shown, strict=True) if known is None])
    shown = [known or layers.get(page) for page, known in zip(pages, shown, strict=True)]
    return shown, (*notices, *refused)


def _matched(pages: Sequence[PageImage], read: Sequence[tuple[str, LayoutPage]]) -> tuple[list[LayoutPage | None], int]:
    """A layout page for each page of the scan, and how many were left over.

    If there are equally many, they correspond in order; otherwise the name of the layout file, or of the image it
    refers to, decides. If no name matches, they are the first pages.
    """
    if len(read) == len(pages):
        return [page for _, page in read], 0
    shown: list[LayoutPage | None] = [None] * len(pages)
    left: list[LayoutPage] = []
    names = [bare_name(page.path) for page in pages]
    for own, page in read:
        wanted = {own, bare_name(Path(page.image.replace("\\", "/"))) if page.image else own}
        index = next((k for k, name in enumerate(names) if name in wanted and shown[k] is None), None)
        if index is None:
            left.append(page)
        else:
            shown[index] = page
    if not any(shown):
        return [*left, *shown][: len(pages)], max(0, len(left) - len(pages))
    return shown, len(left)
