"""When one model is better than another."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tokenomics.analysis.choices import ENOUGH, Choice, better, dominates
from tokenomics.analysis.intervals import Interval


def choice(
    model: str | None, cost: str, successes: int = 90, failures: int = 10, **more: object
) -> Choice:
    """A model whose success costs that much, give or take a tenth."""
    amount = Decimal(cost)
    found = Choice(
        ("draft",), model, successes, failures, 0, amount,
        Interval(amount * Decimal("0.9"), amount * Decimal("1.1")), True,
    )  # fmt: skip
    return found._replace(**more)  # pyright: ignore[reportArgumentType]


DEAR = choice("dear", "2")


def test_cheaper_and_as_good_is_better() -> None:
    """1.1 dollars at most against 1.8 at least, 90 of 100 each."""
    cheap = choice("cheap", "1")

    assert dominates(cheap, DEAR)
    assert not dominates(DEAR, cheap)
    assert (cheap.judged, cheap.rate) == (100, Decimal("0.9"))


@pytest.mark.parametrize(
    "other",
    [
        choice("near", "1.7"),  # up to 1.87, and the dear one may cost 1.8
        choice("worse", "1", 89, 11),
        choice("dear", "1"),
        choice(None, "1"),
        choice("few", "1", ENOUGH - 1, 0),
        choice("unpriced", "1", is_priced=False),
        choice("endless", "1", interval=Interval(Decimal("0.9"), None)),
        choice("elsewhere", "1", work=("chat",)),
    ],
    ids=lambda found: str(found.model),
)
def test_what_is_not_surely_better_is_not(other: Choice) -> None:
    """Intervals that meet, a lower share, the same or no model, few tasks, no price, no end, other work."""
    assert not dominates(other, DEAR)


def test_unknown_work_is_not_compared() -> None:
    """Two choices of which nobody knows what they do are not of the same work."""
    assert not dominates(choice("cheap", "1", work=None), DEAR._replace(work=None))


def test_unjudged_tasks_might_have_succeeded() -> None:
    """Of the dear one 90 succeeded and 90 are unknown: 1.8 at least might be 1.8 x 90 / 180 = 0.9."""
    cheap = choice("cheap", "1")

    assert not dominates(cheap, DEAR._replace(unknown=90))
    assert dominates(cheap, DEAR._replace(unknown=9))


def test_an_end_that_touches_is_not_apart() -> None:
    """1.8 at most against 1.8 at least."""
    touching = choice("touching", "1", interval=Interval(Decimal(1), Decimal("1.8")))

    assert not dominates(touching, DEAR)


def test_of_several_the_cheapest_is_told() -> None:
    """By name where two are as cheap; none where nothing is better."""
    among = [DEAR, choice("b", "1"), choice("a", "1"), choice("c", "1.5")]

    assert better(DEAR, among) == choice("a", "1")
    assert better(choice("a", "1"), among) is None


def test_nothing_judged_has_no_share() -> None:
    """A share of nothing is not known."""
    assert choice("new", "1", 0, 0).rate is None
