"""Tests of reading TOML values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from tokenomics.books import fields
from tokenomics.books.fields import Place
from tokenomics.records.errors import PriceError

PLACE = Place("book.toml", "price 1")


def test_an_instant_is_a_day_or_a_time_with_an_offset() -> None:
    """A day is its midnight in UTC; an offset is taken into account."""
    china = timezone(timedelta(hours=8))
    table = {"from": date(2026, 5, 15), "until": datetime(2026, 5, 16, 0, 30, tzinfo=china)}

    assert fields.instant_at(PLACE, table, "from") == datetime(2026, 5, 15, tzinfo=UTC)
    assert fields.instant_at(PLACE, table, "until") == datetime(2026, 5, 15, 16, 30, tzinfo=UTC)


def test_numbers_come_without_a_float_in_between() -> None:
    """Whole numbers, decimals and texts of numbers are exact."""
    values = [fields.number(PLACE, "input", value) for value in (3, Decimal("0.003625"), "0.1")]

    assert values == [Decimal(3), Decimal("0.003625"), Decimal("0.1")]


@pytest.mark.parametrize(
    ("read", "value", "message"),
    [
        (fields.instant_at, datetime(2026, 5, 15), "x = 2026-05-15T00:00:00 needs an offset"),  # noqa: DTZ001
        (fields.instant_at, "2026-05-15", "x must be a day like"),
        (fields.flag_at, "yes", "x must be true or false"),
        (fields.day_at, datetime(2026, 5, 15, tzinfo=UTC), "x must be a day like"),
        (fields.text_at, 5, "x must be a text"),
        (fields.texts_at, 5, "x must be a text or a list of texts"),
        (fields.texts_at, ["a", 5], "x must be a text or a list of texts"),
        (fields.names_at, {"a": 5}, "x.a must be a text"),
        (fields.table_at, 5, "x must be a table"),
        (fields.tables_at, {}, "x must be a list of tables"),
        (fields.tables_at, [5], "x must be a list of tables"),
        (fields.count_at, -1, "x must be a whole number from 0"),
        (fields.count_at, Decimal("1.5"), "x must be a whole number from 0"),
    ],
)
def test_a_wrong_value_is_named_with_its_place(
    read: Callable[[Place, dict[str, Any], str], object], value: object, message: str
) -> None:
    """Each reader says file, entry, key and what it wants."""
    with pytest.raises(PriceError, match=rf"^book\.toml: price 1: {message}"):
        read(PLACE, {"x": value}, "x")


@pytest.mark.parametrize("value", [True, None, 1.5, "three", "NaN"])
def test_what_is_no_finite_number_is_refused(value: object) -> None:
    """Truth values, floats, words and NaN are no prices."""
    with pytest.raises(PriceError, match=r"^book\.toml: price 1: input"):
        fields.number(PLACE, "input", value)


def test_a_missing_text_is_said_to_be_missing() -> None:
    """A key that must be there and is not is named."""
    with pytest.raises(PriceError, match=r"^book\.toml: price 1: model is missing$"):
        fields.text_at(PLACE, {}, "model")


def test_an_unknown_key_comes_with_the_nearest() -> None:
    """A slip of the pen is answered with the key that was meant."""
    with pytest.raises(PriceError, match="unknown key 'untill': did you mean 'until'"):
        fields.check_keys(PLACE, {"untill": 1}, ("from", "until"))
