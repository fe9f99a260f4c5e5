"""What the page probably reads: which side, how sure, and why."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cableview.collation.collate import Text, collate
from cableview.collation.rules import default_rules
from cableview.collation.suggestion.marks import undivided
from cableview.collation.suggestion.suggest import DOUBTFUL, MOST, NEARLY, SURE, suggestions
from cableview.collation.words.lexicon import lexicon
from cableview.model.decision import Verdict
from cableview.model.discrepancy import Difference, Kind, Severity, Suggestion
from cableview.model.span import Span

BEFORE = "The Ambassador called this morning and said that the Government had "
AFTER = " the matter before the meeting on Monday, and that nothing further would be done."


def suggested(working: str, reference: str, **more: object) -> list[Suggestion | None]:
    differences = collate(Text(working), Text(reference), default_rules()).differences
    return suggestions(working, reference, differences, **more)  # type: ignore[arg-type]


def between(ours: str, theirs: str, **more: object) -> Suggestion | None:
    found = suggested(BEFORE + ours + AFTER, BEFORE + theirs + AFTER, **more)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("ours", "theirs", "witness"),
    [
        ("stndied", "studied", "reference"),
        ("foUowed", "followed", "reference"),
        ("bumed", "burned", "reference"),
        ("settled", "settlde", "transcript"),
        ("considered", "cosnidered", "transcript"),
        ("discussed", "discusssed", "transcript"),
        ("delayed", "delated", "transcript"),
        ("stated", "states", "transcript"),
        ("2l4", "214", "reference"),
        ("put", "put put", "transcript"),
        ("handled", "", "transcript"),
    ],
)
def test_the_side_without_the_error_of_engine_or_typist_is_suggested(ours: str, theirs: str, witness: str) -> None:
    found = between(ours, theirs)
    assert found is not None
    assert found.witness == witness
    assert 0.5 < found.confidence <= MOST
    assert found.reasons


@pytest.mark.parametrize("brk", ["-\n", "- \n", "-\r\n", "-\n\f"])
@pytest.mark.parametrize(
    ("first", "rest", "theirs"),
    [
        ("gov", "emment", "government"),
        ("author", "ized", "authoirzed"),
        ("be", "fore", "beforehand"),
        ("Mos", "cow", "Moscou"),
    ],
)
def test_a_word_divided_at_a_line_end_is_weighed_like_a_whole_one(first: str, rest: str, theirs: str, brk: str) -> None:
    divided, whole = first + brk + rest, first + rest
    assert between(divided, theirs) == between(whole, theirs)
    assert between(theirs, divided) == between(theirs, whole)
    verdict = [((whole, theirs), Verdict.TRANSCRIPT)] * 2
    assert between(divided, theirs, decided=verdict) == between(whole, theirs, decided=verdict)
    same = [((divided, theirs), Verdict.TRANSCRIPT)] * 2
    assert between(whole, theirs, decided=same) == between(whole, theirs, decided=verdict)


@pytest.mark.parametrize("sign", ["-", "\u2010", "\u2011"])
def test_a_compound_divided_at_its_hyphen_keeps_it_if_the_other_text_has_one(sign: str) -> None:
    assert undivided(("well-\nknown", f"well{sign}knovvn")) == ["well-known", f"well{sign}knovvn"]
    assert between("well-\nknown", f"well{sign}knovvn") == between("well-known", f"well{sign}knovvn")


def test_signs_that_only_divide_words_are_no_hyphens_of_the_other_text() -> None:
    assert undivided(("gov-\nernment", "gov\u00ademment")) == ["government", "gov\u00ademment"]


def test_an_eye_skip_is_a_reason_for_the_text_that_has_the_words() -> None:
    whole = "He told the Council that the treaty was void, and he told the Council that the oil would be sold at once."
    short = "He told the Council that the oil would be sold at once."
    for texts, witness in (((short, whole), "reference"), ((whole, short), "transcript")):
        (found,) = suggested(*texts)
        assert found is not None
        assert found.witness == witness
        assert found.reasons[0].startswith("the eye may have skipped from one “")


def test_a_slip_of_the_reference_is_named_in_words() -> None:
    found = between("authorized", "authoirzed")
    assert found is not None
    assert found.confidence > 0.95
    assert found.reasons[:2] == (
        "`authoirzed` is in no word list and nowhere else in either text",
        "two letters changed over",
    )


def test_an_ocr_confusion_is_named_in_words() -> None:
    found = between("foUowed", "followed")
    assert found is not None
    assert "`ll` read as `U` is a common OCR confusion" in found.reasons


def test_a_typists_slip_in_the_transcript_may_be_on_the_page() -> None:
    found = between("conisdered", "considered")
    assert found is not None
    assert found.confidence <= DOUBTFUL
    assert found.reasons[-2:] == ("two letters changed over", "perhaps the page's own slip")


def test_a_word_list_alone_is_no_strong_evidence() -> None:
    found = between("xqvzw", "considered")
    assert found is None or found.confidence < 0.8


@pytest.mark.parametrize(("ours", "theirs"), [("harbor", "harbour"), ("harbour", "harbor"), ("colour", "color")])
def test_two_spellings_of_a_word_are_both_known_to_the_list(ours: str, theirs: str) -> None:
    found = between(ours, theirs)
    if found is not None:
        assert found.confidence <= DOUBTFUL or found.witness == "transcript"
        assert any("two spellings of one word" in reason for reason in found.reasons)
        assert not any("word list" in reason for reason in found.reasons)


@pytest.mark.parametrize(
    ("ours", "theirs", "most"),
    [
        ("&", "and", NEARLY),
        ("reinf.", "reinforced", NEARLY),
        ("to-day", "today", NEARLY),
        ("re-opened", "reopened", MOST),
    ],
)
def test_what_a_clean_copy_spells_out_or_modernises_is_as_the_transcript_has_it(
    ours: str, theirs: str, most: float
) -> None:
    found = between(ours, theirs)
    assert found is None or (found.witness == "transcript" and found.confidence <= most)


@pytest.mark.parametrize(("ours", "theirs"), [("cafe", "café"), ("Muller", "Müller"), ("role", "rôle")])
def test_marks_that_only_an_english_reference_has_may_not_be_on_the_page(ours: str, theirs: str) -> None:
    found = between(ours, theirs)
    assert found is not None
    assert found.witness == "reference"
    assert found.confidence <= DOUBTFUL
    assert found.reasons[-1] == "but the page may have been typed without such marks"


@pytest.mark.parametrize(("ours", "theirs"), [("can", "cannot"), ("cannot", "can"), ("with", "without")])
def test_a_word_joined_to_another_is_a_doubt(ours: str, theirs: str) -> None:
    found = between(f"in which they {ours} come", f"in which they {theirs} come")
    assert found is None or found.confidence <= DOUBTFUL


def test_a_usual_word_that_is_not_misread_so_is_never_sure() -> None:
    found = between("bade", "that")
    assert found is not None
    assert found.witness == "reference"
    assert found.confidence <= NEARLY


def test_the_strongest_evidence_is_stated_beside_the_word_list() -> None:
    odd = between("NIiIitary", "Military")
    assert odd is not None
    assert "capitals, figures or signs inside a word are mostly misreadings" in odd.reasons
    theirs = BEFORE + "united" + AFTER + " They were united there, and have all come early."
    again = suggested(theirs.replace("united", "nnited"), theirs)
    assert len(again) == 2
    for one in again:
        assert one is not None
        assert "the transcript has `nnited` for `united` elsewhere too" in one.reasons


SPELT_SO = [("Tokyo", "Tokio"), ("united", "unted"), ("handled", "handelled")]
"""A word, and a spelling of it that no engine easily reads for it."""


@pytest.mark.parametrize(("word", "spelling"), SPELT_SO)
def test_what_the_transcript_spells_so_throughout_is_perhaps_the_pages_own(word: str, spelling: str) -> None:
    theirs = f"{BEFORE}of {word}{AFTER} It was in {word} before. Many came from {word} in the end."
    for found in suggested(theirs.replace(word, spelling), theirs):
        assert found is not None
        assert found.witness == "transcript" or found.confidence <= DOUBTFUL
        if found.witness == "reference":
            assert f"the transcript has `{spelling}` for `{word}` throughout" in found.reasons
            assert found.reasons[-1] == "perhaps the page's own slip"


@pytest.mark.parametrize(("word", "spelling"), SPELT_SO)
def test_what_the_transcript_spells_both_ways_is_no_custom_of_the_page(word: str, spelling: str) -> None:
    theirs = f"{BEFORE}of {word}{AFTER} It was in {word} before. Many came from {word} in the end."
    ours = theirs.replace(word, spelling, 2)
    assert ours.count(word) == 1
    for found in suggested(ours, theirs):
        assert found is not None
        assert f"the transcript has `{spelling}` for `{word}` elsewhere too" in found.reasons
        assert "perhaps the page's own slip" not in found.reasons


def test_a_scrap_in_one_text_is_not_called_a_word() -> None:
    found = suggested(BEFORE + "not ee handled" + AFTER, BEFORE + "not handled" + AFTER)[0]
    assert found is None or found.witness == "reference"
    assert found is None or found.reasons == ("`ee` is in no word list",)


def test_of_a_word_in_two_parts_the_one_that_is_not_a_word_is_named() -> None:
    found = between("studi ed", "studied")
    assert found is not None
    assert found.witness == "reference"
    assert found.reasons[0] == "`studi` and `ed` are in no word list"


def test_one_typing_slip_is_not_reported_as_two_misreadings() -> None:
    found = between("authoirzed", "authorized")
    assert found is not None
    assert found.reasons[-2:] == ("two letters changed over", "perhaps the page's own slip")
    assert not any("OCR" in reason for reason in found.reasons)


def test_a_repeated_word_is_not_called_the_more_usual_wording() -> None:
    found = suggested("He came in often in the end." + AFTER, "He came in in in the end." + AFTER)
    assert not any("in in" in reason for one in found if one for reason in one.reasons)


def test_words_unlisted_on_both_sides_are_reported_as_such() -> None:
    found = between("Vrzkblat", "Vrskblat")
    assert found is None or not any("`Vr" in reason and "word list" in reason for reason in found.reasons)


def test_a_word_found_elsewhere_in_both_texts_is_reported_as_such() -> None:
    rest = " Tokio is far. From Tokio we heard. In Tokio all is well. They of"
    found = suggested(rest + " Tokio went." + AFTER, rest + " Tikio went." + AFTER)[0]
    assert found is not None
    assert found.witness == "transcript"
    assert "`Tokio` stands 3 times in both texts" in found.reasons


def test_decisions_at_the_same_words_are_followed() -> None:
    without = between("in", "on")
    with_them = between("in", "on", decided=[(("in", "on"), Verdict.REFERENCE)] * 2)
    assert with_them is not None
    assert with_them.witness == "reference"
    assert without is None or without.witness == "transcript" or without.confidence < with_them.confidence
    assert with_them.reasons[0] == "decided so before, with the same words"


def test_verdicts_for_neither_side_are_no_evidence() -> None:
    decided = [(("in", "on"), verdict) for verdict in (Verdict.UNREADABLE, Verdict.IMMATERIAL, Verdict.ABSENT)]
    assert between("in", "on", decided=decided) == between("in", "on")


@pytest.mark.parametrize("kind", [Kind.MOVED, Kind.STRUCK, Kind.FURNITURE, Kind.REWORDED])
def test_no_suggestion_is_made_for_passages(kind: Kind) -> None:
    difference = Difference(kind, Severity.MEDIUM, Span(0, 4), Span(0, 4))
    assert suggestions("word here", "ward here", [difference]) == [None]


def test_nothing_is_suggested_where_nothing_differs() -> None:
    assert suggestions("one text", "one text", []) == []


def test_a_language_without_a_word_list_still_gets_evidence_from_the_texts() -> None:
    found = between("foUowed", "followed", language="xx")
    assert found is None or not any("word list" in reason for reason in found.reasons)


SENTENCE = (
    "the embassy received instructions yesterday concerning several shipments which were delayed at the harbor "
    "because certain papers had not been signed by officers responsible for loading and inspection there"
)
MISREAD = {"embassy": "embassv", "instructions": "instructlons", "shipments": "shiprnents", "harbor": "liarbor",
           "certain": "ccrtain", "signed": "sigued", "officers": "officcrs", "loading": "loadiug"}  # fmt: skip
"""Words of it, and as an engine read them."""


def test_slips_planted_in_the_reference_are_detected() -> None:
    words = SENTENCE.split()
    rng = random.Random(3)
    right = total = 0
    for word in (w for w in words if len(w) > 6):
        at = rng.randrange(1, len(word) - 2)
        slip = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        reference = " ".join(slip if w == word else w for w in words)
        for found in suggested(" ".join(words), reference):
            total += 1
            right += found is not None and found.witness == "transcript"
    assert total
    assert right / total > 0.95


def test_an_unsure_suggestion_is_not_worded_as_sure() -> None:
    """Nothing is said between what is nearly sure and what is sure, and of both there is something to say."""
    theirs = SENTENCE.replace("\n", " ")
    said: list[float] = []
    for word in (w for w in theirs.split() if len(w) > 4):
        for at in range(1, len(word) - 1):
            for ours in (word[:at] + word[at + 1 :], word[:at] + "c" + word[at + 1 :]):
                said += [one.confidence for one in suggested(theirs, theirs.replace(word, ours, 1)) if one]
    assert any(one >= SURE for one in said)
    assert NEARLY in said
    assert not any(NEARLY < one < SURE for one in said)


@pytest.mark.parametrize(("slip", "word"), [("Tou", "You"), ("cloae", "close")])
def test_a_slip_that_engines_also_make_is_nearly_sure_and_perhaps_the_pages_own(slip: str, word: str) -> None:
    found = between(slip, word)
    assert found is not None
    assert found.witness == "reference"
    assert DOUBTFUL < found.confidence <= NEARLY
    assert found.reasons[-1] == "perhaps the page's own slip"


texts = st.lists(st.text(alphabet="abAB'é-12.,𝔄\u0301\x00", max_size=6), max_size=8).map(" ".join)


@settings(max_examples=40, deadline=None)
@given(texts, texts)
def test_confidences_stay_within_bounds_for_any_texts(working: str, reference: str) -> None:
    differences = collate(Text(working), Text(reference), default_rules()).differences
    found = suggestions(working, reference, differences)
    assert len(found) == len(differences)
    for one in found:
        if one is not None:
            assert one.witness in ("transcript", "reference")
            assert 0.5 <= one.confidence <= NEARLY or SURE <= one.confidence <= MOST
            assert one.reasons


PLAIN = st.text(alphabet="bdfghklmnprstvwz", min_size=5, max_size=9)


@settings(max_examples=60, deadline=None)
@given(PLAIN, st.sampled_from(["considered", "Ambassador", "harvest", "it", "seventeen"]), st.booleans(), st.booleans())
def test_a_word_list_alone_never_makes_a_suggestion_sure(
    stranger: str, word: str, in_transcript: bool, decided: bool
) -> None:
    """Whichever side the stranger stands on, and whatever else was decided, of other words; if it is like the word that
    fits there, a little more may be said."""
    pair = (stranger, word) if in_transcript else (word, stranger)
    others = [(("in", "on"), Verdict.REFERENCE if in_transcript else Verdict.TRANSCRIPT)] * 9 * decided
    found = between(*pair, decided=others)
    if found is None or not any("in no word list" in reason for reason in found.reasons):
        return
    letters = (
        "common OCR",
        "known OCR",
        "possible OCR",
        "key beside",
        "left out",
        "struck",
        "too many",
        "` for `",
        "stands",
    )
    if not any(sign in reason for reason in found.reasons for sign in (*letters, "changed over", "same shape")):
        alike = collate(Text(pair[0]), Text(pair[1]), default_rules()).differences[0].kind is Kind.CHARACTER
        assert found.confidence <= (NEARLY if alike else DOUBTFUL)


OWN_SLIPS = ["conisdered", "consdered", "considerred", "considere", "consifered", "cosnidered"]


@pytest.mark.parametrize("slip", OWN_SLIPS)
def test_a_typing_slip_in_the_transcript_is_perhaps_the_pages_own_whatever_else_is_known(slip: str) -> None:
    rest = " We considered it. They considered it. He considered it. They of"
    alone = between(slip, "considered")
    among = suggested(rest + f" {slip} it." + AFTER, rest + " considered it." + AFTER)[0]
    leaning = between(slip, "considered", decided=[(("in", "on"), Verdict.REFERENCE)] * 20)
    for found in (alone, among, leaning):
        assert found is not None
        assert found.confidence <= DOUBTFUL
        assert found.reasons[-1] == "perhaps the page's own slip"


@pytest.mark.parametrize(("other", "is_perhaps_on_page"), [("early", True), ("earlg", False)])
def test_the_same_letters_in_another_word_are_not_the_pages_own_slip(other: str, is_perhaps_on_page: bool) -> None:
    theirs = BEFORE + "known" + AFTER + " Only three were there, they sailed early and nobody heard of it."
    ours = theirs.replace("they", "theg").replace("early", other)
    found = suggested(ours, theirs)[0]
    assert found is not None
    assert (found.confidence <= DOUBTFUL) is is_perhaps_on_page
    assert ("perhaps the page's own slip" in found.reasons) is is_perhaps_on_page
    assert ("the transcript has `g` for `y` in other words too" in found.reasons) is not is_perhaps_on_page


def test_decisions_on_the_same_words_outweigh_a_word_list() -> None:
    found = between("conisdered", "considered", decided=[(("conisdered", "considered"), Verdict.REFERENCE)])
    assert found is not None
    assert found.confidence > DOUBTFUL
    assert "perhaps the page's own slip" not in found.reasons


@pytest.mark.parametrize(("stranger", "sure"), [("consjdereq", True), ("xqvzw", False)])
def test_neighbouring_words_favour_a_word_only_if_it_is_like_the_unknown_one(stranger: str, sure: bool) -> None:
    """What is unlike may be a name or a code word, whatever would fit in its place."""
    found = between(stranger, "considered")
    assert found is not None
    assert found.confidence <= NEARLY
    assert (found.confidence > DOUBTFUL) is sure


def beside_misreadings(ours: str, theirs: str) -> Suggestion:
    """What is suggested for the last word of a page that is misread in many other places."""
    page = f"{SENTENCE} Nobody knew {theirs}"
    differences = collate(Text(_misread(ours)), Text(page), default_rules()).differences
    assert len(differences) == len(MISREAD) + 1
    found = suggestions(_misread(ours), page, differences)[-1]
    assert found is not None
    return found


def _misread(last: str) -> str:
    return " ".join([*(MISREAD.get(word, word) for word in SENTENCE.split()), "Nobody knew", last])


MISTYPED_BY_NOBODY = "the transcript is misread elsewhere too, and a typist would hardly make this slip"


def test_an_unlisted_word_is_misread_where_an_engine_made_the_transcript_and_no_hand_slips_so() -> None:
    alone = suggested("Nobody knew carqego", "Nobody knew carriage")[0]
    among = beside_misreadings("carqego", "carriage")
    for found, is_misread in ((alone, False), (among, True)):
        assert found is not None
        assert found.witness == "reference"
        assert (DOUBTFUL < found.confidence <= NEARLY) is is_misread
        assert (MISTYPED_BY_NOBODY in found.reasons) is is_misread


@pytest.mark.parametrize(("ours", "theirs"), [("carraige", "carriage"), ("xqvzw", "carriage")])
def test_a_slip_of_a_hand_or_an_unlike_word_is_not_called_misread_beside_misreadings(ours: str, theirs: str) -> None:
    found = beside_misreadings(ours, theirs)
    assert found.confidence <= DOUBTFUL
    assert MISTYPED_BY_NOBODY not in found.reasons


def test_a_word_doubled_in_the_transcript_is_perhaps_the_pages_own() -> None:
    found = between("put put", "put")
    assert found is not None
    assert found.confidence <= DOUBTFUL
    assert found.reasons[-1] == "perhaps the page's own slip"


def test_a_word_doubled_in_a_transcript_that_an_engine_made_is_perhaps_the_pages_own() -> None:
    """However much better the reference is elsewhere: the page may have it so as well as the engine."""
    transcript = " ".join(MISREAD.get(word, word) for word in SENTENCE.replace("were", "were were").split())
    found = [one for one in suggested(transcript, SENTENCE) if one]
    doubled = [one for one in found if one.reasons[-1] == "perhaps the page's own slip"]
    assert len(found) == len(MISREAD) + 1
    assert [one.confidence <= DOUBTFUL for one in doubled] == [True]


@pytest.mark.parametrize(("verdict", "witness"), [(Verdict.REFERENCE, "reference"), (Verdict.TRANSCRIPT, "transcript")])
def test_the_confidence_learns_from_decisions_which_text_is_the_better_one(verdict: Verdict, witness: str) -> None:
    def share(number: int) -> float:
        decided = [((f"a{k}b", f"a{k}d"), verdict) for k in range(number)]
        found = between("moved", "proved", decided=decided)
        return 0.5 if found is None else found.confidence if found.witness == witness else 1 - found.confidence

    shares = [share(number) for number in (0, 2, 5, 12, 40)]
    assert shares[1] >= shares[0] - 0.01
    assert shares[-1] > shares[0]
    assert all(later >= earlier - 0.01 for earlier, later in pairwise(shares))
    assert shares[-1] < MOST


def test_decisions_on_the_better_text_alone_make_nothing_certain() -> None:
    decided = [(("in", "on"), Verdict.REFERENCE)] * 500
    found = between("Perrin", "Merrin", decided=decided)
    assert found is None or found.confidence < 0.95


FRENCH = "Le Ministre des Affaires étrangères a fait savoir que la lettre du 12 mars ne lui est pas parvenue, et qu'il "
MORE = " de cette question avec l'Ambassadeur dans le courant de la semaine prochaine."


@pytest.mark.skipif(not lexicon("fr").counts, reason="the extra `languages` is not installed")
def test_french_is_detected_and_weighed_by_its_own_words() -> None:
    found = suggested(FRENCH + "s'entretiendra" + MORE, FRENCH + "s'entreteindra" + MORE)[0]
    assert found is not None
    assert found.witness == "transcript"
    assert found.reasons[0] == "`s'entreteindra` is in no French word list and nowhere else in either text"


GERMAN = "Der Vorsitzende eröffnete die Sitzung und verlas die Niederschrift der letzten Versammlung, die nach kurzer "
LATER = " ohne Widerspruch genehmigt wurde, und der Kassenwart berichtete von den Einnahmen des Jahres."


@pytest.mark.skipif(not lexicon("de").counts, reason="the extra `languages` is not installed")
@pytest.mark.parametrize(
    ("page", "read"), [("Prüfung", "Prufung"), ("Prüfung", "Priifung"), ("Größe", "GröBe"), ("Ablehnung", "Äblehnung")]
)
def test_accents_lost_or_added_by_an_engine_outweigh_a_word_list(page: str, read: str) -> None:
    found = suggested(GERMAN + read + LATER, GERMAN + page + LATER)[0]
    assert found is not None
    assert found.witness == "reference"
    assert found.confidence > DOUBTFUL
    assert any("read as" in reason for reason in found.reasons)


def test_nothing_is_suggested_where_a_line_break_stands_for_a_blank() -> None:
    ours, theirs = "They saw the Depart-\nment of it.", "They saw the Depart- ment of it."
    spans = (Span(ours.index("Depart"), ours.index(" of")), Span(theirs.index("Depart"), theirs.index(" of")))
    found = suggestions(ours, theirs, [Difference(Kind.SPACING, Severity.LOW, *spans)])
    assert found == [None]


def test_an_unknown_language_makes_suggestions_less_sure() -> None:
    known, unknown = between("settled", "settlde"), between("settled", "settlde", language="xx")
    assert known is not None
    assert unknown is None or unknown.confidence <= known.confidence
    assert unknown is None or not any("word list" in reason for reason in unknown.reasons)


def for_reference(found: Suggestion | None) -> float:
    """How sure it is of the reference; a half where nothing is said."""
    return 0.5 if found is None else found.confidence if found.witness == "reference" else 1 - found.confidence


@pytest.mark.parametrize(("word", "misread"), [("myselfe", "ruyselfe"), ("wonderfull", "wonderftdl")])
def test_of_two_unlisted_words_the_one_spelt_like_others_is_likelier(word: str, misread: str) -> None:
    found = between(misread, word)
    assert for_reference(found) > max(0.6, for_reference(between(word, misread)))
    assert found is not None
    assert found.confidence <= DOUBTFUL
    reason = f"`{word}` is spelt more like other words than `{misread}`"
    assert reason in found.reasons


@pytest.mark.parametrize(("close", "loose"), [("story-In", "story -In"), ("version-One", "version - One")])
def test_a_blank_beside_a_hyphen_is_a_sign_of_an_engine(close: str, loose: str) -> None:
    found = between(loose, close)
    assert found is not None
    assert for_reference(found) > 0.6
    assert "blanks are easily lost or seen by an engine" in found.reasons


def test_a_sign_where_the_other_text_has_a_letter_is_a_misreading_of_it() -> None:
    """Not a word without its last letter, as a hand leaves it."""
    assert for_reference(between("lookin°", "looking")) > max(0.8, for_reference(between("lookin", "looking")))
