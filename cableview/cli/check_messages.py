"""What a comparison is asked for and what comes back, in plain values, as they go to workers and from them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """How to compare, and in what form the answer goes where.

    `rules` are turned on or off before; with `held` what rules hold equal is listed, too. `hears` is the engine whose
    doubts are listed, none where it is empty. `language` is said of the texts, empty where they are to tell; with none
    it is left as it was.
    With `pieces` the HTML page shows the scan at each place; `stamp` says when and with what it is made.
    `width` is that of tables for the eye, in columns; `folder` that whose items are checked, if any. Goes to workers as
    MessagePack: what is added must be plain values, paths, or tuples and frozen sets of them.
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
    """`part` of the output and whether something is undecided, or a `failure`, one sentence, with its exit code.

    `notices` are sentences about what was left aside. A failure that is `fatal` ends the whole run.
    """

    part: bytes = b""
    undecided: bool = False
    failure: str = ""
    code: int = 0
    fatal: bool = False
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands before, between and behind the parts of an output."""

    head: bytes = b""
    between: bytes = b""
    foot: bytes = b""
