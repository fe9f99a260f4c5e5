"""The HTML page: sound, closed in itself, and everything from files is text in it."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cableview.model.decision import Decision, Place, Quote, State, Verdict
from cableview.model.discrepancy import Kind, Severity
from cableview.model.span import Span
from cableview.model.witness import FileSpan
from cableview.report.finding import Finding, Found
from cableview.report.html import Section, html_page
from cableview.review.queue import Entry

VOID = {"meta", "br"}


class Reader(HTMLParser):
    """Collects words and tags, and insists that each tag is closed in its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


SIGNED = ("Ada", "2026-01-02T03:04:05Z")


def page_of(ours: str, theirs: str, note: str = "", before: str = "") -> tuple[str, Reader]:
    place = Place(Quote(0, len(ours), ours), Quote(0, len(theirs), theirs), None, before, "", before, "")
    by, at = SIGNED
    decision = Decision("abc", place, Kind.WORD, Verdict.TRANSCRIPT, left=ours, note=note, sic=True, by=by, at=at)
    span = Span(0, 1)
    entry = Entry("abc", Kind.WORD, Severity.LOW, State.DECIDED, span, span, place, decision=decision)
    there = FileSpan(0, span)
    found = Finding(entry, Found(ours, there), Found(theirs, there), None, ())
    text = html_page([Section(ours or "title", (("Transcript", theirs),), (found,), (note,))]).decode("utf-8")
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return text, reader


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=20))
def test_whatever_the_texts_hold_the_page_is_sound(ours: str, theirs: str, note: str) -> None:
    _, reader = page_of(ours, theirs, note)
    assert reader.tags <= {
        *("html", "head", "meta", "title", "style", "body", "h1", "h2", "dl", "dt", "dd", "p", "br", "span", "mark"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }


@pytest.mark.parametrize("words", ["<b>bold</b>", '"><img src=x onerror=alert(1)>', "&lt;", "</style><script>"])
def test_markup_in_a_text_is_shown_as_it_is_written(words: str) -> None:
    _, reader = page_of(words, "other", words)
    assert words in reader.text


def test_the_style_is_the_one_the_policy_allows() -> None:
    text, _ = page_of("a", "b")
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src &#x27;sha256-{digest}&#x27;" in text or f"style-src 'sha256-{digest}'" in text


def test_only_the_letters_that_differ_are_marked() -> None:
    text, _ = page_of("stated", "states")
    assert "state<mark>d</mark>" in text
    assert "state<mark>s</mark>" in text
    assert "✓ decided</span>: transcript, sic" in text


def test_what_one_text_has_not_is_said_and_the_reference_called_by_its_name() -> None:
    text, reader = page_of("stated", "")
    assert "nothing here" in reader.text
    assert '<th scope="col">Second text</th>' in text
    assert "Reference" not in reader.text


def test_the_page_says_who_decided_and_when() -> None:
    _, reader = page_of("stated", "states")
    assert "Ada · 2026-01-02 03:04:05 UTC" in reader.text


def test_printed_it_keeps_its_head_on_each_sheet_and_needs_no_colour() -> None:
    text, _ = page_of("stated", "states")
    printed = text[text.index("@media print") :]
    assert "table-header-group" in printed
    assert "mark { background: none; font-weight: 700; }" in printed
