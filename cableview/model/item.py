"""One document under review: its page images and its texts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cableview.model.witness import Witness


class Relation(StrEnum):
    """How the reference relates to the transcript: the same words, a variant of them, or a paraphrase."""

    COPY = "copy"
    VARIANT = "variant"
    PARAPHRASE = "paraphrase"


RELATION_WORDS = {
    Relation.COPY: "Copy: the same text; where they differ, one is wrong",
    Relation.VARIANT: "Variant: another version; some differences are meant",
    Relation.PARAPHRASE: "Paraphrase: the same in other words; key 2 only fills the field of key 3",
}
"""The explanation of each to a reviewer choosing between them."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page of the scan: `frame` is the page within a TIFF or PDF, from 0. An item's pages are counted from 1."""

    path: Path
    frame: int = 0


@dataclass(frozen=True)
class Item:
    """What is reviewed together. `reference` is `None` if there is nothing to compare with; `transcript` may be empty.

    `metadata` holds what a saved archive page says about itself, `notices` what the reviewer should know about how the
    files were read, `sidecar` where the record is kept. `layouts` are files that say where words are on the pages.
    """

    transcript: Witness
    reference: Witness | None
    pages: tuple[PageImage, ...]
    sidecar: Path
    metadata: tuple[tuple[str, str], ...] = ()
    notices: tuple[str, ...] = ()
    layouts: tuple[Path, ...] = ()

    @property
    def title(self) -> str:
        return dict(self.metadata).get("title") or self.transcript.sources[0].path.name
