"""What a budget comes to, where that can be said by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from support.budgeting import MONTH, NOON, at
from tokenomics.budgeting.outlook import NOT_GONE, Gone, Outlook, outlook
from tokenomics.budgeting.periods import Cycle, Period, period_of
from tokenomics.projection import Flows, Length, Seen, Step, expect, history, steps

NOVEMBER = period_of(MONTH, NOON)


def _seen(
    daily: str, known: datetime = NOON, days: int = 60, length: Length = "day"
) -> tuple[Seen, int]:
    """The same amount in each step before the running one."""
    (running,) = steps(length, known, known + timedelta(microseconds=1), "UTC")
    back = timedelta(days=days) if length == "day" else timedelta(hours=days)
    past: tuple[Step, ...] = (
        steps(length, running.start - back, running.start, "UTC") if days else ()
    )
    flows = Flows((), {(): (Decimal(daily),) * len(past)} if past else {}, (known,), ())
    seen = Seen(flows, past, known, None, length, "UTC", ())
    return seen, history(seen)


def _outlook(seen: tuple[Seen, int], spent: str, limit: str, period: Period = NOVEMBER) -> Outlook:
    return outlook(expect(seen[0], *period), seen[1], Decimal(spent), Decimal(limit))


def _day(text: str) -> Period:
    return period_of(MONTH.small, at(text))


def test_even_spending_goes_on_evenly() -> None:
    """1 a day: 14.5 spent by noon of the 15th, 15.5 more to come, so 30 by the end of November."""
    found = _outlook(_seen("1"), "14.5", "31")

    assert (found.certainty, found.known, found.expected) == ("normal", 60, Decimal(30))
    assert (found.low, found.high) == (Decimal(30), Decimal(30))
    assert found.overrun == 0
    assert found.gone == NOT_GONE
    assert [layer.amount for layer in found.layers] == [Decimal("15.5"), Decimal(0)]


def test_the_way_there_begins_with_what_is_spent() -> None:
    """By the end of the 15th half a day more, by the 16th another day, 30 at last."""
    path = _outlook(_seen("1"), "14.5", "31").path

    assert [sums.expected for sums in path[:2]] == [pytest.approx(15), pytest.approx(16)]
    assert path[-1].expected == pytest.approx(30)
    assert path[-1].high == pytest.approx(30)
    assert path[-1].step.end == NOVEMBER.end


def test_the_day_on_which_money_is_gone() -> None:
    """Of 20 there are 5.5 left; 0.5 of the 15th, then 1 a day: the fifth whole day is the 20th."""
    found = _outlook(_seen("1"), "14.5", "20")

    assert found.overrun == 1
    assert found.gone == Gone(_day("2026-11-20"), _day("2026-11-20"), _day("2026-11-20"))


def test_what_is_lost_is_forecast_as_well() -> None:
    """Logs end with the 12th: the 13th, 14th and 15th are to come, so 12 spent are 30 by the end."""
    assert _outlook(_seen("1", at("2026-11-13")), "12", "100").expected == Decimal(30)


def test_what_is_lost_of_the_last_period_is_not_this_ones() -> None:
    """On 2 November nothing is known after 30 October: 30 days are to come, whatever the 31st was."""
    assert _outlook(_seen("1", at("2026-10-31")), "0", "100").expected == Decimal(30)


def test_little_history_says_little() -> None:
    """Ten days tell what to expect, and no interval, probability or early and late date."""
    found = _outlook(_seen("1", days=10), "9.5", "20")

    assert (found.certainty, found.known, found.expected) == ("insufficient", 10, Decimal(25))
    assert (found.low, found.high, found.overrun) == (None, None, None)
    assert found.gone == Gone(None, _day("2026-11-25"), None)


def test_no_history_says_nothing() -> None:
    """Nobody ever spent anything."""
    found = _outlook(_seen("1", days=0), "0", "20")

    assert (found.certainty, found.known, found.expected) == ("insufficient", 0, None)
    assert (found.gone, found.path) == (NOT_GONE, ())


def test_who_is_over_is_over_for_sure() -> None:
    """30 of 20 are spent: whatever comes, the limit is passed, and the day of it lies behind."""
    found = _outlook(_seen("2"), "30", "20")

    assert found.overrun == 1
    assert found.gone == NOT_GONE


@pytest.mark.parametrize("now", [at("2026-11-15T12:00"), at("2026-11-15T18:00")])
def test_a_day_is_forecast_by_its_hours(now: datetime) -> None:
    """1 an hour for 20 days: 24 by midnight, at noon as in the evening."""
    seen = _seen("1", now, 480, "hour")
    period = period_of(Cycle("day", MONTH.tz), now)

    assert _outlook(seen, str(now.hour), "30", period).expected == Decimal(24)
