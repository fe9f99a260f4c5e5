"""The two commands of the README, what they say when something is lacking, and traps of the parts that are used."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cableview import system_libraries
from cableview.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = ("packaging/run", "packaging/test", ".ci/run")

on_posix = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")


class Checkout:
    """A checkout with nothing but the scripts, and a folder of commands that stand before the system's."""

    def __init__(self, folder: Path) -> None:
        self.root, self.commands = folder / "checkout", folder / "commands"
        shutil.copytree(ROOT / "packaging", self.root / "packaging", ignore=shutil.ignore_patterns("sample"))
        shutil.copy(ROOT / "pyproject.toml", self.root)
        self.commands.mkdir()
        self.environment = {"PATH": f"{self.commands}:/usr/bin:/bin"}

    def command(self, name: str, script: str) -> None:
        path = self.commands / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.root / "packaging" / "run", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def set_up(self) -> None:
        """Leaves an environment as a first run does, with a `cableview` that only tells its arguments."""
        programs = self.root / ".venv" / "bin"
        programs.mkdir(parents=True)
        self.commands = programs
        self.command("python", f'exec "{sys.executable}" "$@"')
        self.command("cableview", 'echo "cableview $*"')
        stamp = '"$(cksum <pyproject.toml) $(pwd -P) $(.venv/bin/python -V)" >.venv/cableview-run.stamp'
        subprocess.run(["sh", "-c", f"echo {stamp}"], cwd=self.root, check=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


@on_posix
@pytest.mark.parametrize("name", SCRIPTS)
def test_script_can_be_run_and_parsed(name: str) -> None:
    script = ROOT / name
    assert os.access(script, os.X_OK)
    shell = "bash" if name == ".ci/run" else "sh"
    assert subprocess.run([shell, "-n", script], check=False).returncode == 0


@on_posix
def test_old_python_is_named_with_what_is_needed(checkout: Checkout) -> None:
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        checkout.command(name, 'case $1 in --version) echo "Python 3.9.2" ;; *) exit 1 ;; esac')
    done = checkout.run()
    assert done.returncode == 2
    assert "Python 3.11 or newer is needed; found: Python 3.9.2" in done.stderr


PYTHON_WITHOUT_VENV = 'case "$2" in *ensurepip*) exit 1 ;; *) exit 0 ;; esac'


@on_posix
def test_missing_venv_module_is_named_with_its_package(checkout: Checkout) -> None:
    checkout.command("python3", PYTHON_WITHOUT_VENV)
    checkout.command("id", "echo 1000")
    done = checkout.run()
    assert done.returncode == 2
    assert "sudo apt-get install python3-venv" in done.stderr
    assert not (checkout.root / ".venv").exists()


@on_posix
def test_root_on_debian_gets_packages_installed_and_is_reported(checkout: Checkout) -> None:
    checkout.command("python3", PYTHON_WITHOUT_VENV)
    checkout.command("id", "echo 0")
    checkout.command("apt-get", f'echo "apt-get $*" >>"{checkout.root}/asked"')
    done = checkout.run()
    assert "this system lacks: python3-venv. Installing with apt-get, being root." in done.stderr
    asked = (checkout.root / "asked").read_text(encoding="utf-8")
    assert asked == "apt-get install -y -q --no-install-recommends python3-venv\n"


@on_posix
def test_folder_that_is_no_environment_is_left_alone(checkout: Checkout) -> None:
    (checkout.root / ".venv").mkdir()
    (checkout.root / ".venv" / "thesis.txt").write_text("mine", encoding="utf-8")
    done = checkout.run()
    assert done.returncode == 2
    assert "is in the way" in done.stderr
    assert (checkout.root / ".venv" / "thesis.txt").read_text(encoding="utf-8") == "mine"


@on_posix
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_without_a_display_run_says_so_and_points_to_check(checkout: Checkout) -> None:
    checkout.set_up()
    done = checkout.run()
    assert (done.returncode, done.stdout) == (0, "")
    assert "no display" in done.stderr
    assert "packaging/run check TRANSCRIPT REFERENCE" in done.stderr
    assert checkout.run("letter.txt").returncode == 2


@on_posix
@pytest.mark.parametrize("command", sorted(COMMANDS.keys() - {"open", "demo", "snapshot", "selftest"}))
def test_what_opens_no_window_needs_no_display(checkout: Checkout, command: str) -> None:
    checkout.set_up()
    done = checkout.run(command)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"cableview {command}\n", "")


