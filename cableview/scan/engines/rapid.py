"""rapidocr with onnxruntime, where the extra `ocr` is installed: uses only the models in its wheel."""

from __future__ import annotations

import importlib
import importlib.util
import math
import os
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from cableview.model.geometry import Box
from cableview.model.layout import LayoutLine, LayoutPage, LayoutRegion, LayoutWord
from cableview.scan.engines.engine import EngineError, EngineName, line_of
from cableview.scan.engines.page_preparation import LEAST_WIDTH, prepared

EXTRA = "Install it with: pip install 'cableview[ocr]'"
MOST_PIXELS = 4_200_000
"""A page of print 1,700 pixels wide; larger ones take a minute and are read no better."""
MOST_THREADS = 4
GAP = 0.8
"""Distance, in letter widths, at which a blank is assumed between two words where the line's text has none."""
FEW_BLANKS = 5
"""Largest distance, in letter widths, between parts of one line."""

_MODELS = {"Det": "*_det_*.onnx", "Rec": "*_rec_*.onnx", "Cls": "*_cls_*.onnx"}
_BLANKS = re.compile(r"\s+")


def is_installed() -> bool:
    """Looks for both packages without loading them, which takes a second."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


@dataclass(frozen=True, slots=True)
class _Part:
    """A group of letters as the engine returns it; `left` and the other edges are pixels of the image it was given."""

    text: str
    sure: float
    left: float
    top: float
    right: float
    bottom: float


class Rapid:
    """Loads its models when it first reads, which takes two seconds."""

    @property
    def name(self) -> EngineName:
        return EngineName.RAPIDOCR

    @property
    def version(self) -> str:
        try:
            return version("rapidocr")
        except PackageNotFoundError as error:
            raise EngineError("rapidocr is not installed", advice=EXTRA) from error

    @property
    def languages(self) -> tuple[str, ...]:
        return ()

    def read(self, image: Image.Image, language: str) -> LayoutPage:
        """The words on an upright page, in pixels of `image`; `language` is ignored. Raises `EngineError`."""
        page = prepared(image.convert("RGB"), least_width=LEAST_WIDTH, most_pixels=MOST_PIXELS)
        pixels = np.ascontiguousarray(np.asarray(page)[:, :, ::-1])
        try:
            answer = self._engine(pixels)
        except EngineError:
            raise
        except Exception as error:  # whatever its libraries raise
            message = f"rapidocr failed ({type(error).__name__}: {error})"
            raise EngineError(message, advice="Go on without it") from error
        return LayoutPage(page.width, page.height, _regions(answer, page.size))

    @cached_property
    def _engine(self) -> Any:
        try:
            package: Any = importlib.import_module("rapidocr")
        except Exception as error:  # its libraries fail to load in many ways
            raise EngineError(f"rapidocr cannot be loaded ({error})", advice=EXTRA) from error
        return package.RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,
                "Global.return_word_box": True,
                "Global.max_side_len": 10 * LEAST_WIDTH,  # its own limit would shrink the pages again
                "EngineConfig.onnxruntime.intra_op_num_threads": min(MOST_THREADS, os.cpu_count() or 1),
                **{f"{part}.model_path": str(path) for part, path in _model_paths().items()},
            }
        )


def _model_paths() -> dict[str, Path]:
    """The models in the wheel, named to rapidocr one by one so that it downloads none. Raises `EngineError`."""
    spec = importlib.util.find_spec("rapidocr")
    folder = Path(spec.origin).parent / "models" if spec is not None and spec.origin else Path()
    found = {part: sorted(folder.glob(pattern)) for part, pattern in _MODELS.items()}
    missing = [part for part, paths in found.items() if len(paths) != 1]
    if missing:
        raise EngineError("does not hold the one set of models that comes with it", path=folder, advice=EXTRA)
    return {part: paths[0] for part, paths in found.items()}


# From its answer to lines of words


def _regions(answer: Any, size: tuple[int, int]) -> tuple[LayoutRegion, ...]:
    """One region; its lines from the top, those side by side from left to right."""
    texts: Sequence[str] = answer.txts or ()
    lines = [_words(text, _parts(groups), size) for text, groups in zip(texts, answer.word_results or (), strict=False)]
    ordered = _in_rows([line for line in lines if line])
    return (LayoutRegion(tuple(ordered)),) if ordered else ()


def _parts(groups: Sequence[tuple[str, float, Any]]) -> list[_Part]:
    parts: list[_Part] = []
    for text, sure, corners in groups:
        if corners is None or not str(text).strip():
            continue
        points = np.asarray(corners, dtype=np.float64).reshape(-1, 2)
        if points.size and np.isfinite(points).all() and math.isfinite(float(sure)):
            (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
            parts.append(_Part(str(text).strip(), float(sure), float(left), float(top), float(right), float(bottom)))
    return parts


def _words(text: str, parts: Sequence[_Part], size: tuple[int, int]) -> list[LayoutWord]:
    """The runs of non-blanks of a line, each with the box of its parts.

    The engine divides parts by the distances between letters, and wrongly within words; the text has the blanks that it
    read, but lacks those it missed. A blank is accepted where the text has one, or where the distance is wide.
    """
    if not parts:
        return []
    ends = _ends_of_words(text)
    cell = statistics.median((part.right - part.left) / len(part.text) for part in parts)
    is_same = "".join(part.text for part in parts) == _BLANKS.sub("", text)
    words: list[list[_Part]] = []
    letters = 0
    for k, part in enumerate(parts):
        is_apart = k > 0 and part.left - parts[k - 1].right > GAP * cell
        if not words or is_apart or not is_same or letters in ends:
            words.append([])
        words[-1].append(part)
        letters += len(part.text)
    return [word for group in words if (word := _word(group, size)) is not None]


def _ends_of_words(text: str) -> frozenset[int]:
    """The numbers of letters after which the text has a blank."""
    ends: list[int] = []
    letters = 0
    for word in text.split():
        letters += len(word)
        ends.append(letters)
    return frozenset(ends)


def _word(parts: Sequence[_Part], size: tuple[int, int]) -> LayoutWord | None:
    box = Box(
        math.floor(min(part.left for part in parts)),
        math.floor(min(part.top for part in parts)),
        math.ceil(max(part.right for part in parts)),
        math.ceil(max(part.bottom for part in parts)),
    ).clipped(*size)
    if not box.width or not box.height:
        return None
    sure = min(1.0, max(0.0, min(part.sure for part in parts)))
    return LayoutWord("".join(part.text for part in parts), box, sure)


def _in_rows(lines: Sequence[list[LayoutWord]]) -> list[LayoutLine]:
    made = sorted((line_of(words) for words in lines), key=lambda line: line.box.top + line.box.bottom)
    rows: list[list[LayoutLine]] = []
    for line in made:
        if rows and _is_beside(rows[-1][-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in _joined(sorted(row, key=lambda one: one.box.left))]


def _joined(row: Sequence[LayoutLine]) -> list[LayoutLine]:
    """The pieces of a row as lines, with those that are no more than a few blanks apart joined."""
    out: list[LayoutLine] = []
    for line in row:
        cell = line.box.width / max(1, len(line.text))
        if out and line.box.left - out[-1].box.right <= FEW_BLANKS * cell:
            out[-1] = line_of((*out[-1].words, *line.words))
        else:
            out.append(line)
    return out


def _is_beside(one: LayoutLine, other: LayoutLine) -> bool:
    """True where the two overlap in more than half of the lesser height, and not at all in width."""
    shared = min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top)
    across = min(one.box.right, other.box.right) - max(one.box.left, other.box.left)
    return shared > 0.5 * min(one.box.height, other.box.height) and across <= 0
