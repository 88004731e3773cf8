"""Options at other volumes and prices, and beside one another, against sums done by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenomics.analysis.intervals import Interval
from tokenomics.weighing.offers import (
    DOMINATED,
    ENVELOPE,
    PERHAPS,
    Fixed,
    Offer,
    best_of,
    cost,
    hedge,
    needed_rate,
    per_success,
    per_task,
    standing,
    switching_price,
)


def offer(
    name: str, tokens: int, rate: str | None, low: str = "", high: str = "", **more: object
) -> Offer:
    """An option that did 100 tasks for so many dollars of tokens, measured where it has an interval."""
    of = Offer(
        name, "api", Fraction(tokens), Fraction(0), 100,
        rate=None if rate is None else Fraction(rate),
        successes=None if rate is None else 100 * Fraction(rate),
        is_measured=bool(low), is_evidence=rate is not None, judged=100,
        sure=Interval(Decimal(low), Decimal(high)) if low else Interval(None, None),
    )  # fmt: skip
    return of._replace(**more)  # pyright: ignore[reportArgumentType]


# 80 of 100 for 8 dollars: 0.10 each. 90 for 18: 0.20 each. 80 for 16: 0.20 each.
CHEAP = offer("cheap", 8, "0.8", "0.09", "0.11")
GOOD = offer("good", 18, "0.9", "0.19", "0.21")
DEAR = offer("dear", 16, "0.8", "0.18", "0.22")
# 100 dollars a month for one unit of hardware, which 100 tasks take a tenth of.
OWN = offer("own", 0, "0.8", fixed=Fixed(Fraction(100), Fraction(1, 10)), is_sold=False)


def test_tokens_cost_what_they_are_sold_for() -> None:
    """Twice the price is 16 dollars; what is one's own stays where it is."""
    assert cost(CHEAP, price=Fraction(2)) == 16
    assert cost(CHEAP._replace(is_sold=False), price=Fraction(2)) == 8
    assert cost(CHEAP, volume=Fraction(24)) == 8


def test_what_is_paid_a_month_is_spread_over_more_tasks() -> None:
    """24 times the tasks take 2.4 units, so three: 300 / 24 = 12.50 for as many as there were."""
    assert (cost(OWN), cost(OWN, volume=Fraction(24))) == (100, Fraction("12.5"))
    assert cost(OWN, volume=Fraction(10)) == 10
    assert cost(OWN._replace(fixed=Fixed(Fraction(100))), volume=Fraction(24)) == Fraction(100, 24)


def test_costs_of_one() -> None:
    """8 / 100 a task, 8 / 80 a success; none where nothing is known, or calls have no price."""
    unknown, unpriced = offer("unknown", 8, None), CHEAP._replace(is_priced=False)

    assert (per_task(CHEAP), per_success(CHEAP)) == (Fraction("0.08"), Fraction("0.1"))
    assert (per_task(unknown), per_success(unknown)) == (Fraction("0.08"), None)
    assert (per_task(unpriced), per_success(unpriced)) == (None, None)


def test_the_cheapest_success_is_the_best() -> None:
    """By name where two are as cheap; what is no evidence is none. With 24 times the tasks it may be another."""
    assert best_of([DEAR, GOOD, CHEAP]) is CHEAP
    assert best_of([GOOD, DEAR]) is DEAR
    assert best_of([CHEAP._replace(is_evidence=False), GOOD]) is GOOD
    assert best_of([]) is None
    assert best_of([DEAR, OWN]) is DEAR
    assert best_of([DEAR, OWN], volume=Fraction(24)) is OWN


def test_the_envelope_is_what_nothing_is_better_than() -> None:
    """Good succeeds more often, cheap is cheaper; dear is surely dearer than cheap and no better."""
    among = [CHEAP, GOOD, DEAR]

    assert [standing(each, among) for each in among] == [
        (ENVELOPE, None), (ENVELOPE, None), (DOMINATED, "cheap"),
    ]  # fmt: skip


