"""States in short sentences the reasons for a suggestion, and those against trusting it."""

from __future__ import annotations

from collections.abc import Iterator

from cableview.collation.suggestion.case import HEARD, MORE_COMMON, Case, toward
from cableview.collation.suggestion.error_channels import Step
from cableview.collation.suggestion.evidence import NEAR, WORD, has_lost_marks, knows
from cableview.collation.suggestion.marks import core
from cableview.collation.suggestion.third_witness_reading import bare, on_one_line
from cableview.collation.words.languages import language_label
from cableview.collation.words.lexicon import ALL
from cableview.model.discrepancy import EYE_SKIPPED, Kind
from cableview.model.witness import Sigil

MANY = 4
"""Reasons that are said at most."""
OFTEN, FEW = 2, 3
OWN_SLIP = "perhaps the page's own slip"
NO_MARKS = "but the page may have been typed without such marks"
SLIPS = {
    "swapped": "two letters changed over",
    "doubled": "`{found}` struck twice",
    "single": "one `{meant}` of two left out",
    "neighbour": "`{found}` is the key beside `{meant}`",
    "lost": "`{meant}` left out",
    "accent": "`{found}` for `{meant}`, the same letter but for the mark on it",
    "brushed": "`{found}` is a key beside, struck as well",
    "vowel": "`{found}` for `{meant}`, one vowel for another",
    "added": "`{found}` too many",
    "replaced": "`{found}` for `{meant}`",
    "shift": "`{found}` for `{meant}`, a slip of the shift key",
    "spelling": "`{found}` for `{meant}`, two spellings of one word",
    "sound": "`{found}` for `{meant}`, one spelling of a sound for another",
    "word": "`{meant}` and `{found}` are easily written for each other",
    "ending": "endings are easily changed in typing, seldom in reading",
    "mark": "`{found}` for `{meant}`",
}
BARE = frozenset(("mark", "replaced", "added", "lost", "neighbour", "brushed"))
"""Slips that say no more of figures than both readings do."""
READ = {"common": "a common", "known": "a known", "rare": "a possible"}


def reasons(case: Case, witness: Sigil) -> tuple[str, ...]:
    """The reasons for `witness`, strongest first; empty where there are none to state."""
    said = list(dict.fromkeys(_all_reasons(case, witness)))[:MANY] or list(_unlisted(case))
    said += _contradicted(case, witness)
    if case.may_be_without_marks(witness):
        said.append(NO_MARKS)
    if case.is_perhaps_on_page(witness):
        steps = case.place.typed_here.steps[:1] if case.place.family == "word" else ()
        said += [*map(_typed, steps), OWN_SLIP]
    return tuple(said)


def _all_reasons(case: Case, witness: Sigil) -> Iterator[str]:
    yield from _decided(case, witness)
    yield from _heard(case, witness)
    match case.place.family:
        case "addition" | "omission":
            yield from _of_one_side(case, witness)
        case "repetition":
            yield from _of_repetition(case, witness)
        case "punctuation":
            yield from _of_marks(case, witness)
        case "case" | "spacing" | "number" as name:
            yield from _listed(case, witness)
            yield from _came_about(case, witness)
            yield from _elsewhere(case, witness)
            hyphens = [reading.count("-") for reading in case.place.readings]
            yield from _likely(name, witness, hyphened=hyphens[0] != hyphens[1])
        case _:
            yield from _listed(case, witness)
            yield from _odd(case, witness)
            yield from _came_about(case, witness)
            yield from _misread_unlisted(case, witness)
            yield from _elsewhere(case, witness)
            yield from _again(case, witness)
            yield from _usage(case, witness)


def _decided(case: Case, witness: Sigil) -> Iterator[str]:
    if case.known.get("decided-pair", 0.0) * toward(witness) > 0:
        yield "decided so before, with the same words"
    elif case.known.get("decided-letters", 0.0) * toward(witness) > 0:
        yield "decided so before, with the same letters"


def _heard(case: Case, witness: Sigil) -> Iterator[str]:
    if case.third is None or case.heard * toward(witness) <= 0:
        return
    said, right = on_one_line(case.place, case.third.text), case.sides(witness)[0]
    if case.is_confirmed(witness) or (bare(case.place, said) == bare(case.place, right)):
        yield f"the scan reads `{said}`" if said else "the scan has nothing there"
    elif said and case.heard * toward(witness) > HEARD:
        yield f"the scan reads `{said}`, nearer to `{right}`"


def _contradicted(case: Case, witness: Sigil) -> Iterator[str]:
    if case.third is None:
        return
    said, wrong = on_one_line(case.place, case.third.text), case.sides(witness)[1]
    if bare(case.place, said) == bare(case.place, wrong):
        yield f"but the scan reads `{said}`" if said else "but the scan has nothing there"


