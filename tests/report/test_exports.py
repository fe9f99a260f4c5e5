"""What is handed over, as files, of an item that is open for longer than its files stay as they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from cableview.collection.open_item import open_item
from cableview.errors import FileError
from cableview.report.exports import corrected_files
from cableview.review.session import Session

PAGE = "Title: A cable\nRights: none\n\nHe stated so.\n\n## Clean copy\n\nHe states so.\n"


def test_the_transcript_is_not_put_into_a_page_that_was_changed_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text(PAGE, encoding="utf-8")
    session = Session(open_item([path]), reviewer="")
    ((_, data),) = corrected_files(session, whole=True)
    assert data == path.read_bytes()
    path.write_text(f"Another title, much longer\n{PAGE}", encoding="utf-8")
    with pytest.raises(FileError, match=r"page\.md: was changed since it was opened"):
        corrected_files(session, whole=True)
    assert corrected_files(session)
