"""Tests of tools.py."""

from __future__ import annotations

import pytest

from support.responses import Body
from tokenomics.sources.responses.tools import calls_of


@pytest.mark.parametrize(
    ("body", "calls"),
    [
        ({}, {}),
        ({"output": None, "candidates": None}, {}),
        ({"output": [{"type": "web_search_call", "action": {"type": "find_in_page"}}]}, {}),
        ({"output": [{"type": "web_search_call", "action": {"type": "search"}}, 3]}, {"web_searches": 1}),
        ({"output": [{"type": "file_search_call"}] * 2}, {"file_searches": 2}),
        ({"candidates": [{"groundingMetadata": {"webSearchQueries": None}}, 3]}, {}),
        ({"modelVersion": "gemini-3.7-flash", "candidates": [{"groundingMetadata": {"webSearchQueries": ["a", "b"]}}]}, {"web_searches": 2}),
        ({"modelVersion": "gemini-2.5-pro", "candidates": [{"groundingMetadata": {"webSearchQueries": ["a", "b"]}}]}, {"web_searches": 1}),
    ],
)  # fmt: skip
def test_calls(body: Body, calls: dict[str, int]) -> None:
    """Only calls that are billed are counted, and only where they are listed."""
    assert calls_of(body) == calls
