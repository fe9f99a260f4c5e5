"""Requests to the worker that reads scans, and its answers: lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cableview.model.item import PageImage
from cableview.model.layout import Layout
from cableview.scan.engines.cache import page_from, page_tree
from cableview.scan.engines.engine import EngineName, Reading

WORKER = "_read"
"""The hidden command that reads."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Pages to be read by an engine. Without a `language`, it is inferred from `text`."""

    pages: tuple[PageImage, ...]
    engine: EngineName
    language: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """A page, counted from 1, is being read."""

    page: int
    of: int


@dataclass(frozen=True, slots=True)
class Failed:
    """The reason why nothing is read, in one sentence."""

    words: str


Message = Begun | Failed | Reading


def request(asked: Asked) -> bytes:
    """A request as one line. Paths that are not UTF-8 pass unharmed, as surrogate escapes."""
    tree = {
        "pages": [[str(page.path), page.frame] for page in asked.pages],
        "engine": str(asked.engine),
        "language": asked.language,
        "text": asked.text,
    }
    return json.dumps(tree).encode("ascii") + b"\n"


def asked_by(line: bytes) -> Asked:
    """The request in a line. Raises `ValueError`, `KeyError` or `TypeError` for anything else."""
    tree = json.loads(line)
    pages = tuple(PageImage(Path(path), frame) for path, frame in tree["pages"])
    return Asked(pages, EngineName(tree["engine"]), tree["language"], tree["text"])


def message_line(message: Message) -> bytes:
    """A message as one line, which `message_of` reads."""
    match message:
        case Begun(page, of):
            tree: dict[str, Any] = {"page": page, "of": of}
        case Failed(words):
            tree = {"error": words}
        case Reading():
            tree = {
                "engine": str(message.engine),
                "version": message.version,
                "language": message.language,
                "pages": [page_tree(page) for page in message.layout.pages],
            }
    return json.dumps(tree, separators=(",", ":")).encode("ascii") + b"\n"


def message_of(line: bytes, pages: Sequence[PageImage]) -> Message:
    """A worker's answer about `pages`. Raises `ValueError`, `KeyError` or `TypeError` for anything else."""
    tree = json.loads(line)
    if "error" in tree:
        return Failed(str(tree["error"]))
    if "page" in tree:
        return Begun(int(tree["page"]), int(tree["of"]))
    found = tuple(page_from(page) for page in tree["pages"])
    if len(found) != len(pages):
        raise ValueError(f"{len(found)} pages were read instead of {len(pages)}")
    return Reading(EngineName(tree["engine"]), str(tree["version"]), str(tree["language"]), Layout(found))
