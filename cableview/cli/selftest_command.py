"""`cableview selftest`: tests on the sample that this installation works."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from cableview.assets import resource_path
from cableview.errors import CableviewError, UsageError

_PARTS = (
    *("click", "rich", "PIL", "Levenshtein", "rapidfuzz", "numpy", "pypdfium2", "lxml", "msgspec"),
    *("charset_normalizer", "platformdirs", "regex", "symspellpy"),
)
_RESOURCES = (("data", "rules.toml"), ("schema",), ("fonts",), ("sample",))
_QT = """
import sys
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication([])
for font in sys.argv[1:]:
    assert QFontDatabase.addApplicationFont(font) >= 0, f"{font} is not taken as a font"
label = QLabel("cableview")
assert not label.grab().isNull(), "nothing is drawn"
"""
_PATIENCE = 60
"""Seconds until something that should take one is abandoned."""


class FailedCheckError(Exception):
    """A fault found by a check, in a few words."""


@click.command("selftest")
def command() -> int:
    """Check that cableview works here: its libraries, resources, sample and window."""
    with tempfile.TemporaryDirectory(prefix="cableview-selftest-") as folder:
        checks: tuple[tuple[str, Callable[[], str]], ...] = (
            ("parts", _parts),
            ("resources", _resources),
            ("sample", lambda: _sample(Path(folder))),
            ("fonts", _fonts),
            ("window", _window),
        )
        failed = sum(not _passes(name, check) for name, check in checks)
    click.echo(f"{len(checks) - failed} of {len(checks)} checks passed")
    return 1 if failed else 0


def _passes(name: str, check: Callable[[], str]) -> bool:
    try:
        click.echo(f"ok    {name}: {check()}")
    except (FailedCheckError, CableviewError, FileNotFoundError, ImportError, OSError) as error:
        click.echo(f"FAIL  {name}: {' '.join(str(error).split())}")
        return False
    return True


def _parts() -> str:
    for name in _PARTS:
        importlib.import_module(name)
    return f"Python {sys.version_info.major}.{sys.version_info.minor}, {len(_PARTS)} libraries"


def _resources() -> str:
    for parts in _RESOURCES:
        path = resource_path(*parts)
        if path.is_dir() and not any(path.iterdir()):
            raise FailedCheckError(f"resources/{'/'.join(parts)} is empty")
    return str(resource_path())


def _sample(folder: Path) -> str:
    """Collates a copy of the sample, decides a place and opens it again, and exports it before and after."""
    from cableview.cli.items import item_at, opened_for_work, session_for_reading
    from cableview.collection.sample import sample_copy
    from cableview.model.decision import Verdict
    from cableview.report.corrected import corrected_parts, encoded

    item = item_at([sample_copy(folder)])
    session = session_for_reading(item)
    if not session.queue.undecided:
        raise FailedCheckError("no discrepancy was found in the sample")
    sources = [source.path.read_bytes() for source in item.transcript.sources]
    if [encoded(part) for part in corrected_parts(item.transcript, session.working)] != sources:
        raise FailedCheckError("the sample does not come out of an export as it went in")
    opened = opened_for_work(item, "selftest")
    first = opened.session.queue.entries[0]
    opened.session.decide(first.id, Verdict.REFERENCE)
    left = opened.session.text
    opened.close()
    again = session_for_reading(item)
    entry = again.queue.get(first.id)
    if entry is None or not entry.is_decided or again.text != left:
        raise FailedCheckError("a decision was not there again after closing")
    if [source.path.read_bytes() for source in item.transcript.sources] != sources:
        raise FailedCheckError("a source was changed")
    return f"{len(session.queue)} discrepancies; decided, reopened and exported"


def _font_files() -> list[Path]:
    return sorted(path for path in resource_path("fonts").iterdir() if path.suffix in (".otf", ".ttf"))


def _fonts() -> str:
    fonts = _font_files()
    if not fonts:
        raise FailedCheckError("no font file in resources/fonts")
    return ", ".join(font.name for font in fonts)


def _window() -> str:
    """Starts Qt offscreen, in a process of its own, since it aborts if something is missing."""
    from cableview.cli.display import require_offscreen

    require_offscreen()
    if getattr(sys, "frozen", False):
        return "not tried from a frozen program"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    try:
        done = subprocess.run(
            [sys.executable, "-c", _QT, *map(str, _font_files())],
            capture_output=True,
            env=environment,
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UsageError(
            f"Qt did not start within {_PATIENCE} seconds", advice="Try it again when less is running"
        ) from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise FailedCheckError(f"Qt does not start offscreen: {said or f'exit code {done.returncode}'}")
    return "Qt draws offscreen"
