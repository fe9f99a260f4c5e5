"""Replaces words that stand for signs in cables (`Quote`, `Unquote`, `STOP`, `PARA`) with the signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import msgspec
from msgspec.structs import replace

from cableview.collation.rules import Signs
from cableview.collation.words.normalise import bare

_SIGNS = re.compile(r"[^\w\s]*+")
_SWAPPED = re.compile(r"(?<!['\"])(['\"]++)([.,]++)")
_ENDING = re.compile(r"[.?!](?=['\")]*+\Z)")


class Item(msgspec.Struct, frozen=True, gc=False):
    """Words `first` up to `last` read as one."""

    first: int
    last: int
    form: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word cut into its letters and the signs around them."""

    lead: str
    core: str
    trail: str
    key: str


@lru_cache(maxsize=50_000)
def cut(word: str) -> Word:
    """`word` cut into its parts. `key` is the core case-folded, empty for a word without letters or figures."""
    key = bare(word)
    if not key:
        return Word(word, "", "", "")
    start = 0
    while not word[start].isalnum():
        start += 1
    end = len(word)
    while not word[end - 1].isalnum():
        end -= 1
    return Word(word[:start], word[start:end], word[end:], key)


def sign_heads(signs: Signs) -> dict[str, int]:
    """The first words of the names of signs, each with the number of words of the longest name it begins."""
    heads: dict[str, int] = {}
    for name in chain(signs.opening, signs.closing, signs.between, signs.alone, signs.dropped):
        first, count = name.split(" ", 1)[0], name.count(" ") + 1
        heads[first] = max(count, heads.get(first, 0))
    return heads


def with_signs(items: list[Item], signs: Signs, heads: Mapping[str, int], *, any_case: bool) -> list[Item]:
    """The items with words for signs replaced by the signs, each joined to its word. `heads` are from `sign_heads`."""
    line = _Line(signs)
    longest = {form: heads[key] for form in forms_of(items) if (key := cut(form).key) in heads}
    behind = 0
    for at in [k for k, item in enumerate(items) if item.form in longest]:
        if at < behind:
            continue
        count = _named(items[at : at + longest[items[at].form]], signs, any_case=any_case)
        if count:
            line.take(items[behind:at])
            behind = at + count
            line.take_sign(items[at:behind], items[behind] if behind < len(items) else None)
    line.take(items[behind:])
    return _in_order(line.ended())


def forms_of(items: Iterable[Item]) -> set[str]:
    """The distinct forms, far fewer than the words, for what depends on the form alone."""
    return {item.form for item in items}


def _in_order(items: list[Item]) -> list[Item]:
    """The items with quotation marks moved after points and commas where a text has them before."""
    swapped = {form: other for form in forms_of(items) if (other := _swapped(form)) != form}
    if not swapped:
        return items
    return [replace(item, form=swapped[item.form]) if item.form in swapped else item for item in items]


def _swapped(form: str) -> str:
    if form[-1:] not in ".,'\"" or len(form) < 2:
        return form
    behind = _SIGNS.match(form[::-1])  # a pattern for a word's end, tried at each sign, would read it many times
    at = len(form) - (behind.end() if behind else 0)
    return form[:at] + _SWAPPED.sub(r"\2\1", form[at:])


class _Line:
    """Words to which signs are being joined. `opened` joins the next word; if `glued`, that word joins the last one.

    `alone` is how a word for no sign is read if there is no other word to join.
    """

    def __init__(self, signs: Signs) -> None:
        self.signs = signs
        self.out: list[Item] = []
        self.opened: Item | None = None
        self.alone = ""
        self.glued = False

    def take(self, items: Sequence[Item]) -> None:
        """Adds words that stand for no signs; a preceding sign affects only the first of them."""
        if items:
            self._take_first(items[0])
            self.out += items[1:]

    def _take_first(self, item: Item) -> None:
        if self.opened is not None:
            item = Item(self.opened.first, item.last, self.opened.form + item.form)
            self.opened = None
        if self.glued:
            self._lengthen(item, item.form)
        else:
            self.out.append(item)
        self.glued = False

    def take_sign(self, words: Sequence[Item], following: Item | None) -> None:
        """Adds a sign, which becomes a word by itself if there is no word to join."""
        name, signs, trail = _name(words), self.signs, cut(words[-1].form).trail
        whole = Item(words[0].first, words[-1].last, " ".join(word.form for word in words))
        can_follow = bool(self.out) and self.opened is None and not self.glued
        if name in signs.closing and can_follow:
            self._lengthen(whole, signs.closing[name] + trail)
        elif name in signs.between and can_follow and following and _joins(name, self.out[-1].form, following.form):
            self._lengthen(whole, signs.between[name])
            self.glued = True
        elif (name in signs.opening or name in signs.dropped) and not self.glued:
            before = self.opened or replace(whole, form="")
            self.alone = whole.form
            self.opened = Item(before.first, whole.last, before.form + signs.opening.get(name, ""))
        else:
            self._take_first(replace(whole, form=signs.alone.get(name, whole.form)))

    def ended(self) -> list[Item]:
        if self.opened is not None and self.out:
            self._lengthen(self.opened, self.opened.form)
        elif self.opened is not None:
            self.out.append(replace(self.opened, form=self.opened.form or self.alone))
        return self.out

    def _lengthen(self, by: Item, sign: str) -> None:
        last = self.out[-1]
        self.out[-1] = Item(last.first, by.last, _with_sign(last.form, sign))


def _with_sign(form: str, sign: str) -> str:
    """A word with a sign appended, without its point if the word already ends a sentence."""
    return form + (sign[1:] if sign[:1] == "." and _ENDING.search(form) else sign)


def _joins(name: str, before: str, behind: str) -> bool:
    """True for any sign except `point` and `decimal`, which must be between figures."""
    return name not in ("point", "decimal") or (before[-1:].isdigit() and behind[:1].isdigit())


def _name(words: Sequence[Item]) -> str:
    return " ".join(cut(word.form).key for word in words)


def _named(items: Sequence[Item], signs: Signs, *, any_case: bool) -> int:
    """The number of words, from the first, that form the longest name of a sign; 0 if none do."""
    tables = (signs.opening, signs.closing, signs.between, signs.alone, signs.dropped)
    for count in range(len(items), 0, -1):
        words = [cut(item.form) for item in items[:count]]
        name = _name(items[:count])
        parted = any(word.trail for word in words[:-1]) or any(word.lead for word in words[1:])
        is_written = any_case or name in signs.any_case or words[0].core[:1].isupper()
        if is_written and not parted and any(name in table for table in tables):
            return count
    return 0
