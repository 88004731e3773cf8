"""Builders of price lists and of what is read from them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from tokenomics.imports import Reading
from tokenomics.imports.record import Kind, Offer, Period, Prices, per_unit

FIRST_DAY = date(2026, 11, 1)


def day(number: int) -> date:
    """A day of the tests, counted from their first."""
    return FIRST_DAY + timedelta(days=number)


def dollars(**prices: str) -> Prices:
    """Prices as pricebooks write them: by the million tokens."""
    return {Kind(meter): per_unit(meter, Decimal(price)) for meter, price in prices.items()}


def offer(model: str, *periods: Period) -> Offer:
    """A model of a provider."""
    return Offer("acme", model, periods)


def listed(*offers: Offer) -> Reading:
    """A list of these models."""
    return Reading("List 1.0", offers, (), {}, {})


def priced(**models: str) -> Reading:
    """A list of models with a price of input each, since when it does not tell."""
    return listed(*(offer(m, Period(None, dollars(input=price))) for m, price in models.items()))
