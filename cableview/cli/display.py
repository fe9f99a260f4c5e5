"""Whether a window can be opened here: Qt ends the process without a word of help where it cannot."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import sys
from contextlib import suppress
from pathlib import Path

from cableview.errors import UsageError

ADVICE = "Run `cableview check` for a comparison in the terminal"


def require_display() -> None:
    """Raises `UsageError` with what is missing."""
    if importlib.util.find_spec("PySide6") is None:
        raise UsageError("the window needs PySide6, which is not installed", advice=ADVICE)
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if sys.platform.startswith("linux") and platform.split(":")[0] in ("", "xcb", "wayland"):
        _require_server()
        if not os.environ.get("WAYLAND_DISPLAY") or platform.startswith("xcb"):
            _require_library("platforms", "libqxcb.so")


def require_offscreen() -> None:
    """Raises `UsageError` where not even pictures of the window can be drawn."""
    if importlib.util.find_spec("PySide6") is None:
        raise UsageError("pictures of the window need PySide6, which is not installed", advice=ADVICE)
    if sys.platform.startswith("linux"):
        _require_library("platforms", "libqoffscreen.so")


def _require_server() -> None:
    """A display is named and, where it is an X server of this machine, answers."""
    if os.environ.get("WAYLAND_DISPLAY"):
        return
    display = os.environ.get("DISPLAY", "")
    if not display:
        raise UsageError("there is no display to open a window on", advice=ADVICE)
    if not _answers(display):
        raise UsageError(f"the display {display} does not answer", advice=ADVICE)


def _answers(display: str) -> bool:
    """Asks the X server as Qt will; without the library that does so, its loading will say what is missing."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = xcb.xcb_connect(os.fsencode(display), None)
    broken = xcb.xcb_connection_has_error(ctypes.c_void_p(connection))
    xcb.xcb_disconnect(ctypes.c_void_p(connection))
    return not broken


def _require_library(*parts: str) -> None:
    """Loads one of Qt's plugins, which names the first library of the system that it lacks."""
    spec = importlib.util.find_spec("PySide6")
    folder = Path(spec.origin).parent if spec and spec.origin else None
    plugin = folder.joinpath("Qt", "plugins", *parts) if folder else None
    if plugin is None or not plugin.is_file():
        return
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        missing = str(error).partition(":")[0]
        with suppress(ValueError):
            missing = Path(missing).name
        raise UsageError(
            f"the window needs {missing}, which this system lacks", advice=f"Install it, or see README. {ADVICE}"
        ) from error
