"""No pattern backtracks: a text of one long line takes a pattern no longer than a text of prose."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import cableview.collation
import cableview.formats
from cableview.collation.collate import Text, collate
from cableview.collation.rules import default_rules, rules_named
from cableview.collation.words.furniture import is_sure
from cableview.collation.words.tokens import tokenise
from cableview.formats.archive_page import split_archive_page
from cableview.formats.markdown import markdown_markup
from cableview.model.witness import Markup

LONG = 5_000_000
UNITS = (
    " ",
    "\t",
    "0",
    "a",
    "A",
    "x",
    "-",
    "'",
    '"',
    ".",
    "_",
    "*",
    "[",
    "(",
    "\\",
    "#",
    "=",
    "~",
    ">",
    "- ",
    "a.",
    "a-",
)
"""Of what the long lines are made; each also stands between other letters, so that a pattern fails at its end."""

MODULES = [
    importlib.import_module(found.name)
    for package in (cableview.collation, cableview.formats)
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
]
SEARCHED = {"_HARD_BREAK", "_SOFT_BREAK", "_SYNTAX", "_URL", "_GAP", "_LINES", "_BLOCK", "_INLINE", "_LINE_END"} | {
    "LINE_END_HYPHEN",
    "_YEAR",
    "WORD",
    "_WORD",
    "_NUMBERS",
    "_DIVIDING",
    "_BLANKED_DASH",
    "_FIGURE",
    "_RUN_OF_FIGURES",
    "_RUN_OF_LETTERS",
    "_SMALL",
    "_LETTER",
}
"""Patterns that are looked for anywhere in a text; the others are only matched from a place on."""
PATTERNS = [
    pytest.param(pattern, name, id=f"{module.__name__.split('.', 1)[1]}.{name}")
    for module in MODULES
    for name, pattern in vars(module).items()
    if isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, str)
]


def lines(length: int) -> list[str]:
    runs = [(unit * length)[:length] for unit in UNITS]
    return [line for run in runs for line in (run, f"{run}é", f"é{run}é", f"---\n{run}é")]


@pytest.mark.parametrize(("pattern", "name"), PATTERNS)
def test_pattern_reads_a_long_line_once(pattern: re.Pattern[str], name: str) -> None:
    """A quadratic pattern would take a quarter of an hour and more for these lines, a linear one some hundredths."""
    for line in lines(100_000):
        pattern.match(line)
        pattern.fullmatch(line)
        if name in SEARCHED:
            for _ in pattern.finditer(line):
                pass


@pytest.mark.parametrize("unit", [" ", "0", "a", "-", '"', "."])
def test_five_megabytes_in_one_line_are_collated(unit: str) -> None:
    line = f"begin {(unit * LONG)[:LONG]} end"
    middle = LONG // 2
    changed = f"{line[:middle]}z{line[middle + 1 :]}"
    rules = default_rules()
    found = collate(Text(line, markdown_markup(line)), Text(changed, markdown_markup(changed)), rules).differences
    assert found
    assert all(d.reference.start <= middle <= d.reference.end for d in found)


@pytest.mark.parametrize("unit", ["0", "a", "“", "—", "e\u0301", "\0", "a-\n"])
def test_five_megabytes_without_a_blank_are_compared_with_the_same_plus_a_word(unit: str) -> None:
    """One word stands for several here, whose letters are compared; all of them would take minutes."""
    line = unit * (LONG // len(unit))
    middle = len(line) // 2
    changed = f"{line[:middle]} q {line[middle:]}"
    found = collate(Text(line), Text(changed), default_rules()).differences
    assert any(d.reference.start <= middle <= d.reference.end for d in found)


@pytest.mark.parametrize("unit", ['"', "'.", "Quote "])
def test_long_word_of_signs_is_read_once_where_cables_spell_signs_out(unit: str) -> None:
    line = f"begin {(unit * LONG)[: LONG // 10]} end"
    rules = default_rules() | frozenset(rules_named("telegraphic"))
    found = collate(Text(line), Text(line.replace("begin", "begun")), rules).differences
    assert [d.working.start for d in found] == [0]


def test_long_word_divided_at_every_line_end_is_joined_in_one_go() -> None:
    count = LONG // 15
    words = tokenise("a-\n" * count + "b", default_rules(), Markup())
    assert words.forms == ["a" * count + "b"]


def test_line_of_figures_ending_in_a_letter_is_not_furniture() -> None:
    words = tokenise("0" * LONG + "é", frozenset(), Markup())
    assert not is_sure(words, 0, 1)


@pytest.mark.parametrize("blank", [" ", "\t", "\n"])
def test_archive_page_with_a_long_run_of_blanks_is_split(blank: str) -> None:
    gap = blank * LONG
    split_archive_page(f"---\n{gap}é")
    page = split_archive_page(
        f"# Title\n\n## Citation\n\nA{gap}B\n\n## Language\n\nEnglish\n\n## Transcript\n\nNo change.\n"
    )
    assert page is not None