def _listed(case: Case, witness: Sigil) -> Iterator[str]:
    right, wrong = case.sides(witness)
    if case.place.family not in ("word", "spacing") or not case.words.counts:
        return
    if case.place.is_spelt_otherwise or has_lost_marks(case.place, case.words):
        return
    if knows(wrong, case.words) or not any(c.isalpha() for c in wrong):
        return
    if case.place.family == "spacing" and " " in wrong:
        yield from _scraps(case, wrong)
        return
    nowhere = not any(case.elsewhere(wrong, witness))
    if knows(right, case.words):
        yield f"`{core(wrong)}` is in no {_list(case)}" + (" and nowhere else in either text" if nowhere else "")
    elif nowhere and case.place.family == "spacing":
        yield f"`{core(wrong)}` is in no {_list(case)} and nowhere else in either text"
    elif nowhere and any(case.elsewhere(right, witness)):
        yield f"`{core(wrong)}` stands nowhere else in either text"
    elif case.is_better_spelt(witness):
        yield f"`{_joined(right)}` is spelt more like {_words(case)} than `{_joined(wrong)}`"


def _unlisted(case: Case) -> Iterator[str]:
    """The reasons given where there are no others."""
    if case.place.family == "word" and case.words.counts and not any(knows(r, case.words) for r in case.place.readings):
        yield f"neither word is in a {_list(case)}"


def _odd(case: Case, witness: Sigil) -> Iterator[str]:
    if case.known.get("shape-here" if witness is Sigil.REFERENCE else "shape-there"):
        yield "capitals, figures or signs inside a word are mostly misreadings"


def _scraps(case: Case, split: str) -> Iterator[str]:
    """The parts a word was split into that are not words themselves."""
    scraps = [f"`{word}`" for word in WORD.findall(split) if not case.words.knows(word)]
    if scraps:
        yield f"{' and '.join(scraps[:FEW])} {'is' if len(scraps) == 1 else 'are'} in no {_list(case)}"


def _list(case: Case) -> str:
    """The name of the word list; English is not mentioned."""
    language = case.words.language
    return "word list" if language in ("", ALL) else f"{language_label(language)} word list"


def _joined(reading: str) -> str:
    """A reading without marks at its ends, and whole where it is broken at a line's end."""
    return core(reading).replace("- ", "")


def _words(case: Case) -> str:
    language = case.words.language
    return "other words" if language in ("", ALL) else f"{language_label(language)} words"


def _came_about(case: Case, witness: Sigil) -> Iterator[str]:
    if case.is_misread_there(witness):
        yield from filter(None, map(_read, case.place.read_there.steps[:2]))
        return
    way = case.way(witness)
    if way.cost > NEAR + 1 or not way.steps:
        yield from _not_misread(case, witness)
        return
    if witness is Sigil.REFERENCE:
        if len(way.steps) == 1 or not case.is_perhaps_on_page(witness):  # one slip of the hand is likelier than two
            yield from filter(None, map(_read, way.steps[:2]))
        return
    if not case.is_perhaps_on_page(witness):
        figures = case.place.family == "number"
        yield from (_typed(step) for step in way.steps[:2] if step.name not in (BARE if figures else {"mark"}))


def _not_misread(case: Case, witness: Sigil) -> Iterator[str]:
    place = case.place
    if place.is_spelt_otherwise:
        yield f"`{place.ours}` and `{place.theirs}` are two spellings of one word"
    elif witness is Sigil.TRANSCRIPT and place.read.cost > NEAR and place.family == "word":
        unlike = place.difference.kind is Kind.WORD and min(map(len, place.readings)) > FEW
        yield (
            "the words are too unlike for a misreading"
            if unlike
            else "an OCR engine would hardly take these letters for each other"
        )


def _misread_unlisted(case: Case, witness: Sigil) -> Iterator[str]:
    if case.is_no_slip_of_hand(witness) and case.way(witness).cost > NEAR:
        yield "the transcript is misread elsewhere too, and a typist would hardly make this slip"


def _read(step: Step) -> str:
    if step.name in READ:
        return f"`{step.meant}` read as `{step.found}` is {READ[step.name]} OCR confusion"
    if step.name == "accent":
        return f"`{step.meant}` read as `{step.found}`: marks on letters are easily misread"
    if step.name == "case":
        return f"`{step.meant}` and `{step.found}` have the same shape"
    return ""


def _typed(step: Step) -> str:
    if step.name == "swapped" and step.meant.isdigit():
        return "two figures changed over"
    return SLIPS[step.name].format(meant=_shown(step.meant), found=_shown(step.found))


def _shown(letters: str) -> str:
    return "blank" if letters == " " else letters


def _elsewhere(case: Case, witness: Sigil) -> Iterator[str]:
    right, wrong = case.sides(witness)
    ours, theirs = case.elsewhere(right, witness)
    both = min(ours, theirs)
    if both:
        yield (
            f"`{right}` stands {_times(both)} in both texts"
            if both >= OFTEN
            else f"`{right}` stands elsewhere in both texts"
        )
    elif ours + theirs >= OFTEN and sum(case.elsewhere(wrong, witness)) < ours + theirs:
        yield f"`{right}` stands {_times(ours + theirs)} elsewhere"


