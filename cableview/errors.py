"""What can go wrong, in one sentence that names the file, the place in it and a remedy."""

from __future__ import annotations

from pathlib import Path

LONGEST = 400
"""Maximum characters of a message: it may quote anything that is in a file."""


class CableviewError(Exception):
    """Base of all errors that are shown to the user verbatim. `str()` is one line."""

    def __init__(self, message: str, *, path: Path | None = None, place: str = "", advice: str = "") -> None:
        self.message, self.path, self.place, self.advice = message, path, place, advice
        super().__init__(message)

    def __str__(self) -> str:
        where = ", ".join(part for part in (_shown(self.path), self.place) if part)
        said = _shortened(self.message)
        line = f"{where}: {said}" if where else said
        line = f"{line}. {self.advice}" if self.advice else line
        return "".join(map(_visible, line.replace("\r", " ").replace("\n", " ")))


class FileError(CableviewError):
    """A file is missing, cannot be opened or is not what it should be."""


class DecodeError(FileError):
    """Bytes that no encoding round-trips unchanged."""


class ImageError(FileError):
    """A page image that cannot be shown."""


class SidecarError(FileError):
    """A sidecar that is unreadable, from another item or a newer version, or changed by somebody else."""


class SaveError(FileError):
    """Something could not be made durable."""


class UsageError(CableviewError):
    """A command or call whose arguments do not fit together."""


class PlaceGoneError(CableviewError):
    """A place that has left the queue: its text was edited, or the texts were compared again."""


def too_few_threads(error: BaseException) -> CableviewError | None:
    """The error to show for Python's failure to start a thread; `None` for any other error."""
    if not (isinstance(error, RuntimeError) and "start new thread" in str(error)):
        return None
    return CableviewError(
        "the system does not let this program start any more threads",
        advice="Close other programs, or raise the limit on processes (ulimit -u), and try again",
    )


def too_little_memory(error: BaseException) -> CableviewError | None:
    """The error to show for exhausted memory, such as a library that cannot be loaded; else `None`."""
    is_unmapped = isinstance(error, ImportError) and "failed to map segment" in str(error)
    if not (is_unmapped or isinstance(error, MemoryError)):
        return None
    return CableviewError(
        "there is too little memory for this", advice="Close other programs, or take fewer or smaller files"
    )


def _shown(path: Path | None) -> str:
    """A path as it can be printed anywhere: bytes that are not UTF-8 are escaped."""
    return "" if path is None else str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def _shortened(message: str) -> str:
    half = LONGEST // 2
    return message if len(message) <= LONGEST else f"{message[:half]} … {message[-half:]}"


def _visible(character: str) -> str:
    """A character, escaped if it would control a terminal or reverse the line."""
    return character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
