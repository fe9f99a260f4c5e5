"""Makes an item of files: which is what, what they hold, and what the reviewer should be told of it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cableview.collection.folder import items_in
from cableview.collection.item import SIDECAR_SUFFIX, Files, Pairing, Role, is_role_folder, pair, role_of
from cableview.collection.kept import KeptFiles, kept_files
from cableview.collection.pairings import remembered
from cableview.errors import FileError, UsageError
from cableview.files import (
    DecodedText,
    atomic_write,
    encode_text,
    exists,
    is_folder,
    is_image_path,
    is_layout_path,
    is_markdown_path,
    is_regular,
    is_text_path,
    read_text,
)
from cableview.formats.archive_page import ArchivePage, split_archive_page
from cableview.model.item import Item, PageImage
from cableview.model.span import Span
from cableview.model.witness import PART_BREAK, Segment, Sigil, Source, Syntax, Witness
from cableview.review.store.shape import sidecar_path

_SHOWN_UNPAIRED = 5


@dataclass(frozen=True)
class _Choice:
    """The files of an item and what is known of how to read them, before any is opened."""

    files: Files
    notices: tuple[str, ...] = ()
    encoding: Mapping[Path, str] = field(default_factory=dict[Path, str])
    split: int | None = None
    sidecar: Path | None = None


@dataclass(frozen=True)
class _Taken:
    """The choices that hold for all files of an item, and what is to be said of them."""

    encoding: Mapping[Path, str]
    split: int | None
    notices: list[str]


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
    """One item of any mix of images, texts, layouts, an archive page, a sidecar or a folder with one item.

    What is not given is taken from what was put together by hand before, then from the item's record, then from the
    names beside it; `beside` is what their folder holds of the item, where it was looked through already. `split` is
    where in an archive page the second text begins. Nothing is written. Raises `FileError` or `UsageError`.
    """
    beside = beside and Files(*map(_paths, (beside.transcript, beside.reference, beside.scans, beside.layouts)))
    choice = _choose([_absolute(path) for path in paths], sidecar_folder, beside, parts=reference is not None)
    asked = {_absolute(path): name for path, name in (encoding or {}).items()}
    files = replace(choice.files, reference=_paths(reference) or choice.files.reference)
    files = replace(files, scans=_paths(scans) or files.scans, layouts=_paths(layouts) or files.layouts)
    split = choice.split if split is None else split
    return _made(replace(choice, files=files, encoding={**choice.encoding, **asked}, split=split), sidecar_folder)


def _made(choice: _Choice, sidecar_folder: Path | None) -> Item:
    item = make_item(
        choice.files.transcript,
        choice.files.reference,
        choice.files.scans,
        choice.files.layouts,
        encoding=choice.encoding,
        split=choice.split,
        sidecar_folder=sidecar_folder,
        notices=choice.notices,
    )
    return replace(item, sidecar=choice.sidecar) if choice.sidecar else item


def make_item(
    transcript: Sequence[Path] | Path | None = None,
    reference: Sequence[Path] | Path | None = None,
    scans: Sequence[Path] = (),
    layouts: Sequence[Path] = (),
    *,
    encoding: Mapping[Path, str] | None = None,
    split: int | None = None,
    sidecar_folder: Path | None = None,
    notices: Sequence[str] = (),
) -> Item:
    """One item of files whose parts are known; nothing is looked for. Raises `FileError` or `UsageError`."""
    files = Files(_paths(transcript), _paths(reference), _paths(scans), _paths(layouts))
    forced = {_absolute(path): name for path, name in (encoding or {}).items()}
    taken = _Taken(forced, split, list(notices))
    _refuse_twice(files)
    files = replace(files, layouts=_sound_layouts(files.layouts, taken))
    pages = _pages(files.scans)
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
    sidecar = sidecar_path(files.transcript[0], _absolute(sidecar_folder) if sidecar_folder else None)
    return Item(first, second, pages, sidecar, metadata, tuple(taken.notices), files.layouts)


def open_files(files: Files, *, sidecar_folder: Path | None = None) -> Item:
    """The item of files that were paired, with what its record says of how to read them. As `open_item` else."""
    choice = _completed(_Choice(files), files.paths, sidecar_folder)
    return _made(choice, sidecar_folder)


def files_of(item: Item) -> Files:
    """The files an item was made of; the reference of an archive page is in its transcript's file."""
    transcript = tuple(source.path for source in item.transcript.sources)
    sources = item.reference.sources if item.reference else ()
    reference = tuple(source.path for source in sources if source.path not in transcript)
    return Files(transcript, reference, tuple(dict.fromkeys(page.path for page in item.pages)), item.layouts)


