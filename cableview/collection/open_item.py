"""Opens an item: chooses its files, builds it from them, and lists them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from cableview.collection.file_choice import choose_files
from cableview.collection.item_paths import absolute, absolute_files, all_absolute
from cableview.collection.make_item import make_item
from cableview.collection.pairing import Files
from cableview.errors import FileError
from cableview.files import atomic_write, encode_text
from cableview.model.item import Item
from cableview.model.witness import Source


def open_item(
    paths: Sequence[Path],
    *,
    reference: Path | None = None,
    scans: Sequence[Path] = (),
    layouts: Sequence[Path] = (),
    encoding: Mapping[Path, str] | None = None,
    split: int | None = None,
    sidecar_folder: Path | None = None,
    beside: Files | None = None,
) -> Item:
    """One item from any mix of images, texts, layouts, an archive page, a sidecar or a folder with one item.

    What is not given is taken from what was put together by hand before, then from the item's record, then from
    matching names; `beside` are the item's files in their folder, if it was searched already. `split` is where the
    second text of an archive page begins. Nothing is written. Raises `FileError` or `UsageError`.
    """
    beside = beside and absolute_files(beside)
    choice = choose_files([absolute(path) for path in paths], sidecar_folder, beside, parts=reference is not None)
    asked = {absolute(path): name for path, name in (encoding or {}).items()}
    files = replace(choice.files, reference=all_absolute(reference) or choice.files.reference)
    files = replace(files, scans=all_absolute(scans) or files.scans, layouts=all_absolute(layouts) or files.layouts)
    item = make_item(
        files,
        encoding={**choice.encoding, **asked},
        split=choice.split if split is None else split,
        sidecar_folder=sidecar_folder,
        notices=choice.notices,
        frames=choice.frames,
    )
    return replace(item, sidecar=choice.sidecar) if choice.sidecar else item


def files_of(item: Item) -> Files:
    """The files an item was made from; the reference of an archive page is in its transcript's file."""
    transcript = tuple(source.path for source in item.transcript.sources)
    sources = item.reference.sources if item.reference else ()
    reference = tuple(source.path for source in sources if source.path not in transcript)
    return Files(transcript, reference, tuple(dict.fromkeys(page.path for page in item.pages)), item.layouts)


def pasted_reference(item: Item, text: str, origin: str = "pasted") -> Path:
    """Saves a second text given by hand beside the sidecar, as a new file, and returns its path. Raises `FileError`.

    `origin` becomes part of the file's name and says where the text came from.
    """
    name = item.transcript.sources[0].path.name
    for number in range(1, 1000):
        path = item.sidecar.parent / f"{name}.{origin}{f'-{number}' if number > 1 else ''}.txt"
        if not os.path.lexists(path):
            atomic_write(path, encode_text(text, Source(path, "", "utf-8", b"", len(text))))
            return path
    raise FileError("has a thousand such texts beside it", path=item.sidecar, advice="Remove some")
