"""The working text as the blocks of a QTextDocument: what each block shows, and the way there and back.

Qt separates blocks by one character, whatever stands in the text. So each block here is a run of letters and the line
end after it: LF, CRLF, CR, a form feed (shown as a page break), or nothing, where a very long paragraph was only cut
for display. Letters that Qt would swallow, break at or reorder by are shown by a stand-in of the same length.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain

from cableview.gui.offsets import to_code_points, to_utf16
from cableview.model.span import Span

LONGEST_BLOCK = 4000
"""Code points. One of 300,000 costs 150 ms per key in Qt, as each key lays out the whole block again."""

PAGE_BREAK = "\f"

_PIECE = LONGEST_BLOCK // 2
_CHUNK = 512
_LINE_END = re.compile("(\r\n|\n|\r|\f)")

_STAND_INS = {
    **{code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n\r\f"},
    0x7F: "\u2421",
    0x85: "\u21b5",
    0x200B: "\u00a6",
    0x2028: "\u21b5",
    0x2029: "\u00b6",
    0x202A: "\u2192",
    0x202B: "\u2190",
    0x202C: "\u2194",
    0x202D: "\u21d2",
    0x202E: "\u21d0",
    0x2060: "\u00a6",
    0x2066: "\u2192",
    0x2067: "\u2190",
    0x2068: "\u2194",
    0x2069: "\u2194",
    0xFDD0: "\u25a1",
    0xFDD1: "\u25a1",
    0xFEFF: "\u00a6",
    0xFFFC: "\u25a1",
}
_STOOD_IN_FOR = re.compile("[" + "".join(re.escape(chr(code)) for code in _STAND_INS) + "]+")


def shown(text: str) -> str:
    """`text` as a block shows it, unit for unit: what is invisible or means something to Qt becomes a picture."""
    return text.translate(_STAND_INS) if _STOOD_IN_FOR.search(text) else text


def stand_ins(text: str) -> list[Span]:
    """The runs of letters in `text` that are shown as something other than they are."""
    return [Span(*match.span()) for match in _STOOD_IN_FOR.finditer(text)]


@dataclass(frozen=True, slots=True)
class Edit:
    """Puts `text` in the place of `removed` code points from `start` of the working text."""

    start: int
    removed: int
    text: str


@dataclass(frozen=True, slots=True)
class BlockChange:
    """Blocks `first` to `first + len(before)` now read `after`; both as shown, without line ends."""

    first: int
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(slots=True)
class _Chunk:
    """Neighbouring blocks. `starts` holds their starts from the chunk's own, and its length at the end."""

    texts: list[str]
    ends: list[str]
    starts: list[int] = field(default_factory=list[int])

    def __post_init__(self) -> None:
        lengths = (len(text) + len(end) for text, end in zip(self.texts, self.ends, strict=True))
        self.starts = list(accumulate(lengths, initial=0))


