"""An item as a section of the evidence page."""

from __future__ import annotations

from collections.abc import Sequence

from cableview.collation.rules import suppressed_words
from cableview.model.witness import Witness
from cableview.report.finding import Finding
from cableview.report.html import Section
from cableview.report.orphaned_notes import orphaned_note_line, orphaned_notes
from cableview.report.summary import states_line
from cableview.review.session import Session


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
    return Section(item.title, tuple(facts), tuple(found), tuple(map(orphaned_note_line, orphaned_notes(session))))


def _names(witness: Witness) -> str:
    return ", ".join(source.path.name for source in witness.sources)
