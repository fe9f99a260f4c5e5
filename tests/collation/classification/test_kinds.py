"""What an archivist would call the differences between two texts of a cable."""

from __future__ import annotations

import pytest

from cableview.collation.collate import Text, collate
from cableview.collation.rules import default_rules
from cableview.model.discrepancy import Kind, Severity
from cableview.model.item import Relation
from cableview.model.span import Span
from cableview.model.witness import Mark, MarkKind, Markup
from tests.collation.classification.cables import PARAGRAPH, run, seen


@pytest.mark.parametrize(
    ("old", "new", "kind", "severity"),
    [
        ("note.", "notc.", Kind.CHARACTER, Severity.MEDIUM),
        ("morning", "rnorning", Kind.CHARACTER, Severity.MEDIUM),
        ("Molotov", "Molotow", Kind.CHARACTER, Severity.HIGH),
        ("matter", "question", Kind.WORD, Severity.MEDIUM),
        ("remarked", "said", Kind.WORD, Severity.MEDIUM),
        ("27,", "21,", Kind.NUMBER, Severity.HIGH),
        ("1941,", "1914,", Kind.NUMBER, Severity.HIGH),
        ("1941,", "l94l,", Kind.NUMBER, Severity.HIGH),
        ("40,000", "40.000", Kind.PUNCTUATION, Severity.LOW),
        ("$3,000,000.", "$8,000,000.", Kind.NUMBER, Severity.HIGH),
        ("Tuesday.", "Thursday.", Kind.CHARACTER, Severity.HIGH),
        ("October", "August", Kind.WORD, Severity.HIGH),
        ("Minister", "minister", Kind.CASE, Severity.LOW),
        ("note.", "note,", Kind.PUNCTUATION, Severity.LOW),
        ("islands,", "islands", Kind.PUNCTUATION, Severity.LOW),
        ("this morning", "thismorning", Kind.SPACING, Severity.LOW),
        ("Government", "Govern ment", Kind.SPACING, Severity.LOW),
        ("sell", "se ll", Kind.SPACING, Severity.LOW),
        ("no answer", "answer", Kind.OMISSION, Severity.HIGH),
        ("not intend", "intend", Kind.OMISSION, Severity.HIGH),
        ("this morning", "early this morning", Kind.ADDITION, Severity.MEDIUM),
        ("the note", "the the note", Kind.REPETITION, Severity.LOW),
        ("could be given", "be could given", Kind.MOVED, Severity.MEDIUM),
    ],
)
def test_a_slip_is_classified_and_weighed(old: str, new: str, kind: Kind, severity: Severity) -> None:
    changed = PARAGRAPH.replace(old, new, 1)
    assert changed != PARAGRAPH
    found = run(changed, PARAGRAPH).differences
    assert [(d.kind, d.severity) for d in found] == [(kind, severity)]


def test_a_difference_in_a_name_after_a_title_is_grave() -> None:
    reference = PARAGRAPH.replace("Molotov", "Mr. Lindquist")
    found = run(reference.replace("quist", "qvist"), reference).differences
    assert [(d.kind, d.severity) for d in found] == [(Kind.CHARACTER, Severity.HIGH)]


@pytest.mark.parametrize("reference_first", [True, False])
def test_an_omission_in_one_order_is_an_addition_in_the_other(reference_first: bool) -> None:
    shorter = PARAGRAPH.replace("in the course of ", "").replace("this morning ", "")
    if reference_first:
        assert seen(shorter, PARAGRAPH) == [(Kind.OMISSION, "", "this morning")]
    else:
        assert seen(PARAGRAPH, shorter) == [(Kind.ADDITION, "this morning", "")]


def test_neighbouring_paired_slips_are_two_differences() -> None:
    assert seen(PARAGRAPH.replace("Foreign Minister", "Foreigm Mimister"), PARAGRAPH) == [
        (Kind.CHARACTER, "Foreigm", "Foreign"),
        (Kind.CHARACTER, "Mimister", "Minister"),
    ]


