"""Writes the comparison as the JSON of `check --json`."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from cableview.model.decision import Decision, State
from cableview.model.discrepancy import Kind
from cableview.model.item import Item
from cableview.model.location import Location
from cableview.model.witness import Sigil, Witness
from cableview.report.finding import Finding, Found
from cableview.report.held_places import held_findings
from cableview.report.orphaned_notes import OrphanedNote, orphaned_notes
from cableview.review.queue import Entry
from cableview.review.session import Session

Tree = dict[str, Any]

_PASSAGES = (Kind.REWORDED, Kind.ADDITION, Kind.OMISSION)


def check_tree(session: Session, findings: tuple[Finding, ...]) -> Tree:
    """The comparison as plain values: both texts, the findings in the order of the working text, and the totals.

    Contains `notes` if there are any at words that no longer differ.
    """
    item, collation = session.item, session.live.collation
    reference = item.reference
    several = _of_several(item)
    notes = [_note(one, several) for one in orphaned_notes(session)]
    return {
        "transcript": _witness(item.transcript),
        "reference": _witness(reference) if reference else None,
        "relation": str(session.relation),
        "discrepancies": [_discrepancy(finding, several) for finding in findings],
        "summary": {
            "tokens": collation.tokens if collation else 0,
            "agreeing": collation.agreeing if collation else 0,
            "by_kind": dict(Counter(str(f.entry.kind) for f in findings)),
            "suppressed": dict(session.live.suppressed),
        },
        **({"notes": notes} if notes else {}),
    }


def held_trees(session: Session) -> list[Tree]:
    """The places that rules hold equal, as plain values."""
    several = _of_several(session.item)
    return [
        {
            "rule": held.rule,
            "transcript": found_tree(held.transcript, with_source=Sigil.TRANSCRIPT in several),
            "reference": found_tree(held.reference, with_source=Sigil.REFERENCE in several),
        }
        for held in held_findings(session)
    ]


def json_bytes(tree: object) -> bytes:
    """The JSON in ASCII only, so that it passes through any terminal or pipe, even with paths that are not UTF-8."""
    return (json.dumps(tree, indent=1) + "\n").encode("ascii")


def decision_tree(decision: Decision | None, state: State) -> Tree | None:
    """A decision with the state of its place, including one that was reopened or went stale."""
    if decision is None:
        return None
    return {
        "verdict": str(decision.verdict),
        "state": str(state),
        "reading": decision.reading,
        "left": decision.left,
        "likely": decision.likely,
        "sic": decision.sic,
        "note": decision.note,
        "by_edit": decision.by_edit,
        "extent_only": decision.is_extent_only,
        "by": decision.by,
        "at": decision.at,
    }


def location_tree(location: Location) -> Tree:
    """A location: pages count from 1, the box is in pixels of the page shown upright."""
    box = location.box
    return {
        "page": location.page,
        "box": [box.left, box.top, box.right, box.bottom],
        "method": str(location.method),
        "confidence": location.confidence,
    }


def _witness(witness: Witness) -> Tree:
    """The first file's path and digest; if there are several, all of them, for `source` to index."""
    sources = [{"path": str(s.path), "sha256": s.sha256} for s in witness.sources]
    first: Tree = dict(sources[0]) if sources else {"path": "", "sha256": ""}
    return {**first, "sources": sources} if len(sources) > 1 else first


def _of_several(item: Item) -> set[Sigil]:
    """The witnesses with several files, whose spans name their file."""
    return {w.sigil for w in (item.transcript, item.reference) if w and len(w.sources) > 1}


def _discrepancy(finding: Finding, several: set[Sigil]) -> Tree:
    """A finding; a passage also has `reasons` if there are any: what a side alone has, where the eye skipped it."""
    entry, origin = finding.entry, finding.origin
    of_several = Sigil.TRANSCRIPT in several
    return {
        "id": entry.id,
        "kind": str(entry.kind),
        "severity": str(entry.severity),
        "group": entry.group,
        "transcript": found_tree(finding.transcript, with_source=of_several),
        "reference": found_tree(finding.reference, with_source=Sigil.REFERENCE in several),
        "from": None if origin is None else found_tree(origin, with_source=of_several),
        "suggestion": _suggestion(entry),
        "decision": decision_tree(entry.decision, entry.state),
        "locations": [location_tree(location) for location in finding.locations],
        **({"reasons": list(entry.reasons)} if entry.kind in _PASSAGES and entry.reasons else {}),
    }


def found_tree(found: Found, *, with_source: bool) -> Tree:
    """A reading and its span in its file; `with_source` adds the index of that file in the witness, from 0."""
    tree: Tree = {"start": found.at.span.start, "end": found.at.span.end, "text": found.text}
    return {**tree, "source": found.at.source} if with_source else tree


def _note(one: OrphanedNote, several: set[Sigil]) -> Tree:
    sides = ((Sigil.TRANSCRIPT, one.transcript), (Sigil.REFERENCE, one.reference))
    places = {str(side): found_tree(found, with_source=side in several) if found else None for side, found in sides}
    return {"id": one.note.id, **places, "note": one.note.text}


def _suggestion(entry: Entry) -> Tree | None:
    suggestion = entry.suggestion
    if suggestion is None:
        return None
    return {"witness": suggestion.witness, "confidence": suggestion.confidence, "reasons": list(suggestion.reasons)}
