"""From the arguments of a command to an item with its record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cableview.files import read_text
from cableview.model.item import Item, PageImage
from cableview.model.span import Span
from cableview.model.witness import Segment, Sigil, Witness


def item_from_slots(transcript: Path, reference: Path | None, scans: Sequence[Path], layouts: Sequence[Path]) -> Item:
    """The item of exactly these files."""
    return Item(
        _witness(transcript, Sigil.TRANSCRIPT),
        _witness(reference, Sigil.REFERENCE) if reference else None,
        tuple(PageImage(p) for p in scans),
        transcript.with_name(transcript.name + ".cableview.json"),
    )


def _witness(path: Path, sigil: Sigil) -> Witness:
    read = read_text(path)
    span = Span(0, len(read.text))
    return Witness(sigil, read.text, (read.source,), (Segment(span, 0, 0),))
