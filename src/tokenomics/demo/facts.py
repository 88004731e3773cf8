"""The truth's own prices: a small table written down by hand, and the exact cost of a call.

Nothing here knows the product's pricebooks, pricing or costs: the demo is a check on them only
as long as it reaches its figures by another way.

Sources of the prices, in US dollars, as published for 2026-07-30 and later:
OpenAI: genai-prices prices/providers/openai.yml; gpt-5.6-sol's cut of 2026-08-21 by
Portkey-AI/models pull 899; gpt-5.6-luna by simonw/llm-prices; gpt-5.4-mini by LiteLLM 1.109.1.
Anthropic: genai-prices anthropic.yml; claude-opus-5 by LiteLLM 1.109.1.
Google and Mistral: LiteLLM 1.109.1, models.dev. Bedrock, of any geography: LiteLLM 1.109.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from tokenomics.demo.calls import Call
from tokenomics.records.money import EXACT, ZERO

IN_CONTEXT = ("input", "cache_read", "cache_write", "cache_write_5m", "cache_write_1h")
CUT = datetime(2026, 8, 21, tzinfo=UTC)
LONG_CONTEXT = 272_001

_MILLION = -6
_SEARCH = Decimal("0.01")


class Price(NamedTuple):
    """The rates of a model and tier in a window of time and from a total input on.

    `start` is the first instant and `end` the first one after; None is open. `context_min` is
    the least total input, cache included, in tokens. `rates` are dollars per single unit.
    """

    rates: Mapping[str, Decimal]
    start: datetime | None = None
    end: datetime | None = None
    context_min: int = 0


def _rates(**per_million: str) -> Mapping[str, Decimal]:
    rates = {meter: Decimal(text).scaleb(_MILLION) for meter, text in per_million.items()}
    return MappingProxyType(rates | {"reasoning": rates["output"]})


def _anthropic(**per_million: str) -> tuple[Price, ...]:
    rates = _rates(**per_million)
    # A write whose lifetime a gateway does not state is billed as a write for five minutes.
    more = {"cache_write": rates["cache_write_5m"], "web_search": _SEARCH}
    return (Price(MappingProxyType({**rates, **more})),)


PRICES: Mapping[tuple[str, str, str], tuple[Price, ...]] = MappingProxyType({
    ("openai", "gpt-5.6-sol", "standard"): (
        Price(_rates(input="5", cache_read="0.5", cache_write="6.25", output="30"), end=CUT),
        Price(_rates(input="4", cache_read="0.4", cache_write="5", output="20"), start=CUT),
        Price(_rates(input="10", cache_read="1", cache_write="12.5", output="45"), end=CUT, context_min=LONG_CONTEXT),
        Price(_rates(input="8", cache_read="0.8", cache_write="10", output="30"), start=CUT, context_min=LONG_CONTEXT),
    ),
    ("openai", "gpt-5.6-sol", "batch"): (
        Price(_rates(input="2.5", cache_read="0.25", cache_write="3.125", output="15"), end=CUT),
        Price(_rates(input="2", cache_read="0.2", cache_write="2.5", output="10"), start=CUT),
    ),
    ("openai", "gpt-5.6-luna", "standard"): (
        Price(_rates(input="0.2", cache_read="0.02", cache_write="0.25", output="1.2")),
    ),
    ("openai", "gpt-5.4-mini", "standard"): (Price(_rates(input="0.75", cache_read="0.075", output="4.5")),),
    ("anthropic", "claude-opus-5", "standard"): _anthropic(
        input="5", cache_read="0.5", cache_write_5m="6.25", cache_write_1h="10", output="25"
    ),
    ("anthropic", "claude-sonnet-4-5-20250929", "standard"): _anthropic(
        input="3", cache_read="0.3", cache_write_5m="3.75", cache_write_1h="6", output="15"
    ),
    ("anthropic", "claude-haiku-4-5-20251001", "standard"): _anthropic(
        input="1", cache_read="0.1", cache_write_5m="1.25", cache_write_1h="2", output="5"
    ),
    ("aws-bedrock", "anthropic.claude-sonnet-4-5-20250929-v1:0", "standard"): _anthropic(
        input="3", cache_read="0.3", cache_write_5m="3.75", cache_write_1h="6", output="15"
    ),
    ("aws-bedrock", "anthropic.claude-haiku-4-5-20251001-v1:0", "standard"): _anthropic(
        input="1", cache_read="0.1", cache_write_5m="1.25", cache_write_1h="2", output="5"
    ),
    ("google", "gemini-3.5-flash-lite", "standard"): (Price(_rates(input="0.3", cache_read="0.03", output="2.5")),),
    ("google", "gemini-3.5-flash-lite", "batch"): (Price(_rates(input="0.15", cache_read="0.02", output="1.25")),),
    ("mistral", "mistral-small-latest", "standard"): (Price(_rates(input="0.15", cache_read="0.015", output="0.6")),),
    ("mistral", "mistral-medium-latest", "standard"): (Price(_rates(input="1.5", cache_read="0.15", output="7.5")),),
})  # fmt: skip


def cost_of(call: Call) -> Decimal | None:
    """The exact cost of a call in US dollars: each quantity times its rate, never rounded.

    Zero for a gateway's cache hit; None where no price is known for the model. KeyError where
    the demo uses a meter of a priced model that the table forgot.
    """
    if call.from_cache:
        return ZERO
    rates = rates_of(call)
    if rates is None:
        return None
    total = ZERO
    for meter, quantity in call.meters.items():
        total = EXACT.fma(Decimal(quantity), rates[meter], total)
    return total


def rates_of(call: Call) -> Mapping[str, Decimal] | None:
    """What a call's units cost by meter; None where no price is known for the model."""
    prices = PRICES.get((call.provider, call.model, call.service_tier))
    return None if prices is None else _rates_at(prices, call)


def _rates_at(prices: tuple[Price, ...], call: Call) -> Mapping[str, Decimal]:
    """The rates of the longest context tier that the call reaches, at its instant."""
    if len(prices) == 1:
        return prices[0].rates
    context = sum(call.meters.get(meter, 0) for meter in IN_CONTEXT)
    open_at = (
        price
        for price in prices
        if (price.start is None or price.start <= call.ts)
        and (price.end is None or call.ts < price.end)
        and price.context_min <= context
    )
    return max(open_at, key=lambda price: price.context_min).rates
