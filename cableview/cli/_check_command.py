"""The worker that checks items of a folder for `check`: items in, parts of the answer out, one at a time."""

from __future__ import annotations

import os
import signal
import sys
from queue import SimpleQueue
from threading import Thread
from typing import BinaryIO

import click

from cableview.cli.check_messages import CheckRequest
from cableview.cli.worker_pool import received, send
from cableview.collection.pairing import Files


@click.command("_check", hidden=True)
def command() -> int:
    """Read how to check and then items from standard input, and answer each on standard output: see `worker_pool`."""
    from cableview.cli.check_forms import frame_of
    from cableview.cli.item_answer import answered

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent process ends this one
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a library's output must not get into the answers
        request = received(sys.stdin.buffer, CheckRequest)
        send(answers, frame_of(request))
        asked: SimpleQueue[Files] = SimpleQueue()
        Thread(target=_listen, args=(sys.stdin.buffer, asked), daemon=True).start()
        while True:
            send(answers, answered(asked.get(), request))


def _listen(stream: BinaryIO, asked: SimpleQueue[Files]) -> None:
    """Passes on requests; ends this process, whatever it is doing, when there is nobody left to send any."""
    try:
        while True:
            asked.put(received(stream, Files))
    finally:
        os._exit(0)
