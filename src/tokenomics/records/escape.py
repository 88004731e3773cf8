"""Texts of logs, made safe to show where some characters have a meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Some take the wide signs of East Asian scripts for the same.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# What services make a link or a mention of, wherever it stands in a text.
_LIVELY = r"(?i)@|#|://|www\."
_APART = "\N{ZERO WIDTH SPACE}"
# What build servers take for an order to them in what a job says: at the begin of a line, or anywhere.
_ORDER = re.compile(r"^(?P<begin>\s*):(?=:)|#(?=#\w*\[)")
_LINE_END = "\r\n"
_SPECIAL = r"([\\`*_{}\[\]|~#])"


def printable(text: str) -> str:
    """A text without anything that moves a cursor or orders a build server about: that is written as escapes."""
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return _ORDER.sub(_written_out, shown)


def _written_out(order: re.Match[str]) -> str:
    begin = order["begin"]
    return r"\x23" if begin is None else rf"{begin}\x3a"


def shorten(text: str, width: int) -> str:
    """A text cut to a width, with an ellipsis where something is missing."""
    return text if len(text) <= width else f"{text[: max(width - 1, 0)]}…"


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_line(cells: Iterable[object]) -> str:
    """Cells as a line of CSV in which no cell begins a line: one with either sign of a line's end is quoted."""
    import csv  # noqa: PLC0415 - most outputs have no cells
    import io  # noqa: PLC0415

    out = io.StringIO()
    csv.writer(out, lineterminator=_LINE_END).writerow(cells)
    return f"{out.getvalue().removesuffix(_LINE_END)}\n"


def escaped(text: str) -> str:
    """A text that Markdown and HTML show as it is, and that calls or links nobody."""
    import html  # noqa: PLC0415 - tables on a screen need none

    return silent(re.sub(_SPECIAL, r"\\\1", html.escape(text, quote=False)))


def silent(text: str) -> str:
    """The text with something unseen after the sign that makes a link or a mention."""
    return re.sub(_LIVELY, lambda found: f"{found[0][:1]}{_APART}{found[0][1:]}", text)
