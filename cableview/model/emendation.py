"""Replacements of spans of an original transcript, and changes to those replacements."""

from __future__ import annotations

from dataclasses import dataclass

from cableview.model.span import Span


@dataclass(frozen=True, slots=True, order=True)
class Emendation:
    """Replaces `original[start:end]` with `text`."""

    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Delta:
    """A change of the working text: the emendations removed and those added, each sorted."""

    removed: tuple[Emendation, ...] = ()
    added: tuple[Emendation, ...] = ()

    def inverse(self) -> Delta:
        return Delta(self.added, self.removed)

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)
