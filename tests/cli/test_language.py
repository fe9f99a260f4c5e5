"""What language the texts are in, on the command line: told, set with the item, or said for one run of `check`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cableview.collation.words.lexicon import has_words
from tests.cli.conftest import Cableview, digest_of

OURS = "Der Minister hat den Brief nicht erhalten und wird in der nächsten Woche mit dem Staatssekretär reden.\n"
needs_german = pytest.mark.skipif(not has_words("de"), reason="the extra `languages` is not installed")


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    (tmp_path / "brief.txt").write_text(OURS, encoding="utf-8")
    theirs = OURS.replace("Minister", "Minsiter")
    (tmp_path / "brief.ref.txt").write_text(theirs, encoding="utf-8")
    return tmp_path / "brief.txt"


def reasons(tree: dict[str, list[dict[str, dict[str, list[str]]]]]) -> list[str]:
    return tree["discrepancies"][0]["suggestion"]["reasons"]


@needs_german
def test_the_language_is_detected_from_the_texts_and_named_with_its_word_list(
    cableview: Cableview, brief: Path
) -> None:
    assert "German, as the texts tell" in cableview("language", brief).out
    listed = "`Minsiter` is in no German word list and nowhere else in either text"
    assert listed in reasons(cableview("check", brief, "--json").tree)


@needs_german
def test_a_language_given_for_one_run_is_not_kept(cableview: Cableview, brief: Path) -> None:
    for name in ("Latin", "la"):
        said = reasons(cableview("check", brief, "--language", name, "--json").tree)
        assert said
        assert not any("word list" in reason for reason in said)
    assert not brief.with_name("brief.txt.cableview.json").exists()


def test_the_language_of_an_item_is_kept_in_its_record_and_can_be_detected_again(
    cableview: Cableview, brief: Path
) -> None:
    before = digest_of(brief)
    out = cableview("language", brief, "--set", "Latin").out
    assert "Latin, as was set" in out
    assert "No word list is used" in out
    record = json.loads(brief.with_name("brief.txt.cableview.json").read_text(encoding="utf-8"))
    assert record["schema"] == 3
    assert record["changes"][0]["acts"] == [{"act": "language", "language": "la"}]
    assert not any("word list" in reason for reason in reasons(cableview("check", brief, "--json").tree))
    assert "as the texts tell" in cableview("language", brief, "--set", "auto").out
    assert digest_of(brief) == before


def test_an_unknown_language_exits_with_2_and_names_the_known_ones(cableview: Cableview, brief: Path) -> None:
    for arguments in (("check", brief, "--language", "xx"), ("language", brief, "--set", "xx")):
        ran = cableview(*arguments)
        assert ran.code == 2
        assert "there is no language 'xx'. Choose from English (en), French (fr)" in ran.err
        assert ran.err.count("\n") == 1


def test_without_an_item_all_languages_are_listed_and_those_without_a_word_list_marked(cableview: Cableview) -> None:
    rows = cableview("language").out.splitlines()
    assert "en  English" in rows
    assert any(row.startswith("la  Latin") and row.endswith("no word list installed") for row in rows)
    assert cableview("language", "--set", "de").code == 2
