"""The program as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

COMMAND = [sys.executable, "-m", "cableview"]

ROOT = Path(__file__).resolve().parents[2]


def start(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[bytes]:
    """Runs a command line to its end, in the folder that this process is in."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(  # pyright: ignore[reportCallIssue]
        [*COMMAND, *map(str, arguments)], capture_output=True, check=False, timeout=60, env=environment, **options
    )
