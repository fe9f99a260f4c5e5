"""Settings and what is remembered: kept apart from the record, and never in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from cableview.errors import SaveError
from cableview.settings import (
    RECENT,
    ItemView,
    Settings,
    UserState,
    read_settings,
    read_state,
    settings_path,
    state_path,
    write_settings,
    write_state,
)


def test_settings_survive_a_round_trip() -> None:
    settings = Settings(theme="dark", reviewer='Zoë "Z" \\ Ørsted', text_size=14, sidecar_folder="/data/ré\tcords")
    write_settings(settings)
    assert read_settings() == settings


def test_state_survives_a_round_trip() -> None:
    state = UserState(
        recent=(("/a/1.jpg", "/a/1.txt"), ("/b",)),
        window={"geometry": "AAAA"},
        items={"/a/1.txt.cableview.json": ItemView("abc", 3, {"zoom": 1.5})},
    )
    write_state(state)
    assert read_state() == state


def test_nothing_is_written_by_reading() -> None:
    assert read_settings() == Settings()
    assert read_state() == UserState()
    assert not settings_path().exists()
    assert not state_path().exists()


@pytest.mark.parametrize("content", [b"", b"theme = ", b"\xff\xfe", b"theme = 3\nunknown = true\n", b"[theme]\n"])
def test_settings_that_do_not_fit_are_as_if_never_set(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    assert read_settings(path) == Settings()


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"recent": 3, "window": [], "items": {"a": 1}}', '{"recent": [[], "x"]}', "[" * 100_000]
)
def test_unreadable_state_counts_as_empty(tmp_path: Path, content: str) -> None:
    path = tmp_path / "state.json"
    path.write_text(content, encoding="utf-8")
    state = read_state(path)
    assert state.recent == ()
    assert state.view_of(Path("b")) == ItemView()


@pytest.mark.parametrize("text", ["theme = ", "theme = 5", "reviewer = " + "[" * 5000, "\udcff"])
def test_settings_that_cannot_be_read_are_as_if_never_set(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert read_settings(path) == Settings()


def test_latest_item_comes_first_and_only_once() -> None:
    state = UserState()
    for name in ("a", "b", "a"):
        state = state.with_recent((name,))
    assert state.recent == (("a",), ("b",))
    for k in range(2 * RECENT):
        state = state.with_recent((str(k),))
    assert len(state.recent) == RECENT
    assert state.without_recent(("0",)).recent == tuple(p for p in state.recent if p != ("0",))


def test_the_place_under_review_is_kept_for_each_item() -> None:
    state = UserState().with_view(Path("/x"), ItemView("id", 2)).with_view(Path("/y"), ItemView("other"))
    assert state.view_of(Path("/x")) == ItemView("id", 2)
    assert state.view_of(Path("/z")) == ItemView()


def test_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SaveError, match="file"):
        write_settings(Settings(), tmp_path / "file" / "settings.toml")


def test_reviewer_is_the_login_where_none_is_set() -> None:
    assert Settings().reviewer_name
    assert Settings(reviewer="Ada").reviewer_name == "Ada"