@on_posix
def test_arguments_go_to_cableview_and_nothing_is_installed_again(checkout: Checkout) -> None:
    checkout.set_up()
    done = checkout.run("check", "a letter.txt", "b.txt", "--json")
    assert (done.returncode, done.stdout, done.stderr) == (0, "cableview check a letter.txt b.txt --json\n", "")


@on_posix
def test_changed_requirements_are_installed_again(checkout: Checkout) -> None:
    checkout.set_up()
    with (checkout.root / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("# one more requirement\n")
    checkout.command("python", f'[ "$2" = pip ] && echo "pip $*" && exit 0; exec "{sys.executable}" "$@"')
    done = checkout.run("status", "folder")
    assert f"pip -m pip install -q --editable {checkout.root}" in done.stdout
    assert "installing" in done.stderr
    assert checkout.run("status", "folder").stderr == ""


def test_windows_script_has_the_line_ends_that_its_labels_need() -> None:
    script = (ROOT / "packaging" / "run.cmd").read_bytes()
    assert script.count(b"\n") == script.count(b"\r\n") > 10


# Libraries of the system


@on_posix
def test_missing_libraries_are_named_with_their_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ldd = tmp_path / "ldd"
    ldd.write_text("#!/bin/sh\nprintf '\\tlibGL.so.1 => not found\\n\\tlibc.so.6 => /lib/libc.so.6 (0x0)\\n'\n")
    ldd.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(sys, "platform", "linux")
    missing = system_libraries.missing_libraries("offscreen")
    assert missing == ("libGL.so.1",)
    assert system_libraries.packages_of([*missing, "libnew.so.3"]) == ("libgl1", "libnew.so.3")


@on_posix
def test_the_loader_is_waited_for_once_and_nothing_called_missing_if_it_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits: list[float] = []

    def waiting(command: list[str], *, timeout: float, **_: object) -> None:
        waits.append(timeout)
        raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(subprocess, "run", waiting)
    assert system_libraries.missing_libraries("offscreen") == ()
    assert waits == [system_libraries.LDD_TIMEOUT]


def test_a_platform_that_can_be_loaded_makes_up_for_one_that_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_libraries, "missing_libraries", lambda p: ("libxcb.so.1",) if p == "xcb" else ())
    assert system_libraries.lacking(("xcb",)) == ("libxcb.so.1",)
    assert system_libraries.lacking(("xcb", "wayland")) == ()
    assert system_libraries.lacking(()) == ()


@pytest.mark.parametrize(
    ("environ", "platforms"),
    [
        ({}, ()),
        ({"DISPLAY": ":0"}, ("xcb",)),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, ("wayland", "xcb")),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen:size=9x9"}, ("offscreen",)),
    ],
)
def test_platforms_are_those_that_qt_would_try(
    environ: dict[str, str], platforms: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert system_libraries.platforms_of(environ) == platforms


# What the program is built from


def test_qt_gives_back_the_references_it_takes(qtbot: QtBot) -> None:
    """PySide6 6.12.0 on Python 3.11 drops a reference to None at each void call, until the process dies."""
    from PySide6.QtWidgets import QLabel

    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for number in range(100):
        label.setText(str(number))
    assert sys.getrefcount(None) > before - 50


def test_the_qt_that_crashes_python_3_11_is_kept_out() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    old = [line for line in project["dependencies"] if line.startswith("PySide6") and "< '3.12'" in line]
    assert len(old) == 1
    assert "<6.12" in old[0]
    assert not any(line.split(">")[0].split(";")[0].strip() == "PySide6" for line in project["dependencies"])
