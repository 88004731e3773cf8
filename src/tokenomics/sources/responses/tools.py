"""Calls of a provider's own tools that are billed by the piece, counted where they are listed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

from tokenomics.sources.contract import Row

# From this generation on Google bills each search, before it each prompt that was grounded.
_SEARCHES_BILLED = re.compile(r"gemini-([3-9]|[1-9]\d)")


def calls_of(body: Row) -> Row:
    """The searches of a response by the names the query reads; empty where there are none."""
    found = {"web_searches": _web(body) or _grounded(body), "file_searches": _files(body)}
    return {name: count for name, count in found.items() if count}


def _web(body: Row) -> int:
    """OpenAI's searches; opening a page and looking into it is not billed."""
    actions = (item.get("action") for item in _items(body, "web_search_call"))
    kinds = [a.get("type") if isinstance(a, dict) else None for a in actions]
    return sum(kind in {None, "search"} for kind in kinds)


def _files(body: Row) -> int:
    return sum(1 for _ in _items(body, "file_search_call"))


def _grounded(body: Row) -> int:
    candidates = body.get("candidates")
    queries: set[str] = set()
    for candidate in candidates if isinstance(candidates, list) else ():
        grounding: Any = candidate.get("groundingMetadata") if isinstance(candidate, dict) else None
        listed = grounding.get("webSearchQueries") if isinstance(grounding, dict) else None
        queries |= {q for q in listed or () if isinstance(q, str) and q.strip()}
    is_each = _SEARCHES_BILLED.search(str(body.get("modelVersion")))
    return len(queries) if is_each else min(len(queries), 1)


def _items(body: Row, kind: str) -> Iterator[Row]:
    output = body.get("output")
    for item in output if isinstance(output, list) else ():
        if isinstance(item, dict) and item.get("type") == kind:
            yield cast("Row", item)