def test_overlapping_intervals_dominate_perhaps() -> None:
    """Dear lies from 0.10 on, cheap up to 0.11."""
    unsure = DEAR._replace(sure=Interval(Decimal("0.10"), Decimal("0.30")))

    assert standing(unsure, [CHEAP, unsure]) == (PERHAPS, "cheap")


def test_what_nobody_judged_may_have_succeeded() -> None:
    """Dear's 0.18 is 0.09 if another 80 tasks were successes as well: 0.18 x 80 / 160."""
    unjudged = DEAR._replace(unknown=80)

    assert standing(unjudged, [CHEAP, unjudged]) == (PERHAPS, "cheap")


def test_what_is_stated_is_taken_as_it_is() -> None:
    """At 0.30 a success and 80 % it is dominated by what was measured at 0.11 at most."""
    stated = offer("stated", 24, "0.8")

    assert standing(stated, [CHEAP, stated]) == (DOMINATED, "cheap")
    assert standing(CHEAP, [CHEAP, stated]) == (ENVELOPE, None)


def test_equals_do_not_dominate_one_another() -> None:
    """Two at the same cost and rate are both on the envelope; what is no evidence has no place."""
    twin = CHEAP._replace(name="twin")

    assert standing(twin, [CHEAP, twin]) == (ENVELOPE, None)
    assert standing(CHEAP._replace(is_evidence=False), [CHEAP, twin]) is None


def test_when_to_switch_and_what_that_is_worth() -> None:
    """Cheap at 2 x is 0.20 as dear is; at 3 x it is 0.30, 0.10 more for each of its 80 successes: 8 dollars."""
    assert switching_price(DEAR, CHEAP) == 2
    assert hedge(DEAR, CHEAP, Fraction(2)) == 0
    assert hedge(DEAR, CHEAP, Fraction(3)) == 8


def test_what_cannot_be_switched_to_has_no_price_and_no_worth() -> None:
    """The best itself, what is no evidence, and a best whose price does not move."""
    unknown = offer("unknown", 1, None)

    for of, best in ((CHEAP, CHEAP), (unknown, CHEAP), (CHEAP, OWN)):
        assert switching_price(of, best) is None
    assert hedge(CHEAP, CHEAP, Fraction(2)) is None
    assert hedge(unknown, CHEAP, Fraction(2)) is None


def test_how_good_it_must_be() -> None:
    """4 dollars are 0.04 a task: as dear a success as cheap's 0.10 where 40 % succeed; 12 never are."""
    assert needed_rate(offer("new", 4, None), CHEAP) == Fraction("0.4")
    assert needed_rate(offer("new", 12, None), CHEAP) is None
    assert needed_rate(CHEAP, CHEAP) is None


_offers = st.builds(
    offer, st.sampled_from("abcd"), st.integers(1, 50), st.sampled_from(["0.5", "0.8", "1"])
)


@given(st.lists(_offers, min_size=1, max_size=6))
def test_the_best_is_on_the_envelope_or_beaten_by_its_equal(found: list[Offer]) -> None:
    """Whatever there is, something is on it, and what is not has something better on it."""
    best = best_of(found)
    assert best is not None
    places = [standing(each, found) for each in found]

    assert any(place is not None and place[0] == ENVELOPE for place in places)


@given(_offers, _offers)
def test_at_the_switching_price_both_cost_the_same(of: Offer, best: Offer) -> None:
    """To the last digit."""
    price = switching_price(of, best)
    if price is not None and price > 0:
        assert per_success(best, price=price) == per_success(of)


@pytest.mark.parametrize("volume", [1, 24])
def test_volume_changes_nothing_of_what_is_sold(volume: int) -> None:
    """A token is as dear however many are bought."""
    assert per_success(CHEAP, volume=Fraction(volume)) == Fraction("0.1")
