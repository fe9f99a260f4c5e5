"""Changes: numbered, appended, never removed. Everything a reviewer does is a change, made of invertible acts."""

from __future__ import annotations

import datetime
from typing import Any

import msgspec

from cableview.model.decision import Decision, Note, Place
from cableview.model.emendation import Delta, Emendation
from cableview.model.item import Relation
from cableview.model.location import Spot
from cableview.model.span import Span
from cableview.model.witness import Sigil


class Decide(msgspec.Struct, frozen=True, gc=False, tag_field="act", tag="decide"):
    """Records a decision on a discrepancy; `None` takes it back."""

    id: str
    decision: Decision | None


class Emend(msgspec.Struct, frozen=True, tag_field="act", tag="emend"):
    """Changes the working text."""

    delta: Delta


class SwitchRule(msgspec.Struct, frozen=True, tag_field="act", tag="rule"):
    """Turns a rule of equality on or off for the item."""

    rule: str
    on: bool


class HoldEqual(msgspec.Struct, frozen=True, tag_field="act", tag="equal"):
    """Holds two wordings equal in the item, or (`on` false) no longer. Makes no claim about the page."""

    one: str
    other: str
    on: bool = True


class Exclude(msgspec.Struct, frozen=True, tag_field="act", tag="exclude"):
    """Takes a range of an original witness out of the comparison, or (`on` false) back in."""

    witness: Sigil
    span: Span
    on: bool = True


class Annotate(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="act", tag="note"):
    """Puts a note on an undecided discrepancy; an empty note removes it.

    The place serves to find it when its words belong to another discrepancy. Versions that do not know it show the note
    by its name alone and keep the place in the record, so it needs no newer schema.
    """

    id: str
    note: str
    place: Place | None = None


class See(msgspec.Struct, frozen=True, tag_field="act", tag="see"):
    """Marks a range of the original transcript as read against the page."""

    span: Span
    on: bool = True


class Show(msgspec.Struct, frozen=True, tag_field="act", tag="show"):
    """Says where on the scan a span of the original transcript begins; `None` takes that back."""

    span: Span
    spot: Spot | None


class Relate(msgspec.Struct, frozen=True, tag_field="act", tag="relate"):
    """States how the texts relate; `None` leaves it to detection."""

    relation: Relation | None


class SetLanguage(msgspec.Struct, frozen=True, tag_field="act", tag="language"):
    """Sets the language of the texts by its ISO 639 name; an empty name leaves it to detection."""

    language: str


class Revert(msgspec.Struct, frozen=True, tag_field="act", tag="revert"):
    """Undoes the change numbered `change`; to redo is to revert the revert."""

    change: int


class Reattach(msgspec.Struct, frozen=True, tag_field="act", tag="reattach"):
    """A fresh start on files that were changed outside: all that was kept, at its new places, and what found none.

    Earlier changes can be read but not undone. Where there are no `notes`, which earlier versions did not write, known
    notes lose their places, as those referred to the former texts.
    """

    emendations: tuple[Emendation, ...]
    decisions: tuple[Decision, ...]
    stale: tuple[Decision, ...]
    exclusions: tuple[tuple[Sigil, Span], ...] = ()
    seen: tuple[Span, ...] = ()
    lost_emendations: tuple[Emendation, ...] = ()
    shown: tuple[tuple[Span, Spot], ...] = ()
    notes: tuple[Note, ...] | None = None


Act = (
    Decide | Emend | SwitchRule | HoldEqual | Exclude | Annotate | See | Show | Relate | SetLanguage | Revert | Reattach
)


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One step of work: one undo, one journal record. `at` is ISO 8601 UTC and only informs; `seq` orders."""

    seq: int
    at: str
    by: str
    acts: tuple[Act, ...]


def to_tree(change: Change) -> dict[str, Any]:
    """A change as plain JSON values."""
    return msgspec.to_builtins(change)


def from_tree(tree: object) -> Change:
    """The change from plain JSON values. Raises `msgspec.ValidationError` naming the place that does not fit."""
    return msgspec.convert(tree, Change)


def timestamp() -> str:
    """The present time as recorded in changes: ISO 8601, UTC, whole seconds."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
