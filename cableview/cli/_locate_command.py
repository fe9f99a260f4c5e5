"""The worker that finds words on the scan for the window: a search in, places of words out, as JSON."""

from __future__ import annotations

import sys

import click


@click.command("_locate", hidden=True)
def command() -> int:
    """Answer the search on standard input."""
    from cableview.collection.word_places import find_words
    from cableview.collection.word_search import answer, search_of
    from cableview.scan.engines.limits import limit_memory

    limit_memory()
    search = search_of(sys.stdin.buffer.read())
    sys.stdout.buffer.write(answer(find_words(search.text, search.pages, search.layouts)))
    return 0
