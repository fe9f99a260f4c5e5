"""Splits a saved archive page into its description of the document, the scan's transcript, and a second text of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from cableview.formats.second_text import second_text_start
from cableview.model.span import Span

# The labels that archives use on their pages, and the names under which the values are kept.
_LABELS = {
    "abstract": "summary",
    "archive": "repository",
    "author": "author",
    "authors": "author",
    "citation": "citation",
    "cite": "citation",
    "collection": "collection",
    "contents": "contents",
    "creator": "author",
    "credits": "credits",
    "date": "date",
    "description": "summary",
    "document date": "date",
    "document id": "identifier",
    "document number": "identifier",
    "document title": "title",
    "geographic subjects": "places",
    "identifier": "identifier",
    "keywords": "keywords",
    "language": "language",
    "languages": "language",
    "link": "link",
    "original archive": "repository",
    "original language": "language",
    "permalink": "link",
    "persistent link": "link",
    "places": "places",
    "preferred citation": "citation",
    "publisher": "publisher",
    "record id": "identifier",
    "reference code": "identifier",
    "repository": "repository",
    "rights": "rights",
    "source": "source",
    "subjects": "keywords",
    "subjects discussed": "keywords",
    "suggested citation": "citation",
    "summary": "summary",
    "tags": "keywords",
    "title": "title",
    "translator": "translator",
    "url": "link",
}

# A telegram may itself have a date, a title and a summary; only an archive adds these.
_ARCHIVAL = frozenset({"citation", "identifier", "language", "link", "repository", "rights"})

_TRANSCRIPT_HEADINGS = frozenset({"document", "full text", "original text", "text", "transcript", "transcription"})
_REFERENCE_HEADINGS = frozenset({"clean copy", "clean text", "paraphrase", "reference", "second text"})

_MOST_TITLES = 6
_LONGEST_VALUE = 6
_LONGEST_PARAGRAPH = 10_000

# Quantifiers are possessive, and runs of blanks match only from their first: a line of 5 million blanks is read once.
_GAP = re.compile(r"(?:\r\n|\r(?!\n)|\n)(?:[ \t]*(?:\r\n|\r(?!\n)|\n))+|\f")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+([^\r\n]*)")
_BOLD_LINE = re.compile(r"[ \t]*+\*\*([^*\r\n]++)\*\*[ \t:]*+")
_LABEL = re.compile(r"[*_ \t]*+([^\W\d_][^:*_\r\n]{0,30}?)[*_ \t]*+:[*_ \t]*+")
_LINES = re.compile(r"[^\r\n]+")
_HARD_BREAK = re.compile(r"(?:(?<! ) {2,}+|\\)(?:\r\n?|\n)[ \t]*+")
_SOFT_BREAK = re.compile(r"(?:(?<![ \t])[ \t]++)?[\r\n]++[ \t]*+")
_SYNTAX = re.compile(r"\*\*|__|~~|\\(?=[!-/:-@\[-`{-~])|<(?=https?://)|(?<=\S)>(?=\s|\Z)")
_URL = re.compile(r"(?:;[ \t]*+|(?<![ \t])[ \t]++)?<?(https?://[^\s<>;]++)>?")
_FRONT_MATTER = re.compile(r"---[ \t]*+[\r\n]++(.*?)(?<=[\r\n])(?:---|\.\.\.)[ \t]*+(?:[\r\n]++|\Z)", re.DOTALL)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """A split page. Spans are of its whole text; `metadata` is (name, value) in the page's order, names in lower case.

    The transcript reaches to where the second text begins, or to the end if none was found.
    """

    metadata: tuple[tuple[str, str], ...]
    transcript: Span
    reference: Span | None


@dataclass(frozen=True, slots=True)
class _Header:
    """The header of a page; `end` is where the document begins."""

    metadata: tuple[tuple[str, str], ...]
    end: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """A label's name and value; `patience` is how many more paragraphs may belong to it before the next label."""

    name: str
    value: str
    end: int
    patience: int

    def with_more(self, value: str) -> _Entry:
        return replace(self, value="; ".join(part for part in (self.value, value) if part))


