"""How fast a budget burns in its last hours, by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from support.budgeting import MONTH, ZULU, at, budget
from tokenomics.analysis.burning import OF_A_DAY, OF_A_MONTH
from tokenomics.budgeting import Cycle, period_of
from tokenomics.budgeting.burns import Burning, burning_of, windows_of
from tokenomics.projection import Event, Flows, Seen, steps
from tokenomics.projection.flows import Key

# A Monday; four weeks of hours are seen before a Monday at midnight.
START = at("2026-10-05")
HOURS = 28 * 24


def _seen(flows: dict[Key, Sequence[float]], names: tuple[str, ...] = (), tz: str = "UTC") -> Seen:
    """Flows by the hour from START on, of which the last one is over."""
    number = len(next(iter(flows.values())))
    end = START + timedelta(hours=number)
    past = steps("hour", START, end, tz)
    costs = {key: tuple(Decimal(str(x)) for x in values) for key, values in flows.items()}
    return Seen(
        Flows(names, costs, (end,), ()), past, end, end - timedelta(minutes=10), "hour", tz, ()
    )  # fmt: skip


def _burning(
    costs: Sequence[float], amount: str = "720", cycle: Cycle = MONTH, **more: Any
) -> Burning | None:
    plan, seen = budget(amount=amount, cycle=cycle), _seen({(): costs})
    return burning_of(plan, period_of(cycle, seen.known), seen, [()], **more)


def _steady(*late: float, number: int = HOURS) -> list[float]:
    """A dollar an hour, and at the end what is given."""
    return [*[1.0] * (number - len(late)), *late]


def _state(found: Burning | None) -> str | None:
    return found and found.state


def test_hours_that_cost_as_expected_are_off() -> None:
    """A dollar an hour, 720 a month: nothing burns."""
    assert _state(_burning(_steady())) == "off"


def test_six_hours_that_burn_a_twentieth() -> None:
    """10 dollars an hour for six hours of a dollar each: 54 beyond the expected, more than 36."""
    assert _burning(_steady(*[10.0] * 6)) == Burning(
        "on", at("2026-11-02"), HOURS - 72, 6, Decimal(60), Decimal(6)
    )


def test_the_rate_is_what_was_spent_of_what_was_expected() -> None:
    """60 of 6 is ten times as fast; of nothing there is no rate."""
    found = _burning(_steady(*[10.0] * 6))

    assert found is not None
    assert found.rate == 10
    assert found._replace(expected=Decimal(0)).rate is None


def test_what_an_event_adds_is_expected_once() -> None:
    """2 dollars an hour, one of them of a fee of 24 a day: of six hours 12 are expected, not 18."""
    fee = Event("fee", START, (), daily=Decimal(24))
    found = _burning([*[2.0] * (HOURS - 6), *[10.0] * 6], events=[fee])

    assert found is not None
    assert (found.spent, found.expected) == (60, 12)


def test_half_of_it_is_in_doubt() -> None:
    """30 beyond the six expected are less than 36 and more than 18; 15 are less than half."""
    assert _state(_burning(_steady(*[6.0] * 6))) == "in doubt"
    assert _state(_burning(_steady(*[3.5] * 6))) == "off"


def test_nothing_is_learnt_from_the_window_itself() -> None:
    """Three days at 3 dollars an hour: 72 are expected of them still, by what came before."""
    found = _burning(_steady(*[3.0] * 72))

    assert found is not None
    assert (found.state, found.hours, found.expected) == ("on", 72, Decimal(72))


def test_what_comes_later_changes_nothing() -> None:
    """The same hours, seen when a day more has passed, were on when they were seen first."""
    costs = _steady(*[10.0] * 6)

    assert _state(_burning(costs)) == "on"
    assert _state(_burning([*costs, *[1.0] * 24])) == "off"


def test_a_quiet_month_with_working_days_has_no_alarm() -> None:
    """Ten dollars an hour from nine to five on working days, a tenth of it in other hours.

    It is looked at every eleventh hour, so that no two looks are at the same hour of the week. The month costs 2,200 of 2,300 dollars; a mean of all hours would call every Monday.
    """

    def usual(hour: int) -> float:
        works = hour // 24 % 7 < 5 and 9 <= hour % 24 < 17
        return (10.0 if works else 1.0) * (1 + 0.2 * (hour * 7919 % 5 == 0))

    costs = [usual(hour) for hour in range(HOURS + 30 * 24)]
    states = {
        _state(_burning(costs[: HOURS + hour], amount="2300")) for hour in range(0, 30 * 24, 11)
    }

    assert states == {"off"}


def test_lumps_that_came_before_are_no_news() -> None:
    """40 dollars in an hour every Wednesday at ten, and for once at twelve: 5 % of the budget, as always."""
    costs = [41.0 if hour % 168 == 58 else 1.0 for hour in range(HOURS + 61)]
    costs[HOURS + 58], costs[HOURS + 60] = 1.0, 41.0

    assert _state(_burning(costs)) != "on"
    costs[HOURS + 60] = 101.0
    assert _state(_burning(costs)) == "on"


def test_a_known_launch_is_expected() -> None:
    """From 2 a.m. on everything is to cost twenty times as much, and does: 120 dollars in six hours."""
    launch = Event("launch", at("2026-11-01T18:00"), (), factor=20.0)
    costs = _steady(*[20.0] * 6)

    assert _state(_burning(costs)) == "on"
    assert _state(_burning(costs, events=(launch,))) == "off"


def test_an_event_concerns_its_own_flows() -> None:
    """The launch is of feature a; feature b costs twenty times as much: 120 where 6 are expected of b."""
    launch = Event("launch", at("2026-11-01T18:00"), (("feature", "a"),), factor=20.0)
    keys: list[Key] = [("a",), ("b",)]
    seen = _seen({("a",): _steady(), ("b",): _steady(*[20.0] * 6)}, names=("feature",))
    plan = budget(amount="720")
    found = burning_of(plan, period_of(MONTH, seen.known), seen, keys, events=(launch,))
    own = burning_of(plan, period_of(MONTH, seen.known), seen, keys[1:], events=(launch,))

    assert own is not None
    assert (own.state, own.expected) == ("on", Decimal(6))
    # With a it is 126 of 6 + 120.
    assert _state(found) == "off"


def test_money_that_an_event_adds_is_expected() -> None:
    """480 dollars a day more are 20 an hour."""
    fee = Event("fee", at("2026-11-01T18:00"), (), daily=Decimal(480))

    assert _state(_burning(_steady(*[21.0] * 6), events=(fee,))) == "off"


def test_a_short_history_is_unknown() -> None:
    """Nine days before the three of the longest window are needed, from the first cost on."""
    found = _burning([*[0.0] * 400, *_steady(*[10.0] * 6, number=9 * 24 + 71)])

    assert found is not None
    assert (found.state, found.known) == ("unknown", 9 * 24 - 1)
    assert _state(_burning([*[0.0] * 400, *_steady(*[10.0] * 6, number=9 * 24 + 72)])) != "unknown"


def test_after_a_short_history_more_has_to_burn() -> None:
    """After nine days 1 + 0.4 x (3 - 216 / 168) = 1.7 times as much: 61 dollars in six hours rather than 36."""
    assert _state(_burning(_steady(*[10.0] * 6, number=9 * 24 + 72))) == "in doubt"
    assert _state(_burning(_steady(*[12.0] * 6, number=9 * 24 + 72))) == "on"


def test_the_window_ends_with_what_is_known() -> None:
    """Logs up to three in the night, seen at six: the last hours are not free, they are not known."""
    costs = _steady(*[10.0] * 6, 0.0, 0.0, 0.0)
    seen = _seen({(): costs})
    late = seen._replace(newest=at("2026-11-01T20:55"))
    plan, period = budget(amount="720"), period_of(MONTH, seen.known)

    assert _state(burning_of(plan, period, seen, [()])) != "on"
    found = burning_of(plan, period, late, [()])
    assert found is not None
    assert (found.state, found.until) == ("on", at("2026-11-01T21:00"))


@pytest.mark.parametrize(
    ("unit", "amount"), [("month", 720), ("week", 168), ("quarter", 2208), ("year", 8760)]
)
def test_a_longer_period_has_the_windows_of_a_month_of_it(unit: Any, amount: int) -> None:
    """A dollar an hour of any period: 5 % of thirty days are 36, so 37 in six hours are told and 35 are not.

    November has thirty days, the fourth quarter 92.
    """
    cycle = Cycle(unit, ZULU)

    assert _state(_burning(_steady(*[1 + 37 / 6] * 6), str(amount), cycle)) == "on"
    assert _state(_burning(_steady(*[1 + 35 / 6] * 6), str(amount), cycle)) == "in doubt"


def test_days_have_short_windows_and_hours_none() -> None:
    """Of 24 dollars a day 12 in four hours; an hour's budget is told by its points alone."""
    day, hour = Cycle("day", ZULU), Cycle("hour", ZULU)

    assert (windows_of(day), windows_of(hour)) == (OF_A_DAY, ())
    assert windows_of(Cycle("rolling", ZULU, 28)) == OF_A_MONTH
    assert _state(_burning(_steady(*[4.2] * 4), "24", day)) == "on"
    assert _burning(_steady(*[40.0] * 4), "24", hour) is None


def test_a_budget_of_which_nothing_was_spent_has_no_burn() -> None:
    """No call at all, or none of its own."""
    assert _burning([0.0] * HOURS) is None
    assert burning_of(budget(), period_of(MONTH, START), _seen({(): [1.0]}), []) is None


def test_an_hour_that_clocks_repeat_is_no_burn() -> None:
    """In Berlin 25 October has 25 hours: the hour from two to three is expected twice."""

    def usual(hour: int) -> float:
        return 10.0 if 9 <= hour % 24 < 17 else 1.0

    seen = _seen({(): [usual(hour) for hour in range(HOURS)]}, tz="Europe/Berlin")
    cycle = Cycle("month", ZoneInfo("Europe/Berlin"))
    found = burning_of(budget(amount="2900", cycle=cycle), period_of(cycle, seen.known), seen, [()])

    assert _state(found) == "off"
