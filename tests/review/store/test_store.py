"""What is appended is there again, whatever happens in between."""

from __future__ import annotations

from pathlib import Path

from cableview.model.emendation import Delta, Emendation
from cableview.review.change import Change, Emend
from cableview.review.store.shape import KeptSource, Shape
from cableview.review.store.store import Store

SHAPE = Shape(transcript=(KeptSource("a.txt", "ab" * 32, "utf-8", ((0, 5, 0),)),), title="a.txt")


def change(seq: int, text: str = "x") -> Change:
    delta = Delta((), (Emendation(seq, seq + 1, text),))
    return Change(seq=seq, at="2026-11-24T02:00:00Z", by="rb", acts=(Emend(delta),))


def test_appended_changes_are_there_when_reopened(tmp_path: Path) -> None:
    sidecar = tmp_path / "a.txt.cableview.json"
    store = Store.open(sidecar, SHAPE)
    assert store.kept.is_new
    assert list(tmp_path.iterdir()) == []
    for k in (1, 2, 3):
        store.append(change(k)).result()
    assert not sidecar.exists()
    store.close()
    again = Store.open(sidecar, SHAPE)
    assert again.kept.changes == (change(1), change(2), change(3))
    assert again.kept.shape == SHAPE
    assert again.kept.recovered == 0
    again.append(change(4)).result()
    third = Store.open(sidecar, SHAPE)
    assert third.kept.recovered == 1
    assert third.kept.changes[-1] == change(4)
    again.close()
    print(sidecar.read_text())
