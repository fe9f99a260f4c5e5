"""Produces the exports: corrected text, errata, decisions."""
