"""The truth's own prices, by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tokenomics.demo.calls import Call
from tokenomics.demo.facts import CUT, cost_of


def call(provider: str, model: str, meters: dict[str, int], **more: Any) -> Call:
    """A call of that model; August 3rd unless said otherwise."""
    ts = more.pop("ts", datetime(2026, 8, 3, tzinfo=UTC))
    return Call(ts, "native", provider, model, meters, "r", "s", **more)


def test_every_meter_has_its_rate() -> None:
    """A message of Claude is the sum of its parts, to the last digit."""
    meters = {
        "input": 3,
        "cache_read": 1001,
        "cache_write_5m": 7,
        "cache_write_1h": 11,
        "output": 13,
        "web_search": 2,
    }
    cost = cost_of(call("anthropic", "claude-opus-5", meters))

    # (3 x 5 + 1001 x 0.5 + 7 x 6.25 + 11 x 10 + 13 x 25) / 1e6 + 2 x 0.01
    assert cost == Decimal("0.00099425") + Decimal("0.02")


def test_a_write_of_unknown_lifetime_costs_five_minutes() -> None:
    """The row of the LiteLLM sample: 500 + 10,000 + 2,000 + 400 tokens are 0.018 dollars."""
    meters = {"input": 500, "cache_read": 10_000, "cache_write": 2_000, "output": 400}
    cost = cost_of(call("anthropic", "claude-sonnet-4-5-20250929", meters))

    # (500 x 3 + 10000 x 0.3 + 2000 x 3.75 + 400 x 15) / 1e6
    assert cost == Decimal("0.018")


@pytest.mark.parametrize(
    ("before", "context", "dollars"),
    [
        (True, 272_000, "1.36"),  # 272000 x 5 / 1e6
        (True, 272_001, "2.72001"),  # 272001 x 10 / 1e6
        (False, 272_000, "1.088"),  # 272000 x 4 / 1e6
        (False, 272_001, "2.176008"),  # 272001 x 8 / 1e6
    ],
)
def test_the_cut_and_the_long_context_meet_exactly(
    *, before: bool, context: int, dollars: str
) -> None:
    """One microsecond and one token decide which of four rates of gpt-5.6-sol holds."""
    ts = CUT - timedelta(microseconds=1) if before else CUT
    cost = cost_of(call("openai", "gpt-5.6-sol", {"input": context}, ts=ts))

    assert cost == Decimal(dollars)


def test_the_context_counts_the_cache() -> None:
    """Tokens read from a cache lift a call into the long context."""
    meters = {"input": 72_001, "cache_read": 200_000}
    cost = cost_of(call("openai", "gpt-5.6-sol", meters))

    # (72001 x 10 + 200000 x 1) / 1e6
    assert cost == Decimal("0.92001")


def test_batch_has_rates_of_its_own() -> None:
    """A batch call of gpt-5.6-sol costs half, reasoning as output."""
    meters = {"input": 1000, "output": 10, "reasoning": 90}
    cost = cost_of(call("openai", "gpt-5.6-sol", meters, service_tier="batch"))

    # (1000 x 2.5 + 100 x 15) / 1e6
    assert cost == Decimal("0.004")


def test_a_cache_hit_costs_nothing_and_an_unknown_model_has_no_cost() -> None:
    """Free is zero; unpriced is None."""
    meters = {"input": 1000, "output": 10}

    assert cost_of(call("openai", "gpt-5.6-luna", meters, from_cache=True)) == Decimal(0)
    assert cost_of(call("hosted_vllm", "acme-llama-70b", meters)) is None
