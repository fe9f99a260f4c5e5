"""rapidocr: how its groups of letters become words and lines, that it loads no models but its own, and what fails."""

from __future__ import annotations

import importlib
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from PIL import Image

from cableview.model.layout import LayoutLine
from cableview.scan.engines import rapid
from cableview.scan.engines.engine import EngineError
from cableview.scan.engines.rapid import Rapid
from cableview.scan.raster import read_page
from tests.scan.typescript import typed

PAGE = Image.new("L", (1400, 1800), 230)
real = pytest.mark.skipif(not rapid.is_installed(), reason="the extra [ocr] is not installed: rapidocr and onnxruntime")

Group = tuple[str, float, list[list[float]]]


@dataclass
class Answer:
    """As rapidocr answers."""

    txts: tuple[str, ...] | None
    word_results: tuple[tuple[Group, ...], ...]


def group(text: str, left: float, *, top: float = 100, sure: float = 0.9, cell: float = 20) -> Group:
    right, bottom = left + cell * len(text), top + 30
    return text, sure, [[left, top], [right, top], [right, bottom], [left, bottom]]


def lines_of(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> list[LayoutLine]:
    """What is made of an answer of the engine."""
    engine = Rapid()
    monkeypatch.setitem(engine.__dict__, "_engine", lambda _: answer)
    return list(engine.read(PAGE, "").lines)


def texts_of(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    return [line.text for line in lines_of(answer, monkeypatch)]


def test_parts_of_a_word_are_joined_as_the_text_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = (group("COM", 100), group("MITTEE", 165, sure=0.7), group("ON", 310))
    (line,) = lines_of(Answer(("COMMITTEE ON",), (parts,)), monkeypatch)
    assert line.text == "COMMITTEE ON"
    assert (line.words[0].box.left, line.words[0].box.right) == (100, 285)
    assert line.words[0].confidence == 0.7


def test_blank_that_the_text_misses_is_seen_by_the_distance(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = (group("EXECUTIVE", 100), group("OR", 300), group("DER", 342))
    assert texts_of(Answer(("EXECUTIVEORDER",), (parts,)), monkeypatch) == ["EXECUTIVE ORDER"]


def test_parts_that_do_not_match_the_text_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = (group("abc", 100), group("def", 161))
    assert texts_of(Answer(("something else",), (parts,)), monkeypatch) == ["abc def"]


def test_lines_go_from_the_top_and_parts_of_one_line_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = (("The end", 400, 102), ("second", 100, 160), ("of it.", 300, 98), ("aside", 1200, 161))
    answer = Answer(tuple(t for t, _, _ in rows), tuple((group(t.replace(" ", ""), x, top=y),) for t, x, y in rows))
    assert texts_of(answer, monkeypatch)[1:] == ["second", "aside"]
    first = lines_of(answer, monkeypatch)[0]
    assert [word.text for word in first.words] == ["ofit.", "Theend"]


@pytest.mark.parametrize(
    "parts",
    [
        ((" ", 0.9, [[0, 0], [9, 0], [9, 9], [0, 9]]),),
        (("gone", 0.9, None),),
        (("nan", 0.9, [[float("nan"), 0], [9, 0], [9, 9], [0, 9]]),),
        (("sure", float("nan"), [[0, 0], [9, 0], [9, 9], [0, 9]]),),
        (("out", 0.9, [[5000, 0], [5009, 0], [5009, 9], [5000, 9]]),),
    ],
)
def test_words_without_a_place_are_left_out(monkeypatch: pytest.MonkeyPatch, parts: Any) -> None:
    assert texts_of(Answer(("x",), (parts,)), monkeypatch) == []


def test_page_without_words_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    assert texts_of(Answer(None, ()), monkeypatch) == []


def test_whatever_its_libraries_raise_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> Answer:
        raise RuntimeError("no such operator\nin the graph")

    engine = Rapid()
    monkeypatch.setitem(engine.__dict__, "_engine", fail)
    with pytest.raises(EngineError, match="rapidocr failed \\(RuntimeError: no such operator in the graph\\)"):
        engine.read(PAGE, "")


def install_package(folder: Path, monkeypatch: pytest.MonkeyPatch, models: tuple[str, ...]) -> list[dict[str, Any]]:
    """A package that is called rapidocr, with these models; what it is made with is noted."""
    made: list[dict[str, Any]] = []
    package = folder / "rapidocr"
    (package / "models").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    for name in models:
        (package / "models" / name).write_bytes(b"")

    class RapidOCR:
        def __init__(self, params: dict[str, Any]) -> None:
            made.append(params)

        def __call__(self, _: object) -> Answer:
            return Answer(None, ())

    for name in [name for name in sys.modules if name.partition(".")[0] == "rapidocr"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "rapidocr", ModuleType("rapidocr"))  # has it taken out again at the end
    del sys.modules["rapidocr"]
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setattr(importlib.import_module("rapidocr"), "RapidOCR", RapidOCR, raising=False)
    return made


def test_bundled_models_are_named_one_by_one_so_that_none_is_downloaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = install_package(tmp_path, monkeypatch, ("a_det_b.onnx", "a_rec_b.onnx", "a_cls_b.onnx"))
    Rapid().read(PAGE, "")
    (params,) = made
    for part in ("Det", "Rec", "Cls"):
        assert Path(params[f"{part}.model_path"]).is_file()
        assert Path(params[f"{part}.model_path"]).parent == tmp_path / "rapidocr" / "models"


@pytest.mark.parametrize("models", [(), ("a_det_b.onnx", "a_rec_b.onnx"), ("a_det_b.onnx", "c_det_d.onnx")])
def test_without_its_own_models_it_is_not_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, models: tuple[str, ...]
) -> None:
    made = install_package(tmp_path, monkeypatch, models)
    with pytest.raises(EngineError, match="models"):
        Rapid().read(PAGE, "")
    assert made == []


@real
def test_real_rapidocr_reads_a_typescript_without_a_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr("socket.socket.connect", refuse)
    drawn = typed(tmp_path)
    words = [word for line in Rapid().read(read_page(drawn.page), "").lines for word in line.words]
    read = {word.text for word in words}
    assert sum(word in read for word in drawn.text.split()) >= 0.75 * len(drawn.text.split())
