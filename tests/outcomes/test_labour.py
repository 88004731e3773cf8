"""What people's minutes cost."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tokenomics.outcomes.labour import labour_cost, labour_costs
from tokenomics.records.money import total


def test_minutes_cost_their_part_of_an_hour() -> None:
    """A quarter of an hour at 90 dollars is 22.5; a minute at 100 is rounded once; without a price nothing."""
    assert labour_cost(Decimal(15), Decimal(90)) == Decimal("22.5")
    assert labour_cost(Decimal(1), Decimal(100)) == Decimal("1.666666666666666667")
    assert labour_cost(Decimal(15), None) == 0


def test_groups_share_what_all_minutes_cost() -> None:
    """Three minutes at 100 dollars an hour are 5: 1.666... each, with a unit more for the first two."""
    found = labour_costs(dict.fromkeys("abc", Decimal(1)), Decimal(100))

    third = Decimal("1.666666666666666666")
    assert found == {"a": third + Decimal("1e-18"), "b": third + Decimal("1e-18"), "c": third}
    assert labour_costs({"a": Decimal(1)}, None) == {"a": 0}
    assert labour_costs({"a": Decimal(0)}, Decimal(100)) == {"a": 0}


@given(st.lists(st.decimals(0, 10**4, places=3), max_size=9), st.decimals("0.01", 500, places=2))
def test_any_grouping_sums_to_the_whole(minutes: list[Decimal], hourly: Decimal) -> None:
    """Whatever minutes are put together, all of them cost the same."""
    apart = labour_costs(dict(enumerate(minutes)), hourly)

    assert total(apart.values()) == labour_cost(total(minutes), hourly)
