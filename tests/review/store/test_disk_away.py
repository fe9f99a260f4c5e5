"""A folder that goes while its record is open, as with an unplugged disk or a share that is cut off, and comes back."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cableview.errors import SaveError
from cableview.review.store import writer
from cableview.review.store.record import journal_path
from cableview.review.store.store import Store, read_kept
from tests.review.store.values import change, filled, opened, sidecar_in

IS_AWAY = "the folder or disk of the record is away"


@pytest.fixture
def item(tmp_path: Path) -> Path:
    folder = tmp_path / "item"
    folder.mkdir()
    return folder


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Path]:
    """A folder on another disk than `tmp_path`, to be put somewhere by a link as by mounting it."""
    memory = Path("/dev/shm")
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second disk here")
    disk = Path(tempfile.mkdtemp(dir=memory))
    yield disk
    shutil.rmtree(disk)


def put_at(place: Path, disk: Path) -> Path:
    place.symlink_to(disk)
    return place


def taken_away(place: Path) -> None:
    """An empty folder of the underlying disk is then in its place."""
    place.unlink()
    place.mkdir()


def back_at(place: Path, disk: Path) -> None:
    shutil.rmtree(place)
    place.symlink_to(disk)


def nothing_of_a_record(folder: Path) -> bool:
    return not any(path.suffix in (".journal", ".json") for path in folder.iterdir())


def _input_output_error(handle: int) -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def opened_with(folder: Path, before: int) -> Store:
    """A record, `before` changes of which are from earlier and one from now."""
    if before:
        filled(folder, before)
    store = opened(folder)
    store.append(change(before + 1)).result()
    return store


def closed(store: Store, folder: Path) -> list[int]:
    """Closes a record that nobody else has changed; the numbers of the changes in it then."""
    assert store.conflict == ""
    store.close()
    return [kept.seq for kept in read_kept(sidecar_in(folder)).changes]


@pytest.mark.parametrize("before", [0, 2], ids=["new", "record"])
def test_merging_while_the_folder_is_away_reports_no_conflict(item: Path, before: int) -> None:
    store = opened_with(item, before)
    away = item.rename(item.with_name("away"))
    for work in (store.append(change(before + 2)), store.compact()):
        with pytest.raises(SaveError) as said:
            work.result()
        assert said.value.path
        assert said.value.advice
    away.rename(item)
    store.append(change(before + 3)).result()
    assert closed(store, item) == list(range(1, before + 4))


@pytest.mark.parametrize("before", [0, 2], ids=["new", "record"])
@pytest.mark.parametrize("gathered", [False, True], ids=["journal", "gathered"])
def test_nothing_is_kept_in_the_empty_folder_where_a_disk_was(
    tmp_path: Path, mounted: Path, before: int, gathered: bool
) -> None:
    """When all was gathered before, there is no journal that could be missed."""
    place = put_at(tmp_path / "mount", mounted)
    store = opened_with(place, before)
    if gathered:
        store.compact().result()
    taken_away(place)
    with pytest.raises(SaveError, match=IS_AWAY):
        store.append(change(before + 2)).result()
    assert nothing_of_a_record(place)
    back_at(place, mounted)
    store.append(change(before + 3)).result()
    assert closed(store, place) == list(range(1, before + 4))


@pytest.mark.parametrize("before", [0, 2], ids=["new", "record"])
def test_nothing_is_kept_in_the_empty_folder_after_a_write_that_failed(
    tmp_path: Path, mounted: Path, before: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a disk that is pulled out; the next change starts the journal again."""
    place = put_at(tmp_path / "mount", mounted)
    store = opened_with(place, before)
    with monkeypatch.context() as patch:
        patch.setattr("cableview.review.store.journal._sync", _input_output_error)
        with pytest.raises(SaveError):
            store.append(change(before + 2)).result()
    taken_away(place)
    with pytest.raises(SaveError, match=IS_AWAY):
        store.append(change(before + 3)).result()
    assert nothing_of_a_record(place)
    place.rmdir()
    shutil.copytree(mounted, place)  # mounted anew with another number, and with the torn end of what failed
    store.append(change(before + 4)).result()
    assert closed(store, place) == list(range(1, before + 5))


def test_a_new_record_is_not_merged_into_the_empty_folder_where_a_disk_was(tmp_path: Path, mounted: Path) -> None:
    place = put_at(tmp_path / "mount", mounted)
    store = opened_with(place, 0)
    taken_away(place)
    with pytest.raises(SaveError, match=IS_AWAY):
        store.compact().result()
    assert nothing_of_a_record(place)
    back_at(place, mounted)
    assert closed(store, place) == [1]


def test_a_disk_removed_before_the_first_change_is_no_conflict(tmp_path: Path, mounted: Path) -> None:
    place = put_at(tmp_path / "mount", mounted)
    filled(place, 2)
    store = opened(place)
    taken_away(place)
    with pytest.raises(SaveError, match=IS_AWAY):
        store.append(change(3)).result()
    back_at(place, mounted)
    store.append(change(4)).result()
    assert closed(store, place) == [1, 2, 3, 4]


@pytest.mark.parametrize("beside", [(), ("page1.txt", "page1.jpg")], ids=["alone", "beside files"])
def test_a_new_record_is_not_begun_in_the_empty_folder_where_its_disk_was(
    tmp_path: Path, mounted: Path, beside: tuple[str, ...]
) -> None:
    for name in beside:
        (mounted / name).write_text("text", encoding="utf-8")
    place = put_at(tmp_path / "mount", mounted)
    store = opened(place)
    taken_away(place)
    for work in (store.append(change(1)), store.compact()):
        with pytest.raises(SaveError, match=IS_AWAY):
            work.result()
    assert not any(place.iterdir())
    back_at(place, mounted)
    store.append(change(2)).result()
    assert closed(store, place) == [1, 2]


