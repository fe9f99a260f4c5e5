"""Nobody else's data is overwritten, and anyone who cannot save is told why."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cableview.errors import SaveError
from cableview.review.change import Annotate
from cableview.review.store import record
from cableview.review.store.lock import lock_path
from cableview.review.store.record import journal_path
from cableview.review.store.shape import sidecar_path
from cableview.review.store.store import Store, WayOut, read_kept
from tests.review.store.values import REFERENCE, SHAPE, TRANSCRIPT, change, files, filled, opened, sidecar_in

CHECKOUT = Path(__file__).resolve().parents[3]


def theirs(seq: int):
    return change(seq, Annotate("id", "theirs"))


def overwritten(folder: Path) -> bytes:
    """What somebody else, ignoring the lock, put in place of the sidecar."""
    path = sidecar_in(folder)
    data = path.read_bytes().replace(b"note 1", b"not mine")
    path.write_bytes(data)
    return data


def in_conflict(folder: Path) -> Store:
    """A store with two changes, which has found its record, of one change, changed by somebody else."""
    filled(folder, 1)
    store = opened(folder)
    store.append(change(2)).result()
    overwritten(folder)
    with pytest.raises(SaveError):
        store.compact().result()
    return store


def test_a_second_instance_opens_read_only_and_says_who_has_it(tmp_path: Path) -> None:
    first = opened(tmp_path)
    first.append(change(1)).result()
    second = opened(tmp_path)
    assert f"on {socket.gethostname()} (process {os.getpid()})" in second.kept.read_only
    assert second.kept.changes == (change(1),)
    with pytest.raises(SaveError, match="nothing is kept: it is open in another cableview"):
        second.append(change(2)).result()
    second.close()
    first.append(change(2)).result()
    first.close()
    assert len(read_kept(sidecar_in(tmp_path)).changes) == 2
    assert files(tmp_path) == {sidecar_in(tmp_path).name}


def test_the_second_of_two_open_stores_to_write_is_refused(tmp_path: Path) -> None:
    first, second = opened(tmp_path), opened(tmp_path)
    first.append(change(1)).result()
    with pytest.raises(SaveError, match="it is open in another cableview"):
        second.append(theirs(1)).result()
    first.close()
    with pytest.raises(SaveError, match="changed by somebody else"):
        second.append(theirs(2)).result()
    assert second.conflict
    assert second.reload().changes == (change(1),)
    second.append(theirs(2)).result()
    second.close()
    assert read_kept(sidecar_in(tmp_path)).changes == (change(1), theirs(2))


def test_the_lock_of_a_killed_process_is_taken_over(tmp_path: Path) -> None:
    script = (
        "import os, signal; from pathlib import Path; from tests.review.store.values import *;"
        "s = opened(Path(os.environ['FOLDER'])); s.append(change(1)).result(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run(
        [sys.executable, "-c", script], cwd=CHECKOUT, env={**os.environ, "FOLDER": str(tmp_path)}, check=False
    )
    assert lock_path(sidecar_in(tmp_path)).exists()
    store = opened(tmp_path)
    assert store.kept.read_only == ""
    assert store.kept.recovered == 1
    store.append(change(2)).result()
    store.close()
    assert files(tmp_path) == {sidecar_in(tmp_path).name}


@pytest.mark.parametrize("content", [b"", b"\0" * 40, b"garbage", b"[]", b'{"host":', b'{"pid":"x"}'])
def test_an_empty_lock_held_by_nobody_is_taken_over(tmp_path: Path, content: bytes) -> None:
    lock_path(sidecar_in(tmp_path)).write_bytes(content)
    store = opened(tmp_path)
    assert store.kept.read_only == ""
    store.append(change(1)).result()
    assert json.loads(lock_path(sidecar_in(tmp_path)).read_bytes())["pid"] == os.getpid()
    store.close()


def test_the_lock_of_another_machine_holds_until_the_user_takes_it_over(tmp_path: Path) -> None:
    lock_path(sidecar_in(tmp_path)).write_text('{"host":"reading-room-2","pid":4,"user":"ines"}')
    store = opened(tmp_path)
    assert store.kept.read_only == "it is open in another cableview by ines on reading-room-2 (process 4)"
    assert store.kept.way_out is WayOut.TAKE_OVER
    store.close()
    store = Store.open(sidecar_in(tmp_path), SHAPE, take_over=True)
    store.append(change(1)).result()
    store.close()
    assert len(read_kept(sidecar_in(tmp_path)).changes) == 1


def test_a_lock_held_on_this_machine_cannot_be_taken_over(tmp_path: Path) -> None:
    first = opened(tmp_path)
    first.append(change(1)).result()
    second = Store.open(sidecar_in(tmp_path), SHAPE, take_over=True)
    assert second.kept.read_only.startswith("it is open in another cableview")
    assert second.kept.way_out is WayOut.TRY_AGAIN
    second.close()
    first.close()
    third = Store.open(sidecar_in(tmp_path), SHAPE, take_over=True)
    assert third.kept.read_only == ""
    third.close()


def test_lock_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    store = opened(tmp_path)
    lock_path(sidecar_in(tmp_path)).symlink_to(victim)
    with pytest.raises(SaveError):
        store.append(change(1)).result()
    store._thread.shutdown()
    assert victim.read_text() == "precious"


def test_lock_that_is_a_second_name_of_a_file_is_not_written(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    store = opened(tmp_path)
    lock_path(sidecar_in(tmp_path)).hardlink_to(victim)
    with pytest.raises(SaveError, match="under a second name"):
        store.append(change(1)).result()
    store._thread.shutdown()
    assert victim.read_text() == "precious"


@pytest.mark.skipif(sys.platform == "win32", reason="links are followed there")
@pytest.mark.parametrize(
    ("put", "said"),
    [
        (lambda lock, victim: lock.symlink_to(victim), "a symbolic link"),
        (lambda lock, victim: lock.hardlink_to(victim), "another file under a second name"),
        (lambda lock, _: lock.mkdir(), "no regular file"),
    ],
    ids=["link", "second name", "folder"],
)
def test_anything_in_a_locks_place_is_reported_when_opening(
    tmp_path: Path, put: Callable[[Path, Path], None], said: str
) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    put(lock_path(sidecar_in(tmp_path)), victim)
    store = opened(tmp_path)
    assert store.kept.read_only == f"it is open according to a.txt.cableview.json.lock, which is {said}; move that away"
    assert store.kept.way_out is WayOut.TRY_AGAIN
    store.close()
    assert victim.read_text() == "precious"


@pytest.mark.parametrize("is_there", [True, False])
def test_a_journal_that_is_a_link_is_replaced_by_a_file(tmp_path: Path, is_there: bool) -> None:
    victim = tmp_path / "victim"
    if is_there:
        victim.write_text("precious")
    journal_path(sidecar_in(tmp_path)).symlink_to(victim)
    store = opened(tmp_path)
    store.append(change(1)).result()
    assert len(read_kept(sidecar_in(tmp_path)).changes) == 1
    store.close()
    assert (victim.read_text() if is_there else victim.exists()) == ("precious" if is_there else False)


def test_sidecar_changed_by_somebody_else_is_not_overwritten_and_nothing_is_lost(tmp_path: Path) -> None:
    filled(tmp_path, 2)
    store = opened(tmp_path)
    store.append(change(3)).result()
    data = overwritten(tmp_path)
    with pytest.raises(SaveError, match="changed by somebody else"):
        store.compact().result()
    store.append(change(4)).result()  # the journal goes on
    with pytest.raises(SaveError):
        store.close()
    assert sidecar_in(tmp_path).read_bytes() == data

    again = opened(tmp_path)
    assert "changed by somebody else" in again.kept.read_only
    assert again.kept.way_out is WayOut.NONE
    assert "changed by somebody else" in again.conflict
    assert len(again.kept.changes) == 2
    with pytest.raises(SaveError):
        again.append(change(3)).result()
    ours = again.keep_as(tmp_path / "ours.cableview.json")
    assert ours.changes == tuple(change(k) for k in (1, 2, 3, 4))
    again.append(change(5)).result()
    again.close()
    assert len(read_kept(tmp_path / "ours.cableview.json").changes) == 5
    assert sidecar_in(tmp_path).read_bytes() == data
    assert opened(tmp_path).conflict == ""


@pytest.mark.parametrize("is_new", [False, True])
def test_sidecar_that_appears_while_ours_is_written_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_new: bool
) -> None:
    sidecar = sidecar_in(tmp_path)
    before = 0 if is_new else len(read_kept(filled(tmp_path, 1)).changes)
    store = opened(tmp_path)
    store.append(change(before + 1)).result()
    synced = os.fsync

    def slow_sync(handle: int) -> None:
        synced(handle)
        monkeypatch.setattr(os, "fsync", synced)
        sidecar.write_bytes(b"theirs")

    monkeypatch.setattr(os, "fsync", slow_sync)
    with pytest.raises(SaveError, match="changed by somebody else"):
        store.compact().result()
    assert sidecar.read_bytes() == b"theirs"
    assert not list(tmp_path.glob(".cableview-*.tmp"))
    assert store.conflict
    ours = store.keep_as(tmp_path / "ours.cableview.json")
    assert len(ours.changes) == before + 1
    store.close()
    assert sidecar.read_bytes() == b"theirs"


def test_keeping_under_a_new_name_continues_there(tmp_path: Path) -> None:
    store = in_conflict(tmp_path)
    data = sidecar_in(tmp_path).read_bytes()
    with pytest.raises(SaveError, match="there is a file of this name"):
        store.keep_as(sidecar_in(tmp_path))
    kept = store.keep_as(tmp_path / "ours.cableview.json")
    assert (kept.changes, kept.read_only, store.conflict) == ((change(1), change(2)), "", "")
    store.append(change(3)).result()
    store.close()
    assert len(read_kept(tmp_path / "ours.cableview.json").changes) == 3
    assert sidecar_in(tmp_path).read_bytes() == data
    assert files(tmp_path) == {sidecar_in(tmp_path).name, "ours.cableview.json"}


def test_reloading_takes_theirs_and_sets_ours_aside(tmp_path: Path) -> None:
    store = in_conflict(tmp_path)
    kept = store.reload()
    assert kept.changes[0].acts[0].note == "not mine"  # type: ignore[union-attr]
    assert len(kept.changes) == 1
    store.append(theirs(2)).result()
    store.close()
    aside = tmp_path / f"{journal_path(sidecar_in(tmp_path)).name}.aside-1"
    assert files(tmp_path) == {sidecar_in(tmp_path).name, aside.name}
    other = tmp_path / "other"
    other.mkdir()
    journal_path(sidecar_in(other)).write_bytes(aside.read_bytes())
    assert read_kept(sidecar_in(other)).changes == (change(1), change(2))


def test_changes_to_a_sidecar_deleted_by_somebody_else_are_kept_in_the_journal(tmp_path: Path) -> None:
    filled(tmp_path, 2)
    store = opened(tmp_path)
    store.append(change(3)).result()
    sidecar_in(tmp_path).unlink()
    with pytest.raises(SaveError):
        store.close()
    assert read_kept(sidecar_in(tmp_path)).changes == (change(1), change(2), change(3))


def test_a_journal_deleted_while_in_use_is_begun_again_with_everything(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.append(change(1)).result()
    journal_path(sidecar_in(tmp_path)).unlink()
    store.append(change(2)).result()
    assert len(read_kept(sidecar_in(tmp_path)).changes) == 2
    store.close()


def test_journal_replaced_by_somebody_else_is_set_aside(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.append(change(1)).result()
    journal = journal_path(sidecar_in(tmp_path))
    journal.unlink()
    journal.write_bytes(b"theirs")
    store.append(change(2)).result()
    assert store.conflict
    assert journal.with_name(journal.name + ".aside-1").read_bytes() == b"theirs"
    assert len(read_kept(sidecar_in(tmp_path)).changes) == 2
    with pytest.raises(SaveError):
        store.close()


def test_an_older_copy_put_back_gets_what_it_lacks_from_the_journal(tmp_path: Path) -> None:
    old = filled(tmp_path, 1).read_bytes()
    filled(tmp_path, 2)
    store = opened(tmp_path)
    store.append(change(3)).result()
    sidecar_in(tmp_path).write_bytes(old)
    with pytest.raises(SaveError):
        store.close()
    assert len(read_kept(sidecar_in(tmp_path)).changes) == 3


def as_nobody(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Runs a script as a user whom file modes bind."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root can become another user; as an ordinary one file modes bind in the test below")
    prelude = "import os, sys; sys.path.insert(0, os.environ['CHECKOUT'])\nfrom tests.review.store.values import *\n"
    # What is imported late is imported now: the other user may be unable to read the interpreter's folder.
    prelude += "import tempfile; from cableview.review.store import store\n"
    prelude += "with tempfile.TemporaryDirectory() as warm: filled(filled(Path(warm)).parent, 4)\n"
    prelude += "folder = Path(os.environ['FOLDER']); os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
    for parent in [folder, *folder.parents]:
        if parent.stat().st_uid == os.geteuid() and not parent.stat().st_mode & 0o005:
            parent.chmod(parent.stat().st_mode | 0o055)
    env = {**os.environ, "FOLDER": str(folder), "CHECKOUT": str(CHECKOUT)}
    code = prelude + script
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)


def test_read_only_folder_is_reported_when_opening_and_nothing_changes(tmp_path: Path) -> None:
    folder = tmp_path / "cd"
    folder.mkdir()
    data = filled(folder, 2).read_bytes()
    script = """
