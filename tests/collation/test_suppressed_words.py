"""What rules held equal, in words."""

from __future__ import annotations

from cableview.collation.rules import all_rules, suppressed_words


def test_one_place_is_named_in_the_singular_and_several_in_the_plural() -> None:
    words = suppressed_words({"blanks": 1, "line-breaks": 31, "dashes": 2, "quotes": 0})
    assert words == "held equal: 31 line breaks, 2 dashes, 1 blank"
    assert suppressed_words({}) == ""


def test_every_rule_can_be_counted() -> None:
    assert all(len(rule.counted) == 2 and all(rule.counted) for rule in all_rules())
