"""The evidence for either side of a difference, as numbers: from the word list, both texts, and how slips happen.

Each item is weighed in `weighing.py`; most are positive where they speak for the reference.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice, pairwise

from rapidfuzz.distance import Postfix, Prefix

from cableview.collation.suggestion.error_channels import Channels, Way, differ_by_mark, unmarked
from cableview.collation.suggestion.marks import core, has_loose_hyphen, is_abbreviated, of_marks, undivided
from cableview.collation.words.lexicon import ALL, Lexicon
from cableview.collation.words.normalise import LINE_END_HYPHEN
from cableview.model.discrepancy import Difference, Kind
from cableview.model.span import Span

_LETTERS = r"[^\W_]+(?:[\u0300-\u036F]+[^\W_]*)*"
WORD = re.compile(rf"{_LETTERS}(?:['’-]{_LETTERS})*")
"""Letters with the marks upon them, as texts have them that are not composed, or old print (aͤ)."""
AROUND = 60
"""Letters before and after a place in which the neighbouring words are looked for."""
NEAR = 3.0
"""Cost up to which a way from one word to another is plausible."""
LONGEST_READING = 2_000
"""Code points of a reading that are looked at."""
DEAREST = 6.0
"""Cost from which a way says nothing more by being dearer."""
WORDS = frozenset((Kind.CHARACTER, Kind.WORD))
ONE_SIDED = frozenset((Kind.ADDITION, Kind.OMISSION))
MOST_ALIKE = 6.0
"""How much likelier one spelling is counted than another at most, as a natural logarithm."""
FEW = 3
"""Letters that an engine takes for others at once."""
MOST_WORDS = 2_000
"""Words by which it is judged how many a list lacks."""
USUALLY, SEEN = 0.05, 20
"""The share of words that a list usually lacks, and how many words that is taken to have been seen in."""
FAMILIES = ("word", "spacing", "case", "punctuation", "number", "addition", "omission", "repetition")
SENTENCE_ENDS = frozenset(".!?:")

LOGARITHMS = tuple(math.log1p(number) for number in range(31))
"""Of how often something stands elsewhere, and once more; what stands there oftener counts no more."""

Evidence = dict[str, float]


@dataclass(frozen=True)
class Texts:
    """Both texts and their word counts, as written and in lower case.

    Evidence found at places is cached with them, as every decision has all remaining places weighed again.
    """

    working: str
    reference: str

    @cached_property
    def ours(self) -> Counts:
        return counts(self.working)

    @cached_property
    def theirs(self) -> Counts:
        return counts(self.reference)

    @cached_property
    def _unlisted(self) -> dict[str, float]:
        """By language, what `unlisted` found."""
        return {}

    def unlisted(self, lexicon: Lexicon) -> float:
        """How likely it is that the list lacks a word of these texts: its share of those that both have, the first
        `MOST_WORDS` of them. Lists lack names, inflections and old spellings, some many more than others."""
        if lexicon.language not in self._unlisted:
            shared = islice(
                (word for word in self.ours.small if len(word) > 1 and word in self.theirs.small), MOST_WORDS
            )
            known = Counter(map(lexicon.knows, shared))
            self._unlisted[lexicon.language] = (known[False] + USUALLY * SEEN) / (known.total() + SEEN)
        return self._unlisted[lexicon.language]

    @cached_property
    def seen(self) -> dict[tuple[Difference, str], tuple[Site, Evidence]]:
        """The cached sites and evidence, by place and language."""
        return {}


@lru_cache(maxsize=2)
def texts_of(working: str, reference: str) -> Texts:
    """The two texts; for recently used pairs, with their cached evidence."""
    return Texts(working, reference)


def seen(difference: Difference, texts: Texts, channels: Channels, lexicon: Lexicon) -> tuple[Site, Evidence]:
    """A difference's readings, and the evidence on it."""
    key = difference, lexicon.language
    if key not in texts.seen:
        place = site(difference, texts, channels)
        texts.seen[key] = place, evidence(place, texts, lexicon)
    return texts.seen[key]


