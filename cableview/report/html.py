"""Writes the comparison as one page that a browser opens without fetching or running anything."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz.distance import Levenshtein

from cableview.model.decision import STATE_WORDS, VERDICT_WORDS, Decision, State
from cableview.model.discrepancy import Severity
from cableview.model.location import Location, Method
from cableview.report.decisions_csv import page_reads
from cableview.report.finding import Finding
from cableview.report.html_contents import contents
from cableview.report.html_places import place_cell
from cableview.report.html_style import STYLE, policy
from cableview.report.html_text import aside as _aside
from cableview.report.html_text import text as _text
from cableview.report.piece import Pieces

FOOT = b"</main>\n</body>\n</html>\n"
_LONGEST_MARKED = 400
"""Most letters of a reading in which single differing letters are marked; in longer ones they are meaningless."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file on which the evidence rests. `sha256` is its hex digest, or the reason there is none."""

    role: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Section:
    """One item on the page: `facts` are (name, value) pairs above its table, `notices` are sentences.

    With a scan, each place says where on it it is, and shows it if there are `pieces`.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    notices: tuple[str, ...] = ()
    files: tuple[SourceFile, ...] = ()
    has_scan: bool = False
    pieces: Pieces | None = None


def html_page(sections: Sequence[Section]) -> bytes:
    """The page in UTF-8. Everything from a file is escaped, and the page's policy allows only its own style and
    pictures.
    """
    title = sections[0].title if len(sections) == 1 else f"{len(sections)} items"
    own = [_section(sections[0]).encode("utf-8", "replace")] if len(sections) == 1 else map(html_section, sections)
    return b"".join([html_head(title), *own, FOOT])


def html_head(title: str) -> bytes:
    """The part of the page before its sections."""
    lines = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy()}">',
        '<meta name="viewport" content="width=device-width">\n<meta name="referrer" content="no-referrer">',
        f"<title>{_text(title)} – discrepancies</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>",
        "<h1>What the page says: transcript and second text compared</h1>\n",
    ]
    return "\n".join(lines).encode("utf-8", "replace")


def html_section(section: Section) -> bytes:
    """One of several items in a page that begins with `html_head` and ends with `FOOT`.

    The same words may differ in two items, so link targets include a prefix for the item.
    """
    own = "\n".join([section.title, *(f"{file.name} {file.sha256}" for file in section.files)])
    return _section(section, f"{hashlib.sha256(own.encode('utf-8', 'replace')).hexdigest()[:8]}-").encode(
        "utf-8", "replace"
    )


def _section(section: Section, prefix: str = "") -> str:
    facts = "".join(f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>" for name, value in section.facts)
    unreadable = section.pieces.unreadable.values() if section.pieces else ()
    notices = "".join(f"<p>{_text(notice)}</p>" for notice in (*section.notices, *unreadable))
    head = f"<h2>{_text(section.title)}</h2>\n<dl>{_files(section.files)}{facts}</dl>\n{notices}"
    if not section.findings:
        return f"{head}\n<p>The texts differ nowhere.</p>\n"
    columns = ("No.", "Kind", "Transcript", "Second text", "State", "The page reads", "Note")
    header = "".join(f'<th scope="col">{column}</th>' for column in columns)
    rows = (_row(number, finding, section, prefix) for number, finding in enumerate(section.findings, start=1))
    body = "\n".join(rows)
    table = f"<table>\n<thead><tr>{header}</tr></thead>\n{body}\n</table>"
    return f"{head}\n{contents(section.findings, prefix)}\n{table}\n"


def _files(files: Iterable[SourceFile]) -> str:
    """The files with their digests, by which anyone can check that they are the same."""
    parts: list[str] = []
    for role, own in groupby(files, key=lambda file: file.role):
        named = [f"<dd>{_text(one.name)}{_aside(f'SHA-256 {one.sha256}', 'digest')}</dd>" for one in own]
        parts += [f"<dt>{_text(role)}</dt>", *named]
    return "".join(parts)


def _row(number: int, finding: Finding, section: Section, prefix: str) -> str:
    entry, place = finding.entry, finding.entry.place
    ours, theirs = _marked(finding.transcript.text, finding.reference.text)
    page = _page(finding.locations[0]) if finding.locations else ""
    origin = f'<span class="aside" dir="ltr">moved from:</span>{_text(finding.origin.text)}' if finding.origin else ""
    is_high = entry.severity == Severity.HIGH
    severity = f'<span class="high">!! {_text(entry.severity)}</span>' if is_high else _text(entry.severity)
    cells = (
        f'<th scope="row">{number}{page}{_aside(entry.id, "id")}</th>',
        f"<td>{_text(entry.kind)}<br>{severity}</td>",
        f'<td class="text" dir="auto">{_around(place.before, ours, place.after)}{origin}</td>',
        f'<td class="text" dir="auto">{_around(place.reference_before, theirs, place.reference_after)}</td>',
        f"<td>{_state(finding)}</td>",
        f'<td class="text" dir="auto">{_text(page_reads(finding))}</td>',
        f'<td dir="auto">{_text(entry.note)}</td>',
    )
    scan = ""
    if section.has_scan:
        scan = f'\n<tr><td class="scan" colspan="{len(cells)}">{place_cell(finding, section.pieces)}</td></tr>'
    return f'<tbody id="{_text(prefix + entry.id)}">\n<tr>{"".join(cells)}</tr>{scan}\n</tbody>'


def _page(location: Location) -> str:
    about = "about " if location.method is Method.PROPORTIONAL else ""
    return f" · {about}page {location.page}"


def _state(finding: Finding) -> str:
    """The state of a place; for a decision also its verdict, by whom and when."""
    entry, decision = finding.entry, finding.decision
    sign, look = ("✓", "decided") if finding.is_decided else ("●", "undecided")
    words = f'<span class="{look}">{sign} {STATE_WORDS[entry.state]}</span>'
    if decision is None or entry.state is State.DEFERRED:
        return words + (_aside(_by(decision)) if decision else "")
    said = (("extent only", decision.is_extent_only), ("by editing", decision.by_edit))
    extras = [word for word, on in said if on]
    how = ", ".join([VERDICT_WORDS[decision.verdict], *decision.prefixes, *extras])
    return f"{words}: {_text(how)}{_aside(_by(decision))}"


def _by(decision: Decision) -> str:
    return " · ".join(filter(None, (decision.by, decision.at.replace("T", " ").replace("Z", " UTC"))))


def _around(before: str, reading: str, after: str) -> str:
    reading = reading or '<span class="none" dir="ltr">nothing here</span>'
    first, last = (f'<span class="around">{_text(side)}</span>' if side else "" for side in (before, after))
    return " ".join(filter(None, (first, reading, last)))


def _marked(ours: str, theirs: str) -> tuple[str, str]:
    """Both readings, escaped, with the differing letters marked."""
    if max(len(ours), len(theirs)) > _LONGEST_MARKED or not ours or not theirs:
        return _whole(ours), _whole(theirs)
    ops = Levenshtein.opcodes(ours, theirs)
    left = ((ours[op.src_start : op.src_end], op.tag != "equal") for op in ops)
    right = ((theirs[op.dest_start : op.dest_end], op.tag != "equal") for op in ops)
    return _pieces(left), _pieces(right)


def _pieces(pieces: Iterable[tuple[str, bool]]) -> str:
    return "".join(_whole(piece) if differs else _text(piece) for piece, differs in pieces)


def _whole(text: str) -> str:
    return f"<mark>{_text(text)}</mark>" if text else ""
