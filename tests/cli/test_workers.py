"""The hidden commands that other processes of this program are."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cableview.collection.word_search import WordSearch, places_of, request

PROGRAM = """
import atexit, resource, sys
from cableview.cli.main import main
atexit.register(lambda: print(resource.getrlimit(resource.RLIMIT_DATA)[0] == resource.RLIM_INFINITY, file=sys.stderr))
sys.argv[1:] = ["_locate"]
main()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="what a process may have is bounded there")
def test_the_memory_of_the_word_search_is_bounded() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], input=request(WordSearch("word", ())), capture_output=True, check=False
    )
    assert len(places_of(done.stdout)) == 0
    assert done.stderr.split() == [b"False"]