@dataclass(frozen=True, slots=True)
class Counts:
    """How often a word occurs in a text: `exact` as written, `small` in any case."""

    exact: Mapping[str, int]
    small: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Site:
    """The readings of a difference, without the marks at their ends, and the words beside it."""

    difference: Difference
    family: str
    ours: str
    theirs: str
    before: str
    after: str
    starts_sentence: bool
    read: Way = field(default_factory=lambda: Way(0.0))
    """How an engine made our reading out of theirs."""
    read_there: Way = field(default_factory=lambda: Way(0.0))
    """How an engine made their reading out of ours."""
    typed: Way = field(default_factory=lambda: Way(0.0))
    """How a hand made their reading out of ours."""
    typed_here: Way = field(default_factory=lambda: Way(0.0))
    """How a hand made our reading out of theirs."""
    is_abbreviated: bool = False
    """Whether one reading is the other in short, with a full stop."""

    @property
    def readings(self) -> tuple[str, str]:
        return self.ours, self.theirs

    @property
    def is_spelt_otherwise(self) -> bool:
        """True where both readings are spellings of one word: not a slip, but the custom of a country or period."""
        steps = self.typed_here.steps
        return self.is_abbreviated or (bool(steps) and all(step.name == "spelling" for step in steps))

    @property
    def confusion(self) -> tuple[str, str] | None:
        """The letters that an engine would have misread, and as what."""
        return confusion(self.read, self.theirs, self.ours)


def confusion(read: Way, meant: str, found: str) -> tuple[str, str] | None:
    """The letters of `meant` that an engine would have misread as those of `found`.

    A single step of its way; where it has several, a few letters in one place: no table lists these, but an engine that
    confuses them does so in other words too.
    """
    if len(read.steps) == 1:
        return read.steps[0].meant, read.steps[0].found
    head = Prefix.similarity(meant, found)
    tail = min(Postfix.similarity(meant, found), len(meant) - head, len(found) - head)
    letters = meant[head : len(meant) - tail], found[head : len(found) - tail]
    return letters if all(0 < len(side) <= FEW for side in letters) else None


@lru_cache(maxsize=4)
def counts(text: str) -> Counts:
    """How often each word occurs in a text, as written and in lower case; one divided at a line's end counts whole."""
    exact = Counter(WORD.findall(LINE_END_HYPHEN.sub("", text)))
    small: Counter[str] = Counter()
    for word, number in exact.items():
        small[word.lower()] += number
    return Counts(exact, small)


def family(difference: Difference) -> str:
    """The family whose weights apply to a difference; empty where nothing is suggested."""
    kind = difference.kind
    one_sided = difference.working.is_empty or difference.reference.is_empty
    if kind in ONE_SIDED:
        return str(kind)
    if kind is Kind.REPETITION:
        return "repetition"
    if kind in WORDS and not one_sided:
        return "word"
    return str(kind) if kind in (Kind.CASE, Kind.PUNCTUATION, Kind.SPACING, Kind.NUMBER) and not one_sided else ""


def site(difference: Difference, texts: Texts, channels: Channels) -> Site:
    """The readings of a difference in both texts, and their surroundings."""
    ours, theirs = _short(difference.working).of(texts.working), _short(difference.reference).of(texts.reference)
    if difference.kind is not Kind.SPACING:
        ours, theirs = undivided((ours, theirs))
    at = difference.working.start
    tail = texts.working[max(0, at - AROUND) : at].rstrip()
    is_word = difference.kind in WORDS
    abbreviated = is_word and (is_abbreviated(ours, theirs) or is_abbreviated(theirs, ours))
    if is_word:
        ours, theirs = core(ours), core(theirs)
    ours, theirs = " ".join(ours.split()), " ".join(theirs.split())
    return Site(
        difference,
        family(difference),
        ours,
        theirs,
        *_beside(texts.working, difference.working),
        not tail or tail[-1] in SENTENCE_ENDS,
        channels.confusions.way(theirs, ours),
        channels.confusions.way(ours, theirs),
        channels.slips.way(ours, theirs),
        channels.slips.way(theirs, ours),
        abbreviated,
    )