def pasted_reference(item: Item, text: str, origin: str = "pasted") -> Path:
    """Keeps a second text given by hand beside the sidecar, as a new file of its own. Raises `FileError`.

    `origin` says in the file's name where the text is from.
    """
    name = item.transcript.sources[0].path.name
    for number in range(1, 1000):
        path = item.sidecar.parent / f"{name}.{origin}{f'-{number}' if number > 1 else ''}.txt"
        if not os.path.lexists(path):
            atomic_write(path, encode_text(text, Source(path, "", "utf-8", b"", len(text))))
            return path
    raise FileError("has a thousand such texts beside it", path=item.sidecar, advice="Remove some")


def _absolute(path: Path) -> Path:
    """Where the file is, also after the working folder changed; links are left as they are named."""
    return Path(os.path.normpath(path.absolute()))


def _paths(given: Sequence[Path] | Path | None) -> tuple[Path, ...]:
    return () if given is None else (_absolute(given),) if isinstance(given, Path) else tuple(map(_absolute, given))


# Choosing the files


def _choose(paths: list[Path], sidecar_folder: Path | None, beside: Files | None, *, parts: bool) -> _Choice:
    if not paths:
        raise UsageError("no file was given", advice="Give a transcript, a scan or a folder")
    if len(paths) == 1 and is_folder(paths[0]):
        return _completed(_only_item(items_in(paths[0]), paths[0]), (), sidecar_folder)
    if len(paths) == 1 and (kept := _named_by_sidecar(paths[0])):
        return _with_record(_Choice(Files()), kept, paths[0])
    paths = [file for path in paths for file in _listed_by(_of_sidecar(path))]
    for path in paths:
        _refuse_unusable(path)
    given = pair(paths)
    if parts and len(given.items) > 1:
        choice = _Choice(_parts(paths))
    else:
        choice = _as_given(paths) if _is_one_by_hand(given, paths) else _only_item(given, paths[0])
    return _completed(choice, paths, sidecar_folder, beside)


def _named_by_sidecar(path: Path) -> KeptFiles | None:
    """What the sidecar itself names, where neither transcript nor scan of its name lies beside it."""
    if path.name.endswith(SIDECAR_SUFFIX) and not os.path.lexists(_of_sidecar(path)):
        return kept_files(path)
    return None


def _of_sidecar(path: Path) -> Path:
    """A sidecar stands for the transcript whose name it bears, or for the scan where that is not written yet."""
    if not path.name.endswith(SIDECAR_SUFFIX):
        return path
    if not os.path.lexists(path):
        raise FileError("does not exist", path=path, advice="Check the name and the folder")
    transcript = path.with_name(path.name.removesuffix(SIDECAR_SUFFIX))
    if os.path.lexists(transcript):
        return transcript
    return next((image for image in sorted(path.parent.glob("*")) if _desk_of(image) == transcript), transcript)


def _listed_by(path: Path) -> tuple[Path, ...]:
    """A METS file stands for the images and layouts that it lists."""
    if path.suffix.lower() != ".xml" or not exists(path) or is_folder(path):
        return (path,)
    from cableview.formats.layout_file import seems_mets
    from cableview.formats.mets import read_mets

    return read_mets(path) if seems_mets(path) else (path,)


def _refuse_unusable(path: Path) -> None:
    if is_folder(path):
        raise FileError("is a folder, not a file", path=path, advice="Open it alone, or choose files in it")
    if not is_text_path(path) and not is_image_path(path) and not is_layout_path(path):
        advice = "Give a text (.txt, .md), an image (JPEG, PNG, TIFF, JPEG 2000), a PDF or a layout (.xml, .hocr)"
        raise FileError("is no kind of file that is read", path=path, advice=advice)


def _only_item(pairing: Pairing, path: Path) -> _Choice:
    notices = [f"{left.name} {reason}" for left, reason in pairing.unpaired[:_SHOWN_UNPAIRED]]
    if len(pairing.unpaired) > _SHOWN_UNPAIRED:
        notices.append(f"{len(pairing.unpaired) - _SHOWN_UNPAIRED} more files were not paired")
    if len(pairing.items) == 1:
        return _Choice(pairing.items[0], tuple(notices))
    if not pairing.items and len(pairing.unpaired) == 1 and is_text_path(pairing.unpaired[0][0]):
        return _Choice(Files(transcript=(pairing.unpaired[0][0],)))
    if not pairing.items and is_regular(path) and is_layout_path(path):
        raise FileError("is a layout, not a text or a scan", path=path, advice="Give it beside its scan or its text")
    if not pairing.items:
        raise UsageError("there is no transcript or scan here", path=path, advice="Choose another file or folder")
    raise UsageError(
        f"this is {len(pairing.items)} items, not one", path=path, advice="Open one of them, or name each file's part"
    )


def _is_one_by_hand(given: Pairing, paths: Sequence[Path]) -> bool:
    """True for files that were named together though their names do not say so: one or two texts, any images."""
    texts = sum(is_text_path(path) for path in paths)
    several = all(item.transcript and item.scans for item in given.items)
    is_apart = len(given.items) > 1 or any(is_layout_path(path) for path, _ in given.unpaired)
    return len(paths) > 1 and bool(given.items) and is_apart and texts <= 2 and not (several and len(given.items) > 1)


