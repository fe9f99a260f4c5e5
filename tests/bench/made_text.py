"""Makes text for measuring: invented prose of any length, and the slips that an engine or a typist makes in it."""

from __future__ import annotations

from itertools import accumulate
from random import Random

_SYLLABLES = {
    "onset": "b c d f g h l m n p r s t v w br ch cl cr dr fl gr pl pr qu sh st th tr wh",
    "nucleus": "a a e e e i i o o u ai ea ee ie oa ou",
    "coda": "- - - b d g k l m n n p r r s t t ck ct ld ll mp nd ng nt rd rn rt st",
}
_SMALL = "the of and to a in that is was he for it with as his on be at by I this had not are but from or have an"
SMALL, WORDS = len(_SMALL.split()), 12_000
FOLLOWERS = 40
"""Words between which the next is chosen every other time; small words lead on to anything."""
WIDTH = 68
SLIPS = 0.07
"""Share of the words with a slip: as in pages of periodicals, more than in books."""

_LOOKALIKES = [
    *(("rn", "m"), ("m", "rn"), ("l", "1"), ("e", "c"), ("c", "e"), ("h", "b"), ("li", "h"), ("u", "n"), ("n", "u")),
    *(("i", "l"), ("o", "0"), ("s", "5"), ("t", "f"), ("a", "o"), ("cl", "d"), ("ll", "U"), (",", "."), (".", ",")),
]


def prose(letters: int, seed: int) -> str:
    """About so many letters of invented sentences, words as often as in a language and in likely pairs."""
    random = Random(seed)
    words = _vocabulary(random)
    weights = list(accumulate(1 / (rank + 4) for rank in range(len(words))))
    drawn = random.choices(range(len(words)), cum_weights=weights, k=letters // 5 + 20)
    out: list[str] = []
    size, last, begins = 0, 0, True
    for k in drawn:
        if last >= SMALL and random.random() < 0.5:
            k = int(len(words) * ((last * 7919 + k % FOLLOWERS) % 1009 / 1009) ** 4)
        word = words[k].capitalize() if begins else words[k]
        mark = _mark(random)
        begins = mark in (".", "?", ".\n")
        out.append(word + mark)
        size += len(out[-1]) + 1
        last = k
        if size >= letters:
            break
    return " ".join(out)


def _vocabulary(random: Random) -> list[str]:
    made = {_word(random): None for _ in range(WORDS)}
    figures = [str(random.randrange(2, 2000)) for _ in range(150)]
    names = [_word(random).capitalize() for _ in range(600)]
    rare = [*made, *figures, *names]
    rare.sort(key=lambda word: len(word) + 9 * random.random())  # what is said often is short
    return _SMALL.split() + rare


def _word(random: Random) -> str:
    parts = [random.choice(row.split()) for _ in range(random.choice((1, 1, 2, 2, 3))) for row in _SYLLABLES.values()]
    return "".join(parts).replace("-", "")


def _mark(random: Random) -> str:
    chance = random.random()
    if chance > 0.16:
        return ""
    return "," if chance > 0.07 else "." if chance > 0.016 else "?" if chance > 0.014 else ".\n"


def misread(text: str, seed: int, slips: float = SLIPS) -> str:
    """`text` as an engine reads it: letters for others, words split, run together, left out, put in."""
    random = Random(seed)
    out: list[str] = []
    for word in text.split(" "):
        chance = random.random() / slips
        if chance > 1:
            out.append(word)
        elif chance < 0.75 or len(word) < 3:
            out.append(_misread_word(word, random))
        elif chance < 0.85:
            at = random.randrange(1, len(word) - 1)
            out += (word[:at], word[at:])
        elif chance < 0.95 and out:
            out[-1] += word
        elif chance < 0.97:
            out += (word, random.choice("|'.-~"))
    return " ".join(out)


def _misread_word(word: str, random: Random) -> str:
    possible = [pair for pair in _LOOKALIKES if pair[0] in word]
    if not possible:
        return word + random.choice(".,'")
    old, new = random.choice(possible)
    return word.replace(old, new, 1)


def wrapped(text: str, width: int = WIDTH) -> str:
    """Broken into lines, paragraphs apart; `textwrap` is too slow for a book."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line: list[str] = []
        size = 0
        for word in paragraph.split():
            if size + len(word) > width and line:
                lines.append(" ".join(line))
                line, size = [], 0
            line.append(word)
            size += len(word) + 1
        lines += (" ".join(line), "")
    return "\n".join(lines)


def pair(letters: int, seed: int = 1944) -> tuple[str, str]:
    """Transcript and reference of about so many letters, each broken into lines by itself."""
    text = prose(letters, seed)
    return wrapped(misread(text, seed + 1), WIDTH - 3), wrapped(text)


def with_block(text: str, letters: int, seed: int = 209766) -> str:
    """`text` with a block of other prose put in at a line's end in the middle."""
    at = text.index("\n", len(text) // 2) + 1
    return text[:at] + wrapped(prose(letters, seed)) + text[at:]


def changed_over(text: str, letters: int) -> str:
    """`text` with two blocks of so many letters in each other's places."""
    first, second = text.index("\n", len(text) // 5) + 1, text.index("\n", len(text) * 3 // 5) + 1
    one, other = (text[at : text.index("\n", at + letters) + 1] for at in (first, second))
    between = text[first + len(one) : second]
    return text[:first] + other + between + one + text[second + len(other) :]
