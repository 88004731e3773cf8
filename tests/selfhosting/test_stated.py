"""Tests of stated.py."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from tokenomics.records.errors import ConfigError
from tokenomics.selfhosting.serving import monthly, sum_of
from tokenomics.selfhosting.speeds import Read
from tokenomics.selfhosting.stated import Stated, assumed, left_out, served


def _stated(**more: Any) -> Stated:
    return Stated("8.40", ("1400",))._replace(**more)


def test_a_unit_costs_the_hours_of_a_month() -> None:
    """8.40 x 730 = 6,132; where the hours are stated they are not assumed."""
    (of,) = served(_stated(), "USD")
    (few,) = served(_stated(hours="200"), "USD")

    assert (of.precision, of.hosting.speed, of.hosting.hours) == (None, 1_400, 730)
    assert (monthly(of.hosting), assumed(_stated(), of)) == (6_132, ["hours"])
    assert (monthly(few.hosting), assumed(_stated(hours="200"), few)) == (1_680, [])


def test_all_that_is_stated_is_part_of_the_costs() -> None:
    """Hardware and energy by the unit, the rest once or by the token."""
    stated = _stated(
        hourly=None, owned="price=36000,years=3", gpus=2, energy="power=1,kwh=0.10",
        network="120", engineering="share=1,yearly=12000", fixed=("30",),
        capital=("amount=1000,tokens=1000000",), staff="count=1,price=360,years=3",
    )  # fmt: skip
    (of,) = served(stated, "USD")

    assert sum_of(of.hosting, "unit") == 2_000 + 73
    assert sum_of(of.hosting, "all") == 120 + 1_000 + 30 + 10
    assert sum_of(of.hosting, "token") == Fraction(1, 1_000)
    assert assumed(stated, of) == ["hours", "residual", "pue", "share"]
    assert left_out(stated) == ["redundancy"]


def test_machines_of_people_may_be_all_that_serves() -> None:
    """Then they are the unit, in the hours that they are there."""
    stated = Stated(
        tokens_per_second=("50",), staff="count=1,price=3600,years=3,hours=160,share=0.5"
    )
    (of,) = served(stated, "USD")

    assert (sum_of(of.hosting, "unit"), of.hosting.hours) == (50, 160)
    assert assumed(stated, of) == ["residual"]


@pytest.mark.parametrize(
    ("redundancy", "expected"),
    [(None, 6_132), ("N+1", 12_264), ("n + 2", 18_396), ("1.5", 9_198)],
)
def test_units_to_spare_are_paid(redundancy: str | None, expected: int) -> None:
    """One, two, or half of one."""
    (of,) = served(_stated(redundancy=redundancy), "USD")

    assert monthly(of.hosting) == expected


def test_speeds_are_of_the_mix() -> None:
    """Half of the tokens read: 3,000 and 1,000 a second are 1,500; nobody stated it, so it is assumed."""
    stated = _stated(tokens_per_second=("input=3000,output=1000",), hours="730")
    (of,) = served(stated, "USD", Read(Fraction(1, 2), is_assumed=True))

    assert (of.hosting.speed, assumed(stated, of)) == (1_500, ["mix"])


def test_what_nobody_stated_is_named() -> None:
    """Energy is in the price of an hour, and not in that of hardware."""
    assert left_out(_stated()) == ["redundancy", "network", "engineering", "training"]
    assert "energy" in left_out(_stated(hourly=None, owned="price=1,years=1"))


@pytest.mark.parametrize(
    ("stated", "sentence"),
    [
        (_stated(tokens_per_second=()), "tokens_per_second is missing"),
        (_stated(hourly=None), "say what the hardware costs"),
        (_stated(owned="price=1,years=1"), "two ways to pay for one thing"),
        (_stated(gpus=0), "gpus 0 must be 1 or more"),
        (_stated(hours="800"), "a month has at most 744"),
        (_stated(hourly=None, staff="count=1,price=1,years=1"), "staff needs hours="),
        (_stated(hourly=None, staff="count=1,price=1,years=1,hours=1", hours="1"), "write them as"),
        (_stated(redundancy="0.5"), "write N+1 for a spare unit"),
        (_stated(redundancy="one more"), "'one more' is not a number"),
    ],
)
def test_what_cannot_be_is_said(stated: Stated, sentence: str) -> None:
    """One sentence names it."""
    with pytest.raises(ConfigError) as error:
        served(stated, "USD")

    assert sentence in str(error.value)
