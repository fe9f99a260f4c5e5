"""Both texts as a whole: who made them, which is the better one, and what decisions say of it."""

from __future__ import annotations

import math
import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cableview.assets import resource_path
from cableview.collation.suggestion.error_channels import channels
from cableview.collation.suggestion.evidence import AROUND, WORD, Evidence, Site, Texts, evidence, repeated, site
from cableview.collation.suggestion.marks import core
from cableview.collation.suggestion.weighing import (
    FARTHEST,
    MAKINGS,
    default_weights,
    leanings,
    likely_makings,
    of_decisions,
    settled_by,
    shrunk,
    signs,
    weighed,
    weights_of,
)
from cableview.collation.words.lexicon import lexicon
from cableview.model.decision import Verdict
from cableview.model.discrepancy import Difference, Kind, Severity
from cableview.model.span import Span
from tests.bench.fit_suggestion import taken_times, written

NOTHING = settled_by((), channels())
READ = [("rn", "m"), ("h", "b"), ("c", "e"), ("li", "h"), ("ll", "U")]
WORDS = [
    "burned",
    "hospital",
    "declared",
    "delivered",
    "followed",
    "modern",
    "behind",
    "council",
    "appliance",
    "called",
]
TYPED = ("burend", "hopsital", "delcared", "deliverde", "folowed", "modren", "behnid", "counicl", "appilance", "caled")


def place(ours: str, theirs: str) -> tuple[Site, Evidence]:
    texts = Texts(f"they saw the {ours} of it", f"they saw the {theirs} of it")
    spans = Span(13, 13 + len(ours)), Span(13, 13 + len(theirs))
    seen = site(Difference(Kind.CHARACTER, Severity.LOW, *spans), texts, channels())
    return seen, evidence(seen, texts, lexicon("en"))


def makings(pairs: list[tuple[str, str]]) -> dict[str, float]:
    found = shrunk([signs(*place(*pair)) for pair in pairs])
    assert found
    likely = likely_makings([signs(*place(*pair)) for pair in pairs], default_weights().making["pairs"])
    return dict(zip(MAKINGS, likely, strict=True))


def misread(word: str) -> str:
    a, b = next((a, b) for a, b in READ if a in word)
    return word.replace(a, b, 1)


def test_without_evidence_an_engine_and_a_hand_are_assumed() -> None:
    likely = likely_makings([], default_weights().making["pairs"])
    assert max(likely) == likely[0] < 0.95
    assert sum(likely) == pytest.approx(1)


def test_misreadings_on_either_side_indicate_an_engine() -> None:
    words = [w for w in WORDS if any(a in w for a, _ in READ)]
    here = makings([(misread(w), w) for w in words])
    there = makings([(w, misread(w)) for w in words])
    assert here["engine, hand"] + here["engine, engine"] > 0.9
    assert there["hand, engine"] + there["engine, engine"] > 0.6
    assert there["engine, hand"] < here["engine, hand"]


def test_typing_slips_in_the_transcript_indicate_a_hand() -> None:
    found = makings(list(zip(TYPED, WORDS, strict=True)))
    assert found["hand, hand"] + found["hand, engine"] > 0.6


def test_few_decisions_count_little_and_many_never_make_certain() -> None:
    def leaning(number: int) -> float:
        return leanings([0.5], settled_by([(("in", "on"), Verdict.REFERENCE)] * number, channels()))[0]

    few = [leaning(number) for number in range(6)]
    assert few[0] == 0
    assert few == sorted(few)
    assert 0 < few[1] < math.log(2)
    assert leaning(1000) == FARTHEST


def test_other_verdicts_favour_neither_side() -> None:
    decided = [(("in", "on"), v) for v in (Verdict.UNREADABLE, Verdict.OTHER, Verdict.IMMATERIAL, Verdict.ABSENT)]
    assert settled_by(decided, channels()) == NOTHING


def test_decisions_of_one_family_do_not_count_for_others() -> None:
    decided = settled_by([(("end.", "end,"), Verdict.TRANSCRIPT)] * 3, channels())
    marks = Site(
        Difference(Kind.PUNCTUATION, Severity.LOW, Span(0, 1), Span(0, 1)), "punctuation", "it;", "it", "", "", False
    )
    assert of_decisions(marks, decided)["decided-family"] < 0
    assert of_decisions(place("in", "on")[0], decided)["decided-family"] == 0


def test_a_name_replaced_throughout_is_no_sign_of_an_engine() -> None:
    names = [place("Sarnograd", "Sarnagrad")] * 3
    words = [place("hut", "but")] * 3
    assert [row["same-pair"] for row in repeated(names)] == [0.0] * 3
    assert all(row["same-pair"] > 0 for row in repeated(words))


