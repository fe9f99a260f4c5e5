"""Makes any text safe for an HTML page."""

from __future__ import annotations

from html import escape


def text(value: object) -> str:
    """The value as escaped text, without the control characters that HTML does not allow."""
    return escape("".join(c if c >= " " or c in "\t\n" else " " for c in str(value)))


def aside(words: str, look: str = "") -> str:
    """A remark in small print on a separate line; empty if there are no words."""
    return f'<span class="{f"aside {look}".strip()}">{text(words)}</span>' if words else ""
