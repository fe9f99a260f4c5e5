"""What a session tells its listeners: plain values, sent after the fact."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextChanged:
    """The working text reads `added` where the `removed` code points from `start` stood. Sent in order of editing."""

    start: int
    removed: int
    added: str


@dataclass(frozen=True, slots=True)
class RowsRemoved:
    """`count` rows from `row` on are gone."""

    row: int
    count: int


@dataclass(frozen=True, slots=True)
class RowsInserted:
    """`count` rows from `row` on are new."""

    row: int
    count: int


@dataclass(frozen=True, slots=True)
class RowsChanged:
    """`count` rows from `row` on have other contents, under the same ids."""

    row: int
    count: int


RowStep = RowsRemoved | RowsInserted | RowsChanged


@dataclass(frozen=True, slots=True)
class QueueChanged:
    """The steps, in order, from the former queue to `Session.queue`."""

    steps: tuple[RowStep, ...]


@dataclass(frozen=True, slots=True)
class ComparisonChanged:
    """Rules, exclusions, relation or what they suppress have changed, or a long text was collated again."""


@dataclass(frozen=True, slots=True)
class CollationOutdated:
    """A long text has changed since its last full collation, which is due when idle."""


@dataclass(frozen=True, slots=True)
class PlacesChanged:
    """A place on the scan was shown by hand, or that was taken back."""


@dataclass(frozen=True, slots=True)
class ChangeAppended:
    """A change was made; it is not yet durable."""

    seq: int


@dataclass(frozen=True, slots=True)
class ChangeKept:
    """All changes up to `seq` are durable. May be sent from another thread."""

    seq: int


@dataclass(frozen=True, slots=True)
class KeepFailed:
    """A change could not be made durable; `message` is a sentence. May be sent from another thread."""

    message: str


Event = (
    TextChanged
    | QueueChanged
    | ComparisonChanged
    | CollationOutdated
    | PlacesChanged
    | ChangeAppended
    | ChangeKept
    | KeepFailed
)
