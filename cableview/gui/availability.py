"""Which actions a session allows as it is, beyond the modes in which the table of actions has them."""

from __future__ import annotations

from collections.abc import Callable

from cableview.review.session import Session

Condition = Callable[[Session], bool]


def _has_reference(session: Session) -> bool:
    return bool(session.reference)


def _has_pages(session: Session) -> bool:
    return bool(session.item.pages)


CONDITIONS: dict[str, Condition] = {
    "undo": lambda session: session.can_undo,
    "redo": lambda session: session.can_redo,
    "reference-pane": _has_reference,
    "rules": _has_reference,
    "relation": _has_reference,
    "doubts": lambda session: session.live.third is not None and _has_reference(session),
    "split-here": lambda session: bool(session.item.metadata),
    "only-kind": lambda session: len(session.queue) > 0,
    "overlay": _has_pages,
    "zoom-place": _has_pages,
    "place-left": _has_pages,
    "place-right": _has_pages,
    "place-up": _has_pages,
    "place-down": _has_pages,
}
"""What has to be true of the session, by action; an action without a row can always be done."""


def allows(session: Session | None, action: str) -> bool:
    """True when nothing in the session stands against an action; without a session none of `CONDITIONS` holds."""
    condition = CONDITIONS.get(action)
    return condition is None or (session is not None and condition(session))
