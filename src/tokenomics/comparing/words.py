"""Changes in words: percentages with their sign, amounts from old to new."""

from __future__ import annotations

from decimal import Decimal

from tokenomics.analysis.intervals import Interval
from tokenomics.records.money import ZERO
from tokenomics.records.words import money, percent, places_for

ARROW = "\N{RIGHTWARDS ARROW}"
# What stands where an interval has no end.
ENDLESS = "more"


def percent_change(share: Decimal) -> str:
    """A change with its sign: `+12 %`, `-3.5 %`, `0 %`."""
    text = percent(share, 1)
    return f"+{text}" if share > 0 else text


def interval_words(of: Interval) -> str:
    """An interval of a change: `95 %: +12 to +39 %`."""
    low = ENDLESS if of.low is None else percent_change(of.low).removesuffix(" %")
    high = ENDLESS if of.high is None else percent_change(of.high)
    return f"95 %: {low} to {high}"


def places_of(before: Decimal | None, after: Decimal | None) -> int:
    """Decimals for two amounts to be told apart by: those of the smaller one."""
    return places_for(min((abs(value) for value in (before, after) if value), default=ZERO))


def amounts(before: Decimal, after: Decimal, currency: str) -> str:
    """Two amounts with as many decimals each: `0.1200 → 0.1500 USD`."""
    places = places_of(before, after)
    return f"{money(before, places)} {ARROW} {money(after, places)} {currency}"
