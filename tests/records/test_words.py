"""Figures and names as people read them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tokenomics.records import words


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "(none)"),
        ("\x1b]0;x\x07", "\\x1b]0;x\\x07"),
        ("a\nb", "a\\nb"),
        ("\u202eevil", "\\u202eevil"),
        ("Zürich", "Zürich"),
    ],
)
def test_control_characters_are_visible(value: str | None, shown: str) -> None:
    """Nothing in a name moves the cursor or turns the text around."""
    assert words.visible(value) == shown


@pytest.mark.parametrize(
    ("total", "places"),
    [("0", 2), ("1234.5", 2), ("12", 2), ("3.4", 3), ("0.018", 5), ("0.0000000000000000001", 18)],
)
def test_small_sums_show_four_digits(total: str, places: int) -> None:
    """Cents are enough for what is large."""
    assert words.places_for(Decimal(total)) == places


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (0, 5, "0 %"),
        (0, 0, "0 %"),
        (1, 10_000, "<0.1 %"),
        (31, 1000, "3.1 %"),
        (1, 8, "12 %"),
        (5, 5, "100 %"),
        (2, 100, "2 %"),
    ],
)
def test_what_is_not_nothing_never_shows_as_none(part: int, whole: int, shown: str) -> None:
    """A small share is less than a tenth of a percent, not 0."""
    assert words.percent(part, whole) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1234567, "1,234,567"), (Decimal("1234.500000"), "1,234.5"), (Decimal(100), "100")],
)
def test_counts_have_separators(value: Decimal | int, shown: str) -> None:
    """Zeros after the point are dropped, zeros before it are not."""
    assert words.count(value) == shown


def test_shown_parts_sum_to_the_shown_total() -> None:
    """Three thirds of a cent's rounding go to the largest remainders."""
    assert words.money_parts([Decimal(1) / 3] * 3, 2) == ["0.34", "0.33", "0.33"]


@pytest.mark.parametrize(
    ("value", "shown"), [("1234.567", "1,234.57 USD"), ("0.0012345", "0.001234 USD")]
)
def test_an_amount_has_its_currency(value: str, shown: str) -> None:
    """Cents of what is large, four digits of what is small, half to even."""
    assert words.amount(Decimal(value), "USD") == shown


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "0 calls"), (1, "1 call"), (1234, "1,234 calls")]
)
def test_one_thing_has_no_plural(number: int, shown: str) -> None:
    """Only one is singular."""
    assert words.many(number, "call") == shown


@pytest.mark.parametrize(
    ("hours", "shown"),
    [(0, "0 hours"), (1, "1 hour"), (71, "71 hours"), (72, "3 days"), (29_640, "1,235 days")],
)
def test_a_length_of_time_is_told_in_hours_then_in_days(hours: int, shown: str) -> None:
    """Three days are 72 hours; what is not full is left out."""
    assert words.lasting(timedelta(hours=hours, minutes=59)) == shown
