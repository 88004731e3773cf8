"""Rates as tables."""

from __future__ import annotations

from support.usage import T0
from tokenomics.books import Book
from tokenomics.costing import rate_table
from tokenomics.pricing import priced
from tokenomics.rate_keys import Cuts, RateKey

_KEY = RateKey("acme", "small", None, None, None, None, billable=True, epoch=0, step=0)


def test_only_columns_that_tell_rates_apart_are_joined(book: Book) -> None:
    """Two models of one provider need the model alone; one key needs nothing."""
    cuts = Cuts(T0, (), ())
    keys = [_KEY, _KEY._replace(model="large"), _KEY._replace(model="large", step=0)]

    assert rate_table.distinguishing(priced(book, keys, cuts, "USD"), ["input"]) == ("model",)
    assert rate_table.distinguishing(priced(book, keys[:1], cuts, "USD"), ["input"]) == ()


def test_keys_with_equal_rates_need_no_telling_apart(book: Book) -> None:
    """A context step without prices of its own is left out; one that has them stays."""
    cuts = Cuts(T0, (), (272_001,))
    small = [_KEY, _KEY._replace(step=1)]
    large = [key._replace(model="large") for key in small]

    assert rate_table.distinguishing(priced(book, small, cuts, "USD"), ["input"]) == ()
    assert rate_table.distinguishing(priced(book, large, cuts, "USD"), ["input"]) == ("step",)


def test_amounts_have_room_for_every_digit() -> None:
    """Whole counts need 18 decimals, quantities of 6 decimals need 24."""
    assert rate_table.amount_type(["input", "requests"]) == "DECIMAL(38,18)"
    assert rate_table.amount_type(["input", "web_search"]) == "DECIMAL(38,24)"
