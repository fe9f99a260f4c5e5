"""Makes an item of files: which is what, what they hold, and what the reviewer should be told of it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cableview.collection.folder import items_in
from cableview.collection.item import SIDECAR_SUFFIX, Files, Pairing, Role, is_role_folder, pair, role_of
from cableview.collection.pairings import remembered
from cableview.errors import FileError, UsageError
from cableview.files import (
    DecodedText,
    atomic_write,
    encode_text,
    is_image_path,
    is_layout_path,
    is_markdown_path,
    is_text_path,
    read_text,
)
from cableview.formats.archive_page import ArchivePage, split_archive_page
from cableview.model.item import Item, PageImage
from cableview.model.span import Span
from cableview.model.witness import PART_BREAK, Segment, Sigil, Source, Syntax, Witness
from cableview.scan.raster import page_count

_SHOWN_UNPAIRED = 5


@dataclass(frozen=True)
class _Taken:
    """The choices that hold for all files of an item."""

    encoding: Mapping[Path, str]
    split: int | None
    sidecar_folder: Path | None
    notices: list[str] = field(default_factory=list[str])


def open_item(
    paths: Sequence[Path],
    *,
    reference: Path | None = None,
    scans: Sequence[Path] = (),
    encoding: Mapping[Path, str] | None = None,
    split: int | None = None,
    sidecar_folder: Path | None = None,
) -> Item:
    """One item of any mix of images, texts, an archive page, a sidecar or a folder with one item.

    What is not given is looked for by name beside it, and in what was put together by hand before. `split` is where in
    an archive page the second text begins. Nothing is written. Raises `FileError` or `UsageError`.
    """
    files, notices = _choose([_absolute(path) for path in paths])
    if reference is not None:
        files = replace(files, reference=(_absolute(reference),))
    if scans:
        files = replace(files, scans=tuple(map(_absolute, scans)))
    return make_item(
        files.transcript,
        files.reference,
        files.scans,
        encoding=encoding,
        split=split,
        sidecar_folder=sidecar_folder,
        notices=notices,
    )


def make_item(
    transcript: Sequence[Path] | Path | None = None,
    reference: Sequence[Path] | Path | None = None,
    scans: Sequence[Path] = (),
    *,
    encoding: Mapping[Path, str] | None = None,
    split: int | None = None,
    sidecar_folder: Path | None = None,
    notices: Sequence[str] = (),
) -> Item:
    """One item of files whose parts are known; nothing is looked for. Raises `FileError` or `UsageError`."""
    files = Files(_paths(transcript), _paths(reference), _paths(scans))
    forced = {_absolute(path): name for path, name in (encoding or {}).items()}
    taken = _Taken(forced, split, sidecar_folder, list(notices))
    _refuse_twice(files)
    pages = tuple(PageImage(path, frame) for path in files.scans for frame in range(page_count(path)))
    if not files.transcript:
        files = replace(files, transcript=(_desk_path(files),))
    texts = [_read_or_desk(path, files, taken) for path in files.transcript]
    page = split_archive_page(texts[0].text, split) if len(texts) == 1 else None
    first, second, metadata = _from_page(texts[0], page, files, taken) if page else (_transcript(texts), None, ())
    if files.reference:
        second = _reference(files.reference, taken)
    if second is not None and not second.text.strip():
        taken.notices.append(f"the second text {second.sources[0].path.name} is empty")
        second = None
    _say_what_is_missing(first, second, page, files, taken)
    return Item(first, second, pages, _sidecar_path(files, sidecar_folder), metadata, tuple(taken.notices))


def files_of(item: Item) -> Files:
    """The files an item was made of; the reference of an archive page is in its transcript's file."""
    transcript = tuple(source.path for source in item.transcript.sources)
    sources = item.reference.sources if item.reference else ()
    reference = tuple(source.path for source in sources if source.path not in transcript)
    return Files(transcript, reference, tuple(dict.fromkeys(page.path for page in item.pages)))


def pasted_reference(item: Item, text: str) -> Path:
    """Keeps a second text given by hand beside the sidecar, as a new file of its own. Raises `FileError`."""
    name = item.transcript.sources[0].path.name
    for number in range(1, 1000):
        path = item.sidecar.parent / f"{name}.pasted{f'-{number}' if number > 1 else ''}.txt"
        if not os.path.lexists(path):
            atomic_write(path, encode_text(text, Source(path, "", "utf-8", b"", len(text))))
            return path
    raise FileError("has a thousand pasted texts beside it", path=item.sidecar, advice="Remove some")


