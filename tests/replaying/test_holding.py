"""Whether quality holds, from counts alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenomics.replaying.holding import (
    BANDS,
    BOUNDS,
    STANDINGS,
    Standing,
    Tally,
    added,
    is_held,
    standing,
    together,
)

_tallies = st.integers(0, 400).flatmap(
    lambda judged: st.builds(Tally, st.integers(0, judged), st.just(judged))
)


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        # 70 % and 90 % of 100: -0.2, its upper end -0.09 (see test_newcombe_by_hand).
        (Tally(70, 100), Tally(90, 100), "worse"),
        (Tally(90, 100), Tally(70, 100), "holds"),
        (Tally(88, 100), Tally(90, 100), "unclear"),
        # 9,000 of 10,000 both: 0 with ends of less than a point.
        (Tally(9_000, 10_000), Tally(9_000, 10_000), "holds"),
        (Tally(0, 29), Tally(10_000, 10_000), "no evidence"),
        (Tally(0, 30), Tally(10_000, 10_000), "worse"),
        (Tally(0, 0), Tally(0, 0), "no evidence"),
    ],
)
def test_tasks_stand_by_the_interval_of_the_difference(
    then: Tally, now: Tally, expected: Standing
) -> None:
    """Below 0 it is worse, above -0.05 it holds, of fewer than 30 judged tasks nothing is known."""
    assert standing(then, now) == expected


def test_what_is_asked_again_may_yet_succeed() -> None:
    """The upper end is -0.09: a tenth asked again may make up for it, a twentieth cannot."""
    then, now = Tally(70, 100), Tally(90, 100)

    assert standing(then, now, Decimal("0.05")) == "worse"
    assert standing(then, now, Decimal("0.1")) == "unclear"


def test_a_model_is_chosen_by_the_lower_end_of_enough_tasks() -> None:
    """200 of 200: from 200 / (200 + 3.8415) = 0.98115 on; of 199 nothing is chosen."""
    assert is_held(Tally(200, 200), Decimal("0.981"))
    assert not is_held(Tally(200, 200), Decimal("0.982"))
    assert not is_held(Tally(199, 199), Decimal("0.5"))


def test_tallies_add_up() -> None:
    """1 + 3 of 2 + 5, of which 0 + 1 mixed."""
    assert added(Tally(1, 2), Tally(3, 5, 1)) == Tally(4, 7, 1)


def test_parts_weigh_what_they_are() -> None:
    """Three of 8 of 10 (0.4902 to 0.9433) and one of 0 of 10 (0 to 0.2775): 0.6, down by the root of
    (0.75 x 0.3098)^2 = 0.2324, up by that of (0.75 x 0.1433)^2 + (0.25 x 0.2775)^2 = 0.1279.
    """
    share, (low, high) = together([(3, Tally(8, 10)), (1, Tally(0, 10))])

    assert low is not None
    assert high is not None
    assert (share, f"{low:.4f}", f"{high:.4f}") == (Decimal("0.6"), "0.3676", "0.7279")


def test_one_part_is_itself() -> None:
    """To the last digit, whatever it weighs."""
    assert together([(7, Tally(8, 10))]) == (Decimal("0.8"), Tally(8, 10).interval)


def test_bands_have_names() -> None:
    """One more than there are bounds."""
    assert len(BANDS) == len(BOUNDS) + 1


@given(_tallies, _tallies)
def test_nothing_is_worse_both_ways(one: Tally, other: Tally) -> None:
    """What is surely lower is not lower the other way round, and each stands somewhere."""
    both = {standing(one, other), standing(other, one)}

    assert both <= set(STANDINGS)
    assert "worse" not in both or both == {"worse", "holds"}
