"""Measures what line ends cost: `python -m tests.bench.line_ends [--quick] [--json FILE]`.

Pages are wrapped anew, the transcript at 40, 60 and 72 columns, with and without words divided at the line ends, by
several signs, by page breaks and by running heads; the reference is wrapped otherwise. Compounds with a hyphen of their
own are among the words. In the transcript slips are planted, of which is known where they stand: words run together and
split, hyphens put in, letters misread, words left out, doubled and put in. Counted are the planted ones that no
discrepancy touches (`lost`; a hyphen put in just where a line ends is the `same` as none), those that one covers
exactly (`exact`), and discrepancies where nothing was planted (`false`): apart those where either text or the word
list has the word in one piece, for which there is no excuse (`known`).
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from cableview.collation.collate import Text, collate
from cableview.collation.rules import default_rules
from cableview.collation.words.lexicon import lexicon
from cableview.collation.words.normalise import bare
from cableview.model.discrepancy import Difference, Kind
from cableview.model.span import Span
from tests.bench.made_text import prose

ICDAR = Path(__file__).resolve().parents[3] / "shared" / "data" / "icdar2017"
WIDTHS = (40, 60, 72)
SIGNS = {"hyphen": "-", "not sign": "¬", "soft hyphen": "\u00ad", "equals": "=", "none": ""}
COMPOUNDS = (
    *("co-operate", "twenty-five", "Anglo-American", "re-elected", "well-known", "forty-eight", "Sino-Soviet"),
    *("vice-consul", "one-third", "anti-aircraft", "Commander-in-Chief", "so-called", "1941-42", "non-aggression"),
)
HEADS = ("- 2 -", "- 3 -\n\nSECRET", "SECRET\n\n-4-\n\nFebruary 3, 1944.")
SLIPS = 0.12
"""Share of the places that get a slip, if there is room."""
APART = 5
"""Words between two slips, so that no discrepancy can be of two."""
_LOOKALIKES = (("rn", "m"), ("m", "rn"), ("l", "1"), ("e", "c"), ("h", "b"), ("u", "n"), ("n", "u"), ("o", "0"))
_SYLLABLE = re.compile(
    r"(?<=[aeiouy])(?=[bcdfghjklmnpqrstvwxz][aeiouy])|(?<=[aeiouy][bcdfghjklmnpqrstvwxz])(?=[bcdfghjklmnpqrstvwxz])"
)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is broken: `sign` stands at the end of a line for the rest of a word, "" where none is divided.

    `page` is what stands between the halves of a divided word, and after every 20 lines: "" for a line end like others.
    """

    width: int
    sign: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """A planted one: words `first` up to `last` of the transcript stand for those of the reference."""

    kind: str
    first: int
    last: int
    reference_first: int
    reference_last: int


