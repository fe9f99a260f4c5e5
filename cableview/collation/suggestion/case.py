"""A place with all that speaks there, and whether that tells what the page reads, or only what it should read."""

from __future__ import annotations

from dataclasses import dataclass

from cableview.collation.suggestion.error_channels import Way
from cableview.collation.suggestion.evidence import NEAR, Evidence, Site, Texts, knows
from cableview.collation.suggestion.third_witness_reading import bare
from cableview.collation.words.lexicon import Lexicon
from cableview.model.discrepancy import Kind
from cableview.model.scan_reading import ScanReading
from cableview.model.witness import Sigil

HEARD = 0.7
"""Log odds from which a third reading says something."""
SURELY_TYPED = 2.0
"""Cost up to which a slip is one that typists make all the time."""
MORE_COMMON = 0.5
"""How much oftener words must be used with those beside them to be called usual, as a common logarithm."""

BETTER_SPELT = 2.0
"""How much likelier one order of letters must be than another to be called so, as a natural logarithm."""


@dataclass(frozen=True, slots=True)
class Case:
    """A place with all that the reasons are drawn from."""

    place: Site
    texts: Texts
    words: Lexicon
    known: Evidence
    third: ScanReading | None = None
    """What an engine reads here, and what that counts: log odds for the reference."""
    heard: float = 0.0

    def is_heard(self, witness: Sigil) -> bool:
        """True where a third reading counts for the side that is suggested: it is that, or nearer to it."""
        return self.third is not None and self.heard * toward(witness) > HEARD

    def is_confirmed(self, witness: Sigil) -> bool:
        """True where a third reading is that of the side that is suggested, and counts."""
        return self.is_heard(witness) and self._said_as(witness)

    def is_corroborated(self, witness: Sigil) -> bool:
        """True where something tells of the page and not of the language: a third reading, a decision at a like place,
        the same words once more, or letters that engines mistake and that stand so in other words too."""
        decided = self.known.get("decided-pair", 0.0) or self.known.get("decided-letters", 0.0)
        return self.is_heard(witness) or decided * toward(witness) > 0 or self.is_misread_throughout(witness)

    def is_misread_throughout(self, witness: Sigil) -> bool:
        """True where the transcript has the same mistake elsewhere: engines make theirs throughout, hands here and
        there. Of 362 such places with the look of a typist's slip, in texts of all makers, 357 were misread."""
        if witness is not Sigil.REFERENCE or self.place.family != "word":
            return False
        known, plausible = self.known, self.place.read.cost <= NEAR
        return bool(known.get("same-pair") or (known.get("same-letters") and plausible))

    def _said_as(self, witness: Sigil) -> bool:
        right = bare(self.place, self.sides(witness)[0])
        return self.third is not None and bare(self.place, self.third.text) == right

    def sides(self, witness: Sigil) -> tuple[str, str]:
        """The reading that is suggested, and the other."""
        ours, theirs = self.place.readings
        return (theirs, ours) if witness is Sigil.REFERENCE else (ours, theirs)

    def way(self, witness: Sigil) -> Way:
        """How the other reading came about, were the suggested one right."""
        return self.place.read if witness is Sigil.REFERENCE else self.place.typed

    def is_misread_there(self, witness: Sigil) -> bool:
        """True where, the transcript being right, an engine easily made the reference, and a hand did not."""
        return witness is Sigil.TRANSCRIPT and self.place.read_there.cost <= NEAR < self.place.typed.cost

    def elsewhere(self, reading: str, witness: Sigil) -> tuple[int, int]:
        """How often a reading stands elsewhere, in the working text and in the reference."""
        word = reading.lower()
        ours = self.texts.ours.small.get(word, 0) - (reading == self.place.ours)
        theirs = self.texts.theirs.small.get(word, 0) - (reading == self.place.theirs)
        return max(0, ours), max(0, theirs)

    def is_perhaps_on_page(self, witness: Sigil) -> bool:
        """True where the transcript's reading is a slip that a typist makes sooner than an engine."""
        place = self.place
        if self.is_corroborated(witness):
            return False
        if place.family == "repetition":
            return len(place.difference.working) > len(place.difference.reference)
        if place.family != "word" or knows(place.ours, self.words) or not knows(place.theirs, self.words):
            return False
        if place.is_spelt_otherwise:
            return False
        return place.typed_here.cost <= SURELY_TYPED and place.typed_here.cost < place.read.cost

    def may_not_be_read_so(self, witness: Sigil) -> bool:
        """True where what the page should read is known, and not what it does: it perhaps has the slip itself.

        Engines make some slips as hands do: those do not count here; of 280 such places, 256 were misread.
        """
        is_misreading = self.place.family == "word" and self.place.read.cost <= NEAR
        return self.is_perhaps_on_page(witness) and not is_misreading

    def has_word_list_only(self, witness: Sigil) -> bool:
        """True where nothing but a word list tells the sides apart."""
        return self.is_of_language(witness) and not self.fits_in(witness)

    def is_of_language(self, witness: Sigil) -> bool:
        """True where only what is known of the language tells the sides apart: what should stand, and may not."""
        if self.place.family != "word" or self.is_corroborated(witness):
            return False
        if self.way(witness).cost <= NEAR or self.is_misread_there(witness):
            return False
        if self.place.is_spelt_otherwise:
            return True
        right, wrong = self.sides(witness)
        if knows(right, self.words) == knows(wrong, self.words) and not self.is_better_spelt(witness):
            return False
        across = self.elsewhere(right, witness)[0 if witness is Sigil.REFERENCE else 1]
        signs = ("same-letters", "shape-here") if witness is Sigil.REFERENCE else ("shape-there",)
        return not (across or any(self.known.get(sign) for sign in signs))

    def is_better_spelt(self, witness: Sigil) -> bool:
        """True where neither reading is listed, and the letters of one are more like those of words."""
        return self.known.get("spelling-neither", 0.0) * toward(witness) > BETTER_SPELT

    def fits_in(self, witness: Sigil) -> bool:
        """True where the words beside it speak for the reading that is suggested, and the other is alike, so that it is
        the first one spoiled: right at 132 of 141 places. What is not alike may be a name or a code word."""
        usual = self.known.get("pair", 0.0) * toward(witness) > MORE_COMMON
        alike = self.place.difference.kind is Kind.CHARACTER and not self.place.is_spelt_otherwise
        return usual and alike


def toward(witness: Sigil) -> float:
    """The sign of log odds that are for `witness`."""
    return 1.0 if witness is Sigil.REFERENCE else -1.0
