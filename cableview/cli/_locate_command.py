"""The worker that finds words on the scan for the window: a text and its pages in, places of words out, as JSON."""

from __future__ import annotations

import json
import sys

import click


@click.command("_locate", hidden=True)
def command() -> int:
    """Read {"text", "pages": [[path, frame], ...]} from standard input; answer with the places of its words."""
    from pathlib import Path

    from cableview.model.item import PageImage
    from cableview.scan.locate import locate_words
    from cableview.scan.places import as_tree

    asked = json.load(sys.stdin)
    pages = [PageImage(Path(path), frame) for path, frame in asked["pages"]]
    json.dump(as_tree(locate_words(asked["text"], pages)), sys.stdout, separators=(",", ":"))
    return 0
