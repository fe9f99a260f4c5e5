"""Lines of the page are told by their own form, most others by their length alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cableview.collation.words.furniture import is_sure, lines_of, stands_alone, sure_lines
from cableview.collation.words.tokens import tokenise
from cableview.model.witness import Markup

LINES = st.lists(
    st.sampled_from(
        ["SECRET", "- 2 -", "- 12 - The agreement of October and what came of it later", "[x]", "----", "MFE:ab"]
    )
    | st.lists(st.sampled_from(["the", "Of", "1944", "(a)", "—"]), min_size=1, max_size=18).map(" ".join),
    min_size=1,
    max_size=8,
)


@given(LINES, st.data())
def test_many_lines_are_recognised_as_each_would_be_alone(lines: list[str], data: st.DataObject) -> None:
    """Also where the run begins or ends inside a line."""
    text = tokenise("\n".join(lines), frozenset(), Markup())
    first = data.draw(st.integers(0, len(text) - 1))
    last = data.draw(st.integers(first + 1, len(text)))
    cut = lines_of(text, first, last)
    assert sure_lines(text, cut) == [stands_alone(text, *line) and is_sure(text, *line) for line in cut]
