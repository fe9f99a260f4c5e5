"""Ink, lines of writing and their order on a page."""
