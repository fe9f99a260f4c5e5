"""Measures the suggestions: `python -m tests.bench.suggestion [--quick] [--json FILE]`.

Each document is made from a page whose words are known: makers of `made_slips.py` (engines, hands) spoil some words of
the transcript and others of the reference, in a share that differs from document to document. A discrepancy is scored
where exactly one side is as the page. Printed are, by band of confidence and for all from 0.5 and from 0.8 on, how many
suggestions were given, what was said on average, what was right, and between what right minus said lies in 95 of 100
draws of pages; by who made the texts, and for everything that the weights were not fitted on.
By who made a slip ("slips") it is known which side is wrong, so that what was said cannot hold there: an engine's slips
are in the transcript, and what is right of the suggestions for it is counted elsewhere. How well a maker's texts are
judged is in "transcript by" and "reference by".

Pages: our own invented prose in English and other languages, and where they are there the true texts of ICDAR 2017
(also with the real errors of its engine), of EO 9981, of French typescripts and German print. The pages and makers of
"report" had no part in the fitting (`fit_suggestion.py`), nor had most languages, nor the one who makes the slips that
its pages have themselves.
"""

from __future__ import annotations

import argparse
import html
import itertools
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from random import Random
from statistics import fmean
from typing import Any

from cableview.collation.collate import Text, collate
from cableview.collation.rules import default_rules
from cableview.collation.suggestion.suggest import suggestions
from cableview.collation.words.languages import language_named
from cableview.model.decision import Verdict
from cableview.model.discrepancy import Difference
from cableview.model.scan_reading import ScanReading
from cableview.model.span import Span
from tests.bench.by_pages import interval
from tests.bench.foreign_slips import abroad
from tests.bench.made_english import PAGES
from tests.bench.made_slips import ENGINES, HANDS, JOINED, OWN, OWN_OF_PRINT, Maker, spoiled
from tests.bench.made_tongues import PAGES as FOREIGN

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
FOLDS = (("worn type", "hurried"), ("carbon copy", "wrong word"), ("neural", "by ear"), ("faint ribbon", "tired"))
"""Who makes the slips that the weights are fitted on; each fold is judged by weights fitted on the others."""
IN_ALL_FOLDS = ("house style",)
"""A hand that changes more marks than all others together: weights that had seen no such hand would know of none."""
PARTS = {
    "fit": (*itertools.chain(*FOLDS), *IN_ALL_FOLDS),
    "report": ("old print", "newsprint", "names and figures", "absent", "dictated"),
}
"""What the weights were fitted on, and what they were not."""
BANDS = ((0.5, 0.8), (0.8, 0.95), (0.95, 1.01))
READ = {"0.5-0.8": BANDS[0], "0.8-0.95": BANDS[1], "0.95-1": BANDS[2], "from 0.5": (0.5, 1.01), "from 0.8": (0.8, 1.01)}
"""The bands, and all that is given from a confidence on."""
SHARES = (0.1, 0.25, 0.4, 0.6, 0.75, 0.9)
"""Of the discrepancies, those where the reference is wrong."""
SLIPS = 0.09
"""Words with a slip in either text."""
MOST_SLIPS = 0.2
MISSES = 3
"""How often a word is tried for one that is spoiled: many a way does not apply to many a word."""
TYPED = 0.25
"""Pages with slips of their own, which a true transcript keeps and a retyped copy mends."""
OWN_SLIPS = 0.02
"""Words that the typist of the page is tried for."""
SAME_MISTAKE = 0.25
ENGINE_ERRORS = (0.005, 0.02, 0.05)
"""Letters that an engine beside both texts gets wrong."""
REAL_FOREIGN = {"French": ("tapus", "tapuscorpus"), "German": ("kant", "kant-1784/OCR-D-GT-ALTO")}
"""Names of pages and where they lie, by language: typescripts, print of 1784 in Fraktur. Never fitted on."""
FITTED_LANGUAGES = ("German", "French")
"""Of invented pages that are not English, those of which three quarters are fitted on."""
REAL, PAGE = "real engine", "page's own"
USUAL = {"engine, hand": 0.72, "hand, hand": 0.18, "hand, engine": 0.06, "engine, engine": 0.04}
"""How often both texts are assumed to be made so: most transcripts by an engine, most second texts by a hand."""
SEED = 1944


@dataclass(frozen=True)
class Cell:
    """A word of the page, and what a real engine read there where that is known."""

    page: str
    read: str


@dataclass(frozen=True)
class Slip:
    """Where one text departs from the page: spans in both texts, and who did it."""

    working: Span
    reference: Span
    in_reference: bool
    maker: str


