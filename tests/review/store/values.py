"""Values that the tests of the store share."""

from __future__ import annotations

from pathlib import Path

from cableview.model.decision import Decision, Note, Place, Quote, Verdict
from cableview.model.discrepancy import Kind
from cableview.model.emendation import Delta, Emendation
from cableview.model.geometry import Box
from cableview.model.item import Relation
from cableview.model.location import Spot
from cableview.model.span import Span
from cableview.model.witness import Sigil
from cableview.review.change import (
    Act,
    Annotate,
    Change,
    Decide,
    Emend,
    Exclude,
    HoldEqual,
    Reattach,
    Relate,
    Revert,
    See,
    SetLanguage,
    Show,
    SwitchRule,
)
from cableview.review.store.shape import KeptLayout, KeptPage, KeptSource, Shape
from cableview.review.store.store import Store

TRANSCRIPT = "He stated that on the\r\nfirst of October he would come. He said no more."
REFERENCE = "He states that on the first of October he would come. He said no more."
SHAPE = Shape(
    transcript=(KeptSource("a.txt", "ab" * 32, "utf-8", ((0, len(TRANSCRIPT), 0),)),),
    reference=(KeptSource("a.ref.txt", "cd" * 32, "cp1252", ((0, len(REFERENCE), 0),)),),
    pages=(KeptPage("a.jpg", 0, "", 17),),
    metadata=(("title", "Cable 12"),),
    relation=Relation.COPY,
    title="Cable 12",
    layouts=(KeptLayout("a.xml", "", 23),),
)
PLACE = Place(Quote(3, 9, "stated"), Quote(3, 9, "states"), None, "He", "that on the", "He", "that on the")
DECISION = Decision("0123456789ab", PLACE, Kind.CHARACTER, Verdict.REFERENCE, note='"ß" 𝔄', left="states", by="rb")
EMENDATION = Emendation(8, 9, "s")
SPOT = Spot(1, Box(10, 20, 70, 40))
ACTS: tuple[Act, ...] = (
    Decide(DECISION.id, DECISION),
    Decide(DECISION.id, None),
    Emend(Delta((), (EMENDATION,))),
    SwitchRule("quotes", False),
    HoldEqual("Tokio", "Tokyo"),
    Exclude(Sigil.REFERENCE, Span(3, 9)),
    Annotate(DECISION.id, "look again\nat the scan"),
    Annotate(DECISION.id, "by the margin", PLACE),
    See(Span(0, 21)),
    Show(Span(3, 9), SPOT),
    Show(Span(3, 3), None),
    Relate(None),
    SetLanguage("de"),
    Revert(1),
    Reattach(
        (EMENDATION,),
        (DECISION,),
        (DECISION,),
        ((Sigil.TRANSCRIPT, Span(0, 2)),),
        (Span(3, 9),),
        (EMENDATION,),
        ((Span(3, 9), SPOT),),
        (Note(DECISION.id, "by the margin", PLACE), Note("ba9876543210", "see the carbon")),
    ),
)


def change(seq: int, *acts: Act) -> Change:
    return Change(seq=seq, at="2026-11-24T02:00:00Z", by="rb", acts=acts or (Annotate("0123456789ab", f"note {seq}"),))


def sidecar_in(folder: Path) -> Path:
    return folder / "a.txt.cableview.json"


def opened(folder: Path) -> Store:
    return Store.open(sidecar_in(folder), SHAPE, transcript=TRANSCRIPT, reference=REFERENCE)


def filled(folder: Path, count: int = 3) -> Path:
    """Path of a closed sidecar with `count` changes."""
    store = opened(folder)
    for k in range(len(store.kept.changes) + 1, count + 1):
        store.append(change(k)).result()
    store.close()
    return sidecar_in(folder)


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}
