"""While millions of objects are made that stay, nobody searches through them."""

from __future__ import annotations

import gc
import os
from contextlib import ExitStack

import pytest

from cableview.memory import prepare_for_numpy, without_searching


def test_numpy_computes_on_one_thread_unless_somebody_wants_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    prepare_for_numpy()
    assert os.environ["OPENBLAS_NUM_THREADS"] == "1"
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "2")
    prepare_for_numpy()
    assert os.environ["OPENBLAS_NUM_THREADS"] == "2"


def test_what_was_made_is_old_and_the_search_goes_on_as_before() -> None:
    with without_searching():
        assert not gc.isenabled()
        made = [[k] for k in range(1000)]
    assert gc.isenabled()
    old = {id(one) for one in gc.get_objects(generation=2)}
    assert all(id(one) in old for one in made)


def test_the_search_goes_on_after_an_error() -> None:
    with pytest.raises(ValueError, match="unsound"), without_searching():
        raise ValueError("unsound")
    assert gc.isenabled()


def test_two_at_the_same_time_leave_the_search_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first ends while the second begins, on another thread."""
    first, disable = ExitStack(), gc.disable
    first.enter_context(without_searching())
    monkeypatch.setattr(gc, "disable", lambda: (first.close(), disable()))
    with without_searching():
        pass
    assert gc.isenabled()
