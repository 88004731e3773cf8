"""The difference of two sides, split."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tokenomics.reconciling.sides import Amount, Side, Way, cost_of
from tokenomics.reconciling.variance import explained

F = Fraction
IN, READ, OUT = Way("input"), Way("cache_read"), Way("output")


def _side(**amounts: tuple[int, int | str | None]) -> Side:
    """Amounts by meter: quantity and rate of one unit."""
    return {
        Way(meter): Amount(F(n), None if rate is None else n * F(rate))
        for meter, (n, rate) in amounts.items()
    }


def _parts(used: Side, billed: Side) -> dict[str, Fraction]:
    return {name: part for name, part in explained(used, billed).items() if part}


def test_what_is_billed_and_not_metered_is_quantity() -> None:
    """30 more input at 2 and 4 more output at 5: 60 + 20."""
    used = _side(input=(100, 2), output=(10, 5))
    billed = _side(input=(130, 2), output=(14, 5))

    assert _parts(used, billed) == {"quantity": F(80)}


def test_another_rate_of_the_same_quantity_is_price() -> None:
    """100 units at 2.5 instead of 2: 50."""
    assert _parts(_side(output=(100, 2)), _side(output=(100, "5/2"))) == {"price": F(50)}


def test_quantity_and_price_share_what_is_of_both() -> None:
    """100 at 2 to 110 at 3: 10 x 2.5 of quantity, 105 x 1 of price, 130 together."""
    assert _parts(_side(output=(100, 2)), _side(output=(110, 3))) == {
        "quantity": F(25),
        "price": F(105),
    }


def test_input_that_is_billed_as_read_from_a_cache_is_cache() -> None:
    """40 of 100 billed at 0.2 instead of 2: 40 x -1.8; 5 more on top are quantity at the input's rate."""
    used = _side(input=(100, 2))

    assert _parts(used, _side(input=(60, 2), cache_read=(40, "1/5"))) == {"cache": F(-72)}
    assert _parts(used, _side(input=(65, 2), cache_read=(35, "1/5"))) == {"cache": F(-63)}


def test_calls_that_no_log_has_are_no_matter_of_the_cache() -> None:
    """More input and more reads are more calls: 10 x 2 + 50 x 0.2, whatever shares come of it."""
    used = _side(input=(100, 2), cache_read=(100, "1/5"))
    billed = _side(input=(110, 2), cache_read=(150, "1/5"))

    assert _parts(used, billed) == {"quantity": F(30)}


def test_another_tier_of_the_same_meter_is_tier() -> None:
    """30 of 100 are billed at the batch rate of 1 instead of 2: -30."""
    used = {OUT: Amount(F(100), F(200))}
    billed = {OUT: Amount(F(70), F(140)), Way("output", "batch"): Amount(F(30), F(30))}

    assert _parts(used, billed) == {"tier": F(-30)}


def test_a_discount_that_the_bill_states_is_no_price() -> None:
    """100 at the list's 2 are billed at 180: -20."""
    billed = {OUT: Amount(F(100), F(180), F(200))}

    assert _parts({OUT: Amount(F(100), F(200))}, billed) == {"discount": F(-20)}


def test_usage_without_a_price_is_what_the_bill_charges_for_it() -> None:
    """100 without a price are billed at 3 each, and 10 more: 300 unpriced, 30 of quantity."""
    assert _parts(_side(output=(100, None)), _side(output=(110, 3))) == {
        "unpriced": F(300),
        "quantity": F(30),
    }


def test_a_cost_without_a_quantity_explains_its_discount_alone() -> None:
    """Nothing tells why 180 are billed beside 150 metered, but that 200 are listed."""
    billed = {Way(None): Amount(None, F(180), F(200))}

    assert _parts({OUT: Amount(F(75), F(150))}, billed) == {"discount": F(-20)}


AMOUNTS = st.dictionaries(
    st.sampled_from([IN, READ, OUT, Way("input", "batch"), Way("output", "batch")]),
    st.tuples(st.integers(1, 1000), st.fractions(0, 10, max_denominator=50)),
)


@settings(max_examples=60, deadline=None)
@given(AMOUNTS, AMOUNTS)
def test_parts_of_metered_sides_sum_to_the_difference(
    used: dict[Way, tuple[int, Fraction]], billed: dict[Way, tuple[int, Fraction]]
) -> None:
    """Whatever the sides, everything with a price, meter and quantity is explained."""
    sides = [
        {way: Amount(F(n), n * rate) for way, (n, rate) in side.items()} for side in (used, billed)
    ]

    assert sum(explained(*sides).values()) == cost_of(sides[1]) - cost_of(sides[0])
