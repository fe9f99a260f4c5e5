"""An item as a section of the evidence page, and the sums of its states in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from cableview.collation.rules import suppressed_words
from cableview.model.decision import STATE_WORDS, State
from cableview.model.witness import Witness
from cableview.report.finding import Finding
from cableview.report.html import Section
from cableview.report.loose import loose_findings, loose_line
from cableview.review.queue import Entry
from cableview.review.session import Session

ORDER = (State.DECIDED, State.OPEN, State.DEFERRED, State.REOPENED, State.STALE)


def section_of(session: Session, found: Sequence[Finding]) -> Section:
    """What was compared, how far it is decided and what is held equal, above the rows."""
    item = session.item
    facts = [("Transcript", _names(item.transcript))]
    if item.reference:
        facts.append(("Second text", f"{_names(item.reference)} ({session.relation})"))
    if item.pages:
        facts.append(("Scan", ", ".join(dict.fromkeys(page.path.name for page in item.pages))))
    facts.append(("Found", states_line(session.queue.entries)))
    suppressed = suppressed_words(session.suppressed)
    facts += [("Held equal", suppressed.removeprefix("held equal: "))] if suppressed else []
    return Section(item.title, tuple(facts), tuple(found), tuple(map(loose_line, loose_findings(session))))


def states_line(entries: Iterable[Entry]) -> str:
    """`10 discrepancies: 4 decided, 5 undecided, 1 deferred`."""
    counts = Counter(entry.state for entry in entries)
    total = counted(sum(counts.values()), "discrepancy", "discrepancies")
    parts = [f"{counts[state]} {STATE_WORDS[state]}" for state in ORDER if counts[state]]
    return f"{total}: {', '.join(parts)}" if parts else total


def counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _names(witness: Witness) -> str:
    return ", ".join(source.path.name for source in witness.sources)
