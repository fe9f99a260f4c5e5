"""Headers of saved archive pages, and where their second text begins."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import pytest

from cableview.formats.archive_page import paragraphs, split_archive_page
from cableview.formats.second_text import second_text_start

BODY = """TOP SECRET

The Ambassador called this morning and stated that his government had decided to withdraw its
forces from the northern provinces before the end of October, unless the talks were resumed.

- 2 -

He added that the Minister wished to see me on Thursday and would bring the maps with him, and that no word
of this should reach the press before the meeting had taken place.

SECRET
"""

COPY = """The Ambassador called this morning and states that his government had decided to withdraw its forces from
the northern provinces before the end of October 1941, unless the talks were resumed.

He added that the Minister wished to see me on Thursday, and would bring the maps with him and that no word of this
should reach the press before the meeting had taken place.
"""

HEADERS = {
    "headings": "# Cable from the North\n\n#### Citation:\n\nCable 12, Box 3\n\n"
    "#### Summary:\n\nTwo.\n\nParagraphs.\n\n#### Contents:\n\nScan\n\n",
    "bold lines": "**Cable from the North**\n\n**Citation:** Cable 12, Box 3\n\n**Summary:** Talks.\n\n",
    "keys": "Cable from the North\n\nCitation: Cable 12, Box 3\nURL: https://example.org/12\n"
    "Summary: Talks\n  and maps.\n\n",
    "front matter": '---\ntitle: "Cable from the North"\ncitation: Cable 12, Box 3\n'
    "tags:\n  - talks\n  - maps\n---\n\n",
    "named transcript": "# Cable from the North\n\nCitation: Cable 12, Box 3\nLanguage: English\n\n## Transcript\n\n",
}


def parts(text: str) -> tuple[str, str]:
    page = split_archive_page(text)
    assert page is not None
    return page.transcript.of(text), page.reference.of(text) if page.reference else ""


def test_the_saved_page_is_split_where_its_truth_says(shared_data: Path) -> None:
    folder = shared_data / "harriman-1944"
    text = (folder / "archive-page.md").read_bytes().decode()
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    page = split_archive_page(text)
    assert page is not None
    assert page.reference is not None
    assert (page.transcript.start, page.transcript.end) == (truth["transcript"]["start"], truth["transcript"]["end"])
    assert (page.reference.start, page.reference.end) == (truth["reference"]["start"], truth["reference"]["end"])
    metadata = dict(page.metadata)
    assert metadata["title"] == "Paraphrase of Outgoing Navy Cable - Moscow, February 3, 1944"
    assert metadata["date"] == "February 3, 1944"
    assert metadata["link"] == "https://digitalarchive.wilsoncenter.org/document/209766"
    assert metadata["citation"].endswith("Washington, DC")
    assert metadata["language"] == "English"
    assert metadata["contents"] == "Original Scan; Transcript - English"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("style", HEADERS)
def test_header_styles(style: str, end: str) -> None:
    text = (HEADERS[style] + BODY + "\n" + COPY).replace("\n", end)
    page = split_archive_page(text)
    assert page is not None
    metadata = dict(page.metadata)
    assert metadata["title"] == "Cable from the North"
    assert metadata["citation"] == "Cable 12, Box 3"
    assert parts(text) == ((BODY + "\n").replace("\n", end), COPY.replace("\n", end))


def test_values_are_on_one_line_and_plain() -> None:
    metadata = dict(split_archive_page(HEADERS["headings"] + BODY).metadata)  # type: ignore[union-attr]
    assert metadata["summary"] == "Two.; Paragraphs."
    metadata = dict(split_archive_page(HEADERS["front matter"] + BODY).metadata)  # type: ignore[union-attr]
    assert metadata["keywords"] == "talks; maps"


def test_page_without_a_second_text_has_none() -> None:
    text = HEADERS["keys"] + BODY
    page = split_archive_page(text)
    assert page is not None
    assert page.reference is None
    assert page.transcript.of(text) == BODY


def test_second_text_under_a_heading_that_names_it() -> None:
    text = HEADERS["keys"] + BODY + "\n## Paraphrase\n\nQuite other words, said briefly.\n"
    assert parts(text) == (BODY + "\n", "Quite other words, said briefly.\n")


def test_start_set_by_hand_is_taken_also_without_header() -> None:
    text = BODY + COPY
    page = split_archive_page(text, at=len(BODY))
    assert page is not None
    assert (page.transcript.end, page.reference) is not None
    assert (page.transcript.of(text), page.reference.of(text)) == (BODY, COPY)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        BODY,
        BODY + "\n" + COPY,
        "FROM: Moscow\nTO: Secretary of State\nDATE: February 3, 1944\nSUBJECT: Talks\n\n" + BODY,
        "Title: The Talks\nDate: 1944\n\n" + BODY,
        "# Report\n\n## Summary\n\nAll is well.\n\n## Contents\n\nNothing.\n",
        "---\n\nA line between rules.\n\n---\n",
        "Source: Moscow\n",
    ],
)
def test_plain_text_is_not_an_archive_page(text: str) -> None:
    assert split_archive_page(text) is None


@pytest.mark.parametrize("head", ["", "CLEAN TEXT\n\n"])
def test_rough_recognition_does_not_hide_the_second_text(head: str) -> None:
    """Every eighth word is misread, as in a poor OCR text."""
    chance = random.Random(3)
    words = [chance.choice("aeiou") + str(chance.randrange(400)) for _ in range(600)]
    clean = "\n\n".join(" ".join(words[at : at + 40]) for at in range(0, 600, 40))
    rough = "\n\n".join(
        " ".join(f"{word}x" if chance.random() < 0.12 else word for word in words[at : at + 40])
        for at in range(0, 600, 40)
    )
    text = f"{rough}\n\nFOOT\n\n{head}{clean}"
    start = second_text_start(text, 0, [span.start for span in paragraphs(text)])
    assert start == len(rough) + len("\n\nFOOT\n\n") + len(head)


@pytest.mark.parametrize(
    ("transcript", "copy"),
    [
        (f"SECRET\n\n{BODY[12:]}", f"SECRET\n\n{COPY}"),
        (BODY[12:], COPY),
        (BODY, COPY),
    ],
)
def test_short_line_before_the_second_text_goes_where_it_agrees(transcript: str, copy: str) -> None:
    assert parts(f"{HEADERS['keys']}{transcript}\n{copy}") == (f"{transcript}\n", copy)


def test_recurring_phrases_are_not_a_second_text() -> None:
    chance = random.Random(4)
    blocks = [
        "I have the honour to be, Sir, your obedient servant. " + " ".join(str(chance.random()) for _ in range(30))
        for _ in range(20)
    ]
    text = "\n\n".join(blocks)
    assert second_text_start(text, 0, [span.start for span in paragraphs(text)]) is None


def test_long_text_is_split_in_time_that_grows_with_its_length() -> None:
    chance = random.Random(5)
    words = [str(chance.randrange(5000)) for _ in range(100_000)]
    body = "\n\n".join(" ".join(words[at : at + 50]) for at in range(0, len(words), 50))
    text = HEADERS["keys"] + body + "\n\n" + body
    started = time.process_time()
    page = split_archive_page(text)
    assert time.process_time() - started < 10
    assert page is not None
    assert page.reference is not None
    assert page.reference.of(text) == body
