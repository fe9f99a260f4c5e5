"""Reading in a separate process: what it answers, and that it ends, with the engine, whatever happens."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from cableview.model.item import PageImage
from cableview.scan.engines.calibration import word_confidence
from cableview.scan.engines.engine import EngineError, EngineName
from cableview.scan.engines.messages import Asked, asked_by, message_of, request
from cableview.scan.engines.process import end_group, read_in_process
from cableview.workers import own_command
from tests.fake_tesseract import install, printing, typed_table

PATIENCE = 60.0


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    Image.new("L", (1400, 1800), 230).save(tmp_path / "page.png")
    return Asked((PageImage(tmp_path / "page.png"),) * 2, EngineName.TESSERACT, "eng")


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    # It may have ended, and nobody has asked how.
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z" if Path("/proc").is_dir() else True


def waited(what, seconds: float = PATIENCE):
    ends = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < ends, "it did not come about"
        time.sleep(0.02)


def test_pages_are_read_one_after_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: Asked) -> None:
    install(tmp_path, monkeypatch, printing(typed_table(["The first line", "and a second one."])))
    told: list[tuple[int, int]] = []
    reading = read_in_process(asked, progress=lambda page, of: told.append((page, of)))
    assert told == [(1, 2), (2, 2)]
    assert (reading.engine, reading.version, reading.language) == ("tesseract", "5.9.1", "eng")
    one = "The first line\nand a second one."
    assert reading.text() == f"{one}\n\f{one}\n"


def test_text_of_a_reading_says_how_sure_each_word_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: Asked
) -> None:
    install(tmp_path, monkeypatch, printing(typed_table(["Two words"], sure=96)))
    scan = read_in_process(asked).scan_text()
    words = [scan.text[a:b] for a, b in zip(scan.starts, scan.ends, strict=True)]
    assert words == ["Two", "words"] * 2
    assert set(scan.confidences) == {word_confidence("tesseract", 0.96)}


def test_request_passes_any_path_and_text_unharmed() -> None:
    asked = Asked((PageImage(Path("/a\udce9/\n.png"), 3),), EngineName.RAPIDOCR, "", "ſ𝔄\u2028")
    line = request(asked)
    assert line.count(b"\n") == 1
    assert asked_by(line) == asked


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("print('no JSON')", "answered with something else"),
        ("print('[]')", "answered with something else"),
        ("print('{\"pages\": []}')", "answered with something else"),
        ('print(\'{"error": "the page is upside down"}\')', "the page is upside down"),
        ("raise SystemExit(3)", "ended before its time"),
        ("import os; os.kill(os.getpid(), 9)", "ended before its time"),
        ("import time; time.sleep(600)", "did not answer within 1 seconds"),
        ('print(\'{"page": 1, "of": 2}\', flush=True); import time; time.sleep(600)', "did not answer within 1"),
    ],
)
def test_worker_that_fails_is_an_error_in_words(asked: Asked, script: str, said: str) -> None:
    with pytest.raises(EngineError, match=said):
        read_in_process(asked, patience=1.0 if "within" in said else PATIENCE, command=[sys.executable, "-c", script])


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system does not say what is computed")
def test_an_idle_worker_is_ended_before_its_time_limit(asked: Asked) -> None:
    script = 'import sys, time; sys.stdin.readline(); print(\'{"page": 1, "of": 2}\', flush=True); time.sleep(600)'
    told: list[int] = []
    with pytest.raises(EngineError, match="tesseract hangs: it computed nothing"):
        read_in_process(
            asked, progress=lambda page, _: told.append(page), still=1.0, command=[sys.executable, "-c", script]
        )
    assert told == [1]


def test_worker_that_cannot_be_started_is_an_error(asked: Asked) -> None:
    with pytest.raises(EngineError, match="cannot be started"):
        read_in_process(asked, command=["/nowhere/python"])


def test_engine_that_fails_in_the_worker_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: Asked
) -> None:
    install(tmp_path, monkeypatch, "sys.exit('cannot load its data')")
    with pytest.raises(EngineError, match="failed with code 1: cannot load its data"):
        read_in_process(asked)


@pytest.mark.skipif(sys.platform == "win32", reason="groups of processes are of POSIX")
@pytest.mark.parametrize("way", ["its input is closed", "it is given up"])
def test_engine_ends_with_the_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: Asked, way: str) -> None:
    note = tmp_path / "pid"
    install(tmp_path, monkeypatch, f"open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(600)")
    if way == "it is given up":
        with pytest.raises(EngineError, match="did not answer"):
            read_in_process(asked, patience=8.0)
    else:
        worker = subprocess.Popen(own_command("_read"), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        assert worker.stdin is not None
        worker.stdin.write(request(asked))
        worker.stdin.flush()
        waited(lambda: note.exists() and note.read_text())
        worker.stdin.close()
        assert worker.wait(PATIENCE) in (1, -signal.SIGKILL)
    engine = int(note.read_text())
    waited(lambda: not is_alive(engine), 10)


def test_an_ended_process_has_no_group() -> None:
    assert not end_group(0)
    done = subprocess.Popen([sys.executable, "-S", "-c", ""])
    done.wait()
    assert not end_group(done.pid)


def test_reading_of_other_pages_is_refused() -> None:
    line = b'{"engine": "tesseract", "version": "1", "language": "", "pages": []}'
    with pytest.raises(ValueError, match="0 pages were read instead of 1"):
        message_of(line, [PageImage(Path("page.png"))])


@pytest.mark.parametrize("engine", ["tesseract", "rapidocr"])
def test_surer_words_are_right_more_often(engine: str) -> None:
    shares = [word_confidence(engine, stated / 50) for stated in range(51)]
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] < 1
    assert word_confidence(engine, None) == 0.5
    assert word_confidence("another", 0.4) == 0.4
