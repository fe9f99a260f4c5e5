"""Writes a command's answer to a file that is not a source of the item, or to standard output."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from cableview.files import atomic_write

STDOUT = Path("-")
PIPED_WIDTH = 160


def deliver(data: bytes, output: Path | None, sources: Iterable[Path], *, force: bool = False) -> None:
    """Writes an answer, never over one of `sources` or the source of another item.

    Raises `UsageError` if a file is in the way, `SaveError` if it cannot be written.
    """
    if output is None or output == STDOUT:
        write_out(data)
    else:
        from cableview.collection.sources import sources_beside
        from cableview.report.export_targets import refuse_taken

        refuse_taken(output, sources, sources_beside(output) if force else [], replace=force)
        atomic_write(output, data)


def write_out(data: bytes) -> None:
    """Writes bytes unchanged to standard output, after what was printed before."""
    sys.stdout.flush()
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:
        sys.stdout.write(data.decode("utf-8", "backslashreplace"))
    else:
        binary.write(data)
        binary.flush()


def table_width() -> int:
    """Columns of a table on standard output: the terminal's width."""
    return shutil.get_terminal_size((PIPED_WIDTH, 24)).columns if sys.stdout.isatty() else PIPED_WIDTH