@dataclass(frozen=True)
class Document:
    working: str
    reference: str
    slips: tuple[Slip, ...]


@dataclass(frozen=True)
class Scored:
    """A discrepancy with exactly one wrong side."""

    difference: Difference
    reference_right: bool
    maker: str


@dataclass(frozen=True)
class Recipe:
    """How a document is made: page by number, who made the texts, the share of slips in the reference."""

    page: str
    transcript_by: str
    reference_by: str
    share: float
    seed: int
    own: bool = False
    """Whether the page has slips of its own, which the transcript keeps and the reference mends."""

    @property
    def makers(self) -> tuple[str, str]:
        return self.transcript_by, self.reference_by

    @property
    def making(self) -> str:
        """Which of the ways in `weighing.MAKINGS`."""
        return ", ".join("hand" if maker in HANDS else "engine" for maker in self.makers)


@lru_cache(maxsize=1)
def pages() -> Mapping[str, tuple[Cell, ...]]:
    """The words of every page there is, by name."""
    invented = {"made": PAGES} | FOREIGN
    made = {
        f"{name}-{k}": tuple(Cell(word, word) for word in text.split())
        for name, texts in invented.items()
        for k, text in enumerate(texts)
    }
    real = {f"icdar-{file.stem}": tuple(_aligned(file)) for file in sorted((SHARED / "icdar2017").glob("*.txt"))}
    order = SHARED / "eo9981" / "page-reads.txt"
    if order.is_file():
        real["eo9981-2"] = tuple(Cell(w, w) for w in order.read_text(encoding="utf-8").split())
    for name, folder in REAL_FOREIGN.values():
        for number, file in enumerate(sorted((SHARED / folder).glob("*.xml"))):
            real[f"{name}-{4 * number + 2}"] = tuple(Cell(word, word) for word in _alto_words(file))
    return made | real


def _alto_words(file: Path) -> Iterator[str]:
    """Words of a page in ALTO: without handwriting (`~~~`), signs for underlined and raised letters."""
    for line in re.findall(r'CONTENT="([^"]*)"', file.read_text(encoding="utf-8")):
        for word in html.unescape(line).split():
            if "~" not in word and "^" not in word:
                yield word.replace("_", "") or "-"


def _aligned(file: Path) -> Iterator[Cell]:
    """Words of an ICDAR page, cut where both engine and page have a blank; what the page has not is left out."""
    lines = file.read_text(encoding="utf-8").split("\n")
    read, page = lines[1][14:], lines[2][14:]
    start = 0
    for at in [k for k, (a, b) in enumerate(zip(read, page, strict=False)) if a == b == " "] + [len(page)]:
        if "#" not in page[start:at] and (word := page[start:at].replace("@", "").strip()):
            yield Cell(" ".join(word.split()), " ".join(read[start:at].replace("@", "").split()))
        start = at + 1


def part_of(page: str) -> str:
    kept_out = language_of_page(page) not in ("", *FITTED_LANGUAGES)
    return "report" if kept_out or _number(page) % 4 == 2 else "fit"


