"""The command as a process of its own: start, streams, and what other programs see of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import digest_of

COMMAND = [sys.executable, "-m", "cableview"]
ROOT = Path(__file__).resolve().parents[2]


def start(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(  # pyright: ignore[reportCallIssue]
        [*COMMAND, *map(str, arguments)], capture_output=True, check=False, timeout=60, env=environment, **options
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["check", "a.txt", "b.txt", "--json"], 1), (["check", "a.txt"], 3), (["check", "nowhere.txt"], 2)],
)
def test_exit_codes_reach_the_shell(tmp_path: Path, arguments: list[str], code: int) -> None:
    (tmp_path / "a.txt").write_text("he stated so", encoding="utf-8")
    (tmp_path / "b.txt").write_text("he states so", encoding="utf-8")
    done = start(*arguments, cwd=tmp_path)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert done.stderr.count(b"\n") == (code > 1)


def test_check_imports_neither_qt_nor_what_it_does_not_need(cable: Path) -> None:
    program = (
        "import sys; from cableview.cli.main import run; run(sys.argv[1:]);"
        "print([m for m in ('PySide6', 'rich', 'PIL', 'pypdfium2') if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "check", str(cable), str(cable.with_name("page1.ref.txt")), "--json"],
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stderr.strip() == b"[]"


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    words = [f"word{k}" for k in range(4000)]
    (tmp_path / "a.txt").write_text(" ".join(words), encoding="utf-8")
    (tmp_path / "b.txt").write_text(" ".join(f"{word}x" if k % 2 else word for k, word in enumerate(words)), "utf-8")
    process = subprocess.Popen(
        [*COMMAND, "check", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(60) == 141


def test_a_terminal_of_another_encoding_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("he said “Łódź”", encoding="utf-8")
    (tmp_path / "b.txt").write_text("he said “Lódź”", encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([*COMMAND, "check", "a.txt", "b.txt"], capture_output=True, cwd=tmp_path, env=environment)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
def test_in_a_folder_that_cannot_be_written_deciding_says_so(cable: Path) -> None:
    import json

    if not os.access("/usr/bin/env", os.X_OK) or _nobody_cannot(cable):
        pytest.skip("nobody cannot run Python here")
    found = json.loads(_as_nobody("check", cable, "--json").stdout)["discrepancies"][0]
    before = digest_of(cable.parent)
    done = _as_nobody("decide", cable, found["id"], "--verdict", "absent")
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert digest_of(cable.parent) == before


def _nobody_cannot(cable: Path) -> bool:
    for folder in (cable, *cable.parents):
        if folder != Path("/tmp") and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055 if folder.is_dir() else 0o644)
    try:
        return _as_nobody("--version").returncode != 0
    except PermissionError:
        return True


def _as_nobody(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    return start(*arguments, user=65534, group=65534, extra_groups=[])
