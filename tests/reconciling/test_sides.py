"""Amounts by meter and tier."""

from __future__ import annotations

from fractions import Fraction

from tokenomics.reconciling.sides import Amount, Way, cost_of, is_metered

F = Fraction


def test_amounts_add_up_and_what_is_not_known_of_one_is_not_known_of_both() -> None:
    """2 for 10 and 3 for 5 are 5 for 15; with an amount without a cost only the quantity is known."""
    both = Amount(F(10), F(2)).plus(Amount(F(5), F(3)))

    assert both == Amount(F(15), F(5))
    assert both.plus(Amount(F(1), None)) == Amount(F(16), None)


def test_the_rate_is_without_discounts_where_they_are_known() -> None:
    """8 of 10 listed for 4 units: 10 / 4; without a list price 8 / 4; of nothing there is none."""
    assert Amount(F(4), F(8), F(10)).rate == F(10, 4)
    assert Amount(F(4), F(8)).rate == 2
    assert Amount(F(0), F(8)).rate is None
    assert Amount(F(4), None).rate is None


def test_a_side_is_metered_where_each_amount_has_a_meter_and_a_quantity() -> None:
    """A cost alone has neither; what has no cost adds nothing."""
    metered = {Way("input"): Amount(F(1), F(2)), Way("output"): Amount(F(1), None)}

    assert (is_metered(metered), cost_of(metered)) == (True, 2)
    assert not is_metered({Way(None): Amount(F(1), F(2))})
    assert not is_metered({Way("input"): Amount(None, F(2))})
