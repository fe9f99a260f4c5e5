"""The corrected text: back into its files, in their encoding, what nobody touched byte for byte."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cableview.errors import FileError, UsageError
from cableview.files import encode_text
from cableview.model.emendation import Emendation
from cableview.model.span import Span
from cableview.model.witness import PART_BREAK, Segment, Sigil, Source, Witness
from cableview.model.working_text import WorkingText
from cableview.report.corrected import Mark, corrected_parts, encoded, part_spans, recoded


def witness_of(*parts: str, encoding: str = "utf-8", bom: bytes = b"") -> Witness:
    segments: list[Segment] = []
    start = 0
    for number, part in enumerate(parts):
        segments.append(Segment(Span(start, start + len(part)), number, 0))
        start += len(part) + 1
    sources = tuple(Source(Path(f"{k}.txt"), "", encoding, bom, len(part)) for k, part in enumerate(parts))
    return Witness(Sigil.TRANSCRIPT, PART_BREAK.join(parts), sources, tuple(segments))


def texts(witness: Witness, *emendations: Emendation, marks: tuple[Mark, ...] = ()) -> list[str]:
    return [part.text for part in corrected_parts(witness, WorkingText(witness.text, emendations), marks)]


ENCODINGS = [
    ("utf-8", b""),
    ("utf-8", codecs.BOM_UTF8),
    ("utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", codecs.BOM_UTF16_BE),
    ("cp1252", b""),
]


@pytest.mark.parametrize(("encoding", "bom"), ENCODINGS)
@given(parts=st.lists(st.text(st.sampled_from("aé “\r\n\t.\f\x0b\x85"), max_size=30), min_size=1, max_size=4))
@settings(max_examples=40)
def test_without_decisions_the_files_are_exported_unchanged(encoding: str, bom: bytes, parts: list[str]) -> None:
    parts = [part.replace("\x85", "") for part in parts] if encoding == "cp1252" else parts
    witness = witness_of(*parts, encoding=encoding, bom=bom)
    data = [encoded(part) for part in corrected_parts(witness, WorkingText(witness.text))]
    assert data == [encode_text(part, source) for part, source in zip(parts, witness.sources, strict=True)]


@given(st.data())
@settings(max_examples=150)
def test_lines_that_no_emendation_touches_stay_as_they_are(data: st.DataObject) -> None:
    lines = data.draw(st.lists(st.text(st.sampled_from("ab \t"), max_size=6), min_size=2, max_size=8))
    ends = data.draw(st.lists(st.sampled_from(["\n", "\r\n", "\r"]), min_size=len(lines), max_size=len(lines)))
    changed = data.draw(st.integers(0, len(lines) - 1))
    text = "".join(line + end for line, end in zip(lines, ends, strict=True))
    start = sum(len(line) + len(end) for line, end in zip(lines[:changed], ends[:changed], strict=True))
    (out,) = texts(witness_of(text), Emendation(start, start + len(lines[changed]), "new words"))
    assert out == text[:start] + "new words" + text[start + len(lines[changed]) :]


def test_text_between_parts_is_in_none_of_them() -> None:
    witness = witness_of("one two", "three four")
    assert texts(witness, Emendation(4, 7, "2"), Emendation(8, 13, "3")) == ["one 2", "3 four"]


@pytest.mark.parametrize(
    ("emendation", "wanted"),
    [
        (Emendation(7, 7, "!"), ["one two!", "three"]),
        (Emendation(8, 8, "!"), ["one two", "!three"]),
        (Emendation(4, 13, "2 3"), ["one 2 3", ""]),
        (Emendation(4, 13, "2\f3"), ["one 2", "3"]),
        (Emendation(7, 8, ""), ["one two", "three"]),
        (Emendation(0, 13, ""), ["", ""]),
    ],
)
def test_an_emendation_at_a_break_belongs_to_the_earlier_part(emendation: Emendation, wanted: list[str]) -> None:
    assert texts(witness_of("one two", "three"), emendation) == wanted


def test_one_emendation_over_three_parts_leaves_the_later_ones_empty() -> None:
    assert texts(witness_of("a", "b", "c"), Emendation(0, 5, "x")) == ["x", "", ""]


@given(st.data())
@settings(max_examples=150)
def test_parts_hold_the_whole_working_text_but_for_the_breaks(data: st.DataObject) -> None:
    parts = data.draw(st.lists(st.text("ab ", max_size=4), min_size=1, max_size=4))
    witness = witness_of(*parts)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(witness.text)), max_size=6)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    emendations = tuple(Emendation(a, b, data.draw(st.text("xy", max_size=3))) for a, b in pairs)
    working = WorkingText(witness.text, emendations)
    spans = part_spans(witness, working)
    assert len(spans) == len(parts)
    assert "".join(span.of(working.text) for span in spans) == working.text.replace(PART_BREAK, "")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("typed", ["\n", "\r\n", "\r"])
def test_typed_line_ends_become_those_of_the_file(end: str, typed: str) -> None:
    witness = witness_of(f"one{end}two{end}", "other\nends\n")
    assert texts(witness, Emendation(3, 3, f"{typed}new{typed}line"))[0] == f"one{end}new{end}line{end}two{end}"


def test_marks_surround_the_words_even_if_they_were_typed() -> None:
    witness = witness_of("one two three")
    marks = (Mark(Span(0, 3), "<", ">"), Mark(Span(4, 5), "[", "]"))
    assert texts(witness, Emendation(4, 7, "2"), marks=marks) == ["<one> [2] three"]


def test_a_part_is_put_back_into_the_whole_file() -> None:
    source = Source(Path("page.md"), "", "utf-8", b"", 17)
    witness = Witness(Sigil.TRANSCRIPT, "body", (source,), (Segment(Span(0, 4), 0, 5),))
    (part,) = corrected_parts(witness, WorkingText("body", (Emendation(0, 1, "B"),)))
    assert encoded(part, whole="head body second") == b"head Body second"
    assert encoded(part) == b"Body"


def test_characters_the_encoding_lacks_are_named() -> None:
    (part,) = corrected_parts(witness_of("ab", encoding="cp1252"), WorkingText("ab", (Emendation(2, 2, "ł"),)))
    with pytest.raises(FileError, match=r"ł \(U\+0142\)"):
        encoded(part)
    assert encoded(part, encoding="utf-8") == "abł".encode()


@pytest.mark.parametrize(
    ("name", "codec", "bom"),
    [
        ("utf-8", "utf-8", b""),
        ("utf-8-sig", "utf-8", codecs.BOM_UTF8),
        ("UTF-16", "utf-16-le", codecs.BOM_UTF16_LE),
        ("latin-1", "iso8859-1", b""),
    ],
)
def test_another_encoding_brings_a_bom_only_where_its_name_says_so(name: str, codec: str, bom: bytes) -> None:
    made = recoded(Source(Path("a.txt"), "", "cp1250", b"", 0), name)
    assert (made.encoding, made.bom) == (codec, bom)


def test_its_own_encoding_keeps_the_files_bom() -> None:
    source = Source(Path("a.txt"), "", "utf-8", codecs.BOM_UTF8, 0)
    assert recoded(source, "UTF8") == source


@pytest.mark.parametrize("name", ["klingon", "base64", "", "idna", "undefined", "utf\0"])
def test_an_encoding_not_for_text_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="not a text encoding"):
        recoded(Source(Path("a.txt"), "", "utf-8", b"", 0), name)
