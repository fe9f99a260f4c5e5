"""While millions of objects are made that stay, nobody searches through them."""

from __future__ import annotations

import gc
import os
import weakref
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from cableview.memory import (
    is_set_aside,
    prepare_for_numpy,
    search_all,
    set_aside,
    setting_aside,
    without_searching,
)


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


class Ring:
    """Holds itself."""

    def __init__(self) -> None:
        self.ring = self


@pytest.fixture
def searched_again() -> Iterator[None]:
    yield
    search_all()


@pytest.mark.usefixtures("searched_again")
def test_the_search_passes_over_what_is_set_aside_until_it_is_to_find_all() -> None:
    with setting_aside():
        ring = Ring()
        assert not gc.isenabled()
    assert gc.isenabled()
    assert is_set_aside()
    gone = weakref.ref(ring)
    del ring
    gc.collect()
    assert gone() is not None
    search_all()
    assert gone() is None
    assert not is_set_aside()


@pytest.mark.usefixtures("searched_again")
def test_what_is_out_of_reach_before_is_not_set_aside() -> None:
    ring = Ring()
    gone = weakref.ref(ring)
    del ring
    with setting_aside():
        assert gone() is None


@pytest.mark.usefixtures("searched_again")
def test_what_is_set_aside_is_released_when_nothing_holds_it() -> None:
    kept = frozenset({1})
    gone = weakref.ref(kept)
    set_aside()
    del kept
    assert gone() is None


@pytest.mark.usefixtures("searched_again")
def test_what_is_set_aside_stays_so_while_others_are_made_without_searching() -> None:
    kept = [Ring()]
    set_aside()
    with without_searching():
        made = Ring()
    assert is_set_aside()
    found = {id(one) for one in gc.get_objects()}
    assert id(kept[0]) not in found
    assert id(made) in found