def test_a_new_record_is_begun_where_its_files_are_though_the_disk_has_another_number(
    tmp_path: Path, mounted: Path
) -> None:
    (mounted / "page1.txt").write_text("text", encoding="utf-8")
    place = put_at(tmp_path / "mount", mounted)
    store = opened(place)
    place.unlink()
    shutil.copytree(mounted, place)
    store.append(change(1)).result()
    assert closed(store, place) == [1]


def test_a_new_record_is_begun_in_an_empty_folder_though_the_share_has_another_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a folder for records on a share that is mounted when it is asked for."""
    store = opened(tmp_path)
    known = writer._device
    monkeypatch.setattr(writer, "_device", lambda folder: None if (device := known(folder)) is None else device + 1)
    store.append(change(1)).result()
    assert closed(store, tmp_path) == [1]


def test_a_journal_without_a_sidecar_is_continued_on_a_disk_of_another_number(tmp_path: Path, mounted: Path) -> None:
    """As after a crash before anything was gathered."""
    place = put_at(tmp_path / "mount", mounted)
    crashed = opened(place)
    crashed.append(change(1)).result()
    crashed._thread.shutdown()
    crashed._writer.close()
    store = opened(place)
    place.unlink()
    shutil.copytree(mounted, place)
    store.append(change(2)).result()
    assert closed(store, place) == [1, 2]


@pytest.mark.parametrize("before", [0, 2], ids=["new", "record"])
def test_a_record_back_on_a_disk_of_another_number_is_continued(tmp_path: Path, mounted: Path, before: int) -> None:
    """As a share has after remounting; its files are different ones to the system, with the same content."""
    place = put_at(tmp_path / "mount", mounted)
    store = opened_with(place, before)
    place.unlink()
    shutil.copytree(mounted, place)
    store.append(change(before + 2)).result()
    assert closed(store, place) == list(range(1, before + 3))


def test_a_journal_rewritten_with_the_same_content_is_continued(item: Path) -> None:
    """As by a program that brings folders in step."""
    store = opened_with(item, 0)
    journal = journal_path(sidecar_in(item))
    data = journal.read_bytes()
    keep = journal.open("rb")  # or the number of the file might be given anew
    journal.unlink()
    journal.write_bytes(data)
    keep.close()
    store.append(change(2)).result()
    assert closed(store, item) == [1, 2]


def test_when_sidecar_and_journal_are_deleted_all_is_kept_in_a_journal_that_needs_no_sidecar(item: Path) -> None:
    store = opened_with(item, 2)
    sidecar_in(item).unlink()
    journal_path(sidecar_in(item)).unlink()
    store.append(change(4)).result()
    assert "somebody else" in store.conflict
    kept = read_kept(sidecar_in(item))
    assert [one.seq for one in kept.changes] == [1, 2, 3, 4]
    assert kept.read_only == ""
    with pytest.raises(SaveError, match="somebody else"):
        store.close()


def test_a_journal_that_came_before_its_sidecar_waits_for_it(item: Path) -> None:
    """As when a program that brings folders in step is not yet done."""
    store = opened_with(item, 2)
    store._thread.shutdown()
    store._writer.close()
    data = sidecar_in(item).read_bytes()
    sidecar_in(item).unlink()
    early = opened(item)
    assert "perhaps it is still being copied" in early.kept.read_only
    early.close()
    sidecar_in(item).write_bytes(data)
    assert [kept.seq for kept in read_kept(sidecar_in(item)).changes] == [1, 2, 3]


def test_a_name_that_leaves_no_room_for_the_journals_is_reported_when_opening(item: Path) -> None:
    """The file system takes 255 bytes: sidecar and lock would fit."""
    store = opened(item)
    sidecar = item / ("x" * 233 + ".cableview.json")
    assert len(f"{sidecar.name}.lock") < 255 < len(f"{sidecar.name}.journal")
    assert "too long" in store.open(sidecar, store.kept.shape).kept.read_only
    store.close()


@pytest.mark.parametrize("before", [0, 2], ids=["new", "record"])
@pytest.mark.parametrize("gathered", [False, True], ids=["journal", "gathered"])
def test_a_record_closed_while_its_disk_is_away_is_not_hidden_under_the_disk(
    tmp_path: Path, mounted: Path, before: int, gathered: bool
) -> None:
    """In the empty folder there meanwhile it would end up beneath the disk that comes back."""
    place = put_at(tmp_path / "mount", mounted)
    store = opened_with(place, before)
    if gathered:
        store.compact().result()
    taken_away(place)
    with pytest.raises(SaveError, match=IS_AWAY):
        store.append(change(before + 2)).result()
    with pytest.raises(SaveError, match=IS_AWAY):
        store.close()
    assert not any(place.iterdir())
    assert len(read_kept(sidecar_in(mounted)).changes) == before + 1


def test_a_folder_that_is_gone_when_a_new_record_is_closed_is_reported_missing(item: Path) -> None:
    store = opened_with(item, 0)
    item.rename(item.with_name("elsewhere"))
    with pytest.raises(SaveError, match=IS_AWAY):
        store.close()
    assert not item.exists()
