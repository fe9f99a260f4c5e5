"""One document under review: its page images and its texts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cableview.model.witness import Witness


class Relation(StrEnum):
    """How the reference relates to the transcript: the same words, some variants, or the same said differently."""

    COPY = "copy"
    VARIANT = "variant"
    PARAPHRASE = "paraphrase"


RELATION_WORDS = {
    Relation.COPY: "Copy: the same text; where they differ, one is wrong",
    Relation.VARIANT: "Variant: another version; some differences are meant",
    Relation.PARAPHRASE: "Paraphrase: the same in other words; key 2 only fills the field of key 3",
}
"""How each is explained to a reviewer who chooses between them."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page of the scan: `frame` is the page within a TIFF or PDF, from 0. The item's pages are counted from 1."""

    path: Path
    frame: int = 0


@dataclass(frozen=True)
class Item:
    """What is reviewed together. `reference` is missing where nothing is to compare with; `transcript` may be empty.

    `metadata` holds what a saved archive page says of itself, `notices` what the reviewer should be told about how the
    files were taken, `sidecar` where the record is kept. `layouts` are files that say where words stand on the pages.
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
