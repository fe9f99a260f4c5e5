"""Which files belong together, as far as their names say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from cableview.files import is_image_path, is_layout_path, is_text_path

SIDECAR_SUFFIX = ".cableview.json"


class Role(Enum):
    TRANSCRIPT = "transcript"
    REFERENCE = "reference"
    SCAN = "scan"
    LAYOUT = "layout"


# In each row the first word found wins where several files of one item bear one.
MARKS: dict[Role, tuple[str, ...]] = {
    Role.REFERENCE: ("reference", "ref", "clean", "paraphrase", "pasted"),
    Role.TRANSCRIPT: ("transcript", "transcription", "ocr"),
    Role.SCAN: ("scan", "image"),
    Role.LAYOUT: ("layout", "page", "alto", "hocr", "abbyy"),
}
"""`page1.clean.txt` stands beside `page1.txt`; a file that is named by the word alone is for all in its folder."""

FOLDERS: dict[Role, tuple[str, ...]] = {
    Role.REFERENCE: ("reference", "references", "ref", "clean", "paraphrase"),
    Role.TRANSCRIPT: ("transcript", "transcripts", "transcription", "transcriptions", "text", "texts", "ocr"),
    Role.SCAN: ("scan", "scans", "image", "images", "img"),
    Role.LAYOUT: ("layout", "layouts", "page", "alto", "hocr", "abbyy"),
}
"""Folders beside each other whose files are taken as if they lay together in the folder above."""

_ROLE_OF_MARK = {mark: role for role, marks in MARKS.items() for mark in marks}
_ROLE_OF_FOLDER = {name: role for role, names in FOLDERS.items() for name in names}
_WORDS = "|".join(sorted(_ROLE_OF_MARK, key=len, reverse=True))
_DOTTED = re.compile(rf"(?P<base>.+)\.(?P<mark>{_WORDS})(?P<number>-\d+)?", re.IGNORECASE | re.DOTALL)
_JOINED = re.compile(rf"(?P<base>.+)[-_ ](?P<mark>{_WORDS})(?P<number>)", re.IGNORECASE | re.DOTALL)
_NUMBERED = re.compile(r"(?P<prefix>.*?)(?:(?:[-_ .]|\b)(?:p|pg|page|s|f)?[-_ .]?)?\(?(?P<number>\d+)\)?", re.DOTALL)

_LONE_LAYOUT = "is named as a layout, but there is no scan or text of that name"

# A text of several parts is usually a hundred pages; one of a thousand is a collection.
_MOST_PARTS = 1000


@dataclass(frozen=True, slots=True)
class Files:
    """What makes up one item. An item without transcript is to be typed; several transcripts are parts of one text."""

    transcript: tuple[Path, ...] = ()
    reference: tuple[Path, ...] = ()
    scans: tuple[Path, ...] = ()
    layouts: tuple[Path, ...] = ()

    @property
    def paths(self) -> tuple[Path, ...]:
        return self.transcript + self.reference + self.scans + self.layouts

    @property
    def name(self) -> str:
        """What the item is listed under: its first file."""
        return (self.transcript or self.scans or self.reference)[0].name


@dataclass(frozen=True, slots=True)
class Pairing:
    """`unpaired` gives the reason with each file."""

    items: tuple[Files, ...]
    unpaired: tuple[tuple[Path, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Named:
    """A file by what its name says: `base` is what its item shares, empty when it is for the whole folder."""

    path: Path
    role: Role
    folder: Path
    base: str
    rank: tuple[int, int] = (0, 0)


def pair(paths: Iterable[Path]) -> Pairing:
    """Sorts files into items by name. Sidecars are passed over; all else is in the answer once."""
    named: list[_Named] = []
    unpaired: list[tuple[Path, str]] = []
    for path in sorted(dict.fromkeys(paths), key=natural_order):
        if is_own_file(path):
            continue
        if is_text_path(path) or is_image_path(path) or is_layout_path(path):
            named.append(_named(path))
        else:
            unpaired.append((path, "is neither a text nor an image of a kind that is read"))
    items: list[Files] = []
    for folder in dict.fromkeys(file.folder for file in named):
        found = _pair_folder(folder, _with_joined_marks([file for file in named if file.folder == folder]))
        items += found.items
        unpaired += found.unpaired
    return Pairing(tuple(items), tuple(unpaired))


def is_own_file(path: Path) -> bool:
    """True for a sidecar and what is kept beside it."""
    return SIDECAR_SUFFIX in path.name


def is_role_folder(folder: Path) -> bool:
    """True for `reference`, `transcript`, `scan` and the like, whose files belong to the folder above."""
    return folder.name.casefold() in _ROLE_OF_FOLDER


def belongs_above(path: Path) -> bool:
    """True for a file in such a folder, if it is of the kind: a folder `page` may hold anything besides layouts."""
    role = _ROLE_OF_FOLDER.get(path.parent.name.casefold())
    return role is not None and (role is not Role.LAYOUT or is_layout_path(path))


def role_of(path: Path) -> Role:
    """What a text's or image's own name says it is."""
    return _named(path).role


def bare_name(path: Path) -> str:
    """What a file's name shares with those of its item, in small letters: `letter-1` of `letter-1.alto.xml`."""
    return _named(path).base


