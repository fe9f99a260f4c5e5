"""The result for one item of a folder being checked: its part of the answer, or why there is none."""

from __future__ import annotations

from pathlib import Path

from cableview.cli.check_forms import FORMS
from cableview.cli.check_messages import Answer, CheckRequest
from cableview.cli.item_check import checked, code_of, lack_of
from cableview.cli.items import item_of
from cableview.cli.main import BAD, internal_error
from cableview.cli.output import STDOUT
from cableview.collection.pairing import Files
from cableview.errors import CableviewError, UsageError
from cableview.model.item import Item
from cableview.report.export_targets import own_files, refuse_taken


def answered(files: Files, request: CheckRequest) -> Answer:
    """Checks one item. Any error is a failure of this item only, and the others go on."""
    try:
        item = item_of(files, request.sidecar_folder, folder=request.folder)
        lack = lack_of(item)
        if lack is not None:
            return Answer(failure=str(lack), code=code_of(lack))
        taken = _takes_a_source(item, request.output)
        if taken is not None:
            return Answer(failure=str(taken), code=BAD, fatal=True)
        one = checked(item, request, announced=False)
        part = FORMS[request.form].item(one, request.width)
        notices = tuple(f"{files.paths[0]}: {notice}" for notice in one.notices)
        return Answer(part, undecided=bool(one.session.queue.undecided), notices=notices)
    except CableviewError as error:
        return Answer(failure=str(error), code=code_of(error))
    except Exception as error:  # noqa: BLE001 here a worker's task ends: one item must not take the others with it
        return Answer(failure=str(CableviewError(internal_error(error), path=files.paths[0])), code=BAD)


def _takes_a_source(item: Item, output: Path | None) -> UsageError | None:
    """The error for an output file that belongs to the item, which may be in other folders too; else `None`."""
    if output in (None, STDOUT):
        return None
    try:
        refuse_taken(output, own_files(item), replace=True)
    except UsageError as error:
        return error
    return None
