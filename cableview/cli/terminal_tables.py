"""Formats discrepancies and counts for a terminal."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from cableview.model.decision import STATE_WORDS, State
from cableview.report.finding import Finding
from cableview.review.queue import Entry

if TYPE_CHECKING:
    from rich.table import Table

    from cableview.report.held_places import HeldFinding

_LINE_ENDS = re.compile(r"\r\n|[\r\n\f]")

LONGEST = 120
"""Maximum letters shown of a reading; the middle of a longer one is omitted."""


def shown(text: str, longest: int = LONGEST) -> str:
    """`text` on one line, safe for a terminal: no control character of a file reaches it."""
    line = " ".join(text.split())
    if len(line) > longest:
        line = f"{line[: longest // 2]} … {line[len(line) - longest // 3 :]}"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in line)


def findings_table(findings: Iterable[Finding], width: int) -> str:
    """A table of discrepancies for people, `width` columns wide."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Column, Table
    from rich.text import Text

    columns = [Column(header=name, overflow="fold") for name in ("kind", "transcript", "second text", "state")]
    table = Table(
        Column(header="", justify="right"), Column(header="id", no_wrap=True), *columns, box=SIMPLE_HEAD, pad_edge=False
    )
    for number, finding in enumerate(findings, start=1):
        entry = finding.entry
        origin = f" (from: {shown(finding.origin.text)})" if finding.origin else ""
        cells = (str(number), entry.id, str(entry.kind), shown(finding.transcript.text) + origin)
        table.add_row(*(Text(cell) for cell in (*cells, shown(finding.reference.text), state_of(entry))))
    return _drawn(table, width)


def held_table(rows: Iterable[HeldFinding], width: int) -> str:
    """A table of what rules hold equal; line ends and blanks are shown as signs."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Column, Table
    from rich.text import Text

    columns = [Column(header=name, overflow="fold") for name in ("held equal by", "transcript", "second text")]
    table = Table(Column(header="at", justify="right"), *columns, box=SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        texts = (visible(found.text) for found in (row.transcript, row.reference))
        table.add_row(*(Text(cell) for cell in (str(row.transcript.at.span.start), row.rule, *texts)))
    return _drawn(table, width)


def visible(text: str) -> str:
    """`text` as `shown`, but with signs for blanks alone and for line ends inside."""
    marked = _LINE_ENDS.sub("⏎", text)
    return marked.replace(" ", "␣").replace("\t", "⇥") if not text.strip() else shown(marked)


def _drawn(table: Table, width: int) -> str:
    """The table as text, not printed by Rich, which would end the process when a pipe is closed."""
    from rich.console import Console

    held = io.StringIO()
    Console(file=held, width=width, highlight=False).print(table)
    return "\n".join(line.rstrip() for line in held.getvalue().split("\n"))


def state_of(entry: Entry) -> str:
    """The state of a place; a verdict has the name that `decide` takes."""
    decision = entry.decision
    if decision is None or entry.state is State.DEFERRED:
        return STATE_WORDS[entry.state]
    said = ", ".join([str(decision.verdict), *decision.prefixes])
    return said if entry.state is State.DECIDED else f"{STATE_WORDS[entry.state]} ({said})"
