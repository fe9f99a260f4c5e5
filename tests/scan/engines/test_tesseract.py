"""Tesseract: the requests to it, and the handling of its answers and of everything that goes wrong."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest
from PIL import Image

from cableview.model.geometry import Box
from cableview.scan.engines import tesseract
from cableview.scan.engines.choice import chosen, installed
from cableview.scan.engines.engine import EngineError
from cableview.scan.engines.tesseract import Tesseract, installed_command
from cableview.scan.raster import read_page
from tests.fake_tesseract import HEADER, install, printing, table
from tests.scan.typescript import typed

PAGE = Image.new("L", (1400, 1800), 230)
real = pytest.mark.skipif(shutil.which("tesseract") is None, reason="the command tesseract is not installed")


def test_words_lines_and_regions_are_taken_from_its_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = table(
        [[("The", (100, 50, 150, 80), 96.5), ("end.", (160, 50, 220, 80), 91.0)], [("Fin", (90, 99, 120, 120), 8)]]
    )
    command = install(tmp_path, monkeypatch, printing(rows))
    page = Tesseract(command).read(PAGE, "eng")
    assert (page.width, page.height) == (1400, 1800)
    assert [line.text for line in page.lines] == ["The end.", "Fin"]
    first = page.lines[0]
    assert first.words[0].box == Box(100, 50, 150, 80)
    assert first.words[0].confidence == pytest.approx(0.965)
    assert first.box == Box(100, 50, 220, 80)


def test_words_outside_the_page_without_size_or_letters_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [("out", (2000, 10, 2100, 40), 90.0), ("flat", (10, 10, 10, 40), 90.0), (" ", (10, 10, 90, 40), 95.0)]
    words += [("edge", (1300, 10, 1500, 40), 90.0), ("odd", (10, 10, 50, 40), float("nan"))]
    command = install(tmp_path, monkeypatch, printing(table([words])))
    (line,) = Tesseract(command).read(PAGE, "eng").lines
    assert [(word.text, word.box) for word in line.words] == [("edge", Box(1300, 10, 1400, 40))]


def test_version_and_languages_are_asked_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Tesseract(install(tmp_path, monkeypatch, ""))
    assert engine.version == "5.9.1"
    assert engine.languages == ("eng", "fra")


def test_older_versions_answer_on_standard_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = "sys.stderr.write('tesseract 3.04.01\\n leptonica' if '--version' in sys.argv else 'List:\\ndeu\\n')"
    engine = Tesseract(install(tmp_path, monkeypatch, script, polite=False))
    assert (engine.version, engine.languages) == ("3.04.01", ("deu",))


ROW = "\n5\t1\t1\t1\t1\t1\t20\t30\t300\t25\t90\tword"


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("time.sleep(600)", "did not answer within 1 seconds"),
        ("while True: pass", "did not answer within 1 seconds"),
        ("sys.stderr.write('Error: no such thing\\nmore'); sys.exit(1)", "failed with code 1: Error: no such thing"),
        ("os.kill(os.getpid(), 11)", "ended by signal 11"),
        ("print('hello')", "something else than a table"),
        ("", "something else than a table"),
        ("sys.stdout.buffer.write(bytes(range(256)) * 99)", "something else than a table"),
        ("while True: sys.stdout.write('x' * 1000000)", "printed more than 32 MB"),
        ("while True: sys.stderr.write('x' * 1000000)", "printed more than 32 MB"),
        (printing(HEADER + "\n5\t1\t1\t1\t1\t1\tleft\t2\t3\t4\t90\tword\n"), "whose numbers are none"),
        (printing(HEADER + "\n" + "5\n" * 400_001), "more words than a page can hold"),
        (f"print({HEADER!r} + {ROW!r} * 100_001)", "more words than a page can hold"),
        (f"print({HEADER!r} + {ROW!r} + 'x' * 1_000_001)", "more words than a page can hold"),
    ],
)
def test_whatever_goes_wrong_is_one_sentence_within_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, said: str
) -> None:
    engine = Tesseract(install(tmp_path, monkeypatch, script))
    assert engine.languages
    began = time.monotonic()
    with pytest.raises(EngineError, match=said) as failure:
        Tesseract(engine.command, limit=1.0 if "within" in said else None).read(PAGE, "eng")
    assert str(engine.command) in str(failure.value)
    assert "\n" not in str(failure.value)
    assert time.monotonic() - began < 20


def test_a_command_that_hangs_on_any_call_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "ASKED_WITHIN", 0.5)
    engine = Tesseract(install(tmp_path, monkeypatch, "time.sleep(600)", polite=False))
    with pytest.raises(EngineError, match="did not answer"):
        _ = engine.version


@pytest.mark.parametrize("language", ["xyz", "--psm", "eng+xyz", "../eng", ""])
def test_a_language_it_lacks_is_never_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    engine = Tesseract(install(tmp_path, monkeypatch, "raise SystemExit('was run')"))
    with pytest.raises(EngineError, match="Installed are: eng, fra"):
        engine.read(PAGE, language)


def test_command_without_languages_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Tesseract(install(tmp_path, monkeypatch, "print('List (1):\\nosd')", polite=False))
    with pytest.raises(EngineError, match="apt-get install tesseract-ocr-eng"):
        _ = engine.languages


def test_small_page_is_enlarged_and_no_file_name_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = "json.dump([sys.argv[1:], len(sys.stdin.buffer.read()), dict(os.environ)], file)"
    script = f"import json\nwith open({str(tmp_path / 'got')!r}, 'w') as file: {told}\nprint({HEADER!r})"
    command = install(tmp_path, monkeypatch, script)
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    page = Tesseract(command).read(Image.new("RGB", (700, 900), "white"), "eng")
    arguments, size, environment = json.loads((tmp_path / "got").read_text())
    assert (page.width, page.height) == (1400, 1800)
    assert arguments[:2] == ["stdin", "stdout"]
    assert size > 1000
    assert environment["LC_ALL"] == "C"
    assert environment["OMP_THREAD_LIMIT"] == "1"


def test_command_in_the_current_folder_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = install(tmp_path, monkeypatch, "")
    monkeypatch.chdir(command.parent)
    monkeypatch.setenv("PATH", "")
    assert installed_command() is None
    monkeypatch.setenv("PATH", ".")
    assert installed_command() is None


def test_command_that_cannot_be_run_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="cannot be started"):
        _ = Tesseract(tmp_path / "nowhere").version


def test_automatic_choice_is_the_first_installed_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "")
    assert chosen("auto") == installed()[0] == "tesseract"
    assert chosen("auto", ()) is None
    assert chosen("none") is None
    assert chosen("rapidocr") == "rapidocr"
    assert chosen("of my own", ()) is None


@real
def test_real_tesseract_reads_a_typescript(tmp_path: Path) -> None:
    command = installed_command()
    assert command is not None
    drawn = typed(tmp_path)
    engine = Tesseract(command)
    language = "eng" if "eng" in engine.languages else engine.languages[0]
    words = [word for line in engine.read(read_page(drawn.page), language).lines for word in line.words]
    read = {word.text for word in words}
    assert sum(word in read for word in drawn.text.split()) >= 0.75 * len(drawn.text.split())
    assert all(word.confidence is not None and 0 <= word.confidence <= 1 for word in words)
