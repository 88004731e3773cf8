"""Tests of measured.py."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from support.usage import NOW, T0, book_of, call, kept
from tokenomics.costing import CostQuery
from tokenomics.outcomes.asking import once
from tokenomics.records.errors import PriceError
from tokenomics.selfhosting.api import Prices
from tokenomics.selfhosting.measured import Slice, about, price_with, slice_of

MILLION = 1_000_000
# 100,000 x 2 + 50,000 x 8 are 0.60 for 150,000 tokens: 4 a million.
PLAIN = {"input": 100_000, "output": 50_000}


@contextmanager
def _sliced(folder: Path, *rows: Mapping[str, Any], **query: Any) -> Generator[Slice]:
    folder.mkdir(exist_ok=True)
    book, ledger = book_of(folder), kept(folder, *rows)
    with once(ledger, book, authority=(), con=None) as (con, counted):
        yield slice_of(con, counted, ledger, book, CostQuery(**query), rules=(), now=NOW)


def _with(of: Slice, model: str, mix: str | None = None) -> Fraction | None:
    found = price_with(of, model, mix, Prices(of.base.book, NOW)).rate
    return None if found is None else found * MILLION


def test_calls_say_what_their_tokens_cost_and_how_many_a_month_has(tmp_path: Path) -> None:
    """0.60 for 150,000 tokens; of one day, a month of 730 hours has 150,000 x 730 / 24."""
    with _sliced(tmp_path, call(**PLAIN)) as of:
        assert (of.calls, of.tokens, of.read) == (1, 150_000, 100_000)
        assert of.own.rate == Fraction(4, MILLION)
        assert of.monthly == 4_562_500
        assert list(about(of)) == ["measured: 150,000 tokens of 1 call in 1 day, 67 % of them read"]


def test_the_period_asked_for_is_the_time_of_the_calls(tmp_path: Path) -> None:
    """Of ten days all ten; what is to come is no part of it."""
    for until, days in ((T0 + timedelta(days=9), 10), (NOW + timedelta(days=99), 21)):
        since = T0 - timedelta(days=1)
        span = min(until, NOW) - since
        with _sliced(tmp_path / str(days), call(**PLAIN), since=since, until=until) as of:
            assert (of.span, of.span.days) == (span, days)


def test_what_nobody_bills_is_left_out(tmp_path: Path) -> None:
    """An answer of a gateway's cache is served by nobody."""
    with _sliced(tmp_path, call(**PLAIN), call(billing="cached", input=MILLION)) as of:
        assert (of.calls, of.tokens, of.own.rate) == (1, 150_000, Fraction(4, MILLION))
        assert "measured: 1 call that nobody bills" in list(about(of))[1]


def test_searches_are_no_tokens(tmp_path: Path) -> None:
    """What is not a token is in no price of tokens."""
    with _sliced(tmp_path, call(**PLAIN, web_search=1_000)) as of:
        assert of.own.rate == Fraction(4, MILLION)


def test_with_its_own_model_a_call_costs_what_it_did(tmp_path: Path) -> None:
    """Another name for the same changes nothing."""
    row = call(**PLAIN, cache_read=1_000, cache_write_5m=2_000, reasoning=7)
    with _sliced(tmp_path, row, call(input=1)) as of:
        assert of.own.rate is not None
        assert _with(of, "acme/small") == of.own.rate * MILLION


def test_each_call_is_priced_as_the_other_models(tmp_path: Path) -> None:
    """100,000 x 5 + 50,000 x 30 = 2.00; 300,000 tokens at once cost 10 each: 3.00 more."""
    with _sliced(tmp_path / "a", call(**PLAIN)) as of:
        assert _with(of, "acme/large") == Fraction(2 * MILLION, 150_000)
    with _sliced(tmp_path / "b", call(**PLAIN), call(input=300_000)) as of:
        assert _with(of, "acme/large") == Fraction(5 * MILLION, 450_000)


def test_what_the_other_has_no_cache_for_is_plain_input(tmp_path: Path) -> None:
    """Large has no price of writes: 100,000 x 5 for each kind."""
    with _sliced(tmp_path, call(input=100_000, cache_write_5m=100_000)) as of:
        found = price_with(of, "acme/large", None, Prices(of.base.book, NOW))

    assert found.rate == Fraction(5, MILLION)
    assert "it has no price of cache_write_5m: counted as input" in found.how


def test_what_has_no_price_is_left_out_and_said(tmp_path: Path) -> None:
    """Calls of an unknown model count as tokens to serve, and in no price."""
    unknown = call(model_served="new", input=50_000)
    with _sliced(tmp_path / "a", call(**PLAIN), unknown) as of:
        assert (of.tokens, of.own.rate) == (200_000, Fraction(4, MILLION))
        assert "without 50,000 tokens of calls that lack a price" in of.own.how
        assert _with(of, "acme/small") == Fraction((2 * 150_000 + 8 * 50_000), 200_000)
    with _sliced(tmp_path / "b", unknown) as of:
        assert of.own.rate is None


def test_a_meter_that_the_other_lacks_costs_its_calls(tmp_path: Path) -> None:
    """Moving has no price of output: only the call without any is priced, at 3 since the 15th."""
    with _sliced(tmp_path, call(**PLAIN), call(input=1_000), prices_at=NOW) as of:
        assert _with(of, "acme/moving") == 3


def test_a_stated_mix_stands_for_the_calls(tmp_path: Path) -> None:
    """Nothing but output at 8."""
    with _sliced(tmp_path, call(**PLAIN)) as of:
        assert _with(of, "acme/small", "output=1") == 8


def test_filters_choose_calls(tmp_path: Path) -> None:
    """Only one feature's, with their own model and with another."""
    rows = (call(**PLAIN, feature="a"), call(input=MILLION, feature="b"))
    with _sliced(tmp_path, *rows, where=(("feature", "a"),)) as of:
        assert (of.tokens, of.own.rate) == (150_000, Fraction(4, MILLION))
        assert _with(of, "acme/large") == Fraction(2 * MILLION, 150_000)


def test_no_calls_say_nothing(tmp_path: Path) -> None:
    """There is no price and no month."""
    with _sliced(tmp_path, call(**PLAIN), where=(("feature", "none"),)) as of:
        assert (of.tokens, of.own.rate, of.monthly) == (0, None, None)
        assert "say it with volume" in list(about(of))[-1]


def test_an_unknown_model_is_an_error(tmp_path: Path) -> None:
    """It has no price, rather than one of nothing."""
    with _sliced(tmp_path, call(**PLAIN)) as of, pytest.raises(PriceError, match="smal"):
        _with(of, "acme/smal")