@dataclass
class Counts:
    words: int = 0
    planted: int = 0
    lost: int = 0
    same: int = 0
    exact: int = 0
    known: int = 0
    false: int = 0
    heads: int = 0
    heads_named: int = 0
    examples: list[str] = field(default_factory=list[str])

    def add(self, other: Counts) -> None:
        for name in ("words", "planted", "lost", "same", "exact", "known", "false", "heads", "heads_named"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.examples += other.examples


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A text with the place of each of its words, and of the running heads between them."""

    text: str
    words: list[Span]
    heads: list[Span]


# Making pages


def wrapped(words: Sequence[str], layout: Layout, seed: int) -> Wrapped:
    """The words in lines; a word is divided where a piece of it still fits."""
    random = Random(seed)
    parts: list[str] = []
    spans: list[Span] = []
    heads: list[Span] = []
    at = column = lines = 0

    def put(piece: str) -> None:
        nonlocal at
        parts.append(piece)
        at += len(piece)

    def end_line(*, divided: bool) -> None:
        nonlocal column, lines
        lines += 1
        if layout.page and (lines >= 20 or (divided and lines >= 4 and random.random() < 0.5)):
            lines = 0
            if layout.page == "\f":
                put("\n\f")
            else:
                head = random.choice(HEADS)
                heads.append(Span(at + 2, at + 2 + len(head)))
                put(f"\n\n{head}\n\n")
        else:
            put("\n")
        column = 0

    for word in words:
        room = layout.width - column - (1 if column else 0)
        divided = _division(word, room - len(layout.sign or "-"), layout.sign) if len(word) > room else None
        if len(word) > room and divided is None and column:
            end_line(divided=False)
        elif column:
            put(" ")
            column += 1
        start = at
        if divided is not None:
            head, tail = divided
            put(head)
            end_line(divided=True)
            put(tail)
            column = len(tail)
        else:
            put(word)
            column += len(word)
        spans.append(Span(start, at))
    return Wrapped("".join(parts), spans, heads)


def _division(word: str, room: int, sign: str) -> tuple[str, str] | None:
    """The two pieces of a word divided before its `room` letters are full: at its own hyphen, or at a syllable."""
    hyphens = [k + 1 for k, letter in enumerate(word) if letter == "-" and 2 <= k <= len(word) - 3]
    own = [k for k in hyphens if k - 1 <= room]
    if own:
        return word[: own[-1]], word[own[-1] :]
    if not sign or hyphens:
        return None
    places = [m.start() for m in _SYLLABLE.finditer(word) if 2 <= m.start() <= min(room, len(word) - 3)]
    places = [k for k in places if word[:k].isalpha() and word[k:].rstrip(".,;:?!'\")").isalpha()]
    return (word[: places[-1]] + sign, word[places[-1] :]) if places else None


def planted(words: Sequence[str], seed: int) -> tuple[list[str], list[Slip]]:
    """The words with slips, and where they are."""
    random = Random(seed)
    out: list[str] = []
    slips: list[Slip] = []
    k, free = 0, 3
    while k < len(words):
        made = _slip(words, k, random) if k >= free and random.random() < SLIPS else None
        if made is None:
            out.append(words[k])
            k += 1
            continue
        kind, ours, taken = made
        slips.append(Slip(kind, len(out), len(out) + len(ours), k, k + taken))
        out += ours
        k += taken
        free = k + APART
    return out, slips


def _slip(words: Sequence[str], k: int, random: Random) -> tuple[str, list[str], int] | None:
    """Its kind, what stands in the transcript, and for how many words of the reference."""
    word = words[k]
    plain = word.isalpha() and word.islower()
    following = words[k + 1] if k + 1 < len(words) else ""
    match random.choice(("join", "join", "split", "split", "letter", "omission", "doubled", "addition", "hyphen")):
        case "join" if plain and len(word) > 1 and following.isalpha() and following.islower():
            return "join", [word + following], 2
        case "split" if plain and len(word) >= 5:
            at = random.randrange(2, len(word) - 1)
            return "split", [word[:at], word[at:]], 1
        case "hyphen" if plain and len(word) >= 6:
            at = random.randrange(2, len(word) - 2)
            return "hyphen", [f"{word[:at]}-{word[at:]}"], 1
        case "letter" if plain and len(word) >= 4:
            possible = [pair for pair in _LOOKALIKES if pair[0] in word]
            if possible:
                return "letter", [word.replace(*random.choice(possible), 1)], 1
        case "omission" if plain and word not in (words[k - 1], following):
            return "omission", [], 1
        case "doubled" if plain:
            return "doubled", [word, word], 1
        case "addition" if plain:
            return "addition", ["moreover", word], 1
    return None


def made_pages(count: int) -> list[list[str]]:
    """Invented prose with compounds among its words; words of a real language are behind `real_pages`."""
    pages: list[list[str]] = []
    words = prose(2600 * count, 41).split()
    for k in range(count):
        random = Random(k)
        page = words[len(words) * k // count : len(words) * (k + 1) // count]
        pages.append([random.choice(COMPOUNDS) if random.random() < 0.03 else word for word in page])
    return pages


def real_pages(count: int) -> list[list[str]]:
    """Gold texts of ICDAR 2017, where they are."""
    pages: list[list[str]] = []
    for file in sorted(ICDAR.glob("*.txt"), key=lambda path: int(path.stem))[:count]:
        gold = file.read_text(encoding="utf-8").split("\n")[2].partition("] ")[2]
        random = Random(int(file.stem))
        words = gold.replace("@", "").replace("#", "").split()[:1500]
        pages.append([random.choice(COMPOUNDS) if random.random() < 0.01 else word for word in words])
    return pages


# Judging


def judged(words: Sequence[str], layout: Layout, other: Layout, seed: int) -> Counts:
    """One page: what of the planted was found, and what else was said."""
    slipped, slips = planted(words, seed)
    transcript, reference = wrapped(slipped, layout, seed + 1), wrapped(words, other, seed + 2)
    found = collate(Text(transcript.text), Text(reference.text), default_rules()).differences
    counts = Counts(words=len(words), planted=len(slips), heads=len(transcript.heads))
    right: set[int] = set()
    for slip in slips:
        touching = [k for k, d in enumerate(found) if _touches(d, slip, transcript, reference)]
        right.update(touching)
        same = not touching and slip.kind == "hyphen" and _is_divided_there(slip, transcript, reference)
        counts.same += same
        counts.lost += not touching and not same
        counts.exact += len(touching) == 1 and _covers(found[touching[0]], slip, transcript, reference)
        if not touching and not same:
            counts.examples.append(f"lost {slip.kind}: {' '.join(slipped[slip.first : slip.last])}")
        elif len(touching) > 1 or (touching and not _covers(found[touching[0]], slip, transcript, reference)):
            said = [
                (d.working.of(transcript.text), d.reference.of(reference.text))
                for d in map(found.__getitem__, touching)
            ]
            counts.examples.append(f"otherwise {slip.kind}: {slipped[slip.first - 1 : slip.last + 1]}: {said}")
    for head in transcript.heads:
        named = [k for k, d in enumerate(found) if d.kind is Kind.FURNITURE and d.working == head]
        right.update(named)
        counts.heads_named += len(named)
    for k, difference in enumerate(found):
        if k not in right:
            _count_false(counts, difference, transcript.text, reference.text, words)
    return counts


def _is_divided_there(slip: Slip, transcript: Wrapped, reference: Wrapped) -> bool:
    """True for a hyphen put in where a line ends in either text: nobody can tell that from a divided word."""
    ours = _extent(transcript.words, slip.first, slip.last).of(transcript.text)
    theirs = _extent(reference.words, slip.reference_first, slip.reference_last).of(reference.text)
    place = ours.split("-")[0]
    return "\n" in ours or re.match(rf"{place}\W+\n", theirs) is not None


def _touches(found: Difference, slip: Slip, transcript: Wrapped, reference: Wrapped) -> bool:
    theirs = _extent(reference.words, slip.reference_first, slip.reference_last)
    if slip.first < slip.last and found.working.overlaps(_extent(transcript.words, slip.first, slip.last)):
        return True
    return found.reference.overlaps(theirs)


def _covers(found: Difference, slip: Slip, transcript: Wrapped, reference: Wrapped) -> bool:
    """A word put in or doubled stands beside the one it was put to, which need not be said."""
    ours, theirs = (
        _extent(transcript.words, slip.first, slip.last),
        _extent(reference.words, slip.reference_first, slip.reference_last),
    )
    if slip.kind in ("omission", "doubled", "addition"):
        return ours.start <= found.working.start <= found.working.end <= max(ours.end, ours.start)
    return (found.working, found.reference) == (ours, theirs)


def _extent(words: Sequence[Span], first: int, last: int) -> Span:
    if first < last:
        return Span(words[first].start, words[last - 1].end)
    at = words[first - 1].end if first else 0
    return Span(at, at)


def _count_false(counts: Counts, found: Difference, transcript: str, reference: str, words: Sequence[str]) -> None:
    ours, theirs = found.working.of(transcript), found.reference.of(reference)
    whole = {re.sub(r"\W|_", "", text).casefold() for text in (ours, theirs)}
    texts = {bare(word) for word in words} | {bare(word) for word in transcript.split()}
    counts.false += 1
    counts.known += any(word in texts or lexicon().knows(word) for word in whole if word)
    counts.examples.append(f"false {found.kind}: {ours!r} | {theirs!r}")


def layouts() -> Iterator[tuple[str, Layout, Layout]]:
    """A name, how the transcript is broken, and how the reference is."""
    for width in WIDTHS:
        other = Layout(WIDTHS[WIDTHS.index(width) - 1] + 3)
        for name, sign in SIGNS.items():
            yield f"{width}, {name}", Layout(width, sign), other
        yield f"{width}, both divided", Layout(width, "-"), Layout(other.width, "-")
    yield "60, page breaks", Layout(60, "-", "\f"), Layout(72)
    yield "60, running heads", Layout(60, "-", "head"), Layout(72)
    yield "60, heads, both divided", Layout(60, "-", "head"), Layout(72, "-")


def measured(sources: dict[str, list[list[str]]]) -> dict[str, dict[str, Counts]]:
    """Counts by source of the pages and by layout."""
    out: dict[str, dict[str, Counts]] = {}
    for source, pages in sources.items():
        for name, layout, other in layouts():
            sums = out.setdefault(source, {}).setdefault(name, Counts())
            for k, words in enumerate(pages):
                sums.add(judged(words, layout, other, 100 * k))
    return out


def report(found: dict[str, dict[str, Counts]], examples: int) -> Iterator[str]:
    head = ("planted", "lost", "same", "exact", "false", "known", "of 1,000", "heads")
    for source, rows in found.items():
        yield f"{source:28}{'words':>8}" + "".join(f"{name:>10}" for name in head)
        for name, c in rows.items():
            heads = f"{c.heads_named}/{c.heads}" if c.heads else "-"
            exact = f"{c.exact / max(1, c.planted):.1%}"
            rate = f"{1000 * c.false / max(1, c.words):.2f}"
            cells = (c.planted, c.lost, c.same, exact, c.false, c.known, rate, heads)
            yield f"{name:28}{c.words:8}" + "".join(f"{cell:>10}" for cell in cells)
            yield from (f"    {example}" for example in c.examples[:examples])
        yield ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer pages")
    parser.add_argument("--json", type=Path, help="write all figures here")
    parser.add_argument("--examples", type=int, default=0, metavar="N", help="show so many of what went wrong in a row")
    args = parser.parse_args()
    count = 4 if args.quick else 20
    sources = {"made prose": made_pages(count), "ICDAR 2017 gold": real_pages(count)}
    found = measured({name: pages for name, pages in sources.items() if pages})
    print("\n".join(report(found, args.examples)))
    if args.json:
        tree: dict[str, Any] = {s: {n: asdict(c) for n, c in rows.items()} for s, rows in found.items()}
        args.json.write_text(json.dumps(tree, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
