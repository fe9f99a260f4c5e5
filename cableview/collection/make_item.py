"""Reads the files of an item whose parts are known, and collects what the reviewer should know about them."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cableview.collection.item_paths import absolute, absolute_files, transcript_path, transcript_path_of
from cableview.collection.pairing import Files
from cableview.errors import FileError, ImageError, UsageError
from cableview.files import DecodedText, is_markdown_path, read_text
from cableview.formats.archive_page import ArchivePage, split_archive_page
from cableview.model.item import Item, PageImage
from cableview.model.span import Span
from cableview.model.witness import PART_BREAK, Segment, Sigil, Source, Syntax, Witness
from cableview.review.store.shape import sidecar_path

FIRST_WORDS = 6
"""Number of words quoted to show where a text begins."""
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class _Reading:
    """The options that apply to all files of an item, and the notices about them."""

    encoding: Mapping[Path, str]
    split: int | None
    notices: list[str]


def make_item(
    files: Files,
    *,
    encoding: Mapping[Path, str] | None = None,
    split: int | None = None,
    sidecar_folder: Path | None = None,
    notices: Sequence[str] = (),
    frames: Mapping[Path, int] | None = None,
) -> Item:
    """One item from files whose roles are known; no others are searched for. Raises `FileError` or `UsageError`.

    An unreadable image counts as one page, or as many as `frames` gives for it, and the page shows what is wrong; if
    the item has nothing else, it is an error.
    """
    files = absolute_files(files)
    forced = {absolute(path): name for path, name in (encoding or {}).items()}
    reading = _Reading(forced, split, list(notices))
    _refuse_twice(files)
    files = replace(files, layouts=_sound_layouts(files.layouts, reading))
    if not files.transcript:
        files = replace(files, transcript=(transcript_path(files),))
    pages = _pages(files, frames or {}, reading)
    texts = [_read_or_empty(path, files, reading) for path in files.transcript]
    page = split_archive_page(texts[0].text, split) if len(texts) == 1 else None
    if page:
        first, second, metadata = _from_page(texts[0], page, files, reading)
    else:
        first, second, metadata = _joined(Sigil.TRANSCRIPT, texts), None, ()
    if files.reference:
        second = _joined(Sigil.REFERENCE, [_read(path, reading) for path in files.reference])
    if second is not None and not second.text.strip():
        reading.notices.append(f"the second text {second.sources[0].path.name} has no words")
        second = None
    _say_what_is_missing(first, second, page, files, reading)
    sidecar = sidecar_path(files.transcript[0], absolute(sidecar_folder) if sidecar_folder else None)
    return Item(first, second, pages, sidecar, metadata, tuple(reading.notices), files.layouts)


def _refuse_twice(files: Files) -> None:
    twice = [path for path in files.paths if files.paths.count(path) > 1]
    if twice:
        raise UsageError("cannot be two parts of one item", path=twice[0], advice="Give each file once")


def _pages(files: Files, known: Mapping[Path, int], reading: _Reading) -> tuple[PageImage, ...]:
    """The pages: every frame and PDF page. What reads images is loaded only for an item that has some.

    An unreadable file, or one that is gone, has as many pages as are `known` for it, so that the pages after it keep
    their numbers.
    """
    if not files.scans:
        return ()
    from cableview.scan.raster import page_count

    counts: dict[Path, int] = {}
    errors: list[ImageError] = []
    for path in files.scans:
        try:
            counts[path] = page_count(path)
        except ImageError as error:
            is_there = os.path.lexists(path)
            if not is_there and path not in known:
                raise
            errors.append(error)
            if is_there:  # whoever knows the pages of one that is gone says so
                reading.notices.append(str(error))
            counts[path] = known.get(path, 1)
    if len(errors) == len(files.scans) and not any(map(os.path.lexists, files.transcript)):
        raise errors[0]
    return tuple(PageImage(path, frame) for path in files.scans for frame in range(counts[path]))


def _sound_layouts(layouts: Sequence[Path], reading: _Reading) -> tuple[Path, ...]:
    """The files that begin as layouts do; an `.xml` may be anything. Later faults are reported when it is read."""
    if not layouts:
        return ()
    from cableview.formats.layout_file import seems_layout

    sound: list[Path] = []
    for path in layouts:
        try:
            is_layout = seems_layout(path)
        except FileError as error:
            reading.notices.append(str(error))
            continue
        if is_layout:
            sound.append(path)
        else:
            reading.notices.append(f"{path.name} is not a layout, though its name says so, and was left aside")
    return tuple(sound)


def _read_or_empty(path: Path, files: Files, reading: _Reading) -> DecodedText:
    if files.scans and path == transcript_path_of(files.scans[0]) and not os.path.lexists(path):
        reading.notices.append(f"there is no transcript of {files.scans[0].name}: it can be typed here")
        return DecodedText("", Source(path, hashlib.sha256(b"").hexdigest(), "utf-8", b"", 0))
    return _read(path, reading)


def _read(path: Path, reading: _Reading) -> DecodedText:
    decoded = read_text(path, reading.encoding.get(path))
    encoding = decoded.source.encoding
    if decoded.note or not encoding.startswith("utf-"):
        reading.notices.append(f"{path.name} {decoded.note or f'is read as {encoding}'}")
    return decoded


def _joined(sigil: Sigil, texts: Sequence[DecodedText]) -> Witness:
    """The parts in sequence, with a break between them that is in no file."""
    segments: list[Segment] = []
    start = 0
    for number, decoded in enumerate(texts):
        segments.append(Segment(Span(start, start + len(decoded.text)), number, 0))
        start += len(decoded.text) + len(PART_BREAK)
    text = PART_BREAK.join(decoded.text for decoded in texts)
    markdown = all(is_markdown_path(decoded.source.path) for decoded in texts)
    sources = tuple(decoded.source for decoded in texts)
    return Witness(sigil, text, sources, tuple(segments), Syntax.MARKDOWN if markdown else Syntax.PLAIN)


def _from_page(
    decoded: DecodedText, page: ArchivePage, files: Files, reading: _Reading
) -> tuple[Witness, Witness | None, tuple[tuple[str, str], ...]]:
    """The two texts of an archive page; each is one segment of the same file."""
    syntax = Syntax.MARKDOWN if page.metadata or is_markdown_path(decoded.source.path) else Syntax.PLAIN
    reference = None if page.reference is None else _part(Sigil.REFERENCE, decoded, page.reference, syntax)
    if page.reference is not None and files.reference:
        reading.notices.append(f"{decoded.source.path.name} holds a second text of its own, which is not used")
    elif page.reference is not None and reading.split is None:
        name, begins = decoded.source.path.name, _beginning(decoded.text, page.reference.start)
        reading.notices.append(f"{name} holds both texts; the second was found by its words to begin {begins}")
    return _part(Sigil.TRANSCRIPT, decoded, page.transcript, syntax), reference, page.metadata


def _beginning(text: str, start: int) -> str:
    """Line number and first words of a text, for finding it in another program."""
    line = 1 + len(_LINE_END.findall(text, 0, start))
    words = " ".join(text[start : start + 100].split()[:FIRST_WORDS])
    return f"in line {line}: “{words} …”"


def _part(sigil: Sigil, decoded: DecodedText, span: Span, syntax: Syntax) -> Witness:
    segment = Segment(Span(0, len(span)), 0, span.start)
    return Witness(sigil, span.of(decoded.text), (decoded.source,), (segment,), syntax)


def _say_what_is_missing(
    transcript: Witness, reference: Witness | None, page: ArchivePage | None, files: Files, reading: _Reading
) -> None:
    name = files.transcript[0].name
    if reference is None and page is not None:
        reading.notices.append(f"no second text was found in {name}; its beginning can be set by hand")
    elif reference is None and transcript.text:
        reading.notices.append("there is no second text: the transcript can be read along with the page")
    if not transcript.text.strip() and os.path.lexists(files.transcript[0]):
        reading.notices.append(f"{name} has no words: it can be typed here")
