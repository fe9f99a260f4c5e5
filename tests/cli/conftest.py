"""The command line in process: exit code and what came out on both streams."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cableview.cli.main import run


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def tree(self) -> Any:
        return json.loads(self.out)


Cableview = Callable[..., Ran]


@pytest.fixture
def cableview(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cableview:
    """Runs a command line; arguments may be paths."""
    monkeypatch.setenv("LOGNAME", "archivist")

    def call(*arguments: str | Path) -> Ran:
        capfd.readouterr()
        code = run([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return Ran(code, captured.out, captured.err)

    return call


@pytest.fixture
def cable(tmp_path: Path) -> Path:
    """A folder with a transcript and, by its name, a second text: five discrepancies."""
    (tmp_path / "page1.txt").write_text(
        "The Marshal stated that he had rec1eved the\nmessage of October 12. He asked wether\n"
        "the convoys would sail befor the spring thaw\nand said so.\n",
        encoding="utf-8",
    )
    (tmp_path / "page1.ref.txt").write_text(
        "The Marshal states that he had received the message of October 14. He asked whether "
        "the convoys would sail before the spring thaw and said so.\n",
        encoding="utf-8",
    )
    return tmp_path / "page1.txt"


def unstamped(page: str) -> str:
    """An HTML page without when and by what it was made."""
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC by [^<]*", "", page)


def digest_of(folder: Path) -> str:
    """Of all names and bytes below a folder, and of when each was changed."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        digest.update(f"{path.relative_to(folder)}\0{path.lstat().st_mtime_ns}\0".encode())
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()
