"""Reads from files where the words of a scan are: from layout files, and from PDFs with a text layer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cableview.errors import FileError
from cableview.formats.layout_file import read_layout
from cableview.model.item import PageImage
from cableview.model.layout import Layout, LayoutPage
from cableview.scan.images.decoder import Decoder

PDF = ".pdf"


def layout_in(path: Path) -> Layout:
    """The layout in a file of any known kind. Raises `FileError` if it has no lines with text."""
    if path.suffix.lower() != PDF:
        return read_layout(path)
    with Decoder() as decoder:
        count = decoder.count_pdf_pages(path)
        layout = Layout(tuple(decoder.text_layer(PageImage(path, frame)) for frame in range(count)))
    if not any(page.lines for page in layout.pages):
        advice = "Give a layout file, or leave it to be found on the image"
        raise FileError("has no text layer", path=path, advice=advice)
    return layout


def text_layers(pages: Sequence[PageImage]) -> tuple[dict[PageImage, LayoutPage], tuple[str, ...]]:
    """The text layers of those pages that are from a PDF, and why others have no readable one."""
    layers: dict[PageImage, LayoutPage] = {}
    notices: list[str] = []
    with Decoder() as decoder:
        for page in pages:
            if page.path.suffix.lower() == PDF:
                try:
                    layers[page] = decoder.text_layer(page)
                except FileError as error:
                    notices.append(str(error))
    return layers, tuple(notices)
