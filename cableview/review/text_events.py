"""How one working text becomes another, as steps for listeners that hold a copy of it."""

from __future__ import annotations

from cableview.model.working_text import WorkingText, delta_between
from cableview.review.events import TextChanged


def text_events(before: WorkingText, after: WorkingText) -> list[TextChanged]:
    """The steps from one text to the other: what was taken out from the back, then what was put in from the front."""
    delta, original = delta_between(before, after), before.original
    # What lies before a step reads as in `before` while something is taken out, and as in `after` from then on.
    out = [TextChanged(before.working_start(e), len(e.text), e.span.of(original)) for e in reversed(delta.removed)]
    put = [TextChanged(after.working_start(e), len(e.span), e.text) for e in delta.added]
    return out + put