s = opened(folder)
print(len(s.kept.changes), s.kept.read_only)
try:
    s.append(change(3)).result()
except Exception as error:
    print(type(error).__name__)
s.close()
"""
    done = as_nobody(folder, script)
    assert done.stdout.startswith("2 its folder cannot be written to"), done
    assert "SaveError" in done.stdout
    assert sidecar_in(folder).read_bytes() == data
    assert files(folder) == {sidecar_in(folder).name}


def test_the_record_of_a_read_only_folder_continues_in_the_folder_for_sidecars(tmp_path: Path) -> None:
    folder, own = tmp_path / "cd", tmp_path / "own"
    folder.mkdir()
    own.mkdir()
    own.chmod(0o777)
    filled(folder, 2)
    script = """
own = folder.parent / "own"
s = Store.open(sidecar_in(folder), SHAPE, sidecar_folder=own / "sidecars")
assert s.kept.read_only == "" and len(s.kept.changes) == 2 and not s.kept.is_new
assert not (own / "sidecars").exists()
s.append(change(3)).result()
assert len(store.read_kept(s.sidecar).changes) == 3, "a crash now loses nothing"
s.close()
print(s.sidecar)
s = Store.open(sidecar_in(folder), SHAPE, sidecar_folder=own / "sidecars")
assert len(s.kept.changes) == 3
s.close()
"""
    done = as_nobody(folder, script)
    assert done.returncode == 0, done
    path = Path(done.stdout.strip())
    assert path == sidecar_path(folder / "a.txt", own / "sidecars")
    kept = read_kept(path)
    assert len(kept.changes) == 3
    assert kept.shape.transcript[0].path == "../../cd/a.txt"


def test_the_folder_for_sidecars_is_not_used_if_the_items_own_is_writable(tmp_path: Path) -> None:
    own = tmp_path / "own"
    store = Store.open(sidecar_in(tmp_path), SHAPE, sidecar_folder=own)
    assert store.sidecar == sidecar_in(tmp_path)
    store.close()


def test_write_protected_sidecar_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled(tmp_path, 1)
    real = os.access
    monkeypatch.setattr(os, "access", lambda p, mode: Path(p) != path and real(p, mode))
    store = Store.open(path, SHAPE, transcript=TRANSCRIPT, reference=REFERENCE)
    assert store.kept.read_only == "the record is write-protected"
    assert store.kept.way_out is WayOut.OTHER_FOLDER
    store.close()


def test_a_write_protected_journal_is_reported_when_opening_and_can_be_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else each verdict would be told to choose another name, which a journal has not."""
    crashed = opened(tmp_path)
    crashed.append(change(1)).result()
    crashed._thread.shutdown()
    crashed._writer.close()
    path = journal_path(sidecar_in(tmp_path))
    real = os.access
    monkeypatch.setattr(os, "access", lambda p, mode: Path(p) != path and real(p, mode))
    store = opened(tmp_path)
    assert store.kept.read_only == "the journal of the record is write-protected"
    assert store.kept.way_out is WayOut.OTHER_FOLDER
    assert [kept.seq for kept in store.kept.changes] == [1]
    store.close()
    elsewhere = Store.open(sidecar_in(tmp_path), SHAPE, sidecar_folder=tmp_path / "own")
    assert elsewhere.sidecar.parent == tmp_path / "own"
    elsewhere.append(change(2)).result()
    elsewhere.close()
    assert [kept.seq for kept in read_kept(elsewhere.sidecar).changes] == [1, 2]


