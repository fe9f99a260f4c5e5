"""A long comparison is announced, once, and only to somebody who sits before the terminal."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from cableview.cli import items, progress
from cableview.collection.make_item import make_item
from cableview.collection.pairing import Files
from cableview.model.item import Item
from tests.cli.conftest import Cableview


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Every comparison goes on until its announcement has come, or could have come; the answer counts them."""
    compared: list[int] = []
    opened = items.open_session

    def after_a_while(item: Item, **options: bool) -> object:
        time.sleep(0.3)
        compared.append(1)
        return opened(item, reviewer="", keep=False)

    monkeypatch.setattr(progress, "PATIENCE", 0.01)
    monkeypatch.setattr(items, "open_session", after_a_while)
    return compared


def on_a_terminal(monkeypatch: pytest.MonkeyPatch, is_terminal: bool) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal, raising=False)


@pytest.mark.parametrize(
    ("large", "is_terminal", "said"),
    [(10, True, "cableview: comparing 26 words; this takes a while\n"), (10, False, ""), (100_000, True, "")],
    ids=["terminal", "script", "short texts"],
)
def test_slow_comparison_of_long_texts_is_announced_on_a_terminal(
    cableview: Cableview,
    cable: Path,
    slow: list[int],
    monkeypatch: pytest.MonkeyPatch,
    large: int,
    is_terminal: bool,
    said: str,
) -> None:
    monkeypatch.setattr(progress, "LARGE", large)
    on_a_terminal(monkeypatch, is_terminal)
    ran = cableview("check", cable)
    assert (ran.code, ran.err, slow) == (1, said, [1])


def test_quick_comparison_is_not_announced(
    cable: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "LARGE", 10)
    on_a_terminal(monkeypatch, True)
    with progress.said_when_slow(make_item(Files((cable,), (cable.with_name("page1.ref.txt"),)))):
        pass
    assert capsys.readouterr().err == ""
