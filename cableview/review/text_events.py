"""The steps from one working text to another, for listeners that hold a copy."""

from __future__ import annotations

from cableview.model.working_text import WorkingText, delta_between
from cableview.review.events import TextChanged


def text_events(before: WorkingText, after: WorkingText) -> list[TextChanged]:
    """The steps from one text to the other: removals from the back, then insertions from the front."""
    delta, original = delta_between(before, after), before.original
    # During removals the text before a step reads as in `before`, during insertions as in `after`.
    out = [TextChanged(before.working_start(e), len(e.text), e.span.of(original)) for e in reversed(delta.removed)]
    put = [TextChanged(after.working_start(e), len(e.span), e.text) for e in delta.added]
    return out + put
