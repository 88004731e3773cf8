"""Tests of record.py."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tokenomics.imports.record import (
    Found,
    Hours,
    Kind,
    Offer,
    Period,
    agreed,
    first_token,
    hours_name,
    per_unit,
    reading,
    unplaced,
    words,
    written,
)

ONE, TWO = Decimal(1), Decimal(2)


def _offer(*prices: tuple[Kind, Decimal], start: date | None = None) -> Offer:
    return Offer("acme", "m", (Period(start, dict(prices)),))


def _joined(one: Offer, other: Offer) -> Offer:
    (offer,) = reading("list", [Found("a", (one,)), Found("b", (other,))]).offers
    return offer


def test_a_price_is_written_as_books_write_it() -> None:
    """0.000003 a token is 3 a million, 0.01 a search is 10 a thousand; a multiple stays."""
    assert written("input", Decimal("0.000003")) == 3
    assert written("web_search", Decimal("0.01")) == 10
    assert written("times", Decimal("1.1")) == Decimal("1.1")
    assert per_unit("input", Decimal(3)) == Decimal("0.000003")


def test_hours_are_named_by_what_they_are() -> None:
    """Zone, days and times make the name."""
    assert hours_name(Hours("UTC", ("mon-fri",), ("01:00-04:00",))) == "UTC mon-fri 01:00-04:00"


def test_a_kind_is_said_in_words() -> None:
    """What is plain is not said."""
    assert words(Kind("input")) == "input"
    assert words(Kind("input", "batch", 200_001, "us")) == "input batch us from 200,001"


def test_a_price_that_is_stated_twice_is_none_unless_it_is_the_same() -> None:
    """What did not become a price is told by the list's words, each once."""
    stated = [
        (Kind("input"), ONE, "a"),
        (Kind("input"), ONE, "b"),
        (Kind("output"), ONE, "c"),
        (Kind("output"), TWO, "d"),
        (None, ONE, "e"),
        (None, TWO, "e"),
    ]
    prices = agreed(stated)

    assert prices == {Kind("input"): ONE}
    assert unplaced(stated, prices) == ("c", "d", "e")


def test_a_reading_collects_its_entries() -> None:
    """Offers, models without a price, what has no meter, and hours."""
    hours = Hours("UTC", (), ("01:00-02:00",))
    found = [
        Found("a", (_offer((Kind("input"), ONE)),), ("pixels",), {"h": hours}),
        Found("b", (), ("pixels",)),
        Found("c", (), (), is_model=False),
    ]
    read = reading("list", found)

    assert [offer.model for offer in read.offers] == ["m"]
    assert read.unpriced == ("b",)
    assert read.left == {"pixels": ("a", "b")}
    assert read.hours == {"h": hours}


def test_a_model_that_is_named_twice_has_all_its_prices() -> None:
    """What only one of the two says is not doubted."""
    both = _joined(
        _offer((Kind("input"), ONE)), _offer((Kind("input"), ONE), (Kind("output"), TWO))
    )

    assert both.periods[0].prices == {Kind("input"): ONE, Kind("output"): TWO}
    assert both.doubt == ""
    assert _joined(both, both) == both


def test_a_model_with_two_prices_is_in_doubt() -> None:
    """The list cannot mean both, nor two dates."""
    dollar = _offer((Kind("input"), Decimal("0.000001")))

    assert _joined(dollar, _offer((Kind("input"), Decimal("0.000002")))).doubt == (
        "two prices of input: 1 and 2"
    )
    dated = dollar._replace(periods=(*dollar.periods, Period(date(2026, 3, 1), {})))
    assert _joined(dollar, dated).doubt == "its prices are dated in two ways"


def test_a_tier_begins_after_its_threshold() -> None:
    """At xAI it begins with it; the base begins with nothing."""
    assert first_token(200_000, "openai") == 200_001
    assert first_token(200_000, "xai") == 200_000
    assert first_token(0, "openai") == 0
