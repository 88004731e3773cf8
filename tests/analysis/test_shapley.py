"""Shapley values of named factors, exact and in decimals."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import prod
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tokenomics.analysis.shapley import in_decimals, shapley, summed

LAW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
AMOUNTS = st.fractions(min_value=0, max_value=1000, max_denominator=1000)
PAIRS = st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=5)


def _product(base: dict[str, Fraction], head: dict[str, Fraction]) -> dict[str, Fraction]:
    """The parts of the change of a product."""
    return shapley(
        tuple(base),
        lambda moved: prod((head if n in moved else base)[n] for n in base) * Fraction(1),
    )


def _named(
    pairs: list[tuple[Fraction, Fraction]],
) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    base = {f"f{i}": pair[0] for i, pair in enumerate(pairs)}
    return base, {f"f{i}": pair[1] for i, pair in enumerate(pairs)}


def test_two_factors_share_what_they_did_together() -> None:
    """10 x 2 = 20 becomes 15 x 3 = 45: count 5 x (2 + 3) / 2 = 12.5, price 1 x (10 + 15) / 2 = 12.5."""
    parts = _product(
        {"count": Fraction(10), "price": Fraction(2)}, {"count": Fraction(15), "price": Fraction(3)}
    )

    assert parts == {"count": Fraction(25, 2), "price": Fraction(25, 2)}


def test_three_factors_share_by_every_order() -> None:
    """1 x 1 x 1 becomes 2 x 3 x 1: a first 1, after b 3, so 2; b first 2, after a 4, so 3; c none; 5 in all."""
    base = dict.fromkeys("abc", Fraction(1))

    parts = _product(base, {"a": Fraction(2), "b": Fraction(3), "c": Fraction(1)})

    assert parts == {"a": Fraction(2), "b": Fraction(3), "c": Fraction(0)}


def test_decimals_sum_to_the_change_to_the_last_digit() -> None:
    """A third of 1 three times is 0.33..., and the last digit that is missing goes to the first of them."""
    parts = in_decimals(dict.fromkeys("abc", Fraction(1, 3)), Decimal(1))

    assert sum(parts.values()) == 1
    assert parts["a"] == Decimal("0.333333333333333334")
    assert parts["b"] == parts["c"] == Decimal("0.333333333333333333")


def test_decimals_are_as_fine_as_the_change() -> None:
    """Quantities with 6 decimals of their own make amounts with 24: none of them is lost."""
    change = Decimal("0.000000000000000000000003")

    parts = in_decimals({"a": Fraction(change) * 2, "b": -Fraction(change)}, change)

    assert parts == {"a": 2 * change, "b": -change}


def test_zeros_at_the_end_of_a_change_make_parts_no_finer() -> None:
    """A frame keeps 18 decimals: thirds of 1.000000000000000000000000 sum to it there too."""
    parts = in_decimals(dict.fromkeys("abc", Fraction(1, 3)), Decimal(1).quantize(Decimal("1e-24")))

    assert parts["a"] == Decimal("0.333333333333333334")
    assert sum(part.quantize(Decimal("1e-18")) for part in parts.values()) == 1


def test_parts_of_several_amounts_add_up_by_name() -> None:
    """1 + 2 of a, and 5 of b, which only one of them has."""
    assert summed([{"a": Fraction(1)}, {"a": Fraction(2), "b": Fraction(5)}]) == {"a": 3, "b": 5}


@LAW
@given(PAIRS)
def test_parts_sum_to_the_change(pairs: list[tuple[Fraction, Fraction]]) -> None:
    """Whatever factors do, nothing of the change is left over, exactly and in decimals."""
    base, head = _named(pairs)
    change = prod(head.values()) - prod(base.values())

    parts = _product(base, head)

    assert sum(parts.values()) == change
    rounded = in_decimals(parts, Decimal(round(change)))
    assert len(rounded) == len(parts)


@LAW
@given(PAIRS, st.randoms())
def test_names_and_order_decide_nothing(
    pairs: list[tuple[Fraction, Fraction]], random: Random
) -> None:
    """Each factor has the same part wherever it stands."""
    base, head = _named(pairs)
    order = list(base)
    random.shuffle(order)

    parts = _product({n: base[n] for n in order}, {n: head[n] for n in order})

    assert parts == _product(base, head)


@LAW
@given(PAIRS)
def test_the_way_back_undoes_every_part(pairs: list[tuple[Fraction, Fraction]]) -> None:
    """From the head to the base each part is the same with the other sign."""
    base, head = _named(pairs)

    there, back = _product(base, head), _product(head, base)

    assert there == {name: -part for name, part in back.items()}


@LAW
@given(PAIRS, AMOUNTS)
def test_a_factor_that_stays_has_no_part(
    pairs: list[tuple[Fraction, Fraction]], stays: Fraction
) -> None:
    """What is the same at both ends changed nothing."""
    base, head = _named([*pairs, (stays, stays)])

    assert _product(base, head)[f"f{len(pairs)}"] == 0
