"""Texts of logs in forms that give some characters a meaning."""

from __future__ import annotations

import html
import re

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SPECIAL = re.compile(r"([\\`*_{}\[\]|~#])")


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def escaped(text: str) -> str:
    """A text that Markdown and HTML show as it is."""
    return _SPECIAL.sub(r"\\\1", html.escape(text, quote=False))