def test_adjacent_words_without_partners_are_one_rewording() -> None:
    assert seen(PARAGRAPH.replace("In the course of", "After talking about"), PARAGRAPH) == [
        (Kind.REWORDED, "After talking about", "In the course of")
    ]


def test_two_words_for_two_others_are_one_rewording() -> None:
    assert seen(PARAGRAPH.replace("matter had", "subject was"), PARAGRAPH) == [
        (Kind.REWORDED, "subject was", "matter had")
    ]


def test_a_slip_beside_a_missing_word_is_a_separate_difference() -> None:
    changed = PARAGRAPH.replace("handed him the note", "hamded the note")
    assert seen(changed, PARAGRAPH) == [(Kind.CHARACTER, "hamded", "handed"), (Kind.OMISSION, "", "him")]


@pytest.mark.parametrize(
    ("transcript", "reference", "rule"),
    [
        ("he said\nthat it was", "he said that it was", "line-breaks"),
        ("he said  that it was", "he said that it was", "blanks"),
        ("he said\xa0that it was", "he said that it was", "blanks"),
        ("he said “that” it was", 'he said "that" it was', "quotes"),
        ("he said—that it was", "he said--that it was", "dashes"),
        ("he said — that it was", "he said--that it was", "dashes"),
        ("he said—that it was", "he said - that it was", "dashes"),
        ("the estab-\nlishment of", "the establishment of", "line-end-hyphens"),
        ("the church-\nman was", "the church-man was", "line-end-hyphens"),
        ("the oﬀice of", "the offi\u200bce of".replace("\u200b", ""), "ligatures"),
        ("bleſſed are", "blessed are", "long-s"),
        ("the e\u0301tat of", "the \u00e9tat of", "composition"),
    ],
)
def test_rules_hold_equal_and_are_counted(transcript: str, reference: str, rule: str) -> None:
    result = run(transcript, reference)
    assert result.differences == ()
    assert result.suppressed == {rule: 1}
    assert len(run(transcript, reference, rule).differences) == 1


def test_rules_that_are_off_can_be_turned_on() -> None:
    assert seen("The café, he said", "the cafe he said", "case", "diacritics", "punctuation") == []


@pytest.mark.parametrize(
    ("old", "new", "rule", "kind"),
    [
        ("ſtate", "state", "long-s", Kind.CHARACTER),
        ("oﬃce", "office", "ligatures", Kind.CHARACTER),
        ("ﬁne,", "fine", "ligatures", Kind.CHARACTER),
        ("STRASSE", "Straße", "long-s", Kind.CASE),
        ("ſtate", "ſtate,", "long-s", Kind.PUNCTUATION),
    ],
)
def test_old_letter_forms_are_not_capitals_if_no_rule_holds_them_equal(
    old: str, new: str, rule: str, kind: Kind
) -> None:
    both = (f"In the {word} everyone was at peace." for word in (old, new))
    rules = default_rules() - {rule}
    assert [d.kind for d in collate(*map(Text, both), rules).differences] == [kind]


@pytest.mark.parametrize(
    ("mine", "theirs", "kind", "severity"),
    [
        ("40,000", "40, 000", Kind.SPACING, Severity.LOW),
        ("40,000", "40, 500", Kind.NUMBER, Severity.HIGH),
        ("40, 000", "400 00", Kind.SPACING, Severity.LOW),
        ("indisputable", "in disputab1e", Kind.REWORDED, Severity.HIGH),
        ("l941.", "19 41.", Kind.NUMBER, Severity.HIGH),
        ("cannot", "can not", Kind.SPACING, Severity.LOW),
        ("indisputable", "not disputable", Kind.REWORDED, Severity.HIGH),
        ("indisputable", "in dispvtable", Kind.SPACING, Severity.LOW),
    ],
)
def test_other_figures_or_a_negation_are_more_than_blanks(
    mine: str, theirs: str, kind: Kind, severity: Severity
) -> None:
    for pair in ((mine, theirs), (theirs, mine)):
        (found,) = run(*(f"He was told that it was {said} by the treaty." for said in pair)).differences
        assert (found.kind, found.severity) == (kind, severity)


