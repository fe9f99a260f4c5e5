"""The comparison as one page that a browser opens without fetching or running anything."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from rapidfuzz.distance import Levenshtein

from cableview.model.decision import STATE_WORDS, VERDICT_WORDS, Decision, State
from cableview.model.discrepancy import Severity
from cableview.model.location import Location, Method
from cableview.report.decisions_csv import page_reads
from cableview.report.finding import Finding

_STYLE = """
:root { color-scheme: light dark; --line: #8885; --soft: #8881; --high: #a3262f; --open: #8f4f00; --done: #23653a; }
@media (prefers-color-scheme: dark) { :root { --high: #ff9a94; --open: #f0b35a; --done: #7fcb95; } }
body { font: 15px/1.45 "Noto Sans", "Segoe UI", sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1.25rem; }
h1 { font-size: 1.35rem; margin: 0 0 .5rem; } h2 { font-size: 1.1rem; margin: 2.2rem 0 .6rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0 0 1.2rem; }
dt, .aside { opacity: .75; } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); }
thead th { font-weight: 600; border-bottom: 2px solid var(--line); white-space: nowrap; }
tbody tr:nth-child(even) { background: var(--soft); }
td.text { font-family: "Courier Prime", "Courier New", monospace; white-space: pre-wrap; overflow-wrap: anywhere;
max-width: 22rem; min-width: 8rem; } .around { opacity: .6; }
mark { background: #ffd54a; color: #000; text-decoration: underline; }
.none { font-style: italic; opacity: .75; } .aside { display: block; font-size: .85em; }
.id { font-family: monospace; } .high { color: var(--high); font-weight: 600; }
.undecided { color: var(--open); font-weight: 600; } .decided { color: var(--done); font-weight: 600; }
@page { size: A4 landscape; margin: 12mm; }
@media print {
:root { color-scheme: light; --high: #a3262f; --open: #8f4f00; --done: #23653a; }
body { font-size: 9.5pt; margin: 0; max-width: none; padding: 0; }
thead { display: table-header-group; } tr, dl { break-inside: avoid; } h2 { break-after: avoid; }
mark { background: none; font-weight: 700; } tbody tr:nth-child(even) { background: none; }
}
"""
FOOT = b"</body>\n</html>\n"
_LONGEST_MARKED = 400
"""Letters up to which single differing letters are looked for; in longer passages they say nothing."""


@dataclass(frozen=True, slots=True)
class Section:
    """One item on the page: `facts` are (name, value) above its table, `notices` sentences."""

    title: str
    facts: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    notices: tuple[str, ...] = ()


def html_page(sections: Sequence[Section]) -> bytes:
    """UTF-8. Everything that comes from a file is escaped, and the page's policy allows nothing but its own style."""
    title = sections[0].title if len(sections) == 1 else f"{len(sections)} items"
    return b"".join([html_head(title), *map(html_section, sections), FOOT])


def html_head(title: str) -> bytes:
    """The page before its sections."""
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    lines = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width">\n<meta name="referrer" content="no-referrer">',
        f"<title>{_text(title)} – discrepancies</title>\n<style>{_STYLE}</style>\n</head>\n<body>",
        "<h1>What the page says: transcript and second text compared</h1>\n",
    ]
    return "\n".join(lines).encode("utf-8", "replace")


def html_section(section: Section) -> bytes:
    """One item inside a page that `html_head` begins and `FOOT` ends."""
    return f"{_section(section)}\n".encode("utf-8", "replace")


def _section(section: Section) -> str:
    facts = "".join(f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>" for name, value in section.facts)
    notices = "".join(f"<p>{_text(notice)}</p>" for notice in section.notices)
    head = f"<h2>{_text(section.title)}</h2>\n<dl>{facts}</dl>\n{notices}"
    if not section.findings:
        return f"{head}\n<p>The texts differ nowhere.</p>"
    columns = ("No.", "Kind", "Transcript", "Second text", "State", "The page reads", "Note")
    header = "".join(f'<th scope="col">{column}</th>' for column in columns)
    body = "\n".join(_row(number, finding) for number, finding in enumerate(section.findings, start=1))
    return f"{head}\n<table>\n<thead><tr>{header}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def _row(number: int, finding: Finding) -> str:
    entry, place = finding.entry, finding.entry.place
    ours, theirs = _marked(finding.transcript.text, finding.reference.text)
    page = _page(finding.locations[0]) if finding.locations else ""
    origin = f'<span class="aside">moved from:</span>{_text(finding.origin.text)}' if finding.origin else ""
    is_high = entry.severity == Severity.HIGH
    severity = f'<span class="high">!! {_text(entry.severity)}</span>' if is_high else _text(entry.severity)
    cells = (
        f"<td>{number}{page}{_aside(entry.id, 'id')}</td>",
        f"<td>{_text(entry.kind)}<br>{severity}</td>",
        f'<td class="text">{_around(place.before, ours, place.after)}{origin}</td>',
        f'<td class="text">{_around(place.reference_before, theirs, place.reference_after)}</td>',
        f"<td>{_state(finding)}</td>",
        f'<td class="text">{_text(page_reads(finding))}</td>',
        f"<td>{_text(entry.note)}</td>",
    )
    return f'<tr id="{_text(entry.id)}">{"".join(cells)}</tr>'


def _page(location: Location) -> str:
    about = "about " if location.method is Method.PROPORTIONAL else ""
    return f" · {about}page {location.page}"


def _state(finding: Finding) -> str:
    """How far a place has come; of a decision also how, by whom and when."""
    entry, decision = finding.entry, finding.decision
    sign, look = ("✓", "decided") if finding.is_decided else ("●", "undecided")
    words = f'<span class="{look}">{sign} {STATE_WORDS[entry.state]}</span>'
    if decision is None or entry.state is State.DEFERRED:
        return words + (_aside(_by(decision)) if decision else "")
    said = (("likely", decision.likely), ("sic", decision.sic), ("extent only", decision.is_extent_only))
    said = (*said, ("by editing", decision.by_edit))
    extras = [word for word, on in said if on]
    how = ", ".join([VERDICT_WORDS[decision.verdict], *extras])
    return f"{words}: {_text(how)}{_aside(_by(decision))}"


def _by(decision: Decision) -> str:
    """By whom and when."""
    return " · ".join(filter(None, (decision.by, decision.at.replace("T", " ").replace("Z", " UTC"))))


def _aside(words: str, look: str = "") -> str:
    return f'<span class="{f"aside {look}".strip()}">{_text(words)}</span>' if words else ""


def _around(before: str, reading: str, after: str) -> str:
    reading = reading or '<span class="none">nothing here</span>'
    first, last = (f'<span class="around">{_text(side)}</span>' if side else "" for side in (before, after))
    return " ".join(filter(None, (first, reading, last)))


def _marked(ours: str, theirs: str) -> tuple[str, str]:
    """Both readings, escaped, with the letters in which they differ marked."""
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


def _text(text: object) -> str:
    """Escaped, without the control characters that HTML does not allow."""
    return escape("".join(c if c >= " " or c in "\t\n" else " " for c in str(text)))