def _absolute(path: Path) -> Path:
    """Where the file is, also after the working folder changed; links are left as they are named."""
    return Path(os.path.normpath(path.absolute()))


def _paths(given: Sequence[Path] | Path | None) -> tuple[Path, ...]:
    return () if given is None else (_absolute(given),) if isinstance(given, Path) else tuple(map(_absolute, given))


# Choosing the files


def _choose(paths: list[Path]) -> tuple[Files, list[str]]:
    if not paths:
        raise UsageError("no file was given", advice="Give a transcript, a scan or a folder")
    if len(paths) == 1 and paths[0].is_dir():
        return _only_item(items_in(paths[0]), paths[0])
    paths = [_of_sidecar(path) for path in paths]
    for path in paths:
        _refuse_unusable(path)
    given = pair(paths)
    files, notices = _as_given(paths) if _is_one_by_hand(given, paths) else _only_item(given, paths[0])
    return _completed(files, paths), notices


def _of_sidecar(path: Path) -> Path:
    """A sidecar stands for the transcript whose name it bears, or for the scan where that is not written yet."""
    if not path.name.endswith(SIDECAR_SUFFIX):
        return path
    if not os.path.lexists(path):
        raise FileError("does not exist", path=path, advice="Check the name and the folder")
    transcript = path.with_name(path.name.removesuffix(SIDECAR_SUFFIX))
    if not os.path.lexists(transcript):
        scans = [image for image in sorted(path.parent.iterdir()) if _desk_of(image) == transcript]
        return scans[0] if scans else transcript
    return transcript


def _refuse_unusable(path: Path) -> None:
    if path.is_dir():
        raise FileError("is a folder, not a file", path=path, advice="Open it alone, or choose files in it")
    if is_layout_path(path):
        raise FileError("is a layout, not a text or a scan", path=path, advice="Give it with --layout")
    if not is_text_path(path) and not is_image_path(path):
        advice = "Give a text (.txt, .md), an image (JPEG, PNG, TIFF, JPEG 2000) or a PDF"
        raise FileError("is no kind of file that is read", path=path, advice=advice)


def _only_item(pairing: Pairing, path: Path) -> tuple[Files, list[str]]:
    notices = [f"{left.name} {reason}" for left, reason in pairing.unpaired[:_SHOWN_UNPAIRED]]
    if len(pairing.unpaired) > _SHOWN_UNPAIRED:
        notices.append(f"{len(pairing.unpaired) - _SHOWN_UNPAIRED} more files were not paired")
    if len(pairing.items) == 1:
        return pairing.items[0], notices
    if not pairing.items and len(pairing.unpaired) == 1 and is_text_path(pairing.unpaired[0][0]):
        return Files(transcript=(pairing.unpaired[0][0],)), []
    if not pairing.items:
        raise UsageError("there is no transcript or scan here", path=path, advice="Choose another file or folder")
    raise UsageError(
        f"this is {len(pairing.items)} items, not one", path=path, advice="Open one of them, or name each file's part"
    )


def _is_one_by_hand(given: Pairing, paths: Sequence[Path]) -> bool:
    """True for files that were named together though their names do not say so: one or two texts, any images."""
    texts = sum(is_text_path(path) for path in paths)
    several = all(item.transcript and item.scans for item in given.items)
    return len(paths) > 1 and len(given.items) > 1 and texts <= 2 and not several


def _as_given(paths: Sequence[Path]) -> tuple[Files, list[str]]:
    """The texts in the order given, unless one is named as a second text; the images are the pages."""
    texts = sorted((path for path in paths if is_text_path(path)), key=lambda path: role_of(path) is Role.REFERENCE)
    files = Files(tuple(texts[:1]), tuple(texts[1:]), tuple(path for path in paths if is_image_path(path)))
    if len(texts) < 2:
        return files, []
    return files, [f"{texts[1].name} was taken as the second text to {texts[0].name}"]


