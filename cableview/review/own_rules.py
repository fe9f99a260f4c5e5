"""Makes a discrepancy a pair of wordings that are held equal in an item."""

from __future__ import annotations

from cableview.collation.rules import own_rule
from cableview.collation.words.sign_words import cut
from cableview.review.verdicts import DIVIDED


def own_rule_for(working: str, reference: str) -> str:
    """The name of the rule that holds two readings equal, without the signs around them that they share.

    Raises `ValueError` with what is wrong, in words.
    """
    one, other = (DIVIDED.sub("", reading).split() for reading in (working, reference))
    if not one or not other:
        raise ValueError("only one of the texts has words here, so there is nothing to be the same")
    first, last = (cut(one[0]), cut(other[0])), (cut(one[-1]), cut(other[-1]))
    if not all(word.core for word in (*first, *last)):
        return own_rule(" ".join(one), " ".join(other))
    lead, trail = _shared(first[0].lead, first[1].lead), _shared(last[0].trail, last[1].trail)
    sides = (" ".join(words)[lead : len(" ".join(words)) - trail] for words in (one, other))
    return own_rule(*sides)


def _shared(mine: str, theirs: str) -> int:
    """The length of the signs at an end if both readings have the same ones there, else 0."""
    return len(mine) if mine == theirs else 0
