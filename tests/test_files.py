"""Texts come back as they were, bad input is refused in one sentence, and writing is all or nothing."""

from __future__ import annotations

import codecs
import errno
import os
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cableview import files
from cableview.errors import CableviewError, DecodeError, FileError, SaveError
from cableview.files import atomic_write, encode_text, put_back, read_bytes, read_text, sha256_of
from cableview.model.span import Span

ROOT = Path(__file__).resolve().parents[1]
LETTER = "Marshal Stalin said, 10° of frost – “très” sûr\r\nund über Öl\rend\n"


@pytest.fixture
def put(tmp_path: Path) -> Callable[[bytes], Path]:
    def write(data: bytes) -> Path:
        path = tmp_path / "text.txt"
        path.write_bytes(data)
        return path

    return write


def is_one_sentence(error: pytest.ExceptionInfo[CableviewError], path: Path) -> bool:
    line = str(error.value)
    return path.name in line and "\n" not in line and "Traceback" not in line


@pytest.mark.parametrize(
    ("data", "encoding", "bom"),
    [
        (LETTER.encode(), "utf-8", b""),
        (codecs.BOM_UTF8 + LETTER.encode(), "utf-8", codecs.BOM_UTF8),
        (codecs.BOM_UTF16_LE + LETTER.encode("utf-16-le"), "utf-16-le", codecs.BOM_UTF16_LE),
        (codecs.BOM_UTF16_BE + LETTER.encode("utf-16-be"), "utf-16-be", codecs.BOM_UTF16_BE),
        (codecs.BOM_UTF32_LE + LETTER.encode("utf-32-le"), "utf-32-le", codecs.BOM_UTF32_LE),
        (LETTER.encode("utf-16-le"), "utf-16-le", b""),
        (LETTER.encode("utf-16-be"), "utf-16-be", b""),
        (LETTER.encode("cp1252"), "cp1252", b""),
    ],
)
def test_encoding_is_found_and_the_bytes_come_back(
    put: Callable[[bytes], Path], data: bytes, encoding: str, bom: bytes
) -> None:
    read = read_text(put(data))
    assert read.text == LETTER
    assert (read.source.encoding, read.source.bom, read.source.length) == (encoding, bom, len(LETTER))
    assert encode_text(read.text, read.source) == data
    assert read.source.sha256 == sha256_of(read.source.path)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("café", "cp1252"),
        ("The price was £5 and the “Marshal” said—no", "cp1252"),
        ("Straße", "cp1252"),
        ("Übung über den Krieg – „heute“ gesagt", "cp1252"),
        ("Совершенно секретно. Из Москвы, 3 февраля 1944 года.", "cp1251"),
        ("Совершенно секретно. Из Москвы, 3 февраля 1944 года.", "koi8_r"),
        ("Příliš žluťoučký kůň úpěl ďábelské ódy", "cp1250"),
        ("日本の外務省から大使館への電報です。", "shift_jis"),
        ("外交部檔案館資料電報", "big5"),
        ("Der Botschafter erklärte, daß er für größere Änderungen noch keine „Vollmacht“ habe – leider.", "cp1252"),
        ("L’ambassadeur a déclaré que « l’été » serait déjà loin – il espère être reçu à Noël.", "cp1252"),
        ("Übung über den Krieg – „heute“ gesagt\n" * 2000, "cp1252"),
        ("No accents here at all.\n" * 4000 + "é", "cp1252"),
        ("Velvyslanec včera prohlásil, že jeho vláda ještě nerozhodla o stažení vojsk. Příští týden dorazí.", "cp1250"),
        ("Büyükelçi dün hükümetinin birliklerin çekilmesine ilişkin henüz karar vermediğini söyledi.", "cp1254"),
    ],
)
def test_legacy_encoding_is_taken_from_the_letters(put: Callable[[bytes], Path], text: str, encoding: str) -> None:
    read = read_text(put(text.encode(encoding)))
    assert (read.text, read.source.encoding) == (text, encoding)
    assert encoding in read.note


def test_forced_encoding_is_taken(put: Callable[[bytes], Path]) -> None:
    path = put("Żółć".encode("cp1250"))
    assert read_text(path, "cp1250").text == "Żółć"
    assert read_text(path, "latin-1").source.encoding == "iso8859-1"


def test_forced_utf16_follows_the_mark(put: Callable[[bytes], Path]) -> None:
    read = read_text(put(codecs.BOM_UTF16_BE + "är".encode("utf-16-be")), "utf-16")
    assert (read.text, read.source.encoding) == ("är", "utf-16-be")


