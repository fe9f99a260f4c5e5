"""Says in a few words what a change was, for the menu that undoes it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from cableview.collation.rules import all_rules
from cableview.gui.whole_words import one_line
from cableview.model.decision import VERDICT_WORDS, Decision
from cableview.review.change import (
    Act,
    Annotate,
    Change,
    Decide,
    Emend,
    Exclude,
    HoldEqual,
    Relate,
    See,
    SetLanguage,
    Show,
    SwitchRule,
)
from cableview.review.session import Session

LONGEST = 24
"""Most letters shown of a reading."""


def change_label(change: Change, former: Mapping[str, Decision] | None = None) -> str:
    """The change in words that go on after "Undo:"; `former` are the decisions before it, as far as it changed them."""
    former = former or {}
    taken = [act for act in change.acts if isinstance(act, Decide) and act.decision is not None]
    if len(taken) > 1 and all(act.decision and not act.decision.by_edit for act in taken):
        return f"{len(taken)} decisions"
    if change.acts and isinstance(change.acts[0], SwitchRule) and len(change.acts) > 1:
        return f"{len(change.acts)} rules"
    return next((words for act in change.acts if (words := _act_words(act, former))), "")


def undo_labels(session: Session | None) -> dict[str, str]:
    """What the actions `undo` and `redo` would be about; empty words where there is nothing to say."""
    if session is None:
        return {"undo": "", "redo": ""}
    undone = change_label(*session.undoable) if session.undoable else ""
    redone = change_label(*session.redoable) if session.redoable and session.can_redo else ""
    return {"undo": "typing" if session.has_unkept_typing else undone, "redo": redone}


def _act_words(act: Act, former: Mapping[str, Decision]) -> str:
    match act:
        case Decide(id=key, decision=Decision(note=note) as decision) if decision == _noted(former.get(key), note):
            return _NAMES[Annotate]
        case Decide(decision=None):
            return "decision taken back"
        case Decide(decision=decision) if decision is not None:
            had = one_line((decision.place.origin or decision.place.transcript).text, LONGEST)
            return f"{had} → {VERDICT_WORDS[decision.verdict]}"
        case Emend():
            return "typing"
        case SwitchRule(rule, on):
            label = next((one.label for one in all_rules() if one.name == rule), rule)
            return f"{label} {'on' if on else 'off'}"
        case HoldEqual(one, other, on):
            return f"{one} = {other} {'held equal' if on else 'no longer held equal'}"
        case Exclude(on=on):
            return "passage left out" if on else "passage compared again"
        case Annotate() | See() | Show() | Relate() | SetLanguage():
            return _NAMES[type(act)]
        case _:
            return ""


def _noted(decision: Decision | None, note: str) -> Decision | None:
    return msgspec.structs.replace(decision, note=note) if decision is not None else None


_NAMES = {
    Annotate: "note",
    See: "line seen",
    Show: "place on the page",
    Relate: "relation of the texts",
    SetLanguage: "language of the texts",
}
