"""The user's settings (TOML), and remembered state: recent items, and how each was last viewed."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from getpass import getuser
from pathlib import Path
from typing import Any, cast

from platformdirs import user_config_path, user_state_path

from cableview.files import atomic_write, make_folder

RECENT = 12
REMEMBERED = 400
"""Number of items whose last view is remembered; the least recently viewed is forgotten first."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user chose. `theme` is `system`, `light` or `dark`; an empty `reviewer` means the login name.

    `text_size` is in points; 0 means the system's size. `engine` reads the scans for the window: `auto` is one that is
    installed, `none` none; any other value is an engine's name.
    """

    theme: str = "system"
    reviewer: str = ""
    text_size: int = 0
    sidecar_folder: str = ""
    engine: str = "auto"

    @property
    def reviewer_name(self) -> str:
        return self.reviewer or login_name()


@dataclass(frozen=True, slots=True)
class ItemView:
    """A reviewer's position in an item: the last place viewed, and the state of the page view.

    `recovered_at` is the number of changes in its record when it was said that some came from a journal, else 0.
    """

    entry: str = ""
    page: int = 1
    view: Mapping[str, Any] | None = None
    recovered_at: int = 0


@dataclass(frozen=True, slots=True)
class UserState:
    """What is remembered between sessions. `recent` are the paths that items were opened with, the latest first."""

    recent: tuple[tuple[str, ...], ...] = ()
    window: Mapping[str, str] | None = None
    items: Mapping[str, ItemView] | None = None

    def with_recent(self, paths: tuple[str, ...]) -> UserState:
        return replace(self, recent=(paths, *(former for former in self.recent if former != paths))[:RECENT])

    def without_recent(self, paths: tuple[str, ...]) -> UserState:
        return replace(self, recent=tuple(former for former in self.recent if former != paths))

    def with_view(self, sidecar: Path, view: ItemView) -> UserState:
        others = {key: value for key, value in (self.items or {}).items() if key != str(sidecar)}
        kept = list(others.items())[-(REMEMBERED - 1) :]
        return replace(self, items={**dict(kept), str(sidecar): view})

    def view_of(self, sidecar: Path) -> ItemView:
        return (self.items or {}).get(str(sidecar), ItemView())


def login_name() -> str:
    try:
        return getuser()
    except (OSError, KeyError, ImportError):
        return "reviewer"


def settings_path() -> Path:
    return user_config_path("cableview", appauthor=False) / "settings.toml"


def state_path() -> Path:
    return user_state_path("cableview", appauthor=False) / "state.json"


def rescue_path() -> Path:
    """The folder for copies of records that could not be saved in their own places."""
    return state_path().parent / "rescued"


def read_settings(path: Path | None = None) -> Settings:
    """The user's settings; missing or invalid ones count as never set."""
    try:
        tree = tomllib.loads((path or settings_path()).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return Settings()
    was = asdict(Settings())
    return Settings(**{key: value for key, value in tree.items() if key in was and type(value) is type(was[key])})


def write_settings(settings: Settings, path: Path | None = None) -> None:
    """Raises `SaveError`."""
    lines = [f"{name} = {_toml(value)}\n" for name, value in asdict(settings).items()]
    _write(path or settings_path(), "".join(lines))


def read_state(path: Path | None = None) -> UserState:
    """What was remembered; empty if it cannot be read, since it only informs."""
    try:
        tree = json.loads((path or state_path()).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return UserState()
    return _state_of(cast("dict[str, Any]", tree)) if isinstance(tree, dict) else UserState()


def write_state(state: UserState, path: Path | None = None) -> None:
    """Raises `SaveError`."""
    tree = {
        "recent": [list(paths) for paths in state.recent],
        "window": dict(state.window or {}),
        "items": {
            key: {"entry": view.entry, "page": view.page, "view": dict(view.view or {})}
            for key, view in (state.items or {}).items()
        },
    }
    _write(path or state_path(), json.dumps(tree, indent=1, ensure_ascii=True))


def _state_of(tree: dict[str, Any]) -> UserState:
    recent = [_list(paths) for paths in _list(tree.get("recent"))]
    views = _dict(tree.get("items"))
    return UserState(
        recent=tuple(tuple(str(path) for path in paths) for paths in recent if paths)[:RECENT],
        window={key: value for key, value in _dict(tree.get("window")).items() if isinstance(value, str)},
        items={key: _view_of(_dict(value)) for key, value in views.items()},
    )


def _view_of(tree: dict[str, Any]) -> ItemView:
    entry, page, recovered_at = tree.get("entry"), tree.get("page"), tree.get("recovered_at")
    return ItemView(
        entry if isinstance(entry, str) else "",
        page if type(page) is int and page > 0 else 1,
        _dict(tree.get("view")),
        recovered_at if type(recovered_at) is int else 0,
    )


def _list(value: object) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []


def _dict(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=True) if isinstance(value, str) else str(value)


def _write(path: Path, text: str) -> None:
    make_folder(path.parent)
    atomic_write(path, text.encode("utf-8"))
