"""The table of the queue: rows come and go one by one, filters and search let through what they say."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from cableview.gui.kind_help import KIND_HELP
from cableview.gui.queue_model import BRIEF_KINDS, Column, QueueFilter, QueueModel
from cableview.gui.queue_panel import QueuePanel
from cableview.gui.session_bridge import SessionBridge
from cableview.gui.whole_words import NOTHING, one_line
from cableview.model.decision import State, Verdict
from cableview.model.discrepancy import Kind
from cableview.model.span import Span
from cableview.review.queue import Entry
from cableview.review.session import Session
from tests.gui.desk_helpers import session_of

pytestmark = pytest.mark.usefixtures("qapp")


def followed(session: Session) -> tuple[QueueModel, SessionBridge]:
    model = QueueModel()
    model.set_queue(session.queue, lambda: (session.text, session.reference), lambda at: f"line {at}")
    bridge = SessionBridge(session)
    bridge.queue_changed.connect(lambda change: model.follow(change, session.queue))
    return model, bridge


def shown(model: QueueModel, column: Column) -> list[str]:
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_the_model_obeys_qts_rules_throughout_a_review(qtmodeltester: ModelTester) -> None:
    session = session_of()
    model, _bridge = followed(session)
    qtmodeltester.check(model, force_py=True)
    session.decide(session.queue.entries[1].id, Verdict.REFERENCE)
    session.edit(Span(4, 4), "x")
    session.commit_typing()
    session.undo()
    qtmodeltester.check(model, force_py=True)


def test_the_filter_obeys_qts_rules(qtmodeltester: ModelTester) -> None:
    session = session_of()
    model, _bridge = followed(session)
    proxy = QueueFilter(model)
    proxy.choose(frozenset({Kind.CHARACTER}), frozenset(), "")
    session.decide(session.queue.entries[0].id, Verdict.TRANSCRIPT)
    qtmodeltester.check(proxy, force_py=True)


def test_readings_stand_side_by_side() -> None:
    model, _bridge = followed(session_of())
    assert shown(model, Column.TRANSCRIPT)[0] == "stated"
    assert shown(model, Column.REFERENCE)[0] == "states"
    assert NOTHING in shown(model, Column.TRANSCRIPT)


def test_a_change_is_never_signalled_as_a_reset(qtbot: QtBot) -> None:
    session = session_of()
    model, _bridge = followed(session)
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.rowsInserted):
        session.edit(Span(4, 4), "x")
    assert [model.entry_at(row) for row in range(model.rowCount())] == list(session.queue.entries)


def test_a_decided_row_is_marked_and_announced_as_such() -> None:
    session = session_of()
    model, _bridge = followed(session)
    session.decide(session.queue.entries[0].id, Verdict.TRANSCRIPT)
    index = model.index(0, Column.STATE)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "decided: transcript"
    assert not index.data(Qt.ItemDataRole.DecorationRole).isNull()


def test_search_finds_in_both_readings_and_ignores_case() -> None:
    session = session_of()
    model, _bridge = followed(session)
    proxy = QueueFilter(model)
    proxy.choose(frozenset(), frozenset(), "RECEIVED")
    assert [proxy.entry_at(row).kind for row in range(proxy.rowCount())] == [Kind.CHARACTER]


def test_filters_by_kind_and_state_combine() -> None:
    session = session_of()
    model, _bridge = followed(session)
    proxy = QueueFilter(model)
    first = session.queue.entries[0]
    session.decide(first.id, Verdict.TRANSCRIPT)
    proxy.choose(frozenset({first.kind}), frozenset({State.DECIDED}), "")
    assert [proxy.entry_at(row).id for row in range(proxy.rowCount())] == [first.id]
    assert proxy.row_of(session.queue.entries[-1].id) is None


def test_counts_add_up() -> None:
    session = session_of()
    model, _bridge = followed(session)
    kinds, states, severities = model.counts()
    assert {sum(counts.values()) for counts in (kinds, states, severities)} == {len(session.queue)}


def test_a_narrow_table_shortens_kinds_but_announces_them_in_full() -> None:
    model, _bridge = followed(session_of())
    model.set_brief(True)
    row = next(r for r in range(model.rowCount()) if model.entry_at(r).kind is Kind.CHARACTER)
    index = model.index(row, Column.KIND)
    assert index.data() == BRIEF_KINDS[Kind.CHARACTER]
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "character"


def test_a_narrow_table_shortens_headings_but_announces_them_in_full() -> None:
    model, _bridge = followed(session_of())
    told: list[int] = []
    model.headerDataChanged.connect(lambda *_: told.append(1))
    model.set_brief(True)
    across, spoken = Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole
    assert model.headerData(Column.REFERENCE, across) == "Second"
    assert model.headerData(Column.REFERENCE, across, spoken) == "Reading of the second text"
    assert told == [1]


def test_rows_have_no_children() -> None:
    model, _bridge = followed(session_of())
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(model.index(0, 0)) == 0
    assert model.data(QModelIndex()) is None


def test_long_reading_is_cut_in_the_middle() -> None:
    cut = one_line("word " * 100)
    assert len(cut) < 70
    assert " … " in cut


def test_an_unfiltered_list_asks_the_filter_about_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    session = session_of()
    asked: list[str] = []
    accepts = QueueFilter.accepts

    def counted(queue: QueueFilter, entry: Entry) -> bool:
        asked.append(entry.id)
        return accepts(queue, entry)

    monkeypatch.setattr(QueueFilter, "accepts", counted)
    model, _bridge = followed(session)
    proxy = QueueFilter(model)
    model.set_queue(session.queue, lambda: (session.text, session.reference), str)
    assert proxy.rowCount() == len(session.queue)
    session.decide(session.queue.entries[0].id, Verdict.TRANSCRIPT)
    assert not asked
    proxy.choose(frozenset(), frozenset({State.OPEN}), "")
    assert proxy.rowCount() == len(session.queue) - 1
    asked.clear()
    session.decide(session.queue.entries[1].id, Verdict.TRANSCRIPT)
    assert proxy.rowCount() == len(session.queue) - 2
    assert session.queue.entries[1].id in asked
    proxy.choose(frozenset(), frozenset(), "")
    asked.clear()
    session.decide(session.queue.entries[2].id, Verdict.TRANSCRIPT)
    assert proxy.rowCount() == len(session.queue)
    assert not asked


def test_rows_are_found_again_after_changes_of_filter() -> None:
    session = session_of()
    model, _bridge = followed(session)
    proxy = QueueFilter(model)
    for kinds in ({Kind.CHARACTER}, set[Kind](), {Kind.CHARACTER, Kind.OMISSION}, {Kind.OMISSION}, set[Kind]()):
        proxy.choose(frozenset(kinds), frozenset(), "")
        wanted = [entry.id for entry in session.queue.entries if not kinds or entry.kind in kinds]
        assert [proxy.entry_at(row).id for row in range(proxy.rowCount())] == wanted
        rows = [proxy.row_of(entry.id) for entry in session.queue.entries]
        assert [row for row in rows if row is not None] == list(range(len(wanted)))


def test_counts_follow_the_rows() -> None:
    session = session_of()
    model, _bridge = followed(session)
    session.decide(session.queue.entries[0].id, Verdict.TRANSCRIPT)
    session.decide(session.queue.entries[1].id, Verdict.REFERENCE)
    session.edit(Span(0, 0), "quite another beginning ")
    session.commit_typing()
    anew, _other = followed(session)
    assert model.counts() == anew.counts()
    session.undo()
    session.undo()
    anew, _other = followed(session)
    assert model.counts() == anew.counts()


def test_rows_added_to_an_unfiltered_list_are_in_text_order() -> None:
    session = session_of()
    model, _bridge = followed(session)
    proxy = QueueFilter(model)
    assert proxy.rowCount() == len(session.queue)
    at = session.text.index("resumed")
    session.edit(Span(at, at + 7), "rezumed")
    session.commit_typing()
    listed = [proxy.entry_at(row).id for row in range(proxy.rowCount())]
    assert listed == [entry.id for entry in session.queue.entries]
    assert "rezumed" in [model.readings(entry)[0] for entry in session.queue.entries]


def test_every_kind_has_an_explanation(qtbot: QtBot) -> None:
    assert set(KIND_HELP) == set(Kind)
    model = QueueModel()
    session = session_of()
    model.set_queue(session.queue, lambda: (session.text, session.reference), str)
    tip = model.index(0, Column.KIND).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "character: one word, written in part with other letters"
    panel = QueuePanel(model)
    qtbot.addWidget(panel)
    panel.refresh_counts()
    menu = panel.kinds.menu()
    assert menu.toolTipsVisible()
    assert "figures or numerals differ" in {action.toolTip() for action in menu.actions()}
