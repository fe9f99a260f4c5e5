"""A paragraph of a cable, and what is found between two texts."""

from __future__ import annotations

from cableview.collation.collate import Collation, Text, collate
from cableview.collation.rules import default_rules
from cableview.model.discrepancy import Kind

PARAGRAPH = (
    "The Ambassador called on the Foreign Minister this morning and handed him the note. He was told that the matter "
    "had been referred to the Council on October 27, 1941, and that no answer could be given before Tuesday. "
    "In the course of the conversation Molotov remarked that his Government did not intend to raise the question of "
    "the islands, which had been settled by the treaty of Portsmouth, and would sell 40,000 tons of oil for $3,000,000."
)


def run(transcript: str, reference: str, *switched: str) -> Collation:
    return collate(Text(transcript), Text(reference), default_rules() ^ set(switched))


def seen(transcript: str, reference: str, *switched: str) -> list[tuple[Kind, str, str]]:
    differences = run(transcript, reference, *switched).differences
    return [(d.kind, d.working.of(transcript), d.reference.of(reference)) for d in differences]
