"""What each verdict does to the working text, as replacements in it; the table of DESIGN in code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein, Opcode

from cableview.collation.equality.normalised_wordings import read_as
from cableview.collation.words.normalise import Normalised
from cableview.model.decision import Verdict
from cableview.model.discrepancy import Kind
from cableview.model.span import Span
from cableview.model.witness import PART_BREAK

PARAGRAPH = re.compile(r"(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)|\f")
LINE_END = re.compile(r"\r\n|\r|\n|\f")
DIVIDED = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad\u00ac](?:\r\n|\r|\n)[^\S\r\n]*(?=[a-z\u00df-\u00ff])")
INSERTION_MARK = "/"
"""Typists set it where the words typed between the lines belong."""

CHANGES_TEXT = frozenset({Verdict.REFERENCE, Verdict.OTHER})


@dataclass(frozen=True, slots=True, order=True)
class Replacement:
    """Puts `text` in the place of a span of the working text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Scene:
    """A discrepancy with both texts around it. `rules` are the active ones, `delimiters` the working text's syntax."""

    working_text: str
    reference_text: str
    kind: Kind
    working: Span
    reference: Span
    origin: Span | None = None
    rules: frozenset[str] = frozenset()
    delimiters: Sequence[Span] = ()

    @property
    def standing(self) -> str:
        return self.working.of(self.working_text)

    @property
    def wanted(self) -> str:
        return self.reference.of(self.reference_text)


def effect(scene: Scene, verdict: Verdict, reading: str = "") -> tuple[Replacement, ...]:
    """The replacements a verdict makes, sorted and non-overlapping; `reading` is what was typed for `other`."""
    if verdict not in CHANGES_TEXT:
        return ()
    made = _read_otherwise(scene, reading) if verdict is Verdict.OTHER else _read_as_reference(scene)
    return tuple(_with_part_breaks(scene.working_text, r) for r in made)


def _read_as_reference(scene: Scene) -> tuple[Replacement, ...]:
    if scene.origin is not None:
        return _moved(scene, scene.origin)
    if scene.working.is_empty:
        return (_put_in(scene, _reflowed(scene.wanted, line_end_of(scene.working_text))),)
    if scene.reference.is_empty:
        return (taken_out(scene.working_text, scene.working),)
    if scene.kind is Kind.STRUCK:
        return (_at(scene.working, _one_line(scene.wanted)),)
    return (_at(scene.working, merged(scene)),)


def _with_part_breaks(text: str, r: Replacement) -> Replacement:
    """`r` keeping the part breaks that it would swallow: the words after a break stay in their own file."""
    pieces = text[r.start : r.end].split(PART_BREAK)
    if r.text.count(PART_BREAK) >= len(pieces) - 1:
        return r
    put, parts = r.text.replace(PART_BREAK, " "), list[str]()
    for k, piece in enumerate(pieces[:-1], start=1):
        cut = _boundary(put, piece.strip(), " ".join(pieces[k:]).strip())
        parts.append(put[:cut].rstrip() + piece[len(piece.rstrip()) :])
        put = put[cut:].lstrip()
    return Replacement(r.start, r.end, PART_BREAK.join([*parts, put]))


def applied(text: str, replacements: Sequence[Replacement]) -> str:
    """`text` after `replacements`."""
    for r in sorted(replacements, reverse=True):
        text = text[: r.start] + r.text + text[r.end :]
    return text


def what_would_stand(scene: Scene, verdict: Verdict, reading: str = "") -> str:
    """The words that a verdict would leave at the place; empty if none."""
    made = effect(scene, verdict, reading)
    here = [r for r in made if Span(r.start, r.end).touches(scene.working)] if scene.origin else list(made)
    if not here:
        return scene.standing
    first, last = min(here), max(here)
    start, end = min(first.start, scene.working.start), max(last.end, scene.working.end)
    local = [Replacement(r.start - start, r.end - start, r.text) for r in here]
    return applied(scene.working_text[start:end], local).strip()


def settled_verdict(scene: Scene, reading: str) -> Verdict:
    """The verdict that typing `reading` amounts to: that of a witness with this reading, else `other`."""
    typed = " ".join(reading.split())
    if typed == " ".join(scene.standing.split()):
        return Verdict.TRANSCRIPT
    of_reference = {" ".join(scene.wanted.split()), " ".join(what_would_stand(scene, Verdict.REFERENCE).split())}
    return Verdict.REFERENCE if typed in of_reference else Verdict.OTHER


def insertion_point(working_text: str, working: Span, reference_text: str, reference: Span) -> Span:
    """Where the words of an omission are inserted: at the end of the word before, or before the word after.

    They join the word after where they open a paragraph of the reference that continues after them.
    """
    before, after = _blanks_before(working_text, working.start), _blanks_after(working_text, working.end)
    opens, closes = _paragraph_edges(reference_text, reference)
    follows = before == 0 or (opens and not closes and after < len(working_text))
    point = after if follows else before
    return Span(point, point)