class TextMap:
    """Blocks of a working text. Looking up costs O(log n), an edit what it touches and a list of chunks."""

    def __init__(self, text: str = "") -> None:
        self.line_end = _dominant_end(text)
        texts, ends = _split(text)
        self._chunks = _chunked(texts, ends)
        self._index()

    def __len__(self) -> int:
        """Code points of the whole text."""
        return self._starts[-1]

    @property
    def block_count(self) -> int:
        return self._counts[-1]

    @property
    def text(self) -> str:
        return "".join(
            chain.from_iterable(chain.from_iterable(zip(c.texts, c.ends, strict=True)) for c in self._chunks)
        )

    def part(self, start: int, stop: int) -> str:
        """The working text between two code points."""
        first, last = self.block_at(start), self.block_at(stop)
        text = "".join(chain.from_iterable(zip(*self._blocks(first, last + 1), strict=True)))
        base = self.start_of(first)
        return text[start - base : stop - base]

    def shown_text(self) -> str:
        """The blocks as Qt holds them, with stand-ins, and a line end between each two."""
        return "\n".join(shown("\n".join(chunk.texts)) for chunk in self._chunks)

    def block_text(self, block: int) -> str:
        chunk, at = self._chunk_of(block)
        return chunk.texts[at]

    def block_end(self, block: int) -> str:
        """The line end after a block; empty at the end of the text and where a paragraph goes on in the next block."""
        chunk, at = self._chunk_of(block)
        return chunk.ends[at]

    def continues(self, block: int) -> bool:
        """True when the paragraph of `block` goes on in the next one."""
        return block + 1 < self.block_count and not self.block_end(block)

    def start_of(self, block: int) -> int:
        """The code point that a block begins at; behind the last block, the length of the text."""
        if block >= self.block_count:
            return len(self)
        index = bisect_right(self._counts, block) - 1
        return self._starts[index] + self._chunks[index].starts[block - self._counts[index]]

    def block_at(self, position: int) -> int:
        """The block that code point `position` is in; at a boundary the later one."""
        index = min(bisect_right(self._starts, position), len(self._chunks)) - 1
        chunk = self._chunks[index]
        within = min(bisect_right(chunk.starts, position - self._starts[index]), len(chunk.texts)) - 1
        return self._counts[index] + within

    def place_of(self, position: int) -> tuple[int, int]:
        """Block and UTF-16 column of a code point; one inside a line end stands before it."""
        block = self.block_at(position)
        return block, to_utf16(self.block_text(block), position - self.start_of(block))

    def position_of(self, block: int, column: int) -> int:
        """Code point at a UTF-16 column of a block; a column within a surrogate pair counts as before it."""
        return self.start_of(block) + to_code_points(self.block_text(block), column)

    def replace(self, start: int, removed: int, text: str) -> BlockChange:
        """Applies an edit made elsewhere, and returns which blocks then differ."""
        first, last = self.block_at(start), self.block_at(start + removed)
        if first and start == self.start_of(first) and self.block_end(first - 1) in ("", "\r"):
            first -= 1
        if start + removed == self.start_of(last) + len(self.block_text(last)) and self.continues(last):
            last += 1
        texts, ends = self._blocks(first, last + 1)
        old = "".join(chain.from_iterable(zip(texts, ends, strict=True)))
        at = start - self.start_of(first)
        fresh_texts, fresh_ends = _split(old[:at] + text + old[at + removed :], at_end=last + 1 == self.block_count)
        self._put(first, last + 1, fresh_texts, fresh_ends)
        return BlockChange(first, tuple(map(shown, texts)), tuple(map(shown, fresh_texts)))

    def take(self, first: int, count: int, now: Sequence[str], head: int, tail: int) -> Edit | None:
        """Takes over what Qt made of `count` blocks from `first`, and returns what that changed; `None` when nothing.

        `now` is what the blocks there hold. In its first `head` and last `tail` code points, separators counted
        as one, nothing has changed. New line ends become the text's own kind.
        """
        texts, ends = self._blocks(first, first + count)
        old, seen, new = "\n".join(texts), "\n".join(map(shown, texts)), "\n".join(now)
        head, tail = common(seen, new, head, tail)
        typed = new[head : len(new) - tail]
        if not typed and head + tail == len(old):
            return None
        lines_before, lines_after = old.count("\n", 0, head), old.count("\n", len(old) - tail)
        ends_after = ends[len(ends) - 1 - lines_after :]
        start = self.start_of(first) + head + sum(len(end) - 1 for end in ends[:lines_before])
        stop = self.start_of(first + count) - tail - sum(len(end) - 1 for end in ends_after[:-1]) - len(ends_after[-1])
        ends_new = ends[:lines_before] + [self.line_end] * typed.count("\n") + ends_after
        self._put(first, first + count, (old[:head] + typed + old[len(old) - tail :]).split("\n"), ends_new)
        return Edit(start, stop - start, typed.replace("\n", self.line_end))

    def _index(self) -> None:
        self._counts = list(accumulate((len(chunk.texts) for chunk in self._chunks), initial=0))
        self._starts = list(accumulate((chunk.starts[-1] for chunk in self._chunks), initial=0))

    def _chunk_of(self, block: int) -> tuple[_Chunk, int]:
        index = bisect_right(self._counts, block) - 1
        return self._chunks[index], block - self._counts[index]

    def _blocks(self, first: int, stop: int) -> tuple[list[str], list[str]]:
        texts: list[str] = []
        ends: list[str] = []
        low, high = bisect_right(self._counts, first) - 1, bisect_right(self._counts, stop - 1)
        for index in range(low, high):
            here = slice(max(0, first - self._counts[index]), stop - self._counts[index])
            texts += self._chunks[index].texts[here]
            ends += self._chunks[index].ends[here]
        return texts, ends

    def _put(self, first: int, stop: int, texts: list[str], ends: list[str]) -> None:
        low, high = bisect_right(self._counts, first) - 1, bisect_right(self._counts, stop - 1)
        head, tail = self._chunks[low], self._chunks[high - 1]
        at, rest = first - self._counts[low], stop - self._counts[high - 1]
        self._chunks[low:high] = _chunked(
            head.texts[:at] + texts + tail.texts[rest:], head.ends[:at] + ends + tail.ends[rest:]
        )
        self._index()


