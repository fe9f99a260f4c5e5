"""Places that the reviewer points out on the page: changes like all others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cableview.collection.open_item import open_item
from cableview.model.geometry import Box
from cableview.model.location import Spot
from cableview.model.span import Span
from cableview.review.change import Change, Show
from cableview.review.events import Event, PlacesChanged
from cableview.review.opening import open_session
from cableview.review.record_validation import refuse_outside
from cableview.review.session import Session

TEXT, REFERENCE = "The Ambassador stated that all was well.\n", "The Ambassador states that all was well.\n"
HERE, THERE = Spot(1, Box(10, 20, 70, 40)), Spot(2, Box(11, 21, 71, 41))
STATED = Span(15, 21)


@pytest.fixture
def text(tmp_path: Path) -> Path:
    (tmp_path / "a.ref.txt").write_text(REFERENCE, encoding="utf-8")
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_pointing_out_a_place_is_undone_and_redone_like_any_change(text: Path) -> None:
    session = Session(open_item([text]), reviewer="me")
    told: list[Event] = []
    session.subscribe(told.append)
    session.locate_by_hand(STATED, HERE)
    session.locate_by_hand(STATED, THERE)
    assert session.state.shown == {STATED: THERE}
    entry = session.undo()
    assert entry is not None
    assert (session.state.shown, entry.working) == ({STATED: HERE}, STATED)
    session.undo()
    assert session.state.shown == {}
    session.redo()
    assert session.state.shown == {STATED: HERE}
    assert sum(isinstance(event, PlacesChanged) for event in told) == 5


def test_places_pointed_out_are_restored_when_the_item_is_reopened(text: Path) -> None:
    opened = open_session(open_item([text]), reviewer="me")
    opened.session.locate_by_hand(STATED, HERE)
    opened.session.locate_by_hand(Span(3, 3), THERE)
    opened.session.locate_by_hand(Span(0, 3), None)
    opened.close()
    record = json.loads(text.with_name("a.txt.cableview.json").read_text("utf-8"))
    assert (record["schema"], record["changes"][0]["acts"][0]["act"]) == (2, "show")
    again = open_session(open_item([text]), reviewer="me")
    assert again.session.state.shown == {STATED: HERE, Span(3, 3): THERE}
    again.session.undo()
    again.session.undo()
    assert again.session.state.shown == {STATED: HERE}
    again.close()


def test_places_pointed_out_follow_their_words_when_the_text_changes_outside(text: Path) -> None:
    opened = open_session(open_item([text]), reviewer="me")
    opened.session.locate_by_hand(STATED, HERE)
    opened.close()
    text.write_text("Moscow. " + TEXT, encoding="utf-8")
    again = open_session(open_item([text]), reviewer="me")
    assert again.session.state.shown == {Span(23, 29): HERE}
    again.close()


def test_a_record_that_points_out_text_that_does_not_exist_is_refused() -> None:
    change = Change(seq=1, at="2026-01-01T00:00:00Z", by="a", acts=(Show(Span(30, 99), HERE),))
    with pytest.raises(ValueError, match="30 to 99"):
        refuse_outside([change], TEXT, REFERENCE)
    refuse_outside([replace_span(change)], TEXT, REFERENCE)


def replace_span(change: Change) -> Change:
    (act,) = change.acts
    assert isinstance(act, Show)
    return Change(seq=change.seq, at=change.at, by=change.by, acts=(Show(Span(act.span.start, 40), act.spot),))
