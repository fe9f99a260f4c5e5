"""Reads METS as far as it lists the pages of a document: for each its image and the layout of its words."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from cableview.errors import FileError
from cableview.files import exists, is_image_path, is_layout_path, read_bytes
from cableview.formats.guarded_xml import LARGEST, Element, children, descendants, parsed

HREF = "{http://www.w3.org/1999/xlink}href"


def read_mets(path: Path) -> tuple[Path, ...]:
    """The images and layouts that a METS file lists, page by page: at most one of each per page.

    Only files below its own folder count, since an untrusted list could name any. Raises `FileError`.
    """
    root, _ = parsed(read_bytes(path, LARGEST), path)
    files = {file.get("ID") or "": _named(file, path.parent) for file in descendants(root, "file")}
    pages = [_of_page(div, files) for div in _pages(root)]
    found = tuple(file for page in pages for file in page)
    if not any(is_image_path(file) for file in found):
        advice = "Open the images themselves"
        raise FileError("lists no page with an image in its own folder", path=path, advice=advice)
    gone = next((file for file in found if not exists(file)), None)
    if gone is not None:
        raise FileError(
            f"lists {gone.name}, which is not there", path=path, advice="Put the file there, or open others"
        )
    return found


def _pages(root: Element) -> Iterator[Element]:
    """Yields the divisions that are pages, in the file's order."""
    for part in descendants(root, "structMap"):
        if (part.get("TYPE") or "").upper() == "PHYSICAL":
            yield from (div for div in descendants(part, "div") if (div.get("TYPE") or "").lower() == "page")


def _of_page(div: Element, files: dict[str, Path | None]) -> list[Path]:
    """The first image and the first layout of a page, as far as there are any."""
    own = [files.get(pointer.get("FILEID") or "") for pointer in children(div, "fptr")]
    known = [file for file in own if file is not None]
    kinds = (is_image_path, is_layout_path)
    return [file for kind in kinds if (file := next(filter(kind, known), None)) is not None]


def _named(file: Element, folder: Path) -> Path | None:
    """The path of the file, below `folder`; `None` for one elsewhere."""
    href = next((place.get(HREF) or "" for place in children(file, "FLocat")), "")
    name = unquote(href.removeprefix("./"))
    if not name or "\0" in name or ":" in name or name.startswith(("/", "\\")):
        return None
    path = Path(os.path.normpath(folder / PurePosixPath(name)))
    return path if path.is_relative_to(folder) else None
