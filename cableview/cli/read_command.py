"""`cableview read`: writes what an OCR engine reads on a scan, as a transcript to start from or a second text."""

from __future__ import annotations

from pathlib import Path

import click

from cableview.cli import options
from cableview.cli.engines import engine_option, language, read_with
from cableview.cli.main import say
from cableview.errors import UsageError


@click.command("read")
@options.scans(required=True)
@engine_option()
@language
@options.output
@options.force
def command(scans: tuple[Path, ...], *, engine: str, language: str, output: Path | None, force: bool) -> int:
    """Read the pages of a scan with an OCR engine, and write their text with a form feed between pages.

    The text is only what the engine reads. Correct it against the page, or use it as a transcript's second text.
    """
    from cableview.cli.output import deliver
    from cableview.model.item import PageImage
    from cableview.scan.engines.choice import chosen
    from cableview.scan.raster import page_count

    name = chosen(engine)
    if name is None:
        reason = "no engine was asked for" if engine == "none" else "no OCR engine is installed"
        advice = "Install tesseract-ocr, or the extra: pip install 'cableview[ocr]'"
        raise UsageError(reason, advice=advice if engine != "none" else "Name one with --engine")
    pages = [PageImage(path, frame) for path in scans for frame in range(page_count(path))]
    reading = read_with(name, pages, language=language)
    text = reading.text()
    if not text.strip():
        say(f"{scans[0]}: {name} {reading.version} reads nothing there")
    deliver(text.encode("utf-8"), output, scans, force=force)
    return 0
