"""The request to the process that finds words on a scan, and its answer, as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from cableview.model.item import PageImage
from cableview.scan.placing.places import WordPlaces, as_tree, from_tree

WORKER = "_locate"
"""The hidden command that searches."""


@dataclass(frozen=True, slots=True)
class WordSearch:
    """The original transcript whose words are sought, the pages of its scan, and their layout files."""

    text: str
    pages: tuple[PageImage, ...]
    layouts: tuple[Path, ...] = ()


def request(search: WordSearch) -> bytes:
    """The search as one line of ASCII. Paths that are not UTF-8 survive, as escaped surrogates."""
    tree = {
        "text": search.text,
        "pages": [[str(page.path), page.frame] for page in search.pages],
        "layouts": [str(path) for path in search.layouts],
    }
    return json.dumps(tree).encode("ascii") + b"\n"


def search_of(line: bytes) -> WordSearch:
    """The search written by `request`. Raises `ValueError`, `KeyError` or `TypeError` for anything else."""
    tree = json.loads(line)
    pages = tuple(PageImage(Path(path), frame) for path, frame in tree["pages"])
    return WordSearch(tree["text"], pages, tuple(Path(path) for path in tree["layouts"]))


def answer(places: WordPlaces) -> bytes:
    """The places of the words, as one line."""
    return json.dumps(as_tree(places), separators=(",", ":")).encode("ascii") + b"\n"


def places_of(line: bytes) -> WordPlaces:
    """The places written by `answer`. Raises `ValueError`, `KeyError` or `TypeError` for anything else."""
    return from_tree(json.loads(line))
