"""The table of verdicts: what each leaves of the working text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cableview.collation.rules import default_rules, own_rule, rules_named
from cableview.collation.words.normalise import normalise
from cableview.formats.markdown import markdown_markup
from cableview.model.decision import Verdict
from cableview.model.discrepancy import Kind
from cableview.model.span import Span
from cableview.review.verdicts import (
    Scene,
    applied,
    effect,
    insertion_point,
    line_end_of,
    merged,
    settled_verdict,
    what_would_stand,
)


def scene(text: str, standing: str, reference: str, wanted: str, kind: Kind = Kind.WORD, **more) -> Scene:
    """A scene in which `standing` is found in `text` and `wanted` in `reference`; a bar | marks an empty place."""
    working = Span(text.index("|"), text.index("|")) if standing == "|" else _found(text, standing)
    text = text.replace("|", "") if standing == "|" else text
    there = _found(reference, wanted) if wanted else Span(0, 0)
    if working.is_empty:
        working = insertion_point(text, working, reference, there)
    origin = _found(text, more.pop("origin")) if "origin" in more else None
    more.setdefault("rules", default_rules())
    return Scene(text, reference, kind, working, there, origin, **more)


def _found(text: str, part: str) -> Span:
    at = text.index(part)
    return Span(at, at + len(part))


def after(place: Scene, verdict: Verdict, reading: str = "") -> str:
    return applied(place.working_text, effect(place, verdict, reading))


@pytest.mark.parametrize(
    "verdict", [Verdict.TRANSCRIPT, Verdict.UNREADABLE, Verdict.IMMATERIAL, Verdict.ABSENT, Verdict.DEFERRED]
)
def test_verdicts_that_only_record_leave_the_text(verdict):
    place = scene("he stated so", "stated", "he states so", "states")
    assert after(place, verdict) == "he stated so"
    assert what_would_stand(place, verdict) == "stated"


@pytest.mark.parametrize(
    ("text", "standing", "reference", "wanted", "left"),
    [
        ("he stated so", "stated", "he states so", "states", "he states so"),
        ("were Estab-\nlishel by", "Estab-\nlishel", "were Established by", "Established", "were Estab-\nlished by"),
        ("the ﬁrat man", "ﬁrat", "the first man", "first", "the ﬁrst man"),
        ("he said “no.” Then", "“no.”", 'he said "no," Then', '"no,"', "he said “no,” Then"),
        ("it was now\nhere seen", "now\nhere", "it was nowhere seen", "nowhere", "it was nowhere seen"),
        ("it was nowhere seen", "nowhere", "it was now\nhere seen", "now\nhere", "it was now here seen"),
        ("on 3 May he", "3", "on 13 May he", "13", "on 13 May he"),
        ("in\r\nParis, and", "Paris,", "in Paris and", "Paris", "in\r\nParis and"),
    ],
)
def test_the_reference_is_adopted_with_the_transcripts_typography(text, standing, reference, wanted, left):
    assert after(scene(text, standing, reference, wanted, Kind.CHARACTER), Verdict.REFERENCE) == left


@pytest.mark.parametrize(
    ("text", "standing", "wanted", "left"),
    [
        ("x uot mam\fwas hre\fno y", "uot mam\fwas hre\fno", "not man was here no", "x not man\fwas here\fno y"),
        ("of all uot then\r\n\fno that", "uot then\r\n\fno", "not then so", "of all not then\r\n\fso that"),
        ("so mesage-\fMinistor\r\n", "mesage-\fMinistor", "message Minister", "so message\fMinister\r\n"),
        ("he had very\fvery gone", "very\fvery", "", "he had\f gone"),
    ],
)
def test_an_edit_across_two_parts_keeps_both(text, standing, wanted, left):
    place = scene(text, standing, f"he {wanted} so", wanted, Kind.REWORDED)
    assert after(place, Verdict.REFERENCE) == left


def test_the_case_pattern_stays_if_case_is_held_equal():
    place = scene("AND THR MAN", "THR", "and the man", "the", rules=default_rules() | {"case"})
    assert after(place, Verdict.REFERENCE) == "AND THE MAN"


def test_marks_on_a_word_stay_when_a_letter_is_changed():
    text = "was **grately** moved"
    place = scene(text, "**grately**", "was greatly moved", "greatly", delimiters=markdown_markup(text).delimiters)
    assert after(place, Verdict.REFERENCE) == "was **greatly** moved"


def test_a_struck_word_reads_as_the_reference_does_without_its_mark():
    text = "AND ~~SECRET~~\n\nLast"
    place = scene(text, "~~SECRET~~", "AND SECRET:\n\nLast", "SECRET:", Kind.STRUCK)
    assert after(place, Verdict.REFERENCE) == "AND SECRET:\n\nLast"


@pytest.mark.parametrize(
    ("text", "reference", "wanted", "left"),
    [
        ("he had| gone", "he had not gone", "not", "he had not gone"),
        ("he had |gone", "he had not gone", "not", "he had not gone"),
        ("he had|\ngone", "he had not gone", "not", "he had not\ngone"),
        ("|gone he is", "Long gone he is", "Long", "Long gone he is"),
        ("he is gone|", "he is gone now.", "now.", "he is gone now."),
        ("One.|\n\nThree.\n", "One.\n\nTwo is here.\n\nThree.\n", "Two is here.", "One.\n\nTwo is here.\n\nThree.\n"),
        (
            "One.|\r\n\r\nThree.\r\n",
            "One.\n\nTwo\nis here.\n\nThree.\n",
            "Two\nis here.",
            "One.\r\n\r\nTwo is here.\r\n\r\nThree.\r\n",
        ),
        ("|", "Two is here.", "Two is here.", "Two is here."),
        ("| gone", "Long gone", "Long", " Long gone"),
        ("One.\n\n|", "One.\n\nTwo.", "Two.", "One.\n\nTwo.\n\n"),
        ("it was| in May", "it was Estab-\nlished in May", "Estab-\nlished", "it was Established in May"),
        ("One.|\n\nhe went.", "One.\n\nThen he went.", "Then", "One.\n\nThen he went."),
        ("One.|\n\nTwo.", "One. So it is.\n\nTwo.", "So it is.", "One. So it is.\n\nTwo."),
    ],
)
def test_an_omission_is_inserted_with_one_blank_or_its_paragraph_break(text, reference, wanted, left):
    assert after(scene(text, "|", reference, wanted, Kind.OMISSION), Verdict.REFERENCE) == left


@pytest.mark.parametrize(
    ("text", "standing", "left"),
    [
        ("he had very gone", "very", "he had gone"),
        ("he had very\ngone", "very", "he had\ngone"),
        ("he had\nvery gone", "very", "he had\ngone"),
        ("he is gone very", "very", "he is gone"),
        ("One.\n\n44 2-2\n\nTwo.\n", "44 2-2", "One.\n\nTwo.\n"),
        ("One.\r\n\r\n44 2-2\r\n\r\nTwo.\r\n", "44 2-2", "One.\r\n\r\nTwo.\r\n"),
        ("one\n- 2 -\ntwo", "- 2 -", "one\ntwo"),
        ("Head\n\nOne.\n", "Head", "One.\n"),
        ("One.\n\nSECRET\n", "SECRET", "One.\n\n"),
        ("One.\n\nSECRET", "SECRET", "One.\n"),
        ("One.\r\nSECRET", "SECRET", "One."),
        ("One.\r\nSECRET\fTwo.", "SECRET", "One.\fTwo."),
        ("One.\rSECRET", "SECRET", "One."),
        ("\r\nSECRET", "SECRET", ""),
        ("\nSECRET", "SECRET", ""),
        ("SECRET\fTwo.", "SECRET", "\fTwo."),
        ("One.\n\nHead\n\fTwo.", "Head", "One.\n\n\fTwo."),
        ("One.\n\nHead\n\n\fTwo.", "Head", "One.\n\n\fTwo."),
        ("One.\nHead\n\nTwo.", "Head", "One.\n\nTwo."),
        ("One.\n\nHead\nTwo.", "Head", "One.\n\nTwo."),
        ("One.\n\nHead\n  ", "Head", "One.\n\n  "),
        ("One.\n \nHead\n\t\nTwo.", "Head", "One.\n \nTwo."),
        ("he had\tvery\tgone", "very", "he had\tgone"),
        ("very\tgone", "very", "gone"),
        ("he (very) gone", "very", "he () gone"),
        ("he\n(very) gone", "very", "he\n() gone"),
        ("One.\nSECRET\fTwo.", "SECRET", "One.\fTwo."),
        ("MFE\n\n- 2 -\n\nFeb.\n\nIn", "MFE\n\n- 2 -\n\nFeb.", "In"),
    ],
)
def test_an_addition_is_removed_with_one_blank_or_the_emptied_line(text, standing, left):
    assert after(scene(text, standing, "", "", Kind.ADDITION), Verdict.REFERENCE) == left


@pytest.mark.parametrize(
    ("text", "standing", "origin", "reference", "wanted", "left"),
    [
        (
            "The Japs had 1941, undertaken this before October/but until",
            "October/but",
            "1941,",
            "The Japs had undertaken this before October 1941, but until",
            "October 1941, but",
            "The Japs had undertaken this before October 1941, but until",
        ),
        (
            "retreat.\n\nStalin\n\nMarshal/said the",
            "Marshal/said",
            "Stalin",
            "retreat.\n\nMarshal Stalin said the",
            "Marshal Stalin said",
            "retreat.\n\nMarshal Stalin said the",
        ),
        ("he now has| gone", "|", "now", "he has now gone", "now", "he has now gone"),
        (
            "On 1941, it was in and/or October/but",
            "and/or October/but",
            "1941,",
            "On it was in and/or October 1941, but",
            "and/or October 1941, but",
            "On it was in and/or October 1941, but",
        ),
        (
            "old mam Then the ship and crew said",
            "the ship and crew said",
            "old mam",
            "Then the ship and old man crew said",
            "the ship and old man crew said",
            "Then the ship and old mam crew said",
        ),
    ],
)
def test_moved_words_keep_the_transcripts_wording_and_leave_their_old_place(
    text, standing, origin, reference, wanted, left
):
    place = scene(text, standing, reference, wanted, Kind.MOVED, origin=origin)
    assert after(place, Verdict.REFERENCE) == left


def test_a_slip_inside_moved_words_travels_along():
    place = scene(
        "had Ocotber 1941, gone before/but until",
        "before/but",
        "had gone before October 1941, but until",
        "before October 1941, but",
        Kind.MOVED,
        origin="Ocotber 1941,",
    )
    assert after(place, Verdict.REFERENCE) == "had gone before Ocotber 1941, but until"


@pytest.mark.parametrize(
    ("place", "left"),
    [
        (scene("he had| gone", "|", "he had not gone", "not", Kind.OMISSION), "not"),
        (scene("he had very gone", "very", "", "", Kind.ADDITION), ""),
        (scene("One.\n\n44 2-2\n\nTwo.\n", "44 2-2", "", "", Kind.ADDITION), ""),
        (scene("the Estab-\nlishel man", "Estab-\nlishel", "the Established man", "Established"), "Estab-\nlished"),
        (
            scene("in 1941, by Oct/but", "Oct/but", "in by Oct 1941, but", "Oct 1941, but", Kind.MOVED, origin="1941,"),
            "Oct 1941, but",
        ),
    ],
)
def test_the_resulting_text_is_known_beforehand(place, left):
    assert what_would_stand(place, Verdict.REFERENCE) == left


@pytest.mark.parametrize(
    ("reading", "verdict"),
    [
        ("now\there", Verdict.TRANSCRIPT),
        (" now  here ", Verdict.TRANSCRIPT),
        ("nowhere", Verdict.REFERENCE),
        ("now-here", Verdict.OTHER),
    ],
)
def test_blanks_between_typed_words_make_no_other_reading(reading, verdict):
    assert settled_verdict(scene("it was now\nhere", "now\nhere", "it was nowhere", "nowhere"), reading) is verdict


@pytest.mark.parametrize("reading", ["Estab-\nlished", "Estab- lished", "Established"])
def test_typing_what_the_verdict_would_leave_is_the_references(reading):
    place = scene("the Estab-\nlishel man", "Estab-\nlishel", "the Established man", "Established")
    assert settled_verdict(place, reading) is Verdict.REFERENCE


@pytest.mark.parametrize(
    ("text", "line_end"),
    [
        ("", "\n"),
        ("one line", "\n"),
        ("a\nb\r\nc\n", "\n"),
        ("a\r\nb\r\nc\n", "\r\n"),
        ("a\rb\rc\n", "\r"),
        ("a\r\nb\r\nc\rd", "\r\n"),
    ],
)
def test_the_line_end_is_the_one_that_stands_most_often(text, line_end):
    assert line_end_of(text) == line_end


@pytest.mark.parametrize(
    ("ours", "theirs", "left"),
    [("ﬁt", "fat", "fat"), ("fat", "ﬁt", "ﬁt"), ("oﬃce", "ofice", "ofice"), ("ofice", "oﬃce", "oﬃce")],
)
def test_no_ligature_is_cut_in_two(ours, theirs, left):
    place = Scene(ours, theirs, Kind.WORD, Span(0, len(ours)), Span(0, len(theirs)), None, default_rules())
    assert merged(place) == left


@pytest.mark.parametrize(
    ("reading", "verdict"),
    [("stated", Verdict.TRANSCRIPT), (" states ", Verdict.REFERENCE), ("slates", Verdict.OTHER)],
)
def test_typing_what_a_witness_reads_is_that_witnesss_verdict(reading, verdict):
    assert settled_verdict(scene("he stated so", "stated", "he states so", "states"), reading) is verdict


def test_typed_text_is_put_at_the_place():
    assert after(scene("he stated so", "stated", "he states so", "states"), Verdict.OTHER, "slates") == "he slates so"
    assert after(scene("he had| gone", "|", "he had not gone", "not"), Verdict.OTHER, "now") == "he had now gone"


words = st.text("abcdeéfgAB'’“\"-,. ", min_size=1, max_size=14).map(str.strip).filter(bool)


@given(words, words)
@example("A'", "'’")
def test_adopting_the_reference_leaves_no_difference_under_the_rules(ours, theirs):
    rules = default_rules()
    at, there = Span(2, 2 + len(ours)), Span(2, 2 + len(theirs))
    place = Scene(f"x {ours} y", f"x {theirs} y", Kind.WORD, at, there, None, rules)
    taken = effect(place, Verdict.REFERENCE)
    text = applied(place.working_text, taken)
    assert normalise(text, rules).text == normalise(place.reference_text, rules).text


@pytest.mark.parametrize(
    ("ours", "theirs", "left"),
    [
        ("gone Unquote STOP", 'go."', "go Unquote STOP"),
        ("Quote wee", '"we', "Quote we"),
        ("Unquote STOPP", '"', '"'),
        ("Tokio,", "Tokyo;", "Tokio;"),
        ("Tokio", "Kyoto", "Kyoto"),
        ("twenty-five,", "25;", "twenty-five;"),
        ("PARA Wee", "We", "PARA We"),
    ],
)
def test_the_transcript_keeps_what_the_rules_for_words_hold_equal(ours, theirs, left):
    rules = default_rules() | set(rules_named("telegraphic")) | {own_rule("Tokio", "Tokyo")}
    place = Scene(ours, theirs, Kind.WORD, Span(0, len(ours)), Span(0, len(theirs)), None, rules)
    assert merged(place) == left
