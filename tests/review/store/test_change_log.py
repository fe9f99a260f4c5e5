"""Lines of changes: what is on disk comes back byte for byte, and anything not written as here is examined."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cableview.errors import SidecarError
from cableview.review.change import Annotate, Change, from_tree, to_tree
from cableview.review.store import sidecar
from cableview.review.store.change_log import ChangeLog, plain_change
from cableview.review.store.guarded_json import parse, render, taken_apart
from cableview.review.store.sidecar import SCHEMA, line_of
from cableview.review.store.store import read_kept
from tests.review.store.values import ACTS, change, filled, opened

TEXTS = st.text(st.characters(categories=("L", "P", "Z", "Cc", "Cf")), max_size=6)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


@st.composite
def trees(draw: st.DrawFn) -> dict[str, Any]:
    """A log of changes, some with more in the record than their type knows."""
    acts = (draw(st.sampled_from(ACTS)), Annotate("0123456789ab", draw(TEXTS)))
    tree = to_tree(Change(seq=1, at="2026-11-24T02:00:00Z", by=draw(TEXTS), acts=acts))
    return tree | draw(st.dictionaries(st.sampled_from(["anchors", "reason"]), JSON, max_size=2))


@given(st.lists(trees(), max_size=4))
def test_lines_are_kept_as_they_were_read(found: list[dict[str, Any]]) -> None:
    log, lines = ChangeLog(), list(map(line_of, found))
    for line in lines:
        log.append(from_tree(json.loads(line)), line)
    assert list(log.lines()) == lines
    assert list(log.trees()) == list(map(json.loads, lines))
    assert list(log.lines(2)) == lines[:2]


@given(trees())
def test_an_unparsed_line_gives_the_same_facts_as_a_parsed_one(tree: dict[str, Any]) -> None:
    line = line_of(tree)
    found = plain_change(line)
    assert found is None or (found == from_tree(parse(line, Path("x"))) and line_of(to_tree(found)) == line)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"by":"rb"', '"by":"rb","by":"rb"'),
        ('"by":"rb"', '"by":"x","by":"rb"'),
        ('"by":"rb"', '"by":"rb","reason":"by phone"'),
        ('"by":"rb"', '"by": "rb"'),
        ('"by":"rb"', r'"by":"\ud83d\ude00"'),
        ('"by":"rb"', r'"by":"\ud83d"'),
        ('"by":"rb"', '"by":"r\u200bb"'),
        ('"by":"rb"', '"by":"r\x7fb"'),
        ('"by":"rb"', '"by":7'),
        ('"seq":1', '"seq":1.0'),
        ('"seq":1', '"seq":NaN'),
        ('"note"}', '"note"} '),
        ('"act":"note"', '"act":"paint"'),
    ],
)
def test_a_line_in_another_form_is_parsed(old: str, new: str) -> None:
    line = line_of(to_tree(change(1, Annotate("0123456789ab", "note")))).decode()
    assert plain_change(line.encode()) is not None
    assert plain_change(line.replace(old, new).encode()) is None


@given(st.dictionaries(TEXTS.filter(lambda key: key != "changes"), JSON, max_size=3), st.lists(JSON, max_size=4))
def test_rendered_changes_parse_back_to_the_same(head: dict[str, Any], changes: list[Any]) -> None:
    lines = list(map(line_of, changes))
    data = render(head, "changes", lines)
    assert json.loads(data) == {**head, "changes": changes}
    apart = taken_apart(data, "changes")
    assert (apart is None) == (not changes)
    if apart is not None:
        assert json.loads(apart[0]) == {**head, "changes": []}
        assert list(apart[1]) == lines


@pytest.mark.parametrize("indent", [None, 0, 1, 2, 3])
def test_a_reformatted_record_reads_the_same(tmp_path: Path, indent: int | None) -> None:
    path = filled(tmp_path, 5)
    whole, kept = path.read_bytes(), read_kept(path)
    path.write_text(json.dumps(json.loads(whole), indent=indent), encoding="utf-8")
    assert read_kept(path).changes == kept.changes
    store = opened(tmp_path)
    store.append(change(6)).result()
    store.close()
    again = json.loads(path.read_bytes())
    assert again["changes"][:5] == json.loads(whole)["changes"]


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xc2\xa0", b"\x0b"])
def test_invalid_json_before_a_change_is_refused(tmp_path: Path, mark: bytes) -> None:
    path = filled(tmp_path, 3)
    path.write_bytes(path.read_bytes().replace(b'\n  {"seq":2', b"\n  " + mark + b'{"seq":2'))
    with pytest.raises(SidecarError, match="not JSON"):
        read_kept(path)


def test_unknown_changes_of_a_newer_record_are_parsed_too(tmp_path: Path) -> None:
    path = filled(tmp_path, 4)
    newer = path.read_bytes().replace(b'"schema": 1', b'"schema": %d' % (SCHEMA + 1))
    newer = newer.replace(b'"act":"note"', b'"act":"dance"', 2).replace(b'"act":"dance"', b'"act":"note"', 1)
    path.write_bytes(newer)
    assert len(read_kept(path).changes) == 1
    path.write_bytes(newer.replace(b'{"seq":4', b'{"seq":4,"seq":4'))
    with pytest.raises(SidecarError, match="stands twice"):
        read_kept(path)


def test_plain_lines_become_changes_without_building_trees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, looked = filled(tmp_path, 4), list[object]()
    monkeypatch.setattr(sidecar, "from_tree", looked.append)
    assert [one.seq for one in read_kept(path).changes] == [1, 2, 3, 4]
    assert looked == []
