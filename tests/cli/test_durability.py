"""A decision that is reported as recorded is on disk; one that is not is an error."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from cableview.cli.items import item_at, make_durable, opened_for_work
from cableview.errors import SaveError
from cableview.model.decision import Verdict
from tests.cli.conftest import Cableview
from tests.cli.processes import start


def first_id(cableview: Cableview, cable: Path) -> str:
    return cableview("check", cable, "--json").tree["discrepancies"][0]["id"]


@pytest.mark.parametrize("call", ["write", "fsync", "fdatasync", "replace"])
def test_a_full_disk_is_an_error(cableview: Cableview, cable: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    wanted = first_id(cableview, cable)
    real = getattr(os, call)

    def full(*arguments: object, **options: object) -> object:
        if call == "write" and arguments[0] in (1, 2):
            return real(*arguments, **options)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, call, full)
    monkeypatch.setattr(Path, "replace", full) if call == "replace" else None
    ran = cableview("decide", cable, wanted, "--verdict", "reference")
    monkeypatch.undo()
    kept = cableview("check", cable, "--json").tree["discrepancies"][0]["decision"]
    assert (ran.code == 0) == (kept is not None)
    if ran.code:
        assert (ran.code, ran.err.count("\n"), ran.out) == (2, 1, "")


@pytest.mark.parametrize("form", ["text", "csv", "html"])
def test_an_export_without_room_on_the_disk_is_one_line(
    cableview: Cableview, cable: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    ran = cableview("export", cable, "--to", form, "-o", tmp_path / "out")
    assert (ran.code, ran.err.count("\n"), ran.out) == (2, 1, "")
    assert "out: cannot be saved: No space left on device. Make room there" in ran.err
    assert not (tmp_path / "out").exists()


def test_a_decision_kept_only_in_the_journal_is_recorded(
    cableview: Cableview, cable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(self: object) -> None:
        raise SaveError("cannot be saved", path=cable)

    wanted = first_id(cableview, cable)
    monkeypatch.setattr("cableview.review.store.writer.Writer.compact", failing)
    ran = cableview("decide", cable, wanted, "--verdict", "reference")
    monkeypatch.undo()
    assert (ran.code, ran.err.count("\n")) == (0, 1)
    assert "journal" in ran.err
    assert cableview("check", cable, "--json").tree["discrepancies"][0]["decision"]["verdict"] == "reference"


def test_two_processes_do_not_overwrite_each_others_decisions(cableview: Cableview, cable: Path) -> None:
    ids = [found["id"] for found in cableview("check", cable, "--json").tree["discrepancies"]]
    opened = opened_for_work(item_at([cable]), "first")
    opened.session.decide(ids[0], Verdict.REFERENCE)
    opened.store.draft(None).result()
    done = start("decide", cable, ids[1], "--verdict", "absent")
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    opened.close()
    found = cableview("check", cable, "--json").tree["discrepancies"]
    assert [row["decision"] is not None for row in found] == [True, False, False, False, False]
    assert cableview("decide", cable, ids[1], "--verdict", "absent").code == 0


def test_the_later_of_two_writers_of_a_record_is_told_to_try_again(cableview: Cableview, cable: Path) -> None:
    ids = [found["id"] for found in cableview("check", cable, "--json").tree["discrepancies"]]
    later = opened_for_work(item_at([cable]), "later")
    assert cableview("decide", cable, ids[0], "--verdict", "absent").code == 0
    later.session.decide(ids[1], Verdict.REFERENCE)
    with pytest.raises(SaveError, match="changed by somebody else") as said:
        make_durable(later)
    assert said.value.advice == "Nothing was recorded; give the command again"
    found = cableview("check", cable, "--json").tree["discrepancies"]
    assert [row["decision"] is not None for row in found] == [True, False, False, False, False]


def test_check_sees_what_another_process_has_kept_so_far(cableview: Cableview, cable: Path) -> None:
    wanted = first_id(cableview, cable)
    opened = opened_for_work(item_at([cable]), "first")
    opened.session.decide(wanted, Verdict.REFERENCE)
    opened.store.draft(None).result()
    tree = json.loads(start("check", cable, "--json").stdout)
    assert tree["discrepancies"][0]["decision"]["verdict"] == "reference"
    opened.close()


def test_a_transcript_changed_meanwhile_keeps_its_decisions(cableview: Cableview, cable: Path) -> None:
    wanted = first_id(cableview, cable)
    cableview("decide", cable, wanted, "--verdict", "reference")
    cable.write_text("A line before.\n" + cable.read_text(encoding="utf-8"), encoding="utf-8")
    tree = cableview("check", cable, "--json").tree
    (found,) = (row for row in tree["discrepancies"] if row["id"] == wanted)
    assert found["decision"]["verdict"] == "reference"
    assert found["transcript"] == {"start": 27, "end": 33, "text": "stated"}


def test_a_decision_whose_words_are_gone_is_listed_as_stale(cableview: Cableview, cable: Path) -> None:
    wanted = first_id(cableview, cable)
    cableview("decide", cable, wanted, "--verdict", "other", "--reading", "declared")
    cable.write_text("Quite another text stands here.\nhe asked wether the convoys\n", encoding="utf-8")
    (cable.with_name("page1.ref.txt")).write_text("Quite another text stands here. he asked whether the convoys")
    tree = cableview("check", cable, "--json").tree
    (stale,) = (row for row in tree["discrepancies"] if row["id"] == wanted)
    assert stale["decision"]["state"] == "stale"
    assert stale["transcript"]["start"] == stale["transcript"]["end"]
    assert cableview("status", cable).out.count("1 stale") == 1
    assert cableview("decide", cable, wanted, "--verdict", "absent").code == 2
    assert cableview("decide", cable, wanted, "--verdict", "none").code == 0
    assert wanted not in cableview("check", cable, "--json").out
