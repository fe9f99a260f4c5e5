"""Determines a file's role in an item from its name and folder: transcript, second text, scan or layout."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from cableview.files import is_image_path, is_layout_path, is_text_path
from cableview.review.store.shape import SIDECAR_SUFFIX


class Role(Enum):
    """The role of a file in its item."""

    TRANSCRIPT = "transcript"
    REFERENCE = "reference"
    SCAN = "scan"
    LAYOUT = "layout"


# In each row the first word found wins if several files of one item bear one.
MARKS: dict[Role, tuple[str, ...]] = {
    Role.REFERENCE: ("reference", "ref", "clean", "paraphrase", "pasted"),
    Role.TRANSCRIPT: ("transcript", "transcription", "ocr"),
    Role.SCAN: ("scan", "image"),
    Role.LAYOUT: ("layout", "page", "alto", "hocr", "abbyy"),
}
"""`page1.clean.txt` goes with `page1.txt`; a file named by the word alone is for everything in its folder."""

FOLDERS: dict[Role, tuple[str, ...]] = {
    Role.REFERENCE: ("reference", "references", "ref", "clean", "paraphrase"),
    Role.TRANSCRIPT: ("transcript", "transcripts", "transcription", "transcriptions", "text", "texts", "ocr"),
    Role.SCAN: ("scan", "scans", "image", "images", "img"),
    Role.LAYOUT: ("layout", "layouts", "page", "alto", "hocr", "abbyy"),
}
"""Sibling folders whose files are treated as if they were together in the parent folder."""

_ROLE_OF_MARK = {mark: role for role, marks in MARKS.items() for mark in marks}

_ROLE_OF_FOLDER = {name: role for role, names in FOLDERS.items() for name in names}

_WORDS = "|".join(sorted(_ROLE_OF_MARK, key=len, reverse=True))

_DOTTED = re.compile(rf"(?P<base>.+)\.(?P<mark>{_WORDS})(?P<number>-\d+)?", re.IGNORECASE | re.DOTALL)

_JOINED = re.compile(rf"(?P<base>.+)[-_ ](?P<mark>{_WORDS})(?P<number>)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class NamedFile:
    """What a file's name says: `base` is common to its item's files, and empty if it is for the whole folder."""

    path: Path
    role: Role
    folder: Path
    base: str
    rank: tuple[int, int] = (0, 0)


def is_own_file(path: Path) -> bool:
    """True for a sidecar and the files kept beside it."""
    return SIDECAR_SUFFIX in path.name


def is_role_folder(folder: Path) -> bool:
    """True for `reference`, `transcript`, `scan` and the like, whose files belong to the parent folder."""
    return folder.name.casefold() in _ROLE_OF_FOLDER


def belongs_above(path: Path) -> bool:
    """True for a file of the right kind in a role folder: a folder `page` may hold anything besides layouts."""
    role = _ROLE_OF_FOLDER.get(path.parent.name.casefold())
    return role is not None and (role is not Role.LAYOUT or is_layout_path(path))


def role_of(path: Path) -> Role:
    """The role that the name of a text or image indicates."""
    return named_file(path).role


def bare_name(path: Path) -> str:
    """The lower-case part of a file's name that its item's files share: `letter-1` of `letter-1.alto.xml`."""
    return named_file(path).base


def natural_order(path: Path) -> tuple[str, list[tuple[int, int, str]]]:
    """A sort key that puts `page2` before `page10`."""
    pieces = re.split(r"(\d+)", path.name.casefold())
    return str(path.parent), [(1, int(p), p) if p.isdecimal() else (0, 0, p) for p in pieces]


def named_file(path: Path) -> NamedFile:
    """A file with its role, from the word in its name, else its folder, else its suffix."""
    own = _kind_of(path)
    inside = _ROLE_OF_FOLDER.get(path.parent.name.casefold()) if belongs_above(path) else None
    folder = path.parent.parent if inside else path.parent
    role = inside if inside and _fits(inside, own) else own
    whole = _ROLE_OF_MARK.get(path.stem.casefold())
    if whole and _fits(whole, own):
        return NamedFile(path, whole, folder, "", (_rank(path.stem), 0))
    match = _DOTTED.fullmatch(path.stem)
    if match and _fits(_ROLE_OF_MARK[match["mark"].casefold()], own):
        return _marked(path, match, folder)
    place = FOLDERS[Role.LAYOUT].index(path.parent.name.casefold()) if inside is Role.LAYOUT else 0
    return NamedFile(path, role, folder, _base(path.stem), (place, 0))


def with_joined_marks(files: list[NamedFile]) -> list[NamedFile]:
    """The files, with `page1_clean` counted as marked if there is a `page1`; alone it may be any name."""
    bases = {file.base for file in files}
    better: list[NamedFile] = []
    for file in files:
        match = _JOINED.fullmatch(file.path.stem)
        marked = _marked(file.path, match, file.folder) if match and file.base == _base(file.path.stem) else file
        better.append(marked if marked.base in bases and _fits(marked.role, _kind_of(file.path)) else file)
    return better


def _kind_of(path: Path) -> Role:
    """The role that a file's suffix indicates: a scan, a layout or a text."""
    if is_image_path(path):
        return Role.SCAN
    return Role.LAYOUT if is_layout_path(path) else Role.TRANSCRIPT


def _fits(role: Role, own: Role) -> bool:
    """True if a word for `role` applies to files of the kind `own`: words for texts do not apply to images."""
    return role is own or {role, own} == {Role.TRANSCRIPT, Role.REFERENCE}


def _marked(path: Path, match: re.Match[str], folder: Path) -> NamedFile:
    mark = match["mark"].casefold()
    number = int((match["number"] or "-0")[1:])
    return NamedFile(path, _ROLE_OF_MARK[mark], folder, _base(match["base"]), (_rank(mark), -number))


def _rank(mark: str) -> int:
    mark = mark.casefold()
    return MARKS[_ROLE_OF_MARK[mark]].index(mark)


def _base(stem: str) -> str:
    """The stem in lower case, without an inner suffix: marks may follow the whole name of a transcript or a scan."""
    inner = Path(stem)
    return (inner.stem if is_text_path(inner) or is_image_path(inner) else stem).casefold()
