"""Files on disk: texts with their encoding, digests, and writing that either completes or changes nothing."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import stat
import sys
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from cableview.encodings import bare_utf16, legacy_codec, plain_codec, split_bom, unencodable
from cableview.errors import DecodeError, FileError, SaveError
from cableview.model.span import Span
from cableview.model.witness import Source

MAX_TEXT_BYTES = 64 * 1024 * 1024

TEXT_SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown"})
MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})
IMAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".jpe", ".png", ".tif", ".tiff", ".jp2", ".j2k", ".jpx", ".pdf"})
LAYOUT_SUFFIXES = frozenset({".xml", ".hocr", ".html", ".htm"})

_SIGNATURES = (
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\x89PNG", "a PNG image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"II+\x00", "a TIFF image"),
    (b"MM\x00+", "a TIFF image"),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 image"),
    (b"\xff\x4f\xff\x51", "a JPEG 2000 image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"SQLite format 3\x00", "a database"),
)

_REPLACE_PATIENCE = 2.5
_SHARING_ERRORS = frozenset({5, 32, 33})
_OTHERWISE = "Choose another file or folder"
_ADVICE = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "Make room there, or choose another folder"),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), "Check who may read and write there"),
    **dict.fromkeys((errno.ENOTDIR, errno.EISDIR, errno.ELOOP), "Check the name and the folder"),
    errno.ENAMETOOLONG: "Choose a shorter name",
    errno.EIO: "Check the disk",
}
"""Advice for errors from the system."""
_TEMPORARY = re.compile(r"\.cableview-[0-9a-f]{16}\.tmp")
_LONGEST_WRITING = 24 * 3600
"""Seconds without a new byte after which a temporary file counts as abandoned."""
_CANNOT_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EROFS})


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A text after the BOM, line ends as in the file. `note` says what is doubtful about its encoding."""

    text: str
    source: Source
    note: str = ""


def is_text_path(path: Path) -> bool:
    return path.suffix.lower() in TEXT_SUFFIXES


def is_markdown_path(path: Path) -> bool:
    return path.suffix.lower() in MARKDOWN_SUFFIXES


def is_image_path(path: Path) -> bool:
    return path.suffix.lower() in IMAGE_SUFFIXES


def is_layout_path(path: Path) -> bool:
    return path.suffix.lower() in LAYOUT_SUFFIXES


def exists(path: Path) -> bool:
    """True if the path exists; false if the system will not say: too long a name, or a folder without access."""
    try:
        path.stat()
    except (OSError, ValueError):
        return False
    return True


def is_folder(path: Path) -> bool:
    """As `exists`, for folders."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_regular(path: Path) -> bool:
    """As `exists`, for regular files: not folders, devices or pipes."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def looks_like(head: bytes) -> str:
    """The kind of file that begins with `head`, with an article (`a JPEG image`); empty if it may be text."""
    return next((name for signature, name in _SIGNATURES if head.startswith(signature)), "")


# Reading


def read_bytes(path: Path, limit: int = MAX_TEXT_BYTES) -> bytes:
    """A regular file's bytes. Raises `FileError` if it is missing, not a regular file, or larger than `limit`."""
    with opened(path) as (handle, size):
        if size > limit:
            raise FileError(
                f"has {size / 2**20:.0f} MB, more than the {limit / 2**20:.0f} MB that can be read",
                path=path,
                advice="Split it into parts",
            )
        with failing_as(FileError, path, "cannot be read"):
            return _read_all(handle, limit)


def read_text(path: Path, encoding: str | None = None) -> DecodedText:
    """A text file whose bytes the text reproduces. `encoding` forces a codec; otherwise BOM, UTF-8, UTF-16, legacy.

    An empty file is an empty text. Raises `FileError` for a file that is not a text and `DecodeError` if the text
    would not reproduce the bytes.
    """
    data = read_bytes(path)
    bom, rest, marked = split_bom(data, encoding)
    kind = "" if bom else looks_like(data[:32])
    if kind:
        raise FileError(f"looks like {kind}, not a text", path=path, advice="Open it as a scan or choose a text file")
    if marked:
        codec, text, note = marked, None, ""
    elif encoding is not None:
        codec, text, note = _forced_codec(encoding, path), None, ""
    else:
        codec, text, note = _guess(rest, path)
    text = _decode_exactly(rest, codec, path) if text is None else text
    _refuse_nul(text, path)
    return DecodedText(text, Source(path, hashlib.sha256(data).hexdigest(), codec, bom, len(text)), note)


def encode_text(text: str, source: Source) -> bytes:
    """`text` in the file's own encoding, BOM first. Raises `FileError` naming what the encoding lacks."""
    try:
        return source.bom + text.encode(source.encoding)
    except UnicodeEncodeError as error:
        raise FileError(
            f"the encoding {source.encoding} cannot hold {unencodable(text, source.encoding)}",
            path=source.path,
            place=f"character {error.start + 1}",
            advice="Export as UTF-8 instead",
        ) from error


