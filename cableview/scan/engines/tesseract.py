"""Tesseract, where its command is installed: asks for its version and languages, and reads its TSV tables of words."""

from __future__ import annotations

import math
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO

from PIL import Image

from cableview.model.geometry import Box
from cableview.model.layout import LayoutPage, LayoutRegion, LayoutWord
from cableview.scan.engines.bounded_process import BoundedError, Ran, run_bounded
from cableview.scan.engines.engine import EngineError, EngineName, line_of
from cableview.scan.engines.page_preparation import prepared

COMMAND = "tesseract"
ASKED_WITHIN = 8.0
"""Seconds for requests that read no page."""
SECONDS_A_PAGE, SECONDS_A_MEGAPIXEL = 25.0, 3.0
"""A page of 8 megapixels takes 2 to 6 seconds; a machine may be ten times slower."""
COMPUTING_A_PAGE, COMPUTING_A_MEGAPIXEL = 10.0, 2.0
"""Seconds of CPU time, which do not include time spent waiting for its turn."""
MOST_OUTPUT = 32 * 2**20
MOST_WORDS, MOST_LETTERS = 100_000, 1_000_000
"""Several times what the largest newspaper page has; anything an engine returns beyond is rubbish, and expensive to
compare."""
WIDTH_IN_INCHES = 8.3
"""Assumed for a page of unknown resolution."""

_HEADER = b"level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
_COLUMNS = 12
_WORD_LEVEL = "5"
_NO_LANGUAGES = frozenset({"osd", "equ"})
_LANGUAGE = re.compile(r"[A-Za-z0-9_./-]+")
_VERSION = re.compile(r"tesseract\s+v?(\d[\w.\-]*)")


def installed_command() -> Path | None:
    """The path of the command; never one in the current folder, from which anything might be run."""
    found = shutil.which(COMMAND)
    return Path(found) if found is not None and Path(found).is_absolute() else None


