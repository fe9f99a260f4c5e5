"""`cableview check`: compares the texts of an item, or of all items of a folder, and lists what is to be settled."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cableview.cli import options
from cableview.cli.check_messages import CheckRequest
from cableview.cli.engines import engine_option
from cableview.cli.evidence_pieces import pieces_option, refuse_pieces, stamp_now
from cableview.cli.language_options import language_wanted, text_language
from cableview.cli.main import UNDECIDED, say
from cableview.cli.options import PATH
from cableview.cli.output import PIPED_WIDTH, table_width
from cableview.cli.rule_options import rule_options, rules_wanted
from cableview.errors import UsageError
from cableview.files import is_folder

if TYPE_CHECKING:
    from cableview.cli.item_check import Checked


@click.command("check")
@click.argument("transcript", type=PATH)
@click.argument("reference", type=PATH, required=False)
@options.scans(required=False)
@options.layouts
@click.option("--exact", is_flag=True, help="Compare runs of non-blanks literally, with all rules off.")
@rule_options
@text_language
@click.option("--suppressed", "held", is_flag=True, help="Also list what the rules hold equal.")
@click.option("--json", "form", flag_value="json", help="Output JSON.")
@click.option("--csv", "form", flag_value="csv", help="Output CSV, one discrepancy per row.")
@click.option("--html", "form", flag_value="html", help="Output one HTML page.")
@options.output
@pieces_option
@options.force
@options.sidecar_folder
@click.option("--no-sidecar", is_flag=True, help="Ignore the record with its earlier decisions.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 1024),
    metavar="N",
    help="For a folder: check N items at a time. Default: as many as make it faster.",
)
@click.option("--doubts", is_flag=True, help="Also list where both texts agree and an OCR engine reads something else.")
@engine_option("With --doubts: the engine that reads the scan.", default=None, show_default="auto")
def command(
    transcript: Path,
    reference: Path | None,
    scans: tuple[Path, ...],
    layouts: tuple[Path, ...],
    *,
    exact: bool,
    on: tuple[str, ...],
    off: tuple[str, ...],
    pairs: tuple[str, ...],
    language: str | None,
    held: bool,
    form: str | None,
    output: Path | None,
    pieces: bool | None,
    force: bool,
    sidecar_folder: Path | None,
    no_sidecar: bool,
    jobs: int | None,
    doubts: bool,
    engine: str | None,
) -> int:
    """Compare TRANSCRIPT with REFERENCE and list every place where they differ.

    TRANSCRIPT alone may be a saved archive page that holds both texts, a record, a text whose second text is found by
    its name, or a folder of items. The items of a folder are checked in parallel where that is faster; those that
    cannot be read are listed at the end.

    Exit code 0: nothing is undecided; 1: something is; 2: bad input or usage; 3: there is nothing to compare with.
    """
    width = PIPED_WIDTH if output else table_width()
    rules, form = tuple(rules_wanted(on, off, pairs).items()), form or _form_of(output)
    _refuse_misfits(form, rules=bool(rules), exact=exact, held=held)
    refuse_pieces(form, are_said=pieces is not None)
    if engine is not None and not doubts:
        raise UsageError("--engine goes with --doubts", advice="Leave it out, or add that")
    request = CheckRequest(form, output, exact, force, not no_sidecar, sidecar_folder, width, rules=rules, held=held)
    request = replace(request, language=language_wanted(language))
    if form == "html":
        request = replace(request, pieces=not is_folder(transcript) if pieces is None else pieces, stamp=stamp_now())
    if doubts:
        request = _with_doubts(request, transcript, engine)
    if is_folder(transcript):
        if reference or scans or layouts:
            advice = "Or name an item's files one by one"
            raise UsageError("a folder is checked by itself", path=transcript, advice=advice)
        from cableview.cli.folder_check import check_folder

        return check_folder(transcript, request, jobs)
    if jobs is not None:
        raise UsageError("--jobs goes with a folder, and this is not a folder", path=transcript, advice="Leave it out")
    from cableview.cli.item_check import checked, code_of, lack_of
    from cableview.cli.items import item_from_slots

    item = item_from_slots(transcript, reference, scans, layouts, sidecar_folder)
    lack = lack_of(item, reference)
    if lack is not None:
        say(str(lack))
        return code_of(lack)
    one = checked(item, request)
    for notice in one.notices:
        say(notice)
    _give(one, request)
    return UNDECIDED if one.session.queue.undecided else 0


def _with_doubts(request: CheckRequest, transcript: Path, engine: str | None) -> CheckRequest:
    """The request with the engine to consult. Raises `UsageError` for a folder or for a form without doubts."""
    if is_folder(transcript) or request.form not in ("text", "json"):
        advice = "Name one transcript, and no other form than --json"
        raise UsageError("doubts are listed of one item, in the terminal or as JSON", path=transcript, advice=advice)
    from cableview.scan.engines.choice import AUTO

    return replace(request, hears=engine or AUTO)


def _refuse_misfits(form: str, *, rules: bool, exact: bool, held: bool) -> None:
    """Raises `UsageError` for options that have no effect."""
    if exact and (rules or held):
        raise UsageError("--exact turns every rule off", advice="Leave it out, or the options for rules")
    if held and form not in ("text", "json"):
        raise UsageError(f"--suppressed is not listed as {form.upper()}", advice="Take the table, or --json")


def _form_of(output: Path | None) -> str:
    """The form that the output file's name implies; without one, a table for people."""
    suffix = output.suffix.lower() if output else ""
    return {".json": "json", ".csv": "csv", ".html": "html", ".htm": "html"}.get(suffix, "text")


def _give(one: Checked, request: CheckRequest) -> None:
    from cableview.cli.check_forms import FORMS
    from cableview.cli.output import deliver
    from cableview.report.export_targets import own_files

    answer = FORMS[request.form].alone(one, request.width)
    if request.form == "text" and request.output is None:
        click.echo(answer.decode("utf-8"), nl=False)
    else:
        deliver(answer, request.output, own_files(one.session.item), force=request.force)
