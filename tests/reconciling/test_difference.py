"""The differences of all groups, and their parts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from support.usage import book_of
from tokenomics.reconciling.difference import (
    NOTHING,
    PARTS,
    TOLERANCE,
    Difference,
    differences,
    status,
)
from tokenomics.reconciling.matching import Matched, Telling
from tokenomics.reconciling.sides import Amount, Group, Side, Way

F = Fraction
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 10)
IN = Way("input")


def _of(day: int, model: str | None = "large") -> Group:
    return Group(FIRST + timedelta(days=day - 1), "acme", model)


def _side(quantity: int | None, cost: str) -> Side:
    return {IN: Amount(None if quantity is None else F(quantity), F(cost))}


def _found(
    folder: Path,
    used: dict[Group, Side],
    billed: dict[Group, Side],
    besides: dict[tuple[Group, str], Decimal] | None = None,
    *,
    by_month: bool = False,
) -> dict[Group, dict[str, Decimal]]:
    """The parts that are not zero, by group."""
    tells = Telling(FIRST, LAST, by_month, frozenset(), False, False)
    sides = Matched(used, billed, besides or {}, {"acme": tells}, {}, [])
    return {
        group: {name: part for name, part in of.parts.items() if part}
        for group, of in differences(sides, book_of(folder))[0].items()
    }


def test_each_group_has_its_parts(tmp_path: Path) -> None:
    """110 for 220 beside 100 for 200 is 20 of quantity; a tax of 4 has a group of its own."""
    found = _found(
        tmp_path, {_of(2): _side(100, "200")}, {_of(2): _side(110, "220")},
        {(_of(2, None), "tax"): Decimal(4)},
    )  # fmt: skip

    assert found == {_of(2): {"quantity": Decimal(20)}, _of(2, None): {"tax": Decimal(4)}}


def test_what_nothing_explains_is_said_to_be_so(tmp_path: Path) -> None:
    """A cost without a quantity, 7 more than was metered; a line of a kind of its own."""
    found = _found(
        tmp_path, {_of(2): _side(100, "200")}, {_of(2): {Way(None): Amount(None, F(207))}},
        {(_of(3), "fee"): Decimal(2), (_of(3), "refund"): Decimal(-1)},
    )  # fmt: skip

    assert found == {
        _of(2): {"unexplained": Decimal(7)},
        _of(3): {"unexplained": Decimal(2), "correction": Decimal(-1)},
    }


def test_what_the_last_day_of_a_bill_lacks_is_a_matter_of_time(tmp_path: Path) -> None:
    """60 of 100 are billed on the last day: -80 not yet; on an earlier day it is missing."""
    used = {_of(9): _side(100, "200"), _of(10): _side(100, "200")}
    billed = {_of(9): _side(60, "120"), _of(10): _side(60, "120")}

    assert _found(tmp_path, used, billed) == {
        _of(9): {"quantity": Decimal(-80)},
        _of(10): {"timing": Decimal(-80)},
    }
    assert _found(tmp_path, used, billed, by_month=True)[_of(10)] == {"quantity": Decimal(-80)}


def test_what_is_billed_a_day_later_is_so_on_both_days(tmp_path: Path) -> None:
    """20 are used on the 3rd and billed on the 4th: less on the one, more on the other."""
    used = {_of(3): _side(10, "20"), _of(4): _side(20, "40")}

    assert _found(tmp_path, used, {_of(4): _side(30, "60")}) == {
        _of(3): {"timing": Decimal(-20)},
        _of(4): {"timing": Decimal(20)},
    }


def test_parts_sum_to_the_difference_to_the_last_digit(tmp_path: Path) -> None:
    """A third of a cent at the 18th decimal is in no part lost: 1 / 3 of 0.01 is 0.003333333333333333."""
    used = {_of(2): {IN: Amount(F(3), F(1, 300))}}
    (of,) = differences(
        Matched(used, {_of(2): _side(5, "0.01")}, {}, {}, {}, []), book_of(tmp_path)
    )[0].values()

    assert of.metered == Decimal("0.003333333333333333")
    assert sum(of.parts.values()) == of.whole == Decimal("0.006666666666666667")


@pytest.mark.parametrize(
    ("billed", "metered", "sides", "word"),
    [
        ("100", "99", (True, True), "matched"), ("100", "98.99", (True, True), "off"),
        ("99", "100", (True, True), "matched"), ("5", "0", (True, False), "billed only"),
        ("0", "5", (False, True), "metered only"), ("0", "0", (True, True), "matched"),
    ],
)  # fmt: skip
def test_a_difference_up_to_the_tolerance_is_none(
    billed: str, metered: str, sides: tuple[bool, bool], word: str
) -> None:
    """1 % of the greater side: of 100 a difference of 1 is none, 1.01 is one."""
    of = Difference(Decimal(billed), Decimal(metered), {}, *sides)

    assert status(of, TOLERANCE) == word


def test_differences_add_up() -> None:
    """Amounts, parts, and which sides there are."""
    parts = {**dict.fromkeys(PARTS, Decimal(0)), "tax": Decimal(2)}
    of = Difference(Decimal(5), Decimal(3), parts, has_bill=True, has_usage=False)
    both = NOTHING.plus(of).plus(of._replace(has_bill=False, has_usage=True))

    assert (both.billed, both.metered, both.whole, both.parts["tax"]) == (10, 6, 4, 4)
    assert (both.has_bill, both.has_usage) == (True, True)
