"""Reads words and phrases as the rules hold them equal: signs spelt out, abbreviations, numbers, the user's pairs.

Where a wording has more words than another, its words are merged into one span, from the first to the last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, pairwise
from operator import ne

import numpy as np

from cableview.collation.alignment.pins import Pin
from cableview.collation.rules import Rule, Signs, all_rules, own_rules, own_sides
from cableview.collation.words.normalise import letter_reader
from cableview.collation.words.numerals import LONGEST, number_at
from cableview.collation.words.sign_words import Item, Word, cut, forms_of, sign_heads, with_signs
from cableview.collation.words.tokens import Tokens
from cableview.model.span import Span

MOST_REPEATED = 4
"""Most words that are said again after `repeat`."""

_POSSESSIVE = ("'s", "’s")

Used = dict[str, set[str]]
"""For each meaning, the ways it is written in the texts."""


@dataclass(frozen=True, slots=True)
class _Wording:
    """One way to write a `meaning`, read as `reads`.

    With `per_word`, its words are read one by one. `own` wordings are the user's; in the others case is ignored.
    """

    words: tuple[Word, ...]
    meaning: str
    reads: str
    per_word: bool
    own: bool


@dataclass(frozen=True)
class Wordings:
    """What a set of rules says about words."""

    by_core: Mapping[str, Sequence[_Wording]]
    exact: Mapping[str, str]
    signs: Signs
    heads: Mapping[str, int]
    repeating: frozenset[str]
    numbers: bool
    any_case: bool

    @cached_property
    def reach(self) -> int:
        """The number of words on either side of a word that can affect how it is read."""
        longest = max((len(w.words) for row in self.by_core.values() for w in row), default=0)
        numbers = LONGEST if self.numbers else 0
        repeated = 1 + 2 * MOST_REPEATED if self.repeating else 0
        return 1 + longest + numbers + repeated + max(self.heads.values(), default=0)

    def items(self, forms: Sequence[str], used: Used | None = None) -> list[Item]:
        """The words, merged where they are read as one; with `used`, only meanings written in several ways are."""
        items = self._worded(forms, used)
        if self.numbers:
            items = _counted(items, used)
        if self.repeating:
            items = _said_once(items, self.repeating)
        return with_signs(items, self.signs, self.heads, any_case=self.any_case) if self.heads else items

    def note_used(self, forms: Sequence[str], used: Used) -> None:
        """Adds to `used` how each meaning that occurs in `forms` is written."""
        for at in self._heads(forms):
            for found in self._wordings_at(forms, at):
                words = [cut(form) for form in forms[at : at + len(found.words)]]
                used.setdefault(found.meaning, set()).add(_written(found, words))
        if self.numbers:
            for _, _, figures, written in _numbers(forms):
                used.setdefault(f"#{figures}", set()).add(written)

    def _worded(self, forms: Sequence[str], used: Used | None) -> list[Item]:
        out: list[Item] = []
        behind = 0
        for at in self._heads(forms):
            if at < behind:
                continue
            contested = (w for w in self._wordings_at(forms, at) if used is None or len(used[w.meaning]) > 1)
            found = next(contested, None)
            if found is not None:
                out += _as_they_are(forms, behind, at)
                behind = at + len(found.words)
                words = [cut(form) for form in forms[at:behind]]
                out += self._read(found, words, at, forms[behind] if behind < len(forms) else "")
        return out + _as_they_are(forms, behind, len(forms))

    def _heads(self, forms: Sequence[str]) -> list[int]:
        """The indices of the words with which a wording may begin."""
        if not self.by_core:
            return []
        heads = {form for form in set(forms) if any(key in self.by_core for key in _keys(form))}
        return [k for k, form in enumerate(forms) if form in heads]

    def _wordings_at(self, forms: Sequence[str], at: int) -> Iterator[_Wording]:
        """Yields the wordings that begin at a word, the longest first."""
        for wording in chain.from_iterable(self.by_core.get(key, ()) for key in _keys(forms[at])):
            if at + len(wording.words) <= len(forms) and _stands(wording.words, forms[at : at + len(wording.words)]):
                yield wording

    def _read(self, wording: _Wording, words: list[Word], at: int, follower: str) -> list[Item]:
        firsts, lasts = wording.words[0], wording.words[-1]
        lead = words[0].lead[: len(words[0].lead) - len(firsts.lead)]
        trail = words[-1].trail[len(lasts.trail) :]  # the signs after the wording
        tail = next((end for end in _POSSESSIVE if _possessive(words[-1], lasts, end)), "")
        if not wording.own and trail.startswith(".") and follower[:1].islower():
            trail = trail[1:]  # the full stop of an abbreviation, not of a sentence
        reads = wording.reads
        if wording.own:
            core = _written(wording, words)
            reads = self.exact.get(core) or _in_capitals_of(core, reads)
        if wording.per_word:
            parts = reads.split(" ")
            parts[0], parts[-1] = lead + parts[0], parts[-1] + tail + trail
            return [Item(at + k, at + k + 1, part) for k, part in enumerate(parts)]
        return [Item(at, at + len(words), f"{lead}{reads}{tail}{trail}")]


def _as_they_are(forms: Sequence[str], first: int, last: int) -> list[Item]:
    """Words `first` up to `last`, each as a separate item."""
    return list(map(Item, range(first, last), range(first + 1, last + 1), forms[first:last]))


def held_words(a: Tokens, b: Tokens, rules: frozenset[str], pins: Sequence[Pin] = ()) -> tuple[Tokens, Tokens, Used]:
    """The words of both texts as the rules for words read them, and how the texts write each meaning.

    A meaning that is written in only one way stays as it is. No words are merged across the edge of a pin.
    """
    wordings = wordings_of(rules)
    if wordings is None:
        return a, b, {}
    stretches_a = _stretches(a, [pin.working for pin in pins])
    stretches_b = _stretches(b, [pin.reference for pin in pins])
    used: Used = {}
    for text, stretches in ((a, stretches_a), (b, stretches_b)):
        for first, last in stretches:
            wordings.note_used(text.forms[first:last], used)
    if not (wordings.heads or wordings.repeating or any(len(written) > 1 for written in used.values())):
        return a, b, used
    return _with_items(a, stretches_a, wordings, used), _with_items(b, stretches_b, wordings, used), used


def words_read(words: str, rules: frozenset[str]) -> str:
    """A few words as `rules` read them."""
    read = letter_reader(rules)
    forms = [form for word in words.split() if (form := read(word))]
    wordings = wordings_of(rules)
    return " ".join(item.form for item in wordings.items(forms)) if wordings else " ".join(forms)


@cache
def wordings_of(rules: frozenset[str]) -> Wordings | None:
    """What `rules` say about words; `None` if they concern only letters."""
    rows = [rule for rule in all_rules() if rule.name in rules]
    groups = _groups(own_rules(rules), letter_reader(rules))
    words = {old: new for rule in rows for old, new in rule.words.items()}
    repeating = frozenset(word for rule in rows for word in rule.repeating)
    signs = _signs_of(rows)
    if not (groups or words or repeating or signs.closing or "figures" in rules):
        return None
    by_core: dict[str, list[_Wording]] = {}
    for wording in chain(_own_wordings(groups), _table_wordings(words)):
        by_core.setdefault(wording.words[0].key or wording.words[0].lead, []).append(wording)
    for found in by_core.values():
        found.sort(key=lambda w: (-len(w.words), not w.own, -len(w.words[0].lead + w.words[-1].trail)))
    exact = {writing: group[0] for group in groups for writing in group}
    return Wordings(by_core, exact, signs, sign_heads(signs), repeating, "figures" in rules, "case" in rules)


def _signs_of(rows: Iterable[Rule]) -> Signs:
    return next((rule.signs for rule in rows if rule.signs.closing), Signs())


def _groups(names: Iterable[str], read: Callable[[str], str]) -> list[list[str]]:
    """Groups of wordings that are held equal, each beginning with the one it is read as: its longest."""
    group_of: dict[str, set[str]] = {}
    groups: dict[int, set[str]] = {}
    for sides in filter(None, map(own_sides, names)):
        group = {" ".join(filter(None, map(read, side.split()))) for side in sides} - {""}
        alike = [groups.pop(id(group_of[word])) for word in group if word in group_of and id(group_of[word]) in groups]
        whole = max([group, *alike], key=len)
        for part in [group, *alike]:
            whole |= part
            group_of.update(dict.fromkeys(part, whole))
        groups[id(whole)] = whole
    return [sorted(group, key=lambda w: (-len(w.split()), -len(w), w)) for group in groups.values() if len(group) > 1]


def _own_wordings(groups: Iterable[Sequence[str]]) -> Iterable[_Wording]:
    for group in groups:
        per_word = len({len(writing.split()) for writing in group}) == 1
        for writing in group:
            words = tuple(map(cut, writing.split()))
            yield _Wording(words, f"={group[0]}", group[0], per_word, own=True)


def _table_wordings(table: Mapping[str, str]) -> Iterable[_Wording]:
    for writing in {**table, **dict.fromkeys(table.values(), "")}:
        reads = table.get(writing, writing)
        yield _Wording(tuple(map(cut, writing.split())), reads, reads, per_word=False, own=False)


def _keys(form: str) -> list[str]:
    """The keys under which a word is looked up: its letters, also without a possessive ending, or else its signs."""
    key = cut(form).key or form
    return [key, *(key[: -len(end)] for end in _POSSESSIVE if key.endswith(end))]


def _stands(sought: Sequence[Word], forms: Sequence[str]) -> bool:
    """True if the words are those sought, possibly with further signs at either end."""
    last = len(sought) - 1
    for k, (word, form) in enumerate(zip(sought, forms, strict=True)):
        there = cut(form)
        if not word.core and (there.core or there.lead != word.lead):
            return False
        if there.key != word.key and not (k == last and any(_possessive(there, word, end) for end in _POSSESSIVE)):
            return False
        if not (there.lead.endswith(word.lead) if k == 0 else there.lead == word.lead):
            return False
        if not (there.trail.startswith(word.trail) if k == last else there.trail == word.trail):
            return False
    return True


def _written(wording: _Wording, words: Sequence[Word]) -> str:
    """A wording as it stands in a text, without the signs around it; case is kept only for the user's own."""
    if not wording.own:
        return " ".join(word.core.casefold() for word in wording.words)
    whole = " ".join(f"{word.lead}{word.core}{word.trail}" for word in words)
    tail = next((len(end) for end in _POSSESSIVE if _possessive(words[-1], wording.words[-1], end)), 0)
    behind = len(words[-1].trail) - len(wording.words[-1].trail) + tail
    return whole[len(words[0].lead) - len(wording.words[0].lead) : len(whole) - behind]


