from __future__ import annotations

import pytest

from cableview.collation.naming import one_sided


@pytest.mark.parametrize(
    ("words", "telling"),
    [
        ("he did not, come", ["not"]),
        ("“not” here", ["not"]),
        ("it cost $five or five.", ["five", "five"]),
        ("they don't, ever", ["don't"]),
        ("at 3rd. forty-two; x1", ["3rd", "forty-two", "x1"]),
        ("met Smith. Then SMITH", ["smith"]),
        ("_ -- ... plain (words)", []),
    ],
)
def test_what_must_not_be_got_wrong_is_named(words: str, telling: list[str]) -> None:
    assert one_sided(words.split(), []) == (telling, [])
    assert one_sided([], words.split()) == ([], telling)


def test_what_both_sides_have_is_not_named() -> None:
    assert one_sided(["it", "was", "not,", "five"], ["not", "so", "(five)"]) == ([], [])
