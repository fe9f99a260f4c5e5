"""Slips on pages that are not English, beside those of `made_slips.py`: letters with marks, small words, endings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from unicodedata import combining, normalize

from tests.bench.made_slips import HANDS, Maker, Way, letters, pairs, put_in, whole


@dataclass(frozen=True)
class Tongue:
    """What a hand does in a language: words it slides into, endings `meant>written`, small words it puts in."""

    slides: str
    endings: str
    small: str


TONGUES = {
    "German": Tongue(
        "der/die/das/den/dem/des ein/eine/einen/einem/einer/eines und/um/uns auf/aus/auch im/in/ihn/ihm/ihnen ist/sind"
        " war/waren/wir wird/wurde/wurden sich/sie mit/mir/nicht/noch von/vor/vom zu/zum/zur als/alle hat/hatte/haben"
        " dieser/diese/dieses daß/das seine/seiner/seinen kann/konnte doch/durch bei/beim nach/noch für/vor",
        "en>e e>en er>en es>e te>ten ten>te em>en t>te st>t ung>ungen n>",
        "der die und auch noch so ja hier nun",
    ),
    "French": Tongue(
        "le/la/les un/une de/des/du au/aux ce/cet/cette/ces son/sa/ses leur/leurs et/est/ou à/a où/ou il/ils elle/elles"
        " que/qui/dont dans/sans par/pour/pas sur/sous/sous en/on ne/me/se était/étaient avait/avaient fut/fût été/est"
        " tout/tous/toute mais/même plus/puis cela/ceci notre/nous votre/vous",
        "s> e>es es>e é>er er>é ée>é és>é ait>aient aient>ait a>ait ent>e eux>eur",
        "le de et que ne bien aussi là",
    ),
    "Spanish": Tongue(
        "el/la/los/las un/una de/del/da al/a que/qué/quien su/sus se/si/sí y/e lo/le/les en/con/por/para era/eran"
        " había/habían fue/fueron este/esta/estos más/mas como/cómo no/nos todo/todos muy/mas sin/sobre",
        "s> o>a a>o os>as an>a aba>aban ado>ada ó>o es>e",
        "el de y que no ya muy también",
    ),
    "Italian": Tongue(
        "il/lo/la/i/gli/le un/una/uno di/da/del/dal in/nel/nella e/è/ed che/chi/ché con/come si/ci/se non/ne al/alla/ai"
        " era/erano aveva/avevano fu/furono questo/questa suo/sua/suoi più/poi per/pur anche/ancora sono/sotto",
        "o>a a>o i>e e>i ato>ata ato>ati ava>avano ò>o to>te",
        "il di e che non poi anche già",
    ),
    "Dutch": Tongue(
        "de/het/een den/dan/dat die/dit en/een/er in/is/ik van/voor/vóór op/om/ook met/men/mij niet/niets/nog"
        " zijn/zich/zij was/waren had/hadden heeft/hebben wordt/worden"
        " aan/al als/alle bij/hij deze/dezen naar/maar te/ter door/daar",
        "en>e e>en t> de>den den>de s> te>ten er>e n>",
        "de het en ook nog er wel toen",
    ),
    "Portuguese": Tongue(
        "o/a/os/as um/uma de/da/do/das/dos em/no/na/nos e/é que/quem se/sé não/na com/como por/pela/pelo era/eram"
        " tinha/tinham foi/foram este/esta seu/sua mais/mas ao/à",
        "s> o>a a>o ou>o am>a ado>ada ão>am",
        "o de e que não já também",
    ),
    "Latin": Tongue(
        "et/ut/at in/ad/ab/ex est/sunt/esse qui/quae/quod/quam non/nec/ne sed/sic/si per/pro/prae cum/eum hoc/haec/hic"
        " a/ab de/te autem/enim/etiam suo/sua/suis eius/eis nos/nobis vel/velut",
        "us>um um>us is>es ae>a am>a em>e it>et orum>arum unt>ant o>e",
        "et in ut quod etiam autem",
    ),
}
MARKED = {
    "fit": pairs("é>e è>e ê>e à>a ç>c ä>a ö>o ü>u ß>B ü>ii ö>6 é>6 e>é î>i ô>o"),
    "report": pairs(
        "é>è è>é ä>ii ü>u ö>ö, ü>ti ß>fs ß>f3 ä>d ö>8 é>c ê>é à>ä ç>g ñ>n ñ>fi ó>6 í>i á>a ì>i ù>u ò>o ã>a õ>o ú>u"
        " u>ü a>ä i>í ë>e ï>i"
    ),
}
"""What engines read for letters with marks upon them, those fitted on and others."""


def without_marks(words: Sequence[str], at: int, chance: Random) -> str | None:
    """A hand leaves out the mark upon a letter, or writes two letters for one."""
    word = words[at]
    if chance.random() < 0.3 and any(c in word for c in "äöüß"):
        for one, two in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
            word = word.replace(one, two)
        return word
    places = [k for k, c in enumerate(word) if len(normalize("NFD", c)) > 1]
    if not places:
        return None
    k = chance.choice(places)
    return word[:k] + "".join(c for c in normalize("NFD", word[k]) if not combining(c)) + word[k + 1 :]


def _ending(table: str) -> Way:
    rows = [(a, b) for a, _, b in (row.partition(">") for row in table.split())]

    def change(core: str, chance: Random) -> str | None:
        able = [(a, b) for a, b in rows if core.endswith(a) and len(core) > len(a) + 2]
        if not able:
            return None
        a, b = chance.choice(able)
        return core[: len(core) - len(a)] + b

    return letters(change, 4)


def _put_in(small: str) -> Way:
    table = small.split()

    def way(words: Sequence[str], at: int, chance: Random) -> str | None:
        return f"{words[at]} {chance.choice(table)}" if words[at].isalpha() else None

    return way


def abroad(name: str, maker: Maker, language: str, part: str) -> Maker:
    """What a maker does on a page in another language: its own ways, and those of the language."""
    whole_weight = sum(weight for weight, _ in maker)
    if name not in HANDS:
        return [*maker, (0.35 * whole_weight, MARKED[part])]
    tongue = TONGUES[language]
    swapped = [(weight, _put_in(tongue.small) if way is put_in else way) for weight, way in maker]
    more = (0.3, without_marks), (0.3, whole(tongue.slides)), (0.3, _ending(tongue.endings))
    return [*swapped, *((share * whole_weight, way) for share, way in more)]
