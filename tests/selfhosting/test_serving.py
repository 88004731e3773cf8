"""Tests of serving.py."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenomics.records.money import plain, round_fraction
from tokenomics.selfhosting.serving import (
    MILLION,
    Hosting,
    Part,
    break_even,
    capacity,
    cost_of,
    cost_per_token,
    least_utilisation,
    monthly,
    paid_units,
    sum_of,
    units_for,
)

ONE = Fraction(1)
# A unit of 600 a month that serves 1,000 tokens an hour for 100 hours.
SMALL = Hosting((Part("rent", Fraction(600), "unit", ""),), Fraction(1_000, 3_600), Fraction(100))


def _with(*parts: Part, spare: int = 0, factor: Fraction = ONE) -> Hosting:
    return SMALL._replace(parts=(*SMALL.parts, *parts), spare=spare, factor=factor)


@pytest.mark.parametrize(
    ("hourly", "speed", "expected"),
    [
        ("8.40", 1_400, "1.666666666666666667"),  # 8.40 / (1,400 x 3,600) x 1,000,000
        ("19.20", 2_800, "1.904761904761904762"),
        ("19.20", 5_600, "0.952380952380952381"),
    ],
)
def test_a_busy_machine_costs_its_hour_over_its_tokens(
    hourly: str, speed: int, expected: str
) -> None:
    """Figures for an hour, whatever the hours of a month are."""
    for hours in (1, 200, 730):
        rent = Part("rent", Fraction(hourly) * hours, "unit", "")
        of = Hosting((rent,), Fraction(speed), Fraction(hours))

        assert plain(round_fraction(cost_per_token(of, ONE) * MILLION)) == expected


def test_a_month_is_units_spares_and_what_all_share() -> None:
    """Two units at a factor of 1.5 and a spare are 4 x 600; what all share, 50, is there once."""
    of = _with(Part("staff", Fraction(50), "all", ""), spare=1, factor=Fraction(3, 2))

    assert paid_units(of, 2) == 4
    assert (sum_of(of, "unit"), sum_of(of, "all"), sum_of(of, "token")) == (600, 50, 0)
    assert monthly(of, 2) == 2_450


def test_a_volume_takes_whole_units() -> None:
    """100,000 tokens fill a unit, one more takes another; half as busy they take two."""
    assert capacity(SMALL, ONE) == 100_000
    assert [units_for(SMALL, ONE, Fraction(n)) for n in (0, 100_000, 100_001)] == [1, 1, 2]
    assert units_for(SMALL, Fraction(1, 2), Fraction(100_000)) == 2
    assert cost_of(SMALL, ONE, Fraction(100_001)) == 1_200


def test_what_each_token_costs_is_added() -> None:
    """600 / 100,000 and a thousandth: 0.007."""
    of = _with(Part("network", Fraction(1, 1_000), "token", ""))

    assert cost_per_token(of, ONE) == Fraction(7, 1_000)
    assert cost_of(of, ONE, Fraction(10)) == Fraction(60_001, 100)


def test_costs_break_even_where_the_api_costs_as_much() -> None:
    """600 at 0.01 a token are 60,000 tokens, and the second unit pays from its first token on.

    At 100,000 tokens two units cost 1,200 and the API 1,000: from 120,000 on it is never cheaper.
    """
    found = break_even(SMALL, ONE, Fraction(1, 100))

    assert found is not None
    assert (found.tokens, found.units, found.cost) == (60_000, 1, 600)
    assert found.always_from == 120_000


def test_it_may_take_several_units() -> None:
    """With 1,000 besides, a unit earns 400 more than it costs: three carry it, 2,800 at 0.01."""
    found = break_even(_with(Part("staff", Fraction(1_000), "all", "")), ONE, Fraction(1, 100))

    assert found is not None
    assert (found.tokens, found.units, found.cost) == (280_000, 3, 2_800)


@pytest.mark.parametrize("price", [Fraction(599, 100_000), Fraction(1, 10_000)])
def test_no_volume_is_enough_where_a_full_unit_is_dearer(price: Fraction) -> None:
    """A full unit costs 0.006 a token; and where a token alone costs more than the API asks."""
    assert break_even(SMALL, ONE, price) is None
    assert break_even(_with(Part("network", price, "token", "")), ONE, price) is None


def test_full_units_may_cost_just_as_much() -> None:
    """At 0.006 a full unit breaks even, and with anything besides none does."""
    found = break_even(SMALL, ONE, Fraction(6, 1_000))

    assert found is not None
    assert (found.tokens, found.units, found.always_from) == (100_000, 1, None)
    assert break_even(_with(spare=1), ONE, Fraction(6, 1_000)) is None


def test_a_price_needs_a_utilisation() -> None:
    """At 0.01 a token 600 are 60,000 of 100,000 tokens; a price below what each costs is never met."""
    assert least_utilisation(SMALL, Fraction(1, 100)) == Fraction(6, 10)
    assert least_utilisation(SMALL, Fraction(3, 1_000)) == 2
    assert least_utilisation(_with(Part("x", ONE, "token", "")), ONE) is None


_amounts = st.fractions(0, 1_000, max_denominator=100)
_positive = st.fractions(Fraction(1, 100), 1_000, max_denominator=100)
_shares = st.fractions(Fraction(1, 100), 1, max_denominator=100)
_hostings = st.builds(
    lambda unit, shared, token, speed, spare, factor: Hosting(
        (
            Part("rent", unit, "unit", ""),
            Part("staff", shared, "all", ""),
            Part("network", token / 10_000, "token", ""),
        ),
        speed, Fraction(10), spare, factor,
    ),
    _positive, _amounts, _amounts, _positive, st.integers(0, 3), st.fractions(1, 2, max_denominator=10),
)  # fmt: skip


@given(_hostings, _shares, _shares)
def test_a_token_costs_less_the_busier_a_unit_is(
    of: Hosting, one: Fraction, other: Fraction
) -> None:
    """More tokens share the same costs."""
    low, high = sorted((one, other))

    assert cost_per_token(of, high) <= cost_per_token(of, low)


@given(_hostings, _shares, st.integers(1, 9))
def test_more_gpus_that_serve_as_much_more_change_nothing(
    of: Hosting, share: Fraction, times: int
) -> None:
    """A unit of twice the cost and throughput costs the same a token, if nothing is shared."""
    alone = of._replace(parts=(of.parts[0], of.parts[2]), spare=0)
    rent = alone.parts[0]._replace(amount=rent_of(alone) * times)
    bigger = alone._replace(parts=(rent, alone.parts[1]), speed=alone.speed * times)

    assert cost_per_token(bigger, share) == cost_per_token(alone, share)


def rent_of(of: Hosting) -> Fraction:
    """What a unit costs."""
    return sum_of(of, "unit")


@given(_hostings, _shares, _positive)
def test_where_costs_break_even_both_are_equal(
    of: Hosting, share: Fraction, price: Fraction
) -> None:
    """The volume times the API's price is what the units and each token cost."""
    at = price / 1_000
    found = break_even(of, share, at)

    if found is not None:
        assert found.tokens * at == found.cost
        assert found.cost == cost_of(of, share, found.tokens)
        assert found.units == units_for(of, share, found.tokens)


