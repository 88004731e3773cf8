"""`tk.estimate`."""

from __future__ import annotations

from decimal import Decimal

import pytest

import tokenomics as tk
from tokenomics.records.errors import InputError

SAYS = [{"role": "user", "content": "one two three"}]
NOW = "2026-11-26"


def test_the_library_estimates_a_call() -> None:
    """Exact amounts of a text, messages or a request; the model may be the request's."""
    text = tk.estimate("one two three", "gpt-5", output=100, now=NOW)
    request = {"model": "gpt-5", "messages": SAYS, "max_tokens": 100}

    assert (text.input_tokens, text.cost, text.counted) == (10, Decimal("0.0010125"), "exact")
    assert tk.estimate(SAYS, "gpt-5", 100, now=NOW).cost == tk.estimate(request, now=NOW).cost
    with pytest.raises(InputError, match="no model is named"):
        tk.estimate("one two three")