def _chunked(texts: list[str], ends: list[str]) -> list[_Chunk]:
    return [_Chunk(texts[at : at + _CHUNK], ends[at : at + _CHUNK]) for at in range(0, len(texts), _CHUNK)]


def _split(text: str, *, at_end: bool = True) -> tuple[list[str], list[str]]:
    """Blocks of `text` and the line ends after them. Without `at_end` there is no empty last block."""
    if "\r" in text or PAGE_BREAK in text:
        parts = _LINE_END.split(text)
        texts, ends = parts[0::2], [*parts[1::2], ""]
    else:  # the usual case, and five times as fast
        texts = text.split("\n")
        ends = ["\n"] * (len(texts) - 1) + [""]
    if not at_end and len(texts) > 1 and not texts[-1]:
        del texts[-1], ends[-1]
    if max(map(len, texts)) <= LONGEST_BLOCK:
        return texts, ends
    cut = [_pieces(line) for line in texts]
    return list(chain.from_iterable(cut)), list(
        chain.from_iterable([""] * (len(pieces) - 1) + [end] for pieces, end in zip(cut, ends, strict=True))
    )


def _pieces(line: str) -> list[str]:
    """A very long line in parts that begin after a blank or, for lack of blanks, not with a combining accent.

    No letter has a hundred accents: among more of them it is cut all the same.
    """
    if len(line) <= LONGEST_BLOCK:
        return [line]
    pieces: list[str] = []
    at = 0
    while len(line) - at > LONGEST_BLOCK:
        stop = line.rfind(" ", at + _PIECE // 2, at + _PIECE) + 1 or at + _PIECE
        letters = (place for place in range(stop, stop - 100, -1) if not unicodedata.combining(line[place]))
        stop = next(letters, stop)
        pieces.append(line[at:stop])
        at = stop
    return [*pieces, line[at:]]


def common(before: str, after: str, head: int = 0, tail: int = 0) -> tuple[int, int]:
    """Lengths of the common prefix and suffix, of which `head` and `tail` are known already."""
    limit = min(len(before), len(after))
    head = min(head, limit)
    tail = min(tail, limit - head)
    while head + tail < limit and before[head] == after[head]:
        head += 1
    while head + tail < limit and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return head, tail


def _dominant_end(text: str) -> str:
    if "\r" not in text:
        return "\n"
    both = text.count("\r\n")
    counts = {"\n": text.count("\n") - both, "\r\n": both, "\r": text.count("\r") - both}
    return max(counts, key=lambda end: counts[end])