@pytest.mark.parametrize("goes_on", [False, True])
def test_a_reader_misses_nothing_while_the_journal_is_merged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, goes_on: bool
) -> None:
    filled(tmp_path, 1)
    at_work = opened(tmp_path)
    at_work.append(change(2)).result()
    looked_at: list[str] = []

    def between(name: str) -> None:
        real = getattr(record, name)

        def reading(path: Path) -> object:
            found = real(path)
            looked_at.append(name)
            if len(looked_at) == 1:  # the other of the two is still to be read
                at_work.compact().result()
                if goes_on:
                    at_work.append(change(3)).result()
            return found

        monkeypatch.setattr(record, name, reading)

    between("read_sidecar")
    between("read_journal")
    kept = read_kept(sidecar_in(tmp_path))
    assert kept.changes[:2] == (change(1), change(2))
    assert kept.read_only == ""
    assert len(looked_at) == 2
    at_work.close()


def test_a_missing_folder_is_not_created_again_and_changes_are_written_when_it_is_back(tmp_path: Path) -> None:
    """The mount point of a share is on another disk, where nobody would find what is saved there."""
    folder = tmp_path / "share"
    folder.mkdir()
    store = opened(folder)
    folder.rmdir()
    with pytest.raises(SaveError, match="cannot be saved"):
        store.append(change(1)).result()
    assert not folder.exists()
    folder.mkdir()
    store.append(change(2)).result()
    store.close()
    assert read_kept(sidecar_in(folder)).changes == (change(1), change(2))


