"""A record that speaks of places the texts do not have is refused with a sentence, and left as it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cableview.collection.open_item import open_item
from cableview.errors import SidecarError
from cableview.review.opening import open_session

Tree = dict[str, Any]

TEXT = "he stated that it was so\n"


def _emend(*emendations: tuple[int, int, str]) -> Tree:
    added = [{"start": start, "end": end, "text": text} for start, end, text in emendations]
    return {"act": "emend", "delta": {"removed": [], "added": added}}


def _exclude(witness: str, start: int, end: int) -> Tree:
    return {"act": "exclude", "witness": witness, "span": {"start": start, "end": end}, "on": True}


def _reattach(*emendations: tuple[int, int, str]) -> Tree:
    kept = [{"start": start, "end": end, "text": text} for start, end, text in emendations]
    return {"act": "reattach", "emendations": kept, "decisions": [], "stale": []}


def _recorded(folder: Path, *acts: Tree) -> Path:
    """A transcript whose record, made on this very text, holds `acts`, one a change."""
    transcript = folder / "a.txt"
    transcript.write_text(TEXT, encoding="utf-8")
    (folder / "a.ref.txt").write_text(TEXT.replace("stated", "states"), encoding="utf-8")
    opened = open_session(open_item([transcript]), reviewer="me")
    opened.session.decide(opened.session.queue.entries[0].id, "transcript")
    opened.close()
    sidecar = folder / "a.txt.cableview.json"
    tree = json.loads(sidecar.read_bytes())
    changes = [{"seq": k, "at": "2026-01-01T00:00:00Z", "by": "me", "acts": [act]} for k, act in enumerate(acts, 1)]
    sidecar.write_text(json.dumps({**tree, "changes": changes}), encoding="utf-8")
    return transcript


@pytest.mark.parametrize(
    "acts",
    [
        [_emend((100, 200, "x"))],
        [_emend((-5, 2, "x"))],
        [_emend((5, 2, "x"))],
        [_emend((3, 10**30, "x"))],
        [_exclude("transcript", 3, 10**18)],
        [_exclude("reference", 30, 40)],
        [_reattach((9, 3, "x"))],
        [_reattach((3, 9, "x"), (4, 8, "y"))],
        [_reattach((300, 900, "x"))],
        [{"act": "see", "span": {"start": 0, "end": 99}, "on": True}],
    ],
    ids=str,
)
def test_a_place_that_the_text_does_not_have_is_refused(tmp_path: Path, acts: list[Tree]) -> None:
    transcript = _recorded(tmp_path, *acts)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(SidecarError, match=r"do not follow from one another.*move it away"):
        open_session(open_item([transcript]), reviewer="me")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_changes_before_a_reattachment_may_refer_to_a_longer_text(tmp_path: Path) -> None:
    transcript = _recorded(tmp_path, _exclude("transcript", 3, 10**6), _reattach((3, 9, "states")))
    assert "he states that" in open_session(open_item([transcript]), reviewer="me").session.text


def test_a_record_made_on_a_longer_text_is_carried_over(tmp_path: Path) -> None:
    transcript = _recorded(tmp_path, _emend((20, 24, "it")))
    transcript.write_text("he stated", encoding="utf-8")
    assert open_session(open_item([transcript]), reviewer="me").session.text == "he stated"
