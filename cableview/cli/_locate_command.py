"""The worker that finds words on the scan for the window: a text and its pages in, places of words out, as JSON."""

from __future__ import annotations

import json
import sys

import click


@click.command("_locate", hidden=True)
def command() -> int:
    """Read {"text", "pages": [[path, frame], ...], "layouts": [path, ...]} from standard input; answer with places."""
    from pathlib import Path

    from cableview.collection.word_places import find_words
    from cableview.model.item import PageImage
    from cableview.scan.engines.limits import limit_memory
    from cableview.scan.placing.places import as_tree

    limit_memory()
    asked = json.load(sys.stdin)
    pages = [PageImage(Path(path), frame) for path, frame in asked["pages"]]
    layouts = [Path(path) for path in asked.get("layouts", ())]
    json.dump(as_tree(find_words(asked["text"], pages, layouts)), sys.stdout, separators=(",", ":"))
    return 0
