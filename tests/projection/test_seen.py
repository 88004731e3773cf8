"""Usage as it is seen at one instant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from support.projections import END, NOW, days
from tokenomics.costing import CostQuery
from tokenomics.projection import Usage, expect, history, see


def test_the_past_ends_where_the_running_day_begins(usage: Callable[..., Usage]) -> None:
    """On 31 October at noon 27 whole days are past; the rest of that day is to come."""
    now = datetime(2026, 10, 31, 12, tzinfo=UTC)
    seen = see(usage(days("flat")), CostQuery(), (), now=now, until=END)

    assert (len(seen.past), seen.past[-1].label, seen.known) == (27, "2026-10-30", now)
    assert expect(seen, now, END).expected == Decimal(61)


def test_a_ledger_without_news_knows_nothing_of_the_time_since(usage: Callable[..., Usage]) -> None:
    """The newest record is of 31 October, ten o'clock: on 5 November all after it is to come.

    14 hours of 2 dollars a day are 1.1667, and thirty days 60.
    """
    seen = see(usage(days("flat")), CostQuery(), (), now=NOW + timedelta(days=4), until=END)

    assert seen.known == datetime(2026, 10, 31, 10, tzinfo=UTC)
    assert expect(seen, NOW - timedelta(days=30), END).expected == pytest.approx(
        Decimal("61.166667")
    )
    assert expect(seen, NOW, END).expected == Decimal(60)


def test_some_flows_are_picked_of_what_is_seen(usage: Callable[..., Usage]) -> None:
    """Team a spends 2 dollars a day, team b 4 from the fifteenth of 28 days on: 60 and 120."""
    rows = [*days("flat", team="a"), *days("flat", tokens=2_000_000, team="b")[14:]]
    seen = see(usage(rows), CostQuery(), ("team",), now=NOW, until=END)

    assert expect(seen, NOW, END, keys=[("a",)]).expected == Decimal(60)
    assert expect(seen, NOW, END, keys=[("b",)]).expected == Decimal(120)
    assert (history(seen, [("a",)]), history(seen, [("b",)]), history(seen)) == (28, 14, 28)


def test_hours_are_seen_where_days_are_too_long(usage: Callable[..., Usage]) -> None:
    """A call at ten each day: of the next 24 hours the eleventh costs 2 dollars, the others nothing."""
    seen = see(
        usage(days("flat")), CostQuery(), (), now=NOW, until=NOW + timedelta(days=1), length="hour"
    )
    path = expect(seen, NOW, NOW + timedelta(days=1)).path

    assert len(path) == 24
    assert path[10] == max(path)
    assert sum(path) == pytest.approx(2)


def test_nothing_seen_expects_nothing(usage: Callable[..., Usage]) -> None:
    """Without a record there is no past, and None is no zero."""
    seen = see(usage([]), CostQuery(), (), now=NOW, until=END)

    assert (seen.newest, seen.past, expect(seen, NOW, END).expected) == (None, (), None)
