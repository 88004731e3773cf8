"""Calls that could wait."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from support.usage import PRICES, book_of, call
from support.worlds import M, figures, replayed, saved
from tokenomics.books import Book
from tokenomics.records.errors import ConfigError

FLEX = '  { tier = "batch", input = 1, output = 4 },\n'


def test_what_may_wait_a_day_is_at_the_batch_price(tmp_path: Path, book: Book) -> None:
    """1 M of input at 1 instead of 2, and 1 M of output at 4 instead of 8."""
    found = replayed(tmp_path, book, [call(input=M, output=M)], {"defer": ["24h"]})

    assert figures(found) == [(1, Decimal(10), Decimal(5), Decimal(5))]


def test_what_may_wait_a_quarter_of_an_hour_is_at_the_flex_price(tmp_path: Path) -> None:
    """1.5 instead of 2; a day is enough for the batch, at 1."""
    prices = PRICES.replace(FLEX, FLEX + '  { tier = "flex", input = 1.5, output = 6 },\n')
    book = book_of(tmp_path, prices)

    assert saved(tmp_path / "a", book, [call(input=M)], defer="15m") == Decimal("0.5")
    assert saved(tmp_path / "b", book, [call(input=M)], defer="1d") == 1


def test_a_model_that_no_tier_has_stays_and_is_told(tmp_path: Path, book: Book) -> None:
    """`large` has no batch price."""
    found = replayed(tmp_path, book, [call(input=M, model_served="large")], {"defer": ["24h"]})

    assert figures(found)[0][0] == 0
    assert any(
        text.startswith("1 call without a price at the batch or flex tier")
        for text in found.remarks
    )


def test_a_call_of_a_meter_that_the_tier_does_not_price_stays(tmp_path: Path, book: Book) -> None:
    """What was read from a cache has no batch price: of two calls one moves, 2 to 1."""
    rows = [call(input=M), call(input=M, cache_read=M)]

    assert saved(tmp_path, book, rows, defer="24h") == 1


def test_what_is_at_a_tier_already_stays_there(tmp_path: Path, book: Book) -> None:
    """A batch call, and one of the priority tier that must not wait."""
    rows = [call(input=M, service_tier="batch")]

    assert saved(tmp_path, book, rows, defer="24h") == 0


def test_only_the_calls_that_may_wait_do(tmp_path: Path, book: Book) -> None:
    """Those of `nightly`."""
    rows = [call(input=M, feature="nightly"), call(input=M, feature="chat")]

    assert saved(tmp_path, book, rows, defer="feature=nightly -> 24h") == 1


@pytest.mark.parametrize(
    ("text", "why"), [("5m", "nothing is quicker"), ("soon", "write a length of time")]
)
def test_a_delay_that_serves_nothing_says_why(
    tmp_path: Path, book: Book, text: str, why: str
) -> None:
    """Five minutes are too short for any tier, and `soon` is none."""
    with pytest.raises(ConfigError, match=why):
        replayed(tmp_path, book, [call(input=M)], {"defer": [text]})


def test_what_is_asked_again_is_no_call_that_stays(tmp_path: Path, book: Book) -> None:
    """The call waits for its batch; what `large` is asked again has no batch price."""
    design = {"route": ["all -> small then 50% large"], "defer": ["24h"]}
    found = replayed(tmp_path, book, [call(input=M)], design)

    assert not any(text.startswith("1 call without a price") for text in found.remarks)
    assert (
        "what is asked again of models without a price at the batch or flex tier does not wait"
        in found.remarks
    )


def test_sums_of_calls_that_stay_are_counted(tmp_path: Path, book: Book) -> None:
    """Ten calls in one record."""
    rows = [call(input=M), call(input=M, grain="bucket", requests=10)]
    found = replayed(tmp_path, book, rows, {"defer": ["24h"]})

    assert any(text.startswith("sums of many calls: 10 calls unchanged") for text in found.remarks)
