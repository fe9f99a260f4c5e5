"""What a session tells its listeners: plain values, sent after the fact."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextChanged:
    """The working text reads `added` where the `removed` code points from `start` stood. Sent in the order of doing."""

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
    """`count` rows stand from `row` on that did not before."""

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
    """How the former queue becomes `Session.queue`: steps to be taken one after the other."""

    steps: tuple[RowStep, ...]


@dataclass(frozen=True, slots=True)
class ComparisonChanged:
    """Rules, exclusions, relation or what they suppress are other than before, or a long text was collated anew."""


@dataclass(frozen=True, slots=True)
class CollationOutdated:
    """A long text is other than when it was collated as a whole: that is due when there is a rest."""


@dataclass(frozen=True, slots=True)
class PlacesChanged:
    """Where words stand on the scan was shown by hand, or that was taken back."""


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
