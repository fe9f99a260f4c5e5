"""How one working text becomes another, as steps for listeners that hold a copy of it."""

from __future__ import annotations

from cableview.model.emendation import Delta, Emendation
from cableview.model.working_text import WorkingText, delta_between
from cableview.review.events import TextChanged


def text_events(before: WorkingText, after: WorkingText) -> list[TextChanged]:
    """The steps from one text to the other: what was taken out from the back, then what was put in from the front."""
    delta = delta_between(before, after)
    events: list[TextChanged] = []
    text = before
    for e in reversed(delta.removed):
        events.append(_step(text, text.with_delta(Delta((e,), ())), e))
        text = text.with_delta(Delta((e,), ()))
    for e in delta.added:
        events.append(_step(text, text.with_delta(Delta((), (e,))), e))
        text = text.with_delta(Delta((), (e,)))
    return events


def _step(before: WorkingText, after: WorkingText, e: Emendation) -> TextChanged:
    was = e in before.emendations
    holder = before if was else after
    start = holder.working_start(e)
    original = e.span.of(before.original)
    return TextChanged(start, len(e.text), original) if was else TextChanged(start, len(original), e.text)
