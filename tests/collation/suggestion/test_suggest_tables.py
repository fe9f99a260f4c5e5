"""The word list and the tables of confusions and slips."""

from __future__ import annotations

import pytest

from cableview.collation.suggestion.error_channels import channels
from cableview.collation.suggestion.evidence import FAMILIES, NEAR, counts, family
from cableview.collation.suggestion.marks import is_abbreviated
from cableview.collation.suggestion.weighing import MAKINGS, default_weights
from cableview.collation.words.languages import language_named, languages
from cableview.collation.words.lexicon import has_words, language_of, lexicon
from cableview.model.discrepancy import Difference, Kind, Severity
from cableview.model.span import Span


@pytest.mark.parametrize("word", ["stated", "London", "a", "I", "well-known", "Ambassador's", "ambassador’s"])
def test_words_their_possessives_and_compounds_are_known(word: str) -> None:
    assert lexicon("en").knows(word)


@pytest.mark.parametrize("word", ["authoirzed", "b", "", "\ud800", "well-knwon"])
def test_a_non_word_is_not_known(word: str) -> None:
    assert not lexicon("en").knows(word)


def test_pairs_of_words_are_weighed_by_use() -> None:
    words = lexicon("en")
    assert words.pair_frequency("from", "the") > words.pair_frequency("form", "the")
    assert words.pair_frequency("aaron", "and") > 0
    assert words.pair_frequency("zoom", "xyzzy") == 0


def test_a_language_is_named_with_or_without_its_country() -> None:
    assert lexicon("en-GB").knows("stated")
    assert not lexicon("tlh").counts


@pytest.mark.parametrize(
    ("page", "read", "steps"),
    [("followed", "foUowed", ["common"]), ("burn", "bum", ["common"]), ("tall", "ta11", ["common", "common"])],
)
def test_letter_confusions_are_found(page: str, read: str, steps: list[str]) -> None:
    assert [step.name for step in channels().confusions.way(page, read).steps] == steps


@pytest.mark.parametrize(
    ("meant", "typed", "name"),
    [
        ("authorized", "authoirzed", "swapped"),
        ("letter", "leter", "single"),
        ("later", "latter", "doubled"),
        ("then", "thrn", "neighbour"),
        ("then", "thn", "lost"),
        ("Then", "then", "shift"),
        ("their", "there", "word"),
        ("stated", "states", "ending"),
    ],
)
def test_typing_slips_are_named(meant: str, typed: str, name: str) -> None:
    assert [step.name for step in channels().slips.way(meant, typed).steps] == [name]


@pytest.mark.parametrize(("page", "read"), [("été", "ete"), ("Mängel", "Mangel"), ("niño", "niňo"), ("la", "là")])
def test_an_accent_is_one_plausible_step_but_in_english_only_a_lost_one(page: str, read: str) -> None:
    for way in (channels().confusions.way(page, read), channels().slips.way(page, read)):
        assert {step.name for step in way.steps} == {"accent"}
        assert way.cost <= NEAR
    english = channels(has_marks=False)
    for way in (english.confusions.way(page, read), english.slips.way(page, read)):
        assert ("accent" in {step.name for step in way.steps}) is read.isascii()


@pytest.mark.parametrize(("one", "other"), [("große", "grosse"), ("für", "fuer"), ("schön", "schoen")])
def test_umlauts_written_as_two_letters_are_spellings(one: str, other: str) -> None:
    assert [step.name for step in channels().slips.way(one, other).steps] == ["spelling"]
    assert [step.name for step in channels().slips.way(other, one).steps] == ["spelling"]


@pytest.mark.parametrize(("one", "other"), [("honour", "honor"), ("realise", "realize"), ("&", "and"), ("et", "&")])
def test_spellings_of_one_word_are_no_slips(one: str, other: str) -> None:
    for way in (channels().slips.way(one, other), channels().slips.way(other, one)):
        assert [step.name for step in way.steps] == ["spelling"]


@pytest.mark.parametrize(("one", "other"), [("fourty", "forty"), ("wise", "wize"), ("tour", "tor")])
def test_a_first_syllable_is_not_spelt_in_two_ways(one: str, other: str) -> None:
    for way in (channels().slips.way(one, other), channels().slips.way(other, one)):
        assert "spelling" not in {step.name for step in way.steps}


@pytest.mark.parametrize(("short", "whole"), [("Govt.", "Government"), ("Dept.", "Department"), ("Mr.", "Mister")])
def test_an_abbreviation_has_a_few_letters_and_a_full_stop(short: str, whole: str) -> None:
    assert is_abbreviated(short, whole)
    assert not is_abbreviated(short, f"{whole}.")
    assert not is_abbreviated(short.rstrip("."), whole)
    assert not is_abbreviated(whole + ".", whole)


@pytest.mark.parametrize(("short", "several"), [("that.", "that the"), ("12.", "1 2 345")])
def test_an_abbreviation_stands_for_one_word(short: str, several: str) -> None:
    assert not is_abbreviated(short, several)


