from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from cableview.scan.locate import locate_words
from tests.bench.drawn_pages import (
    PRINTED,
    TYPED,
    WRITTEN,
    Drawn,
    annotated,
    book,
    columns,
    facing,
    installed,
    letter,
    mixed,
    play,
    table,
)
from tests.bench.locate import answers, by_image
from tests.bench.page_kinds import kept
from tests.bench.true_pages import transcript
from tests.bench.worn_pages import Wear, bent, dark, perspective, skewed, small, squeezed, turned, underlined

pytestmark = pytest.mark.skipif(
    not installed(PRINTED) or len(installed(TYPED)) < 3 or not installed(WRITTEN[:1] + PRINTED[:1]),
    reason="the fonts of DejaVu are not installed",
)


def shares(folder: Path, drawn: Drawn) -> tuple[float, float, float]:
    """Shares of the words that are found, that are trusted, and of the trusted ones that are near their place."""
    got = answers(kept(folder, drawn, "page"), "none", by_image, flowing=True)
    trusted = [answer for answer in got if answer.confidence >= 0.5]
    near = sum(answer.distance < 3 for answer in trusted) / max(1, len(trusted))
    return sum(answer.hit for answer in got) / len(got), len(trusted) / len(got), near


@pytest.mark.parametrize(
    ("kind", "seed"),
    [
        (book, 3),
        (columns, 1),
        (columns, 3),
        (table, 2),
        (table, 3),
        (play, 2),
        (play, 3),
        (mixed, 4),
        (facing, 2),
        (annotated, 6),
    ],
)
def test_words_are_found_on_pages_of_many_kinds(tmp_path: Path, kind: Callable[[int], Drawn], seed: int) -> None:
    found, trusted, near = shares(tmp_path, kind(seed))
    assert found >= 0.95
    assert trusted >= 0.9
    assert near >= 0.98


@pytest.mark.parametrize("wear", [bent, dark, perspective, skewed, small, squeezed, turned, underlined])
def test_words_are_found_on_bad_scans(tmp_path: Path, wear: Wear) -> None:
    found, trusted, near = shares(tmp_path, wear(letter(4), Random(2)))
    assert found >= 0.95
    assert trusted >= 0.9
    assert near >= 0.98


@pytest.mark.parametrize(("kind", "other"), [(letter, book), (book, letter), (table, play), (columns, book)])
def test_no_word_of_another_page_is_trusted(
    tmp_path: Path, kind: Callable[[int], Drawn], other: Callable[[int], Drawn]
) -> None:
    page = kept(tmp_path, kind(2), "page")
    text, _ = transcript(kept(tmp_path, other(11), "other").lines)
    places = locate_words(text, [page.image])
    assert sum(confidence >= 0.5 for confidence in places.confidences) <= 0.02 * len(places)
