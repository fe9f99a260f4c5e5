"""Word lists, and the frequency of words and pairs of words, read from installed packages on first use.

Chosen on 2026-11-24. English comes from symspellpy (MIT, pure Python, one wheel for all platforms, 6.5 MB, maintained
in 2026): 82,834 words and 242,342 pairs of words with counts. Other languages come, where it is installed, from
pyspellchecker (MIT, pure Python, 7 MB, a dozen languages, no pairs). Rejected: wordfreq (several times the size, its
author froze the counts in 2024), hunspell (no counts, a system library). Data files are read, no code is imported.
"""

from __future__ import annotations

import gzip
import json
import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from unicodedata import normalize

from cableview.collation.words.languages import Language, languages
from cableview.collation.words.letter_order import LetterOrder, letter_order

WORDS, WORD_PAIRS = "frequency_dictionary_en_82_765.txt", "frequency_bigramdictionary_en_243_342.txt"
ALL = "en"
"""The language whose list is a dependency, and so always installed."""
COMMON_SHARE, AHEAD = 0.1, 1.3
"""The least share of a text's words that must be among its language's commonest, and its ratio to the next language."""
KNOWN_SHARE = 0.6
"""The share of the distinct words of a text too short or terse for that which a list must contain."""
SHORTEST_PART = 4
"""The fewest letters of either half of a compound."""
RAREST_PAIR = 6.4e6
"""The lowest count in the list of pairs."""


@dataclass(frozen=True)
class Lexicon:
    """The words of a language. `counts` are by lower-case word, UTF-8; `pairs` are sorted lines `a b count`."""

    language: str = ""
    counts: Mapping[bytes, bytes] = field(default_factory=dict[bytes, bytes])
    pairs: Sequence[bytes] = ()
    one_letter: frozenset[str] = frozenset()
    elided: frozenset[str] = frozenset()
    compounds: bool = False
    suffixes: tuple[str, ...] = ()
    older: tuple[tuple[str, str], ...] = ()

    def knows(self, word: str) -> bool:
        """True for a listed word, its possessive, such words joined by a hyphen, one after an elided form, one with an
        inflection that the list leaves out or in an older spelling, or, if the language forms compounds, two written as
        one; false if there is no list."""
        small = _folded(word).replace("’", "'")
        if len(small) == 1:
            return small in self.one_letter
        if self._lists(small):
            return True
        if "-" in small:
            return all(self._lists(part) for part in small.strip("-").split("-"))
        if any(self._holds(small.removesuffix(one)) for one in self.suffixes) or self._is_older(small):
            return True
        return self.compounds and self._is_compound(small)

    def _lists(self, small: str) -> bool:
        if self._holds(small) or (small.endswith("'s") and self._holds(small[:-2])):
            return True
        before, apostrophe, word = small.partition("'")
        return bool(apostrophe) and before in self.elided and (word in self.one_letter or self._holds(word))

    def _holds(self, small: str) -> bool:
        return self._count(small) is not None

    def _is_older(self, small: str) -> bool:
        """True for a word that is listed as it is spelt today."""
        return any(then in small and self._holds(small.replace(then, now)) for then, now in self.older)

    def _is_compound(self, small: str) -> bool:
        """True for two listed words, also with an `s` between them as in German."""
        for at in range(SHORTEST_PART, len(small) - SHORTEST_PART + 1):
            if self._holds(small[at:]) and (
                self._holds(small[:at])
                or (small[at - 1] == "s" and at > SHORTEST_PART and self._holds(small[: at - 1]))
            ):
                return True
        return False

    @cached_property
    def letter_order(self) -> LetterOrder:
        """The order of letters in the list's words, computed on first use."""
        return letter_order(self.counts)

    def frequency(self, word: str) -> float:
        """The common logarithm of the word's count, or of the one after an elided form, from 4 to 10.4; 3.5 for an
        unlisted word."""
        small = _folded(word).replace("’", "'")
        before, _, elided_from = small.partition("'")
        count = self._count(small) or (self._count(elided_from) if before in self.elided else None)
        return math.log10(int(count)) if count else 3.5

    def _count(self, small: str) -> bytes | None:
        return self.counts.get(small.encode("utf-8", "replace"))

    def pair_frequency(self, first: str, second: str) -> float:
        """0.5 plus the common logarithm of a pair's count relative to the rarest listed; 0 for an unlisted pair."""
        count = self._pair_count(_folded(f"{first} {second} ").encode("utf-8", "replace"))
        return 0.5 + math.log10(count / RAREST_PAIR) if count else 0.0

    def _pair_count(self, key: bytes) -> int:
        at = bisect_left(self.pairs, key)
        line = self.pairs[at] if at < len(self.pairs) else b""
        return int(line[len(key) :]) if line.startswith(key) else 0


