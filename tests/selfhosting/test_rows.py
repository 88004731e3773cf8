"""Tests of rows.py."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tokenomics.records.money import round_fraction, total
from tokenomics.selfhosting.api import Price
from tokenomics.selfhosting.rows import COLUMNS, PARTS, Case, margin, part_rows, row, spare
from tokenomics.selfhosting.serving import MILLION, Hosting, Part, capacity, cost_per_token
from tokenomics.selfhosting.stated import Served

ONE = Fraction(1)
# 8.40 an hour and 1,400 tokens a second, 1,000 besides and a cent for a million tokens.
OF = Hosting(
    (
        Part("GPU hours", Fraction(6_132), "unit", "1 x 8.40"),
        Part("engineering", Fraction(1_000), "all", "0.1 of a post"),
        Part("network", Fraction(1, 100 * MILLION), "token", "0.01"),
    ),
    Fraction(1_400), Fraction(730),
)  # fmt: skip
BARE = OF._replace(parts=OF.parts[:1])


def _case(of: Hosting, price: int | None = None, **more: Any) -> dict[str, Any]:
    asked = None if price is None else Price("api", Fraction(price, MILLION), "")
    case = Case(Served(None, of, ""), ONE, asked, None, ())._replace(**more)
    return dict(zip((column.name for column in COLUMNS), row(case), strict=True))


def test_a_row_has_what_a_unit_serves_and_costs() -> None:
    """1,400 x 3,600 x 730 tokens for 6,132: 1.67 a million."""
    found = {name: value for name, value in _case(BARE).items() if value is not None}

    assert found == {
        "utilisation": 1,
        "cost_per_million_tokens": Decimal("1.666666666666666667"),
        "tokens_per_month": 3_679_200_000,
        "cost_per_month": 6_132,
    }


def test_beside_an_api_it_pays_from_a_volume() -> None:
    """At 5 a million 6,132 are 1,226.4 million tokens, a third of what the unit serves."""
    found = _case(BARE, 5, assumed=("hours", "pue"))

    assert (found["against"], found["api_cost_per_million_tokens"]) == ("api", 5)
    assert (found["pays"], found["break_even_units"]) == ("1 unit", 1)
    assert (found["break_even_tokens"], found["break_even_cost"]) == (1_226_400_000, 6_132)
    assert found["always_from_tokens"] == 1_226_400_000 * 2 - 1_226_400_000
    assert found["least_utilisation"] == round_fraction(Fraction(1, 3))
    assert found["margin"] == round_fraction(Fraction(2, 3))
    assert found["assumed"] == "hours, pue"


def test_it_may_never_pay() -> None:
    """At 1 a million a full unit costs more, so its seller loses two thirds of the price."""
    found = _case(BARE, 1)

    assert found["pays"] == "never"
    assert (found["break_even_tokens"], found["break_even_units"]) == (None, None)
    assert found["margin"] == round_fraction(1 - Fraction(5, 3))


def test_a_price_of_nothing_has_no_margin() -> None:
    """Nothing is a share of it."""
    assert margin(BARE, ONE, Fraction(0)) is None


def test_a_volume_has_its_units_and_both_costs() -> None:
    """4 billion tokens take two units: 12,264; at 5 a million the API asks 20,000."""
    found = _case(BARE, 5, volume=Fraction(4_000_000_000))
    alone = _case(BARE, volume=Fraction(4_000_000_000))

    names = ("volume", "volume_units", "volume_cost", "volume_api_cost", "volume_saving")
    assert [found[name] for name in names] == [4_000_000_000, 2, 12_264, 20_000, 7_736]
    assert [alone[name] for name in names] == [4_000_000_000, 2, 12_264, None, None]


def test_parts_sum_to_what_a_unit_costs() -> None:
    """6,132 + 1,000 + 36.792 a month; a spare unit is a part of its own."""
    rows = part_rows(Served("fp8", OF._replace(spare=1), ""), ONE)
    names = [column.name for column in PARTS]

    assert [line[names.index("part")] for line in rows] == [
        "GPU hours", "engineering", "network", "redundancy",
    ]  # fmt: skip
    assert [line[names.index("cost_per_month")] for line in rows] == [
        6_132, 1_000, Decimal("36.792"), 6_132,
    ]  # fmt: skip
    assert [line[names.index("grows_with")] for line in rows] == [
        "units", "nothing", "tokens", "units",
    ]  # fmt: skip
    assert rows[0][:2] == ("fp8", "100 %")
    assert rows[3][-1] == "redundancy: 1 unit to spare, paid and not used"


def test_what_costs_nothing_has_no_parts() -> None:
    """There is nothing to share out."""
    free = Hosting((Part("GPU hours", Fraction(0), "unit", ""),), ONE, ONE)

    assert part_rows(Served(None, free, ""), ONE) == []


def test_a_factor_is_told_as_one() -> None:
    """Each unit is paid 1.5 times."""
    assert spare(OF._replace(factor=Fraction(3, 2))) == "each unit is paid 1.5 times"


@given(
    st.lists(st.fractions(0, 10_000, max_denominator=997), min_size=3, max_size=3),
    st.fractions(Fraction(1, 97), 1, max_denominator=97),
    st.integers(0, 2),
)
def test_parts_always_sum_to_the_whole(amounts: list[Fraction], busy: Fraction, more: int) -> None:
    """To the last digit, by the month and by the million."""
    parts = tuple(
        part._replace(amount=amount / (MILLION if part.per == "token" else 1))
        for part, amount in zip(OF.parts, amounts, strict=True)
    )
    of = OF._replace(parts=parts, spare=more)
    rows = part_rows(Served(None, of, ""), busy)
    each = cost_per_token(of, busy)

    assert total(line[3] for line in rows if isinstance(line[3], Decimal)) == round_fraction(
        each * capacity(of, busy)
    )
    assert total(line[4] for line in rows if isinstance(line[4], Decimal)) == round_fraction(
        each * MILLION
    )
