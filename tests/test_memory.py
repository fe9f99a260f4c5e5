"""While millions of objects are made that stay, and after, nobody searches through them."""

from __future__ import annotations

import gc

import pytest

from cableview.memory import without_searching


def test_what_was_made_is_not_searched_through_and_the_search_goes_on_as_before() -> None:
    with without_searching():
        assert not gc.isenabled()
        made = [[k] for k in range(1000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= len(made)
    with without_searching():
        assert gc.get_freeze_count() == 0
    gc.unfreeze()


def test_the_search_goes_on_after_an_error() -> None:
    with pytest.raises(ValueError, match="unsound"), without_searching():
        raise ValueError("unsound")
    assert gc.isenabled()
    gc.unfreeze()
