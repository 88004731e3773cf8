"""Bills spread over the usage that caused them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from support.budgeting import at
from tokenomics.reconciling.lines import Line
from tokenomics.reconciling.matching import matched
from tokenomics.reconciling.sides import Amount, Group, Way
from tokenomics.reconciling.spreading import Spread, spread, with_idle
from tokenomics.reconciling.usage import Metered

F = Fraction
A, B = ("a",), ("b",)


def _line(billed: str, quantity: int | None = None, **more: Any) -> Line:
    """A line of large on the second of November."""
    first = at(f"2026-11-{more.pop('day', 2):02d}")
    line = Line(
        first, first + timedelta(days=1), "acme", "API", "large", None if quantity is None else "input",
        None, "usage", 1, None if quantity is None else Decimal(quantity), Decimal(billed), None,
    )  # fmt: skip
    return line._replace(**more)


def _used(key: tuple[str, ...], quantity: int, cost: int, meter: str = "input", day: int = 2, **of: Any) -> Metered:  # fmt: skip
    group = Group(date(2026, 11, day), of.get("provider", "acme"), of.get("model", "large"))
    return Metered(group, Way(meter), Amount(F(quantity), F(cost)), key)


def _spread(lines: list[Line], *used: Metered) -> Spread:
    return spread(matched(lines, used, "UTC"), used)


def test_a_line_is_spread_by_quantity() -> None:
    """30 for 30 units, of which a used 20 and b 10, whatever these cost here."""
    assert _spread([_line("30", 30)], _used(A, 20, 1), _used(B, 10, 9)) == Spread(
        {A: Decimal(20), B: Decimal(10)}, Decimal(0)
    )


def test_what_was_not_metered_has_no_cause_here() -> None:
    """40 for 40 units, 30 of them metered: 10 are nobody's."""
    assert _spread([_line("40", 40)], _used(A, 20, 1), _used(B, 10, 1)) == Spread(
        {A: Decimal(20), B: Decimal(10)}, Decimal(10)
    )


def test_who_used_more_than_is_billed_bears_the_line_alone() -> None:
    """15 for 15 units of 30 that were metered."""
    assert _spread([_line("15", 15)], _used(A, 20, 1), _used(B, 10, 1)).by_key == {A: 10, B: 5}


def test_a_cost_alone_is_spread_by_the_cost_here() -> None:
    """12 beside 3 and 1 dollars at the book's prices: 9 and 3."""
    assert _spread([_line("12")], _used(A, 5, 3), _used(B, 5, 1, "output")).by_key == {A: 9, B: 3}


def test_a_cost_alone_of_usage_without_prices_is_spread_by_quantity() -> None:
    """12 beside 20 and 10 units that have no price here: 8 and 4."""
    used = [
        each._replace(amount=each.amount._replace(cost=None))
        for each in (_used(A, 20, 0), _used(B, 10, 0, "output"))
    ]

    assert _spread([_line("12")], *used).by_key == {A: 8, B: 4}


def test_a_write_of_another_lifetime_bears_the_line() -> None:
    """Billed as a write, metered as one for five minutes; a line without any usage is nobody's."""
    lines = [_line("6", 10, meter="cache_write"), _line("5", 10, meter="output")]

    assert _spread(lines, _used(A, 10, 1, "cache_write_5m")) == Spread({A: Decimal(6)}, Decimal(5))


def test_a_line_that_is_billed_late_is_of_the_day_of_its_usage() -> None:
    """A used 10 on the 2nd, b 20 on the 3rd, 30 are billed on the 3rd."""
    lines = [_line("30", 30, day=3), _line("1", 1, day=2, meter="output")]
    found = _spread(lines, _used(A, 10, 1), _used(B, 20, 1, day=3), _used(A, 1, 1, "output"))

    assert found == Spread({A: Decimal(11), B: Decimal(20)}, Decimal(0))


