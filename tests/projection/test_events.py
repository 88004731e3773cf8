"""Known changes and what they do to a step."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tokenomics.config import Config, EventConfig, ReportConfig
from tokenomics.projection.events import (
    Event,
    added,
    events_of,
    multiple,
    names_in,
    reached,
    unadded,
)
from tokenomics.projection.steps import steps
from tokenomics.records.errors import ConfigError

DAYS = steps("day", datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC), "UTC")


def _event(**said: Any) -> Any:
    (found,) = events_of(Config(event=(EventConfig("launch", date(2026, 11, 11), **said),)))
    return found


def test_an_event_is_nothing_before_its_day_and_whole_from_then_on() -> None:
    """A factor of 1.5 from the eleventh day on."""
    event = _event(factor=1.5)

    assert [multiple(event, day) for day in DAYS[9:12]] == [1.0, 1.5, 1.5]


def test_a_ramp_is_a_straight_line() -> None:
    """Of ten days the first reaches half a tenth on average, the last 95 %, the next all: 5 days' worth."""
    event = _event(factor=3.0, ramp_days=10)

    assert reached(event, DAYS[10]) == pytest.approx(0.05)
    assert reached(event, DAYS[19]) == pytest.approx(0.95)
    assert multiple(event, DAYS[20]) == 3.0
    assert sum(reached(event, day) for day in DAYS[10:20]) == pytest.approx(5)


def test_an_event_may_be_over() -> None:
    """A campaign from the eleventh up to the fourteenth, which is a day without it."""
    event = _event(factor=2.0, until=date(2026, 11, 14))

    assert [multiple(event, day) for day in DAYS[9:14]] == [1.0, 2.0, 2.0, 2.0, 1.0]


def test_growth_multiplies_again_every_thirty_days() -> None:
    """1.1 a month: 1 on its first day, 1.1 thirty days later."""
    event = _event(monthly=1.1)

    assert multiple(event, DAYS[10]) == 1.0
    assert multiple(event, DAYS[40]) == pytest.approx(1.1)


def test_an_amount_is_of_a_day_of_24_hours() -> None:
    """40 dollars a day are 40 x 25 / 24 on the day of 25 hours, and grow with the ramp."""
    long = steps("day", datetime(2026, 10, 25, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC), "Europe/Berlin")[0]  # fmt: skip
    event = _event(daily="40 USD")._replace(start=datetime(2026, 10, 1, tzinfo=UTC))

    assert added(event, DAYS[0]) == Decimal(40)
    assert added(event, long) == Decimal("41.666666666666666667")
    assert added(event._replace(ramp=timedelta(days=62), start=DAYS[0].start - timedelta(days=31)), DAYS[0]) == Decimal("20.322580645161290323")  # fmt: skip
    assert added(_event(factor=2.0), DAYS[20]) == 0


def test_dates_begin_where_the_reports_days_do() -> None:
    """In Berlin 11 November begins at 23:00 UTC of the tenth."""
    config = Config(
        report=ReportConfig(timezone="Europe/Berlin"),
        event=(EventConfig("launch", date(2026, 11, 11), factor=2.0),),
    )

    assert events_of(config)[0].start == datetime(2026, 11, 10, 23, tzinfo=UTC)


def test_events_concern_what_equals_all_of_their_where() -> None:
    """Two dimensions must both hold; none concern everything."""
    event = _event(factor=2.0, where={"feature": "chat", "team": "a"})

    assert event.concerns({"feature": "chat", "team": "a", "model": "x"})
    assert not event.concerns({"feature": "chat", "team": None})
    assert _event(factor=2.0).concerns({})


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "say one of factor, monthly and daily, not 0"),
        ({"factor": 2.0, "daily": "1 USD"}, "not 2 of them"),
        ({"factor": -1.0}, "a factor of -1.0 is below zero"),
        ({"daily": "1 EUR"}, "1 EUR is not in USD"),
        ({"factor": 2.0, "until": date(2026, 11, 11)}, "it is over on 2026-11-11 before it begins"),
        ({"factor": 2.0, "where": {"featur": "x"}}, "did you mean 'feature'"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(said: dict[str, Any], sentence: str) -> None:
    """The sentence says what to do."""
    with pytest.raises(ConfigError, match=sentence):
        _event(**said)


def test_what_no_event_added_is_a_part_of_a_step() -> None:
    """Of 2 dollars a day half a dollar was added: three quarters remain; more than all leaves nothing."""
    begun = datetime(2026, 1, 1, tzinfo=UTC)
    (day,) = steps(
        "day", datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 11, 3, tzinfo=UTC), "UTC"
    )
    half, three = (Event("agent", begun, (), daily=Decimal(amount)) for amount in ("0.5", "3"))

    assert unadded(Decimal(2), [half], day) == 0.75
    assert unadded(Decimal(2), [three], day) == 0
    assert unadded(Decimal(2), [], day) == 1


def test_models_confine_an_event_further() -> None:
    """Both the provider and the model have to be one of them, and are asked for."""
    event = Event("fall", DAYS[0].start, (("team", "a"),), models=frozenset({("acme", "x")}))

    assert event.concerns({"team": "a", "provider": "acme", "model": "x"})
    assert not event.concerns({"team": "a", "provider": "other", "model": "x"})
    assert not event.concerns({"team": "b", "provider": "acme", "model": "x"})
    assert names_in([event, _event(factor=2.0, where={"team": "b"})], "feature") == (
        "feature", "team", "provider", "model",
    )  # fmt: skip


def test_growth_that_begins_within_a_step_is_none_in_it() -> None:
    """From noon on: that day is as it was, half a day's growth is in the next."""
    event = _event(monthly=1.1)._replace(start=DAYS[10].start + timedelta(hours=12))

    assert multiple(event, DAYS[10]) == 1.0
    assert multiple(event, DAYS[11]) == pytest.approx(1.1 ** (0.5 / 30))