def test_several_repeated_words_are_counted_as_repeated() -> None:
    result = run("Send by air mail repeat by air mail today.", "Send by air mail today.", "repeats")
    assert not result.differences
    assert result.suppressed == {"repeats": 1}


def test_exact_compares_literally_but_not_breaks_and_blanks() -> None:
    one, other = "“Estab-\nlish” a  b", '"Establish" a b'
    result = collate(Text(one), Text(other), default_rules(), exact=True)
    assert [(d.working.of(one), d.reference.of(other)) for d in result.differences] == [
        ("“Estab-\nlish”", '"Establish"')
    ]
    assert collate(Text("a  b\nc"), Text("a b c"), default_rules(), exact=True).differences == ()


def test_capitals_against_small_letters_are_noticed() -> None:
    result = run(PARAGRAPH.upper().replace("MORNING", "NORNING"), PARAGRAPH)
    assert result.all_caps
    assert [d.kind for d in result.differences] == [Kind.CHARACTER]
    assert result.suppressed["case"] > 50


def struck(text: str, words: str) -> Text:
    at = text.index(words)
    span = Span(at, at + len(words))
    return Text(text, Markup((Mark(MarkKind.STRUCK, span),)))


def test_words_struck_in_only_one_text_are_a_difference() -> None:
    for other in (PARAGRAPH, PARAGRAPH.replace("this morning", "xxxxxxxxxxxx"), PARAGRAPH.replace("this morning ", "")):
        result = collate(struck(PARAGRAPH, "this morning"), Text(other), default_rules()).differences
        assert [(d.kind, d.working.of(PARAGRAPH)) for d in result] == [(Kind.STRUCK, "this morning")]


def test_words_struck_in_both_texts_are_no_difference() -> None:
    text = struck(PARAGRAPH, "this morning")
    assert collate(text, text, default_rules()).differences == ()


@pytest.mark.parametrize("over", ["xxxxxxxxxxxx", "////////////", "------------"])
def test_overtyping_covers_words_of_its_length(over: str) -> None:
    changed = PARAGRAPH.replace("this morning", over)
    assert seen(PARAGRAPH, changed) == [(Kind.STRUCK, "this morning", over)]


@pytest.mark.parametrize(
    "block",
    [
        "- 2 -",
        "Page 3",
        "277",
        "SECRET",
        "TOP SECRET\n\n- 3 -",
        "February 3, 1944.",
        "3 February 1944",
        "MFE",
        "EB:MFE",
        "MFE\n\n- 2 -\n\nFebruary 3, 1944.\n\nSECRET",
        "No. 1234\n\nPARAPHRASE",
        "- iv -",
        "- 2 -  #276, February 2, 7 p.m. from Moscow",
        "WAH:rm",
    ],
)
def test_furniture_is_found_between_paragraphs(block: str) -> None:
    first, second, third = PARAGRAPH.split(". ", 2)
    transcript = f"{first}. {second}.\n\n{block}\n\n{third}"
    assert seen(transcript, f"{first}. {second}.\n\n{third}") == [(Kind.FURNITURE, block, "")]


@pytest.mark.parametrize("line", ["NOT", "I", "five", "STOP", "he came", "and so it was."])
def test_words_alone_on_a_line_are_not_all_furniture(line: str) -> None:
    transcript = PARAGRAPH.replace("that no answer", f"that\n{line}\nno answer")
    assert seen(transcript, PARAGRAPH) == [(Kind.ADDITION, line, "")]


@pytest.mark.parametrize("blank", ["\n", "\n\n"])
@pytest.mark.parametrize("line", ["THE TIMES, MONDAY, JUNE 5, 1944", "214 HISTORY OF WAR", "RECEIVED MAY 4 1944"])
def test_a_numbered_head_or_stamp_inside_a_sentence_is_furniture(line: str, blank: str) -> None:
    longer = PARAGRAPH.replace("that no answer", f"that{blank}{line}{blank}no answer")
    assert seen(longer, PARAGRAPH) == [(Kind.FURNITURE, line, "")]
    assert seen(PARAGRAPH, longer) == [(Kind.FURNITURE, "", line)]