def _beside(text: str, span: Span) -> tuple[str, str]:
    """The words before and after a span, reading only as far as the nearest blanks."""
    before = text[max(0, span.start - AROUND) : span.start].split()
    last = next((words[-1] for piece in reversed(before) if (words := WORD.findall(piece))), "")
    after = WORD.search(text, span.end, span.end + AROUND)
    return last, after[0] if after else ""


def _short(span: Span) -> Span:
    """The span's beginning: a line without blanks can be megabytes long, and its beginning is enough."""
    return Span(span.start, min(span.end, span.start + LONGEST_READING))


def evidence(place: Site, texts: Texts, lexicon: Lexicon) -> Evidence:
    """The evidence on a place, by name."""
    match place.family:
        case "word":
            return _of_words(place, texts, lexicon)
        case "case":
            return _of_case(place, texts)
        case "punctuation":
            return of_marks(*place.readings)
        case "spacing":
            return _of_spacing(place, texts, lexicon)
        case "number":
            return _of_numbers(place, texts)
        case "addition" | "omission":
            return _of_one_side(place, lexicon)
        case "repetition":
            return _of_repetition(place, lexicon)
        case _:
            return {}


def status(place: Site, lexicon: Lexicon) -> str:
    """Which reading is known; both, where they are spellings of one word: a list may have only one of them."""
    ours, theirs = knows(place.ours, lexicon), knows(place.theirs, lexicon)
    if (ours or theirs) and (place.is_spelt_otherwise or has_lost_marks(place, lexicon)):
        return "both"
    return "both" if ours and theirs else "reference" if theirs else "transcript" if ours else "neither"


def has_lost_marks(place: Site, lexicon: Lexicon) -> bool:
    """True where ours is theirs without marks (cafe, café) and the language is English, whose list has none."""
    return lexicon.language == ALL and place.ours.isascii() and differ_by_marks(*place.readings)


def knows(reading: str, lexicon: Lexicon) -> bool:
    """True where a reading consists only of words, all of them in the lexicon."""
    words = WORD.findall(reading)
    return bool(words) and all(map(lexicon.knows, words)) and len("".join(words)) >= len(reading.replace(" ", "")) - 1


def _of_words(place: Site, texts: Texts, lexicon: Lexicon) -> Evidence:
    ours, theirs = place.ours.lower(), place.theirs.lower()
    known = status(place, lexicon)
    found = {f"known-{known}": 1.0}
    for name, way in _ways(place).items():
        found[f"{name}-{known}"], found[f"{name}-cost"] = near(way.cost), min(way.cost, DEAREST)
    is_one_word = place.is_spelt_otherwise or has_lost_marks(place, lexicon)
    if known == "both" and not is_one_word:
        found["frequency"] = lexicon.frequency(theirs) - lexicon.frequency(ours)
    if place.ours[:1].isupper() and place.theirs[:1].isupper() and not place.starts_sentence:
        found[f"name-{known}"] = 1.0
    if not is_one_word:
        found["pair"] = _pairs(place, theirs, lexicon) - _pairs(place, ours, lexicon)
    found["stands-across"] = _log(texts.ours.small.get(theirs, 0)) - _log(texts.theirs.small.get(ours, 0))
    found["stands-beside"] = _log(texts.theirs.small.get(theirs, 0) - 1) - _log(texts.ours.small.get(ours, 0) - 1)
    found["shape-here"], found["shape-there"] = _oddity(place.ours), _oddity(place.theirs)
    if known != "both":
        found[f"spelling-{known}"] = _spelling(ours, theirs, lexicon)
    if lexicon.pairs:
        found["ending"] = _ends(place.theirs) - _ends(place.ours)
    elif lexicon.counts:
        found |= _of_list(place, known, texts.unlisted(lexicon))
    return found


