"""Tests of plausible.py."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tokenomics.imports.plausible import doubts
from tokenomics.imports.record import TIMES, Kind, Offer, Period, Prices, per_unit

INPUT, OUTPUT, CACHED = Kind("input"), Kind("output"), Kind("cache_read")


def _prices(**prices: str) -> Prices:
    return {Kind(meter): per_unit(meter, Decimal(price)) for meter, price in prices.items()}


def _offer(
    prices: Prices, *, chats: bool = True, embeds: bool = False, free: bool = False
) -> Offer:
    return Offer("acme", "m", (Period(None, prices),), chats, embeds, free)


def _told(prices: Prices, before: Prices | None = None) -> list[str]:
    return list(doubts(_offer(prices), before or {}))


@pytest.mark.parametrize(
    ("prices", "why"),
    [
        ({"input": "-1"}, "negative: input -1"),
        ({"input": "3200"}, "more than 1000 USD: input 3200"),
        ({"images": "101"}, "more than 100 USD: images 101"),
        ({"input": "0", "output": "1"}, "input costs nothing"),
        ({"output": "0", "input": "1"}, "output costs nothing"),
        (
            {"input": "0.225", "cache_read": "0.23"},
            "cached above input: cache_read 0.23, input 0.225",
        ),
    ],
)
def test_a_slip_is_told(prices: dict[str, str], why: str) -> None:
    """The price as it stands in the list is in the reason."""
    assert _told(_prices(**prices)) == [why]


def test_usual_prices_are_believed() -> None:
    """150 and 600 dollars a million tokens were asked; a free write to a cache is usual."""
    assert _told(_prices(input="150", output="600", cache_read="75", cache_write="0")) == []


def test_an_embedding_costs_little() -> None:
    """100 dollars for a million tokens embedded is a slip that LiteLLM made."""
    offer = _offer(_prices(input="100"), chats=False, embeds=True)

    assert list(doubts(offer, {})) == ["more than 15 USD: input 100"]


def test_what_is_free_by_its_name_costs_nothing() -> None:
    """Zero is doubted only where something is sold."""
    assert list(doubts(_offer(_prices(input="0"), free=True), {})) == []


def test_a_jump_is_more_than_tenfold() -> None:
    """From 1 to 10 is a change, to 10.1 a slip, and so is a fall to less than a tenth."""
    before = _prices(input="1")

    assert _told(_prices(input="10"), before) == []
    assert _told(_prices(input="10.1"), before) == ["more than tenfold: input 10.1 after 1"]
    assert _told(_prices(input="0.09"), before) == ["more than tenfold: input 0.09 after 1"]


def test_a_cheaper_tier_is_cheaper() -> None:
    """A batch above the standard price is doubted, a multiple for it is not."""
    prices = {**_prices(input="1"), Kind("input", "batch"): Decimal("0.000002")}

    assert _told(prices) == ["batch above standard: input batch 2, standard 1"]
    assert _told({Kind(TIMES): Decimal(1), Kind(TIMES, "batch"): Decimal(2)}) == []


def test_a_list_that_contradicts_itself_is_doubted() -> None:
    """What was found while reading is a reason too."""
    offer = _offer(_prices(input="1"))._replace(doubt="two prices of input: 1 and 2")

    assert list(doubts(offer, {})) == ["two prices of input: 1 and 2"]