def _folded(words: str) -> str:
    """The words in lower case, as in the lists, with the letters of old print (ſ, ﬁ, aͤ for ä) modernised."""
    small = words.lower()
    return small if small.isascii() else normalize("NFKC", small.replace("\u0364", "\u0308"))


def has_words(language: str) -> bool:
    """True if a word list of the language is installed; the list is not read."""
    return bool(_listed(language)[1])


@lru_cache(maxsize=4)
def lexicon(language: str = ALL) -> Lexicon:
    """The lexicon of a language by its ISO 639 code; an empty one, which knows no word, if none is installed."""
    primary, listed = _listed(language)
    if listed is None:
        return Lexicon()
    if listed.name == WORDS:
        pairs = _data(("symspellpy",), WORD_PAIRS)
        return Lexicon(primary, _counts(listed), _sorted_lines(pairs) if pairs else (), frozenset("aio&"))
    return _of_json(primary, listed, languages().get(primary))


def _listed(language: str) -> tuple[str, Path | None]:
    """The language code without a country, and the path of its word list; `None` if not installed."""
    primary = language.replace("_", "-").split("-")[0].lower()
    found = _data(("symspellpy",), WORDS) if primary == ALL else None
    if found is None and primary.isalpha():
        found = _data(("spellchecker", "resources"), f"{primary}.json.gz")
    return primary, found


def language_of(counts: Mapping[str, int]) -> str:
    """The code of a text's language, from the counts of its words in lower case; empty if it is unclear.

    Catalogues are not consulted: they often name the language of the original where the text is a translation.
    """
    total = sum(counts.values())
    shares = {
        code: sum(counts.get(word, 0) for word in one.common) / max(1, total) for code, one in languages().items()
    }
    (best, share), (_, second) = sorted(shares.items(), key=lambda item: -item[1])[:2]
    if share >= COMMON_SHARE and share >= AHEAD * second:
        return best
    words = [word for word in counts if len(word) > 1 and word.isalpha()]
    known = sum(map(lexicon(ALL).knows, words))
    return ALL if words and known >= KNOWN_SHARE * len(words) else ""


def _counts(path: Path) -> dict[bytes, bytes]:
    fields = path.read_bytes().removeprefix(b"\xef\xbb\xbf").split()
    return dict(zip(fields[::2], fields[1::2], strict=True))


def _sorted_lines(path: Path) -> list[bytes]:
    """The lines of a file, sorted. It consists of two sorted lists in a row, which sorting merges at little cost."""
    lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").replace(b"\r", b"").split(b"\n")
    lines.sort()
    return lines


def _of_json(name: str, path: Path, language: Language | None) -> Lexicon:
    counts: dict[str, int] = json.loads(gzip.decompress(path.read_bytes()))
    scale = 1e11 / max(1, sum(counts.values()))
    words = {word.encode(): str(1 + int(count * scale)).encode() for word, count in counts.items()}
    return Lexicon(
        name,
        words,
        one_letter=_letters(counts),
        elided=language.elided if language else frozenset(),
        compounds=language is not None and language.compounds,
        suffixes=language.suffixes if language else (),
        older=language.older if language else (),
    )


def _letters(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word for word in words if len(word) == 1)


def _data(package: tuple[str, ...], name: str) -> Path | None:
    """The path of a data file of an installed package, found without importing it; `None` if there is none."""
    spec = find_spec(package[0])
    for root in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(root, *package[1:], name)
        if path.is_file():
            return path
    return None
