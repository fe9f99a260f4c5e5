"""Reads and writes JSON that people and other programs may have edited: strict on input, one line each on output."""

from __future__ import annotations

import errno
import json
import math
import os
import re
import stat
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

from cableview.errors import SaveError, SidecarError
from cableview.files import refusal

LARGEST = 256 << 20
"""Bytes of a sidecar or journal that are still read."""
DEEPEST = 64
"""Levels of nesting that are still read; what this program writes has nine."""
MEND = "It is left as it is; mend it, or move it away to begin a new record"

_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}:,]|NaN|-?Infinity|-?\d[\d.eE+-]*', re.DOTALL)
_COMPACT = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_CANONICAL = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)
_HALF = re.compile("[\ud800-\udfff]")
_HALF_ESCAPED = re.compile(r"\\u[dD][89a-fA-F]")
# Invisible characters, and those that other programs take for line ends.
_UNSEEN = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def read_regular_file(path: Path) -> bytes:
    """The bytes of `path`. Raises `FileNotFoundError`, or `SidecarError` if it is no file, too large or unreadable."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            state = os.fstat(descriptor)
            if not stat.S_ISREG(state.st_mode):
                raise SidecarError("this is not a regular file", path=path, advice="Move it away to begin a new record")
            if state.st_size > LARGEST:
                raise SidecarError(f"{state.st_size >> 20} MB is more than a record can have", path=path, advice=MEND)
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise FileNotFoundError(error.errno, error.strerror, str(path)) from error
        reason, advice = refusal(error)
        raise SidecarError(f"cannot be read: {reason}", path=path, advice=advice) from error


def refuse_too_large(size: int, path: Path) -> None:
    """Raises `SaveError` where a sidecar or journal of `size` bytes would not be read again."""
    if size > LARGEST:
        advice = (
            "Export what is decided, close the item and move its record and journal elsewhere: then a new one begins"
        )
        raise SaveError(
            f"cannot be saved: it would have {size >> 20} MB, more than can be read again", path=path, advice=advice
        )


def parse(data: bytes, path: Path, *, levels: int = 0) -> Any:
    """The value of a JSON text. Raises `SidecarError` naming the line of a fault.

    `levels` is the nesting depth of the text it is taken from; only a whole text may begin with a byte order mark.
    """
    try:
        text = (data if levels else data.removeprefix(BOM_UTF8)).decode()
    except UnicodeDecodeError as error:
        raise _unsound(path, data[: error.start].count(b"\n") + 1, "this is not UTF-8") from error
    _check_depth(text, path, levels)
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number, parse_float=_number)
    except json.JSONDecodeError as error:
        raise _unsound(path, error.lineno, f"this is not JSON ({error.msg})") from error
    except (ValueError, RecursionError) as error:
        raise _first_fault(text, path) or _unsound(path, 1, f"this is not JSON ({error})") from error
    if _HALF_ESCAPED.search(text) and (fault := _first_fault(text, path)):
        raise fault
    return value


def compact(value: Any) -> str:
    """JSON on one line, without lone surrogates and with invisible characters escaped."""
    text = _COMPACT.encode(value)
    return _UNSEEN.sub(_escaped, _HALF.sub("\ufffd", text))


def has_unseen(line: bytes) -> bool:
    """True if JSON contains characters that `compact` would escape."""
    return (not line.isascii() or b"\x7f" in line) and _UNSEEN.search(line.decode()) is not None


def canonical(value: Any) -> bytes:
    """Bytes that are equal for equal JSON values."""
    text = _CANONICAL.encode(value)
    return _HALF.sub("\ufffd", text).encode()


def render(tree: dict[str, Any], key: str, lines: Iterable[bytes]) -> bytes:
    """A sidecar's tree with one line for each key of the tree and its objects, and for each element of their lists.

    It ends with the `key` of a list whose elements are the `lines`, already written by `compact`.
    """
    head = "\n".join(_block({**tree, key: []}, 0)).encode()
    whole = bytearray(head.removesuffix(b"]\n}"))
    empty = len(whole)
    for line in lines:
        whole += b"\n  " if len(whole) == empty else b",\n  "
        whole += line
    whole += b"]\n}\n" if len(whole) == empty else b"\n ]\n}\n"
    return bytes(whole)


def taken_apart(data: bytes, key: str) -> tuple[bytes, Iterator[bytes]] | None:
    """The inverse of `render`: the tree with an empty list for `key`, and the lines of that list.

    `None` where the layout differs. If the tree and each line are sound JSON, so is the whole.
    """
    begin, end = f'\n "{key}": [\n  '.encode(), b"\n ]\n}\n"
    at = data.find(begin)
    if at < 0 or not data.endswith(end):
        return None
    head = data[:at] + begin.rstrip() + b"]\n}\n"
    return head, _parted(data, at + len(begin), len(data) - len(end))


def _parted(data: bytes, start: int, end: int) -> Iterator[bytes]:
    while start <= end:
        comma = data.find(b",\n  ", start, end)
        stop = end if comma < 0 else comma
        yield data[start:stop]
        start = stop + 4


def _block(value: Any, level: int) -> Iterator[str]:
    if isinstance(value, dict) and value and level < 2:
        tree = cast("dict[str, Any]", value)
        yield "{"
        yield from _members([(compact(key) + ": ", member) for key, member in tree.items()], level)
        yield "}"
    elif isinstance(value, list | tuple) and value and level and level < 3:
        yield "["
        yield from _members([("", member) for member in cast("list[Any]", value)], level)
        yield "]"
    else:
        yield compact(value)


def _members(members: list[tuple[str, Any]], level: int) -> Iterator[str]:
    for k, (key, member) in enumerate(members):
        lines = list(_block(member, level + 1))
        lines[0] = key + lines[0]
        lines[-1] += "," if k < len(members) - 1 else ""
        yield from (" " + line for line in lines)


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a key appears twice")
    return members


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _number(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError(f"{digits} is too large a number")
    return value


def _check_depth(text: str, path: Path, depth: int) -> None:
    for bracket in re.findall(r"[\[\]{}]", _STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > DEEPEST:
            raise SidecarError(f"it is nested more than {DEEPEST} levels deep", path=path, advice=MEND)


def _first_fault(text: str, path: Path) -> SidecarError | None:
    """The first duplicate key, lone surrogate or impossible number, sought token by token in otherwise sound JSON."""
    seen: list[set[str]] = []
    tokens = list(_TOKEN.finditer(text))
    for k, token in enumerate(tokens):
        if token[0] in "[{":
            seen.append(set())
        elif token[0] in "]}" and seen:
            seen.pop()
        elif token[0][0] == '"':
            word: str = json.loads(token[0], strict=False)
            line = text.count("\n", 0, token.start()) + 1
            if _HALF.search(word):
                return _unsound(path, line, "half of a surrogate pair in a text")
            if k + 1 < len(tokens) and tokens[k + 1][0] == ":" and seen:
                if word in seen[-1]:
                    return _unsound(path, line, f"the key {compact(word)} stands twice")
                seen[-1].add(word)
        elif token[0] not in ":," and (fault := _fault_of_number(token[0])):
            return _unsound(path, text.count("\n", 0, token.start()) + 1, fault)
    return None


def _fault_of_number(written: str) -> str:
    """What is wrong with a number that was written so; "" for one that can be read."""
    if written.endswith(("NaN", "Infinity")):
        return f"{written} is no number"
    try:
        value = float(written) if set(written) & set(".eE") else int(written)
    except ValueError:
        return f"a number of {len(written)} digits is too large"
    return "" if isinstance(value, int) or math.isfinite(value) else f"{written[:40]} is too large a number"


def _unsound(path: Path, line: int, message: str) -> SidecarError:
    return SidecarError(message, path=path, place=f"line {line}", advice=MEND)