def _completed(files: Files, given: Sequence[Path]) -> Files:
    """With what was put together by hand, or lies beside it under the same name, in the places that are still empty."""
    key = (files.transcript or files.scans)[0]
    found = remembered(key) or _beside(key)
    if found is None or (files.transcript and found.transcript and files.transcript[0] not in found.transcript):
        return files
    return Files(
        files.transcript if len(given) > 1 and files.transcript else found.transcript,
        files.reference or found.reference,
        files.scans if len(given) > 1 and files.scans else found.scans,
    )


def _beside(path: Path) -> Files | None:
    """The item that `path` belongs to among the files of its folder."""
    for folder in [path.parent.parent, path.parent] if is_role_folder(path.parent) else [path.parent]:
        try:
            items = items_in(folder).items
        except FileError:
            continue
        for item in items:
            if path in item.transcript + item.scans:
                return item
    return None


def _refuse_twice(files: Files) -> None:
    twice = [path for path in files.paths if files.paths.count(path) > 1]
    if twice:
        raise UsageError("cannot be two parts of one item", path=twice[0], advice="Give each file once")


# Reading them


def _desk_path(files: Files) -> Path:
    """Where the text of a scan without one will be; the file need not exist."""
    if not files.scans:
        raise UsageError("an item needs a transcript or a scan", advice="Choose one")
    return _desk_of(files.scans[0]) or files.scans[0]


def _desk_of(image: Path) -> Path | None:
    return image.with_suffix(".txt") if is_image_path(image) else None


def _read_or_desk(path: Path, files: Files, taken: _Taken) -> DecodedText:
    if files.scans and path == _desk_of(files.scans[0]) and not os.path.lexists(path):
        taken.notices.append(f"there is no transcript of {files.scans[0].name}: it can be typed here")
        return DecodedText("", Source(path, hashlib.sha256(b"").hexdigest(), "utf-8", b"", 0))
    return _read(path, taken)


def _read(path: Path, taken: _Taken) -> DecodedText:
    decoded = read_text(path, taken.encoding.get(path))
    if decoded.note:
        taken.notices.append(f"{path.name} {decoded.note}")
    return decoded


def _transcript(texts: Sequence[DecodedText]) -> Witness:
    return _joined(Sigil.TRANSCRIPT, texts)


def _reference(paths: Sequence[Path], taken: _Taken) -> Witness:
    return _joined(Sigil.REFERENCE, [_read(path, taken) for path in paths])


def _joined(sigil: Sigil, texts: Sequence[DecodedText]) -> Witness:
    """The parts one after another, with a break between them that is in no file."""
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
    decoded: DecodedText, page: ArchivePage, files: Files, taken: _Taken
) -> tuple[Witness, Witness | None, tuple[tuple[str, str], ...]]:
    """The two texts of an archive page; each is one segment of the same file."""
    syntax = Syntax.MARKDOWN if page.metadata or is_markdown_path(decoded.source.path) else Syntax.PLAIN
    reference = None if page.reference is None else _part(Sigil.REFERENCE, decoded, page.reference, syntax)
    if page.reference is not None and files.reference:
        taken.notices.append(f"{decoded.source.path.name} holds a second text of its own, which is not used")
    elif page.reference is not None and taken.split is None:
        taken.notices.append(f"the second text begins at character {page.reference.start + 1}, found by its words")
    return _part(Sigil.TRANSCRIPT, decoded, page.transcript, syntax), reference, page.metadata


def _part(sigil: Sigil, decoded: DecodedText, span: Span, syntax: Syntax) -> Witness:
    segment = Segment(Span(0, len(span)), 0, span.start)
    return Witness(sigil, span.of(decoded.text), (decoded.source,), (segment,), syntax)


def _say_what_is_missing(
    transcript: Witness, reference: Witness | None, page: ArchivePage | None, files: Files, taken: _Taken
) -> None:
    name = files.transcript[0].name
    if reference is None and page is not None:
        taken.notices.append(f"no second text was found in {name}; its beginning can be set by hand")
    elif reference is None and transcript.text:
        taken.notices.append("there is no second text: the transcript can be read along with the page")
    if not transcript.text.strip() and os.path.lexists(files.transcript[0]):
        taken.notices.append(f"{name} is empty: it can be typed here")


def _sidecar_path(files: Files, folder: Path | None) -> Path:
    first = files.transcript[0]
    return (_absolute(folder) if folder else first.parent) / f"{first.name}{SIDECAR_SUFFIX}"
