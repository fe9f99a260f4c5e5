"""A place with all its evidence, and whether that shows what the page reads, or only what it should read."""

from __future__ import annotations

from dataclasses import dataclass

from cableview.collation.suggestion.error_channels import Way
from cableview.collation.suggestion.evidence import NEAR, Evidence, Site, Texts, has_lost_marks, knows
from cableview.collation.suggestion.third_witness_reading import bare
from cableview.collation.words.lexicon import Lexicon
from cableview.model.discrepancy import Kind
from cableview.model.scan_reading import ScanReading
from cableview.model.witness import Sigil

HEARD = 0.7
"""Log odds from which a third reading says something."""
SURELY_TYPED = 2.0
"""Cost up to which a slip is one that typists make all the time."""
SURELY_ENGINE = 0.9
"""Probability from which a transcript is taken for an engine's; few places never reach it."""
MORE_COMMON = 0.5
"""How much oftener words must be used with those beside them to be called usual, as a common logarithm."""

FEW = 3
"""Letters of a word that is joined to another, at least; shorter ones are endings, too."""
BETTER_SPELT = 2.0
"""How much likelier one order of letters must be than another to be called so, as a natural logarithm."""


@dataclass(frozen=True, slots=True)
class Case:
    """A place with everything that reasons are drawn from."""

    place: Site
    texts: Texts
    words: Lexicon
    known: Evidence
    by_engine: float = 0.0
    """The probability that an engine made the transcript, by all places of the item."""
    third: ScanReading | None = None
    """What an engine reads here, and what that counts: log odds for the reference."""
    heard: float = 0.0

    def is_heard(self, witness: Sigil) -> bool:
        """True where a third reading counts for the suggested side: it is the same, or closer to it."""
        return self.third is not None and self.heard * toward(witness) > HEARD

    def is_confirmed(self, witness: Sigil) -> bool:
        """True where a third reading is the suggested side's, and counts."""
        return self.is_heard(witness) and self._is_third_reading(witness)

    def is_corroborated(self, witness: Sigil) -> bool:
        """True where some evidence concerns the page rather than the language: a third reading, a decision at a like
        place, the same words once more, or letters that engines confuse and that differ so in other words too."""
        decided = self.known.get("decided-pair", 0.0) or self.known.get("decided-letters", 0.0)
        return self.is_heard(witness) or decided * toward(witness) > 0 or self.is_misread_throughout(witness)

    def is_misread_throughout(self, witness: Sigil) -> bool:
        """True where the transcript has the same mistake elsewhere: engines repeat theirs throughout, hands only here
        and there. Of 362 such places that looked like a typist's slip, in texts of all makers, 357 were misread."""
        if witness is not Sigil.REFERENCE or self.place.family != "word":
            return False
        known, plausible = self.known, self.place.read.cost <= NEAR
        if known.get("same-pair"):
            return not self.is_spelt_so_throughout
        return bool(known.get("same-letters")) and plausible

    @property
    def is_spelt_so_throughout(self) -> bool:
        """True where the transcript has its reading several times, the other never, and no engine easily reads one for
        the other: engines misread a word now and then, but writers spell it the same each time. Of 63 such places in
        texts of all makers, none was misread."""
        place, known = self.place, self.known
        if place.family != "word" or not known.get("same-pair") or known.get("shape-here"):
            return False
        return place.read.cost > NEAR and not self.elsewhere(place.theirs, Sigil.REFERENCE)[0]

    def _is_third_reading(self, witness: Sigil) -> bool:
        right = bare(self.place, self.sides(witness)[0])
        return self.third is not None and bare(self.place, self.third.text) == right

    def sides(self, witness: Sigil) -> tuple[str, str]:
        """The suggested reading, and the other."""
        ours, theirs = self.place.readings
        return (theirs, ours) if witness is Sigil.REFERENCE else (ours, theirs)

    def way(self, witness: Sigil) -> Way:
        """How the other reading would have come about if the suggested one is right."""
        return self.place.read if witness is Sigil.REFERENCE else self.place.typed

    def is_misread_there(self, witness: Sigil) -> bool:
        """True where, if the transcript is right, an engine easily made the reference, and a hand would not have."""
        return witness is Sigil.TRANSCRIPT and self.place.read_there.cost <= NEAR < self.place.typed.cost

    def elsewhere(self, reading: str, witness: Sigil) -> tuple[int, int]:
        """How often a reading occurs elsewhere, in the working text and in the reference."""
        word = reading.lower()
        ours = self.texts.ours.small.get(word, 0) - (reading == self.place.ours)
        theirs = self.texts.theirs.small.get(word, 0) - (reading == self.place.theirs)
        return max(0, ours), max(0, theirs)

    def is_perhaps_on_page(self, witness: Sigil) -> bool:
        """True where the transcript's reading is more likely a typist's, by mistake or custom, than an engine's."""
        place = self.place
        if self.is_corroborated(witness):
            return False
        if place.family == "repetition":
            return len(place.difference.working) > len(place.difference.reference)
        if witness is Sigil.REFERENCE and self.is_spelt_so_throughout:
            return True
        if place.family != "word" or knows(place.ours, self.words) or not knows(place.theirs, self.words):
            return False
        if place.is_spelt_otherwise:
            return False
        return place.typed_here.cost <= SURELY_TYPED and place.typed_here.cost < place.read.cost

    def may_not_be_read_so(self, witness: Sigil) -> bool:
        """True where it is known what the page should read, but not what it does: it may have the slip itself.

        Slips that engines make as well as hands do not count: of 280 such places, 256 were misread.
        """
        is_misreading = self.place.family == "word" and self.place.read.cost <= NEAR
        return self.is_perhaps_on_page(witness) and not is_misreading

    def is_of_usage(self, witness: Sigil) -> bool:
        """True where the transcript has another word than is usual there, and no engine easily reads it so. Of 42 such
        places that were all but certain, 38 had the reference right."""
        if witness is not Sigil.REFERENCE or self.place.family != "word" or self.is_corroborated(witness):
            return False
        return bool(self.known.get("known-both")) and self.place.read.cost > NEAR

    def has_word_more(self, witness: Sigil) -> bool:
        """True where one reading is the other with a word joined to it (can, cannot): which it is changes the sense,
        and words beside them go with either."""
        short, long = sorted(map(str.lower, self.place.readings), key=len)
        more = long.removeprefix(short)
        if self.place.family != "word" or not FEW <= len(more) < len(long) or self.is_corroborated(witness):
            return False
        return knows(more, self.words) and knows(short, self.words)

    def may_be_without_marks(self, witness: Sigil) -> bool:
        """True where only the reference has the marks upon letters (Müller) and the language is English: an engine for
        English loses them, but its typewriters have none, and clean copies put them in."""
        if witness is not Sigil.REFERENCE or self.place.family != "word" or self.is_corroborated(witness):
            return False
        return has_lost_marks(self.place, self.words)

    def has_word_list_only(self, witness: Sigil) -> bool:
        """True where nothing but a word list tells the sides apart."""
        return self.is_of_language(witness) and not (self.fits_in(witness) or self.is_no_slip_of_hand(witness))

    def is_of_language(self, witness: Sigil) -> bool:
        """True where only knowledge of the language tells the sides apart: what should be there, and may not be."""
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
        """True where neither reading is listed, and the letters of one look more like a word."""
        return self.known.get("spelling-neither", 0.0) * toward(witness) > BETTER_SPELT

    def fits_in(self, witness: Sigil) -> bool:
        """True where the words beside it speak for the suggested reading, and the other is similar enough to be a
        corruption of it: right at 132 of 141 places. A dissimilar one may be a name or a code word."""
        usual = self.known.get("pair", 0.0) * toward(witness) > MORE_COMMON
        return usual and self._is_alike

    @property
    def _is_alike(self) -> bool:
        place = self.place
        if place.is_spelt_otherwise or has_lost_marks(place, self.words):  # lists have only one of these
            return False
        return place.difference.kind is Kind.CHARACTER

    def is_no_slip_of_hand(self, witness: Sigil) -> bool:
        """True where the transcript, an engine's by what it has elsewhere, has an unlisted word for a similar listed
        one, and a typist would hardly have made this slip: it is misread, though in a way that no table lists. Right at
        27 of 29 places on pages that were fitted on, and at 228 of 229 on others."""
        if witness is not Sigil.REFERENCE or self.by_engine < SURELY_ENGINE or not self._is_alike:
            return False
        if knows(self.place.ours, self.words) or not knows(self.place.theirs, self.words):
            return False
        return self.place.typed_here.cost > NEAR


def toward(witness: Sigil) -> float:
    """The sign of log odds in favour of `witness`."""
    return 1.0 if witness is Sigil.REFERENCE else -1.0