def _times(number: int) -> str:
    return "twice" if number == OFTEN else f"{number} times"


def _again(case: Case, witness: Sigil) -> Iterator[str]:
    if witness is not Sigil.REFERENCE:
        return
    if case.known.get("same-pair"):
        right, wrong = case.sides(witness)
        where = "throughout" if case.is_spelt_so_throughout else "elsewhere too"
        yield f"the transcript has `{wrong}` for `{right}` {where}"
    elif case.known.get("same-letters") and case.place.confusion:
        meant, found = case.place.confusion
        if meant and found:
            yield f"the transcript has `{found}` for `{meant}` in other words too"


def _usage(case: Case, witness: Sigil) -> Iterator[str]:
    right, wrong = case.sides(witness)
    if case.known.get("pair", 0.0) * toward(witness) > MORE_COMMON and (words := _usual(case, right, wrong)):
        yield f"`{words}` is the more usual wording"
    elif case.known.get("frequency", 0.0) * toward(witness) > 1:
        yield f"`{right}` is a far more common word than `{wrong}`"


def _usual(case: Case, right: str, wrong: str) -> str:
    """The reading with the neighbouring words with which it is commoner than the other."""
    pairs, before, after = case.words.pair_frequency, case.place.before, case.place.after
    first, last = (right.split() or [""])[0], (right.split() or [""])[-1]
    other_first, other_last = (wrong.split() or [""])[0], (wrong.split() or [""])[-1]
    with_before = pairs(before, first) > pairs(before, other_first)
    with_after = pairs(last, after) > pairs(other_last, after)
    return " ".join(filter(None, (before * with_before, right, after * with_after))) * (with_before or with_after)


def _likely(name: str, witness: Sigil, *, hyphened: bool) -> Iterator[str]:
    if name == "spacing" and hyphened:
        yield (
            "hyphens are easily lost or seen by an engine"
            if witness is Sigil.REFERENCE
            else "whether to write a hyphen is a matter of habit"
        )
    elif name == "spacing":
        yield (
            "blanks are easily lost or seen by an engine"
            if witness is Sigil.REFERENCE
            else "a blank is easily mistyped"
        )
    elif name == "case" and witness is Sigil.TRANSCRIPT:
        yield "engines seldom mistake a capital for a small letter of another shape"
    elif name == "number" and witness is Sigil.TRANSCRIPT:
        yield "engines seldom take these figures for each other"


def _of_marks(case: Case, witness: Sigil) -> Iterator[str]:
    ours, theirs = (sum(not (c.isalnum() or c.isspace()) for c in reading) for reading in case.place.readings)
    if case.known.get("hyphen-here") or case.known.get("hyphen-there"):
        yield from _likely("spacing", witness, hyphened=True)
    elif witness is Sigil.TRANSCRIPT:
        yield "marks are easily left out or changed in typing"
    elif ours == theirs:
        yield "small marks are easily mistaken for each other"
    else:
        yield "specks are easily read as marks" if ours > theirs else "small marks are easily lost in reading"


def _of_one_side(case: Case, witness: Sigil) -> Iterator[str]:
    place = case.place
    reading = place.ours or place.theirs
    present = (witness is Sigil.TRANSCRIPT) == bool(place.ours)
    if present:
        if not (case.known.get("known") or case.known.get("wordlike")):
            return  # a scrap: nobody can tell whether it is a word
        yield from (reason for reason in place.difference.reasons if reason.startswith(EYE_SKIPPED))
        if place.ours:
            yield "engines seldom make up words; copyists leave them out"
        else:
            yield "words are left out more easily than made up"
        if case.known.get("pair", 0.0) > MORE_COMMON and len(reading.split()) <= FEW:
            yield f"`{_around(case, reading)}` is the more usual wording"
    elif not case.known.get("known"):
        if not any(c.isalnum() for c in reading):
            yield "a mark by itself is often a speck"
        elif case.words.counts:
            yield f"`{reading}` is in no {_list(case)}"
        else:
            yield "specks and rules are read as letters now and then"


def _around(case: Case, reading: str) -> str:
    """A reading with the neighbouring words it is known to occur with."""
    words, place = reading.split(), case.place
    before = place.before * bool(case.words.pair_frequency(place.before, core(words[0])))
    after = place.after * bool(case.words.pair_frequency(core(words[-1]), place.after))
    return " ".join(filter(None, (before, core(reading), after)))


def _of_repetition(case: Case, witness: Sigil) -> Iterator[str]:
    doubled_here = bool(case.known.get("doubled-here"))
    if doubled_here == (witness is Sigil.REFERENCE):
        yield "a word written twice is an easy slip"
    else:
        yield "engines seldom write a word twice"
