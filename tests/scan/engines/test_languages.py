"""Which language an engine is asked to read."""

from __future__ import annotations

import pytest

from cableview.scan.engines.languages import language_of, language_to_read

GERMAN = "der Minister und die Frau, das ist nicht mit dem Brief zu der Sache"
ALL = ("deu", "eng", "fra", "swe")


@pytest.mark.parametrize(
    ("language", "offered", "asked"),
    [
        ("", ALL, "deu"),
        ("fr", ALL, "fra"),
        ("fra", ALL, "fra"),
        ("eng+fra", ALL, "eng+fra"),
        ("it", ALL, "deu"),
        ("", (), ""),
        ("de", (), ""),
        ("", ("eng", "fra"), "eng+fra"),
    ],
)
def test_a_language_that_was_set_takes_precedence_over_detection(
    language: str, offered: tuple[str, ...], asked: str
) -> None:
    assert language_to_read(language, GERMAN, offered) == asked


def test_where_nothing_tells_few_are_tried_together_and_of_many_the_first_that_is_usual() -> None:
    assert language_of("xyz", ("eng", "fra")) == "eng+fra"
    assert language_of("xyz", ALL) == "eng"
    assert language_of("xyz", ("deu", "fra", "swe", "pol")) == "deu"