def put_back(file_text: str, places: Sequence[tuple[Span, str]]) -> str:
    """A file's text with each of the spans replaced. They do not overlap; the rest is unchanged."""
    parts: list[str] = []
    end = 0
    for span, text in sorted(places, key=lambda place: place[0]):
        parts += [file_text[end : span.start], text]
        end = span.end
    return "".join([*parts, file_text[end:]])


def sha256_of(path: Path) -> str:
    """Hex digest of a regular file of any size. Raises `FileError`."""
    digest = hashlib.sha256()
    with opened(path) as (handle, _), failing_as(FileError, path, "cannot be read"):
        while block := os.read(handle, 1 << 20):
            digest.update(block)
    return digest.hexdigest()


@contextmanager
def opened(path: Path) -> Generator[tuple[int, int]]:
    """File descriptor and size of a regular file, closed afterwards. Raises `FileError` for any other file.

    It does not wait for a pipe or device, which may never send anything.
    """
    with failing_as(FileError, path, "cannot be opened"):
        if path.is_dir():
            raise FileError("is a folder, not a file", path=path, advice="Choose a file in it")
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    with failing_as(FileError, path, "cannot be opened"):
        handle = os.open(path, flags)
    try:
        with failing_as(FileError, path, "cannot be opened"):
            status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise FileError("is not a regular file but a device or pipe", path=path, advice="Choose a file on disk")
        yield handle, status.st_size
    finally:
        with suppress(OSError):  # a share may fail here; the data has been read
            os.close(handle)


def _read_all(handle: int, limit: int) -> bytes:
    """Reads to the end, even if the file grows meanwhile; never more than a block beyond `limit`."""
    parts: list[bytes] = []
    size = 0
    while size <= limit and (block := os.read(handle, 1 << 20)):
        parts.append(block)
        size += len(block)
    return b"".join(parts)


@contextmanager
def failing_as(kind: type[FileError], path: Path, what: str) -> Generator[None]:
    """Raises the system's error as one of `kind`, a sentence. Python raises `ValueError` for a path with a NUL."""
    try:
        yield
    except FileNotFoundError as error:
        raise kind("does not exist", path=path, advice="Check the name and the folder") from error
    except (OSError, ValueError) as error:
        reason, advice = refusal(error)
        raise kind(f"{what}: {reason}", path=path, advice=advice) from error


def refusal(error: OSError | ValueError) -> tuple[str, str]:
    """The system's own reason for an error, and what to do about it."""
    if not isinstance(error, OSError):
        return str(error), _OTHERWISE
    return error.strerror or str(error), _ADVICE.get(error.errno or 0, _OTHERWISE)


# Encodings


def _forced_codec(encoding: str, path: Path) -> str:
    try:
        return plain_codec(encoding)
    except LookupError as error:
        raise DecodeError(f"{encoding!r} is not a text encoding", path=path, advice="Try utf-8 or cp1252") from error


