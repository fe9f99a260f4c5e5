"""Puts a command `tesseract` on the path that does what a test wants."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

HEADER = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"

POLITE = """
if "--version" in sys.argv: print("tesseract 5.9.1\\n leptonica-1.84"); sys.exit()
if "--list-langs" in sys.argv: print("List of available languages (3):\\neng\\nfra\\nosd"); sys.exit()
"""
"""What a Tesseract answers before it reads."""

Box = tuple[int, int, int, int]


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str, *, polite: bool = True) -> Path:
    """A command that runs `script` in Python when it is to read; the path has nothing else that is called so."""
    if sys.platform == "win32":
        pytest.skip("a script is no command on Windows")
    command = folder / "bin" / "tesseract"
    command.parent.mkdir(exist_ok=True)
    command.write_text(f"#!{sys.executable} -S\nimport os, sys, time\n{POLITE if polite else ''}\n{script}\n")
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}/usr/bin{os.pathsep}/bin")
    return command


def printing(table: str) -> str:
    """A script that prints a table whatever it is given."""
    return f"sys.stdin.buffer.read()\nsys.stdout.write({table!r})"


def table(lines: Sequence[Sequence[tuple[str, Box, float]]]) -> str:
    """As Tesseract prints words, each with box and confidence in percent."""
    rows = [HEADER, "1\t1\t0\t0\t0\t0\t0\t0\t1400\t1800\t-1\t"]
    for number, words in enumerate(lines, 1):
        rows.append(f"4\t1\t1\t1\t{number}\t0\t0\t0\t9\t9\t-1\t")
        for at, (text, (left, top, right, bottom), sure) in enumerate(words, 1):
            size = f"{left}\t{top}\t{right - left}\t{bottom - top}"
            rows.append(f"5\t1\t1\t1\t{number}\t{at}\t{size}\t{sure}\t{text}")
    return "\n".join(rows) + "\n"


def typed_table(lines: Sequence[str], *, cell: int = 20, spacing: int = 40, sure: float = 96.0) -> str:
    """The words of `lines`, every letter as wide as the next."""
    rows: list[list[tuple[str, Box, float]]] = []
    for number, line in enumerate(lines):
        at = 0
        row: list[tuple[str, Box, float]] = []
        for word in line.split():
            at = line.index(word, at)
            left, top = 100 + cell * at, 100 + spacing * number
            row.append((word, (left, top, left + cell * len(word), top + spacing // 2), sure))
            at += len(word)
        rows.append(row)
    return table(rows)
