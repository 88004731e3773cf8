"""How many of Google's searches are billed for a response that was grounded by them."""

from __future__ import annotations

import re
from collections.abc import Iterable

# From this generation on each search, before it each prompt that was grounded.
_EACH = re.compile(r"gemini-([3-9]|[1-9]\d)")


def searches_billed(model: str, queries: Iterable[object]) -> int:
    """The searches that a model's response is billed for; a query that is empty or stands twice is none.

    >>> searches_billed("gemini-3-pro", ["a", "b", "a"]), searches_billed("gemini-2.5-pro", ["a", "b"])
    (2, 1)
    """
    found = {query for query in queries if isinstance(query, str) and query.strip()}
    return len(found) if _EACH.search(model) else min(len(found), 1)
