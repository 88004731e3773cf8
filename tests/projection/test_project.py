"""What a month comes to, against sums done by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.laws import few
from support.projections import NOW, days
from tokenomics.projection import Event, Flows, Layer, Projection
from tokenomics.projection.project import adds

November = Callable[..., tuple[Flows, Projection]]
TENTH = datetime(2026, 11, 11, tzinfo=UTC)


def test_a_price_that_doubles_changes_the_total_by_exactly_that(november: November) -> None:
    """A million tokens a day: 14 days x 4 + 16 days x 8 = 184 dollars; 120 at the price of now."""
    _, found = november(days())

    assert found.expected == Decimal(184)
    assert found.layers == (
        Layer("use as of late", Decimal(120)),
        Layer("price changes", Decimal(64)),
    )


def test_the_total_is_usage_times_dated_prices(november: November) -> None:
    """14 million tokens x 0.000004 + 16 million x 0.000008, summed use by use, is the total."""
    _, found = november(days())
    rates = {NOW: Decimal("0.000004"), datetime(2026, 11, 15, tzinfo=UTC): Decimal("0.000008")}

    assert [(use.since, use.meters["input"]) for use in found.uses] == [
        (NOW, Decimal(14_000_000)),
        (datetime(2026, 11, 15, tzinfo=UTC), Decimal(16_000_000)),
    ]
    assert sum(use.meters["input"] * rates[use.since] for use in found.uses) == found.expected


def test_only_the_models_that_change_their_price_get_dearer(november: November) -> None:
    """`flat` costs 2 a day throughout: 184 + 30 x 2 = 244 dollars."""
    _, found = november([*days(), *days("flat")])

    assert found.expected == Decimal(244)
    assert found.layers[1] == Layer("price changes", Decimal(64))


def test_a_launch_is_a_layer_of_its_own(november: November) -> None:
    """Half as much again of 2 dollars a day from 11 November: 60 + 20 x 1 = 80."""
    launch = Event("launch", TENTH, (), factor=1.5)
    _, found = november(days("flat"), events=[launch])

    assert found.layers[2] == Layer("launch", Decimal(20))
    assert found.expected == Decimal(80)
    assert (found.path[9], found.path[10]) == (pytest.approx(2), pytest.approx(3))


def test_a_ramp_counts_day_by_day(november: November) -> None:
    """Twice as much, reached in ten days: they add 2 x 5, the twenty after them 2 x 20: 50 of 110."""
    _, found = november(
        days("flat"), events=[Event("ramp", NOW, (), factor=2.0, ramp=timedelta(days=10))]
    )

    assert found.layers[2] == Layer("ramp", Decimal(50))
    assert found.expected == Decimal(110)


def test_what_an_event_added_in_the_past_is_not_learnt_and_added_again(november: November) -> None:
    """Of 2 dollars a day a half was added all the time: 30 x (1.5 + 0.5) = 60, not 75."""
    agent = Event("agent", datetime(2026, 1, 1, tzinfo=UTC), (), daily=Decimal("0.5"))
    _, found = november(days("flat"), events=[agent])

    assert found.expected == Decimal(60)
    assert found.layers[0] == Layer("use as of late", Decimal(45))
    assert found.layers[2] == Layer("agent", Decimal(15))


def test_what_was_added_is_taken_off_before_what_was_multiplied(november: November) -> None:
    """Of 2 dollars a day a half was added, and the rest is twice 0.75: 30 x (2 x 0.75 + 0.5) = 60."""
    begun = datetime(2026, 1, 1, tzinfo=UTC)
    events = [
        Event("agent", begun, (), daily=Decimal("0.5")), Event("twice", begun, (), factor=2.0),
    ]  # fmt: skip
    _, found = november(days("flat"), events=events)

    assert found.expected == Decimal(60)


def test_an_event_concerns_its_flows_alone(november: November) -> None:
    """Of two features at 2 dollars a day one ends on 11 November: 120 - 20 x 2 = 80."""
    rows = [*days("flat", feature="chat"), *days("flat", feature="search")]
    end = Event("search ends", TENTH, (("feature", "search"),), factor=0.0)
    _, found = november(rows, "feature", events=[end])

    assert found.layers[2] == Layer("search ends", Decimal(-40))
    assert found.expected == Decimal(80)


def test_a_renewal_multiplies_what_it_is_about(november: November) -> None:
    """A contract at 4.5 times from 11 November: 10 x 2 + 20 x 9 = 200."""
    renewal = Event("renewal", TENTH, (("provider", "acme"),), factor=4.5)
    _, found = november(days("flat"), "provider", events=[renewal])

    assert found.expected == Decimal(200)


def test_a_past_event_is_not_taken_for_a_trend(november: November) -> None:
    """Two dollars a day, four since a launch on 18 October: without it 2 a day, so 30 x 4 = 120."""
    half = days("flat", 14)
    launched = [{**row, "input": 2_000_000} for row in days("flat")[14:]]
    event = Event("launch", datetime(2026, 10, 18, tzinfo=UTC), (), factor=2.0)
    _, found = november([*half, *launched], events=[event])

    assert found.learnt.path == pytest.approx((2.0,) * 30)
    assert found.layers[0].amount == pytest.approx(Decimal(60))
    assert found.expected == pytest.approx(Decimal(120))


def test_what_has_no_past_is_added_as_an_amount(november: November) -> None:
    """40 dollars a day from 21 November: 60 + 10 x 40 = 460; of another team it is none of ours."""
    launch = Event("agent", datetime(2026, 11, 21, tzinfo=UTC), (("team", "a"),), daily=Decimal(40))

    assert november(days("flat"), events=[launch])[1].expected == Decimal(460)
    rows = days("flat", team="b")
    assert november(rows, events=[launch], where=(("team", "b"),))[1].expected == Decimal(60)


def test_what_is_over_of_today_is_not_expected_again(november: November) -> None:
    """At noon of the first half of its 2 dollars are left: 59."""
    _, found = november(days("flat"), now=NOW + timedelta(hours=12))

    assert found.expected == Decimal(59)
    assert found.path[0] == pytest.approx(1)


def test_quantiles_move_with_prices_and_events(november: November) -> None:
    """Steady use is certain: each quantile is the expected total, whatever multiplies it."""
    _, found = november(days(), events=[Event("launch", NOW, (), factor=2.0)])

    assert found.quantile(0.9) == pytest.approx(Decimal(368))
    assert found.quantile(0.1) == pytest.approx(Decimal(368))
    assert found.probability_above(Decimal(300)) == 1.0
    assert found.probability_above(Decimal(400)) == 0.0


def test_the_day_on_which_money_runs_out(november: November) -> None:
    """14 x 4 = 56 by the fourteenth, 8 a day after it: 100 dollars are spent in the sixth of those."""
    _, found = november(days())
    day = found.reached(Decimal(100), 0.5)

    assert day is not None
    assert day.label == "2026-11-20"
    assert found.reached(Decimal(1000), 0.5) is None


def test_without_a_past_nothing_is_expected(november: November) -> None:
    """None, not zero; what an event adds is known all the same."""
    _, found = november([])
    launch = Event("agent", NOW, (), daily=Decimal(1))

    assert (found.expected, found.quantile(0.5), found.reached(Decimal(1), 0.5)) == (None,) * 3
    assert november([], events=[launch])[1].expected == Decimal(30)


def test_under_two_weeks_there_is_no_interval(november: November) -> None:
    """What ten days say is an expectation without a range."""
    _, found = november([{**row, "ts": row["ts"] + timedelta(days=18)} for row in days("flat", 10)])

    assert found.learnt.certainty == "insufficient"
    assert found.expected == pytest.approx(Decimal(60))
    assert found.quantile(0.9) is None
    assert found.probability_above(Decimal(1)) is None


@pytest.mark.parametrize(
    ("where", "belongs"),
    [
        ((), True),
        ((("team", "a"),), True),
        ((("team", "a"), ("team", "b")), True),
        ((("team", "b"),), False),
        ((("team!", "b"),), True),
        ((("team!", "a"),), False),
        ((("feature", "chat"),), False),
    ],
)
def test_an_amount_belongs_where_all_filters_hold(
    where: tuple[tuple[str, str], ...], belongs: bool
) -> None:
    """Of which feature team a's agent is nobody has said."""
    event = Event("agent", NOW, (("team", "a"),), daily=Decimal(1))

    assert adds(event, where) is belongs


@few(10, sharing=True)
@given(
    st.lists(st.integers(1, 9), min_size=28, max_size=28),
    st.lists(st.floats(0, 5), max_size=3),
)
def test_layers_and_uses_sum_to_what_is_expected(
    november: November, amounts: list[int], factors: list[float]
) -> None:
    """To the last digit, whatever the past and the events."""
    rows = [{**row, "input": 1000 * n} for row, n in zip(days(), amounts, strict=True)]
    events = [Event(f"e{i}", NOW + timedelta(days=7 * i), (), factor=f) for i, f in enumerate(factors)]  # fmt: skip
    _, found = november(rows, events=events)

    assert found.expected == sum(layer.amount for layer in found.layers)
    assert found.expected == sum(use.cost or 0 for use in found.uses) + found.fixed
    assert float(found.expected or 0) == pytest.approx(sum(found.path), abs=1e-6)