def test_equal_words_cost_nothing_and_long_unrelated_words_are_given_up() -> None:
    assert channels().slips.way("same", "same").cost == 0
    assert channels().confusions.way("a" * 5000, "b" * 5000).steps == ()


def test_spellings_of_one_word_are_not_a_slip() -> None:
    assert [step.name for step in channels().slips.way("harbour", "harbor").steps] == ["spelling"]


def test_every_family_has_weights_for_each_way_of_making_the_texts() -> None:
    kinds = (Kind.WORD, Kind.CASE, Kind.PUNCTUATION, Kind.SPACING, Kind.NUMBER, Kind.ADDITION, Kind.OMISSION)
    families = {family(Difference(kind, Severity.LOW, Span(0, 1), Span(0, 1))) for kind in (*kinds, Kind.REPETITION)}
    assert families == set(FAMILIES)
    assert default_weights().third.keys() == families
    for depth in ("pairs", "words", "nothing"):
        items = default_weights().items[depth]
        assert items.keys() == families
        assert {len(row) for table in items.values() for row in table.values()} == {len(MAKINGS)}
        assert {len(row) for row in default_weights().making[depth].values()} == {len(MAKINGS)}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("the minister said that he was not of this opinion and would write to us", "en"),
        ("le ministre a dit que la lettre ne lui est pas parvenue et qu'il en est fort surpris", "fr"),
        ("der Minister sagte, daß der Brief ihn nicht erreicht habe und er sich sehr wundere", "de"),
        ("AMBASSADOR ARRIVED LONDON YESTERDAY STOP", "en"),
        ("qarum vestol ibbera nund taskiv orren bulda mesk", ""),
        ("", ""),
    ],
)
def test_the_language_is_detected_by_common_words(text: str, language: str) -> None:
    assert language_of(counts(text).small) == language


french = pytest.mark.skipif(not lexicon("fr").counts, reason="the extra `languages` is not installed")


@french
@pytest.mark.parametrize("word", ["ministre", "l'homme", "qu’il", "d'après", "lui-même", "à"])
def test_french_words_are_known_after_an_elided_one(word: str) -> None:
    assert lexicon("fr").knows(word)


@french
@pytest.mark.parametrize("word", ["minsitre", "l'hmome", "x'homme"])
def test_a_non_french_word_is_not_known(word: str) -> None:
    assert not lexicon("fr").knows(word)


@french
@pytest.mark.parametrize(("word", "known"), [("Regierung", True), ("Staatsminister", True), ("Staatsminsiter", False)])
def test_german_compounds_are_known(word: str, known: bool) -> None:
    assert lexicon("de").knows(word) is known


@french
@pytest.mark.parametrize(
    ("language", "word"),
    [("de", "daß"), ("de", "mußte"), ("de", "Theil"), ("de", "Freyheit"), ("fr", "étoit"), ("fr", "avoient")],
)
def test_words_in_an_older_spelling_are_known_by_their_modern_form(language: str, word: str) -> None:
    assert not lexicon(language).counts.get(word.lower().encode())
    assert lexicon(language).knows(word)


@french
@pytest.mark.parametrize(("word", "known"), [("niños", True), ("pesetas", True), ("señores", True), ("pesteas", False)])
def test_spanish_plurals_that_the_list_leaves_out_are_known(word: str, known: bool) -> None:
    assert lexicon("es").knows(word) is known


@french
@pytest.mark.parametrize(("elided", "word"), [("l'été", "été"), ("L’armée", "armée"), ("qu'elle", "elle")])
def test_an_elided_form_is_as_common_as_the_word_after_it(elided: str, word: str) -> None:
    words = lexicon("fr")
    assert words.frequency(elided) >= words.frequency(word) > words.frequency("xyzzy")
    assert words.frequency(f"x'{word}") == words.frequency("xyzzy")


@french
@pytest.mark.parametrize("word", ["iſt", "Stu\u0364ck", "fu\u0308r", "Minister\u017f"])
def test_letters_of_old_print_are_looked_up_in_their_modern_form(word: str) -> None:
    assert lexicon("de").knows(word)


def test_accents_do_not_end_words() -> None:
    assert counts("Zwo\u0364lftes Stu\u0364ck, e\u0301te\u0301").small.keys() == {
        "zwo\u0364lftes",
        "stu\u0364ck",
        "e\u0301te\u0301",
    }


@pytest.mark.parametrize("given", ["de", "DE", "de-AT", "German", "deu"])
def test_a_language_is_named_by_code_name_or_engine(given: str) -> None:
    assert language_named(given).code == "de"


@pytest.mark.parametrize("given", ["", "xx", "../de", "Germanic"])
def test_an_unknown_language_is_refused(given: str) -> None:
    with pytest.raises(KeyError):
        language_named(given)


def test_each_language_has_a_name_of_its_own_for_people_and_engines() -> None:
    rows = languages().values()
    assert len({one.name for one in rows}) == len({one.engine for one in rows}) == len(rows)
    assert all(one.common for one in rows)
    assert has_words("en")
    assert not has_words("la")


def test_a_path_is_not_a_language() -> None:
    assert not lexicon("../fr").counts
