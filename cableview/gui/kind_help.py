"""What the kinds of discrepancies mean, for those who do not know their names."""

from __future__ import annotations

from collections.abc import Mapping

from cableview.model.discrepancy import Kind

KIND_HELP: Mapping[Kind, str] = {
    Kind.MOVED: "the same words stand at another place in each text",
    Kind.STRUCK: "struck out or typed over in one text",
    Kind.REPETITION: "words that one text has twice",
    Kind.FURNITURE: "of the page rather than the text, and in one text only: heads, page numbers, stamps, initials",
    Kind.REWORDED: "a passage that says it in other words",
    Kind.SPACING: "words run together or split",
    Kind.NUMBER: "figures or numerals differ",
    Kind.CASE: "capital letters in one text, small ones in the other",
    Kind.PUNCTUATION: "points, commas, quotation marks and other signs",
    Kind.CHARACTER: "one word, written in part with other letters",
    Kind.WORD: "another word",
    Kind.ADDITION: "only the transcript has it",
    Kind.OMISSION: "only the second text has it",
}
