"""What is appended is found again, whatever happens in between."""

from __future__ import annotations

import threading
from codecs import BOM_UTF8
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cableview.errors import SaveError, SidecarError
from cableview.model.emendation import Delta, Emendation
from cableview.model.span import Span
from cableview.review.change import Annotate, Emend, Reattach, See
from cableview.review.store import record, writer
from cableview.review.store.journal import read_journal
from cableview.review.store.record import journal_path
from cableview.review.store.shape import KeptPage
from cableview.review.store.sidecar import chained
from cableview.review.store.store import Store, read_kept
from tests.review.store.values import (
    ACTS,
    REFERENCE,
    SHAPE,
    TRANSCRIPT,
    change,
    files,
    filled,
    opened,
    sidecar_in,
)


def test_opening_and_closing_creates_nothing(tmp_path: Path) -> None:
    store = opened(tmp_path)
    assert store.kept.is_new
    store.draft(None).result()
    store.compact().result()
    store.close()
    assert files(tmp_path) == set()


def test_changes_are_there_when_reopened(tmp_path: Path) -> None:
    sidecar = filled(tmp_path, 3)
    kept = read_kept(sidecar)
    assert kept.changes == (change(1), change(2), change(3))
    assert kept.shape == SHAPE
    assert (kept.recovered, kept.is_new, kept.read_only) == (0, False, "")
    assert files(tmp_path) == {sidecar.name}


def test_every_act_is_there_when_reopened(tmp_path: Path) -> None:
    store = opened(tmp_path)
    changes = [change(seq, act) for seq, act in enumerate(ACTS, 1)]
    for each in changes:
        store.append(each)
    store.close()
    assert read_kept(sidecar_in(tmp_path)).changes == tuple(changes)


def test_a_change_is_recovered_from_the_journal_when_nothing_was_closed(tmp_path: Path) -> None:
    filled(tmp_path, 2)
    store = opened(tmp_path)
    store.append(change(3)).result()
    kept = read_kept(sidecar_in(tmp_path))
    assert kept.changes[2:] == (change(3),)
    assert kept.recovered == 1
    store.close()