@dataclass(frozen=True)
class Tesseract:
    """The command at `command`. `limit`, in seconds, replaces the time allowed for a page."""

    command: Path
    limit: float | None = None

    @property
    def name(self) -> EngineName:
        return EngineName.TESSERACT

    @property
    def version(self) -> str:
        return self._version

    @property
    def languages(self) -> tuple[str, ...]:
        return self._languages

    @cached_property
    def _version(self) -> str:
        answer = self._asked(["--version"])
        found = _VERSION.search(answer)
        if found is None:
            raise self._error("does not say its version as Tesseract does")
        return found.group(1)

    @cached_property
    def _languages(self) -> tuple[str, ...]:
        lines = self._asked(["--list-langs"]).splitlines()
        names = sorted({line.strip() for line in lines if _LANGUAGE.fullmatch(line.strip())} - _NO_LANGUAGES)
        if not names:
            raise self._error("has no languages installed", "On Debian or Ubuntu: apt-get install tesseract-ocr-eng")
        return tuple(names)

    def read(self, image: Image.Image, language: str) -> LayoutPage:
        """The words on an upright page, in pixels of `image`; languages as `eng+deu`. Raises `EngineError`."""
        for part in language.split("+"):
            if part not in self.languages:
                raise self._error(f"has no language {part!r}", f"Installed are: {', '.join(self.languages)}")
        page = prepared(image.convert("L"))
        dots = max(70, round(page.width / WIDTH_IN_INCHES))
        options = ["-l", language, "--dpi", str(dots), "--psm", "3", "-c", "tessedit_create_tsv=1"]
        with tempfile.TemporaryFile() as file:
            page.save(file, "PNG", compress_level=1)
            file.seek(0)
            limits = self._seconds_for(page)
            table = self._run(["stdin", "stdout", *options], *limits, file).out
        return LayoutPage(page.width, page.height, self._regions(table, page.size))

    def _seconds_for(self, page: Image.Image) -> tuple[float, float]:
        """The limits for a page: seconds by the clock, and of CPU time."""
        pixels = page.width * page.height / 1e6
        seconds = self.limit or SECONDS_A_PAGE + SECONDS_A_MEGAPIXEL * pixels
        return seconds, COMPUTING_A_PAGE + COMPUTING_A_MEGAPIXEL * pixels

    def _asked(self, options: list[str]) -> str:
        """What the command prints, on either stream: older versions give their version on standard error."""
        ran = self._run(options, self.limit or ASKED_WITHIN)
        return (ran.out + b"\n" + ran.err).decode("utf-8", "replace")

    def _run(
        self, options: list[str], seconds: float, computing: float = math.inf, image: IO[bytes] | None = None
    ) -> Ran:
        """Runs the command to its end. Raises any failure as `EngineError`."""
        command = [str(self.command), *options]
        limits = {"seconds": seconds, "computing": computing}
        try:
            ran = run_bounded(command, stdin=image, most=MOST_OUTPUT, environment=_environment(os.environ), **limits)
        except BoundedError as error:
            raise self._error(str(error)) from error
        if ran.code != 0:
            raise self._error(_failure(ran))
        return ran

    def _regions(self, table: bytes, size: tuple[int, int]) -> tuple[LayoutRegion, ...]:
        """The regions of a page. Raises `EngineError` where `table` is not a table of words."""
        lines = table.splitlines()
        if not lines or lines[0].strip() != _HEADER:
            raise self._error("answered with something else than a table of words")
        regions: dict[str, dict[tuple[str, str], list[LayoutWord]]] = {}
        for block, line, word in self._words(lines[1:], size):
            regions.setdefault(block, {}).setdefault(line, []).append(word)
        return tuple(LayoutRegion(tuple(map(line_of, lines.values()))) for lines in regions.values())

    def _words(self, lines: list[bytes], size: tuple[int, int]) -> Iterator[tuple[str, tuple[str, str], LayoutWord]]:
        if len(lines) > 4 * MOST_WORDS:
            raise self._too_many()
        words = letters = 0
        for line in lines:
            cells = line.decode("utf-8", "replace").split("\t")
            if cells[0] != _WORD_LEVEL or len(cells) < _COLUMNS or not cells[-1].strip():
                continue
            try:
                left, top, width, height = (int(cell) for cell in cells[6:10])
                sure = float(cells[10]) / 100
            except ValueError as error:
                raise self._error("answered with a table whose numbers are none") from error
            if not math.isfinite(sure) or width <= 0 or height <= 0:
                continue
            box = Box(left, top, left + width, top + height).clipped(*size)
            text = "".join(cells[11:]).strip()
            words, letters = words + 1, letters + len(text)
            if words > MOST_WORDS or letters > MOST_LETTERS:
                raise self._too_many()
            if box.width and box.height:
                yield cells[2], (cells[3], cells[4]), LayoutWord(text, box, min(1.0, max(0.0, sure)))

    def _too_many(self) -> EngineError:
        return self._error("answered with more words than a page can hold")

    def _error(self, message: str, advice: str = "Go on without it, or reinstall Tesseract") -> EngineError:
        return EngineError(message, path=self.command, advice=advice)


def _environment(own: Mapping[str, str]) -> dict[str, str]:
    """The user's environment with the C locale, and one thread: four do three times the work and take longer."""
    kept = {name: value for name, value in own.items() if not name.startswith(("PYTHON", "LC_", "QT_"))}
    return {**kept, "LC_ALL": "C", "OMP_THREAD_LIMIT": "1"}


def _failure(ran: Ran) -> str:
    """How the command ended, with the first line of its messages."""
    said = ran.err[:4096].decode("utf-8", "replace").strip().splitlines()
    words = f": {said[0][:200]}" if said else ""
    return f"was ended by signal {-ran.code}{words}" if ran.code < 0 else f"failed with code {ran.code}{words}"