def fold_of(page: str) -> int:
    number = _number(page)
    return (number - (number + 1) // 4 if language_of_page(page) else number // 4) % len(FOLDS)


def _number(page: str) -> int:
    return int(page.rpartition("-")[2])


def makers(page: str = "") -> Mapping[str, Maker]:
    """Those for a page, in another language with what they do there."""
    known = {**ENGINES, **HANDS}
    language = language_of_page(page)
    if not language:
        return known
    return {name: abroad(name, maker, language, part_of(page)) for name, maker in known.items()}


def document(recipe: Recipe) -> Document:
    if recipe.reference_by == REAL:
        swapped = document(
            replace(recipe, transcript_by=REAL, reference_by=recipe.transcript_by, share=1 - recipe.share)
        )
        slips = tuple(Slip(s.reference, s.working, not s.in_reference, s.maker) for s in swapped.slips)
        return Document(swapped.reference, swapped.working, slips)
    cells = pages()[recipe.page]
    chance = Random(f"{recipe}")
    words = [cell.page for cell in cells]
    ours, theirs = _Writer(chance.randrange(45, 80)), _Writer(chance.randrange(45, 80))
    slips: list[Slip] = []
    spoil = makers(recipe.page)
    own = OWN_OF_PRINT if part_of(recipe.page) == "report" else OWN
    rate, kept = _rates(recipe, cells)
    for at, cell in enumerate(cells):
        ours_new = theirs_new = None
        by_reference = recipe.transcript_by == REAL or chance.random() < recipe.share
        maker = recipe.makers[by_reference]
        if recipe.transcript_by == REAL and cell.read != cell.page:
            ours_new = cell.read if chance.random() < kept else None
            by_reference, maker = False, REAL
        elif recipe.own and chance.random() < OWN_SLIPS and (slip := spoiled(own, words, at, chance)):
            ours_new, by_reference, maker = slip, True, PAGE
        elif chance.random() < rate * MISSES:
            new = spoiled(spoil[maker], words, at, chance)
            ours_new, theirs_new = (None, new) if by_reference else (new, None)
        before = ours.size, theirs.size
        ours.write(cell.page if ours_new is None else ours_new)
        theirs.write(cell.page if theirs_new is None else theirs_new)
        if ours_new is not None or theirs_new is not None:
            spans = Span(before[0], ours.size), Span(before[1], theirs.size)
            slips.append(Slip(*spans, by_reference, maker))
    return Document(ours.text, theirs.text, tuple(slips))


def _rates(recipe: Recipe, cells: Sequence[Cell]) -> tuple[float, float]:
    """Share of the words to spoil, and of a real engine's errors the share to keep, for the share of either side."""
    if recipe.transcript_by != REAL:
        return SLIPS, 1.0
    errors = sum(cell.read != cell.page for cell in cells) / max(1, len(cells))
    wanted = errors * recipe.share / (1 - recipe.share)
    return (wanted, 1.0) if wanted < MOST_SLIPS else (MOST_SLIPS, MOST_SLIPS / wanted)


class _Writer:
    """Writes words into lines."""

    def __init__(self, width: int) -> None:
        self._width, self._column, self._glue = width, 0, True
        self._parts: list[str] = []
        self.size = 0

    def write(self, words: str) -> None:
        if not words:
            return
        glued, self._glue = self._glue, words.endswith(JOINED)
        words = words.removesuffix(JOINED)
        blank = "" if glued else " " if self._column + len(words) < self._width else "\n"
        self._column = len(words) if blank == "\n" else self._column + len(words) + 1
        self._parts += (blank, words)
        self.size += len(blank) + len(words)

    @property
    def text(self) -> str:
        return "".join(self._parts)


def compared(doc: Document) -> tuple[Difference, ...]:
    return collate(Text(doc.working), Text(doc.reference), default_rules()).differences


def scored(doc: Document, differences: Sequence[Difference]) -> list[Scored | None]:
    """For each difference which side is right; nothing where both or neither depart from the page."""
    found: list[Scored | None] = []
    for difference in differences:
        hits = [slip for slip in doc.slips if _touches(slip, difference)]
        sides = {slip.in_reference for slip in hits}
        found.append(Scored(difference, not hits[0].in_reference, hits[0].maker) if len(sides) == 1 else None)
    return found


def _touches(slip: Slip, difference: Difference) -> bool:
    return _meet(slip.working, difference.working) or _meet(slip.reference, difference.reference)


def _meet(one: Span, other: Span) -> bool:
    if other.is_empty or one.is_empty:
        return one.start - 1 <= other.start <= one.end + 1 and other.end <= one.end + 1
    return one.start < other.end and other.start < one.end


@dataclass(frozen=True)
class Outcome:
    page: str
    confidence: float
    right: bool
    witness: str
    case: Scored
    readings: tuple[str, str]
    reasons: tuple[str, ...]


Suggesting = Callable[[Document, Sequence[Difference], Sequence[Scored | None]], Sequence[Any]]


def plainly(doc: Document, differences: Sequence[Difference], truth: Sequence[Scored | None]) -> Sequence[Any]:
    return suggestions(doc.working, doc.reference, differences)


def in_language(name: str) -> Suggesting:
    def suggesting(doc: Document, differences: Sequence[Difference], truth: Sequence[Scored | None]) -> Sequence[Any]:
        return suggestions(doc.working, doc.reference, differences, language=name)

    return suggesting


def after_decisions(number: int) -> Suggesting:
    """Suggestions after the first `number` places were decided, which are not counted."""

    def suggesting(doc: Document, differences: Sequence[Difference], truth: Sequence[Scored | None]) -> Sequence[Any]:
        first = [k for k, case in enumerate(truth) if case][:number]
        decided = [(_readings(doc, differences[k]), _verdict(truth[k])) for k in first]
        left = [k for k in range(len(differences)) if k not in first]
        found = suggestions(doc.working, doc.reference, [differences[k] for k in left], decided=decided)
        by_place = dict(zip(left, found, strict=True))
        return [by_place.get(k) for k in range(len(differences))]

    return suggesting


def with_engine(errors: float) -> Suggesting:
    """Suggestions with an engine's reading beside, which gets `errors` of the letters wrong.

    It is of the same sort as the one that read the transcript, or another one. Where the transcript is misread it
    makes the same mistake one time in four. It is surer of what it reads rightly, but not always.
    """

    def suggesting(doc: Document, differences: Sequence[Difference], truth: Sequence[Scored | None]) -> Sequence[Any]:
        third = engine_readings(doc, truth, errors).get
        return suggestions(doc.working, doc.reference, differences, third=third)

    return suggesting


def engine_readings(doc: Document, truth: Iterable[Scored | None], errors: float) -> dict[Difference, ScanReading]:
    """What an engine with this share of wrong letters reads at each scored discrepancy."""
    chance = Random(f"{doc.working[:200]} {errors}")
    maker = ENGINES[chance.choice(list(ENGINES))]
    return {
        case.difference: _read_by(maker, _readings(doc, case.difference), case, errors, chance)
        for case in truth
        if case
    }


def _read_by(maker: Maker, readings: tuple[str, str], case: Scored, errors: float, chance: Random) -> ScanReading:
    page = readings[case.reference_right]
    if case.reference_right and case.maker in (*ENGINES, REAL) and chance.random() < SAME_MISTAKE:
        return ScanReading(readings[0], chance.uniform(0.6, 0.97), "made")
    words = page.split()
    read = [_misread(maker, words, at, errors, chance) for at in range(len(words))]
    text = " ".join(word for word in read if word).replace(JOINED, "")
    sure = chance.uniform(0.3, 0.95) if text != " ".join(words) else chance.uniform(0.75, 0.99)
    return ScanReading(text, round(sure, 3), "made")


def _misread(maker: Maker, words: Sequence[str], at: int, errors: float, chance: Random) -> str:
    wrong = chance.random() < 1 - (1 - errors) ** len(words[at])
    new = next((n for _ in range(4) if (n := spoiled(maker, words, at, chance)) is not None), None) if wrong else None
    return words[at] if new is None else new


def _verdict(case: Scored | None) -> Verdict:
    return Verdict.REFERENCE if case and case.reference_right else Verdict.TRANSCRIPT


def _readings(doc: Document, difference: Difference) -> tuple[str, str]:
    return difference.working.of(doc.working), difference.reference.of(doc.reference)


def outcomes(recipes: Iterable[Recipe], suggesting: Suggesting = plainly) -> Iterator[tuple[str, Outcome | None]]:
    """By maker of the slip, each scored discrepancy; nothing where no suggestion was made."""
    for recipe in recipes:
        doc = document(recipe)
        differences = compared(doc)
        truth = scored(doc, differences)
        for case, said in zip(truth, suggesting(doc, differences, truth), strict=True):
            if case is None:
                continue
            if said is None:
                yield case.maker, None
                continue
            right = (said.witness == "reference") == case.reference_right
            readings = _readings(doc, case.difference)
            yield case.maker, Outcome(recipe.page, said.confidence, right, said.witness, case, readings, said.reasons)


def recipes(
    part: str,
    seeds: int,
    *,
    language: str = "",
    makings: Mapping[str, float] = USUAL,
    shares: Sequence[float] = SHARES,
    folds: Sequence[int] = (),
    makers: Sequence[str] = (),
) -> list[Recipe]:
    """A document a page and seed: makers, shares and slips of the page itself are drawn by chance.

    Of the part that is fitted on, `folds` are those whose pages are taken; all, and all makers, where none are named.
    """
    out: list[Recipe] = []
    taken = [p for p in pages() if part_of(p) == part and language_of_page(p) == language]
    for seed in range(seeds):
        for page in (p for p in taken if not folds or fold_of(p) in folds):
            chance = Random(f"{SEED} {seed} {page} {part}")
            ours, theirs = chance.choices(list(makings), list(makings.values()))[0].split(", ")
            first = chance.choice(_able(ours, page, makers or PARTS[part]))
            able = _able(theirs, page, makers or PARTS[part])
            second = chance.choice([m for m in able if m != first] or able)
            own = chance.random() < TYPED
            out.append(Recipe(page, first, second, chance.choice(list(shares)), seed, own))
    return out


def language_of_page(page: str) -> str:
    """The English name of a page's language; empty for English."""
    head = page.partition("-")[0]
    return head if head in FOREIGN else next((name for name, (real, _) in REAL_FOREIGN.items() if real == head), "")


def _able(sort: str, page: str, makers: Sequence[str]) -> list[str]:
    """Makers for a page; the real engine as often as the made ones together."""
    able = [m for m in (ENGINES if sort == "engine" else HANDS) if m in makers]
    return able + [REAL] * len(able) if sort == "engine" and page.startswith("icdar") else able


def banded(found: Iterable[Outcome | None]) -> dict[str, Any]:
    """By band of confidence: how many, what was said and right, and the interval of their difference, in per cent."""
    rows = list(found)
    given = [one for one in rows if one]
    out: dict[str, Any] = {"scored": len(rows), "none": len(rows) - len(given)}
    for name, (low, high) in READ.items():
        band = [one for one in given if low <= one.confidence < high]
        if band:
            said, right = fmean(one.confidence for one in band), fmean(one.right for one in band)
            bounds = interval([one.right - one.confidence for one in band], [one.page for one in band])
            least, most = (round(100 * bound, 1) for bound in bounds)
            figures = {"said": round(100 * said, 1), "right": round(100 * right, 1), "least": least, "most": most}
            out[name] = {"count": len(band), **figures}
    return out


def worst(table: dict[str, Any]) -> float:
    return max((abs(b["said"] - b["right"]) for b in table.values() if isinstance(b, dict)), default=0.0)


def line(name: str, table: dict[str, Any]) -> str:
    cells = "".join(
        f"{b['count']:>7}{b['said']:>6.1f}{b['right']:>6.1f}{b['least']:>+6.1f}{b['most']:>+6.1f}"
        if (b := table.get(band))
        else f"{'-':>31}"
        for band in READ
    )
    return f"{name:46}{table['scored']:>7}{cells}{table['none']:>7}{worst(table):>7.1f}"


HEAD = (
    f"{'':46}{'places':>7}"
    + "".join(f"{f'{band}: said right by page':>31}" for band in READ)
    + f"{'none':>7}{'worst':>7}"
)


def grouped_by_pages(rows: Iterable[Recipe]) -> dict[str, list[Recipe]]:
    """Recipes of invented pages and of real ones apart."""
    groups: dict[str, list[Recipe]] = defaultdict(list)
    for recipe in rows:
        groups["invented" if recipe.page.partition("-")[0] in FOREIGN else "real"].append(recipe)
    return groups


def code_of(language: str) -> str:
    return language_named(language).code


def measured(seeds: int) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for title in PARTS:
        rows = recipes(title, seeds)
        found = [(recipe, name, one) for recipe in rows for name, one in outcomes([recipe])]
        out[title] = banded(one for *_, one in found)
        groups: dict[str, list[Outcome | None]] = defaultdict(list)
        for recipe, name, one in found:
            groups[f"slips: {name}"].append(one)
            groups[f"texts by: {recipe.making}"].append(one)
            groups[f"transcript by: {recipe.transcript_by}"].append(one)
            groups[f"reference by: {recipe.reference_by}"].append(one)
            groups[f"reference wrong: {recipe.share:.0%}"].append(one)
            groups[f"pages: {recipe.page.partition('-')[0]}"].append(one)
            if one:
                groups[f"kind: {one.case.difference.kind}"].append(one)
        out |= {f"{title}, {name}": banded(group) for name, group in sorted(groups.items())}
    for number in (1, 3, 10, 30):
        rows = recipes("report", seeds)
        out[f"report, after {number} decisions"] = banded(o for _, o in outcomes(rows, after_decisions(number)))
    rows = recipes("report", seeds)
    out["report, as if of an unknown language"] = banded(o for _, o in outcomes(rows, in_language("xx")))
    for name in FOREIGN:
        rows = recipes("report", seeds, language=name)
        for title, group in grouped_by_pages(rows).items():
            out[f"{name}, {title}, found out"] = banded(o for _, o in outcomes(group))
            out[f"{name}, {title}, as is said"] = banded(o for _, o in outcomes(group, in_language(code_of(name))))
            out[f"{name}, {title}, without a word list"] = banded(o for _, o in outcomes(group, in_language("xx")))
    for errors in ENGINE_ERRORS:
        rows = recipes("report", seeds)
        name = f"report, with an engine of {errors:.1%} wrong letters"
        out[name] = banded(o for _, o in outcomes(rows, with_engine(errors)))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="few seeds")
    parser.add_argument("--json", type=Path, help="write all figures here")
    args = parser.parse_args()
    found = measured(1 if args.quick else 12)
    print(HEAD)
    for name, table in found.items():
        print(line(name, table))
    if args.json:
        args.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