def taken_out(text: str, span: Span) -> Replacement:
    """The removal of a span of words, with one adjoining blank or the line or paragraph it leaves empty."""
    start, end = span.start, span.end
    line_start, line_end = _line_start(text, start), _line_end(text, end)
    if not text[line_start:start].strip() and not text[end:line_end].strip():
        return Replacement(*_emptied_lines(text, line_start, line_end), "")
    if text[start - 1 : start] in (" ", "\t"):  # the blank after it may belong to words inserted there
        return Replacement(start - 1, end, "")
    if text[end : end + 1] in (" ", "\t"):
        return Replacement(start, end + 1, "")
    return Replacement(start, end, "")


def merged(scene: Scene) -> str:
    """The reference's words in the transcript's typography: changes only what the rules do not hold equal.

    Of two signs that are read as one, as in `‘'`, the one that the reference lacks is dropped.
    """
    standing, wanted = scene.standing, _one_line(scene.wanted)
    local = [s.shifted(-scene.working.start) for s in scene.delimiters if scene.working.covers(s)]
    ours, theirs = read_as(standing, scene.rules, local), read_as(wanted, scene.rules)
    ways = (Levenshtein.opcodes(ours.text, theirs.text), _opcodes_from_the_end(ours.text, theirs.text))
    ends = [
        _dressed(wanted, standing, scene.rules) if (m := _made(ours, theirs, scene, ops)) is None else m for ops in ways
    ]
    taken = min(ends, key=lambda end: Levenshtein.distance(end, wanted))
    if not local and read_as(taken, scene.rules).text != theirs.text:
        return _dressed(wanted, standing, scene.rules)  # signs of both, side by side, that are read as one
    return taken


def _made(ours: Normalised, theirs: Normalised, scene: Scene, ops: Iterable[Opcode]) -> str | None:
    """The text of the place after `ops` on the normalised letters; `None` where one would split a letter."""
    standing, wanted = scene.standing, _one_line(scene.wanted)
    pieces: list[Replacement] = []
    for op in ops:
        if op.tag == "equal":
            continue
        piece = _piece(ours, theirs, wanted, op.src_start, op.src_end, op.dest_start, op.dest_end)
        if piece is None:
            return None
        put = _dressed(piece.text, standing, scene.rules) if piece.text else ""
        pieces.append(Replacement(piece.start, piece.end, put))
    return applied(standing, pieces)


def _opcodes_from_the_end(ours: str, theirs: str) -> list[Opcode]:
    """The same number of edits; where one could stand at several places, the first instead of the last."""
    m, n = len(ours), len(theirs)
    ops = Levenshtein.opcodes(ours[::-1], theirs[::-1])
    return [
        Opcode(op.tag, m - op.src_end, m - op.src_start, n - op.dest_end, n - op.dest_start)
        for op in reversed(list(ops))
    ]


def _piece(ours: Normalised, theirs: Normalised, wanted: str, a: int, b: int, c: int, d: int) -> Replacement | None:
    """The replacement of normalised letters `a:b` by `c:d` in letters of the texts; `None` where it would split one."""
    if _cuts(ours, a) or _cuts(ours, b) or _cuts(theirs, c) or _cuts(theirs, d):
        return None
    put = wanted[theirs.starts[c] : theirs.ends[d - 1]] if c < d else ""
    if a < b:
        return Replacement(ours.starts[a], ours.ends[b - 1], put)
    at = ours.ends[a - 1] if a else (ours.starts[0] if len(ours.text) else 0)
    return Replacement(at, at, put)


def _cuts(text: Normalised, at: int) -> bool:
    """True when normalised position `at` lies inside a single letter of the source, such as a ligature."""
    return 0 < at < len(text.text) and text.starts[at] < text.ends[at - 1]


def _dressed(put: str, standing: str, rules: frozenset[str]) -> str:
    """`put` in the case pattern of what it replaces, where case is held equal."""
    letters = [c for c in standing if c.isalpha()]
    if "case" in rules and len(letters) > 1 and all(c.isupper() for c in letters):
        return put.upper()
    return put


def _read_otherwise(scene: Scene, reading: str) -> tuple[Replacement, ...]:
    typed = reading.strip()
    if scene.working.is_empty:
        return (_put_in(scene, typed),) if typed else ()
    if not typed:
        return (taken_out(scene.working_text, scene.working),)
    return (_at(scene.working, typed),)


def _put_in(scene: Scene, words: str) -> Replacement:
    """The insertion of words at an empty span, with one blank, or a paragraph break for a whole missing paragraph."""
    text, at = scene.working_text, scene.working.start
    opens, closes = _paragraph_edges(scene.reference_text, scene.reference)
    gap = " "
    if opens and closes and PARAGRAPH.search(scene.reference_text):
        gap = 2 * line_end_of(text)
    if at > 0 and not text[at - 1].isspace():
        tail = "" if at == len(text) or text[at].isspace() else gap
        return Replacement(at, at, gap + words + tail)
    return Replacement(at, at, words + gap if at < len(text) and not text[at].isspace() else words)


