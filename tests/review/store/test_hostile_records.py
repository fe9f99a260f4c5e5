"""Records that are forged, as large as can be read, or under the longest names: what was kept stays readable."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cableview.errors import SaveError, SidecarError
from cableview.review.change import Annotate, to_tree
from cableview.review.store import guarded_json
from cableview.review.store.journal import encode_record
from cableview.review.store.record import journal_path
from cableview.review.store.store import Store, read_kept
from cableview.review.store.writer import set_aside
from tests.review.store.values import SHAPE, change, files, filled, opened, sidecar_in

LIMIT = 20_000


def overwritten(sidecar: Path) -> bytes:
    data = sidecar.read_bytes().replace(b"note 1", b"not mine")
    sidecar.write_bytes(data)
    return data


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (7, "Expected `object`, got `int`"),
        (["acts"], "Expected `object`, got `array`"),
        ({**to_tree(change(2)), "acts": 5}, "Expected `array`"),
        (to_tree(change(9)), "the number of change 2 is 9"),
    ],
)
def test_a_forged_journal_of_another_history_is_named_and_left_alone(tmp_path: Path, second, reason: str) -> None:
    filled(tmp_path, 1)
    theirs = change(1, Annotate("0123456789ab", "another history"))
    records = [{"seq": 1, "base": "", "change": to_tree(theirs)}, {"seq": 2, "base": "x", "change": second}]
    data = b"".join(map(encode_record, records))
    journal_path(sidecar_in(tmp_path)).write_bytes(data)
    with pytest.raises(SidecarError, match=reason) as caught:
        opened(tmp_path)
    assert str(caught.value).startswith(str(journal_path(sidecar_in(tmp_path))))
    assert journal_path(sidecar_in(tmp_path)).read_bytes() == data


def noted(store: Store, seq: int) -> None:
    """Saves a change with a long note."""
    store.append(change(seq, Annotate("0123456789ab", f"{seq} {'x' * 2000}"))).result()


def filled_up(store: Store) -> None:
    """Saves changes until one cannot be saved."""
    for seq in range(1, 30):
        noted(store, seq)


def test_a_journal_never_grows_beyond_what_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded_json, "LARGEST", LIMIT)
    store = opened(tmp_path)
    with pytest.raises(
        SaveError, match=r"more than can be read again\. Export what is decided, close the item and move"
    ):
        filled_up(store)
    kept = len(read_kept(sidecar_in(tmp_path)).changes)
    assert kept > 3
    assert journal_path(sidecar_in(tmp_path)).stat().st_size <= LIMIT
    store.close()  # which needs no journal
    assert len(read_kept(sidecar_in(tmp_path)).changes) == kept + 1


def test_a_record_that_could_not_be_read_again_stays_in_two_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(tmp_path)
    for seq in range(1, 7):
        noted(store, seq)
    store.close()
    before = sidecar_in(tmp_path).read_bytes()
    monkeypatch.setattr(guarded_json, "LARGEST", len(before) + 1000)
    store = opened(tmp_path)
    store.append(change(7, Annotate("0123456789ab", "y" * 2000))).result()
    with pytest.raises(SaveError, match="more than can be read again"):
        store.compact().result()
    with pytest.raises(SaveError, match="more than can be read again"):
        store.copy_to(tmp_path / "copy")
    with pytest.raises(SaveError):
        store.close()
    assert sidecar_in(tmp_path).read_bytes() == before
    assert len(read_kept(sidecar_in(tmp_path)).changes) == 7


def conflicting(folder: Path, name: str) -> Store:
    """A store under a sidecar of that name, which somebody else has changed."""
    sidecar = folder / name
    shape = replace(SHAPE, transcript=(replace(SHAPE.transcript[0], path=name.removesuffix(".cableview.json")),))
    store = Store.open(sidecar, shape)
    store.append(change(1)).result()
    store.close()
    store = Store.open(sidecar, shape)
    store.append(change(2)).result()
    overwritten(sidecar)
    with pytest.raises(SaveError):
        store.compact().result()
    return store


def test_our_record_is_set_aside_even_under_the_longest_name(tmp_path: Path) -> None:
    name = f"{'n' * 228}.txt.cableview.json"
    store = conflicting(tmp_path, name)
    assert len(store.reload().changes) == 1
    store.close()
    assert files(tmp_path) == {name, f"{name}.aside-1"}
    assert b"note 2" in (tmp_path / f"{name}.aside-1").read_bytes()


def test_what_is_set_aside_has_the_name_of_the_journal_and_the_next_number(tmp_path: Path) -> None:
    name = "a.txt.cableview.json"
    (tmp_path / f"{name}.journal.aside-1").write_bytes(b"of a former conflict")
    store = conflicting(tmp_path, name)
    store.reload()
    store.close()
    assert files(tmp_path) == {name, f"{name}.journal.aside-1", f"{name}.journal.aside-2"}


def test_what_cannot_be_set_aside_under_any_name_is_refused(tmp_path: Path) -> None:
    name = "n" * 247 + ".journal"  # without the extension there is room for one figure only
    for number in range(1, 10):
        (tmp_path / f"{name.removesuffix('.journal')}.aside-{number}").write_bytes(b"")
    (tmp_path / name).write_bytes(b"ours")
    with pytest.raises(SaveError):
        set_aside(tmp_path / name)
    assert (tmp_path / name).read_bytes() == b"ours"


def test_keeping_under_a_name_that_is_too_long_says_so_and_loses_nothing(tmp_path: Path) -> None:
    store = conflicting(tmp_path, "a.txt.cableview.json")
    with pytest.raises(SaveError, match="File name too long"):
        store.keep_as(tmp_path / f"{'n' * 250}.cableview.json")
    assert len(store.keep_as(tmp_path / "ours.cableview.json").changes) == 2
    store.close()
