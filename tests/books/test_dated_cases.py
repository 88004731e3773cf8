"""Calls whose cost independent sources tell: the bundled book asks the same, to the last digit."""

from __future__ import annotations

import re
import tomllib
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tokenomics.books import Call, Quote, bundled, quote
from tokenomics.records.meters import IN_CONTEXT
from tokenomics.records.money import EXACT, ZERO

CASES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("dated_cases.toml").read_text(encoding="utf-8")
)["case"]
# How many of a unit are in the least common one, a 60 millionth: so sums need no division.
PARTS = {"1M": 60, "1K": 60_000, "60": 1_000_000}
WHOLE = 60_000_000
# Compilations of others' prices: several books were made from them.
COMPILATIONS = ("BerriAI/litellm", "genai-prices", "llm-prices", "models.dev", "langfuse", "tokencost", "Portkey-AI")  # fmt: skip

each = pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case['provider']}-{case['model']}-{case['at']:%Y-%m-%dT%H}"
)


def _asked(case: dict[str, Any]) -> Quote:
    at: datetime = case["at"]
    context = sum(count for meter, count in case["usage"].items() if meter in IN_CONTEXT)
    kind = (case.get("service_tier"), case.get("region"), case.get("variant"))
    return quote(bundled(), Call(case["provider"], case["model"], *kind, context, at))


@each
def test_the_book_asks_what_the_source_says(case: dict[str, Any]) -> None:
    """Every meter in use has a rate, and the call costs what the source's prices make of it."""
    rates = _asked(case).rates
    cost = ZERO
    for meter, count in case["usage"].items():
        cost = EXACT.add(cost, EXACT.multiply(rates[meter].rate.rate, Decimal(count)))

    assert cost == Decimal(case["cost"])


@each
def test_the_arithmetic_is_the_cost(case: dict[str, Any]) -> None:
    """The counts times the source's prices are the cost that is written beside them."""
    terms = [re.split(r" x |/", term) for term in case["arithmetic"].split(" + ")]
    assert [int(count) for count, _, _ in terms] == list(case["usage"].values())

    parts = [int(count) * PARTS[unit] * Decimal(price) for count, price, unit in terms]
    assert sum(parts) == WHOLE * Decimal(case["cost"])


def test_the_cases_are_independent_many_and_spread() -> None:
    """40 rest on no compilation and on nothing that the rates name, over all years."""
    apart = [case for case in CASES if _is_independent(case)]

    assert len(apart) >= 40
    assert len({case["provider"] for case in apart}) >= 10
    assert {case["at"].year for case in apart} == set(range(2021, 2027))


def _is_independent(case: dict[str, Any]) -> bool:
    """Whether neither a compilation nor a source of the rates in use is what the case rests on."""
    _, host, *path = case["source"].split("/")[1:]
    own = "/".join(path[:2]) if host == "github.com" else host
    rates = _asked(case).rates
    named = [*COMPILATIONS, *(rates[meter].rate.source for meter in case["usage"])]
    return not any(own.lower() in name.lower() or name.lower() in own.lower() for name in named)
