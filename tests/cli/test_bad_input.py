"""Bad input: one line that names the file, exit code 2, and nothing changed on disk."""

from __future__ import annotations

import errno
import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.conftest import Cableview, digest_of


def _missing(folder: Path) -> list[str | Path]:
    return ["check", folder / "nowhere.txt", folder / "b.txt"]


def _folder_for_a_file(folder: Path) -> list[str | Path]:
    (folder / "bad").mkdir()
    return ["check", folder / "a.txt", folder / "bad"]


def _empty(folder: Path) -> list[str | Path]:
    (folder / "bad.txt").touch()
    return ["check", folder / "bad.txt", folder / "b.txt"]


def _empty_reference(folder: Path) -> list[str | Path]:
    (folder / "bad.txt").touch()
    return ["check", folder / "a.txt", folder / "bad.txt"]


def _binary(folder: Path) -> list[str | Path]:
    (folder / "bad.txt").write_bytes(bytes(range(256)) * 8)
    return ["check", folder / "bad.txt", folder / "b.txt"]


def _cut_image(folder: Path) -> list[str | Path]:
    whole = io.BytesIO()
    Image.effect_noise((400, 400), 80).convert("L").save(whole, "JPEG")
    (folder / "bad.jpg").write_bytes(whole.getvalue()[: len(whole.getvalue()) // 2])
    return ["check", folder / "a.txt", folder / "b.txt", "--scan", folder / "bad.jpg"]


def _damaged_tiff(folder: Path) -> list[str | Path]:
    """libtiff has something to say of it itself, beside Python's streams."""
    _write_damaged_tiff(folder / "bad.tif", "tiff_lzw")
    return ["check", folder / "a.txt", folder / "b.txt", "--scan", folder / "bad.tif"]


def _write_damaged_tiff(path: Path, compression: str) -> None:
    whole = io.BytesIO()
    image = Image.effect_noise((400, 400), 80).convert("1" if compression == "group4" else "L")
    image.save(whole, "TIFF", compression=compression)
    data = bytearray(whole.getvalue())
    third = len(data) // 3
    data[third : third + 400] = bytes(0xFF ^ byte for byte in data[third : third + 400])
    path.write_bytes(data)


def _image_as_text(folder: Path) -> list[str | Path]:
    Image.new("L", (40, 40)).save(folder / "bad.txt", "PNG")
    return ["check", folder / "bad.txt", folder / "b.txt"]


def _text_as_image(folder: Path) -> list[str | Path]:
    (folder / "bad.png").write_text("no image", encoding="utf-8")
    return ["check", folder / "a.txt", folder / "b.txt", "--scan", folder / "bad.png"]


def _unreadable_sidecar(folder: Path) -> list[str | Path]:
    (folder / "a.txt.cableview.json").write_text('{"schema": 1, "changes": [', encoding="utf-8")
    return ["check", folder / "a.txt", folder / "b.txt"]


def _sidecar_with_a_key_twice(folder: Path) -> list[str | Path]:
    (folder / "a.txt.cableview.json").write_text('{"schema": 1, "schema": 1}', encoding="utf-8")
    return ["decide", folder / "a.txt", folder / "b.txt", "abc", "--verdict", "absent"]


def _unknown_id(folder: Path) -> list[str | Path]:
    return ["decide", folder / "a.txt", folder / "b.txt", "ffff", "--verdict", "absent"]


def _unknown_verdict(folder: Path) -> list[str | Path]:
    return ["decide", folder / "a.txt", folder / "b.txt", "ffff", "--verdict", "maybe"]


def _unknown_option(folder: Path) -> list[str | Path]:
    return ["check", folder / "a.txt", "--frobnicate"]


def _export_over_a_source(folder: Path) -> list[str | Path]:
    return ["export", folder / "a.txt", folder / "b.txt", "--to", "text", "-o", folder / "b.txt", "--force"]


def _unknown_encoding(folder: Path) -> list[str | Path]:
    return [
        "export",
        folder / "a.txt",
        folder / "b.txt",
        "--to",
        "text",
        "-o",
        folder / "c.txt",
        "--encoding",
        "klingon",
    ]


def _export_nowhere(folder: Path) -> list[str | Path]:
    return ["export", folder / "a.txt", folder / "b.txt", "--to", "text", "-o", folder / "no" / "c.txt"]


def _pipe(folder: Path) -> list[str | Path]:
    import os

    os.mkfifo(folder / "bad.txt")
    return ["check", folder / "bad.txt", folder / "b.txt"]


def _empty_folder(folder: Path) -> list[str | Path]:
    (folder / "bad").mkdir()
    return ["check", folder / "bad"]


def _scan_alone(folder: Path) -> list[str | Path]:
    (folder / "sub").mkdir()
    Image.new("L", (40, 40)).save(folder / "bad.png")
    (folder / "bad.png").rename(folder / "sub" / "bad.png")
    return ["check", folder / "sub"]


def _scale_that_is_no_number(folder: Path) -> list[str | Path]:
    return ["snapshot", folder / "a.txt", "-o", folder / "picture.png", "--scale", "nan"]


def _picture_too_large(folder: Path) -> list[str | Path]:
    return ["snapshot", folder / "a.txt", "-o", folder / "picture.png", "--size", "10000x10000", "--scale", "4"]


def _record_beyond_its_texts(folder: Path) -> list[str | Path]:
    kept = {
        role: [
            {"path": name, "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest(), "segments": [[0, 24, 0]]}
        ]
        for role, name in (("transcript", "a.txt"), ("reference", "b.txt"))
    }
    act = {"act": "see", "span": {"start": 0, "end": 99_999}, "on": True}
    change = {"seq": 1, "at": "2026-01-01T00:00:00Z", "by": "me", "acts": [act]}
    tree = {"schema": 1, "item": kept, "changes": [change]}
    (folder / "a.txt.cableview.json").write_text(json.dumps(tree), encoding="utf-8")
    return ["check", folder / "a.txt", folder / "b.txt"]


def _encoding_in_the_record_that_is_none(folder: Path) -> list[str | Path]:
    digest = hashlib.sha256((folder / "a.txt").read_bytes()).hexdigest()
    source = {"path": "a.txt", "sha256": digest, "encoding": "kling\0on", "segments": [[0, 24, 0]]}
    tree = {"schema": 1, "item": {"transcript": [source]}, "changes": []}
    (folder / "a.txt.cableview.json").write_text(json.dumps(tree), encoding="utf-8")
    return ["export", folder / "a.txt", "--to", "text", "-o", folder / "c.txt"]


def _missing_for_the_window(folder: Path) -> list[str | Path]:
    return [folder / "nowhere.txt"]


def _furniture_where_there_is_none(folder: Path) -> list[str | Path]:
    return ["export", folder / "a.txt", folder / "b.txt", "--to", "csv", "--furniture", "-o", folder / "o.csv"]


def _output_of_a_name_too_long(folder: Path) -> list[str | Path]:
    return ["check", folder / "a.txt", folder / "b.txt", "-o", folder / ("long" * 100)]


def _text_of_a_name_too_long_for_a_record(folder: Path) -> list[str | Path]:
    path = (folder / "a.txt").rename(folder / f"{'long' * 61}.txt")
    return ["decide", path, folder / "b.txt", "0", "--verdict", "absent"]


def _jobs_for_one_item(folder: Path) -> list[str | Path]:
    return ["check", folder / "a.txt", folder / "b.txt", "--jobs", "2"]


def _engine_without_doubts(folder: Path) -> list[str | Path]:
    return ["check", folder / "a.txt", folder / "b.txt", "--engine", "none"]


CASES = [
    _missing,
    _folder_for_a_file,
    _empty,
    _empty_reference,
    _binary,
    _cut_image,
    _damaged_tiff,
    _image_as_text,
    _text_as_image,
    _unreadable_sidecar,
    _sidecar_with_a_key_twice,
    _unknown_id,
    _unknown_verdict,
    _unknown_option,
    _export_over_a_source,
    _unknown_encoding,
    _export_nowhere,
    _pipe,
    _empty_folder,
    _scan_alone,
    _scale_that_is_no_number,
    _picture_too_large,
    _record_beyond_its_texts,
    _encoding_in_the_record_that_is_none,
    _missing_for_the_window,
    _furniture_where_there_is_none,
    _output_of_a_name_too_long,
    _text_of_a_name_too_long_for_a_record,
    _jobs_for_one_item,
    _engine_without_doubts,
]


@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__.strip("_"))
def test_one_line_exit_2_and_nothing_changed(
    cableview: Cableview, tmp_path: Path, make: Callable[[Path], list[str | Path]]
) -> None:
    (tmp_path / "a.txt").write_text("he stated that it was so", encoding="utf-8")
    (tmp_path / "b.txt").write_text("he states that it was so", encoding="utf-8")
    arguments = make(tmp_path)
    before = digest_of(tmp_path)
    ran = cableview(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith("cableview: ")
    assert ran.err.count("\n") == 1
    assert "Traceback" not in ran.err
    assert "internal error" not in ran.err
    assert digest_of(tmp_path) == before
    bad = [path for path in tmp_path.iterdir() if path.name.startswith("bad")]
    assert all(path.name in ran.err for path in bad)


def test_a_text_whose_name_is_too_long_for_a_record_can_be_checked(cableview: Cableview, cable: Path) -> None:
    path = cable.rename(cable.with_name(f"{'long' * 61}.txt"))
    assert cableview("check", path, cable.with_name("page1.ref.txt")).code == 1


def test_libtiff_warnings_about_a_readable_page_do_not_reach_the_terminal(cableview: Cableview, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("he stated so", encoding="utf-8")
    (tmp_path / "b.txt").write_text("he states so", encoding="utf-8")
    _write_damaged_tiff(tmp_path / "scan.tif", "group4")
    assert cableview("check", tmp_path / "a.txt", tmp_path / "b.txt", "--scan", tmp_path / "scan.tif").err == ""
    assert cableview("locate", tmp_path / "a.txt", "--scan", tmp_path / "scan.tif").code == 0
    assert cableview("check", tmp_path / "gone.txt").err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", ""],
        ["check", "a.txt", ""],
        ["check", "a.txt", "--scan", ""],
        ["check", "a.txt", "-o", ""],
        ["check", "a.txt", "--sidecar-folder", ""],
        ["decide", "", "abc", "--verdict", "absent"],
        ["export", "", "--to", "text", "-o", "-"],
        ["status", ""],
        ["locate", "", "--scan", "a.png"],
        ["snapshot", "", "-o", "picture.png"],
        ["open", ""],
        [""],
    ],
    ids=" ".join,
)
def test_an_empty_path_is_not_the_current_folder(
    cableview: Cableview, cable: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(cable.parent)
    ran = cableview(*arguments)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "the path is empty" in ran.err


def test_the_error_for_an_unknown_id_names_the_nearest_one(cableview: Cableview, cable: Path) -> None:
    ids = [found["id"] for found in cableview("check", cable, "--json").tree["discrepancies"]]
    ran = cableview("decide", cable, ids[2][:-1] + ("0" if ids[2][-1] != "0" else "1"), "--verdict", "absent")
    assert ran.code == 2
    assert f"Nearest: {ids[2]}" in ran.err


def test_a_window_without_a_display_points_to_check(cableview: Cableview, cable: Path, monkeypatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for arguments in ([cable], ["open", cable], ["demo"], []):
        ran = cableview(*arguments)
        assert ran.code == 2
        assert "cableview check" in ran.err


def test_an_unexpected_error_prints_one_line_that_asks_for_a_report(
    cableview: Cableview, cable: Path, monkeypatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("of all things")

    monkeypatch.setattr("cableview.cli.check_forms.check_tree", broken)
    ran = cableview("check", cable, "--json")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "Please report it" in ran.err
    assert "Traceback" in cableview("--debug", "check", cable, "--json").err


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MemoryError(), "too little memory"),
        (ImportError("Original error was: libx.so: failed to map segment from shared object"), "too little memory"),
        (RuntimeError("can't start new thread"), "start any more threads"),
        (OSError(errno.EMFILE, "Too many open files"), "cannot open any more files"),
    ],
)
def test_exhausted_system_resources_are_not_an_internal_error(
    cableview: Cableview, cable: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("cableview.cli.items.open_session", refused)
    ran = cableview("check", cable)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert said in ran.err
    assert "internal" not in ran.err


def test_a_decision_without_a_second_text_says_so(cableview: Cableview, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("he stated so", encoding="utf-8")
    ran = cableview("decide", tmp_path / "a.txt", "0", "--verdict", "absent")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "there is no second text" in ran.err
