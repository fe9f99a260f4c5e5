"""The worker that reads a scan with an engine: a request in, progress and the reading out, as lines of JSON."""

from __future__ import annotations

import os
import sys

import click

SECONDS_A_PAGE = 240.0
"""An engine without a limit of its own took 17 for its longest page on one core, which others may need as well."""
COMPUTING_A_PAGE = 120.0
"""Seconds of all cores together."""


@click.command("_read", hidden=True)
def command() -> int:
    """Answer the request on standard input; end when that is closed."""
    from cableview.cli.silenced_libraries import libraries_silenced
    from cableview.errors import CableviewError
    from cableview.scan.engines.cache import ReadingCache
    from cableview.scan.engines.choice import engine_named
    from cableview.scan.engines.limits import PageClock, end_now, end_with, lead_group, limit_memory
    from cableview.scan.engines.messages import Begun, Failed, Message, asked_by, message_line
    from cableview.scan.engines.reading import read_scan

    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a library's output is not an answer

    def tell(message: Message) -> None:
        out.write(message_line(message))
        out.flush()

    def begin(page: int, of: int) -> None:
        clock.begin()
        tell(Begun(page, of))

    def give_up() -> None:
        tell(Failed(f"{asked.engine} did not read a page in the time allowed and was stopped"))
        end_now()

    lead_group()
    limit_memory()
    asked = asked_by(sys.stdin.buffer.readline())
    end_with(sys.stdin.buffer)
    clock = PageClock(SECONDS_A_PAGE, COMPUTING_A_PAGE, give_up)
    try:
        with libraries_silenced():
            reading = read_scan(
                asked.pages,
                engine_named(asked.engine),
                text=asked.text,
                language=asked.language,
                cache=ReadingCache(),
                progress=begin,
            )
        tell(reading)
    except CableviewError as error:
        tell(Failed(str(error)))
    except MemoryError:
        tell(Failed(f"{asked.engine} needs more memory than is available"))
    finally:
        clock.stop()
    return 0
