"""The HTML page: sound, closed in itself, and everything from files is text in it."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cableview.model.decision import Decision, Place, Quote, State, Verdict
from cableview.model.discrepancy import Kind, Severity
from cableview.model.geometry import Box
from cableview.model.location import Method
from cableview.model.span import Span
from cableview.model.witness import FileSpan
from cableview.report.finding import Finding, Found
from cableview.report.html import Section, SourceFile, html_page
from cableview.report.piece import Piece, Pieces
from cableview.review.queue import Entry
from tests.report.made_findings import at, finding

VOID = {"meta", "br", "img"}


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
def test_the_page_is_valid_whatever_the_texts_contain(ours: str, theirs: str, note: str) -> None:
    _, reader = page_of(ours, theirs, note)
    assert reader.tags <= {
        *("html", "head", "meta", "title", "style", "body", "h1", "h2", "dl", "dt", "dd", "p", "br", "span", "mark"),
        *("main", "table", "thead", "tbody", "tr", "th", "td"),
    }


@pytest.mark.parametrize("words", ["<b>bold</b>", '"><img src=x onerror=alert(1)>', "&lt;", "</style><script>"])
def test_markup_in_a_text_is_shown_as_it_is_written(words: str) -> None:
    _, reader = page_of(words, "other", words)
    assert words in reader.text


def test_the_style_is_allowed_by_the_content_policy() -> None:
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


def test_words_missing_from_one_text_are_reported_and_the_reference_is_named() -> None:
    text, reader = page_of("stated", "")
    assert "nothing here" in reader.text
    assert '<th scope="col">Second text</th>' in text
    assert "Reference" not in reader.text


def test_the_page_says_who_decided_and_when() -> None:
    _, reader = page_of("stated", "states")
    assert "Ada · 2026-01-02 03:04:05 UTC" in reader.text


def test_in_print_the_head_is_on_each_sheet_and_colour_is_not_needed() -> None:
    text, _ = page_of("stated", "states")
    printed = text[text.index("@media print") :]
    assert "table-header-group" in printed
    assert "mark { background: none; font-weight: 700; }" in printed


NASTY = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


def shown_page(*found: Finding, pieces: Pieces | None, name: str = "a.txt") -> tuple[str, Reader]:
    files = (SourceFile("Transcript", name, "ab" * 32),)
    section = Section("title", (), found, files=files, has_scan=True, pieces=pieces)
    text = html_page([section]).decode("utf-8")
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return text, reader


def test_a_piece_has_its_frame_and_a_text_alternative() -> None:
    there = at(1, 10, 10, 40)
    piece = Piece((there,), b"\xff\xd8", (200, 60), (Box(50, 20, 90, 40),))
    text, reader = shown_page(finding("abc", there, ours=NASTY), pieces=Pieces({"abc": (piece,)}), name=NASTY)
    assert "script" not in reader.tags
    assert 'src="data:image/jpeg;base64,/9g=" width="200" height="60"' in text
    assert re.search(r'alt="Piece of page 1 of the scan, the place of “&quot;&gt;&lt;script[^"]* framed"', text)
    assert 'x="50" y="20" width="40" height="20"' in text
    assert "Page 1 · 90% sure, found on the image" in reader.text
    assert "img-src data:;" in text
    assert "ab" * 32 in reader.text


@pytest.mark.parametrize(
    ("method", "said"),
    [(Method.LINE, "somewhere on this line"), (Method.REGION, "somewhere on these lines")],
)
def test_without_a_known_word_the_frame_is_dashed_and_that_is_reported(method: Method, said: str) -> None:
    there = at(2, 10, 10, 400, method=method)
    piece = Piece((there,), b"\xff\xd8", (200, 60), (Box(0, 20, 200, 40),))
    text, reader = shown_page(finding("abc", there), pieces=Pieces({"abc": (piece,)}))
    assert 'class="frame unsure"' in text
    assert f"Page 2 · {said}" in reader.text
    assert "somewhere inside the frame" in text


def test_a_word_that_the_page_lacks_is_shown_as_a_gap_and_not_as_found() -> None:
    there = at(1, 10, 10, 40, method=Method.GAP)
    piece = Piece((there,), b"\xff\xd8", (200, 60), (Box(50, 20, 90, 40),))
    text, reader = shown_page(finding("abc", there), pieces=Pieces({"abc": (piece,)}))
    assert 'class="frame unsure"' in text
    assert "the gap where it would stand: probably not written there" in reader.text


def test_the_number_of_unframed_words_of_a_passage_is_reported() -> None:
    parts = replace(at(1, 10, 10, 40), unfound=2), at(1, 10, 50, 40)
    piece = Piece(parts, b"\xff\xd8", (200, 60), (Box(50, 20, 90, 40), Box(50, 40, 90, 60)))
    _, reader = shown_page(finding("abc", *parts), pieces=Pieces({"abc": (piece,)}))
    assert "sure of all but 2 words, found on the image" in reader.text


def test_a_place_without_a_piece_says_so() -> None:
    guessed = at(1, 0, 0, 400, method=Method.PROPORTIONAL)
    _, reader = shown_page(finding("abc", guessed), finding("def"), pieces=Pieces())
    assert "Page 1 · guessed from the text, so no piece of the scan is shown." in reader.text
    assert "Where it is on the scan is not known." in reader.text


def test_a_page_that_cannot_be_read_is_reported_above_the_list_and_at_its_places() -> None:
    guessed = at(1, 0, 0, 400, method=Method.PROPORTIONAL)
    said = "Page 1 cannot be shown: a.jpg is damaged"
    _, reader = shown_page(finding("abc", guessed), pieces=Pieces(unreadable={1: said}))
    assert reader.text.count(said) == 2


def test_a_long_list_has_contents_that_lead_to_each_place() -> None:
    found = [finding(f"id{k}", at(1 + k % 2, 0, 0, 9)) for k in range(12)]
    text, reader = shown_page(*found, pieces=None)
    assert "word: 12 places" in reader.text
    assert "page 2: 6 places" in reader.text
    assert text.count("</ul>\n<ul>") == 2  # states, kinds and pages each have a list
    ids = set(re.findall(r' id="([^"]*)"', text))
    assert {link.removeprefix("#") for link in re.findall(r'href="([^"]*)"', text)} == ids
    assert "<nav" not in shown_page(*found[:11], pieces=None)[0]


def test_the_same_words_in_two_items_are_two_targets() -> None:
    sections = [Section(title, (), (finding("abc"),)) for title in ("one", "two")]
    ids = re.findall(r'<tbody id="([^"]*)"', html_page(sections).decode())
    assert len(set(ids)) == 2


def test_a_sentence_from_right_to_left_keeps_its_order_around_a_missing_reading() -> None:
    text, _ = page_of("", "قد", before="الوفد")
    cell = '<td class="text" dir="auto"><span class="around">الوفد</span> <span class="none" dir="ltr">'
    assert cell in text
    assert "text-align: start" in text
