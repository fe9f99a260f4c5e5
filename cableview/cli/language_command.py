"""`cableview language`: lists the languages that texts may be in, or says and changes that of an item."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cableview.cli import options
from cableview.cli.language_options import TOLD, language_wanted
from cableview.errors import UsageError

if TYPE_CHECKING:
    from cableview.review.session import Session


@click.command("language")
@click.argument("item", type=options.PATH, nargs=-1)
@click.option("--set", "given", metavar="L", help=f"The language of the texts, such as German or de; or {TOLD}.")
@options.reviewer
@options.sidecar_folder
def command(item: tuple[Path, ...], *, given: str | None, reviewer: str | None, sidecar_folder: Path | None) -> int:
    """List the languages that texts may be in, or show or set that of ITEM.

    It determines the word list that suggestions use, and what an OCR engine is asked to read. It is detected from the
    texts unless it is set, which is kept in the item's record. `check --language` sets it for one run.
    """
    from cableview.cli.items import item_at, session_for_reading

    wanted = language_wanted(given)
    if not item:
        if wanted is not None:
            raise UsageError("a language is set for an item", advice="Name its transcript, too")
        _print_all()
        return 0
    opened_item = item_at(item, sidecar_folder)
    if wanted is None:
        _print_of(session_for_reading(opened_item))
        return 0
    from cableview.cli.items import make_durable, opened_for_work

    opened = opened_for_work(opened_item, reviewer)
    if opened.session.state.language != wanted:
        opened.session.set_language(wanted)
        make_durable(opened)
    _print_of(opened.session)
    return 0


def _print_all() -> None:
    from cableview.collation.words.languages import languages
    from cableview.collation.words.lexicon import has_words

    for one in languages().values():
        click.echo(f"{one.code}  {one.name:<12}{'' if has_words(one.code) else 'no word list installed'}".rstrip())


def _print_of(session: Session) -> None:
    from cableview.collation.words.languages import language_label
    from cableview.collation.words.lexicon import has_words

    code = session.language
    how = "as was set" if session.state.language else "as the texts tell"
    click.echo(f"{language_label(code)}, {how}" if code else "unknown: the texts do not tell")
    if not has_words(code):
        click.echo("No word list is used: suggestions rest on both texts alone")
