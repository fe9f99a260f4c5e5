"""Checks that a window can be opened here: where it cannot, Qt ends the process without a helpful message."""

from __future__ import annotations

import ctypes
import importlib.util
import os
from collections.abc import Sequence

from cableview.errors import UsageError
from cableview.system_libraries import lacking, packages_of, platforms_of

ADVICE = "Run `cableview check` for a comparison in the terminal"


def require_display() -> None:
    """Raises `UsageError` saying what is missing for a window."""
    platforms = platforms_of(os.environ)
    if not platforms:
        raise UsageError("there is no display to open a window on", advice=ADVICE)
    _require_qt(platforms)
    display = os.environ.get("DISPLAY", "")
    if platforms == ("xcb",) and not _answers(display):
        raise UsageError(f"the display {display!r} does not answer", advice=ADVICE)


def require_offscreen() -> None:
    """Raises `UsageError` if not even pictures of the window can be drawn."""
    _require_qt(("offscreen",))


def _require_qt(platforms: Sequence[str]) -> None:
    if importlib.util.find_spec("PySide6") is None:
        raise UsageError("the window needs PySide6, which is not installed", advice=ADVICE)
    missing = lacking(platforms)
    if missing:
        packages = " ".join(packages_of(missing))
        raise UsageError(
            f"the window needs {', '.join(missing)}, which this system lacks",
            advice=f"On Debian or Ubuntu: apt install {packages}",
        )


def _answers(display: str) -> bool:
    """True if the X server answers, queried as Qt will."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = xcb.xcb_connect(os.fsencode(display), None)
    is_broken = xcb.xcb_connection_has_error(ctypes.c_void_p(connection))
    xcb.xcb_disconnect(ctypes.c_void_p(connection))
    return not is_broken
