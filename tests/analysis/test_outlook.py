"""The forecast of a period, against sums done by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.projections import END, NOW, PRICES, days
from support.usage import book_of, kept
from tokenomics.analysis.listing import Listing
from tokenomics.analysis.outlook import COLUMNS, outlook, outlook_with_days
from tokenomics.costing import CostQuery
from tokenomics.outcomes import Asked
from tokenomics.projection import NONE, Event, Scenario
from tokenomics.records.errors import ConfigError

Ask = Callable[..., Listing]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Ask for a forecast: of rows, at an instant, by dimensions."""

    def of(
        rows: Any, now: datetime, *by: str, events: Any = (), scenario: Any = NONE, **options: Any
    ) -> Listing:
        book, query = book_of(tmp_path, PRICES), CostQuery(by=by, **options)
        ledger, asked = kept(tmp_path, *rows), Asked((), now)
        return outlook(ledger, book, query, asked, events=events, scenario=scenario)

    return of


def _row(listing: Listing, index: int = 0) -> dict[str, Any]:
    return dict(zip([c.name for c in listing.columns], listing.rows[index], strict=True))


def test_a_month_is_what_is_spent_and_what_is_to_come(ask: Ask) -> None:
    """A million tokens a day at 2: on 25 October, midnight, 21 days since the fourth are 42; 7 x 2 follow."""
    found = ask(days("flat"), datetime(2026, 10, 25, tzinfo=UTC))
    row = _row(found)

    assert (row["spent"], row["use"], row["expected"]) == (Decimal(42), Decimal(14), Decimal(56))
    assert (row["prices"], row["events"], row["days"]) == (Decimal(0), Decimal(0), 21)
    assert found.sentences[0] == (
        "56.00 USD is expected by 2026-10-31 (80 %: 56.00 to 56.00 USD), of which 42.00 USD is spent"
    )


def test_known_prices_and_events_are_told_apart(ask: Ask) -> None:
    """November at 4 a day is 120; 16 days at 8 add 64, and from the 21st on half as much again of 8: 40."""
    event = Event("launch", datetime(2026, 11, 21, tzinfo=UTC), (), factor=1.5)
    found = ask(days(), NOW, events=[event], until=END)
    row = _row(found)

    assert (row["use"], row["prices"], row["events"]) == (Decimal(120), Decimal(64), Decimal(40))
    assert row["expected"] == Decimal(224)
    assert found.sentences[1:] == (
        "price changes: +64.00 USD",
        "launch: +40.00 USD",
        "prices of models in use change on 2026-11-15",
    )


def test_groups_and_the_whole_are_forecast_each(ask: Ask) -> None:
    """Teams at 2 and 4 a day: 120 and 60 for November, the dearer first, and 180 together."""
    rows = [*days("flat", team="a"), *days("flat", tokens=2_000_000, team="b")]
    found = ask(rows, NOW, "team", since=NOW)
    expected = [c.name for c in found.columns].index("expected")

    assert [(row[0], row[expected]) for row in found.rows] == [("b", Decimal(120)), ("a", 60)]
    assert found.total is not None
    assert found.total[expected] == Decimal(180)


def test_the_way_there_is_day_by_day(ask: Ask) -> None:
    """October of 2 a day, at noon of the 30th: that day has its call and half a day to come."""
    now = datetime(2026, 10, 30, 12, tzinfo=UTC)
    found = ask(days("flat"), now, "day", since=datetime(2026, 10, 29, tzinfo=UTC))

    assert found.rows == (
        ("2026-10-29", Decimal(2), None, Decimal(2), Decimal(2), Decimal(2)),
        ("2026-10-30", Decimal(2), Decimal(1), Decimal(5), Decimal(5), Decimal(5)),
        ("2026-10-31", None, Decimal(2), Decimal(7), Decimal(7), Decimal(7)),
    )


def test_old_data_are_told(ask: Ask) -> None:
    """The newest record is four days old, so the days since are to come: 60 and not 52 in November."""
    found = ask(days("flat"), NOW + timedelta(days=4))

    assert _row(found)["expected"] == Decimal(60)
    assert found.remarks == (
        "the newest record is of 2026-10-31 10:00 (UTC): what came after it is forecast too",
    )


