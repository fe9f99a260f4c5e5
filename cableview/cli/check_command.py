"""`cableview check`: compares the texts of an item, or of all items of a folder, and lists what is to be settled."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cableview.cli import options
from cableview.cli.main import BAD, say
from cableview.cli.options import PATH
from cableview.errors import CableviewError, FileError, UsageError

if TYPE_CHECKING:
    from cableview.model.item import Item
    from cableview.model.witness import Witness
    from cableview.report.finding import Finding
    from cableview.report.html import Section
    from cableview.review.session import Session

UNDECIDED = 1
NOTHING_TO_COMPARE = 3
GIVE_REFERENCE = "Name it behind the transcript"


@dataclass(frozen=True, slots=True)
class Wanted:
    """How to compare, and in what form the answer goes where."""

    form: str
    output: Path | None
    exact: bool
    force: bool
    use_record: bool
    sidecar_folder: Path | None


@dataclass(frozen=True)
class Checked:
    """An item's session and what was found."""

    session: Session
    findings: tuple[Finding, ...]


class NoReferenceError(CableviewError):
    """An item has no second text."""


@click.command("check")
@click.argument("transcript", type=PATH)
@click.argument("reference", type=PATH, required=False)
@click.option("--scan", "scans", type=PATH, multiple=True, metavar="F", help="A page image, TIFF or PDF; repeatable.")
@click.option("--layout", "layouts", type=PATH, multiple=True, metavar="F", help="Where words stand; repeatable.")
@click.option("--exact", is_flag=True, help="Compare runs of non-blanks literally, with every rule off.")
@click.option("--json", "form", flag_value="json", help="As JSON.")
@click.option("--csv", "form", flag_value="csv", help="As CSV, one discrepancy a row.")
@click.option("--html", "form", flag_value="html", help="As one HTML page.")
@click.option("-o", "--output", type=PATH, metavar="FILE", help="Write to FILE instead of standard output.")
@options.force
@options.sidecar_folder
@click.option("--no-sidecar", is_flag=True, help="Leave out what was decided before.")
def command(
    transcript: Path,
    reference: Path | None,
    scans: tuple[Path, ...],
    layouts: tuple[Path, ...],
    *,
    exact: bool,
    form: str | None,
    output: Path | None,
    force: bool,
    sidecar_folder: Path | None,
    no_sidecar: bool,
) -> int:
    """Compare TRANSCRIPT with REFERENCE and list every place where they differ.

    TRANSCRIPT alone may be a saved archive page that holds both texts, a sidecar, a text whose second text is found by
    its name, or a folder of items.

    Exit code 0: nothing undecided, 1: something undecided, 2: bad input or use, 3: nothing to compare with.
    """
    wanted = Wanted(form or _form_of(output), output, exact, force, not no_sidecar, sidecar_folder)
    if transcript.is_dir():
        if reference or scans or layouts:
            advice = "Or name an item's files one by one"
            raise UsageError("a folder is checked by itself", path=transcript, advice=advice)
        return _check_folder(transcript, wanted)
    from cableview.cli.items import item_from_slots

    item = item_from_slots(transcript, reference, scans, layouts, sidecar_folder)
    if layouts:
        say(f"{layouts[0].name}: layouts do not help to find places yet; those given are guesses")
    lack = _lack(item, reference)
    if lack is not None:
        say(str(lack))
        return _code_of(lack)
    checked = _checked(item, wanted)
    _give([checked], wanted)
    return UNDECIDED if checked.session.queue.undecided else 0


def _form_of(output: Path | None) -> str:
    """What the name of the output file asks for; a table for the eye where there is none."""
    suffix = output.suffix.lower() if output else ""
    return {".json": "json", ".csv": "csv", ".html": "html", ".htm": "html"}.get(suffix, "text")


def _check_folder(folder: Path, wanted: Wanted) -> int:
    """Goes on past items that cannot be read, and names them at the end."""
    from cableview.cli.items import item_of
    from cableview.collection.folder import items_in
    from cableview.report.targets import own_files_in, refuse_taken

    if wanted.output is not None:
        refuse_taken(wanted.output, own_files_in(folder) if wanted.force else (), replace=wanted.force)
    found = items_in(folder)
    checked: list[Checked] = []
    failures: list[CableviewError] = []
    for files in found.items:
        try:
            item = item_of(files, wanted.sidecar_folder)
            lack = _lack(item)
            if lack is not None:
                raise lack
            checked.append(_checked(item, wanted))
        except CableviewError as error:
            failures.append(error)
    if checked:
        _give(checked, wanted, as_list=True)
    for path, reason in found.unpaired:
        say(f"{path}: {reason}")
    for failure in failures:
        say(str(failure))
    return _folder_code(checked, failures, folder)