@pytest.mark.parametrize(
    "line", ["UNITED STATES OF AMERICA", "500 DOLLARS IN ALL", "SOME $5 BILLS", "Article 5 of this"]
)
def test_other_lines_inside_a_sentence_are_of_the_text(line: str) -> None:
    longer = PARAGRAPH.replace("that no answer", f"that\n{line}\nno answer")
    assert seen(longer, PARAGRAPH) == [(Kind.ADDITION, line, "")]


def test_a_numbered_line_in_capitals_behind_a_stop_is_of_the_text() -> None:
    longer = PARAGRAPH.replace("that no answer", "that,\nNOTE 14 OF MAY\nno answer")
    assert (Kind.ADDITION, "NOTE 14 OF MAY", "") in seen(longer, PARAGRAPH.replace("that no", "that, no"))


def test_a_numbered_line_in_capitals_is_of_a_text_in_capitals() -> None:
    capitals = PARAGRAPH.upper()
    longer = capitals.replace("THAT NO ANSWER", "THAT\nNOTE 14 OF MAY\nNO ANSWER")
    assert seen(longer, capitals) == [(Kind.ADDITION, "NOTE 14 OF MAY", "")]


def test_furniture_is_found_inside_a_sentence_that_continues_overleaf() -> None:
    transcript = PARAGRAPH.replace("that no answer", "that\n\n- 2 -\n\nSECRET\n\nno answer")
    assert seen(transcript, PARAGRAPH) == [(Kind.FURNITURE, "- 2 -\n\nSECRET", "")]


@pytest.mark.parametrize("words", ["answer", "no answer", "Tuesday. In the"])
def test_a_catchword_repeated_on_the_next_page_is_a_repetition(words: str) -> None:
    transcript = PARAGRAPH.replace(words, f"{words}\n\n- 2 -\n\n{words}", 1)
    for one, other in ((transcript, PARAGRAPH), (PARAGRAPH, transcript)):
        assert sorted(kind for kind, _, _ in seen(one, other)) == [Kind.FURNITURE, Kind.REPETITION]


def test_other_words_beside_the_head_of_a_page_are_no_catchword() -> None:
    transcript = PARAGRAPH.replace("no answer", "no\n\n- 2 -\n\nclear answer", 1)
    assert sorted(kind for kind, _, _ in seen(transcript, PARAGRAPH)) == [Kind.ADDITION, Kind.FURNITURE]


def test_a_line_that_opens_the_next_paragraph_too_is_no_catchword() -> None:
    asked = "Question.\n\nWhere were you when the Minister left?"
    transcript = f"{PARAGRAPH}\n\nQuestion.\n\nDid he tell you of the loan?\n\n{asked}"
    kinds = [kind for kind, _, _ in seen(transcript, f"{PARAGRAPH}\n\n{asked}")]
    assert kinds == [Kind.ADDITION, Kind.ADDITION]


def test_head_and_foot_of_the_page_are_furniture() -> None:
    transcript = f"DEPARTMENT OF STATE\n\nDivision of Far Eastern Affairs\n\n{PARAGRAPH}\n\nCopy to: Mr. Bohlen\nSECRET"
    assert [k for k, _, _ in seen(transcript, PARAGRAPH)] == [Kind.FURNITURE, Kind.FURNITURE]


def test_signature_in_capitals_is_the_signature() -> None:
    transcript = f"{PARAGRAPH}\n\nRepeated to London as my no. 12.\n\nHARRIMAN\n\nEB:WMB"
    assert seen(transcript, f"{PARAGRAPH}\n\nHarriman") == [
        (Kind.ADDITION, "Repeated to London as my no. 12.", ""),
        (Kind.CASE, "HARRIMAN", "Harriman"),
        (Kind.FURNITURE, "EB:WMB", ""),
    ]


