"""A set whose members are switched on and off one by one, tens of thousands of times in a record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

T = TypeVar("T")


class ToggleSet(Generic[T]):
    """The members that are on. `now` is a set of them that later switching leaves unchanged."""

    def __init__(self, members: Iterable[T] = ()) -> None:
        self._members = set(members)
        self._now: frozenset[T] | None = None

    @property
    def now(self) -> frozenset[T]:
        if self._now is None:
            self._now = frozenset(self._members)
        return self._now

    def switch(self, member: T, *, on: bool) -> bool:
        """Switches a member, and returns whether it was on."""
        was = member in self._members
        if was != on:
            self._now = None
            (self._members.add if on else self._members.remove)(member)
        return was
