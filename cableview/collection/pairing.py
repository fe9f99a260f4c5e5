"""Determines by their names which files belong together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cableview.collection.file_roles import NamedFile, Role, is_own_file, named_file, natural_order, with_joined_marks
from cableview.files import is_image_path, is_layout_path, is_text_path

_NUMBERED = re.compile(r"(?P<prefix>.*?)(?:(?:[-_ .]|\b)(?:p|pg|page|s|f)?[-_ .]?)?\(?(?P<number>\d+)\)?", re.DOTALL)

_LONE_LAYOUT = "is named as a layout, but there is no scan or text of that name"

# A text of several parts is usually a hundred pages; one of a thousand is a collection.
_MOST_PARTS = 1000


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one item. Without a transcript it is to be typed; several transcripts are parts of one text."""

    transcript: tuple[Path, ...] = ()
    reference: tuple[Path, ...] = ()
    scans: tuple[Path, ...] = ()
    layouts: tuple[Path, ...] = ()

    @property
    def paths(self) -> tuple[Path, ...]:
        """All files, texts first."""
        return self.transcript + self.reference + self.scans + self.layouts

    @property
    def name(self) -> str:
        """The name the item is listed under: that of its first file."""
        return (self.transcript or self.scans or self.reference)[0].name


@dataclass(frozen=True, slots=True)
class Pairing:
    """The items found; `unpaired` gives the reason with each file left over."""

    items: tuple[Files, ...]
    unpaired: tuple[tuple[Path, str], ...] = ()


def pair(paths: Iterable[Path]) -> Pairing:
    """Sorts files into items by name. Sidecars are skipped; every other file is in the result once."""
    named: list[NamedFile] = []
    unpaired: list[tuple[Path, str]] = []
    for path in sorted(dict.fromkeys(paths), key=natural_order):
        if is_own_file(path):
            continue
        if is_text_path(path) or is_image_path(path) or is_layout_path(path):
            named.append(named_file(path))
        else:
            unpaired.append((path, "is neither a text nor an image of a kind that can be read"))
    items: list[Files] = []
    for folder in dict.fromkeys(file.folder for file in named):
        found = _pair_folder(folder, with_joined_marks([file for file in named if file.folder == folder]))
        items += found.items
        unpaired += found.unpaired
    return Pairing(tuple(items), tuple(unpaired))


def _pair_folder(folder: Path, files: Sequence[NamedFile]) -> Pairing:
    groups: dict[str, dict[Role, list[NamedFile]]] = {}
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


def _files(group: dict[Role, list[NamedFile]], unpaired: list[tuple[Path, str]]) -> Files:
    """One group's files; of several texts for one role the first by rank is taken and the others are reported."""
    texts: dict[Role, tuple[Path, ...]] = {}
    for role in (Role.TRANSCRIPT, Role.REFERENCE):
        candidates = [file.path for file in sorted(group[role], key=_preference)]
        texts[role] = tuple(candidates[:1])
        unpaired += [
            (path, f"is another {role.value} of that name beside {candidates[0].name}") for path in candidates[1:]
        ]
    scans = tuple(file.path for file in group[Role.SCAN])
    return Files(texts[Role.TRANSCRIPT], texts[Role.REFERENCE], scans, _layouts(group[Role.LAYOUT], unpaired))


def _layouts(files: list[NamedFile], unpaired: list[tuple[Path, str]]) -> tuple[Path, ...]:
    """One layout for each page: some exports give the same page as ALTO and as PAGE."""
    taken: dict[str, NamedFile] = {}
    for file in sorted(files, key=lambda file: file.rank):
        first = taken.setdefault(file.base, file)
        if first is not file:
            unpaired.append((file.path, f"is another layout of that name beside {first.path.name}"))
    return tuple(sorted((file.path for file in taken.values()), key=natural_order))


def _preference(file: NamedFile) -> tuple[int, int, bool]:
    return (*file.rank, file.path.suffix.lower() != ".txt")


def _adopt_further_pages(groups: dict[str, dict[Role, list[NamedFile]]]) -> None:
    """Makes `letter-2.jpg` a page of `letter.txt`, and `letter-2.xml` its layout, unless there is a `letter-2.txt`."""
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
    """Joins page texts numbered without a gap, and one second text for all of them, into one item."""
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
    """The only second text of a folder that holds nothing else but these parts, whatever its name."""
    others = [base for base in items if base not in parts]
    return others if len(others) == 1 and _is_reference_only(items, others[0]) else []


def _is_reference_only(items: dict[str, Files], base: str) -> bool:
    return base in items and bool(items[base].reference) and not items[base].transcript


def _sequences(items: dict[str, Files]) -> dict[str, list[str]]:
    """Bases by prefix, numbered consecutively, each with a text and none with a second text of its own."""
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
    """Completes the item beside `reference.txt`, `transcript.txt` and `scan.jpg` with them, if it is the only one."""
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
