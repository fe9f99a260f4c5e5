from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cableview.collation.rules import all_rules, default_rules
from cableview.collation.words.normalise import (
    HYPHENS,
    LINE_END_HYPHEN,
    OVERTYPED,
    OVERTYPING,
    bare,
    letter_reader,
    normalise,
    with_replaced,
)
from cableview.collation.words.tokens import Column, KnownWords, hyphens_at_ends, tokenise
from cableview.model.span import Span
from cableview.model.witness import Mark, MarkKind, Markup

LETTERS = st.text(st.sampled_from("ab-—“'\n\r\t \f\u0301\u00a0\u2028\x00𝔄é\u200d1.") | st.characters(codec="utf-8"))


def words_of(text: str) -> tuple[Column, Column]:
    words = tokenise(text, frozenset(), Markup())
    return words.starts, words.ends


def forms(text: str, rules: frozenset[str] | None = None, *, also: str = "") -> list[str]:
    rules = default_rules() if rules is None else rules
    return tokenise(text, rules, Markup(), known=KnownWords(text, also)).forms


@settings(max_examples=200, deadline=None)
@given(LETTERS)
def test_words_and_the_gaps_between_them_give_the_text_back(text: str) -> None:
    starts, ends = words_of(text)
    at, out = 0, ""
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        assert not text[at:start].strip()
        out += text[at:start] + text[start:end]
        at = end
    assert out + text[at:] == text
    assert not text[at:].strip()


@settings(max_examples=100, deadline=None)
@given(LETTERS)
def test_words_without_accented_blanks_are_the_runs_of_non_blanks(text: str) -> None:
    text = text.replace("\u0301", "").replace("\u200d", "")
    if any(c for c in text if ord(c) >= 0x300):
        text = "".join(c for c in text if ord(c) < 0x300)
    starts, ends = words_of(text)
    assert [text[s:e] for s, e in zip(starts.tolist(), ends.tolist(), strict=True)] == text.split()


def test_accented_blank_is_not_a_blank() -> None:
    starts, ends = words_of("a \u0301b c")
    assert list(zip(starts.tolist(), ends.tolist(), strict=True)) == [(0, 4), (5, 6)]


@pytest.mark.parametrize("text", ["a  \u0301b", " \u0301b", " \u0301", "a\n \u0301b \u200d c"])
def test_forms_are_as_in_the_text_if_accented_blanks_leave_the_number_of_words(text: str) -> None:
    tokens = tokenise(text, frozenset(), Markup())
    assert tokens.forms == [tokens.raw(k) for k in range(len(tokens))]


@settings(max_examples=100, deadline=None)
@given(LETTERS, st.sets(st.sampled_from([rule.name for rule in all_rules()])))
def test_normalised_letters_map_to_their_source(text: str, rules: set[str]) -> None:
    result = normalise(text, frozenset(rules))
    assert len(result.text) == len(result.starts) == len(result.ends)
    assert all(0 <= s < e <= len(text) for s, e in zip(result.starts, result.ends, strict=True))
    assert list(result.starts) == sorted(result.starts)


def test_nothing_is_rewritten_without_rules() -> None:
    text = "“Estab-\nlish”  a\u0301 \r\n"
    assert normalise(text, frozenset()).text == text


@pytest.mark.parametrize(
    ("text", "also", "expected"),
    [
        ("Estab-\nlishment", "", ["Establishment"]),
        ("Estab-\r\n  lishment", "", ["Establishment"]),
        ("Estab\u00ad\nlishment", "", ["Establishment"]),
        ("Estab¬\nlishment", "", ["Establishment"]),
        ("Soviet-\nJapanese", "", ["Soviet-Japanese"]),
        ("co-\noperate", "to co-operate", ["co-operate"]),
        ("co-\noperate", "to cooperate", ["cooperate"]),
        ("1941-\n42", "", ["1941-42"]),
        ("a long-\nlasting-\nsound", "", ["a", "longlastingsound"]),
        ("word -\nnext", "", ["word", "-", "next"]),
        ("end-\n\nnext", "", ["end-", "next"]),
    ],
)
def test_line_end_hyphen_is_joined(text: str, also: str, expected: list[str]) -> None:
    assert forms(text, also=also) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("“Quote”", '"Quote"'),
        ("ﬁle", "file"),
        ("ſo", "so"),
        ("a—b", "a-b"),
        ("a--b", "a-b"),
        ("e\u0301", "é"),
        ("don’t", "don't"),
    ],
)
def test_default_rules_normalise_typography(word: str, expected: str) -> None:
    assert forms(word) == [expected]
    assert forms(word, frozenset()) == [word]


def test_markup_is_not_letters_and_struck_words_are_marked() -> None:
    text = "**SECRET** ~~rather than~~ \\_\\_"
    markup = Markup(
        (Mark(MarkKind.STRUCK, Span(13, 24)),),
        (Span(0, 2), Span(8, 10), Span(11, 13), Span(24, 26), Span(27, 28), Span(29, 30)),
    )
    tokens = tokenise(text, default_rules(), markup)
    assert tokens.forms == ["SECRET", "rather", "than", "__"]
    assert tokens.struck.tolist() == [False, True, True, False]
    assert [tokens.raw(k) for k in range(4)] == ["**SECRET**", "~~rather", "than~~", "\\_\\_"]


