"""The sidecar as a file: strict when read, one change a line when written, nothing of others dropped."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import pytest

from cableview.assets import resource_path
from cableview.errors import SaveError, SidecarError
from cableview.review.change import Annotate, HoldEqual, SetLanguage
from cableview.review.store.guarded_json import DEEPEST
from cableview.review.store.sidecar import SCHEMA
from cableview.review.store.store import read_kept
from tests.review.store.values import ACTS, PLACE, change, files, filled, opened, sidecar_in

VERSION_1 = r"""{
 "schema": 1,
 "program": "cableview 0.1.0",
 "item": {
  "transcript": [
   {"path":"Mappe 3/caf%E9.txt","sha256":"DIGEST","encoding":"utf-16-le","segments":[[0,5,0],[6,9,12]]}
  ],
  "reference": [],
  "pages": [
   {"path":"../scan/a.tif","frame":1,"sha256":"","size":3}
  ],
  "metadata": [
   ["title","Cable"]
  ],
  "relation": null,
  "title": "Cable"
 },
 "changes": [
  {"seq":1,"at":"2026-11-24T02:00:00Z","by":"rb","acts":[{"act":"note","id":"0123456789ab","note":"?"}]}
 ]
}
""".replace("DIGEST", "ab" * 32)
NEWER = VERSION_1.replace('"schema": 1', f'"schema": {SCHEMA + 1}')


def written(folder: Path, text: str | bytes) -> Path:
    path = sidecar_in(folder)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_records_of_version_1_are_read(tmp_path: Path) -> None:
    kept = read_kept(written(tmp_path, VERSION_1))
    assert kept.shape.transcript[0].segments == ((0, 5, 0), (6, 9, 12))
    assert kept.changes[0].by == "rb"


def test_a_record_has_the_lowest_schema_its_changes_need(tmp_path: Path) -> None:
    needed = [
        (1, Annotate("0123456789ab", "?")),
        (1, Annotate("0123456789ab", "?", PLACE)),  # who does not know its place passes over that
        (2, HoldEqual("Tokio", "Tokyo")),
        (3, SetLanguage("de")),
    ]
    for number, (schema, act) in enumerate(needed):
        folder = tmp_path / str(number)
        folder.mkdir()
        store = opened(folder)
        store.append(change(1, act))
        store.close()
        assert json.loads(sidecar_in(folder).read_bytes())["schema"] == schema
        assert read_kept(sidecar_in(folder)).changes[0].acts == (act,)


def test_written_sidecars_conform_to_the_schema(tmp_path: Path) -> None:
    schema = json.loads(resource_path("schema", "cableview-1.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    store = opened(tmp_path)
    for seq, act in enumerate(ACTS, 1):
        store.append(change(seq, act))
    store.close()
    tree = json.loads(sidecar_in(tmp_path).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(tree)
    assert len(tree["changes"]) == len(ACTS)
    assert set(schema["$defs"]["change"]["properties"]) == {"seq", "at", "by", "acts", "anchors"}
    tree["changes"][0]["acts"][0]["decision"]["verdict"] = "perhaps"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(tree)


def test_one_more_change_is_one_more_line(tmp_path: Path) -> None:
    before = filled(tmp_path, 3).read_text(encoding="utf-8").split("\n")
    after = filled(tmp_path, 4).read_text(encoding="utf-8").split("\n")
    assert len(after) == len(before) + 1
    assert sum(line.rstrip(",") not in {old.rstrip(",") for old in before} for line in after) == 1


def test_no_character_inside_a_text_can_end_a_line(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.append(change(1, type(ACTS[5])("id", "a\u2028b\x85c\x0bd\u202ee\ufefff\x7f\r\n")))
    store.close()
    text = sidecar_in(tmp_path).read_text(encoding="utf-8")
    assert text.splitlines() == text.split("\n")[:-1]
    assert r"a\u2028b\u0085c\u000bd\u202ee\ufefff\u007f\r\n" in text


def test_unknown_keys_are_kept(tmp_path: Path) -> None:
    tree = json.loads(VERSION_1)
    tree["archive"] = {"box": [3, {"folder": 7.5}]}
    tree["item"]["fonds"] = "RG 59"
    tree["item"]["transcript"][0]["hand"] = "unknown"
    tree["item"]["pages"][0]["shelf"] = 4
    tree["changes"][0]["reason"] = "told by phone"
    tree["changes"][0]["acts"][0]["colour"] = None
    path = written(tmp_path, json.dumps(tree))
    kept = read_kept(path)
    store = type(opened(tmp_path)).open(path, kept.shape)
    store.append(change(2))
    store.close()
    again = json.loads(path.read_text(encoding="utf-8"))
    assert again["changes"][0] == tree["changes"][0]
    assert again["archive"] == tree["archive"]
    assert again["item"] == {**tree["item"], "layouts": []}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"by":"rb",', '"by":"rb","by":"x",', r"line 19: the key \"by\" stands twice"),
        (' "program": "cableview 0.1.0",', ' "schema": 1,', r"line 3: the key \"schema\" stands twice"),
        ('"note":"?"', r'"note":"\ud83d"', "line 19: half of a surrogate pair"),
        ('"note":"?"', r'"note":"\\\ud83d\\ude00"', "line 19: half of a surrogate pair"),
        ('"note":"?"', '"note":NaN', "line 19: NaN is no number"),
        ('"note":"?"', '"note":-Infinity', "line 19: -Infinity is no number"),
        ('"frame":1', '"frame":1e999', "line 10: 1e999 is too large a number"),
        ('"frame":1', '"frame":' + "9" * 5000, "line 10: a number of 5000 digits is too large"),
        ('"changes": [', '"Changes": [', "`changes` is missing"),
        ('"note":"?"', '"note":7', r"change 1: Expected `str`"),
        ('"act":"note"', '"act":"paint"', r"change 1: Invalid value 'paint'"),
        ('"seq":1', '"seq":2', "change 1: its number is 2"),
        ('"schema": 1', '"schema": 0', "not a cableview record"),
        ('"schema": 1', '"schema": true', "not a cableview record"),
        ('"title": "Cable"', '"title": 5', r"item: Expected `str`"),
        ('"seq":1,', '"seq":1', "line 19: this is not JSON"),
        ("}\n", "", "this is not JSON"),
    ],
)
def test_a_fault_is_named_with_its_place_and_the_file_left_alone(tmp_path: Path, old, new, message) -> None:
    data = VERSION_1.replace(old, new) if old != "}\n" else VERSION_1[:-40]
    path = written(tmp_path, data)
    with pytest.raises(SidecarError, match=message) as caught:
        opened(tmp_path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert path.read_text(encoding="utf-8") == data
    assert files(tmp_path) == {path.name}


def test_nesting_up_to_the_limit_is_read(tmp_path: Path) -> None:
    deep = DEEPEST - 1
    path = written(tmp_path, VERSION_1.replace("{", '{"x":' + "[" * deep + '"]"' + "]" * deep + ",", 1))
    assert len(read_kept(path).changes) == 1


def test_a_line_that_is_not_text_is_named(tmp_path: Path) -> None:
    path = sidecar_in(tmp_path)
    path.write_bytes(VERSION_1.encode().replace(b"Cable", b"C\xe9ble"))
    line = VERSION_1[: VERSION_1.index("Cable")].count("\n") + 1
    with pytest.raises(SidecarError, match=f"line {line}: this is not UTF-8"):
        opened(tmp_path)


def test_the_same_key_may_be_in_two_objects(tmp_path: Path) -> None:
    more = '"x":{"a":{"k":1},"k":2,"b":[{"k":3},{"k":4}]},'
    path = written(tmp_path, VERSION_1.replace("{", "{" + more, 1).replace('"note":"?"', r'"note":"\ud83d\ude00"'))
    assert len(read_kept(path).changes) == 1


def test_a_name_too_long_for_a_record_has_none(tmp_path: Path) -> None:
    assert read_kept(tmp_path / ("x" * 250 + ".cableview.json")).is_new


def test_a_long_whole_number_beside_a_pair_of_escapes_is_sound(tmp_path: Path) -> None:
    path = written(tmp_path, VERSION_1.replace('"note":"?"', r'"note":"\ud83d\ude00","x":' + "9" * 400))
    assert len(read_kept(path).changes) == 1


def test_a_complete_pair_of_escapes_is_not_taken_for_a_half(tmp_path: Path) -> None:
    path = written(tmp_path, VERSION_1.replace('"note":"?"', r'"note":"\ud83d\ude00 \\ud83d"'))
    assert read_kept(path).changes[0].acts[0].note == "😀 \\ud83d"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"\xff\xfe{",
        VERSION_1.encode().replace(b"Cable", b"C\xe9ble"),
        b'{"schema":1}',
        b'{"schema":1,"changes":{}}',
        b'{"schema":1,"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"schema":1,"x":' + b"[" * DEEPEST + b"]" * DEEPEST + b"}",
        b'{"schema":1,"x":' + b'{"a":' * 5000 + b"1" + b"}" * 5000 + b"}",
    ],
)
def test_a_file_that_is_not_a_sidecar_is_refused(tmp_path: Path, data: bytes) -> None:
    path = written(tmp_path, data)
    with pytest.raises(SidecarError):
        opened(tmp_path)
    assert path.read_bytes() == data


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert len(read_kept(written(tmp_path, "\ufeff" + VERSION_1)).changes) == 1


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = sidecar_in(tmp_path)
    with path.open("wb") as file:
        file.truncate((256 << 20) + (1 << 20))
    with pytest.raises(SidecarError, match="257 MB is more"):
        opened(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_or_folder_in_its_place_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(sidecar_in(tmp_path))
    with pytest.raises(SidecarError, match="not a regular file"):
        opened(tmp_path)
    sidecar_in(tmp_path).unlink()
    sidecar_in(tmp_path).mkdir()
    with pytest.raises(SidecarError):
        opened(tmp_path)


def test_a_newer_sidecar_opens_read_only_and_is_never_written(tmp_path: Path) -> None:
    newer = VERSION_1.replace('"schema": 1', f'"schema": {SCHEMA + 1}').replace(
        '"act":"note"', '"act":"note","how":"loud"'
    )
    path = written(tmp_path, newer)
    store = opened(tmp_path)
    assert f"newer cableview (schema {SCHEMA + 1}" in store.kept.read_only
    assert len(store.kept.changes) == 1
    with pytest.raises(SaveError, match="newer cableview"):
        store.append(change(2)).result()
    with pytest.raises(SaveError):
        store.compact().result()
    store.close()
    assert path.read_text(encoding="utf-8") == newer
    assert files(tmp_path) == {path.name}


def test_a_newer_sidecar_is_shown_as_far_as_it_is_understood(tmp_path: Path) -> None:
    newer = NEWER.replace('"act":"note"', '"act":"dance"')
    kept = read_kept(written(tmp_path, newer))
    assert kept.changes == ()
    assert kept.read_only
