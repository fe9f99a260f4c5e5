"""Links to the places of an item by state, kind and page, above a list too long to see at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cableview.model.decision import STATE_WORDS
from cableview.report.finding import Finding
from cableview.report.html_text import text
from cableview.report.summary import ORDER, counted

LONG = 12
"""Number of places from which contents are shown."""

Numbered = tuple[int, Finding]


def contents(findings: Sequence[Finding], prefix: str = "") -> str:
    """The links, grouped, opened by mouse or key; empty for a short list. `prefix` precedes the ids linked to."""
    if len(findings) < LONG:
        return ""
    rows = list(enumerate(findings, start=1))
    kinds = dict.fromkeys(finding.entry.kind for finding in findings)
    pages = sorted({finding.locations[0].page for finding in findings if finding.locations})
    ways = [
        [(STATE_WORDS[state], [row for row in rows if row[1].entry.state is state]) for state in ORDER],
        [(str(kind), [row for row in rows if row[1].entry.kind is kind]) for kind in sorted(kinds)],
        [(f"page {page}", [row for row in rows if _is_on(row[1], page)]) for page in pages if len(pages) > 1],
    ]
    lists = "\n".join(_list(groups, prefix) for groups in ways if groups)
    return f'<nav aria-label="Places by state, kind and page">\n{lists}\n</nav>'


def _list(groups: Iterable[tuple[str, Sequence[Numbered]]], prefix: str) -> str:
    items = "\n".join(_group(name, own, prefix) for name, own in groups if own)
    return f"<ul>\n{items}\n</ul>"


def _is_on(finding: Finding, page: int) -> bool:
    return bool(finding.locations) and finding.locations[0].page == page


def _group(name: str, rows: Iterable[Numbered], prefix: str) -> str:
    links = [f'<li><a href="#{text(prefix + finding.entry.id)}">{number}</a></li>' for number, finding in rows]
    said = f"{name}: {counted(len(links), 'place')}"
    return f"<li><details><summary>{text(said)}</summary><ul>{''.join(links)}</ul></details></li>"