def test_line_ends_before_words_are_counted() -> None:
    assert tokenise("a\nb\n\nc d\r\ne\ff", default_rules(), Markup()).breaks == bytes([0, 1, 2, 0, 1, 2])


def test_omitted_words_are_left_out() -> None:
    assert tokenise("one two three", default_rules(), Markup(), (Span(5, 6),)).forms == ["one", "three"]


@given(st.text("ab-\u2019\u200b`\u0301\xa0 \n", max_size=30), st.booleans(), st.integers(0, 60))
@example("a b\u2019 " * 10, True, 99)
@example("a b\u2019 b-\na " * 6, True, 7)
def test_words_read_one_by_one_and_all_at_once_are_the_same(text: str, with_rules: bool, at: int) -> None:
    rules = default_rules() if with_rules else frozenset[str]()
    tokens, forms = (tokenise(text, rules, Markup(), (Span(at, at + 3),)) for _ in range(2))
    every = range(len(tokens))
    assert [tokens.form(k) for k in every] == forms.forms
    places, rewritten = tokens.rewritten_forms()
    assert rewritten == [forms.forms[k] for k in places]
    assert all(tokens.raw(k) == forms.forms[k] for k in every if k not in places)
    ranges = [(first, last) for first in range(len(tokens) + 1) for last in range(first, len(tokens) + 1)]
    assert all(tokens.words(first, last) == forms.forms[first:last] for first, last in ranges)
    joined = ["".join(forms.forms[first : min(first + 3, last)]) for first, last in ranges]
    assert tokens.run_together(ranges, 3) == joined


NAMES = sorted(rule.name for rule in all_rules() if rule.name != "line-end-hyphens")


@given(st.lists(st.text("aEﬁſ’`´«»éßÿÀ\u0100\u0301\xad-", min_size=1, max_size=5)), st.sets(st.sampled_from(NAMES)))
@example(["déjà", "«né»", "A\u0301"], {"composition", "quotes"})
@example(["déjà", "né"], {"diacritics"})
def test_every_word_is_read_as_its_letters_are_whatever_other_words_there_are(
    words: list[str], rules: set[str]
) -> None:
    read = letter_reader(frozenset(rules))
    words = [f"a{word}" for word in words]  # a blank and an accent are one sign
    assert forms(" ".join(words), frozenset(rules)) == list(filter(None, map(read, words)))


@given(st.text() | st.text("a.-'\u00e9\u2019_\x001", max_size=90))
def test_bare_word_extends_from_its_first_to_its_last_letter(word: str) -> None:
    letters = [k for k, sign in enumerate(word) if sign.isalnum()]
    assert bare(word) == (word[letters[0] : letters[-1] + 1].casefold() if letters else "")


@given(st.text(f"a1{HYPHENS} \t\n\r\f", max_size=30))
def test_no_divided_word_is_missed(text: str) -> None:
    places = hyphens_at_ends(text)
    divided = [match.start() for match in LINE_END_HYPHEN.finditer(text)]
    assert [at for at in places if LINE_END_HYPHEN.match(text, at)] == divided
    before = f"a1{HYPHENS}".replace("-", "")
    assert all(text[at] in HYPHENS and text[at - 1] in before for at in places)
    assert 0 not in places


@pytest.mark.parametrize("lines", [1, 2, 50])
def test_a_word_may_be_divided_at_any_number_of_line_ends(lines: int) -> None:
    tokens = tokenise("a-\n" * lines + "b c", default_rules(), Markup())
    assert tokens.forms == ["a" * lines + "b", "c"]
    assert (tokens.starts.tolist(), tokens.ends.tolist()) == ([0, 3 * lines + 2], [3 * lines + 1, 3 * lines + 3])


@given(st.lists(st.sampled_from("\n\r\f a"), max_size=12).map("".join))
def test_line_and_paragraph_ends_are_the_same_whatever_characters_make_them(gap: str) -> None:
    plain = gap.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    ends = [tokenise(f"one {text} two", frozenset(), Markup()).breaks for text in (gap, plain)]
    assert ends[0] == ends[1]


@given(st.text(st.sampled_from("`'\"-—“”‘’ſﬁ«…ab"), max_size=12))
def test_signs_and_sequences_are_read_as_in_one_pass(word: str) -> None:
    rules = default_rules() - {"composition", "case", "diacritics", "punctuation"}
    table = {old: new for rule in all_rules() if rule.name in rules for old, new in rule.map.items()}
    pattern = re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True))))
    read = letter_reader(rules)
    assert OVERTYPED.fullmatch(word) or read(word) == pattern.sub(lambda match: table[match[0]], word)


@given(st.text([*{old for rule in all_rules() for old in rule.map if len(old) == 1}, "a", "-"], min_size=40))
def test_signs_of_a_long_word_are_read_as_those_of_a_short_one(word: str) -> None:
    table = str.maketrans({old: new for rule in all_rules() for old, new in rule.map.items() if len(old) == 1})
    assert with_replaced(word, table) == word.translate(table)


@given(st.text("xX/mM-=#*a", max_size=5))
def test_overtyping_is_recognised_by_its_first_two_signs(word: str) -> None:
    assert OVERTYPED.fullmatch(word) is None or word[:2] in OVERTYPING
