"""Calls of a provider's own tools that are billed by the piece, counted where they are listed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from tokenomics.records.grounding import searches_billed
from tokenomics.sources.contract import Row


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
    queries: list[object] = []
    for candidate in candidates if isinstance(candidates, list) else ():
        grounding: Any = candidate.get("groundingMetadata") if isinstance(candidate, dict) else None
        listed = grounding.get("webSearchQueries") if isinstance(grounding, dict) else None
        queries += listed or ()
    return searches_billed(str(body.get("modelVersion")), queries)


def _items(body: Row, kind: str) -> Iterator[Row]:
    output = body.get("output")
    for item in output if isinstance(output, list) else ():
        if isinstance(item, dict) and item.get("type") == kind:
            yield cast("Row", item)