def test_a_missing_paragraph_is_not_furniture() -> None:
    first, second, third = PARAGRAPH.split(". ", 2)
    for missing in (f"{first}.", f"{second}.", third):
        whole = f"{first}.\n\n{second}.\n\n{third}"
        assert seen(whole.replace(missing, ""), whole) == [(Kind.OMISSION, "", missing)]


def test_missing_paragraphs_are_one_each() -> None:
    first, second, third = PARAGRAPH.split(". ", 2)
    whole = f"{first}.\n\n{second}.\n\n{third}\n\nThe conversation then turned to the fisheries."
    found = seen(f"{first}.\n\nThe conversation then turned to the fisheries.", whole)
    assert found == [(Kind.OMISSION, "", f"{second}."), (Kind.OMISSION, "", third)]


def test_an_eye_skip_is_reported_as_such() -> None:
    whole = "He told the Council that the treaty was void, and he told the Council that the oil would be sold at once."
    short = "He told the Council that the oil would be sold at once."
    found = run(short, whole).differences
    assert [d.kind for d in found] == [Kind.OMISSION]
    assert "skipped" in " ".join(found[0].reasons)


def test_a_doubled_line_is_a_repetition() -> None:
    line = "had been referred to the Council on October 27, 1941,"
    doubled = PARAGRAPH.replace(line, f"{line} {line}")
    assert [(kind, left) for kind, left, _ in seen(doubled, PARAGRAPH)] == [(Kind.REPETITION, line)]


@pytest.mark.parametrize(
    ("once", "twice"),
    [
        ("referred to the Council on", "referred to the Council on referred to the Councii on"),
        ("referred to the Council on", "referred to the Councii on referred to the Council on"),
        ("referred to the Council on", "referred to the Council on\nrcferred to the Council on"),
        ("called on the Foreign Minister", "cailed on the Foreign Minister called on the Foreign Minister"),
        ("on October 27, 1941, and", "on October 27, 1941, on Octobcr 27 1941, and"),
        ("given before", "given givcn before"),
        ("given before", "givcn given before"),
        ("remarked that his", "remarked remakred that his"),
        ("had been referred to the Council on", "had been referred to the Council on had been referred to Council on"),
        ("had been referred to the Council on", "had been referred to Council on had been referred to the Council on"),
        ("had been referred to the Council on", "had been referred to the Council on had referred to the Council on"),
        (
            "had been referred to the Council on",
            "had been referred so to the Council on had been referred to the Council on",
        ),
        (
            "had been referred to the Council on",
            "had been referred to the Council on had been referred so to the Council on",
        ),
    ],
)
def test_a_slip_in_a_doubled_passage_leaves_it_a_repetition(once: str, twice: str) -> None:
    doubled = PARAGRAPH.replace(once, twice)
    for one, other in ((doubled, PARAGRAPH), (PARAGRAPH, doubled)):
        assert [d.kind for d in run(one, other).differences] == [Kind.REPETITION]


@pytest.mark.parametrize(
    ("once", "twice"),
    [
        ("the islands, which", "the islands, in the island, which"),
        ("sell 40,000 tons of oil", "sell 40,000 tons of oil sell 45,000 tons of oil"),
        ("He was told that the", "He was told that the We was told that the"),
        ("the Foreign Minister this", "the Foreign Minister, Foreign Ministry this"),
        ("remarked that his", "remarked to Molotow that his"),
        ("Molotov remarked", "Molotov Molotow remarked"),
        ("Molotov remarked", "Council Counciil Molotov remarked"),
        ("note. He", "note now. He"),
        ("told that the", "told than that the"),
        (
            "had been referred to the Council on",
            "had been referred to the Council on had not been referred to the Council on",
        ),
        (
            "had been referred to the Council on",
            "had been referred to the Council on and had been asked by the Council on",
        ),
    ],
)
def test_other_words_like_those_beside_them_are_no_repetition(once: str, twice: str) -> None:
    longer = PARAGRAPH.replace(once, twice)
    assert longer != PARAGRAPH
    assert Kind.REPETITION not in [kind for kind, _, _ in seen(longer, PARAGRAPH)]
    assert Kind.REPETITION not in [kind for kind, _, _ in seen(PARAGRAPH, longer)]


