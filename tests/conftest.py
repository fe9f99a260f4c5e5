"""Settings of the whole suite: Qt draws offscreen, and nothing of the user's own folders is touched."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

os.environ["QT_QPA_PLATFORM"] = "offscreen"

# A shell that starts the tests beside it has Ctrl+C ignored in them, and in what they start, which must not be.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Each run tries the same examples, and fails only for what was changed. `--hypothesis-profile search` tries others.
# No example has a deadline: on a busy machine each can take any time.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("search", derandomize=False, deadline=None)
settings.load_profile("steady")

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(autouse=True)
def _private_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path_factory.mktemp("home")
    for name in ("CONFIG", "STATE", "CACHE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))


@pytest.fixture
def shared_data() -> Path:
    """Folder of real documents that are not part of the project; the test is skipped where they are absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"real documents are not at {SHARED_DATA}")
    return SHARED_DATA