def test_taxes_and_credits_follow_usage() -> None:
    """20 and 10 of usage and 10 of nobody bear a tax of 4 as 2, 1 and 1, and a credit of -8 as -4, -2 and -2."""
    lines = [
        _line("40", 40), _line("4", model=None, kind="tax"), _line("-8", model=None, kind="credit")
    ]  # fmt: skip
    found = _spread(lines, _used(A, 20, 1), _used(B, 10, 1))

    assert found == Spread({A: Decimal(18), B: Decimal(9)}, Decimal(9))


def test_what_a_line_names_a_model_for_follows_that_model() -> None:
    """A correction of large is of a alone, though b used small."""
    lines = [_line("10", 10), _line("10", 10, model="small"), _line("-3", kind="correction")]
    found = _spread(lines, _used(A, 10, 1), _used(B, 10, 1, model="small"))

    assert found.by_key == {A: 7, B: 10}


def test_usage_of_other_providers_and_days_bears_nothing() -> None:
    """Nobody bills it here."""
    found = _spread([_line("10", 10)], _used(A, 10, 1), _used(B, 10, 1, provider="other"), _used(B, 9, 1, day=9))  # fmt: skip

    assert found == Spread({A: Decimal(10)}, Decimal(0))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.decimals("-9", "99", places=6), st.integers(1, 50), st.booleans()), min_size=1, max_size=6),
    st.lists(st.tuples(st.sampled_from([A, B, ("c",)]), st.integers(1, 50)), max_size=8),
)  # fmt: skip
def test_the_parts_sum_to_the_bills_to_the_last_digit(
    lines: list[tuple[Decimal, int, bool]], used: list[tuple[tuple[str, ...], int]]
) -> None:
    """Whatever is billed, for whatever usage."""
    bills = [_line("1", 10), *(
        _line(str(cost), quantity, kind="usage" if is_usage else "credit")
        for cost, quantity, is_usage in lines
    )]  # fmt: skip
    found = _spread(bills, *(_used(key, quantity, quantity) for key, quantity in used))

    assert sum(found.by_key.values()) + found.rest == sum(line.billed for line in bills)


def test_what_was_idle_is_nobody_s() -> None:
    """Of commitments of 40 and 20 a quarter, 15, was idle; the other 45 follow 2 and 1 dollars of usage that is billed 0."""
    lines = [
        _line("0", 30), _line("40", kind="commitment"), _line("20", kind="commitment", model=None),
        _line("7", kind="commitment", provider="other"),
    ]  # fmt: skip
    used = [_used(A, 20, 2), _used(B, 10, 1)]
    sides = with_idle(matched(lines, used, "UTC"), {"acme": Decimal(15)})

    assert spread(sides, used) == Spread({A: Decimal(30), B: Decimal(15)}, Decimal(22))
    assert sum(sides.besides.values()) == 67


def test_no_more_than_all_is_idle() -> None:
    """Bills that are cut at the period's ends may state less than what was bought."""
    sides = matched([_line("0", 30), _line("4", kind="commitment")], [_used(A, 20, 2)], "UTC")

    assert spread(with_idle(sides, {"acme": Decimal(9)}), []).rest == 4


def test_commitments_follow_the_calls_on_capacity() -> None:
    """Of 30 for capacity the two calls on it bear 20 and 10, worth 2 and 1 dollars, and what is billed by the token nothing."""
    lines = [_line("50", 50), _line("30", model=None, kind="commitment")]
    used = [
        _used(A, 5, 2, "output")._replace(on_capacity=True),
        _used(B, 5, 1, "output")._replace(on_capacity=True),
        _used(("c",), 50, 50),
    ]

    assert _spread(lines, *used).by_key == {A: 20, B: 10, ("c",): 50}


def test_what_has_no_price_weighs_nothing_beside_what_has_one() -> None:
    """A commitment follows a's 2 dollars alone, not the thousand units of b, another day, without a price."""
    unpriced = _used(B, 1000, 0, day=3)
    used = [_used(A, 5, 2), unpriced._replace(amount=unpriced.amount._replace(cost=None))]
    lines = [_line("0", 5), _line("0", 1000, day=3), _line("9", model=None, kind="commitment")]

    assert _spread(lines, *used).by_key == {A: 9}
