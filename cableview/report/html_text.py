"""Text as it may stand in an HTML page, whatever it holds."""

from __future__ import annotations

from html import escape


def text(value: object) -> str:
    """Escaped, without the control characters that HTML does not allow."""
    return escape("".join(c if c >= " " or c in "\t\n" else " " for c in str(value)))


def aside(words: str, look: str = "") -> str:
    """A remark in small letters, on a line of its own; nothing where there are no words."""
    return f'<span class="{f"aside {look}".strip()}">{text(words)}</span>' if words else ""
