"""Slips for measuring suggestions: engines of several kinds and hands of several styles, apart from the program.

What they do is not drawn from `resources/data`: the program is to be measured on slips that its tables do not list
as well. A maker is a list of ways to spoil a word; each takes the words of the page, the place of one and a source of
chance, and answers what is written instead ("" leaves the word out, two words split it, `JOINED` at its end runs it
into the next), or nothing where it does not apply.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping, Sequence
from random import Random

Way = Callable[[Sequence[str], int, Random], str | None]
Maker = Sequence[tuple[float, Way]]
"""Ways to spoil a word, each with how often it is tried."""

JOINED = "\x1f"
_PARTS = re.compile(r"(\W*)(.*?)(\W*)")


def letters(change: Callable[[str, Random], str | None], shortest: int = 3) -> Way:
    """A way that changes a word of letters between its marks."""

    def way(words: Sequence[str], at: int, chance: Random) -> str | None:
        before, core, after = parts(words[at])
        if len(core) < shortest or not core.isalpha():
            return None
        new = change(core, chance)
        return None if not new or new == core else before + new + after

    return way


def parts(word: str) -> tuple[str, str, str]:
    """Marks before, the word itself, marks after."""
    found = _PARTS.fullmatch(word)
    return (found[1], found[2], found[3]) if found else ("", word, "")


def pairs(table: str) -> Way:
    """A way that puts one group of letters for another; `table` holds `page>read` groups."""
    rows = [(a, b) for a, _, b in (row.partition(">") for row in table.split())]

    def change(words: Sequence[str], at: int, chance: Random) -> str | None:
        word = words[at]
        possible = [(m.start(), a, b) for a, b in rows for m in re.finditer(re.escape(a), word)]
        if not possible:
            return None
        start, a, b = chance.choice(possible)
        return word[:start] + b + word[start + len(a) :]

    return change


def whole(table: str) -> Way:
    """A way that writes one word of a set, `a/b/c`, for another."""
    sets: dict[str, list[str]] = {}
    for row in table.split():
        for word in row.split("/"):
            sets.setdefault(word, []).extend(w for w in row.split("/") if w != word)

    def change(core: str, chance: Random) -> str | None:
        others = sets.get(core.lower())
        return _like(core, chance.choice(others)) if others else None

    return letters(change, 1)


def _like(model: str, word: str) -> str:
    return word.capitalize() if model[0].isupper() else word


_KEYS = (
    "q:w w:qe e:wr r:et t:ry y:tu u:yi i:uo o:ip p:o a:sqz s:adwx d:sfec f:dgrv g:fhtb h:gjyn j:hkum k:jlim l:kop"
    " z:xas x:zcsd c:xvdf v:cbfg b:vngh n:bmhj m:njk"
)
KEYBOARD = {row[0]: row[2:] for row in _KEYS.split()}


def _inside(core: str, chance: Random) -> int:
    return chance.randrange(1, len(core) - 1)


def _swap(core: str, chance: Random) -> str:
    at = chance.randrange(0 if core.islower() else 1, len(core) - 1)
    return core[:at] + core[at + 1] + core[at] + core[at + 2 :]


def _neighbour(core: str, chance: Random) -> str | None:
    at = chance.randrange(len(core))
    keys = KEYBOARD.get(core[at])
    return core[:at] + chance.choice(keys) + core[at + 1 :] if keys else None


def _dropped(core: str, chance: Random) -> str:
    at = chance.randrange(1, len(core))
    return core[:at] + core[at + 1 :]


def _struck_twice(core: str, chance: Random) -> str:
    at = chance.randrange(1, len(core))
    return core[: at + 1] + core[at] + core[at + 1 :]


def _brushed(core: str, chance: Random) -> str | None:
    at = chance.randrange(1, len(core))
    keys = KEYBOARD.get(core[at])
    return core[:at] + chance.choice(keys) + core[at:] if keys else None


def _undoubled(core: str, chance: Random) -> str | None:
    twice = [k for k in range(1, len(core)) if core[k] == core[k - 1]]
    return None if not twice else (k := chance.choice(twice)) and core[:k] + core[k + 1 :]


def _one_letter(core: str, chance: Random) -> str:
    """Any letter for any other: what no table foresees."""
    at = chance.randrange(len(core))
    return core[:at] + chance.choice("etaoinshrdlucmfwypvbgk") + core[at + 1 :]


def _vowel(core: str, chance: Random) -> str | None:
    at = [k for k in range(1, len(core)) if core[k] in "aeiou"]
    return None if not at else (k := chance.choice(at)) and core[:k] + chance.choice("aeiou") + core[k + 1 :]


def _other_ending(core: str, chance: Random) -> str | None:
    """Another form of the word: a noun's number, a verb's tense or person."""
    if core.endswith("ed") and len(core) > 4:
        return core[:-2] + chance.choice(["es", "ing", "e", ""])
    if core.endswith("ing") and len(core) > 5:
        return core[:-3] + chance.choice(["ed", "es", ""])
    if core.endswith("ies") and len(core) > 4:
        return core[:-3] + "y"
    if core.endswith("s") and not core.endswith("ss"):
        return core[:-1]
    if core.endswith("ly") and len(core) > 4:
        return core[:-2]
    return core + "s" if core.islower() and len(core) > 3 and core[-1] not in "yxhs" else None


def _smaller(core: str, chance: Random) -> str | None:
    return core.lower() if core[0].isupper() and len(core) > 1 else core.capitalize() if chance.random() < 0.4 else None


def _same_shape(core: str, chance: Random) -> str | None:
    at = [k for k, c in enumerate(core) if c.lower() in "cosvwxz"]
    return None if not at else (k := chance.choice(at), core[:k] + core[k].swapcase() + core[k + 1 :])[1]


def _name(core: str, chance: Random) -> str | None:
    """A name as somebody spells it who has only heard it."""
    if not core[0].isupper() or len(core) < 4:
        return None
    changes = [("ie", "y"), ("y", "i"), ("k", "ck"), ("ck", "k"), ("tt", "t"), ("nn", "n"), ("n", "nn"), ("a", "e")]
    changes += [
        ("e", "a"),
        ("ll", "l"),
        ("l", "ll"),
        ("ph", "f"),
        ("v", "w"),
        ("son", "sen"),
        ("er", "ar"),
        ("o", "ou"),
    ]
    possible = [(a, b) for a, b in changes if a in core[1:]]
    if not possible or chance.random() < 0.2:
        return core + "e" if core[-1] != "e" else core[:-1]
    a, b = chance.choice(possible)
    return core[0] + core[1:].replace(a, b, 1)


def figure(words: Sequence[str], at: int, chance: Random) -> str | None:
    """Another figure for one of a number."""
    word = words[at]
    places = [k for k, c in enumerate(word) if c in "0123456789"]
    if not places:
        return None
    k = chance.choice(places)
    return word[:k] + chance.choice([c for c in "0123456789" if c != word[k]]) + word[k + 1 :]


def figures_changed_over(words: Sequence[str], at: int, chance: Random) -> str | None:
    word = words[at]
    places = [k for k in range(len(word) - 1) if word[k : k + 2].isdigit() and word[k] != word[k + 1]]
    return None if not places else (k := chance.choice(places), word[:k] + word[k + 1] + word[k] + word[k + 2 :])[1]


MONTHS = list(calendar.month_name)[1:]


def month(words: Sequence[str], at: int, chance: Random) -> str | None:
    before, core, after = parts(words[at])
    return (
        before + chance.choice([m for m in MONTHS if m != core]) + after if core in MONTHS and core != "May" else None
    )


def left_out(words: Sequence[str], at: int, chance: Random) -> str | None:
    return "" if words[at].isalpha() else None


def twice(words: Sequence[str], at: int, chance: Random) -> str | None:
    return f"{words[at]} {words[at]}" if words[at].isalpha() and len(words[at]) > 1 else None


SMALL_WORDS = ("the", "a", "that", "of", "and", "to", "very", "now", "also")


def put_in(words: Sequence[str], at: int, chance: Random) -> str | None:
    """A small word that is not there."""
    return f"{words[at]} {chance.choice(SMALL_WORDS)}" if words[at].isalpha() else None


def split(words: Sequence[str], at: int, chance: Random) -> str | None:
    word = words[at]
    if len(word) < 5 or not word.isalpha():
        return None
    k = chance.randrange(2, len(word) - 1)
    return f"{word[:k]} {word[k:]}"


def joined(words: Sequence[str], at: int, chance: Random) -> str | None:
    return words[at] + JOINED if words[at].isalpha() and at + 1 < len(words) else None


def speck(words: Sequence[str], at: int, chance: Random) -> str | None:
    """Dirt that is taken for a mark."""
    word, mark = words[at], chance.choice("..,'-`:*^_|")
    return chance.choice([f"{word} {mark}", word + mark, mark + word])


def mark_lost(words: Sequence[str], at: int, chance: Random) -> str | None:
    return words[at].rstrip(".,;:") or None if words[at][-1:] in ".,;:" else None


def mark_changed(words: Sequence[str], at: int, chance: Random) -> str | None:
    word = words[at]
    return word[:-1] + chance.choice([c for c in ".,;:" if c != word[-1]]) if word[-1:] in ".,;:" else None


def mark_added(words: Sequence[str], at: int, chance: Random) -> str | None:
    return words[at] + "," if words[at].isalpha() else None


def hyphen(words: Sequence[str], at: int, chance: Random) -> str | None:
    word = words[at]
    return word.replace("-", chance.choice(["", " "]), 1) if "-" in word[1:-1] else None


WORN = pairs(
    "rn>m m>rn e>c c>e h>b b>h li>h h>li l>1 1>l i>l l>i n>u u>n cl>d d>cl vv>w o>0 0>o O>0 S>5 5>S B>8 8>B t>f f>t I>l"
)
CARBON = pairs(
    "e>o o>e a>o e>c o>c a>e s>a n>r r>n h>k h>n t>r t>l f>t d>c g>y y>v v>r k>h p>n w>v m>n N>M H>N 3>8 8>3"
    " 6>5 5>6 0>6 1>7"
)
OLD_PRINT = pairs(
    "s>f f>s ct>d ll>U ll>U fi>fl fl>fi h>li th>tli ffi>fi ssi>fli b>h m>in m>iii w>vv y>v tt>It ri>n in>m"
    " un>im I>J J>I 1>I 7>1"
)
FAINT = pairs(
    "e>c e>o a>n d>cl l>i t>i t>l m>n n>r h>b h>li u>ii u>v g>q b>o p>n r>i s>a w>u k>x f>r R>K B>E 5>3 9>g 6>b 0>o 1>i"
)
NEWSPRINT = pairs(
    "a>u u>a e>a o>e c>t t>c n>ii rn>ni w>av v>y y>g d>il b>l) h>lt l>! I>! s>8 g>s m>nn th>iu in>m al>nl 1>]"
    " 2>z 5>s 9>0 8>6 4>A"
)
NEURAL = pairs(
    "the>tho and>aud ou>on rt>it ti>tl il>ll ll>il ri>n nn>mi um>mn ing>mg ed>od es>os er>or ly>Iy I>1 l>| O>Q"
    " G>C 4>1 9>0 2>7 a>ä"
)
NEURAL_WORDS = whole(
    "he/be had/bad hand/band have/bave his/bis her/ber was/wag not/net me/mo be/he then/thou that/tbat for/fur"
    " from/front"
    "are/arc one/ono were/wore on/oil or/of in/m to/lo ear/car him/bim which/winch modern/modem bum/burn"
    " corn/com this/tins"
)
ENGINES: Mapping[str, Maker] = {
    "worn type": [
        (6, WORN),
        (1, mark_lost),
        (1, mark_changed),
        (0.3, split),
        (0.4, joined),
        (0.4, speck),
        (0.2, letters(_same_shape)),
    ],
    "carbon copy": [
        (6, CARBON),
        (0.6, letters(_one_letter)),
        (0.6, letters(_dropped)),
        (0.8, speck),
        (0.7, split),
        (0.6, mark_lost),
        (0.2, left_out),
    ],
    "neural": [
        (4, NEURAL),
        (1.5, NEURAL_WORDS),
        (1, mark_lost),
        (1, mark_changed),
        (0.5, letters(_same_shape)),
        (0.3, left_out),
        (0.3, letters(_one_letter)),
        (0.3, hyphen),
        (0.6, joined),
    ],
    "faint ribbon": [
        (6, FAINT),
        (1, letters(_dropped)),
        (0.6, split),
        (0.7, mark_lost),
        (0.4, speck),
        (0.2, left_out),
        (0.4, letters(_one_letter)),
        (0.3, letters(_same_shape)),
    ],
    "newsprint": [
        (6, NEWSPRINT),
        (0.8, joined),
        (0.6, speck),
        (0.6, mark_changed),
        (0.4, mark_lost),
        (0.3, split),
        (0.5, letters(_one_letter)),
        (0.3, letters(_same_shape)),
        (0.2, left_out),
    ],
    "old print": [(6, OLD_PRINT), (0.7, speck), (0.6, split), (1, mark_changed), (0.4, letters(_one_letter))],
}

STUTTERS = 0.03
"""How often an engine is made to read a word twice, as where lines overlap. How often they do is not known: of 10,731
words that a real one read it doubled none. It is taken to be about as often as the typist of a page does."""
ENGINES = {name: [*maker, (STUTTERS, twice)] for name, maker in ENGINES.items()}

SOUNDS = pairs(
    "ie>ei ei>ie able>ible ible>able ance>ence ence>ance ent>ant ant>ent sc>s ck>k ph>f cc>c ss>s mm>m ll>l"
    " l>ll tt>t"
    "pp>p rr>r r>rr ea>ee ee>ea ai>ay ou>ow ue>u tion>sion sion>tion ght>t wh>w ceed>cede ary>ery ory>ary"
    " our>or ise>ize"
)
SOUND_WORDS = whole(
    "their/there/they're its/it's your/you're whose/who's to/too/two where/were/wear here/hear new/knew"
    " no/know write/right"
    "week/weak piece/peace way/weigh son/sun sea/see meat/meet by/buy whether/weather would/wood four/for"
    " brake/break"
    " past/passed led/lead council/counsel principal/principle lose/loose quiet/quite affect/effect of/off then/than"
)
SLIDES = whole(
    "the/then/they/these a/an and/an of/or/on/off in/is/it/on was/has/as/were with/which that/than/this"
    " for/from/or he/be/the"
    "not/now/no had/has/have will/well/still at/as/an by/be/my been/being to/so/do his/this/is her/here/he"
    " when/then"
    "would/could/should may/many/my must/most more/mere some/same made/make came/come give/gave said/says"
    " first/fist"
    " there/these each/such any/and what/that who/how before/after all/ill out/our into/in year/years day/days"
)
HANDS: Mapping[str, Maker] = {
    "hurried": [
        (2, letters(_swap)),
        (2, letters(_neighbour)),
        (2, letters(_dropped)),
        (1, letters(_struck_twice)),
        (0.5, letters(_brushed)),
        (0.5, left_out),
        (0.3, twice),
        (3, figure),
        (0.4, mark_lost),
        (0.1, split),
        (0.2, joined),
    ],
    "wrong word": [
        (4, SLIDES),
        (3, letters(_other_ending, 4)),
        (0.6, left_out),
        (0.5, put_in),
        (3, figure),
        (0.4, twice),
        (0.5, letters(_smaller)),
    ],
    "house style": [
        (2, letters(_smaller)),
        (1.5, mark_lost),
        (1.5, mark_changed),
        (0.6, mark_added),
        (3, hyphen),
        (1, letters(_vowel)),
        (1, letters(_undoubled)),
        (1, SOUND_WORDS),
        (2, figures_changed_over),
    ],
    "by ear": [(4, SOUNDS), (3, SOUND_WORDS), (1, letters(_vowel, 4)), (2, letters(_name)), (0.3, left_out)],
    "names and figures": [
        (5, letters(_name)),
        (5, figure),
        (5, figures_changed_over),
        (8, month),
        (0.5, letters(_smaller)),
        (0.6, letters(_one_letter, 5)),
        (0.3, letters(_other_ending, 4)),
    ],
    "tired": [
        (2, letters(_dropped)),
        (1.5, left_out),
        (0.8, twice),
        (0.6, put_in),
        (1, letters(_other_ending, 4)),
        (1, SLIDES),
        (2, figure),
        (0.6, mark_changed),
        (0.5, letters(_smaller)),
        (0.2, joined),
    ],
    "dictated": [
        (3, SOUND_WORDS),
        (1, letters(_other_ending, 4)),
        (1, SLIDES),
        (2, letters(_name)),
        (2, figure),
        (0.7, left_out),
        (0.7, mark_lost),
        (0.5, mark_added),
        (0.4, letters(_smaller)),
        (0.5, hyphen),
    ],
    "absent": [
        (2, left_out),
        (1.5, twice),
        (1, put_in),
        (1, letters(_swap, 4)),
        (1, letters(_other_ending, 4)),
        (1, letters(_brushed)),
        (1, mark_lost),
        (0.5, letters(_smaller)),
    ],
}

OWN: Maker = [
    (1, letters(_swap, 4)),
    (1, letters(_neighbour, 4)),
    (1, letters(_dropped, 4)),
    (1, letters(_struck_twice, 4)),
]
OWN = [*OWN, (0.4, twice), (0.3, figure), (0.4, SLIDES), (0.3, letters(_smaller))]
OWN = [*OWN, (0.5, letters(_one_letter, 4)), (0.4, letters(_vowel, 4)), (0.3, letters(_brushed, 4))]
"""What the typist of a page may do."""
OWN_OF_PRINT: Maker = [(2, pairs("n>u u>n b>d d>b p>q m>n")), (1, letters(_dropped, 4)), (1, letters(_swap, 4))]
OWN_OF_PRINT = [*OWN_OF_PRINT, (1, SOUNDS), (0.6, twice), (0.6, letters(_smaller)), (0.4, letters(_other_ending, 4))]
"""What a compositor may do, who sets letters upside down or from the wrong case."""


def spoiled(maker: Maker, words: Sequence[str], at: int, chance: Random) -> str | None:
    """What a maker writes for the word at `at`; nothing where the way that was drawn does not apply."""
    way = chance.choices([w for _, w in maker], [weight for weight, _ in maker])[0]
    new = way(words, at, chance)
    return None if new is None or new == words[at] else new
