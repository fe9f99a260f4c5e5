"""Requests for comparisons and their answers, as plain values that are sent to workers and back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """How to compare, and the form and destination of the answer.

    `rules` are turned on or off first; with `held`, what rules hold equal is listed too. `hears` is the engine whose
    doubts are listed, none if empty. `language` is that of the texts, empty to let them decide; `None` leaves it
    unchanged. With `pieces` the HTML page shows the scan at each place; `stamp` says when and with what it is made.
    `width` is that of tables for people, in columns; `folder` is the one whose items are checked, if any. It is sent as
    MessagePack: fields must be plain values, paths, or tuples and frozen sets of them.
    """

    form: str
    output: Path | None
    exact: bool
    force: bool
    use_record: bool
    sidecar_folder: Path | None
    width: int
    folder: Path | None = None
    rules: tuple[tuple[str, bool], ...] = ()
    held: bool = False
    hears: str = ""
    language: str | None = None
    pieces: bool = False
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """`part` of the output and whether something is undecided, or a `failure` in one sentence, with its exit code.

    `notices` are sentences about what was skipped. A `fatal` failure ends the whole run.
    """

    part: bytes = b""
    undecided: bool = False
    failure: str = ""
    code: int = 0
    fatal: bool = False
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """The text before, between and after the parts of an output."""

    head: bytes = b""
    between: bytes = b""
    foot: bytes = b""