def _possessive(there: Word, word: Word, end: str) -> bool:
    return there.key == word.key + end


def _in_capitals_of(written: str, reads: str) -> str:
    letters = [c for c in written if c.isalpha()]
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return reads.upper()
    if letters and letters[0].isupper():
        return reads[:1].upper() + reads[1:]
    return reads.lower() if letters else reads


def _numbers(forms: Sequence[str]) -> Iterable[tuple[int, int, str, str]]:
    """Yields each number: its first word, how many words it has, the number in figures, and as written."""
    firsts = {form for form in set(forms) if number_at((cut(form).key,))[0]}
    behind = 0
    for at in [k for k, form in enumerate(forms) if form in firsts]:
        if at >= behind:
            count, figures = number_at(_unparted(forms, at))
            behind = at + count
            yield at, count, figures, " ".join([cut(form).key for form in forms[at:behind]])


def _unparted(forms: Sequence[str], at: int) -> Iterator[str]:
    """Yields the letters of a word and of those after it, as far as no sign separates them."""
    word = cut(forms[at])
    yield word.key
    for form in forms[at + 1 : at + LONGEST]:
        before, word = word, cut(form)
        if before.trail or word.lead:
            return
        yield word.key


def _counted(items: list[Item], used: Used | None) -> list[Item]:
    """The items with numbers in figures; with `used`, only numbers that are written in several ways."""
    out: list[Item] = []
    behind = 0
    for at, count, figures, _ in _numbers([item.form for item in items]):
        if used is None or len(used.get(f"#{figures}", ())) > 1:
            out += items[behind:at]
            behind = at + count
            lead, trail = cut(items[at].form).lead, cut(items[behind - 1].form).trail
            out.append(Item(items[at].first, items[behind - 1].last, f"{lead}{figures}{trail}"))
    return out + items[behind:]


