"""Lists notes without a row, in terms of the files: their words no longer differ, or are gone."""

from __future__ import annotations

from dataclasses import dataclass

from cableview.model.decision import Note
from cableview.model.witness import Witness
from cableview.report.finding import Found, quoted
from cableview.review.session import Session

NOTE_ONLY = "note only"
"""The state given for such a note: there is nothing to decide."""


@dataclass(frozen=True, slots=True)
class OrphanedNote:
    """A note, and the words in both files at which it was made; `None` if they are gone from the texts."""

    note: Note
    transcript: Found | None
    reference: Found | None

    @property
    def words(self) -> str:
        """The words it was about: the transcript's, or else the second text's."""
        return (self.transcript and self.transcript.text) or (self.reference and self.reference.text) or ""


def orphaned_notes(session: Session) -> tuple[OrphanedNote, ...]:
    """The notes without a row, in the order in which they were made."""
    item = session.item
    return tuple(_finding(note, item.transcript, item.reference) for note in session.live.orphaned_notes)


def orphaned_note_line(finding: OrphanedNote) -> str:
    """The note as a sentence for people."""
    if finding.transcript is None:
        return f"A note at words that are gone from the texts: {finding.note.text}"
    return f"A note at “{' '.join(finding.words.split())}”, where nothing is to be decided now: {finding.note.text}"


def _finding(note: Note, transcript: Witness, reference: Witness | None) -> OrphanedNote:
    if note.place is None:
        return OrphanedNote(note, None, None)
    return OrphanedNote(
        note, quoted(note.place.transcript, transcript), quoted(note.place.reference, reference) if reference else None
    )