def test_little_history_has_no_range(ask: Ask) -> None:
    """Ten days: an expected total, no interval, and the reason."""
    rows = [{**row, "ts": row["ts"] + timedelta(days=18)} for row in days("flat", 10)]
    found = ask(rows, NOW)

    assert (_row(found)["low"], _row(found)["high"], _row(found)["buffer"]) == (None, None, None)
    assert _row(found)["certainty"] == "insufficient"
    assert found.sentences[-1] == "10 days of history: from 14 days on a range can be given"


def test_what_has_no_price_is_in_no_forecast_and_said(ask: Ask) -> None:
    """One call in two is of a model that nobody knows."""
    found = ask([*days("flat"), *days("strange")], NOW)

    assert _row(found)["expected"] == Decimal(60)
    assert found.remarks == ("50 % of the requests of late have no price: they are in no forecast",)


def test_an_empty_ledger_expects_nothing(ask: Ask) -> None:
    """Nothing is None, and said."""
    found = ask(days("flat"), NOW, where=(("team", "nobody"),))

    assert _row(found)["expected"] is None
    assert found.sentences == (
        "nothing is expected: no whole day of calls with a price is known to learn from",
    )


def test_an_event_of_nothing_is_named(ask: Ask) -> None:
    """A mistyped feature must not pass for a forecast with the event in it."""
    event = Event("launch", NOW - timedelta(days=3), (("feature", "typo"),), factor=2.0)

    assert ask(days("flat"), NOW, events=[event]).remarks == (
        "event 'launch' concerns no usage that was seen",
    )


@pytest.mark.parametrize(
    ("by", "options", "sentence"),
    [
        ((), {"until": NOW}, "the period is over by 2026-11-01: ask report"),
        (("month",), {}, "a forecast is by day, alone"),
        (("day", "team"), {}, "a forecast is by day, alone"),
        (("tem",), {}, "did you mean 'team'"),
    ],
)
def test_what_cannot_be_forecast_is_refused(
    ask: Ask, by: tuple[str, ...], options: Any, sentence: str
) -> None:
    """The sentence says what to do instead."""
    with pytest.raises(ConfigError, match=sentence):
        ask(days("flat"), NOW, *by, **options)


def test_columns_and_figures_have_the_same_order(ask: Ask) -> None:
    """A row has a value for each column."""
    found = ask(days("flat"), NOW)

    assert found.columns == COLUMNS
    assert len(found.rows[0]) == len(COLUMNS)


def test_a_scenario_is_on_top_of_what_is_known(ask: Ask) -> None:
    """60 of November, 20 x 1 of a known launch, and half of all that from the 21st on: 10 x 1.5."""
    known = Event("launch", datetime(2026, 11, 11, tzinfo=UTC), (), factor=1.5)
    more = Event("more", datetime(2026, 11, 21, tzinfo=UTC), (("team", "a"),), factor=1.5)
    scenario = Scenario("it", (more,), assumes=("more from 2026-11-21 on",))
    found = ask(days("flat", team="a"), NOW, events=[known], scenario=scenario, until=END)

    assert (_row(found)["events"], _row(found)["expected"]) == (Decimal(35), Decimal(95))
    assert found.sentences[1:] == (
        "launch: +20.00 USD",
        "more: +15.00 USD",
        "assumed, and no promise: more from 2026-11-21 on",
    )


def test_a_forecast_and_the_way_there_are_of_one_look(ask: Ask, tmp_path: Path) -> None:
    """Both answers are those that the two questions get."""
    now, rows = datetime(2026, 10, 25, tzinfo=UTC), days("flat")
    both = outlook_with_days(
        kept(tmp_path / "both", *rows), book_of(tmp_path, PRICES), CostQuery(), Asked((), now)
    )

    assert [found.rows for found in both] == [ask(rows, now).rows, ask(rows, now, "day").rows]
    assert [found.kind for found in both] == ["forecast", "forecast-path"]