def test_a_missing_folder_for_sidecars_is_created(tmp_path: Path) -> None:
    store = opened(tmp_path / "records" / "new")
    store.append(change(1)).result()
    store.close()
    assert read_kept(sidecar_in(tmp_path / "records" / "new")).changes == (change(1),)


def test_the_next_writer_deletes_only_what_a_killed_one_left(tmp_path: Path) -> None:
    long_ago = time.time() - 2 * 24 * 3600
    name = ".cableview-0123456789abcde{}.tmp"
    left, fresh, folder, link, twin = (tmp_path / name.format(digit) for digit in "01234")
    others = [tmp_path / other for other in (".cableview-0.tmp", f"a{left.name}", f"{left.name}.txt", "notes.tmp")]
    for path in (left, fresh, twin, *others):
        path.write_bytes(b"{")
    folder.mkdir()
    link.symlink_to(others[0])
    os.link(twin, tmp_path / "twin")
    for path in (left, folder, twin, *others):
        os.utime(path, (long_ago, long_ago))
    os.utime(link, (long_ago, long_ago), follow_symlinks=False)
    before = files(tmp_path)
    store = opened(tmp_path)
    assert files(tmp_path) == before
    store.append(change(1)).result()
    store.close()
    assert files(tmp_path) == (before - {left.name}) | {sidecar_in(tmp_path).name}


def test_a_record_kept_in_another_folder_names_files_relative_to_it_at_once(tmp_path: Path) -> None:
    store = in_conflict(tmp_path)
    (tmp_path / "other").mkdir()
    ours = tmp_path / "other" / "ours.cableview.json"
    store.keep_as(ours)
    shape = read_kept(ours).shape
    assert [source.path for source in (*shape.transcript, *shape.reference)] == ["../a.txt", "../a.ref.txt"]
    assert [page.path for page in (*shape.pages, *shape.layouts)] == ["../a.jpg", "../a.xml"]
    store.close()
