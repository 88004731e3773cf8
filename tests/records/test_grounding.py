"""Google's searches, as they are billed."""

from __future__ import annotations

import pytest

from tokenomics.records.grounding import searches_billed


@pytest.mark.parametrize(
    ("model", "queries", "billed"),
    [
        ("gemini-3-pro", ["a", "b", "a", " ", 5], 2),
        ("models/gemini-10-flash", ["a", "b"], 2),
        ("gemini-2.5-pro", ["a", "b"], 1),
        ("gemini-2.5-pro", [], 0),
        ("None", ["a", "b"], 1),
    ],
)
def test_searches_are_billed_each_since_gemini_3(
    model: str, queries: list[object], billed: int
) -> None:
    """Before it a prompt that was grounded is billed once."""
    assert searches_billed(model, queries) == billed