def _guess(data: bytes, path: Path) -> tuple[str, str | None, str]:
    """Codec, the text if already decoded, and a remark. Raises `FileError` for a file that is not a text."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        wide = bare_utf16(data)
        if wide:
            return wide, None, f"read as {wide}, though no byte order mark says so"
        _refuse_binary(data, path)
        codec = legacy_codec(data)
        return codec, None, f"is not UTF-8 (byte {error.start + 1}); read as {codec}"
    if "\0" in text and (wide := bare_utf16(data)):
        return wide, None, f"read as {wide}, though no byte order mark says so"
    _refuse_binary(data, path)
    return "utf-8", text, ""


def _refuse_binary(data: bytes, path: Path) -> None:
    """Raises `FileError` for NULs or more than a tenth of control characters, which do not occur in texts."""
    sample = data[: 1 << 20]
    controls = len(re.findall(rb"[\x00-\x08\x0e-\x19\x1c-\x1f]", sample))
    if b"\0" in data or controls * 10 > len(sample):
        raise FileError("holds binary data, not a text", path=path, advice="Choose a text file")


def _refuse_nul(text: str, path: Path) -> None:
    place = text.find("\0")
    if place >= 0:
        raise FileError(
            "holds a NUL character, so it is not text in this encoding",
            path=path,
            place=f"character {place + 1}",
            advice="Choose another encoding or file",
        )


def _decode_exactly(data: bytes, codec: str, path: Path) -> str:
    try:
        text = data.decode(codec)
        same = text.encode(codec) == data
    except UnicodeError as error:
        place = f"byte {error.start + 1}" if isinstance(error, UnicodeDecodeError) else ""
        raise DecodeError(f"is not {codec} throughout", path=path, place=place, advice="Choose its encoding") from error
    if not same:
        raise DecodeError(
            f"would not be the same file after being read and written as {codec}",
            path=path,
            advice="Choose its encoding",
        )
    return text


# Writing


def atomic_write(
    path: Path, data: bytes | Iterable[bytes], *, before_replace: Callable[[], None] | None = None
) -> None:
    """Replaces the file at `path` with `data`, or leaves everything as it was. Durable when it returns.

    Data in parts is written as it arrives; an exception while they are made propagates, and nothing is changed.

    Follows symbolic links; keeps mode, owner and extended attributes as far as the system allows. Raises `SaveError`;
    if only the folder could not be synced, the file is there but the error says that a power cut may undo it.
    `before_replace` is called last: if it raises, nothing is changed.
    """
    target = Path(os.path.realpath(path))
    before = _replaceable(target)
    with failing_as(SaveError, path, "cannot be saved"):
        temporary, handle = _temporary(target.parent, private=before is not None)
        try:
            try:
                _inherit(handle, target, before)
                for part in (data,) if isinstance(data, bytes) else data:
                    write_all(handle, part)
                os.fsync(handle)
            finally:
                os.close(handle)
            _replace(temporary, target, before_replace)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
    with failing_as(SaveError, path, "was saved, but a power cut may undo it: the folder could not be synced"):
        sync_folder(target.parent)


def sweep(folder: Path, now: float) -> None:
    """Deletes files that `atomic_write` left in `folder` when killed at least a day ago, as far as they can be deleted.

    `now` is by the clock of the file system, which on a share may differ from ours.
    """
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _TEMPORARY.fullmatch(entry.name):
                status = entry.stat(follow_symlinks=False)
                is_only_ours = stat.S_ISREG(status.st_mode) and status.st_nlink == 1
                if is_only_ours and now - status.st_mtime > _LONGEST_WRITING:
                    with suppress(OSError):
                        Path(entry.path).unlink()


def make_folder(folder: Path, what: str = "cannot be made a folder") -> None:
    """Creates a folder and its missing parents. Raises `SaveError`, in which `what` says what failed."""
    with failing_as(SaveError, folder, what):
        folder.mkdir(parents=True, exist_ok=True)


def sync_folder(folder: Path) -> None:
    """Makes names in `folder` durable, if the system can. Windows and some shares cannot sync a folder at all."""
    if sys.platform == "win32":
        return
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC:
            raise
    finally:
        os.close(handle)


def _replaceable(target: Path) -> os.stat_result | None:
    """Status of the file that will be replaced. Raises `SaveError` if it must not be."""
    with failing_as(SaveError, target, "cannot be saved"):
        if target.is_symlink():
            raise SaveError("is a symbolic link that leads nowhere", path=target, advice="Remove the link")
        if not target.exists():
            return None
        status = target.stat()
    if not stat.S_ISREG(status.st_mode):
        raise SaveError("cannot be saved: a folder or device has this name", path=target, advice="Choose another name")
    if not os.access(target, os.W_OK):
        advice = "Take the protection off, or choose another name"
        raise SaveError("cannot be saved: the file is write-protected", path=target, advice=advice)
    return status


def _temporary(folder: Path, *, private: bool) -> tuple[Path, int]:
    """A new file beside the target, under a name that nobody else can have taken, and its descriptor."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    temporary = folder / f".cableview-{secrets.token_hex(8)}.tmp"
    return temporary, os.open(temporary, flags | getattr(os, "O_NOFOLLOW", 0), 0o600 if private else 0o666)


def _inherit(handle: int, target: Path, before: os.stat_result | None) -> None:
    """Copies owner, extended attributes and mode of the replaced file; changing the owner resets parts of the mode."""
    if before is None or sys.platform == "win32":
        return
    with suppress(OSError):
        os.fchown(handle, before.st_uid, before.st_gid)
    if sys.platform == "linux":
        with suppress(OSError):
            for name in os.listxattr(target):
                with suppress(OSError):
                    os.setxattr(handle, name, os.getxattr(target, name))
    with suppress(OSError):
        os.fchmod(handle, stat.S_IMODE(before.st_mode))


def write_all(handle: int, data: bytes) -> None:
    """Writes until all is accepted: a full disk may take part of the data and report no error until the next write."""
    rest = memoryview(data)
    while rest:
        written = os.write(handle, rest)
        if written <= 0:
            raise OSError("the disk takes no more")
        rest = rest[written:]


def _replace(temporary: Path, target: Path, before_replace: Callable[[], None] | None) -> None:
    """Renames, with retries: Windows refuses while a scanner or indexer has the file open, for seconds or for good."""
    deadline = time.monotonic() + _REPLACE_PATIENCE
    while True:
        if before_replace is not None:
            before_replace()
        try:
            temporary.replace(target)
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _SHARING_ERRORS or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
