"""The forms of `check`'s answer, written item by item so that a folder's answer is never in memory as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cableview.cli.check_messages import CheckRequest, Frame
from cableview.cli.doubts import doubt_lines, with_doubts
from cableview.cli.item_check import Checked
from cableview.cli.terminal_tables import findings_table, held_table, shown
from cableview.collation.rules import suppressed_words
from cableview.report.check_json import check_tree, held_trees, json_bytes
from cableview.report.csv_table import csv_bytes, csv_rows
from cableview.report.decisions_csv import HEADER, decision_rows, source_names
from cableview.report.held_places import held_findings
from cableview.report.html import FOOT, Section, html_head, html_page, html_section
from cableview.report.sections import section_of
from cableview.report.summary import counted, states_line


@dataclass(frozen=True, slots=True)
class Form:
    """How items are written: one by `alone`, or several, each by `item` inside the `frame` of a page with a title.

    The second argument is the width of a table for people, in columns. All output is UTF-8.
    """

    alone: Callable[[Checked, int], bytes]
    item: Callable[[Checked, int], bytes]
    frame: Callable[[str], Frame]


def frame_of(request: CheckRequest) -> Frame:
    """The frame of the answer for a whole folder."""
    return FORMS[request.form].frame(request.folder.resolve().name if request.folder else "")


def _json(checked: Checked, _: int) -> bytes:
    tree = check_tree(checked.session, checked.findings)
    tree |= {"held_equal": held_trees(checked.session)} if checked.held else {}
    heard = with_doubts(tree, checked.session, checked.findings) if checked.session.live.third else tree
    return json_bytes(heard)


def _json_in_list(checked: Checked, _: int) -> bytes:
    """An item's JSON as part of a list inside an object; strings of JSON contain no line ends."""
    return b"  " + _json(checked, _).rstrip().replace(b"\n", b"\n  ")


def _csv(checked: Checked, _: int) -> bytes:
    return csv_bytes(HEADER, _rows(checked))


def _csv_rows(checked: Checked, _: int) -> bytes:
    return csv_rows(_rows(checked))


def _rows(checked: Checked) -> list[tuple[object, ...]]:
    item = checked.session.item
    return decision_rows(checked.findings, source_names(item.transcript), source_names(item.reference))


def _html(checked: Checked, _: int) -> bytes:
    return html_page([_section(checked)])


def _html_section(checked: Checked, _: int) -> bytes:
    return html_section(_section(checked))


def _section(checked: Checked) -> Section:
    return section_of(checked.session, checked.findings, pieces=checked.pieces, stamp=checked.stamp)


def _text(checked: Checked, width: int) -> bytes:
    """The answer for people: remarks on the item, its table, and the totals."""
    session = checked.session
    lines = [shown(notice, 400) for notice in session.item.notices]
    if checked.findings:
        lines.append(findings_table(checked.findings, width).removesuffix("\n"))
    lines.append(states_line(session.queue.entries))
    if session.live.collation:
        words = counted(session.live.collation.tokens, "word")
        lines.append(
            f"{words} compared, {session.live.collation.agreeing} agree; the second text is a {session.relation}"
        )
    suppressed = suppressed_words(session.live.suppressed)
    lines += [suppressed] if suppressed else []
    lines += [held_table(held_findings(session), width).removesuffix("\n")] if checked.held and suppressed else []
    lines += doubt_lines(session) if session.live.third else []
    return ("\n".join(lines) + "\n").encode("utf-8", "backslashreplace")


def _titled_text(checked: Checked, width: int) -> bytes:
    title = shown(checked.session.item.title)
    return f"\n{title}\n".encode("utf-8", "backslashreplace") + _text(checked, width)


FORMS = {
    "json": Form(_json, _json_in_list, lambda _: Frame(b'{\n "items": [\n', b",\n", b"\n ]\n}\n")),
    "csv": Form(_csv, _csv_rows, lambda _: Frame(csv_bytes(HEADER, ()))),
    "html": Form(_html, _html_section, lambda title: Frame(html_head(title), foot=FOOT)),
    "text": Form(_text, _titled_text, lambda _: Frame()),
}
