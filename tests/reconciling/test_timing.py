"""Usage that is billed on another day."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tokenomics.reconciling.sides import Amount, Group, Side, Way
from tokenomics.reconciling.timing import Moved, late, timing_of

F = Fraction
OUT = Way("output")


def _of(day: int) -> Group:
    return Group(date(2026, 11, day), "acme", "large")


def _side(quantity: int, cost: int) -> Side:
    return {OUT: Amount(F(quantity), F(cost))}


def test_a_day_that_is_billed_with_the_next_one_is_put_back() -> None:
    """10 used on the 3rd are in no line, the 4th has 30 instead of 20 for 60: 10 cost 20."""
    used = {_of(3): _side(10, 20), _of(4): _side(20, 40)}
    placed, moved = late(used, {_of(4): _side(30, 60)})

    assert placed == used
    assert moved == (Moved(_of(3), _of(4), F(20)),)
    assert timing_of(moved) == {_of(3): F(-20), _of(4): F(20)}


def test_no_more_is_put_back_than_was_used() -> None:
    """40 more on the 4th: 10 of them are of the 3rd, 30 are in no log."""
    placed, _ = late({_of(3): _side(10, 20), _of(4): _side(20, 40)}, {_of(4): _side(60, 120)})

    assert placed == {_of(3): _side(10, 20), _of(4): _side(50, 100)}


def test_a_day_with_any_line_of_the_meter_is_billed() -> None:
    """5 of 10 on the 3rd and 5 too many on the 4th may have any reason."""
    billed = {_of(3): _side(5, 10), _of(4): _side(25, 50)}

    assert late({_of(3): _side(10, 20), _of(4): _side(20, 40)}, billed) == (billed, ())


def test_what_is_billed_within_three_days_is_late_and_later_is_not() -> None:
    """Three days on it is found, four days on it is other usage; the bill that is given stays as it is."""
    used = {_of(3): _side(10, 20)}
    billed = {_of(6): _side(10, 20)}

    assert late(used, billed)[1] == (Moved(_of(3), _of(6), F(20)),)
    assert late(used, {_of(7): _side(10, 20)})[1] == ()
    assert billed == {_of(6): _side(10, 20)}


def test_a_line_without_a_quantity_is_of_its_own_day() -> None:
    """Nothing tells how much of it is whose."""
    billed: dict[Group, Side] = {_of(4): {OUT: Amount(None, F(60))}}

    assert late({_of(3): _side(10, 20)}, billed)[1] == ()