def _folder_code(checked: list[Checked], failures: list[CableviewError], folder: Path) -> int:
    if not checked and not failures:
        raise UsageError(
            "there is no item in this folder", path=folder, advice="Put a transcript and its second text there"
        )
    if any(_code_of(failure) == BAD for failure in failures):
        return BAD
    if not checked:
        return NOTHING_TO_COMPARE
    return UNDECIDED if any(one.session.queue.undecided for one in checked) else 0


def _lack(item: Item, named: Path | None = None) -> CableviewError | None:
    """What is missing for a comparison; `named` is the reference that was asked for."""
    path = item.transcript.sources[0].path
    if not item.transcript.text.strip():
        return FileError("is empty: there is nothing to compare", path=path, advice="Choose another file")
    if item.reference is None and named is not None:
        return FileError("is empty: there is nothing to compare with", path=named, advice="Choose another file")
    if item.reference is None:
        return NoReferenceError("there is no second text to compare it with", path=path, advice=GIVE_REFERENCE)
    return None


def _code_of(failure: CableviewError) -> int:
    return NOTHING_TO_COMPARE if isinstance(failure, NoReferenceError) else BAD


def _checked(item: Item, wanted: Wanted) -> Checked:
    from cableview.cli.items import session_for_reading
    from cableview.cli.locating import locator
    from cableview.report.finding import nowhere
    from cableview.report.products import all_findings

    session = session_for_reading(item, exact=wanted.exact, use_record=wanted.use_record)
    located = locator(session) if wanted.form != "text" else nowhere  # the table shows no places
    return Checked(session, all_findings(session, located))


def _give(checked: list[Checked], wanted: Wanted, *, as_list: bool = False) -> None:
    from cableview.cli.output import deliver
    from cableview.report.targets import own_files

    if wanted.form == "text" and wanted.output is None:
        _print_tables(checked)
        return
    render = {"json": _as_json, "csv": _as_csv, "html": _as_html, "text": _as_text}[wanted.form]
    sources = [path for one in checked for path in own_files(one.session.item)]
    deliver(render(checked, as_list), wanted.output, sources, force=wanted.force)


def _as_json(checked: list[Checked], as_list: bool) -> bytes:
    from cableview.report.check_json import check_tree, json_bytes

    trees = [check_tree(one.session, one.findings) for one in checked]
    return json_bytes({"items": trees} if as_list else trees[0])


def _as_csv(checked: list[Checked], as_list: bool) -> bytes:
    from cableview.report.decisions_csv import HEADER, decision_rows, source_names
    from cableview.report.table import csv_bytes

    rows = [
        row
        for one in checked
        for row in decision_rows(
            one.findings, source_names(one.session.item.transcript), source_names(one.session.item.reference)
        )
    ]
    return csv_bytes(HEADER, rows)


def _as_html(checked: list[Checked], as_list: bool) -> bytes:
    from cableview.report.html import html_page

    return html_page([section_of(one) for one in checked])


def _as_text(checked: list[Checked], as_list: bool) -> bytes:
    import contextlib
    import io

    held = io.StringIO()
    with contextlib.redirect_stdout(held):
        _print_tables(checked)
    return held.getvalue().encode("utf-8", "backslashreplace")


def section_of(checked: Checked) -> Section:
    """The item as a part of an HTML page."""
    from cableview.cli.listing import states_line
    from cableview.collation.rules import suppressed_words
    from cableview.report.html import Section

    session = checked.session
    facts = [("Transcript", _paths(session.item.transcript))]
    if session.item.reference:
        facts.append(("Reference", _paths(session.item.reference)))
    facts += [("Relation", str(session.relation)), ("Found", states_line(session.queue.entries))]
    suppressed = suppressed_words(session.suppressed)
    return Section(
        session.item.title, (*facts, *([("Held equal", suppressed)] if suppressed else [])), checked.findings
    )


def _paths(witness: Witness) -> str:
    return ", ".join(source.path.name for source in witness.sources)


def _print_tables(checked: list[Checked]) -> None:
    from cableview.cli.listing import counted, print_findings, shown, states_line
    from cableview.collation.rules import suppressed_words

    for one in checked:
        session = one.session
        if len(checked) > 1:
            click.echo(f"\n{shown(session.item.title)}")
        for notice in session.item.notices:
            click.echo(shown(notice, 400))
        if one.findings:
            print_findings(one.findings)
        click.echo(states_line(session.queue.entries))
        if session.collation:
            words = counted(session.collation.tokens, "word")
            click.echo(f"{words} compared, {session.collation.agreeing} agree; the texts are a {session.relation}")
        suppressed = suppressed_words(session.suppressed)
        if suppressed:
            click.echo(suppressed)