def split_archive_page(text: str, at: int | None = None) -> ArchivePage | None:
    """The parts of a saved archive page; `None` if it does not begin with an archive's description of a document.

    The second text begins at the paragraph from which the words agree best with those before, or under a heading that
    names it. `at` is its start as set by hand; a page without a header is then split as well.
    """
    header = _front_matter(text) or _labelled_header(text)
    if header is None:
        return None if at is None else ArchivePage((), Span(0, min(at, len(text))), Span(min(at, len(text)), len(text)))
    page = _split(text, header)
    if at is None or (page.reference is not None and page.reference.start == at):
        return page
    at = min(max(at, header.end), len(text))
    return ArchivePage(header.metadata, Span(header.end, at), Span(at, len(text)))


def _split(text: str, header: _Header) -> ArchivePage:
    start = header.end
    named = _named_second_text(text, start)
    if named is not None:
        return ArchivePage(header.metadata, Span(start, named.start), Span(named.end, len(text)))
    second = second_text_start(text, start, [span.start for span in paragraphs(text, start)])
    if second is None:
        return ArchivePage(header.metadata, Span(start, len(text)), None)
    return ArchivePage(header.metadata, Span(start, second), Span(second, len(text)))


def paragraphs(text: str, start: int = 0) -> Iterator[Span]:
    """Yields runs of lines between blank lines, each from the beginning of its first line."""
    for begin, end in pairwise(chain((start,), _gap_edges(text, start), (len(text),))):
        piece = text[begin:end]
        if piece and not piece.isspace():
            blank = piece[: len(piece) - len(piece.lstrip())]
            yield Span(begin + max(blank.rfind("\n"), blank.rfind("\r")) + 1, end)


def _gap_edges(text: str, start: int) -> Iterator[int]:
    for gap in _GAP.finditer(text, start):
        yield from gap.span()


def _front_matter(text: str) -> _Header | None:
    """The header given as a block of `key: value` lines between two lines of dashes at the very start."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        return None
    pairs: list[tuple[str, str]] = []
    lines: list[str] = _LINES.findall(match[1])
    for line in lines:
        key, colon, value = line.partition(":")
        if line[0] in " \t-" and pairs:
            name, earlier = pairs[-1]
            pairs[-1] = (name, "; ".join(part for part in (earlier, line.strip(" \t-")) if part))
        elif colon and (name := key.strip().lower()):
            pairs.append((_LABELS.get(name, name), value.strip(" \t\"'|>")))
        else:
            return None
    return _Header(_merged(pairs), _body_start(text, match.end())) if pairs else None


def _labelled_header(text: str) -> _Header | None:
    """The header given as titles, then labels with values, as headings or at line starts, up to the last value."""
    titles: list[str] = []
    entries: list[_Entry] = []
    waiting: list[Span] = []
    for paragraph in paragraphs(text):
        piece = paragraph.of(text)
        found = _entries(piece, paragraph)
        if found:
            _give(entries, waiting, text)
            entries, waiting = entries + found, []
        elif entries:
            waiting.append(paragraph)
        else:
            titles.append(piece)
        if len(waiting) > entries[-1].patience if entries else not _is_title(piece) or len(titles) > _MOST_TITLES:
            break
    names = {entry.name for entry in entries}
    if len(names) < 2 or not names & _ARCHIVAL:
        return None
    if not entries[-1].value:
        _give(entries, waiting[:1], text)
    metadata = _titles(titles, names) + [(entry.name, entry.value) for entry in entries]
    return _Header(_merged(_with_link(metadata)), _body_start(text, entries[-1].end))


def _is_title(piece: str) -> bool:
    return bool(_HEADING.match(piece)) or len(_LINES.findall(piece)) == 1


def _entries(piece: str, paragraph: Span) -> list[_Entry]:
    """The labels in a paragraph: one as its heading, or one or more at the beginnings of its lines."""
    heading = _HEADING.match(piece) or _BOLD_LINE.match(piece)
    if heading:
        label, _, value = _plain(heading[1]).partition(":")
        name = _LABELS.get(label.strip().lower())
        value = _plain(f"{value.strip()} {piece[heading.end() :]}")
        if name or _HEADING.match(piece):
            return [_Entry(name, value, paragraph.end, 1 if value else _LONGEST_VALUE)] if name else []
    found: list[_Entry] = []
    lines: list[str] = _LINES.findall(piece) if len(piece) < _LONGEST_PARAGRAPH else []
    for line in lines:
        match = _LABEL.match(line)
        name = _LABELS.get(match[1].lower()) if match else None
        if match and name:
            found.append(_Entry(name, _plain(line[match.end() :]), paragraph.end, 1))
        elif found:
            found[-1] = found[-1].with_more(_plain(line))
        else:
            break
    return found


def _give(entries: list[_Entry], paragraphs_of_value: Sequence[Span], text: str) -> None:
    """Adds paragraphs to the last entry's value."""
    for span in paragraphs_of_value:
        entries[-1] = replace(entries[-1].with_more(_plain(span.of(text))), end=span.end)