def _parts(paths: Sequence[Path]) -> Files:
    """Beside a second text that was given apart, all texts are parts of the one, in the order given."""
    texts, images, layouts = (tuple(filter(kind, paths)) for kind in (is_text_path, is_image_path, is_layout_path))
    return Files(texts, (), images, layouts)


def _as_given(paths: Sequence[Path]) -> _Choice:
    """The texts in the order given, unless one is named as a second text; the images are the pages."""
    texts = sorted((path for path in paths if is_text_path(path)), key=lambda path: role_of(path) is Role.REFERENCE)
    images, layouts = (tuple(filter(kind, paths)) for kind in (is_image_path, is_layout_path))
    files = Files(tuple(texts[:1]), tuple(texts[1:]), images, layouts)
    said = [f"{second.name} was taken as the second text to {texts[0].name}" for second in texts[1:]]
    return _Choice(files, tuple(said))


def _completed(
    choice: _Choice, given: Sequence[Path], sidecar_folder: Path | None, beside: Files | None = None
) -> _Choice:
    """With what belongs to it, in the places that are still empty. What was named together is not changed."""
    files = choice.files
    key = (files.transcript or files.scans)[0]
    by_hand = remembered(key)
    if by_hand is not None and all(exists(path) for path in by_hand.paths):
        return replace(choice, files=_filled(files, by_hand, given))
    beside = beside or (_beside(key) if given else None) or Files()
    sidecars = [sidecar_path(path, sidecar_folder) for path in _texts_of(files, beside)]
    if kept := next(filter(None, map(kept_files, sidecars)), None):
        choice = _with_record(choice, kept, None, given)
    elif renamed := _record_of_renamed(key):
        choice = _with_record(choice, renamed[1], renamed[0], given)
    if choice.split is not None:
        beside = replace(beside, reference=())
    return replace(choice, files=_filled(choice.files, beside, given))


def _texts_of(files: Files, beside: Files) -> list[Path]:
    """Under whose name the record may be: the text itself, or the first of those it is a part of, or the one to be."""
    texts = [*files.transcript[:1], *beside.transcript[:1]]
    return list(dict.fromkeys(texts)) or [_desk_path(files)]


def _with_record(choice: _Choice, kept: KeptFiles, sidecar: Path | None, given: Sequence[Path] = ()) -> _Choice:
    gone = tuple(f"{name}, which the record names, is not there: put it back, or name another" for name in kept.gone)
    if sidecar and not kept.files.transcript + kept.files.scans:
        raise FileError("names files that are not there", path=sidecar, advice="Open the item by naming its files")
    files = _filled(choice.files, kept.files, given)
    return _Choice(files, choice.notices + gone, kept.encoding, kept.split, sidecar)


def _record_of_renamed(path: Path) -> tuple[Path, KeptFiles] | None:
    """A record beside `path` whose transcript is not where it was, and which knows `path` by its digest."""
    for sidecar in sorted(path.parent.glob(f"*{SIDECAR_SUFFIX}")):
        if (kept := _named_by_sidecar(sidecar)) and path in kept.files.transcript:
            return sidecar, kept
    return None


def _filled(files: Files, found: Files, given: Sequence[Path]) -> Files:
    """A single file stands for the item it is found in; of several files named, none is replaced."""
    if files.transcript and found.transcript and files.transcript[0] not in found.transcript:
        return files
    alone = len(given) <= 1
    return Files(
        found.transcript if alone and found.transcript else files.transcript or found.transcript,
        files.reference or found.reference,
        found.scans if alone and found.scans else files.scans or found.scans,
        found.layouts if alone and found.layouts else files.layouts or found.layouts,
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


def _pages(scans: Sequence[Path]) -> tuple[PageImage, ...]:
    """Every frame and PDF page is a page. What reads images is loaded only for an item that has some."""
    if not scans:
        return ()
    from cableview.scan.raster import page_count

    return tuple(PageImage(path, frame) for path in scans for frame in range(page_count(path)))


def _sound_layouts(layouts: Sequence[Path], taken: _Taken) -> tuple[Path, ...]:
    """Those that begin as layouts do; an `.xml` may be anything. What is wrong further on is said when it is read."""
    if not layouts:
        return ()
    from cableview.formats.layout_file import seems_layout

    sound: list[Path] = []
    for path in layouts:
        try:
            is_layout = seems_layout(path)
        except FileError as error:
            taken.notices.append(str(error))
            continue
        if is_layout:
            sound.append(path)
        else:
            taken.notices.append(f"{path.name} is no layout, though its name says so, and was left aside")
    return tuple(sound)


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
    encoding = decoded.source.encoding
    if decoded.note or not encoding.startswith("utf-"):
        taken.notices.append(f"{path.name} {decoded.note or f'is read as {encoding}'}")
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