@given(st.text("aB1é'’-. \n\u0301\x1c,", max_size=90), st.text("aB1é'’-. \n\u0301\x1c,", max_size=90))
def test_the_words_beside_a_place_are_the_nearest_in_the_lines_around_it(before: str, after: str) -> None:
    texts = Texts(f"{before}x{after}", "y")
    difference = Difference(Kind.CHARACTER, Severity.LOW, Span(len(before), len(before) + 1), Span(0, 1))
    found = site(difference, texts, channels())
    assert found.before == (WORD.findall(before[-AROUND:]) or [""])[-1]
    assert found.after == (WORD.findall(after[:AROUND]) or [""])[0]


@pytest.mark.parametrize(
    ("page", "read", "letters"),
    [("burn", "bum", ("rn", "m")), ("Hoest", "Hast", ("oe", "a")), ("voest", "bell", None)],
)
def test_letter_confusions_need_not_be_in_a_table(page: str, read: str, letters: tuple[str, str] | None) -> None:
    assert place(read, page)[0].confusion == letters
    decided = settled_by([((read, page), Verdict.REFERENCE)], channels())
    assert set(decided.letters) == ({letters} if letters else set())


def test_confusions_in_no_table_are_found_in_other_words_too() -> None:
    alone, *several = [repeated([place(read, page) for read, page in words])[0]["same-letters"] for words in (
        [("vast", "voest")],
        [("vast", "voest"), ("Hast", "Hoest")],
        [("vast", "voest"), ("Hast", "Hoest"), ("Last", "Loest")],
    )]  # fmt: skip
    assert alone == 0.0
    assert several == sorted(several)
    assert several[0] > 0
    decided = settled_by([(("Hast", "Hoest"), Verdict.REFERENCE)], channels())
    assert of_decisions(place("vast", "voest")[0], decided)["decided-letters"] > 0


@pytest.mark.parametrize(
    ("reading", "word"),
    [
        ("looking,", "looking"),
        ("“(word)”", "word"),
        ("£5", "5"),
        ("lookin°", "lookin°"),
        ("!et", "!et"),
        ("...", "..."),
    ],
)
def test_marks_around_a_word_are_ignored_but_signs_for_letters_are_not(reading: str, word: str) -> None:
    assert core(reading) == word


def test_a_blank_beside_a_hyphen_favours_the_other_text_whoever_made_the_texts() -> None:
    def loose(ours: str, theirs: str) -> float:
        texts = Texts(f"they saw the {ours} of it", f"they saw the {theirs} of it")
        spans = Span(13, 13 + len(ours)), Span(13, 13 + len(theirs))
        spacing = Difference(Kind.SPACING, Severity.LOW, *spans)
        return evidence(site(spacing, texts, channels()), texts, lexicon("en"))["loose-hyphen"]

    assert loose("cow - he", "cow-he") == loose("story -In", "story-In") == 1
    assert loose("cow-he", "cow - he") == -1
    assert loose("what ?", "what?") == loose("to day", "today") == 0
    tables = default_weights().items
    assert all(weight > 0 for depth in tables for weight in tables[depth]["spacing"]["loose-hyphen"])


def test_the_weights_in_use_are_those_written_by_the_fitting() -> None:
    assert weights_of(tomllib.loads(written(default_weights(), "Of a test"))) == default_weights()
    file = resource_path("data", "weights.toml").read_text(encoding="utf-8")
    note = "\n".join(line.removeprefix("# ") for line in file.partition("\n\n")[0].splitlines())
    assert written(default_weights(), note) == file


@pytest.mark.parametrize("factor", [1.0, 2.0])
def test_the_odds_are_the_sum_of_the_evidence_if_it_is_the_same_for_all_makers(factor: float) -> None:
    here, known = place("hut", "but")[0], {"pair": 0.5, "read-cost": 2.0}
    tables = {"word": {"pair": (1.0,) * len(MAKINGS), "read-cost": (-0.75,) * len(MAKINGS)}}
    weights = replace(default_weights(), items={"pairs": tables})
    (row,) = weighed([here], [known], "pairs", NOTHING, taken_times(weights, "pairs", factor))
    assert row.odds == pytest.approx(-1.0 * factor)


def test_the_coverage_of_a_word_list_is_judged_by_words_in_both_texts() -> None:
    words = lexicon("en")
    usual = Texts("", "").unlisted(words)
    known = "the harbour was closed and the council declared that it followed the modern rule in all matters"
    names = "Grobnik Vasselin Tordurm Elquist Brandelau Hoskvar Perrimond Untelle Zavarka Quillmore"
    assert Texts(known, known).unlisted(words) < usual < Texts(names, names).unlisted(words)
    assert Texts(known, names).unlisted(words) == usual


def test_a_word_list_with_low_coverage_counts_less() -> None:
    words = replace(lexicon("en"), pairs=())
    names = " Grobnik Vasselin Tordurm Elquist Brandelau Hoskvar Perrimond Untelle Zavarka Quillmore"
    lacking = []
    for more in ("", names):
        texts = Texts(f"they saw the xqoll of it{more}", f"they saw the small of it{more}")
        span = Span(13, 18)
        found = evidence(site(Difference(Kind.WORD, Severity.LOW, span, span), texts, channels()), texts, words)
        lacking.append(found["lacking-reference"])
    assert lacking[0] < lacking[1]
