"""The whole job on the sample by keys alone: decide, be killed, come back, undo, edit, exclude, export."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cableview.assets import resource_path
from cableview.model.decision import State, Verdict
from cableview.model.witness import Sigil
from tests.gui.whole_job import Reviewer, answers, sample_in

SHIFT = Qt.KeyboardModifier.ShiftModifier
ROOT = Path(__file__).resolve().parents[2]
BEFORE_THE_KILL = 17


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return sample_in(tmp_path)


def killed_midway(folder: Path) -> dict[str, object]:
    """What the program last showed as kept before it was killed."""
    command = [sys.executable, "-m", "tests.gui.whole_job", str(folder), str(BEFORE_THE_KILL)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == -signal.SIGKILL, run.stderr
    return json.loads(run.stdout)


@pytest.mark.skipif(os.name == "nt", reason="no signal kills a process on Windows as SIGKILL does")
def test_the_sample_is_settled_by_keys_alone_through_a_kill_and_exported(qtbot: QtBot, folder: Path) -> None:
    sources = {path.name: path.read_bytes() for path in folder.iterdir()}
    before = killed_midway(folder)
    reviewer = Reviewer.at_desk(folder)
    qtbot.addWidget(reviewer.window)
    session = reviewer.session
    assert session.text == before["text"]
    assert session.queue.undecided == before["undecided"] == len(answers()) - BEFORE_THE_KILL

    # Undo leads back across the kill, and redo forward again.
    last = session.last_decision()
    assert last is not None
    reviewer.ctrl("z")
    assert reviewer.place.id == last.id
    assert reviewer.place.state is State.OPEN
    reviewer.ctrl("y")
    assert session.queue.get(last.id).state is State.DECIDED
    reviewer.press("j")

    # A note, at a place that is decided afterwards.
    noted = reviewer.place.id
    reviewer.press("n")
    reviewer.type("see the carbon copy")
    reviewer.press(Qt.Key.Key_Return)
    reviewer.decide()
    assert session.queue.get(noted).decision.note == "see the carbon copy"

    # A place settled by an edit.
    while reviewer.answer()["verdict"] != "reference" or not reviewer.answer()["transcript"]["text"].isalnum():
        reviewer.decide()
    typed, row = reviewer.place.id, reviewer.answer()
    reviewer.press(Qt.Key.Key_F2)
    reviewer.press(*[Qt.Key.Key_Delete] * len(row["transcript"]["text"]))
    reviewer.type(row["reference"]["text"])
    reviewer.press(Qt.Key.Key_Escape)
    decision = session.queue.get(typed).decision
    assert decision.by_edit
    assert decision.verdict is Verdict.REFERENCE

    # Words left out of the comparison and taken back in.
    reviewer.press("j")
    rows = len(session.queue)
    reviewer.press(*[Qt.Key.Key_Right] * 4, modifier=SHIFT)
    reviewer.press("x")
    assert [sigil for sigil, _ in session.state.exclusions] == [Sigil.TRANSCRIPT]
    reviewer.ctrl("z")
    assert len(session.queue) == rows

    while session.queue.undecided:
        reviewer.decide()
    by_verdict = {decision.verdict for decision in session.state.decisions.values()}
    assert by_verdict == set(Verdict) - {Verdict.DEFERRED}
    assert any(d.likely for d in session.state.decisions.values())
    assert any(d.sic for d in session.state.decisions.values())
    reviewer.wait_kept()
    reviewer.window.close()

    command = [sys.executable, "-m", "cableview", "export", str(folder / "cable.txt"), "--to", "text"]
    subprocess.run([*command, "-o", str(folder / "out.txt")], cwd=ROOT, check=True, capture_output=True)
    assert (folder / "out.txt").read_bytes() == resource_path("sample", "answers", "cable.page.txt").read_bytes()
    assert {name: (folder / name).read_bytes() for name in sources} == sources
