"""A view that was saved is restored, unless something in it cannot be shown."""

from __future__ import annotations

import json

import msgspec
import pytest

from cableview.gui.filters import Filters
from cableview.gui.page_geometry import Fit, ViewState, view_state

SAVED = ViewState(Fit.FREE, 0.05, 270, Filters(invert=True, contrast=4, brightness=-6), 1.0, 0.25)


def test_a_view_is_restored_as_it_was_saved() -> None:
    assert view_state(json.loads(json.dumps(msgspec.to_builtins(SAVED)))) == SAVED


@pytest.mark.parametrize(
    "changed",
    [
        *({"zoom": zoom} for zoom in ("NaN", "1e999", "1e300", "0", "-1", '"wide"')),
        *({"rotation": turn} for turn in ("45", "-90", "360", "9" * 30)),
        *({"x": share} for share in ("NaN", "-1e999", "1e300")),
        {"y": "NaN"},
        {"filters": '{"contrast":5}'},
        {"filters": '{"brightness":-7}'},
        {"fit": '"none"'},
    ],
)
def test_a_view_that_cannot_be_shown_counts_as_never_set(changed: dict[str, str]) -> None:
    written = {name: json.dumps(value) for name, value in msgspec.to_builtins(SAVED).items()} | changed
    text = "{" + ",".join(f'"{name}":{value}' for name, value in written.items()) + "}"
    assert view_state(json.loads(text)) == ViewState()
