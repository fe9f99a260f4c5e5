from __future__ import annotations

from dataclasses import replace

import pytest

from cableview.scan.confidence import SUREST, Fit, confidence

GOOD = Fit(around=0.06, itself=0.06, line=0.06, page=0.08, typed=True, share=1.0, margin=3.0)


def test_what_fits_everywhere_is_as_sure_as_can_be() -> None:
    assert confidence(GOOD) == SUREST


@pytest.mark.parametrize("worse", [{"around": 0.5}, {"line": 0.6}, {"page": 0.4}])
def test_what_fits_worse_is_less_sure(worse: dict[str, float]) -> None:
    middling = replace(GOOD, around=0.2, line=0.2, page=0.18)
    assert confidence(replace(middling, **worse)) < confidence(middling) < SUREST


def test_a_line_that_fits_badly_is_not_trusted_on_a_page_that_fits() -> None:
    assert confidence(replace(GOOD, around=0.5, itself=0.6, line=0.6)) < 0.3


def test_a_page_that_fits_badly_is_not_trusted_where_a_word_happens_to_fit() -> None:
    assert confidence(replace(GOOD, page=0.32)) < 0.5
    assert confidence(replace(GOOD, page=0.28, typed=False)) < 0.5


def test_a_word_of_which_most_is_lacking_is_less_sure() -> None:
    middling = replace(GOOD, around=0.2, line=0.2, page=0.15)
    assert confidence(replace(middling, share=0.0)) < 0.5 < confidence(middling)


def test_a_word_that_would_fit_elsewhere_nearly_as_well_is_less_sure() -> None:
    middling = replace(GOOD, around=0.2, line=0.2, page=0.15)
    assert confidence(replace(middling, margin=0.1)) < 0.5 < confidence(middling)