def _titles(pieces: list[str], names: set[str]) -> list[tuple[str, str]]:
    """The titles with their names: a short one with a year is the date, the first of the others the title."""
    pairs: list[tuple[str, str]] = []
    for piece in pieces:
        heading = _HEADING.match(piece)
        title = _plain(heading[1] if heading else piece)
        taken = names | {name for name, _ in pairs}
        if "date" not in taken and len(title) <= 40 and _YEAR.search(title):
            pairs.append(("date", title))
        else:
            pairs.append(("subtitle" if "title" in taken else "title", title))
    return sorted(pairs, key=lambda pair: pair[0] != "title")


def _with_link(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs, with a link inside the citation moved to an entry after it, unless there is a link already."""
    if any(name == "link" for name, _ in pairs):
        return pairs
    linked: list[tuple[str, str]] = []
    for name, value in pairs:
        url = _URL.search(value) if name == "citation" else None
        linked += [(name, value[: url.start()] + value[url.end() :]), ("link", url[1])] if url else [(name, value)]
    return linked


def _merged(pairs: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """One entry per name, in order of first appearance, without empty ones."""
    merged: dict[str, list[str]] = {}
    for name, value in pairs:
        if value:
            merged.setdefault(name, []).append(value)
    return tuple((name, "; ".join(values)) for name, values in merged.items())


def _plain(text: str) -> str:
    """A value on one line, without Markdown syntax; a hard line break becomes a semicolon."""
    joined = _SOFT_BREAK.sub(" ", _HARD_BREAK.sub("; ", text.strip()))
    return _SYNTAX.sub("", joined).strip(" \t;")


def _body_start(text: str, end: int) -> int:
    """Where the first paragraph after the header begins, skipping a heading that only says it is the transcript."""
    first = next(paragraphs(text, end), None)
    if first is None:
        return len(text)
    if _heading_name(first.of(text)) in _TRANSCRIPT_HEADINGS:
        following = next(paragraphs(text, first.end), None)
        return following.start if following else len(text)
    return first.start


def _named_second_text(text: str, start: int) -> Span | None:
    """The span of a heading that names the second text, from its beginning to where that text begins."""
    for paragraph in paragraphs(text, start):
        if paragraph.start > start and _heading_name(paragraph.of(text)) in _REFERENCE_HEADINGS:
            following = next(paragraphs(text, paragraph.end), None)
            return Span(paragraph.start, following.start if following else len(text))
    return None


def _heading_name(piece: str) -> str:
    heading = _HEADING.fullmatch(piece) or _BOLD_LINE.fullmatch(piece)
    return _plain(heading[1]).strip(" :").lower() if heading else ""