def test_shape_is_recovered_before_there_is_a_sidecar(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.append(change(1)).result()
    assert not sidecar_in(tmp_path).exists()
    assert read_kept(sidecar_in(tmp_path)).shape == SHAPE
    store.close()


def test_appending_continues_after_merging(tmp_path: Path) -> None:
    store = opened(tmp_path)
    for seq in range(1, 7):
        store.append(change(seq))
        if seq % 2:
            store.compact()
    store.close()
    assert [c.seq for c in read_kept(sidecar_in(tmp_path)).changes] == [1, 2, 3, 4, 5, 6]


def test_a_change_out_of_order_is_refused(tmp_path: Path) -> None:
    store = opened(tmp_path)
    with pytest.raises(ValueError, match="change 2 after change 0"):
        store.append(change(2))
    store.close()


def test_cancelling_a_future_loses_no_change(tmp_path: Path) -> None:
    store = opened(tmp_path)
    futures = [store.append(change(seq)) for seq in range(1, 40)]
    for future in futures[:-1]:
        future.cancel()
    futures[-1].result()
    assert len(read_kept(sidecar_in(tmp_path)).changes) == 39
    store.close()


def test_a_change_whose_future_was_cancelled_is_kept_by_closing(tmp_path: Path) -> None:
    store = opened(tmp_path)
    is_busy = threading.Event()
    store._thread.submit(is_busy.wait)
    assert store.append(change(1)).cancel()
    is_busy.set()
    store.close()
    assert read_kept(sidecar_in(tmp_path)).changes == (change(1),)


def test_a_merged_record_is_not_merged_again_without_changes(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.append(change(1)).result()
    store.compact().result()
    before = sidecar_in(tmp_path).stat()
    keep = sidecar_in(tmp_path).open("rb")  # or the number of the file might be given anew
    store.compact().result()
    store.close()
    assert sidecar_in(tmp_path).stat().st_ino == before.st_ino
    keep.close()


def test_the_files_of_the_item_are_written_to_the_journal_once(tmp_path: Path) -> None:
    store = opened(tmp_path)
    for seq in (1, 2, 3):
        store.append(change(seq)).result()
    assert ["shape" in payload for payload in read_journal(journal_path(sidecar_in(tmp_path))).payloads] == [
        True,
        False,
        False,
    ]
    store.close()


def test_an_old_journal_does_not_bring_back_old_files(tmp_path: Path) -> None:
    """As where a power cut brings back the name of a journal that was gathered and deleted."""
    store = opened(tmp_path)
    store.append(change(1)).result()
    store.reshape(replace(SHAPE, title="former")).result()
    journal = journal_path(sidecar_in(tmp_path))
    former = journal.read_bytes()
    for seq in (2, 3):
        store.append(change(seq)).result()
    store.reshape(replace(SHAPE, title="latter")).result()
    store.close()
    journal.write_bytes(former)
    kept = read_kept(sidecar_in(tmp_path))
    assert kept.shape.title == "latter"
    assert len(kept.changes) == 3


def test_anchors_are_those_since_the_last_change_of_the_texts(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.append(change(1, See(Span(0, 2)))).result()
    store.append(change(2, Reattach(emendations=(), decisions=(), stale=(), seen=(Span(3, 9),)))).result()
    store.append(change(3, See(Span(10, 14)))).result()
    assert [(a.start, a.end) for a in read_kept(sidecar_in(tmp_path)).anchors] == [(3, 9), (10, 14)]
    store.close()
    assert [(a.start, a.end) for a in read_kept(sidecar_in(tmp_path)).anchors] == [(3, 9), (10, 14)]


def test_the_latest_draft_is_kept_until_removed(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.append(change(1))
    store.draft("stat")
    store.draft("states").result()
    assert read_kept(sidecar_in(tmp_path)).draft == "states"
    store.compact().result()
    assert read_kept(sidecar_in(tmp_path)).draft == "states"
    store.close()
    assert opened(tmp_path).kept.draft == "states"
    store = opened(tmp_path)
    store.draft(None).result()
    assert read_kept(sidecar_in(tmp_path)).draft is None
    store.append(change(2))
    store.close()
    assert files(tmp_path) == {sidecar_in(tmp_path).name}


def test_a_new_shape_of_the_same_texts_is_recorded_with_the_next_change(tmp_path: Path) -> None:
    filled(tmp_path, 1)
    more = replace(SHAPE, pages=(*SHAPE.pages, KeptPage("b.jpg", 0, "", 5)), title="other")
    store = Store.open(sidecar_in(tmp_path), more)
    assert store.kept.shape == SHAPE
    store.append(change(2)).result()
    assert read_kept(sidecar_in(tmp_path)).shape == more
    store.close()
    assert read_kept(sidecar_in(tmp_path)).shape == more


def test_a_pairing_is_kept_without_any_change(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.reshape(SHAPE).result()
    assert read_kept(sidecar_in(tmp_path)).shape == SHAPE
    store.close()
    assert read_kept(sidecar_in(tmp_path)).shape == SHAPE


def test_nothing_is_kept_on_changed_texts_before_a_reattachment(tmp_path: Path) -> None:
    filled(tmp_path, 1)
    other = replace(SHAPE, transcript=(replace(SHAPE.transcript[0], sha256="ef" * 32),))
    store = Store.open(sidecar_in(tmp_path), other)
    with pytest.raises(SaveError, match="not yet re-attached"):
        store.append(change(2)).result()
    assert read_kept(sidecar_in(tmp_path)).shape == SHAPE
    store.append(change(2, ACTS[-1])).result()
    store.append(change(3)).result()
    assert read_kept(sidecar_in(tmp_path)).shape == other
    store.close()
    assert read_kept(sidecar_in(tmp_path)).shape == other


def test_spans_of_changes_get_anchors_from_the_originals(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.append(change(1, Emend(Delta((), (Emendation(8, 9, "s"),))))).result()
    (anchor,) = read_kept(sidecar_in(tmp_path)).anchors
    assert (anchor.start, anchor.end, anchor.text, anchor.before) == (8, 9, "d", "He state")
    store.close()
    assert read_kept(sidecar_in(tmp_path)).anchors == (anchor,)


def test_digests_of_pages_are_computed_when_merging(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"x" * 17)
    filled(tmp_path, 1)
    (page,) = read_kept(sidecar_in(tmp_path)).shape.pages
    assert len(page.sha256) == 64
    filled(tmp_path, 2)  # opened with a shape that does not know it
    assert read_kept(sidecar_in(tmp_path)).shape.pages == (page,)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(), min_size=1, max_size=6), st.integers(0, 5))
def test_any_text_survives_journal_and_sidecar(tmp_path_factory: pytest.TempPathFactory, notes, gather):
    folder = tmp_path_factory.mktemp("any")
    changes = tuple(change(seq, Annotate("id", note)) for seq, note in enumerate(notes, 1))
    store = opened(folder)
    for each in changes:
        store.append(each)
        if each.seq == gather:
            store.compact()
    store.draft(notes[0]).result()
    assert read_kept(sidecar_in(folder)).changes == changes
    store.close()
    assert read_kept(sidecar_in(folder)).changes == changes
    assert read_kept(sidecar_in(folder)).draft == notes[0]


def test_a_typed_lone_surrogate_does_not_stop_saving(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.append(change(1, Annotate("id", "a\ud83d b"))).result()
    store.close()
    assert read_kept(sidecar_in(tmp_path)).changes[0].acts == (Annotate("id", "a\ufffd b"),)


def test_the_originals_are_not_needed_for_opening(tmp_path: Path) -> None:
    store = Store.open(sidecar_in(tmp_path), SHAPE)
    store.append(change(1)).result()
    store.close()
    assert TRANSCRIPT != REFERENCE
    assert len(read_kept(sidecar_in(tmp_path)).changes) == 1


def test_without_the_originals_there_are_no_anchors(tmp_path: Path) -> None:
    store = Store.open(sidecar_in(tmp_path), SHAPE)
    store.append(change(1, Emend(Delta((), (Emendation(8, 9, "s"),)))))
    store.close()
    assert read_kept(sidecar_in(tmp_path)).anchors == ()


def test_reading_a_record_computes_no_digest_of_its_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path, 3)
    made: list[str] = []
    for module in (record, writer):
        monkeypatch.setattr(module, "chained", lambda base, tree: made.append(base) or chained(base, tree))
    store = opened(tmp_path)
    assert made == []
    store.append(change(4)).result()
    assert len(made) == 4
    store.close()
    assert len(read_kept(sidecar_in(tmp_path)).changes) == 4


def test_the_files_of_a_record_are_known_without_its_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sidecar = filled(tmp_path, 3)
    whole = read_kept(sidecar).shape
    monkeypatch.setattr(record, "read_sidecar", None)
    assert record.read_shape(sidecar) == whole


def test_the_files_of_a_record_that_an_editor_gave_a_byte_order_mark_are_known(tmp_path: Path) -> None:
    sidecar = filled(tmp_path, 1)
    sidecar.write_bytes(BOM_UTF8 + sidecar.read_bytes())
    assert record.read_shape(sidecar) == read_kept(sidecar).shape


def test_a_record_nested_too_deep_yields_no_files(tmp_path: Path) -> None:
    sidecar = filled(tmp_path, 1)
    deep = b"[" * 100_000 + b"]" * 100_000
    sidecar.write_bytes(sidecar.read_bytes().rstrip().removesuffix(b"}") + b',"more":' + deep + b"}")
    with pytest.raises(SidecarError):
        record.read_shape(sidecar)


def test_the_files_of_a_record_are_those_of_its_journal(tmp_path: Path) -> None:
    sidecar = filled(tmp_path, 1)
    store = opened(tmp_path)
    other = replace(SHAPE, pages=(*SHAPE.pages, KeptPage("b.jpg", 0, "", 18)))
    store.append(change(2), other).result()
    assert record.read_shape(sidecar) == read_kept(sidecar).shape
    assert len(read_kept(sidecar).shape.pages) == 2
    store.close()
