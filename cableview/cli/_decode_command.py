"""The worker that decodes pages of scans for another process, which survives whatever happens here."""

from __future__ import annotations

import json
import sys
from typing import Any

import click


@click.command("_decode", hidden=True)
def command() -> int:
    """Read questions from standard input, a line of JSON each; answer in the same way."""
    from cableview.scan.images.decoder_process import Complaints, serve

    def tell(answer: dict[str, Any]) -> None:
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()

    serve(sys.stdin, tell, Complaints())
    return 0
