"""Makes the sample's texts from one master: transcript, clean copy, what the page reads, and the answers.

The master is the page's text, line by line. A place where the texts differ stands in braces:
`{kind verdict [sic] [likely]|transcript|reference|page|ink}`, where `page` (the reading to be typed, verdict `other`)
and `ink` (what is drawn, with marks for the typist's corrections) may be left out. `{origin|words}` stands where the
transcript has the words of the moved passage that follows. `¬` ends a line inside a word, `@` starts a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

WIDTH = 76
_PLACE = re.compile(r"\{([^{}]*)\}")
_OPEN, _CLOSE = 0xE000, 0xF000


@dataclass(frozen=True, slots=True)
class Place:
    """One difference of the sample and its answer; `page` is what stands once it is decided."""

    kind: str
    verdict: str
    sic: bool
    likely: bool
    transcript: str
    reference: str
    page: str
    ink: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and, by number, the half-open ranges that the places have in it."""

    text: str
    spans: dict[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Master:
    """The parsed master: pieces of text with places between them (`pieces[0]`, `places[0]`, `pieces[1]`, ...)."""

    pieces: tuple[str, ...]
    places: tuple[Place, ...]

    def transcript(self) -> Marked:
        text = self._filled([place.transcript for place in self.places])
        return _unmarked(text.replace("¬", "-").replace("@", "\f").strip() + "\n")

    def page(self) -> Marked:
        text = self._filled([place.page for place in self.places])
        return _unmarked(text.replace("¬", "-").replace("@", "\f").strip() + "\n")

    def reference(self) -> Marked:
        text = self._filled([place.reference for place in self.places]).replace("¬\n", "").replace("@", "")
        paragraphs: list[str] = []
        for paragraph in re.split(r"\n\s*\n", text):
            if paragraphs and (not _bare(paragraph) or not _bare(paragraphs[-1])):
                paragraphs[-1] += paragraph.strip()
            else:
                paragraphs.append(paragraph.strip())
        return _unmarked(_typographic("\n\n".join(map(_wrapped, paragraphs)) + "\n"))

    def ink(self) -> list[list[str]]:
        """Lines of each page as they are typed."""
        text = "".join(_interleaved(self.pieces, [place.ink for place in self.places]))
        text = re.sub(r"(?<=\S)  (?=\S)", " ", text.replace("¬", "-"))
        text = re.sub(r" (\^\w+\^) ", r"\1", text)  # the stroke is typed in the blank
        return [page.strip("\n").split("\n") for page in text.split("@")]

    def _filled(self, readings: list[str]) -> str:
        marked = [chr(_OPEN + n) + reading + chr(_CLOSE + n) for n, reading in enumerate(readings)]
        return _without_double_blanks("".join(_interleaved(self.pieces, marked)))


def parse(master: str) -> Master:
    parts = _PLACE.split(master)
    return Master(tuple(parts[::2]), tuple(_place(fields) for fields in parts[1::2]))


def truth(master: Master) -> list[dict[str, object]]:
    """The answers in order: one row for each discrepancy, spans counted in code points from the start of its file."""
    transcript, reference = master.transcript(), master.reference()
    rows: list[dict[str, object]] = []
    origin: dict[str, object] | None = None
    for number, place in enumerate(master.places):
        here = _quoted(transcript, number)
        if place.kind == "origin":
            origin = here
            continue
        rows.append(
            {
                "kind": place.kind,
                "transcript": here,
                "reference": _quoted(reference, number),
                "from": origin if place.kind == "moved" else None,
                "verdict": place.verdict,
                "reading": place.page if place.verdict == "other" else "",
                "likely": place.likely,
                "sic": place.sic,
            }
        )
    return rows


def _place(fields: str) -> Place:
    head, *readings = fields.split("|")
    kind, *words = head.split(" ")
    if kind == "origin":
        return Place(kind, "", sic=False, likely=False, transcript=readings[0], reference="", page="", ink="")
    transcript, reference, *rest = readings
    page = {"reference": reference, "other": rest[0] if rest else ""}.get(words[0], transcript)
    ink = rest[-1] if rest else page
    return Place(kind, words[0], "sic" in words, "likely" in words, transcript, reference, page, ink)


def _quoted(marked: Marked, number: int) -> dict[str, object]:
    """The place as the command line gives it; where there are no words, at the end of the word before."""
    start, end = marked.spans[number]
    if start == end:
        start = end = len(marked.text[:start].rstrip())
    return {"start": start, "end": end, "text": marked.text[start:end]}


def _interleaved(pieces: tuple[str, ...], fillings: list[str]) -> list[str]:
    return [part for pair in zip(pieces, [*fillings, ""], strict=True) for part in pair]


_MARKS = "[\ue000-\uefff][\uf000-\uf8ff]"


def _without_double_blanks(text: str) -> str:
    """Where a place is empty, one of the two blanks around it goes, or its whole line."""
    text = re.sub(f"(?<=\n)({_MARKS})\n", r"\1", text)
    text = re.sub(f" ({_MARKS})(?=[ \n])", r"\1", text)
    return re.sub(f"(?<=\n)({_MARKS}) ", r"\1", text)


def _bare(text: str) -> str:
    return re.sub("[\ue000-\uf8ff]", "", text).strip()


def _wrapped(paragraph: str) -> str:
    lines = [""]
    for word in paragraph.split():
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if len(_bare(longer)) <= WIDTH:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)


def _typographic(text: str) -> str:
    text = re.sub(r'(^|[\s(\ue000-\uefff])"', r"\1“", text).replace('"', "”")
    return text.replace("'", "’").replace("--", "—")


def _unmarked(text: str) -> Marked:
    starts: dict[int, int] = {}
    spans: dict[int, tuple[int, int]] = {}
    out: list[str] = []
    for letter in text:
        code = ord(letter)
        if _OPEN <= code < _CLOSE:
            starts[code - _OPEN] = len(out)
        elif _CLOSE <= code < 0xF900:
            spans[code - _CLOSE] = (starts[code - _CLOSE], len(out))
        else:
            out.append(letter)
    return Marked("".join(out), spans)
