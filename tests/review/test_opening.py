"""Closing and opening again: all is as it was, also when the files were changed in between."""

from __future__ import annotations

import re
import time
import unicodedata
from pathlib import Path

import pytest

from cableview.collection.open_item import open_item
from cableview.errors import SidecarError
from cableview.model.decision import State, Verdict
from cableview.review.opening import Opened, open_session

OURS = "One night the Minister stated that his goverment would not accept.\n\nHe added very litle.\n"
THEIRS = "One night the Minister states that his government would not accept.\n\nHe added very little.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(OURS, encoding="utf-8")
    (tmp_path / "a.ref.txt").write_text(THEIRS, encoding="utf-8")
    return tmp_path


def opened(folder: Path, **how) -> Opened:
    return open_session(open_item([folder / "a.txt"]), reviewer="me", **how)


def decided(folder: Path) -> None:
    one = opened(folder)
    for entry in one.session.queue.entries[:2]:
        one.session.decide(entry.id, Verdict.REFERENCE)
    one.close()


def test_opening_writes_nothing(folder):
    opened(folder).close()
    assert sorted(path.name for path in folder.iterdir()) == ["a.ref.txt", "a.txt"]


def test_decisions_are_restored_and_can_be_undone(folder):
    decided(folder)
    again = opened(folder)
    assert "states that his government would" in again.session.text
    assert again.session.queue.undecided == 1
    assert again.last.startswith("decided last")
    assert again.last.endswith("goverment → second text")
    again.session.undo()
    again.session.undo()
    assert again.session.text == OURS
    again.close()


def test_the_record_says_how_the_texts_relate(folder):
    decided(folder)
    assert '"relation": "copy"' in (folder / "a.txt.cableview.json").read_text(encoding="utf-8")
    before = (folder / "a.txt.cableview.json").read_bytes()
    opened(folder).close()
    assert (folder / "a.txt.cableview.json").read_bytes() == before


def test_a_run_that_was_killed_loses_nothing_that_was_kept(folder):
    one = opened(folder)
    one.session.decide(one.session.queue.entries[0].id, Verdict.REFERENCE)
    one.store.draft("half typed").result()
    one.store._writer.close()  # what the system does to a process that is killed: its lock is gone, nothing is gathered
    again = opened(folder)
    assert again.session.queue.undecided == 2
    assert again.draft == "half typed"
    assert any("journal" in line for line in again.notices)
    again.close()


def test_a_changed_text_keeps_its_decisions_by_their_words(folder):
    decided(folder)
    (folder / "a.txt").write_text("A head line.\n\n" + OURS.replace("litle", "lytle"), encoding="utf-8")
    again = opened(folder)
    assert any("2 of 2 decisions were found again" in line for line in again.notices)
    assert "states that his government would" in again.session.text
    last = again.session.queue.entries[-1]
    again.session.decide(last.id, Verdict.REFERENCE)
    again.close()
    third = opened(folder)
    assert third.session.text.endswith("He added very little.\n")
    assert sum(e.state is State.DECIDED for e in third.session.queue.entries) == 3
    third.close()


def test_a_decision_whose_words_are_gone_is_stale_and_listed(folder):
    decided(folder)
    (folder / "a.txt").write_text("He added very litle.\n", encoding="utf-8")
    again = opened(folder)
    assert [e.state for e in again.session.queue.entries].count(State.STALE) == 2
    assert again.session.text == "He added very litle.\n"
    again.close()


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_decisions_are_found_again_in_a_text_saved_with_its_accents_composed_otherwise(folder, form):
    for name, text in (
        ("a.txt", "Il était très élevé à midi précis.\n"),
        ("a.ref.txt", "Il était très basé à midi pré.\n"),
    ):
        (folder / name).write_text(unicodedata.normalize(form, text), encoding="utf-8")
    decided(folder)
    was = opened(folder).session.text
    text = (folder / "a.txt").read_text(encoding="utf-8")
    other = unicodedata.normalize("NFD" if form == "NFC" else "NFC", text)
    assert other != text
    (folder / "a.txt").write_text(other, encoding="utf-8")
    again = opened(folder)
    assert [e.state for e in again.session.queue.entries] == [State.DECIDED] * 2
    assert unicodedata.normalize("NFC", again.session.text) == unicodedata.normalize("NFC", was)
    again.close()


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "tomorrow", ""])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_a_time_that_no_clock_can_show_does_not_keep_a_record_from_opening(folder, at, zone, monkeypatch):
    decided(folder)
    sidecar = folder / "a.txt.cableview.json"
    record = sidecar.read_text(encoding="utf-8")
    times = set(re.findall(r'"at":"([^"]*)"', record))
    for time_there in times:
        record = record.replace(f'"at":"{time_there}"', f'"at":"{at}"')
    sidecar.write_text(record, encoding="utf-8")
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        one = opened(folder)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert len([e for e in one.session.queue.entries if e.state is State.DECIDED]) == 2
    assert one.last.endswith("goverment → second text")
    one.close()


def test_an_inconsistent_record_is_named_and_left_alone(folder):
    decided(folder)
    sidecar = folder / "a.txt.cableview.json"
    broken = sidecar.read_text(encoding="utf-8").replace(
        '"removed":[]', '"removed":[{"start":1,"end":2,"text":"x"}]', 1
    )
    assert broken != sidecar.read_text(encoding="utf-8")
    sidecar.write_text(broken, encoding="utf-8")
    with pytest.raises(SidecarError, match=r"a\.txt\.cableview\.json.*left as it is"):
        opened(folder)
    assert sidecar.read_text(encoding="utf-8") == broken


def test_a_second_window_on_an_item_is_read_only(folder):
    first = opened(folder)
    first.session.decide(first.session.queue.entries[0].id, Verdict.TRANSCRIPT)
    first.store.compact().result()
    second = opened(folder)
    assert "open" in second.read_only
    second.close()
    first.close()


@pytest.mark.parametrize(
    "name",
    [
        "a.txt.cableview (conflicted copy 2026-11-26 120000).json",
        "a.txt.cableview.sync-conflict-20261126-120000-ABCDEFG.json",
        "a.txt.cableview-READING-ROOM.json",
        "a.txt.cableview.json (Ines's conflicted copy).journal",
    ],
)
def test_a_copy_of_the_record_from_another_machine_is_named_and_left_alone(folder, name):
    decided(folder)
    record = (folder / "a.txt.cableview.json").read_bytes()
    (folder / name).write_bytes(record)
    one = opened(folder)
    assert [words for words in one.notices if words.startswith(f"{name} is a copy of the record")]
    one.close()
    assert (folder / name).read_bytes() == (folder / "a.txt.cableview.json").read_bytes() == record


@pytest.mark.parametrize("name", ["a.txt.cableview.json.journal.aside-1", "b.txt.cableview.json", "a.txt.json"])
def test_files_that_are_not_copies_of_the_record_are_not_named(folder, name):
    decided(folder)
    (folder / name).write_text("{}")
    one = opened(folder)
    assert one.notices == ()
    one.close()
