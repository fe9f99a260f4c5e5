"""An error is one line that can be shown anywhere, whatever stands in the file it speaks of."""

from __future__ import annotations

from pathlib import Path

from cableview.errors import LONGEST, FileError


def test_what_would_steer_a_terminal_is_written_out() -> None:
    error = FileError("does not exist", path=Path("a\x1b[31m\u202eb\0c\nd.txt"), advice="Look again")
    assert str(error) == "a\\x1b[31m\\u202eb\\x00c d.txt: does not exist. Look again"


def test_letters_of_all_scripts_stay() -> None:
    assert str(FileError("is empty", path=Path("é שלום 𝔄.txt"))) == "é שלום 𝔄.txt: is empty"


def test_a_message_that_quotes_a_whole_file_is_cut_in_the_middle() -> None:
    shown = str(FileError("a" * 9999 + " is no number", path=Path("a.json"), advice="Mend it"))
    assert len(shown) < LONGEST + 50
    assert shown.endswith("is no number. Mend it")
