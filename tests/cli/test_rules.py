"""Rules of equality on the command line: for one run of `check`, and kept with an item by `rules`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cableview, digest_of

OURS = "He went to Tokio Quote at once Unquote STOP\nUr telegram  of the Dept.\n"
THEIRS = 'He went to Tokyo "at once." Your telegram of the Dept.\n'


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    (tmp_path / "wire.txt").write_text(OURS, encoding="utf-8")
    (tmp_path / "wire.ref.txt").write_text(THEIRS, encoding="utf-8")
    return tmp_path / "wire.txt"


def found(tree: dict[str, list[dict[str, dict[str, str]]]]) -> list[tuple[str, str]]:
    return [(row["transcript"]["text"], row["reference"]["text"]) for row in tree["discrepancies"]]


def test_set_and_pair_hold_equal_for_one_run(cableview: Cableview, wire: Path) -> None:
    ran = cableview("check", wire, "--rule", "telegraphic", "--equal", "Tokio=Tokyo", "--json")
    assert ran.code == 0
    assert found(ran.tree) == []
    counts = {"Tokio = Tokyo": 1, "sign-words": 2, "abbreviations": 1, "line-breaks": 1, "blanks": 1}
    assert ran.tree["summary"]["suppressed"] == counts
    assert cableview("check", wire).code == 1
    assert not wire.with_name("wire.txt.cableview.json").exists()


def test_one_rule_is_left_out(cableview: Cableview, wire: Path) -> None:
    ran = cableview(
        "check", wire, "--rule", "telegraphic", "--equal", "Tokio=Tokyo", "--no-rule", "abbreviations", "--json"
    )
    assert found(ran.tree) == [("Ur", "Your")]


def test_suppressed_places_are_listed_if_asked_for(cableview: Cableview, wire: Path) -> None:
    arguments = ("check", wire, "--rule", "telegraphic", "--equal", "Tokio=Tokyo", "--suppressed")
    tree = cableview(*arguments, "--json").tree
    rows = [(row["rule"], row["transcript"]["text"], row["reference"]["text"]) for row in tree["held_equal"]]
    assert ("sign-words", "once Unquote STOP", 'once."') in rows
    assert ("Tokio = Tokyo", "Tokio", "Tokyo") in rows
    for side, text in (("transcript", OURS), ("reference", THEIRS)):
        assert all(text[row[side]["start"] : row[side]["end"]] == row[side]["text"] for row in tree["held_equal"])
    assert len(rows) == sum(tree["summary"]["suppressed"].values())
    table = cableview(*arguments).out
    assert "once Unquote STOP" in table
    assert "⏎" in table
    assert "held_equal" not in cableview(*arguments[:-1], "--json").tree


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--rule", "nix"), "there is no rule or set 'nix'. Choose from layout"),
        (("--no-rule", "quote"), "there is no rule or set 'quote'"),
        (("--equal", "Tokio"), "'Tokio' is not a pair of words"),
        (("--equal", "Tokio=Tokio"), "both wordings are the same"),
        (("--equal", "=Tokyo"), "on each side of the = there must be a word"),
        (("--rule", "case", "--no-rule", "case"), "the rule case is turned on and off at once"),
        (("--exact", "--rule", "case"), "--exact turns every rule off"),
        (("--suppressed", "--csv"), "--suppressed is not listed as CSV"),
    ],
)
def test_misuse_exits_with_2_and_a_sentence(
    cableview: Cableview, wire: Path, arguments: tuple[str, ...], said: str
) -> None:
    ran = cableview("check", wire, *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_a_pair_given_as_both_equal_and_unequal_is_misuse(cableview: Cableview, wire: Path) -> None:
    ran = cableview("rules", wire, "--equal", "Tokio=Tokyo", "--unequal", "Tokio=Tokyo")
    assert ran.code == 2
    assert "Tokio = Tokyo is both held equal and not held equal. Leave out --equal or --unequal" in ran.err


def test_rules_of_an_item_are_kept_in_its_record(cableview: Cableview, wire: Path) -> None:
    before = digest_of(wire)
    ran = cableview("rules", wire, "--on", "telegraphic", "--off", "blanks", "--equal", "Tokio=Tokyo")
    assert ran.code == 0
    assert "on  Tokio = Tokyo" in ran.out
    record = json.loads(wire.with_name("wire.txt.cableview.json").read_text(encoding="utf-8"))
    assert record["schema"] == 2
    assert {"act": "equal", "one": "Tokio", "other": "Tokyo", "on": True} in record["changes"][0]["acts"]
    assert digest_of(wire) == before
    assert found(cableview("check", wire, "--json").tree) == [("telegram  of", "telegram of")]
    assert cableview("rules", wire, "--unequal", "Tokio=Tokyo", "--on", "blanks").code == 0
    assert found(cableview("check", wire, "--json").tree) == [("Tokio", "Tokyo")]


def test_setting_rules_to_what_they_are_changes_nothing(cableview: Cableview, wire: Path) -> None:
    assert cableview("rules", wire, "--on", "quotes").code == 0
    assert not wire.with_name("wire.txt.cableview.json").exists()


def test_pair_that_is_not_held_equal_cannot_be_made_unequal(cableview: Cableview, wire: Path) -> None:
    cableview("rules", wire, "--equal", "Tokio=Tokyo")
    ran = cableview("rules", wire, "--unequal", "Ur=Your")
    assert ran.code == 2
    assert "Held equal are: Tokio = Tokyo" in ran.err


def test_without_an_item_all_rules_and_sets_are_listed(cableview: Cableview) -> None:
    out = cableview("rules").out
    assert "* quotes" in out
    assert "telegraphic" in out
    assert cableview("rules", "--on", "case").code == 2
