"""A journal cut off or spoiled anywhere gives back all sound records before that place."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

import pytest

from cableview.errors import SaveError, SidecarError
from cableview.review.change import Annotate, to_tree
from cableview.review.store.journal import encode_record, read_journal
from cableview.review.store.record import journal_path
from cableview.review.store.sidecar import chained
from cableview.review.store.store import read_kept
from tests.review.store.values import change, files, filled, opened, sidecar_in


def abandoned(folder: Path, count: int) -> bytes:
    """A journal of `count` changes that was never gathered into a sidecar."""
    store = opened(folder)
    for seq in range(1, count + 1):
        store.append(change(seq)).result()
    data = journal_path(sidecar_in(folder)).read_bytes()
    store._thread.shutdown()
    store._writer.close()
    return data


def test_torn_end_at_every_byte_keeps_the_whole_records_and_the_next_change(tmp_path: Path) -> None:
    data = abandoned(tmp_path, 3)
    journal = journal_path(sidecar_in(tmp_path))
    ends = [k + 1 for k, byte in enumerate(data) if byte == 10]
    for cut in range(len(data) + 1):
        journal.write_bytes(data[:cut])
        whole = sum(end <= cut for end in ends)
        store = opened(tmp_path)
        assert store.kept.recovered == whole
        if cut % 7 == 0 or cut in ends:  # crash, go on, crash again: what came after the torn end is there
            store.append(change(whole + 1)).result()
            assert read_kept(sidecar_in(tmp_path)).changes == tuple(change(k) for k in range(1, whole + 2))
        store._thread.shutdown()
        store._writer.close()
        assert not sidecar_in(tmp_path).exists()


def test_sound_records_end_at_any_changed_byte(tmp_path: Path) -> None:
    data = abandoned(tmp_path, 2)
    first = data.index(b"\n") + 1
    journal = journal_path(sidecar_in(tmp_path))
    for at in range(4, len(data), 5):
        journal.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert len(read_journal(journal).payloads) == (0 if at < first else 1)


def test_an_unsynced_end_of_zeros_is_skipped(tmp_path: Path) -> None:
    data = abandoned(tmp_path, 2)
    journal_path(sidecar_in(tmp_path)).write_bytes(data + b"\0" * 300)
    assert opened(tmp_path).kept.recovered == 2


def test_a_journal_damaged_in_the_middle_is_kept_for_inspection(tmp_path: Path) -> None:
    data = abandoned(tmp_path, 3)
    lines = data.split(b"\n")
    spoiled = b"\n".join([lines[0], lines[1].replace(b"note 2", b"note 9"), lines[2], b""])
    journal_path(sidecar_in(tmp_path)).write_bytes(spoiled)
    store = opened(tmp_path)
    assert store.kept.recovered == 1
    store.append(change(2)).result()
    store.close()
    aside = tmp_path / f"{journal_path(sidecar_in(tmp_path)).name}.aside-1"
    assert aside.read_bytes() == spoiled
    assert files(tmp_path) == {sidecar_in(tmp_path).name, aside.name}


def test_empty_journal_is_no_journal(tmp_path: Path) -> None:
    journal_path(sidecar_in(tmp_path)).write_bytes(b"")
    assert opened(tmp_path).kept.is_new


def test_journal_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    journal_path(sidecar_in(tmp_path)).write_bytes(b"cvj2 0000 whatever\n")
    with pytest.raises(SidecarError, match="newer cableview"):
        opened(tmp_path)


def test_a_sound_record_that_is_not_a_change_is_named(tmp_path: Path) -> None:
    record = encode_record({"seq": 1, "base": "", "change": {"seq": 1}})
    journal_path(sidecar_in(tmp_path)).write_bytes(record)
    with pytest.raises(SidecarError, match=r"journal: its records are not sound .*`at`"):
        opened(tmp_path)


@pytest.mark.parametrize("body", [b"[1]", b"7", b"{", b"\xff"])
def test_sound_records_end_at_a_record_of_another_type(tmp_path: Path, body: bytes) -> None:
    path = journal_path(sidecar_in(tmp_path))
    sound = encode_record({"seq": 1, "base": "", "change": to_tree(change(1))})
    path.write_bytes(sound + b"cvj1 %08x %08x %s\n" % (len(body), crc32(body), body))
    journal = read_journal(path)
    assert (len(journal.payloads), journal.damaged) == (1, False)


def test_the_digest_of_records_is_computed_as_by_earlier_versions() -> None:
    """Else a journal that one of them left would seem to continue another sidecar."""
    tree = to_tree(change(1, Annotate("0123456789ab", 'ß "𝔄" \n')))
    tree["more"] = {"b": [1, None], "a": True}
    digest = chained("", tree)
    assert digest == chained("", dict(reversed(tree.items()))) == "4751f411b6b6a4eb"
    assert chained(digest, tree) != digest


def test_another_writer_to_a_new_journal_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def both(path: Path, data: bytes) -> None:
        path.write_bytes(data + b"theirs")

    store = opened(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr("cableview.review.store.journal.atomic_write", both)
        with pytest.raises(SaveError, match="somebody else writes to this journal"):
            store.append(change(1)).result()
    store.append(change(2)).result()
    store.close()
    assert [kept.seq for kept in read_kept(sidecar_in(tmp_path)).changes] == [1, 2]


def test_a_reader_leaves_the_journal_of_an_earlier_run_unchanged(tmp_path: Path) -> None:
    abandoned(tmp_path, 3)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    store = opened(tmp_path)
    assert store.kept.recovered == 3
    store.close()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_records_that_are_in_the_sidecar_already_are_not_applied_again(tmp_path: Path) -> None:
    data = abandoned(tmp_path, 3)
    store = opened(tmp_path)
    store.compact().result()
    store.close()
    sidecar = sidecar_in(tmp_path).read_bytes()
    journal_path(sidecar_in(tmp_path)).write_bytes(data)  # a crash between the new sidecar and the cut
    kept = read_kept(sidecar_in(tmp_path))
    assert (len(kept.changes), kept.recovered) == (3, 0)
    filled(tmp_path, 3)
    assert sidecar_in(tmp_path).read_bytes() == sidecar
    assert [c.seq for c in read_kept(filled(tmp_path, 4)).changes] == [1, 2, 3, 4]