def test_forced_legacy_encoding_reads_the_mark_as_letters(put: Callable[[bytes], Path]) -> None:
    read = read_text(put(codecs.BOM_UTF8 + b"a"), "cp1252")
    assert (read.text, read.source.bom) == ("ï»¿a", b"")


@pytest.mark.parametrize("encoding", ["rot13", "no-such", "base64", "utf-8"])
def test_forced_encoding_that_does_not_fit_is_refused(put: Callable[[bytes], Path], encoding: str) -> None:
    path = put(b"caf\xe9")
    with pytest.raises(DecodeError) as error:
        read_text(path, encoding)
    assert is_one_sentence(error, path)


def test_text_that_would_not_come_back_is_refused(put: Callable[[bytes], Path]) -> None:
    """ISO 2022 shifts may be written twice; read and written again they would be once."""
    path = put(b"\x1b(B\x1b(Babc")
    with pytest.raises(DecodeError, match="would not be the same"):
        read_text(path, "iso2022_jp")


def test_lone_surrogates_are_no_text(put: Callable[[bytes], Path]) -> None:
    for data in (b"\xed\xa0\x80 a", codecs.BOM_UTF16_LE + b"\x00\xd8a\x00"):
        path = put(data)
        with pytest.raises(DecodeError):
            read_text(path, "utf-8" if data[0] == 0xED else None)


@given(st.binary(max_size=80))
@settings(max_examples=150, deadline=None)
def test_whatever_is_read_gives_its_bytes_back(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "a.txt"
    path.write_bytes(data)
    try:
        read = read_text(path)
    except FileError:
        return
    assert encode_text(read.text, read.source) == data
    assert "\0" not in read.text


def test_empty_file_is_an_empty_text(put: Callable[[bytes], Path]) -> None:
    read = read_text(put(b""))
    assert (read.text, read.source.length) == ("", 0)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG image"),
        (b"\x89PNG\r\n\x1a\n", "PNG image"),
        (b"II*\x00\x08\x00", "TIFF image"),
        (b"%PDF-1.4\n", "PDF document"),
        (b"PK\x03\x04....", "office document"),
        (b"{\\rtf1 text}", "RTF"),
        (b"abc\x00def", "binary"),
        (bytes(range(1, 32)) * 20, "binary"),
        (b"\xe9" + bytes(range(1, 32)) * 20, "binary"),
    ],
)
def test_a_binary_file_is_not_text_and_is_named(put: Callable[[bytes], Path], data: bytes, said: str) -> None:
    path = put(data)
    with pytest.raises(FileError, match=said) as error:
        read_text(path)
    assert is_one_sentence(error, path)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="does not exist") as error:
        read_text(tmp_path / "gone.txt")
    assert is_one_sentence(error, tmp_path / "gone.txt")


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="folder"):
        read_text(tmp_path)


def test_pipe_device_and_socket_do_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(tmp_path / "s"))
    for path in (tmp_path / "pipe", tmp_path / "s", Path("/dev/zero")):
        with pytest.raises(FileError):
            read_text(path)
        with pytest.raises(FileError):
            sha256_of(path)
    server.close()


@pytest.mark.parametrize("name", ["a\0b", "n" * 300])
def test_an_impossible_name_is_reported_in_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileError):
        read_text(tmp_path / name)


