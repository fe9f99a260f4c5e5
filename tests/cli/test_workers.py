"""The hidden commands that other processes of this program are."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

PROGRAM = """
import atexit, resource, sys
from cableview.cli.main import main
atexit.register(lambda: print(resource.getrlimit(resource.RLIMIT_DATA)[0] == resource.RLIM_INFINITY, file=sys.stderr))
sys.argv[1:] = ["_locate"]
main()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="what a process may have is bounded there")
def test_search_for_words_has_a_bound_of_memory() -> None:
    asked = json.dumps({"text": "word", "pages": []}).encode("ascii")
    done = subprocess.run([sys.executable, "-c", PROGRAM], input=asked, capture_output=True, check=False)
    assert json.loads(done.stdout)["starts"] == []
    assert done.stderr.split() == [b"False"]