def natural_order(path: Path) -> tuple[str, list[tuple[int, int, str]]]:
    """Sorts `page2` before `page10`."""
    pieces = re.split(r"(\d+)", path.name.casefold())
    return str(path.parent), [(1, int(p), p) if p.isdecimal() else (0, 0, p) for p in pieces]


# Names


def _named(path: Path) -> _Named:
    own = _kind_of(path)
    inside = _ROLE_OF_FOLDER.get(path.parent.name.casefold()) if belongs_above(path) else None
    folder = path.parent.parent if inside else path.parent
    role = inside if inside and _fits(inside, own) else own
    whole = _ROLE_OF_MARK.get(path.stem.casefold())
    if whole and _fits(whole, own):
        return _Named(path, whole, folder, "", (_rank(path.stem), 0))
    match = _DOTTED.fullmatch(path.stem)
    if match and _fits(_ROLE_OF_MARK[match["mark"].casefold()], own):
        return _marked(path, match, folder)
    place = FOLDERS[Role.LAYOUT].index(path.parent.name.casefold()) if inside is Role.LAYOUT else 0
    return _Named(path, role, folder, _base(path.stem), (place, 0))


def _kind_of(path: Path) -> Role:
    """What a file is by its suffix: a scan, a layout, or a text."""
    if is_image_path(path):
        return Role.SCAN
    return Role.LAYOUT if is_layout_path(path) else Role.TRANSCRIPT


def _fits(role: Role, own: Role) -> bool:
    """A word that names a text says nothing of an image, and the other way round."""
    return role is own or {role, own} == {Role.TRANSCRIPT, Role.REFERENCE}


def _marked(path: Path, match: re.Match[str], folder: Path) -> _Named:
    mark = match["mark"].casefold()
    number = int((match["number"] or "-0")[1:])
    return _Named(path, _ROLE_OF_MARK[mark], folder, _base(match["base"]), (_rank(mark), -number))


def _rank(mark: str) -> int:
    mark = mark.casefold()
    return MARKS[_ROLE_OF_MARK[mark]].index(mark)


def _base(stem: str) -> str:
    """What a pasted text adds its mark to is the transcript's whole name; some engines add theirs to the scan's."""
    inner = Path(stem)
    return (inner.stem if is_text_path(inner) or is_image_path(inner) else stem).casefold()


def _with_joined_marks(files: list[_Named]) -> list[_Named]:
    """`page1_clean` counts as marked where there is a `page1`; alone it may be any name."""
    bases = {file.base for file in files}
    better: list[_Named] = []
    for file in files:
        match = _JOINED.fullmatch(file.path.stem)
        marked = _marked(file.path, match, file.folder) if match and file.base == _base(file.path.stem) else file
        better.append(marked if marked.base in bases and _fits(marked.role, _kind_of(file.path)) else file)
    return better


# Grouping


def _pair_folder(folder: Path, files: Sequence[_Named]) -> Pairing:
    groups: dict[str, dict[Role, list[_Named]]] = {}
    for file in files:
        groups.setdefault(file.base, {role: [] for role in Role})[file.role].append(file)
    _adopt_further_pages(groups)
    unpaired: list[tuple[Path, str]] = []
    whole = groups.pop("", None) or {role: [] for role in Role}
    items = {base: _files(group, unpaired) for base, group in groups.items()}
    common = _files(whole, unpaired)
    _join_parts(folder, items, common)
    items, common = _share_common(items, common)
    paired: list[Files] = []
    for item in [*items.values(), *([common] if common.paths else [])]:
        if item.transcript or item.scans:
            paired.append(item)
        else:
            unpaired += [(path, _why_alone(items)) for path in item.reference]
            unpaired += [(path, _LONE_LAYOUT) for path in item.layouts]
    return Pairing(tuple(paired), tuple(unpaired))


def _why_alone(items: dict[str, Files]) -> str:
    many = sum(bool(item.transcript) for item in items.values()) > 1
    return (
        "is a second text, but which of the transcripts it belongs to cannot be told from the names"
        if many
        else "is named as a second text, but there is no transcript of that name"
    )


def _files(group: dict[Role, list[_Named]], unpaired: list[tuple[Path, str]]) -> Files:
    """One group's files; of several texts for one role the first by rank is taken, and the others are said."""
    texts: dict[Role, tuple[Path, ...]] = {}
    for role in (Role.TRANSCRIPT, Role.REFERENCE):
        candidates = [file.path for file in sorted(group[role], key=_preference)]
        texts[role] = tuple(candidates[:1])
        unpaired += [
            (path, f"is another {role.value} of that name beside {candidates[0].name}") for path in candidates[1:]
        ]
    scans = tuple(file.path for file in group[Role.SCAN])
    return Files(texts[Role.TRANSCRIPT], texts[Role.REFERENCE], scans, _layouts(group[Role.LAYOUT], unpaired))


