"""The command as a process of its own: start, streams, and what other programs see of it."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cableview.cli import main
from tests.cli.conftest import digest_of
from tests.cli.processes import COMMAND, ROOT, start


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


@pytest.mark.parametrize("arguments", [["check", "--json"], ["check"], ["status"]])
def test_a_closed_pipe_is_not_an_error(cable: Path, arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*COMMAND, *arguments, str(cable)], stdout=writing, stderr=subprocess.PIPE, cwd=ROOT, check=False, timeout=60
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["check", "--help"]])
def test_help_into_a_closed_pipe_ends_as_every_command_does(arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*COMMAND, *arguments], stdout=writing, stderr=subprocess.PIPE, cwd=ROOT, check=False, timeout=60
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize("redirected", [">&-", ">&- 2>&-"])
def test_a_stream_closed_beforehand_changes_nothing(cable: Path, redirected: str) -> None:
    for form in ("", "--json"):
        command = f"{shlex.join([*COMMAND, 'check', str(cable)])} {form} {redirected}"
        done = subprocess.run(["sh", "-c", command], capture_output=True, cwd=ROOT, check=False, timeout=60)
        assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(sys.platform != "linux", reason="no system lacks addresses in the same way")
def test_if_numpy_runs_out_of_memory_one_sentence_is_the_only_output(cable: Path) -> None:
    """Its OpenBLAS would end the program with a message of its own and the exit code of places that are undecided."""
    import resource

    most = 100 << 20
    done = subprocess.run(
        [*COMMAND, "check", str(cable)],
        capture_output=True,
        cwd=ROOT,
        check=False,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (most, most)),
    )
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)
    assert b"too little memory" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_an_answer_that_cannot_be_written_is_an_error(cable: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "check", str(cable), "--json"], stdout=full, stderr=subprocess.PIPE, cwd=ROOT, check=False
        )
    assert done.returncode == 2
    assert done.stderr == b"cableview: the answer cannot be written: No space left on device. %s\n" % (
        b"Make room there, or choose another folder"
    )


def test_a_file_opened_later_does_not_get_the_number_of_a_closed_stream(tmp_path: Path) -> None:
    """A library that prints to 2 would else write into it."""
    program = "import os, sys; from cableview.cli.main import run; run(['--version']); "
    program += "open(sys.argv[1], 'w').write(str(os.open(os.devnull, os.O_RDONLY)))"
    command = shlex.join([sys.executable, "-c", program, str(tmp_path / "number")])
    subprocess.run(["sh", "-c", f"{command} <&- >&- 2>&-"], cwd=ROOT, check=True, timeout=60)
    assert int((tmp_path / "number").read_text()) > 2


@pytest.mark.skipif(os.name == "nt", reason="there a folder that a process is in cannot be removed")
def test_a_current_folder_that_is_gone_is_reported(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    command = f'rmdir "{folder}" && {shlex.join([*COMMAND, "status", "a.txt"])}'
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["sh", "-c", command], cwd=folder, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"cableview: the folder this was called from no longer exists. Change to another\n"


def test_output_works_on_a_terminal_with_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("he said “Łódź”", encoding="utf-8")
    (tmp_path / "b.txt").write_text("he said “Lódź”", encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT)}
    command = [*COMMAND, "check", "a.txt", "b.txt"]
    done = subprocess.run(command, capture_output=True, cwd=tmp_path, env=environment, check=False)
    assert (done.returncode, done.stderr) == (1, b"")


def test_in_a_folder_that_cannot_be_written_deciding_says_so(cable: Path) -> None:
    """A mount that is read-only stops even root, in a namespace of its own."""
    _run_read_only(cable.parent, "true", or_skip=True)
    found = json.loads(start("check", cable, "--json").stdout)["discrepancies"][0]
    before = digest_of(cable.parent)
    done = _run_read_only(
        cable.parent, shlex.join([*COMMAND, "decide", str(cable), found["id"], "--verdict", "absent"])
    )
    assert done.returncode == 2
    assert done.stderr.startswith(b"cableview: ")
    assert done.stderr.count(b"\n") == 1
    assert digest_of(cable.parent) == before
    checked = _run_read_only(cable.parent, shlex.join([*COMMAND, "check", str(cable)]))
    assert (checked.returncode, checked.stderr) == (1, b"")


def test_a_read_only_folder_works_with_a_sidecar_folder(cable: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    _run_read_only(cable.parent, "true", or_skip=True)
    kept = ["--sidecar-folder", str(tmp_path_factory.mktemp("kept"))]
    first = json.loads(start("check", cable, "--json").stdout)["discrepancies"][0]["id"]
    decide = [*COMMAND, "decide", str(cable), first, "--verdict", "reference", *kept]
    assert _run_read_only(cable.parent, shlex.join(decide)).returncode == 0
    tree = json.loads(start("check", cable, "--json", *kept).stdout)
    assert tree["discrepancies"][0]["decision"]["verdict"] == "reference"
    assert json.loads(start("check", cable, "--json").stdout)["discrepancies"][0]["decision"] is None


def _run_read_only(folder: Path, command: str, *, or_skip: bool = False) -> subprocess.CompletedProcess[bytes]:
    place = shlex.quote(str(folder))
    mount = f"mount --bind {place} {place} && mount -o remount,ro,bind {place} {place}"
    try:
        done = subprocess.run(
            ["unshare", "-m", "sh", "-c", f"{mount} || exit 77; {command}"],
            capture_output=True,
            check=False,
            timeout=60,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    except OSError:
        pytest.skip("namespaces cannot be made here")
    if or_skip and done.returncode:
        pytest.skip("a folder cannot be mounted read-only here")
    return done


INTERRUPTED_AT = """
import os, runpy, signal, sys

wanted, sys.argv = sys.argv[1], ["cableview", *sys.argv[2:]]

class Interrupting:
    def find_spec(self, name, *_):
        if name == wanted:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupting())
runpy.run_module("cableview", run_name="__main__")
"""
"""Gets Ctrl+C as it imports a module, and then is `cableview`."""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
@pytest.mark.parametrize(
    "loading",
    [("click", "--version"), ("cableview.gui.desk", "open"), ("PySide6.QtWidgets", "snapshot", "-o", "x.png")],
)
def test_ctrl_c_while_the_program_loads_ends_it_silently(tmp_path: Path, loading: tuple[str, ...]) -> None:
    mode = ("--mode", "start") if "snapshot" in loading else ()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_AT, *loading, *mode],
        capture_output=True,
        check=False,
        timeout=60,
        env=environment,
        cwd=tmp_path,
    )
    assert done.returncode in (130, -signal.SIGINT)
    assert done.stderr == b""


def test_ctrl_c_before_the_first_command_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(main, "_make_streams_safe", interrupt)
    assert main.run(["--version"]) == main.INTERRUPTED