PARAPHRASED = (
    "This morning our Ambassador saw the Minister for Foreign Affairs, to whom he delivered the note. The Minister "
    "explained that they had laid it before the Council late in October and would not be able to reply until Tuesday. "
    "Molotov observed while they were talking that nobody in Moscow wanted to bring up the islands again, this being "
    "disposed of at Portsmouth, but that up to 40,000 tons of oil were for sale at a price of three million dollars."
)


def test_a_paraphrased_sentence_is_one_rewording() -> None:
    result = run(PARAPHRASED, PARAGRAPH)
    assert result.relation is Relation.PARAPHRASE
    assert [d.kind for d in result.differences] == [Kind.REWORDED] * 3
    reasons = " ".join(r for d in result.differences for r in d.reasons)
    assert "1941" in reasons
    assert "Moscow".casefold() in reasons


def test_a_sentence_reworded_at_equal_length_is_one_rewording_in_a_copy() -> None:
    copied = "Nobody there speaks of famine any longer. {} A credit has been asked for and was refused by the bank."
    ours = (
        "Two engineers who came back from Kharkov on Monday say that the tractors stand idle because spare parts "
        "cannot be had."
    )
    theirs = (
        "According to a pair of technicians just returned on Tuesday out of Kharkov, tractors are not working since "
        "nobody can find components."
    )
    assert seen(copied.format(ours), copied.format(theirs)) == [(Kind.REWORDED, ours, theirs)]
    assert seen(copied.format(theirs), copied.format(ours)) == [(Kind.REWORDED, theirs, ours)]


def test_a_slip_in_a_paraphrase_has_a_row_of_its_own() -> None:
    slipped = PARAPHRASED.replace("Portsmouth", "Portsrnouth").replace("40,000", "45,000")
    found = [(k, left) for k, left, _ in seen(slipped, PARAGRAPH) if k is not Kind.REWORDED]
    assert found == [(Kind.CHARACTER, "Portsrnouth,"), (Kind.NUMBER, "45,000")]


def test_a_block_in_only_one_text_does_not_change_the_relation_from_copy() -> None:
    assert run(PARAGRAPH.replace("note", "notc"), PARAGRAPH).relation is Relation.COPY
    block = " ".join(f"word{k}" for k in range(400))
    assert run(f"{PARAGRAPH}\n\n{block}", PARAGRAPH).relation is Relation.COPY


def test_same_confusion_is_one_group() -> None:
    changed = PARAGRAPH.replace("morning", "rnorning").replace("remarked", "rernarked").replace("note", "notc")
    groups = [d.group for d in run(changed, PARAGRAPH).differences]
    assert len(groups) == 3
    assert groups[1] == groups[2] or groups[0] == groups[2]
    assert len(set(groups)) == 2


def test_masked_words_are_not_compared() -> None:
    changed = f"XXXX YYYY {PARAGRAPH}".replace("note", "notc")
    at = changed.index("notc")
    masked = (Span(0, 9), Span(at, at + 1))
    result = collate(Text(changed, masked=masked), Text(PARAGRAPH), default_rules())
    assert [(d.kind, d.reference.of(PARAGRAPH)) for d in result.differences] == [(Kind.OMISSION, "note.")]


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("He asked the Minister about it", "He asked the Swiss Minister about it", "only the second text has “swiss”"),
        ("He left for Geneva tonight", "He left tonight", "only the transcript has “geneva”"),
    ],
)
def test_a_name_on_only_one_side_is_listed_if_the_row_begins_with_it(one: str, other: str, said: str) -> None:
    found = collate(Text(one), Text(other), default_rules()).differences
    assert [row.severity for row in found] == [Severity.HIGH]
    assert said in " ".join(reason for row in found for reason in row.reasons)


def test_a_capital_at_the_start_of_a_sentence_does_not_make_a_name() -> None:
    one, other = "It was so. Nobody came.", "It was so. Perhaps all of them. Nobody came."
    (row,) = collate(Text(one), Text(other), default_rules()).differences
    assert row.severity is Severity.MEDIUM
