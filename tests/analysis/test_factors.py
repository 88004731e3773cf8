"""The parts of a flow's change: laws that hold whatever was used. Pure cases are in test_drivers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from support.laws import few
from tokenomics.analysis.factors import GONE, NEW, PARTS, split
from tokenomics.analysis.leaves import Leaf, Metered, Use, Uses, Way

LAW = few()
METERS = ("input", "cache_read", "output")
MODELS = tuple(("acme", name) for name in ("small", "large", "other"))
LEAVES = [Leaf(model, Way(tier)) for model in MODELS for tier in ("standard", "batch")]

RATES = st.fractions(0, 10, max_denominator=10)
USES = st.dictionaries(
    st.sampled_from(LEAVES),
    st.builds(
        Use,
        st.integers(1, 50),
        st.fixed_dictionaries(
            {name: st.builds(Metered, st.integers(0, 100).map(Fraction), RATES) for name in METERS}
        ),
    ),
    max_size=4,
)


def _cost(side: Uses) -> Fraction:
    return sum(
        (of.quantity * (of.rate or 0) for use in side.values() for of in use.meters.values()),
        Fraction(),
    )


def _renamed(side: Uses, names: Mapping[str, str]) -> Uses:
    return {
        leaf._replace(model=("acme", names[str(leaf.model[1])])): use for leaf, use in side.items()
    }


@LAW
@given(USES, USES)
def test_parts_sum_to_the_change(base: Uses, head: Uses) -> None:
    """Where every rate is known nothing is left unexplained, to the last fraction."""
    assert sum(split(base, head).parts.values()) == _cost(head) - _cost(base)


@LAW
@given(USES, USES, st.permutations([str(name) for _, name in MODELS]))
def test_names_of_models_decide_nothing(base: Uses, head: Uses, order: list[str]) -> None:
    """Models under other names have the same parts."""
    plain: list[str] = ["small", "large", "other"]
    names = dict(zip(plain, order, strict=True))

    assert split(_renamed(base, names), _renamed(head, names)).parts == split(base, head).parts


@LAW
@given(USES, USES)
def test_the_way_back_undoes_every_part(base: Uses, head: Uses) -> None:
    """From the head to the base parts have the other sign, and what was new has vanished."""
    there, back = split(base, head).parts, split(head, base).parts

    other = {NEW: GONE, GONE: NEW}
    assert there == {name: -back[other.get(name, name)] for name in PARTS}


@LAW
@given(USES)
def test_what_stays_has_no_parts(side: Uses) -> None:
    """Equal usage at equal rates changed nothing, in no part."""
    assert not any(split(side, side).parts.values())


@LAW
@given(USES, USES)
def test_usage_that_costs_nothing_has_no_parts(base: Uses, head: Uses) -> None:
    """Whatever its counts do, a flow whose rates are all 0 changes no cost."""
    free = [
        {
            leaf: use._replace(
                meters={name: of._replace(rate=Fraction()) for name, of in use.meters.items()}
            )
            for leaf, use in side.items()
        }
        for side in (base, head)
    ]

    assert not any(split(free[0], free[1]).parts.values())


def test_requests_that_move_to_a_new_model_change_no_volume() -> None:
    """4 calls of 10 at 1 become 2 of them and 2 of a new model at 2: -20 by the old one's share, +40 new."""
    old, new = LEAVES[0], LEAVES[2]

    def use(count: int, rate: int) -> Use:
        return Use(count, {"input": Metered(Fraction(10 * count), Fraction(rate))})

    parts = split({old: use(4, 1)}, {old: use(2, 1), new: use(2, 2)}).parts

    assert {name: part for name, part in parts.items() if part} == {"model_mix": -20, NEW: 40}


def test_a_new_model_has_its_share_of_the_growth_as_volume() -> None:
    """2 calls of 10 at 1 become 2 of them and 2 of a new model at 2: 20 become 60.

    Volume +2 requests, at the old shares 10 each, at the new ones 15: 2 x 12.5 = 25. The old model's
    share falls by half of 3 calls on average, -15; the new one has as much at 20 each, 30. 25 - 15 + 30 = 40.
    """
    old, new = LEAVES[0], LEAVES[2]
    base = {old: Use(2, {"input": Metered(Fraction(20), Fraction(1))})}
    head = {**base, new: Use(2, {"input": Metered(Fraction(20), Fraction(2))})}

    parts = split(base, head).parts

    assert {name: part for name, part in parts.items() if part} == {
        "volume": 25, "model_mix": -15, NEW: 30,
    }  # fmt: skip


def test_a_meter_without_a_rate_where_it_was_used_is_in_no_part() -> None:
    """Output had no rate in the base: of input's 1 x 10 and 1 x 20, and output's 5 x 1, only 10 are told apart."""
    base = {
        LEAVES[0]: Use(
            1, {"input": Metered(Fraction(10), Fraction(1)), "output": Metered(Fraction(5), None)}
        )
    }
    head = {
        LEAVES[0]: Use(
            1,
            {
                "input": Metered(Fraction(20), Fraction(1)),
                "output": Metered(Fraction(5), Fraction(1)),
            },
        )
    }

    assert sum(split(base, head).parts.values()) == 10