def _said_once(items: list[Item], repeating: frozenset[str]) -> list[Item]:
    """The items without repetitions: `not repeat not` is one word."""
    announcing = {form for form in forms_of(items) if cut(form).key in repeating}
    out: list[Item] = []
    behind = 0
    for at in [k for k, item in enumerate(items) if item.form in announcing]:
        if at < behind:
            continue
        out += items[behind:at]
        behind = at
        count = _repeated(out, items[at + 1 : at + 1 + MOST_REPEATED])
        if count:
            last, before = items[at + count], out[-1]
            trail = cut(last.form).trail
            trail = trail.replace(")", "", 1) if "(" in cut(items[at].form).lead else trail
            kept = cut(before.form)
            out[-1] = Item(before.first, last.last, f"{kept.lead}{kept.core}{trail}")
            behind = at + count + 1
    return out + items[behind:]


def _repeated(before: Sequence[Item], behind: Sequence[Item]) -> int:
    """The number of words in `behind` that repeat the last ones in `before`."""
    for count in range(1, min(len(before), len(behind)) + 1):
        said, again = before[-count:], behind[:count]
        if all(cut(x.form).key == cut(y.form).key != "" for x, y in zip(said, again, strict=True)):
            return count
    return 0


def _stretches(text: Tokens, pinned: Sequence[Span]) -> list[tuple[int, int]]:
    """Ranges of words that are read together: all or none struck out, and nothing uncompared between them."""
    if not len(text):
        return []
    parted = np.flatnonzero(text.cut[1:] | (text.struck[1:] != text.struck[:-1])) + 1
    edges = {0, len(text), *parted.tolist(), *chain.from_iterable(map(text.touched, pinned))}
    return list(pairwise(sorted(edges)))


def _with_items(text: Tokens, stretches: Sequence[tuple[int, int]], wordings: Wordings, used: Used) -> Tokens:
    forms: list[str] = []
    first_of: list[int] = []
    last_of: list[int] = []
    for first, last in stretches:
        items = wordings.items(text.forms[first:last], used)
        forms += [item.form for item in items]
        first_of += [item.first + first for item in items]
        last_of += [item.last + first - 1 for item in items]
    firsts, lasts = np.array(first_of, dtype=np.int64), np.array(last_of, dtype=np.int64)
    before = map(text.forms.__getitem__, first_of)
    changed = (lasts > firsts) | np.fromiter(map(ne, forms, before), dtype=np.bool_, count=len(forms))
    return Tokens(
        text.text,
        text.starts[firsts],
        text.ends[lasts],
        forms,
        text.struck[firsts],
        text.rewritten[firsts] | changed,
        text.cut[firsts],
        text.hyphens,
    )