def _moved(scene: Scene, origin: Span) -> tuple[Replacement, ...]:
    """One change at two places: the transcript's own words go to where the reference has them."""
    words = " ".join(origin.of(scene.working_text).split())
    put = _with_words(scene.standing, _one_line(scene.wanted), words)
    if scene.working.is_empty:
        arrival = _put_in(scene, words)
    else:
        arrival = _at(scene.working, put)
    return tuple(sorted((taken_out(scene.working_text, origin), arrival)))


def _with_words(standing: str, wanted: str, words: str) -> str:
    """`standing` with `words` inserted where `wanted` has similar ones; an insertion mark there is removed."""
    left, right = _around(wanted.split(), words.split())
    if INSERTION_MARK in standing:
        cut = min(_places(standing, INSERTION_MARK), key=lambda k: abs(len(standing[:k].strip()) - len(left)))
        head, tail = standing[:cut], standing[cut + 1 :]
    else:
        cut = _boundary(standing, left, right)
        head, tail = standing[:cut], standing[cut:]
    return " ".join(part for part in (head.rstrip(), words, tail.lstrip()) if part)


def _around(wanted: list[str], words: list[str]) -> tuple[str, str]:
    """What stands in `wanted` before and after the run that is most like `words`."""
    size, sought = len(words), " ".join(words)
    starts = range(max(1, len(wanted) - size + 1))
    best = max(starts, key=lambda k: (fuzz.ratio(" ".join(wanted[k : k + size]), sought), -k))
    return " ".join(wanted[:best]), " ".join(wanted[best + size :])


def _boundary(standing: str, left: str, right: str) -> int:
    """The word boundary of `standing` that best separates what is like `left` from what is like `right`."""
    cuts = sorted({0, len(standing), *(m.start() for m in re.finditer(r"\s+", standing))})
    return max(cuts, key=lambda k: fuzz.ratio(standing[:k].strip(), left) + fuzz.ratio(standing[k:].strip(), right))


def _places(text: str, part: str) -> list[int]:
    return [m.start() for m in re.finditer(re.escape(part), text)]


def _paragraph_edges(text: str, span: Span) -> tuple[bool, bool]:
    """Whether `span` begins at a paragraph's start and ends at a paragraph's end."""
    before, after = _blanks_before(text, span.start), _blanks_after(text, span.end)
    return (
        before == 0 or PARAGRAPH.search(text[before : span.start]) is not None,
        after == len(text) or PARAGRAPH.search(text[span.end : after]) is not None,
    )


def _blanks_before(text: str, at: int) -> int:
    """The start of the blanks right before `at`."""
    while at > 0 and text[at - 1].isspace():
        at -= 1
    return at


def _blanks_after(text: str, at: int) -> int:
    """The end of the blanks right after `at`."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _emptied_lines(text: str, start: int, end: int) -> tuple[int, int]:
    """The lines `start:end` with one line end, and with a following blank line where a blank line precedes them too."""
    after = LINE_END.match(text, end)
    if after is None or after.group() == "\f":
        return _line_end_before(text, start), end
    end = after.end()
    follows = _line_end(text, end)
    above = _line_start(text, _line_end_before(text, start))
    blank_above = start == 0 or (above < start and not text[above:start].strip())
    if blank_above and follows < len(text) and not text[end:follows].strip():
        blank = LINE_END.match(text, follows)
        end = blank.end() if blank and blank.group() != "\f" else follows
    return start, end


def _line_start(text: str, at: int) -> int:
    return max(text.rfind(c, 0, at) for c in "\n\r\f") + 1


def _line_end(text: str, at: int) -> int:
    found = LINE_END.search(text, at)
    return found.start() if found else len(text)


def _line_end_before(text: str, at: int) -> int:
    """The start of the line end right before `at`."""
    if at > 1 and text[at - 2 : at] == "\r\n":
        return at - 2
    return at - 1 if at > 0 and text[at - 1] in "\r\n" else at


def line_end_of(text: str) -> str:
    """The line end that `text` uses most; a line feed where it has none."""
    crlf = text.count("\r\n")
    counts = {"\n": text.count("\n") - crlf, "\r\n": crlf, "\r": text.count("\r") - crlf}
    return max(counts, key=lambda end: counts[end]) if any(counts.values()) else "\n"


def _one_line(words: str) -> str:
    """Words for a text that keeps its own line breaks: runs of blanks become one blank, divided words are joined."""
    return " ".join(DIVIDED.sub("", words).split())


def _reflowed(words: str, line_end: str) -> str:
    """`words` as paragraphs of one line each, separated by blank lines."""
    return (2 * line_end).join(_one_line(part) for part in PARAGRAPH.split(words) if part.strip())


def _at(span: Span, text: str) -> Replacement:
    return Replacement(span.start, span.end, text)
