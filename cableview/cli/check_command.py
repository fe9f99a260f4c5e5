"""`cableview check`: compares the texts of an item and lists what is to be settled."""

from __future__ import annotations

from pathlib import Path

import click

NOTHING_TO_COMPARE = 3
PATH = click.Path(path_type=Path)


@click.command("check", help="Compare TRANSCRIPT with REFERENCE.")
@click.argument("transcript", type=PATH)
@click.argument("reference", type=PATH, required=False)
@click.option("--scan", "scans", type=PATH, multiple=True)
@click.option("--layout", "layouts", type=PATH, multiple=True)
@click.option("--exact", is_flag=True)
@click.option("--json", "form", flag_value="json")
@click.option("-o", "--output", type=PATH)
def command(transcript, reference, scans, layouts, exact, form, output) -> int:
    from cableview.cli.items import item_from_slots
    from cableview.report.check_json import check_tree, json_bytes
    from cableview.report.finding import findings, nowhere
    from cableview.review.session import Session

    item = item_from_slots(transcript, reference, scans, layouts)
    session = Session(item, reviewer="", exact=exact)
    found = findings(session.queue.entries, item.transcript, item.reference, nowhere)
    click.echo(json_bytes(check_tree(session, found)), nl=False)
    return 1 if session.queue.undecided else 0
