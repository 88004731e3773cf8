"""The costs of flows by the hour, read from a ledger."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from support.hourly import PRICES, START, Dollars, kept_hours, usual
from support.usage import book_of
from tokenomics.analysis.flow_series import Read, read
from tokenomics.analysis.spikes import WHOLE
from tokenomics.costing import CostQuery
from tokenomics.engine import connect
from tokenomics.ledger import relation, used_columns
from tokenomics.projection import Usage

CHAT, SEARCH = ("feature", "chat"), ("feature", "search")
NOW = START + timedelta(days=15)


@contextmanager
def _read(
    folder: Path, days: int, flows: Mapping[str, Dollars], query: CostQuery, **options: datetime
) -> Generator[Read]:
    ledger = kept_hours(folder, days, flows)
    with ExitStack() as stack:
        con = stack.enter_context(connect(allowed=[folder]))
        stored, used = relation(ledger, "usage"), used_columns(ledger, "usage")
        usage = Usage(con, stored, used, book_of(folder, PRICES))
        found = read(usage, query, options.get("since", NOW), options.get("now", NOW))
        assert found is not None
        yield found


def _a_dollar(_: int) -> float:
    return 1.0


def test_flows_are_summed_by_the_hour(tmp_path: Path) -> None:
    """At nine on Monday a dollar of chat and two of search: three together, and the team's are the feature's."""
    flows: dict[str, Dollars] = {
        "chat": lambda hour: hour == 9,
        "search": lambda hour: 2 * (hour == 9),
    }
    with _read(tmp_path, 2, flows, CostQuery(by=("feature", "team"))) as found:
        at = found.hours.index(next(step for step in found.hours if step.start.hour == 9))
        assert (found.series[WHOLE][at], found.series[CHAT][at], found.series[SEARCH][at]) == (
            3,
            1,
            2,
        )
        assert found.series["team", "team-chat"] == found.series[CHAT]
        assert found.cells.shared(CHAT, ("team", "team-chat"), at, at + 1) == 1
        assert found.cells.shared(CHAT, SEARCH, at, at + 1) == 0
        assert found.cells.shared(WHOLE, SEARCH, at, at + 1) == 2
        assert found.cells.cost(SEARCH, at, at + 1) == Decimal(2)
        assert found.cells.cost(WHOLE, at, at + 1) == Decimal(3)


def test_days_are_sums_of_their_hours(tmp_path: Path) -> None:
    """Nine hours of a dollar or a quarter more on working days.

    The first day may have begun before its first record, at eight, and the last is not over.
    """
    with _read(tmp_path, 15, {"chat": usual}, CostQuery(by=("feature",))) as found:
        sums, steps = found.daily("UTC")
        assert len(found.days) == len(sums[CHAT]) == 13
        assert sums[CHAT][4:6] == (0.0, 0.0)
        assert sums[CHAT][0] == sum(map(usual, range(24, 48)))
        assert list(steps.slots)[:8] == [1, 2, 3, 4, 5, 6, 0, 1]


def test_a_day_of_25_hours_is_one_day(tmp_path: Path) -> None:
    """In Berlin clocks are put back on 25 October 2026, day 27: 25 hours of a dollar, two of them hour 2."""
    query = CostQuery(by=("feature",), tz="Europe/Berlin")
    now = START + timedelta(days=29)
    with _read(tmp_path, 29, {"chat": _a_dollar}, query, since=now, now=now) as found:
        sums, _ = found.daily(query.tz)
        by_day = dict(zip((day.label for day in found.days), sums[CHAT], strict=True))
        slots = list(found.hourly(query.tz).slots)

    assert by_day["2026-10-24"] == 24
    assert by_day["2026-10-25"] == 25
    # Sunday is day 6: its hour 2 twice, the one after it once.
    assert slots.count(6 * 24 + 2) == slots.count(6 * 24 + 3) + 1


def test_what_has_not_ended_is_not_judged(tmp_path: Path) -> None:
    """At half past ten on the first Monday the last hour is the one that began at nine."""
    now = START + timedelta(hours=10, minutes=30)
    with _read(tmp_path, 2, {"chat": _a_dollar}, CostQuery(by=("feature",)), now=now) as found:
        assert found.hours[-1].end == datetime(2026, 9, 28, 10, tzinfo=UTC)
        assert found.days == ()


@pytest.mark.parametrize("day", [0, 3, 6])
def test_what_is_learnt_from_is_the_same_all_week(tmp_path: Path, day: int) -> None:
    """Eight weeks before any day of a week it begins on the same Monday."""
    since = START + timedelta(weeks=9, days=day)
    now = START + timedelta(weeks=10)
    with _read(
        tmp_path, 70, {"chat": usual}, CostQuery(by=("feature",)), since=since, now=now
    ) as found:
        assert found.hours[0].start == START + timedelta(weeks=1)
