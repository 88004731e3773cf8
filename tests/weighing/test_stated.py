"""Amounts, numbers and picked tasks, as users state them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tokenomics.records.errors import ConfigError
from tokenomics.weighing.stated import amount_of, number_of, picks, unpicked, where_of


def test_amounts_are_of_the_reports_currency() -> None:
    """A number alone is of the one that is given for it."""
    assert amount_of("hourly", "60.50 USD", "EUR", "USD") == Decimal("60.50")
    assert amount_of("hourly", "60.50", "USD", "USD") == Decimal("60.50")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("60", "hourly: 60 is not in USD, as the report is"),
        ("-1 USD", "hourly: -1 USD must be 0 or more"),
        ("much", "hourly: 'much' is not an amount"),
    ],
)
def test_other_amounts_are_refused(text: str, said: str) -> None:
    """With the name of what they are of."""
    with pytest.raises(ConfigError, match=said):
        amount_of("hourly", text, "EUR", "USD")


def test_numbers_are_exact_and_above_nothing() -> None:
    """A tenth is a tenth; nothing and text are refused."""
    assert number_of("minutes", "0.1") == Fraction(1, 10)
    for text in ("0", "-3", "few"):
        with pytest.raises(ConfigError, match="minutes"):
            number_of("minutes", text)


def test_tasks_are_picked_by_all_dimensions() -> None:
    """An empty value picks those that state none; without any all are meant."""
    said = {"feature": "draft", "team": None}

    assert picks(where_of({"feature": "draft", "team": ""}), said)
    assert not picks({"feature": "draft", "team": "a"}, said)
    assert not picks({"user": "ada"}, said)
    assert picks({}, said)


def test_what_rows_do_not_tell_is_said_once() -> None:
    """Rows by feature do not say whose team a task is."""
    wheres = [{"team": "a"}, {"team": "b"}, {"feature": "draft"}]

    assert list(unpicked("person", wheres, ("feature",))) == [
        "[[person]] is told by team, and the rows are not: name it in --by"
    ]
