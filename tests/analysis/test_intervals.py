"""Intervals against published figures, and planted costs whose truth is known."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokenomics.analysis.intervals import Drawn, Interval, bootstrap, newcombe, wilson
from tokenomics.records.money import EXACT

_tasks = st.lists(
    st.builds(
        Drawn,
        st.decimals(0, 100, places=18),
        st.sampled_from((0, 1)),
    ),
    min_size=1,
    max_size=12,
)
_few = settings(max_examples=15, deadline=None)


@pytest.mark.parametrize(
    ("successes", "judged", "low", "high"),
    [
        (81, 263, "0.2553", "0.3662"),
        (15, 148, "0.0624", "0.1605"),
        (0, 20, "0.0000", "0.1611"),
        (1, 29, "0.0061", "0.1718"),
    ],
)
def test_wilson_is_as_published(successes: int, judged: int, low: str, high: str) -> None:
    """The four cases of Newcombe's comparison of intervals (Statistics in Medicine 17, 1998), method 3."""
    found = wilson(successes, judged)

    assert [f"{end:.4f}" for end in found if end is not None] == [low, high]


def test_wilson_by_hand() -> None:
    """8 of 10, z = 1.96, z^2 = 3.8415: the middle is 0.8 + 3.8415 / 20 = 0.99207, half the width 1.96 x
    sqrt(0.16 / 10 + 3.8415 / 400) = 0.31360, the scale 1.38415: 0.67847 / 1.38415 = 0.4902 to 0.9433.
    """
    low, high = wilson(8, 10)

    assert low is not None
    assert high is not None
    assert (f"{low:.4f}", f"{high:.4f}") == ("0.4902", "0.9433")


def test_all_or_none_succeeded_ends_where_shares_end() -> None:
    """Of 0 of n the interval is 0 to z^2 / (n + z^2): 3.8415 / 13.8415 = 0.2775; of n of n its mirror."""
    low, high = wilson(0, 10)

    assert high is not None
    assert (low, f"{high:.4f}") == (0, "0.2775")
    assert wilson(10, 10) == (EXACT.subtract(Decimal(1), high), 1)


def test_of_nothing_nothing_is_known() -> None:
    """Without a judged task a share has no ends."""
    assert wilson(0, 0) == Interval(None, None)


def test_equal_tasks_leave_no_doubt_about_cost() -> None:
    """Twenty successes of 0.5 dollars each: whichever are drawn, one costs 0.5."""
    assert bootstrap([Drawn(Decimal("0.5"), 1)] * 20) == (Decimal("0.5"), Decimal("0.5"))


def test_two_tasks_by_hand() -> None:
    """One of 1 dollar succeeds, one of 3 fails. Of two draws a quarter is 1 dollar a success, a half 4, and
    a quarter has no success, more than the 2.5 % above: from 1 without an upper end.
    """
    found = bootstrap([Drawn(Decimal(1), 1), Drawn(Decimal(3), 0)])

    assert found == (1, None)


def test_what_is_spent_anyway_is_in_every_draw() -> None:
    """Ten successes of 0.5 dollars and 5 dollars besides: (10 x 0.5 + 5) / 10 = 1, whichever are drawn."""
    assert bootstrap([Drawn(Decimal("0.5"), 1)] * 10, Decimal(5)) == (1, 1)


def test_what_was_paid_back_is_spent_less() -> None:
    """Five successes cost 2 dollars, five were paid 1 dollar: 0.5 on average, 1.5 around it: below 0, above 1."""
    low, high = bootstrap([*[Drawn(Decimal(2), 1)] * 5, *[Drawn(Decimal(-1), 1)] * 5])

    assert low is not None
    assert high is not None
    assert -1 <= low < 0
    assert 1 < high <= 2


def test_great_and_tiny_costs_are_added_exactly() -> None:
    """Ten successes of 10^18 dollars and 10^-18 each: one costs that, to the last digit."""
    cost = Decimal("1000000000000000000.000000000000000001")

    assert bootstrap([Drawn(cost, 1)] * 10) == (cost, cost)


def test_one_task_is_always_drawn() -> None:
    """Of one success nothing is known but itself: the interval is its cost."""
    assert bootstrap([Drawn(Decimal(3), 1)]) == (3, 3)


@pytest.mark.parametrize("tasks", [[], [Drawn(Decimal(3), 0)] * 5])
def test_without_a_success_there_is_no_interval(tasks: list[Drawn]) -> None:
    """A cost per success without a success has no ends."""
    assert bootstrap(tasks) == Interval(None, None)


def test_figures_stay_the_same_whatever_runs_them() -> None:
    """The draws are those of a hash: these digits, around 820 / 20 = 41, hold on every machine."""
    tasks = [Drawn(Decimal(n), n % 2) for n in range(1, 41)]

    assert bootstrap(tasks) == (
        Decimal("29.6"),
        Decimal("62.875"),
    )


