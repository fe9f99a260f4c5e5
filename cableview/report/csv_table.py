"""Writes tables as CSV that spreadsheets open without taking words for formulas."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The table in UTF-8 with a BOM, without which Excel assumes cp1252; all fields quoted, RFC 4180 line ends."""
    return codecs.BOM_UTF8 + csv_rows([header]) + csv_rows(rows)


def csv_rows(rows: Iterable[Sequence[object]]) -> bytes:
    """The rows alone, to be appended to others."""
    table = io.StringIO()
    writer = csv.writer(table, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([_field(value) for value in row] for row in rows)
    return table.getvalue().encode("utf-8", "backslashreplace")


def _field(value: object) -> str:
    """The text of a field, prefixed with an apostrophe if a spreadsheet would evaluate it."""
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA_STARTS) else text
