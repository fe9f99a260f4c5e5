"""Reads what a text's syntax says about its words."""

from __future__ import annotations

from cableview.formats.markdown import markdown_markup
from cableview.model.witness import Markup, Syntax


def markup_of(text: str, syntax: Syntax) -> Markup:
    """The marks and delimiters of `text`, both in order. Plain text has none: its strikeouts are letters."""
    return markdown_markup(text) if syntax is Syntax.MARKDOWN else Markup()