def _layouts(files: list[_Named], unpaired: list[tuple[Path, str]]) -> tuple[Path, ...]:
    """One for each page: some exports give the same page as ALTO and as PAGE."""
    taken: dict[str, _Named] = {}
    for file in sorted(files, key=lambda file: file.rank):
        first = taken.setdefault(file.base, file)
        if first is not file:
            unpaired.append((file.path, f"is another layout of that name beside {first.path.name}"))
    return tuple(sorted((file.path for file in taken.values()), key=natural_order))


def _preference(file: _Named) -> tuple[int, int, bool]:
    return (*file.rank, file.path.suffix.lower() != ".txt")


def _adopt_further_pages(groups: dict[str, dict[Role, list[_Named]]]) -> None:
    """`letter-2.jpg` is a page of `letter.txt`, and `letter-2.xml` its layout, unless there is a `letter-2.txt`."""
    for base in list(groups):
        match = _NUMBERED.fullmatch(base)
        group = groups[base]
        if not match or group[Role.TRANSCRIPT] or group[Role.REFERENCE]:
            continue
        home = groups.get(match["prefix"])
        if match["prefix"] and home and (home[Role.TRANSCRIPT] or (not group[Role.SCAN] and home[Role.SCAN])):
            home[Role.SCAN] += group[Role.SCAN]
            home[Role.LAYOUT] += group[Role.LAYOUT]
            del groups[base]


def _join_parts(folder: Path, items: dict[str, Files], common: Files) -> None:
    """Page texts numbered without a gap, and one second text for them all, become one item."""
    sequences = _sequences(items)
    for prefix, bases in sequences.items():
        named = [base for base in (prefix, folder.name.casefold()) if base and _is_reference_only(items, base)]
        named = named or ([] if common.reference else _only_reference(items, bases))
        home = named[0] if named else None
        reference = items[home].reference if home else common.reference
        if not reference or (home is None and len(sequences) > 1):
            continue
        parts = [items.pop(base) for base in bases]
        pages = tuple(scan for part in parts for scan in part.scans)
        layouts = tuple(layout for part in parts for layout in part.layouts)
        items[home or prefix or bases[0]] = Files(
            tuple(path for part in parts for path in part.transcript),
            reference,
            (items[home].scans if home else ()) + pages,
            (items[home].layouts if home else ()) + layouts,
        )


def _only_reference(items: dict[str, Files], parts: list[str]) -> list[str]:
    """The one second text of a folder that holds nothing else but these parts, whatever it is called."""
    others = [base for base in items if base not in parts]
    return others if len(others) == 1 and _is_reference_only(items, others[0]) else []


def _is_reference_only(items: dict[str, Files], base: str) -> bool:
    return base in items and bool(items[base].reference) and not items[base].transcript


def _sequences(items: dict[str, Files]) -> dict[str, list[str]]:
    """Bases by prefix whose numbers follow one another, each with a text and none with a second text of its own."""
    numbered: dict[str, list[tuple[int, str]]] = {}
    for base, item in items.items():
        match = _NUMBERED.fullmatch(base)
        if match and item.transcript:
            numbered.setdefault(match["prefix"], []).append((int(match["number"]), base))
    return {
        prefix: [base for _, base in sorted(pages)] for prefix, pages in numbered.items() if _is_sequence(pages, items)
    }


def _is_sequence(pages: list[tuple[int, str]], items: dict[str, Files]) -> bool:
    numbers = sorted(number for number, _ in pages)
    contiguous = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    illustrated = {bool(items[base].scans) for _, base in pages}
    plain = not any(items[base].reference for _, base in pages)
    return 1 < len(pages) <= _MOST_PARTS and contiguous and plain and len(illustrated) == 1


def _share_common(items: dict[str, Files], common: Files) -> tuple[dict[str, Files], Files]:
    """`reference.txt`, `transcript.txt` and `scan.jpg` complete the one item beside them, where there is only one."""
    if len(items) != 1 or not common.paths:
        used = any(common.reference and item.reference == common.reference for item in items.values())
        return items, replace(common, reference=()) if used else common
    ((base, item),) = items.items()
    if item.transcript and common.transcript:
        return items, replace(common, reference=()) if item.reference == common.reference else common
    merged = Files(
        item.transcript or common.transcript,
        item.reference or common.reference,
        item.scans + common.scans,
        item.layouts or common.layouts,
    )
    left = common.reference if item.reference and item.reference != common.reference else ()
    spare = common.layouts if item.layouts else ()
    return {base: merged}, Files(reference=left, layouts=spare)
