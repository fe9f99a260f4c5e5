"""The third witness: what an engine reads on the scan where the two texts differ, and where it doubts both."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from cableview.collation.collate import Collation, Text, collate
from cableview.collation.rules import default_rules
from cableview.collation.words.lexicon import language_of, lexicon
from cableview.model.discrepancy import Kind
from cableview.model.scan_reading import ScanReading, ScanText
from cableview.model.span import Span
from cableview.model.witness import Markup

NO_WORD = 0.97
"""Share of places between two words, of which one text has a word there, at which nothing stands when none is read."""
MOST_MORE = 40
"""Code points that an engine may read more than stand in the text, for it to be thought the same place."""
DOUBTFUL = 0.9
"""Confidence from which an engine is listed against two texts that agree."""
MOST_WORDS = 3
"""Of a doubt: what is longer is mostly what an engine does not see, or sees beside the text."""

_DOUBTED = frozenset({Kind.CHARACTER, Kind.WORD, Kind.NUMBER, Kind.CASE, Kind.ADDITION, Kind.OMISSION})
"""Kinds of which engines are sure rightly; blanks and points they see or miss as it happens."""
_LETTERS = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place of the transcript where an engine reads otherwise than both texts."""

    kind: Kind
    span: Span
    reading: ScanReading


class ThirdWitness:
    """An engine's text alongside the original transcript. Spans are of that transcript; it is collated only once."""

    def __init__(self, transcript: str, scan: ScanText, markup: Markup | None = None) -> None:
        self._transcript, self._scan = transcript, scan
        self._markup = markup or Markup()

    @property
    def engine(self) -> str:
        return self._scan.engine

    @cached_property
    def _collation(self) -> Collation:
        return collate(Text(self._transcript, self._markup), Text(self._scan.text), default_rules())

    @cached_property
    def _columns(self) -> tuple[list[int], list[int], list[int], list[int]]:
        """Starts and ends of matching words, here and in the engine's text."""
        pairs = self._collation.pairs
        columns = (pairs.working_starts, pairs.working_ends, pairs.reference_starts, pairs.reference_ends)
        starts, ends, there, to = ([int(position) for position in column] for column in columns)
        return starts, ends, there, to

    def prepare(self) -> None:
        """Collates now rather than on first use."""
        _ = self._columns

    @property
    def fits(self) -> bool:
        """False if the engine read another text, or hardly any of this one."""
        return self._collation.agreeing >= 0.4 * max(1, self._collation.tokens)

    def reading(self, span: Span) -> ScanReading | None:
        """The engine's reading at `span`; empty where it has nothing, `None` where that cannot be told."""
        if not self.fits:
            return None
        found = self._of_words(span) or self._between(span)
        return None if found is None else self._reading_of(found)

    def _of_words(self, span: Span) -> Span | None:
        """The span of the engine's words for those of `span`, if each has one."""
        starts, ends, there, to = self._columns
        first, last = bisect_right(ends, span.start), bisect_left(starts, span.end)
        if span.is_empty or first >= last:
            return None
        covered = [Span(starts[k], ends[k]) for k in range(first, last)]
        letters = [k for k in range(span.start, span.end) if self._transcript[k].isalnum()]
        if not letters or not all(any(one.start <= k < one.end for one in covered) for k in letters):
            return None
        return self._whole(Span(there[first], max(there[first], to[last - 1])))

    def _between(self, span: Span) -> Span | None:
        """The span between the engine's words for the two on either side of `span`."""
        starts, ends, there, to = self._columns
        before, after = bisect_right(ends, span.start) - 1, bisect_left(starts, span.end)
        if before < 0 or after >= len(starts) or to[before] > there[after]:
            return None
        if self._has_letters(ends[before], span.start) or self._has_letters(span.end, starts[after]):
            return None
        found = Span(to[before], there[after])
        return None if len(found) > len(span) + MOST_MORE else self._inner(found)

    def _has_letters(self, start: int, end: int) -> bool:
        return any(map(str.isalnum, self._transcript[start:end]))

    def _whole(self, span: Span) -> Span:
        """`span` extended to the whole runs of non-blanks at its ends."""
        first = bisect_right(self._scan.ends, span.start)
        last = bisect_left(self._scan.starts, span.end) - 1
        if first > last or last >= len(self._scan.ends):
            return span
        return Span(min(span.start, self._scan.starts[first]), max(span.end, self._scan.ends[last]))

    def _inner(self, span: Span) -> Span:
        """The span of the whole words inside; empty where there are none."""
        first, last = bisect_left(self._scan.starts, span.start), bisect_right(self._scan.ends, span.end) - 1
        return Span(self._scan.starts[first], self._scan.ends[last]) if first <= last else Span(span.start, span.start)

    def _reading_of(self, span: Span) -> ScanReading:
        scan = self._scan
        first, last = bisect_right(scan.ends, span.start), bisect_left(scan.starts, span.end)
        sure = [scan.confidences[k] for k in range(first, last)]
        if span.is_empty or not sure:
            around = scan.confidences[max(0, first - 1) : first + 1]
            sure = [NO_WORD * min(around, default=0.0)]
        words = " ".join(span.of(scan.text).split())
        return ScanReading(words, round(min(sure), 3), scan.engine)

    def doubts(self, settled: Iterable[Span], is_known: Callable[[str], bool]) -> list[Doubt]:
        """Places where the engine is sure of another reading than the transcript's, consisting of known words.

        Leaves out what touches `settled`: places that are discrepancies of the two texts or were changed.
        """
        if not self.fits:
            return []
        taken = sorted(settled)
        out: list[Doubt] = []
        for difference in self._collation.differences:
            span = difference.working
            if difference.kind not in _DOUBTED or any(span.touches(other) for other in taken):
                continue
            reading = self.reading(span)
            if reading is not None and reading.confidence >= DOUBTFUL and self._is_doubt(span, reading, is_known):
                out.append(Doubt(difference.kind, span, reading))
        return out

    def _is_doubt(self, span: Span, reading: ScanReading, is_known: Callable[[str], bool]) -> bool:
        ours, theirs = _WORD.findall(span.of(self._transcript)), _WORD.findall(reading.text)
        if max(len(ours), len(theirs)) > MOST_WORDS or ours == theirs:
            return False
        is_number = _has_digit(span.of(self._transcript))
        return all(is_known(word) or (is_number and _has_digit(word)) for word in theirs)


def _has_digit(words: str) -> bool:
    return any(map(str.isdigit, words))


def known_by(texts: Iterable[str], language: str = "") -> Callable[[str], bool]:
    """A test of whether a run of non-blanks is a word found in one of `texts`, or in the list of their language.

    The texts tell the language where it is not named. What an engine makes of a smudge or worn letter is rarely a word.
    """
    seen = Counter(form.lower() for text in texts for form in _LETTERS.findall(text))
    words = lexicon(language or language_of(seen))

    def is_known(run: str) -> bool:
        forms = [form.lower() for form in _LETTERS.findall(run)]
        return bool(forms) and all(form in seen or words.knows(form) for form in forms)

    return is_known