def _of_list(place: Site, known: str, unlisted: float) -> Evidence:
    """What counts where a list is all that is known of a language; it helps neither with pairs of words nor without a
    list, by pages and makers not fitted on."""
    found: Evidence = {}
    if known in ("reference", "transcript"):
        found[f"lacking-{known}"] = math.log(unlisted / USUALLY)
    ours, theirs = place.ours.lower(), place.theirs.lower()
    if differ_by_marks(ours, theirs):
        found[f"marks-{known}"] = float(_marked(theirs) - _marked(ours))
    return found


def differ_by_marks(ours: str, theirs: str) -> bool:
    """True for two words that are one but for the marks upon their letters (é, e, è)."""
    return len(ours) == len(theirs) and all(a == b or differ_by_mark(a, b) for a, b in zip(ours, theirs, strict=True))


def _marked(word: str) -> int:
    return sum(unmarked(letter) != letter for letter in word)


def _ways(place: Site) -> dict[str, Way]:
    return {
        "read": place.read,
        "read-there": place.read_there,
        "typed": place.typed,
        "typed-here": place.typed_here,
    }


def _spelling(ours: str, theirs: str, lexicon: Lexicon) -> float:
    """How much more the letters of `theirs` look like a word of the language."""
    if not lexicon.counts:
        return 0.0
    return max(-MOST_ALIKE, min(MOST_ALIKE, lexicon.letter_order.likelier(theirs, ours)))


def _ends(word: str) -> float:
    """How far a word is an inflected form of English: such endings are lost more often than added."""
    return float(word.endswith(("s", "ed", "ing", "ly")))


def near(cost: float) -> float:
    """How much better than barely plausible a way with this cost is."""
    return NEAR - cost if cost < NEAR else 0.0


def _pairs(place: Site, word: str, lexicon: Lexicon) -> float:
    """How common a word is with those beside it; not counting one that would be there twice."""
    words = word.split() or [""]
    if words[0].lower() == place.before.lower() or words[-1].lower() == place.after.lower():
        return 0.0
    return lexicon.pair_frequency(place.before, words[0]) + lexicon.pair_frequency(words[-1], place.after)


def _log(number: int) -> float:
    return LOGARITHMS[number] if 0 <= number < len(LOGARITHMS) else LOGARITHMS[-1 if number > 0 else 0]


def _oddity(word: str) -> float:
    """1 for a word with an odd mix of characters: a capital or digit after a small letter, or a sign between."""
    if word.isalpha() and (word[1:].islower() or word.isupper()):
        return 0.0
    return float(
        any(
            (b.isupper() and a.islower()) or (b.isdigit() and a.isalpha()) or not (b.isalnum() or b in "'’- .,&")
            for a, b in pairwise(word)
        )
    )


def _of_case(place: Site, texts: Texts) -> Evidence:
    ours, theirs = place.ours, place.theirs
    changed = [a for a, b in zip(ours, theirs, strict=False) if a != b]
    found = {"always": 1.0, "capital-here": float(_capitals(ours) > _capitals(theirs))}
    found["same-shape"] = float(bool(changed) and all(a.lower() in "cosvwxzupk" for a in changed))
    found["all-capitals"] = float(theirs.isupper() and len(theirs) > 1) - float(ours.isupper() and len(ours) > 1)
    found["sentence"] = place.starts_sentence * (float(theirs[:1].isupper()) - float(ours[:1].isupper()))
    found["inside"] = float(ours[:1] == theirs[:1]) * (1 - abs(found["all-capitals"]))
    ours, theirs = core(ours), core(theirs)
    found["stands-across"] = _log(texts.ours.exact.get(theirs, 0)) - _log(texts.theirs.exact.get(ours, 0))
    return found


def _capitals(word: str) -> int:
    return sum(map(str.isupper, word))


