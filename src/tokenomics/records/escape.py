"""Texts of logs, made safe to show where some characters have a meaning."""

from __future__ import annotations

import re

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SPECIAL = re.compile(r"([\\`*_{}\[\]|~#])")


def printable(text: str) -> str:
    """A text without anything that moves a cursor: such characters are written as escapes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def shorten(text: str, width: int) -> str:
    """A text cut to a width, with an ellipsis where something is missing."""
    return text if len(text) <= width else f"{text[: max(width - 1, 0)]}…"


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def escaped(text: str) -> str:
    """A text that Markdown and HTML show as it is."""
    import html  # noqa: PLC0415 - tables on a screen need none

    return _SPECIAL.sub(r"\\\1", html.escape(text, quote=False))
