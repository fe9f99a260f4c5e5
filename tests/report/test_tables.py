"""Errata and decisions as tables: what belongs in them, and that no spreadsheet takes words for formulas."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cableview.model.decision import Decision, Place, Quote, State, Verdict
from cableview.model.discrepancy import Kind, Severity
from cableview.model.item import Relation
from cableview.model.span import Span
from cableview.model.witness import FileSpan
from cableview.report.csv_table import csv_bytes
from cableview.report.decisions_csv import HEADER, decision_rows
from cableview.report.errata import errata, errata_csv
from cableview.report.finding import Finding, Found
from cableview.review.queue import Entry

PLACE = Place(Quote(4, 10, "stated"), Quote(4, 10, "states"), None, "he", "it", "he", "it")


def finding(kind: Kind = Kind.CHARACTER, state: State = State.DECIDED, **decided: object) -> Finding:
    values = {"verdict": Verdict.TRANSCRIPT, "left": "stated", **decided}
    decision = Decision("abc", PLACE, kind, **values)  # pyright: ignore[reportArgumentType]
    entry = Entry("abc", kind, Severity.MEDIUM, state, Span(4, 10), Span(4, 10), PLACE, decision=decision)
    at = FileSpan(0, Span(4, 10))
    return Finding(entry, Found("stated", at), Found("states", at), None, ())


def test_a_reading_of_the_page_against_the_reference_is_an_erratum() -> None:
    (erratum,) = errata([finding()], Relation.COPY)
    assert erratum.reads == "stated"
    (erratum,) = errata([finding(verdict=Verdict.OTHER, reading="said", left="said")], Relation.COPY)
    assert erratum.reads == "said"


@pytest.mark.parametrize(
    "left_out",
    [
        finding(likely=True),
        finding(sic=True),
        finding(verdict=Verdict.IMMATERIAL),
        finding(verdict=Verdict.REFERENCE),
        finding(verdict=Verdict.UNREADABLE),
        finding(verdict=Verdict.ABSENT),
        finding(verdict=Verdict.DEFERRED, state=State.DEFERRED),
        finding(state=State.REOPENED),
        finding(state=State.STALE),
        finding(kind=Kind.FURNITURE),
    ],
)
def test_unsure_places_and_non_slips_are_not_errata(left_out: Finding) -> None:
    assert errata([left_out], Relation.COPY) == ()


def test_furniture_is_listed_if_asked_for() -> None:
    assert len(errata([finding(kind=Kind.FURNITURE)], Relation.COPY, furniture=True)) == 1


def test_rewordings_in_a_paraphrase_are_not_errata() -> None:
    assert errata([finding(kind=Kind.REWORDED)], Relation.PARAPHRASE) == ()
    assert len(errata([finding(kind=Kind.REWORDED)], Relation.VARIANT)) == 1


def test_errata_name_the_place_in_the_reference() -> None:
    text = errata_csv(errata([finding(note="see p. 2")], Relation.COPY), ["clean.txt"]).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["file"], row["start"], row["end"]) == ("clean.txt", "4", "10")
    assert (row["reference"], row["page reads"], row["note"]) == ("states", "stated", "see p. 2")


def test_an_undecided_place_makes_no_claim_about_the_page() -> None:
    one = finding(state=State.OPEN)
    undecided = replace(one, entry=msgspec.structs.replace(one.entry, decision=None))
    row = dict(zip(HEADER, decision_rows([undecided], ["a.txt"], ["b.txt"])[0], strict=True))
    assert (row["state"], row["verdict"], row["page reads"], row["certainty"]) == ("open", "", "", "")


def row_of(one: Finding) -> dict[str, object]:
    return dict(zip(HEADER, decision_rows([one], ["a.txt"], ["b.txt"])[0], strict=True))


@pytest.mark.parametrize(
    ("decided", "said"),
    [
        ({}, {"sic": "", "by edit": "", "certainty": "sure", "by": "", "at": ""}),
        ({"sic": True}, {"sic": "sic"}),
        ({"by_edit": True}, {"by edit": "yes"}),
        ({"likely": True}, {"certainty": "likely"}),
        ({"by": "rb", "at": "2026-11-24T02:00:00Z"}, {"by": "rb", "at": "2026-11-24T02:00:00Z"}),
        ({"left": "stated\r\n so"}, {"page reads": "stated so"}),
        ({"verdict": Verdict.UNREADABLE}, {"page reads": "", "verdict": "unreadable"}),
        ({"state": State.REOPENED}, {"page reads": "", "state": "reopened", "verdict": "transcript"}),
        ({"state": State.DEFERRED, "verdict": Verdict.DEFERRED}, {"page reads": "", "certainty": ""}),
    ],
)
def test_a_decision_is_reported_in_full(decided: dict[str, object], said: dict[str, object]) -> None:
    state = decided.pop("state", State.DECIDED)
    assert isinstance(state, State)
    row = row_of(finding(state=state, **decided))
    assert {name: row[name] for name in said} == said


def test_an_undecided_place_names_nobody_who_decided_it() -> None:
    one = finding(state=State.OPEN)
    row = row_of(replace(one, entry=msgspec.structs.replace(one.entry, decision=None)))
    assert {row[name] for name in ("sic", "by edit", "by", "at", "verdict")} == {""}


def test_places_are_numbered_from_one_and_name_their_files() -> None:
    rows = decision_rows([finding(), finding()], ["a.txt"], ["b.txt"])
    assert [row[0] for row in rows] == [1, 2]
    row = row_of(finding())
    assert (row["transcript file"], row["transcript start"], row["reference file"]) == ("a.txt", 4, "b.txt")


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8")), min_size=2, max_size=2), max_size=4))
def test_fields_survive_a_round_trip_and_none_begins_like_a_formula(rows: list[list[str]]) -> None:
    text = csv_bytes(("a", "b"), rows).decode("utf-8-sig")
    _, *back = csv.reader(io.StringIO(text, newline=""))
    for row, original in zip(back, rows, strict=True):
        for field, value in zip(row, original, strict=True):
            assert field.removeprefix("'") == value.removeprefix("'")
            assert not field.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_every_field_is_quoted() -> None:
    assert csv_bytes(("a",), [(1,)]) == b'\xef\xbb\xbf"a"\r\n"1"\r\n'


def test_only_the_extent_of_a_long_passage_is_claimed() -> None:
    words = " ".join(["word"] * 13)
    long = Place(Quote(4, 4 + len(words), words), Quote(4, 4, ""))
    one = finding(left=words)
    decided = msgspec.structs.replace(one.decision, place=long) if one.decision else None
    passage = replace(one, entry=msgspec.structs.replace(one.entry, decision=decided))
    row = dict(zip(HEADER, decision_rows([passage], ["a.txt"], ["b.txt"])[0], strict=True))
    assert row["certainty"] == "sure, extent only"
    (listed,) = csv.DictReader(io.StringIO(errata_csv(errata([passage], Relation.COPY), ["b.txt"]).decode("utf-8-sig")))
    assert listed["certainty"] == "sure, extent only"
    assert not finding(verdict=Verdict.OTHER, reading=words, left=words).decision.is_extent_only  # typed word by word