def test_three_of_four_tasks_cost_the_truth_nineteen_times_of_twenty() -> None:
    """Costs of exp(N(-4, 1)), 70 % successes: a success costs exp(-4 + 1 / 2) / 0.7 = 0.04314 in truth.

    Of 100 intervals of 60 tasks 95 should hold it; fewer than 88 would be 3 deviations (of 2.2) off.
    """
    source, truth, held = random.Random(8), Decimal("0.04314"), 0
    for _ in range(100):
        tasks = [
            Drawn(
                Decimal(source.lognormvariate(-4, 1)).quantize(Decimal("1e-9")),
                int(source.random() < 0.7),
            )
            for _ in range(60)
        ]
        low, high = bootstrap(tasks)
        assert low is not None
        assert high is not None
        held += low <= truth <= high

    assert 88 <= held < 100


def test_the_most_tasks_have_the_interval_of_one_less() -> None:
    """Costs of 1 to 16 dollars, 8.5 on average, their deviation 4.61: 1.96 x 4.61 / 16 = 0.565 on each side.

    The draws of 256 tasks are others than those of 255: both are within a tenth of that.
    """
    for count in (256, 255):
        low, high = bootstrap([Drawn(Decimal(n % 16 + 1), 1) for n in range(count)])
        assert low is not None
        assert high is not None
        assert abs(low - Decimal("7.935")) < Decimal("0.06")
        assert abs(high - Decimal("9.065")) < Decimal("0.06")


def test_more_tasks_than_can_be_drawn_are_refused() -> None:
    """They are to be put into blocks first."""
    with pytest.raises(ValueError, match="257 tasks"):
        bootstrap([Drawn(Decimal(1), 1)] * 257)


@_few
@given(tasks=_tasks, order=st.randoms(use_true_random=False))
def test_order_changes_nothing(tasks: list[Drawn], order: random.Random) -> None:
    """Tasks have no names and no order: what decides are their costs and successes."""
    again = tasks[:]
    order.shuffle(again)

    assert bootstrap(again) == bootstrap(tasks)


@_few
@given(tasks=_tasks)
def test_ends_lie_in_order(tasks: list[Drawn]) -> None:
    """Low before high, and never below the cheapest task: a draw has no more successes than tasks."""
    low, high = bootstrap(tasks)

    assert low is None or low >= min(task.cost for task in tasks)
    assert low is None or high is None or low <= high
    assert high is None or low is not None


@_few
@given(judged=st.integers(1, 10**7), data=st.data())
def test_a_share_lies_in_its_interval(judged: int, data: st.DataObject) -> None:
    """0 <= low <= share <= high <= 1, and more tasks of the same share say it more exactly."""
    successes = data.draw(st.integers(0, judged))
    low, high = wilson(successes, judged)
    closer = wilson(10 * successes, 10 * judged)

    assert low is not None
    assert high is not None
    assert closer.low is not None
    assert closer.high is not None
    assert 0 <= low <= EXACT.divide(Decimal(successes), Decimal(judged)) + Decimal("1e-18")
    assert EXACT.divide(Decimal(successes), Decimal(judged)) - Decimal("1e-18") <= high <= 1
    assert closer.high - closer.low < high - low


def test_newcombe_by_hand() -> None:
    """70 and 90 of 100, Wilson 0.6042 to 0.7810 and 0.8256 to 0.9448: -0.2 less the root of 0.0958^2 + 0.0448^2
    = 0.1058, and more by the root of 0.0810^2 + 0.0744^2 = 0.1100: -0.3058 to -0.0900.
    """
    low, high = newcombe((70, 100), (90, 100))

    assert low is not None
    assert high is not None
    assert (f"{low:.4f}", f"{high:.4f}") == ("-0.3058", "-0.0900")


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), "0.0524", "0.3339"),
        ((9, 10), (3, 10), "0.1705", "0.8090"),
        ((5, 56), (0, 29), "-0.0381", "0.1926"),
        ((0, 10), (0, 20), "-0.1611", "0.2775"),
        ((10, 10), (0, 10), "0.6075", "1.0000"),
    ],
)
def test_newcombe_is_as_published(
    one: tuple[int, int], other: tuple[int, int], low: str, high: str
) -> None:
    """Cases of Newcombe's comparison of intervals of differences (Statistics in Medicine 17, 1998), method 10."""
    found = newcombe(one, other)

    assert [f"{end:.4f}" for end in found if end is not None] == [low, high]


def test_there_is_no_difference_to_nothing() -> None:
    """Of no tasks there is no share."""
    assert newcombe((0, 0), (1, 2)) == newcombe((1, 2), (0, 0)) == Interval(None, None)


@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 50), st.integers(1, 50))
def test_a_difference_mirrors(one: int, of: int, other: int, them: int) -> None:
    """The other way round its ends change places and signs."""
    mine, theirs = (min(one, of), of), (min(other, them), them)
    low, high = newcombe(mine, theirs)

    assert low is not None
    assert high is not None
    assert newcombe(theirs, mine) == (-high, -low)