def test_name_that_is_no_utf8_is_read_and_shown(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_bytes(b"text")
    assert read_text(path).text == "text"
    atomic_write(path, b"other")
    assert path.read_bytes() == b"other"
    path.unlink()
    with pytest.raises(FileError) as error:
        read_text(path)
    assert str(error.value).encode()


def test_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(files.MAX_TEXT_BYTES + 1)
    with pytest.raises(FileError, match="64 MB"):
        read_text(path)
    with pytest.raises(FileError):
        read_bytes(path, 10)


def test_unencodable_characters_are_named(put: Callable[[bytes], Path]) -> None:
    source = read_text(put(LETTER.encode("cp1252"))).source
    with pytest.raises(FileError, match=r"Ł \(U\+0141\), ☒ \(U\+2612\)"):
        encode_text("Ł and ☒ and Ł", source)


def test_put_back_touches_nothing_else() -> None:
    assert put_back("head BODY mid REST tail", [(Span(14, 18), "two"), (Span(5, 9), "one")]) == "head one mid two tail"


# Writing


def only_file(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_write_makes_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    atomic_write(path, b"one")
    atomic_write(path, b"two")
    assert path.read_bytes() == b"two"
    assert only_file(tmp_path) == ["a.json"]


def test_write_keeps_the_mode(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x")
    path.chmod(0o640)
    atomic_write(path, b"y")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_write_follows_links_also_to_what_is_not_there_yet(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "link"
    link.symlink_to("real/target")
    atomic_write(link, b"1")
    atomic_write(link, b"2")
    assert link.is_symlink()
    assert (tmp_path / "real/target").read_bytes() == b"2"


def test_write_refuses_folder_loop_and_protected_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to("loop")
    for path in (tmp_path, loop, tmp_path / "no" / "folder"):
        with pytest.raises(SaveError):
            atomic_write(path, b"")
    kept = tmp_path / "kept"
    kept.write_bytes(b"kept")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(SaveError, match="write-protected"):
        atomic_write(kept, b"new")
    assert kept.read_bytes() == b"kept"


@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace", "close"])
def test_failing_call_leaves_the_old_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    real = getattr(os, call)

    def fail(*arguments: object, **more: object) -> object:
        if call == "close":
            real(*arguments)
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(os, call, fail)
        with pytest.raises(SaveError, match="Input/output"):
            atomic_write(path, b"new")
    assert path.read_bytes() == b"old"
    assert only_file(tmp_path) == ["a"]


KILLED_AT = """
import os, sys
from pathlib import Path
from cableview.files import atomic_write
left = int(sys.argv[2])
def mortal(call):
    def wrapped(*arguments, **more):
        global left
        left -= 1
        if left < 0:
            os._exit(9)
        return call(*arguments, **more)
    return wrapped
real = os.write
os.write = lambda handle, data: real(handle, data[:4])
for name in ("open", "write", "fsync", "close", "replace", "fchmod"):
    setattr(os, name, mortal(getattr(os, name)))
atomic_write(Path(sys.argv[1]), b"new text")
os._exit(0)
"""


def test_process_killed_at_any_call_leaves_one_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "a"
    found: list[bytes] = []
    for calls in range(30):
        path.write_bytes(b"old")
        ended = subprocess.run([sys.executable, "-c", KILLED_AT, str(path), str(calls)], check=False, cwd=ROOT)
        found.append(path.read_bytes())
        if ended.returncode == 0:
            break
    assert ended.returncode == 0
    assert set(found) == {b"old", b"new text"}
    assert found == sorted(found, reverse=True)


def test_short_writes_are_carried_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:3]))
    atomic_write(tmp_path / "a", b"0123456789")
    assert (tmp_path / "a").read_bytes() == b"0123456789"


def test_a_full_disk_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "write", lambda handle, data: 0)
    with pytest.raises(SaveError):
        atomic_write(tmp_path / "a", b"0123456789")
    assert only_file(tmp_path) == []


def test_file_is_synced_before_it_takes_the_name_and_the_folder_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    for name in ("write", "fsync", "replace"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda *a, _n=name, _r=real, **k: (order.append(_n), _r(*a, **k))[1])
    atomic_write(tmp_path / "a", b"1")
    assert order == ["write", "fsync", "replace", "fsync"]


def test_folder_that_cannot_be_synced_is_no_silent_success(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync
    failure = [errno.EIO]

    def fsync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(failure[0], os.strerror(failure[0]))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(SaveError, match="power cut"):
        atomic_write(tmp_path / "a", b"1")
    assert (tmp_path / "a").read_bytes() == b"1"
    failure[0] = errno.EINVAL
    atomic_write(tmp_path / "a", b"2")


def test_file_open_elsewhere_on_windows_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, refusals = os.replace, [32, 5]

    def replace(source: Path, target: Path) -> None:
        if refusals:
            error = PermissionError(errno.EACCES, "in use")
            error.winerror = refusals.pop()
            raise error
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    atomic_write(tmp_path / "a", b"1")
    assert (tmp_path / "a").read_bytes() == b"1"


def test_two_writers_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "a"
    contents = [bytes([65 + n]) * 50_000 for n in range(4)]
    threads = [threading.Thread(target=atomic_write, args=(path, data)) for data in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_bytes() in contents
    assert only_file(tmp_path) == ["a"]


def test_a_folder_without_permission_is_reported_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may read everything, so the system's refusal is simulated."""

    def refuse(*_: object, **__: object) -> os.stat_result:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(os, "stat", refuse)
        patched.setattr(os, "lstat", refuse)
        with pytest.raises(SaveError, match="Permission denied"):
            atomic_write(tmp_path / "a", b"")
        assert not files.exists(tmp_path)
        assert not files.is_folder(tmp_path)
