"""Recognises lines that belong to the page rather than its text: heads, numbers, dates, stamps, initials."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from cableview.collation.rules import word_list
from cableview.collation.words.normalise import bare
from cableview.collation.words.tokens import Tokens

SHORT_LINE = 6
"""The most words of a line that can still be a head or a stamp."""
LONGEST_LINE = 16
FEWEST_CAPITALS = 3
"""The fewest words of a line in capitals that can be a head in the middle of a sentence."""

_NUMBER = re.compile(
    r"(?:pages?|p\.?|seite|folio|f\.|no\.?)? ?[-–—\[(.]{0,3} ?(?:\d{1,4}|x{0,3}(?:ix|iv|vi{0,3}|i{1,3})|x{1,3})"
    r" ?[-–—\]).]{0,3}(?: ?(?:of|/) ?\d{1,4})?",
    re.I,
)
_NUMBERED_HEAD = re.compile(r"[-–—] ?\d{1,3} ?[-–—](?: |$)")
_LETTER = re.compile(r"[^\W\d_]")
_FIGURE = re.compile(r"\d")
_MONEY = re.compile(r"[$£€¥]")
_SMALL = re.compile(r"[a-z]+")
_INITIALS = re.compile(r"[A-Z]{2,4}[:.]?|[A-Z]{1,5}(?:[:/.\-][A-Za-z]{1,5}){1,3}[:.]?|[A-Z]\.(?: ?[A-Z]\.){1,3}")
_DATE = re.compile(r"[\d.,/'\- ]+|(?:st|nd|rd|th)\b")
_BOX = re.compile(r"[☐☑☒□■✓✗]|\[[ xX]?\]")
_RULE = re.compile(r"[-_=*·.•~ ]+")

Lines = list[tuple[int, int]]


def lines_of(text: Tokens, first: int, last: int) -> Lines:
    """The lines of words `first` up to `last`, cut at the line ends between them."""
    if last - first < 2:
        return [(first, last)] if first < last else []
    breaks = text.breaks
    return list(pairwise([first, *[k for k in range(first + 1, last) if breaks[k]], last]))


def sure_lines(text: Tokens, lines: Lines) -> list[bool]:
    """For each of the consecutive lines, whether it `is_sure` and `stands_alone`; most are too long for that."""
    longest, start = _longest(), lines[0][0]
    words = text.words(start, lines[-1][1])
    return [
        (last - first <= longest or not words[first - start][0].isalnum())
        and stands_alone(text, first, last)
        and is_sure(text, first, last)
        for first, last in lines
    ]


def is_sure(text: Tokens, first: int, last: int) -> bool:
    """True for a line whose own form shows that it belongs to the page: number, date, stamp, initials, form, rule."""
    is_long = last - first > _longest()
    if last - first > LONGEST_LINE or (is_long and text.form(first)[0].isalnum()):  # like most lines of prose
        return False
    line = " ".join(text.words(first, last))
    if _BOX.match(line) or _NUMBERED_HEAD.match(line) or _RULE.fullmatch(line):
        return True
    if is_long:
        return False
    plain = " ".join(filter(None, map(bare, text.words(first, last))))
    if plain in word_list("stamps"):
        return True
    if plain == "i" or plain in word_list("no_initials", "negations", "numbers"):
        return False
    if last - first <= SHORT_LINE and (_NUMBER.fullmatch(line) or _INITIALS.fullmatch(line) or _is_date(plain, line)):
        return True
    return last - first <= 3 and _is_figures(line)


@cache
def _longest() -> int:
    """The most words of a head or stamp, allowing for signs that are words by themselves."""
    return max(SHORT_LINE, 2 * max(len(stamp.split()) for stamp in word_list("stamps")))


def _is_figures(words: str) -> bool:
    """True if there are figures and no letter."""
    return _LETTER.search(words) is None and _FIGURE.search(words) is not None


def _is_date(plain: str, line: str) -> bool:
    words = [w for w in plain.split(" ") if not _DATE.fullmatch(w) and w not in ("the", "of")]
    names = word_list("months", "months_short", "days")
    # Joining the matches takes far less time than cutting the rest out of a long line of other signs.
    return bool(words) and all("".join(_SMALL.findall(w)) in names for w in words) and any(map(str.isdigit, line))


def is_possible(text: Tokens, first: int, last: int) -> bool:
    """True for a line that can belong to the page if it is at its head or foot: short, capitals or figures."""
    words = text.words(first, last)
    if is_sure(text, first, last):
        return True
    if len(words) > LONGEST_LINE or words[-1].endswith(":"):
        return False
    plain = [w for w in map(bare, words) if w]
    small = sum(1 for w in words if _is_small_without_figures(w))
    if not small or small * 2 < len(plain):
        return True
    ends_sentence = words[-1][-1] in ".?!" and small > 1
    return len(words) <= SHORT_LINE and not ends_sentence and any(_is_heading_word(w) for w in words)


def _is_small_without_figures(word: str) -> bool:
    """True if some letter is lower case and no sign is a figure."""
    signs = set(word)  # a line of quotation marks can be one word of megabytes
    return any(map(str.islower, signs)) and not any(map(str.isdigit, signs))


def _is_heading_word(word: str) -> bool:
    return word[:1].isupper() or not any(map(str.isalpha, set(word)))


def stands_alone(text: Tokens, first: int, last: int) -> bool:
    """True when the words begin at the start of a line and end at the end of one."""
    if first > 0 and text.breaks[first] == 0:
        return False
    return last == len(text) or text.breaks[last] > 0


def interrupts(text: Tokens, first: int, last: int) -> bool:
    """True for whole lines inside a sentence written in small letters: it stops before and goes on after them."""
    if not (first > 0 and last < len(text) and stands_alone(text, first, last)):
        return False
    before, after = text.form(first - 1), text.form(last)
    return before[-1].isalnum() and all(any(map(str.islower, word)) for word in (before, after))


def is_numbered_capitals(text: Tokens, first: int, last: int) -> bool:
    """True for a line of some words in capitals with a figure in it, as are dated heads and stamps, but not sums."""
    if not FEWEST_CAPITALS <= last - first <= LONGEST_LINE:
        return False
    words = text.words(first, last)
    line = " ".join(words)
    is_numbered = line.isupper() and _FIGURE.search(line) is not None and _MONEY.search(line) is None
    return is_numbered and word_list("currencies").isdisjoint(map(bare, words))


def at_page_break(text: Tokens, first: int, last: int) -> bool:
    """True if there is a form feed directly before or after words `first` up to `last`."""
    before = text.text[text.ends[first - 1] if first else 0 : text.starts[first]]
    after = text.text[text.ends[last - 1] : text.starts[last] if last < len(text) else len(text.text)]
    return "\f" in before or "\f" in after


def is_in_table(text: Tokens, first: int, last: int) -> bool:
    """True when the words around, three on each side, are figures too."""
    around = [*text.words(max(0, first - 3), first), *text.words(last, min(len(text), last + 3))]
    return len(around) > 3 and all(map(_is_figures, around))