def _of_spacing(place: Site, texts: Texts, lexicon: Lexicon) -> Evidence:
    ours, theirs = place.ours, place.theirs
    split_here = ours.count(" ") > theirs.count(" ")
    found = {"split-here": float(split_here), "joined-here": float(not split_here)}
    known = status(place, lexicon)
    found[f"known-{known}"] = 1.0
    found[f"known-{known}-split"] = float(split_here)
    hyphens = ours.count("-") - theirs.count("-")
    found["hyphen-here"], found["hyphen-there"] = float(hyphens > 0), float(hyphens < 0)
    found["mark"] = float(any(c in '.,;:?!"' for c in ours)) * (1 if split_here else -1)
    found["stands-across"] = _log(texts.ours.small.get(core(theirs).lower(), 0)) - _log(
        texts.theirs.small.get(core(ours).lower(), 0)
    )
    found["pair"] = _inner_pairs(theirs, lexicon) - _inner_pairs(ours, lexicon)
    found["loose-hyphen"] = float(has_loose_hyphen(ours)) - float(has_loose_hyphen(theirs))
    found["fragments"] = _fragments(ours, lexicon) - _fragments(theirs, lexicon)
    return found


def _inner_pairs(reading: str, lexicon: Lexicon) -> float:
    words = WORD.findall(reading)
    return sum(lexicon.pair_frequency(a, b) for a, b in pairwise(words))


def _fragments(reading: str, lexicon: Lexicon) -> float:
    words = WORD.findall(reading)
    return float(sum(not lexicon.knows(word) for word in words)) if len(words) > 1 else 0.0


def _of_numbers(place: Site, texts: Texts) -> Evidence:
    ours, theirs = place.ours, place.theirs
    return {
        "always": 1.0,
        "read": near(place.read.cost),
        "swapped": float(sorted(ours) == sorted(theirs)),
        "letters": float(_mixed(ours)) - float(_mixed(theirs)),
        "length": float(max(-1, min(1, len(theirs) - len(ours)))),
        "stands-across": _log(texts.ours.exact.get(core(theirs), 0)) - _log(texts.theirs.exact.get(core(ours), 0)),
    }


def _mixed(reading: str) -> bool:
    word = core(reading)
    return (
        any(c.isdigit() for c in word) and any(c.isalpha() for c in word) and word[-2:] not in ("st", "nd", "rd", "th")
    )


def _of_one_side(place: Site, lexicon: Lexicon) -> Evidence:
    reading = place.ours or place.theirs
    words = WORD.findall(reading)
    known = sum(map(lexicon.knows, words)) / len(words) if words else 0.0
    first, last = (words[0], words[-1]) if words else ("", "")
    fits = lexicon.pair_frequency(place.before, first) + lexicon.pair_frequency(last, place.after)
    return {
        "always": 1.0,
        "no-letters": float(not words),
        "short": float(len(words) == 1 and len(words[0]) < 3 and not known),
        "known": known,
        "wordlike": float(max(map(len, words), default=0) > 3 and all(map(str.isalpha, words))),
        "several": min(2.0, math.log2(len(words))) if words else 0.0,
        "pair": fits - lexicon.pair_frequency(place.before, place.after),
    }


def _of_repetition(place: Site, lexicon: Lexicon) -> Evidence:
    ours, theirs = place.difference.working, place.difference.reference
    words = WORD.findall(place.ours if len(ours) > len(theirs) else place.theirs)
    double = lexicon.pair_frequency(words[-1], words[-1]) if words else 0.0
    here = len(ours) > len(theirs)
    return {"doubled-here": float(here), "doubled-there": float(not here), "pair": double * (-1.0 if here else 1.0)}


def repeated(places: Sequence[tuple[Site, Evidence]]) -> list[Evidence]:
    """How often the same pair of words, or the same letters in other words, differ elsewhere among `places`.

    It is no evidence for unlisted names: a typist who mistakes one for another does so throughout, as an engine does.
    """
    pairs = Counter(place.readings for place, _ in places)
    by_pair = {place.readings: place for place, _ in places}
    letters = Counter(place.confusion for place in by_pair.values() if place.confusion)
    found: list[Evidence] = []
    for place, known in places:
        same = letters[place.confusion] - 1 if place.confusion else 0
        alike = 0 if known.get("name-neither") else pairs[place.readings] - 1
        found.append({"same-pair": _log(alike), "same-letters": _log(same)})
    return found