@given(_hostings, _shares, _positive, st.fractions(0, 1, max_denominator=50))
def test_below_the_break_even_the_api_is_cheaper(
    of: Hosting, share: Fraction, price: Fraction, part: Fraction
) -> None:
    """No lesser volume costs less on one's own hardware, and none where there is no break-even."""
    at = price / 1_000
    found = break_even(of, share, at)
    until = 40 * capacity(of, share) if found is None else found.tokens
    tokens = until * part

    if found is None or tokens < found.tokens:
        assert cost_of(of, share, tokens) >= tokens * at


@given(_hostings, _shares, _positive, st.fractions(1, 5, max_denominator=50))
def test_from_a_volume_on_it_is_never_dearer(
    of: Hosting, share: Fraction, price: Fraction, times: Fraction
) -> None:
    """However many units are added, and below it the API is the cheaper one once they are there."""
    at = price / 1_000
    found = break_even(of, share, at)

    if found is not None and found.always_from is not None:
        tokens = found.always_from * times
        units = units_for(of, share, found.always_from)
        below = (found.always_from + (units - 1) * capacity(of, share)) / 2
        assert cost_of(of, share, tokens) <= tokens * at
        assert cost_of(of, share, below) > below * at


@given(_hostings, _positive)
def test_at_the_least_utilisation_a_token_costs_the_price(of: Hosting, price: Fraction) -> None:
    """Whoever sells at that price earns nothing there, and loses below it."""
    at = price / 1_000
    found = least_utilisation(of, at)

    if found is not None:
        assert cost_per_token(of, found) == at
