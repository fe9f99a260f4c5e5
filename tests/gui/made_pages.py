"""Pages that a function draws, for tests of what shows them: decoded as others are, but in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PIL import Image

from cableview.model.item import PageImage
from cableview.scan.images.decoder import Look
from cableview.scan.images.pyramid import write
from cableview.scan.images.scratch_file import Shape


class MadePages:
    """Takes the place of a `Decoder`."""

    def __init__(self, reader: Callable[[PageImage], Image.Image]) -> None:
        self._reader = reader
        self.stopped: list[Path] = []
        self.built: list[Path] = []

    def warm_up(self) -> None:
        return

    def build(self, page: PageImage, scratch: Path, show: Callable[[Look], None]) -> Shape:
        self.built.append(page.path)
        return write(self._reader(page), scratch, page.path)

    def stop(self, scratch: Path) -> None:
        self.stopped.append(scratch)

    def close(self) -> None:
        return
