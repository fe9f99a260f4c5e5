from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cableview.scan.forced_alignment.confidence import COSTS_CURVE, SUREST, Fit, Shapes, confidence, curved, share
from cableview.scan.placing.by_image import SURE, SURE_BY_COSTS

GOOD = Fit(around=0.06, line=0.06, share=1.0, margin=6.0, nearby=6.0, page=6.0)
MIDDLING = replace(GOOD, around=0.2, line=0.2, margin=1.5, nearby=4.0, page=5.5)


def test_a_perfect_fit_has_the_highest_confidence() -> None:
    assert confidence(replace(GOOD, shapes=Shapes(word=2.5, known=5, passage=2.4))) == SUREST


@pytest.mark.parametrize(
    "worse",
    [
        {"around": 0.5},
        {"line": 0.6},
        {"margin": 0.1},
        {"page": 2.0},
    ],
)
def test_a_worse_fit_is_less_sure(worse: dict[str, float]) -> None:
    assert confidence(replace(MIDDLING, **worse)) < confidence(MIDDLING) < SUREST


def test_by_shapes_a_word_is_less_sure_among_words_that_would_fit_elsewhere() -> None:
    by_shapes = replace(MIDDLING, shapes=Shapes(word=1.5, known=4, passage=1.5))
    assert confidence(replace(by_shapes, nearby=1.5)) < confidence(by_shapes) < SUREST


def test_a_line_that_fits_badly_is_not_trusted_on_a_page_that_fits() -> None:
    assert confidence(replace(GOOD, around=0.5, line=0.6, margin=2.0, nearby=2.0)) < 0.5


def test_no_word_is_trusted_of_a_text_that_would_fit_elsewhere_nearly_as_well() -> None:
    assert confidence(replace(GOOD, around=0.3, line=0.3, margin=1.0, page=1.3)) < 0.5 < confidence(GOOD)


def test_a_word_that_would_fit_elsewhere_nearly_as_well_is_less_sure() -> None:
    assert confidence(replace(MIDDLING, margin=0.1)) < 0.5 < confidence(MIDDLING)


def test_no_word_is_trusted_of_a_passage_in_which_none_is_sure() -> None:
    laid_wrongly = replace(GOOD, around=0.22, line=0.22, margin=0.8, nearby=1.3)
    assert confidence(laid_wrongly) < SURE_BY_COSTS
    by_shapes = replace(laid_wrongly, shapes=Shapes(word=1.5, known=4, passage=0.8))
    among_right_ones = replace(by_shapes, nearby=4.0, shapes=Shapes(word=1.5, known=4, passage=2.4))
    assert confidence(by_shapes) < SURE < confidence(among_right_ones)


def test_confidence_by_costs_never_falls_as_the_odds_rise() -> None:
    levels = [curved(odds / 10, COSTS_CURVE) for odds in range(-60, 60)]
    assert levels == sorted(levels)
    assert share(levels[0]) < SURE_BY_COSTS < share(levels[-1]) == SUREST


@given(st.floats(0, 0.6), st.floats(0, 0.6), st.floats(0, 10), st.floats(0, 10), st.floats(0, 10))
def test_by_costs_a_worse_fit_is_never_surer(
    around: float, line: float, margin: float, nearby: float, page: float
) -> None:
    fit = Fit(around, line, 1.0, margin, nearby, page)
    for worse in ({"around": around + 0.1}, {"line": line + 0.1}, {"margin": margin / 2}, {"page": page / 2}):
        assert confidence(replace(fit, **worse)) <= confidence(fit)


def test_beyond_a_large_margin_confidence_no_longer_rises() -> None:
    assert confidence(replace(MIDDLING, page=8.0)) == confidence(replace(MIDDLING, page=1e9))


SHAPED = replace(GOOD, shapes=Shapes(word=2.5, known=5, passage=2.4))
MIDDLING_SHAPED = replace(MIDDLING, around=0.3, shapes=Shapes(word=1.0, known=5, passage=1.5))


@pytest.mark.parametrize("worse", [{"word": -2.0}, {"passage": 0.2}])
def test_letters_of_other_shapes_make_a_word_less_sure(worse: dict[str, float]) -> None:
    assert MIDDLING_SHAPED.shapes is not None
    less = confidence(replace(MIDDLING_SHAPED, shapes=replace(MIDDLING_SHAPED.shapes, **worse)))
    assert less < confidence(MIDDLING_SHAPED) < SUREST == confidence(SHAPED)


@pytest.mark.parametrize("worse", [{"around": 0.5}, {"line": 0.6}, {"share": 0.0}, {"margin": 0.1}, {"nearby": 1.0}])
def test_a_worse_fit_is_less_sure_with_shapes_too(worse: dict[str, float]) -> None:
    assert confidence(replace(MIDDLING_SHAPED, **worse)) < confidence(MIDDLING_SHAPED)


def test_a_passage_of_other_letters_is_not_trusted_however_well_it_fits_between_blanks() -> None:
    other = Shapes(word=-2.0, known=5, passage=0.5)
    assert confidence(replace(MIDDLING, shapes=other)) < 0.5 < confidence(MIDDLING)


def test_the_more_letters_of_a_word_are_known_the_more_they_say() -> None:
    def of(known: int) -> float:
        return confidence(replace(MIDDLING, around=0.3, shapes=Shapes(word=1.5, known=known, passage=1.2)))

    assert of(0) < of(1) < of(4) < of(9)


def test_without_a_margin_a_word_is_trusted_where_the_letters_of_it_and_of_its_passage_fit() -> None:
    among_foreign_lines = replace(GOOD, margin=0.0, nearby=0.0, shapes=Shapes(word=1.5, known=5, passage=2.75))
    foreign = replace(among_foreign_lines, shapes=Shapes(word=1.5, known=5, passage=1.2))
    assert confidence(among_foreign_lines) > SURE
    assert confidence(foreign) < 0.5


@pytest.mark.parametrize("shapes", [Shapes(word=0.0, known=0, passage=2.4), Shapes(word=1.5, known=1, passage=2.1)])
def test_a_number_alone_on_its_line_that_would_fit_elsewhere_nearly_as_well_is_not_trusted(shapes: Shapes) -> None:
    number = replace(GOOD, around=0.25, line=0.25, margin=1.3, shapes=shapes)
    assert confidence(replace(number, alone=True)) < SURE < confidence(number)


def test_a_word_alone_on_its_line_that_fits_nowhere_else_is_trusted() -> None:
    heading = replace(GOOD, alone=True, shapes=Shapes(word=2.5, known=8, passage=2.4))
    assert confidence(heading) > SURE
    assert confidence(replace(heading, margin=0.1, around=0.4, line=0.5)) < SURE
