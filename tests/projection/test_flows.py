"""The past of a forecast, at the prices of one instant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from support.projections import END, NOW, START, days
from tokenomics.costing import CostQuery
from tokenomics.projection import Usage, flows_of, span, spent, steps
from tokenomics.projection.flows import changes

PAST = steps("day", START, NOW, "UTC")


def test_the_past_is_put_to_the_prices_of_one_instant(usage: Callable[..., Usage]) -> None:
    """A million tokens a day are 4 dollars each at the price of 1 November, 8 at that of the 20th."""
    found = usage(days(feature="chat"))
    later = datetime(2026, 11, 20, tzinfo=UTC)

    flows = [
        flows_of(found, CostQuery(prices_at=at), ("feature",), PAST, length="day", until=END)
        for at in (NOW, later)
    ]
    assert [set(of.past[("chat",)]) for of in flows] == [{Decimal(4)}, {Decimal(8)}]


def test_a_step_without_a_call_cost_nothing(usage: Callable[..., Usage]) -> None:
    """Seven days of calls leave 21 days at zero; a flow has a value for every step."""
    flows = flows_of(
        usage(days(count=7)), CostQuery(prices_at=NOW), (), PAST, length="day", until=END
    )

    assert flows.past[()] == (Decimal(4),) * 7 + (Decimal(0),) * 21


def test_recent_use_is_priced_at_every_era(usage: Callable[..., Usage]) -> None:
    """28 million tokens: 112 dollars at the price of now, 224 from 15 November on."""
    flows = flows_of(usage(days()), CostQuery(prices_at=NOW), (), PAST, length="day", until=END)

    assert flows.eras == (NOW, datetime(2026, 11, 15, tzinfo=UTC))
    assert [report.totals.cost for report in flows.recent] == [Decimal(112), Decimal(224)]


def test_prices_change_only_of_models_in_use_and_in_time(usage: Callable[..., Usage]) -> None:
    """`flat` never changes; `moving` does on the 15th, which the 10th does not reach."""
    found = usage([*days(), *days("flat")])
    report = spent(found, CostQuery(), ("provider", "model"))
    flat = report._replace(rows=tuple(row for row in report.rows if "flat" in row.key))

    assert changes(found.book, report, NOW, END) == (datetime(2026, 11, 15, tzinfo=UTC),)
    assert changes(found.book, report, NOW, datetime(2026, 11, 10, tzinfo=UTC)) == ()
    assert changes(found.book, flat, NOW, END) == ()


def test_the_span_is_of_all_usage(usage: Callable[..., Usage]) -> None:
    """From the first call to the last; nothing spans nothing."""
    assert span(usage(days())) == (
        START + timedelta(hours=10),
        START + timedelta(days=27, hours=10),
    )
    assert span(usage([])) is None


def test_no_past_has_no_flows(usage: Callable[..., Usage]) -> None:
    """Without steps nothing is asked."""
    flows = flows_of(usage(days()), CostQuery(prices_at=NOW), (), (), length="day", until=END)

    assert (flows.past, flows.recent) == ({}, ())
