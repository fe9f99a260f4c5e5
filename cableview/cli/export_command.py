"""`cableview export`: writes the corrected text, the decisions or the errata of an item."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cableview.cli import options
from cableview.cli.evidence_pieces import pieces_of, pieces_option, refuse_pieces, stamp_now
from cableview.cli.main import say
from cableview.errors import UsageError

if TYPE_CHECKING:
    from cableview.model.witness import Source
    from cableview.review.session import Session

FORMATS = ("text", "csv", "errata", "json", "html")


@click.command("export")
@click.argument("item", type=options.PATH, nargs=-1, required=True)
@click.option("--to", "form", type=click.Choice(FORMATS), required=True, help="What to write.")
@click.option(
    "-o", "--output", type=options.PATH, required=True, metavar="FILE", help="The file, or a folder for several."
)
@click.option("--whole", is_flag=True, help="text: write the whole archive page, with its transcript replaced.")
@click.option(
    "--mark-undecided",
    is_flag=True,
    help="text: write [[transcript | second text]] at undecided places, instead of the transcript's words alone.",
)
@click.option("--encoding", metavar="ENC", help="text: use this encoding instead of the transcript's.")
@click.option(
    "--unclear",
    default="none",
    metavar="FORM",
    show_default=True,
    help="text: how to mark unreadable words: none, query, brackets, tei, or a text with {} for the words.",
)
@click.option("--furniture", is_flag=True, help="errata: include page heads, page numbers and stamps.")
@pieces_option
@options.force
@options.sidecar_folder
def command(
    item: tuple[Path, ...],
    form: str,
    output: Path,
    *,
    whole: bool,
    mark_undecided: bool,
    encoding: str | None,
    unclear: str,
    furniture: bool,
    pieces: bool | None,
    force: bool,
    sidecar_folder: Path | None,
) -> int:
    """Write what became of ITEM.

    \b
    text    the corrected transcript, in as many files as it came from
    csv     every discrepancy with its decision
    errata  the slips of the second text
    json    the same as `check --json`
    html    a page to read or print, with each place's piece of the scan
    """
    from cableview.cli.items import item_at, session_for_reading
    from cableview.report.exports import corrected_files

    if form != "text" and (whole or mark_undecided or encoding or unclear != "none"):
        raise UsageError(
            "--whole, --mark-undecided, --encoding and --unclear go with --to text", advice="Leave them out"
        )
    if furniture and form != "errata":
        raise UsageError("--furniture goes with --to errata", advice="Leave it out")
    refuse_pieces(form, are_said=pieces is not None)
    session = session_for_reading(item_at(item, sidecar_folder))
    if form == "text":
        made = corrected_files(
            session, whole=whole, mark_undecided=mark_undecided, encoding=encoding or "", unclear=unclear
        )
        files: list[tuple[Source | None, bytes]] = [*made]
    else:
        files = [(None, _table(session, form, furniture=furniture, has_pieces=pieces is not False))]
    targets = _targets([source for source, _ in files], output, session, force=force)
    for target, (_, data) in zip(targets, files, strict=True):
        _write(data, target)
    _count_undecided(session, are_marked=form == "text" and mark_undecided)
    return 0


def _table(session: Session, form: str, *, furniture: bool, has_pieces: bool) -> bytes:
    from cableview.cli.locator import locator
    from cableview.report.exports import all_findings, check_file, decisions_file, errata_file, evidence_file
    from cableview.report.finding import nowhere

    if form == "csv":
        return decisions_file(session, all_findings(session, nowhere))
    if form == "errata":
        return errata_file(session, all_findings(session, nowhere), furniture=furniture)
    found = all_findings(session, locator(session, say))
    if form == "json":
        return check_file(session, found)
    pieces = pieces_of(session, found) if has_pieces else None
    return evidence_file(session, found, pieces=pieces, stamp=stamp_now())


def _count_undecided(session: Session, *, are_marked: bool) -> None:
    undecided, total = session.queue.undecided, len(session.queue)
    if undecided:
        stands = "both readings stand in [[ ]]" if are_marked else "the transcript stands as it was"
        say(f"{undecided} of {total} {'is' if undecided == 1 else 'are'} undecided; there {stands}")


def _targets(sources: Sequence[Source | None], output: Path, session: Session, *, force: bool) -> list[Path]:
    """The path of each file: `output` itself, or in it as a folder. Raises `UsageError` for one that is not allowed."""
    from cableview.cli.output import STDOUT
    from cableview.collection.sources import sources_beside
    from cableview.files import is_folder, make_folder
    from cableview.report.export_targets import names_apart, own_files, refuse_taken

    texts = [source for source in sources if source]
    if output == STDOUT and len(sources) == 1:
        return [STDOUT]
    if output == STDOUT:
        raise UsageError(f"{len(sources)} files do not fit into one output", advice="Name a folder with -o")
    if len(sources) > 1:
        make_folder(output)
    goes_into = len(sources) > 1 or (bool(texts) and is_folder(output))
    targets = [output / name for name in names_apart(texts)] if goes_into else [output]
    for target in targets:
        others = sources_beside(target) if force else []
        refuse_taken(target, own_files(session.item), others, replace=force)
    return targets


def _write(data: bytes, target: Path) -> None:
    from cableview.cli.output import STDOUT, write_out
    from cableview.files import atomic_write

    if target == STDOUT:
        write_out(data)
    else:
        atomic_write(target, data)
