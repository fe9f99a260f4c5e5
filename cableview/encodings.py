"""Determines the encoding of a text's bytes: by its BOM, by its form, or by the letters it yields."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatch

# The four-byte mark begins with the two-byte one and is therefore tested first.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# The encodings of archives' texts. Trying all that Python knows would give a short text an encoding nobody used.
_LEGACY = [
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "iso8859_2", "koi8_r", "cp866"),
    *("cp850", "cp437", "mac_roman", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr"),
]

_SAMPLE_BYTES = 64 * 1024

# Running text in a language that charset-normalizer knows reaches 0.5 to 0.8.
_RECOGNISED = 0.4
_ASCII = bytes(range(128))


def split_bom(data: bytes, encoding: str | None) -> tuple[bytes, bytes, str]:
    """BOM, the bytes after it and the codec it names. If another codec is forced, the BOM's bytes count as letters."""
    for bom, codec in _BOMS:
        if data.startswith(bom) and (encoding is None or _is_family(encoding, codec)):
            return bom, data[len(bom) :], codec
    return b"", data, ""


def _is_family(encoding: str, codec: str) -> bool:
    plain = encoding.lower().replace("_", "-").removesuffix("-sig")
    plain = plain if plain.startswith("utf-") else plain.replace("utf", "utf-", 1)
    return plain == codec or f"{plain}-le" == codec or f"{plain}-be" == codec


def plain_codec(encoding: str) -> str:
    """The name of the codec without a BOM of its own. Raises `LookupError` if it is not a text encoding."""
    try:
        name = codecs.lookup(encoding).name
        ".".encode(name)  # "" is encoded without calling the codec
    except ValueError as error:  # a NUL in the name, or a codec that refuses everything or is for host names
        raise LookupError(f"{encoding!r} is not a text encoding") from error
    return {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(name, name)


def bare_utf16(data: bytes) -> str:
    """`utf-16-le` or `-be` if every second byte is mostly NUL, as in western text without a BOM; else empty."""
    if len(data) < 4 or len(data) % 2:
        return ""
    half = len(data) // 2
    for codec, high, low in (("utf-16-le", data[1::2], data[0::2]), ("utf-16-be", data[0::2], data[1::2])):
        if high.count(0) > 0.7 * half and low.count(0) == 0:
            with suppress(UnicodeDecodeError):
                data.decode(codec)
                return codec
    return ""


def legacy_codec(data: bytes) -> str:
    """The most likely of the legacy encodings that round-trip the bytes; Latin-1 always does.

    Short western texts do not distinguish cp1252 from cp1250, and charset-normalizer then names whichever comes first:
    so cp1252 goes first unless its letters make no words, are many, or a language was recognised in another.
    """
    import charset_normalizer  # costs 20 ms, which a text in UTF-8 is spared

    sample = _telling_bytes(data)
    matches = list(charset_normalizer.from_bytes(sample, cp_isolation=_LEGACY, preemptive_behaviour=False))
    names = [match.encoding for match in matches]
    recognised = bool(matches) and matches[0].coherence >= _RECOGNISED and not _ties("cp1252", matches)
    few = len(data.translate(None, _ASCII)) * 4 <= len(data)
    if few and _is_western(sample) and not recognised:
        names.insert(0, "cp1252")
    return next((name for name in [*names, "cp1252"] if _round_trips(data, name)), "latin-1")


def _ties(encoding: str, matches: list[CharsetMatch]) -> bool:
    """True if `encoding` makes words as good as the best, or the very same letters."""
    best = matches[0].coherence
    return any(encoding in (m.encoding, *m.could_be_from_charset) and m.coherence >= best for m in matches)


def _is_western(sample: bytes) -> bool:
    """True if cp1252 puts no sign inside a word and no capital after a lower-case letter."""
    text = sample.decode("cp1252", "replace")
    odd = r"[^\W\d_][¡-¦¨©«¬®-¶¹-¿ƒˆ‰†‡•˜™\ufffd×÷][^\W\d_]|[a-zß-ÿ][À-ÖØ-ÞŠŽŒŸ]"
    return re.search(odd, text) is None


def _telling_bytes(data: bytes) -> bytes:
    """The lines with bytes above ASCII, as many as are enough to identify an encoding."""
    if len(data) <= _SAMPLE_BYTES:
        return data
    lines = (line for line in re.split(rb"[\r\n]+", data) if not line.isascii())
    sample = b""
    for line in lines:
        sample += line[:_SAMPLE_BYTES] + b"\n"
        if len(sample) >= _SAMPLE_BYTES:
            break
    return sample


def _round_trips(data: bytes, codec: str) -> bool:
    try:
        return data.decode(codec).encode(codec) == data
    except (UnicodeError, LookupError):
        return False


def unencodable(text: str, codec: str) -> str:
    """Up to ten characters that the codec lacks, with their code points."""
    lacking: list[str] = []
    for character in sorted(set(text)):
        try:
            character.encode(codec)
        except UnicodeEncodeError:
            lacking.append(character)
    shown = ", ".join(f"{_printable(c)} (U+{ord(c):04X})" for c in lacking[:10])
    return shown if len(lacking) <= 10 else f"{shown} and {len(lacking) - 10} more"


def _printable(character: str) -> str:
    return character if character.isprintable() else "?"


def encoding_label(encoding: str) -> str:
    """The display name of an encoding: those of Unicode are in capitals."""
    return encoding.upper() if encoding.startswith("utf") else encoding
