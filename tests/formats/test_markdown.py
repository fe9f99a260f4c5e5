"""Which characters of a Markdown text are syntax and what they say of the words."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cableview.formats.markdown import markdown_markup
from cableview.formats.markup import markup_of
from cableview.model.witness import MarkKind, Markup, Syntax


def marks(text: str, kind: MarkKind | None = None) -> list[str]:
    return [mark.span.of(text) for mark in markdown_markup(text).marks if kind in (None, mark.kind)]


def letters(text: str) -> str:
    """What is left of a text without its delimiters."""
    for span in reversed(markdown_markup(text).delimiters):
        text = text[: span.start] + text[span.end :]
    return text


@pytest.mark.parametrize(
    ("text", "struck"),
    [
        ("AND ~~SECRET~~", ["~~SECRET~~"]),
        ("~~SECRET~~Harriman", ["~~SECRET~~"]),
        ("defend ~~rather than~~ and", ["~~rather than~~"]),
        ("over ~~two\r\nlines~~ of it", ["~~two\r\nlines~~"]),
        ("not ~~over\n\na blank~~ line", []),
        ("not ~~over\r\n \t\r\na blank~~ line", []),
        ("not ~~over\ra page's\r\rend~~", []),
        ("one ~tilde~ and ~~~handwriting~~~", []),
        ("a ~~ b ~~ c", []),
        (r"\~~no~~", []),
    ],
)
def test_struck_words_are_marked_with_their_delimiters(text: str, struck: list[str]) -> None:
    assert marks(text, MarkKind.STRUCK) == struck


@pytest.mark.parametrize(
    ("text", "emphasised", "left"),
    [
        ("**February 3, 1944**", ["**February 3, 1944**"], "February 3, 1944"),
        ("*one* and _two_", ["*one*", "_two_"], "one and two"),
        ("__strong__ (*in brackets*)", ["__strong__", "*in brackets*"], "strong (in brackets)"),
        ("***both***", ["***both***", "**both**"], "both"),
        ("**~~SECRET~~**", ["**~~SECRET~~**", "~~SECRET~~"], "SECRET"),
        ("*a **b** c*", ["*a **b** c*", "**b**"], "a b c"),
        ("wo*r*d", ["*r*"], "word"),
        ("snake_case_name", [], "snake_case_name"),
        ("a * b * c, 2*", [], "a * b * c, 2*"),
        ("Name _____ Date _____", [], "Name _____ Date _____"),
        ("(____) and (____)", [], "(____) and (____)"),
        ("* * *\n***\n_", [], "* * *\n***\n_"),
        ("*a\n\nb*", [], "*a\n\nb*"),
        ("- *a\n- b*", [], "- *a\n- b*"),
        ("# *a\nb*", [], " *a\nb*"),
        ("**a*", ["*a*"], "*a"),
    ],
)
def test_emphasis_by_flanking(text: str, emphasised: list[str], left: str) -> None:
    assert (marks(text), letters(text)) == (emphasised, left)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (r"of \_\_\_\_\_ and \*", "of _____ and *"),
        (r"a\b \9 \ c", r"a\b \9 \ c"),
        ("hard\\\nbreak", "hard\nbreak"),
        (r"\\*no*", r"\no"),
        (r"\*no*", "*no*"),
        ("two blanks  \nstay", "two blanks  \nstay"),
    ],
)
def test_backslash_before_a_sign_is_syntax(text: str, left: str) -> None:
    assert letters(text) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("## Heading", " Heading"),
        ("one\r## two\r\n### three", "one\r two\r\n three"),
        ("#hash and # inside", "#hash and # inside"),
        ("####### seven", "####### seven"),
        ("    # indented", "    # indented"),
        ("> quoted\n> > twice", " quoted\n  twice"),
        ("> # both", "  both"),
        ("a > b", "a > b"),
        ("#", ""),
    ],
)
def test_headings_and_quotes_open_lines(text: str, left: str) -> None:
    assert letters(text) == left


def test_check_boxes_are_marked_and_stay_in_the_text() -> None:
    text = "☐ Ret ☒ Change ☑ x [ ] no [x] yes [x](link) [y]"
    found = [(mark.span.of(text), mark.note) for mark in markdown_markup(text).marks]
    assert found == [("☐", ""), ("☒", "ticked"), ("☑", "ticked"), ("[ ]", ""), ("[x]", "ticked")]
    assert letters(text) == text


def test_plain_text_has_no_syntax() -> None:
    assert markup_of("**a** ~~b~~", Syntax.PLAIN) == Markup()
    assert markup_of("**a**", Syntax.MARKDOWN).delimiters


def test_positions_are_code_points() -> None:
    assert marks("𝔄 é ~~𝔅~~ x") == ["~~𝔅~~"]


@given(st.text(alphabet="*_~\\ []x☐#>\n\ra.1", max_size=60))
@settings(max_examples=300, deadline=None)
def test_delimiters_are_in_order_apart_and_made_of_syntax(text: str) -> None:
    markup = markdown_markup(text)
    ends = [0, *(span.end for span in markup.delimiters)]
    assert all(end <= span.start for end, span in zip(ends, markup.delimiters, strict=False))
    assert all(set(span.of(text)) <= set("*_~\\#>") for span in markup.delimiters)
    assert list(markup.marks) == sorted(markup.marks, key=lambda mark: (mark.span.start, -mark.span.end))


@pytest.mark.parametrize(
    "piece", ["*", "~", "[", "_ ", "*a ", "a* ", "*a_ ", "~~a ", "**a *b_ ", "\\", "\n ", " ", ">"]
)
def test_time_grows_with_the_length_only(piece: str) -> None:
    """A quarter megabyte took 0.02 to 0.4 s; anything quadratic would take minutes."""
    started = time.process_time()
    markdown_markup(piece * (250_000 // len(piece)))
    assert time.process_time() - started < 5
