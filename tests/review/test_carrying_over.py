"""A transcript changed outside: decisions on the old one are there on the new one, on disk as well."""

from __future__ import annotations

from pathlib import Path

from cableview.model.decision import State, Verdict
from cableview.review.opening import open_session
from cableview.review.store.shape import sidecar_path
from cableview.review.store.store import read_kept
from tests.review.sessions import OLD, item_in, put_texts


def test_decisions_and_text_are_there_on_a_changed_transcript(tmp_path: Path) -> None:
    opened = open_session(put_texts(tmp_path), reviewer="rb")
    for words in ("stated", "Octber", "no more."):
        row = next(e for e in opened.session.queue.entries if words.split()[0] in e.place.transcript.text)
        opened.session.decide(row.id, Verdict.REFERENCE)
    opened.close()

    new = "SECRET\n\n" + OLD.replace("He said no more.", "The rest was silence.")
    (tmp_path / "a.txt").write_text(new, encoding="utf-8")
    before = read_kept(sidecar_path(tmp_path / "a.txt"))
    looked = open_session(item_in(tmp_path), reviewer="", keep=False)
    assert "states that on the first of October" in looked.session.text
    assert read_kept(sidecar_path(tmp_path / "a.txt")) == before

    opened = open_session(item_in(tmp_path), reviewer="rb")
    assert any("changed since" in notice and "2 of 3 decisions" in notice for notice in opened.notices)
    assert "states that on the first of October" in opened.session.text
    assert opened.session.text.endswith("The rest was silence.\n")
    decided = [e for e in opened.session.queue.entries if e.state is State.DECIDED]
    assert [e.place.transcript.text for e in decided] == ["stated", "Octber"]
    row = next(e for e in opened.session.queue.entries if e.state is State.OPEN)
    opened.session.decide(row.id, Verdict.TRANSCRIPT)
    opened.close()
    again = open_session(item_in(tmp_path), reviewer="rb")
    assert not any("changed since" in notice for notice in again.notices)
    assert again.session.text == opened.session.text
    again.close()
