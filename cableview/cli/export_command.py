"""`cableview export`: writes the corrected text, the decisions or the errata of an item."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cableview.cli import options
from cableview.cli.main import say
from cableview.errors import FileError, UsageError

if TYPE_CHECKING:
    from cableview.model.witness import Source
    from cableview.report.corrected import Part
    from cableview.report.finding import Finding
    from cableview.review.session import Session

FORMATS = ("text", "csv", "errata", "json", "html")


@click.command("export")
@click.argument("item", type=options.PATH, nargs=-1, required=True)
@click.option("--to", "form", type=click.Choice(FORMATS), required=True, help="What to write.")
@click.option(
    "-o", "--output", type=options.PATH, required=True, metavar="FILE", help="Where to; a folder for several files."
)
@click.option("--whole", is_flag=True, help="text: the whole archive page, with the transcript in it replaced.")
@click.option("--mark-undecided", is_flag=True, help="text: write [[transcript | reference]] where nothing is decided.")
@click.option("--encoding", metavar="ENC", help="text: another encoding than the transcript's.")
@click.option(
    "--unclear",
    default="none",
    metavar="FORM",
    show_default=True,
    help="text: how unreadable words are written: none, query, brackets, tei, or text with {} in it.",
)
@click.option("--furniture", is_flag=True, help="errata: page heads, numbers and stamps as well.")
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
    force: bool,
    sidecar_folder: Path | None,
) -> int:
    """Write what became of ITEM.

    text: the corrected transcript, back into as many files as it came from. csv: every discrepancy with its decision.
    errata: the slips of the reference. json, html: the comparison as `check` gives it.
    """
    from cableview.cli.items import item_at, session_for_reading

    if form != "text" and (whole or mark_undecided or encoding or unclear != "none"):
        raise UsageError("--whole, --mark-undecided, --encoding and --unclear go with --to text")
    session = session_for_reading(item_at(item, sidecar_folder))
    if form == "text":
        files = _corrected(session, whole=whole, marked=mark_undecided, encoding=encoding, unclear=unclear)
    else:
        files = [(None, _table(session, form, furniture=furniture))]
    targets = _targets([source for source, _ in files], output, session, force=force)
    _count_undecided(session)
    for target, (_, data) in zip(targets, files, strict=True):
        _write(data, target)
    return 0


def _corrected(
    session: Session, *, whole: bool, marked: bool, encoding: str | None, unclear: str
) -> list[tuple[Source | None, bytes]]:
    from cableview.files import read_text
    from cableview.report.corrected import corrected_parts, encoded, unclear_marks, undecided_marks

    marks = unclear_marks(session.queue.entries, unclear)
    if marked:
        marks += undecided_marks(session.queue.entries, session.reference)
    parts = corrected_parts(session.item.transcript, session.working, marks)

    def data(part: Part) -> bytes:
        text = read_text(part.source.path, part.source.encoding).text if whole else None
        try:
            return encoded(part, whole=text, encoding=encoding)
        except FileError as error:
            raise FileError(
                error.message, path=error.path, place=error.place, advice="Export with --encoding utf-8"
            ) from error

    return [(part.source, data(part)) for part in parts]


def _table(session: Session, form: str, *, furniture: bool) -> bytes:
    from cableview.report.finding import findings

    reference = session.item.reference
    if reference is None:
        raise UsageError(
            "there is no second text, so there is nothing to list",
            path=session.item.transcript.sources[0].path,
            advice="Export --to text",
        )
    from cableview.cli.locating import locator

    found = findings(session.queue.entries, session.item.transcript, reference, locator(session))
    makers: dict[str, Callable[[], bytes]] = {
        "csv": lambda: _decisions(session, found),
        "errata": lambda: _errata(session, found, furniture=furniture),
        "json": lambda: _json(session, found),
        "html": lambda: _html(session, found),
    }
    return makers[form]()


def _decisions(session: Session, found: tuple[Finding, ...]) -> bytes:
    from cableview.report.decisions_csv import decisions_csv, source_names

    return decisions_csv(found, source_names(session.item.transcript), source_names(session.item.reference))


def _errata(session: Session, found: tuple[Finding, ...], *, furniture: bool) -> bytes:
    from cableview.report.decisions_csv import source_names
    from cableview.report.errata import errata, errata_csv

    return errata_csv(errata(found, session.relation, furniture=furniture), source_names(session.item.reference))


def _json(session: Session, found: tuple[Finding, ...]) -> bytes:
    from cableview.report.check_json import check_tree, json_bytes

    return json_bytes(check_tree(session, found))


def _html(session: Session, found: tuple[Finding, ...]) -> bytes:
    from cableview.cli.check_command import Checked, section_of
    from cableview.report.html import html_page

    return html_page([section_of(Checked(session, found))])


def _count_undecided(session: Session) -> None:
    undecided, total = session.queue.undecided, len(session.queue)
    if undecided:
        say(f"{undecided} of {total} are undecided; there the transcript stands as it was")


def _targets(sources: Sequence[Source | None], output: Path, session: Session, *, force: bool) -> list[Path]:
    """Where each of the files goes: `output` itself, or into it as a folder. Raises `UsageError` where one must not."""
    from cableview.cli.output import STDOUT, guard, own_files

    texts = [source for source in sources if source]
    if output == STDOUT and len(sources) == 1:
        return [STDOUT]
    if output == STDOUT:
        raise UsageError(f"{len(sources)} files do not fit into one output", advice="Name a folder with -o")
    is_folder = len(sources) > 1 or (output.is_dir() and bool(texts))
    if is_folder and len(sources) > 1:
        _make_folder(output)
    targets = [output / name for name in names_apart(texts)] if is_folder else [output]
    for target in targets:
        guard(target, own_files(session.item), force=force)
    return targets


def _write(data: bytes, target: Path) -> None:
    from cableview.cli.output import STDOUT, write_out
    from cableview.files import atomic_write

    if target == STDOUT:
        write_out(data)
    else:
        atomic_write(target, data)


def names_apart(sources: list[Source]) -> list[str]:
    """The sources' file names; one that comes again from another folder gets a number."""
    names: list[str] = []
    for source in sources:
        name, number = source.path.name, 2
        while name.casefold() in (taken.casefold() for taken in names):
            name, number = f"{source.path.stem}-{number}{source.path.suffix}", number + 1
        names.append(name)
    return names


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(
            f"cannot be made a folder: {error.strerror}", path=folder, advice="Choose another place"
        ) from error
