"""The points of budgets as conditions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.budgeting import MONTH, at, budget, spend, stand
from support.rates import EUROS
from tokenomics.analysis.anomalies import Anomaly
from tokenomics.books import Book
from tokenomics.budget_config import Threshold
from tokenomics.budgeting import BudgetState
from tokenomics.budgeting.outlook import Gone
from tokenomics.budgeting.periods import period_of
from tokenomics.watching.budget_conditions import conditions_of, explained
from tokenomics.watching.conditions import Condition

NOW = at("2026-11-15")


def _conditions(
    folder: Path, book: Book, amount: str, rows: Sequence[Any], now: datetime = NOW, **more: Any
) -> dict[str, Condition]:
    """The conditions of one budget's points, by series and point."""
    found = stand(folder, book, rows, budget("support", amount, **more), now=now, forecast=True)
    return {
        f"{c.series} {c.key.rsplit('/', 1)[-1]}": c
        for c in conditions_of(found.states)
        if c.series != "burn"
    }


def _daily(dollars: str = "1", since: str = "2026-10-01", until: str = "2026-11-15", **more: Any) -> list[Any]:  # fmt: skip
    first, last = at(since), at(until)
    return [
        spend((first + timedelta(days=n)).date().isoformat(), dollars, **more)
        for n in range((last - first).days)
    ]


def test_points_are_on_that_are_reached(tmp_path: Path, book: Book) -> None:
    """14 of 20 spent: 50 % is, 80 % lies beyond; 30 will be, which is more than all."""
    found = _conditions(tmp_path, book, "20", _daily())

    assert {name: c.state for name, c in found.items()} == {
        "actual 50 %": "on", "actual 80 %": "off", "actual 100 %": "off", "forecast 100 %": "on",
    }  # fmt: skip
    assert len({c.group for c in found.values()}) == 1


@pytest.mark.parametrize(
    ("amount", "state"), [("28", "on"), ("28.5", "in doubt"), ("29.4", "in doubt"), ("29.5", "off")]
)
def test_what_lies_a_twentieth_below_is_off(
    tmp_path: Path, book: Book, amount: str, state: str
) -> None:
    """14 spent: half of 28 is reached; of 29.5 it is 47.46 %, less than 95 % of 50 %, which are 47.5."""
    assert _conditions(tmp_path, book, amount, _daily())["actual 50 %"].state == state


def test_a_budget_that_is_gone_says_so(tmp_path: Path, book: Book) -> None:
    """14 of 10: critical, and before all that will be."""
    found = _conditions(tmp_path, book, "10", _daily())
    gone = found["actual 100 %"]

    assert gone.message.subject == "support: budget of 10.00 USD is gone"
    assert gone.message.severity == "critical"
    assert gone.level > found["forecast 100 %"].level > found["actual 80 %"].level


def test_the_day_of_the_end_is_in_the_subject(tmp_path: Path, book: Book) -> None:
    """20 are spent by the 20th, as always: each day costs the same."""
    message = _conditions(tmp_path, book, "20", _daily())["forecast 100 %"].message

    assert message.subject == "support: budget gone on 20 Nov"
    assert message.headline == (
        "support: 30.00 USD expected by the end, 14.00 USD of 20.00 USD spent so far."
    )
    assert message.period == "2026-11-01 to 2026-11-30"
    assert ("risk of passing the limit", "100 %") in message.tables[0].rows


def test_the_range_of_the_end_is_in_the_subject(tmp_path: Path, book: Book) -> None:
    """A middling day and the days of one time in ten and nine in ten."""
    rows = _daily()
    (state,) = stand(tmp_path, book, rows, budget("support", "20"), now=NOW, forecast=True).states
    assert state.outlook is not None

    def subject(*days: str | None) -> str:
        found = [None if day is None else period_of(MONTH.small, at(day)) for day in days]
        outlook = state.outlook and state.outlook._replace(gone=Gone(*found))
        (told,) = [
            c for c in conditions_of([state._replace(outlook=outlook)]) if c.series == "forecast"
        ]
        return told.message.subject.split(", ")[0]

    assert subject("2026-11-17", "2026-11-19", "2026-11-23") == (
        "support: budget gone on 19 Nov (80 %: 17-23)"
    )
    assert subject("2026-11-28", "2026-11-30", None) == (
        "support: budget gone on 30 Nov (80 %: 28 Nov or later)"
    )
    assert subject("2026-11-28", "2026-12-01", "2026-12-03") == (
        "support: budget gone on 1 Dec (80 %: 28 Nov to 3 Dec)"
    )
    assert subject(None, "2026-11-19", None) == "support: budget gone on 19 Nov"


def test_a_rise_is_in_the_subject(tmp_path: Path, book: Book) -> None:
    """Seven days at 3 after seven at 2: 21 to 14, half as much again."""
    rows = [*_daily("2", until="2026-11-08"), *_daily("3", since="2026-11-08")]
    message = _conditions(tmp_path, book, "30", rows)["actual 100 %"].message

    assert message.subject == "support: budget of 30.00 USD is gone, +50 % on the week before"


def test_a_period_has_its_own_keys(tmp_path: Path, book: Book) -> None:
    """December's budget is another one, and each is told once."""
    november = _conditions(tmp_path / "a", book, "20", _daily())
    december = _conditions(tmp_path / "b", book, "20", _daily(until="2026-12-02"), at("2026-12-02"))

    assert not {c.key for c in november.values()} & {c.key for c in december.values()}
    assert not any(c.again for c in november.values())


def test_days_that_roll_on_have_the_same_keys_for_ever(tmp_path: Path, book: Book) -> None:
    """No month ends them: in December they are known by the key of November, and may be told again."""
    november, december = (
        _conditions(
            tmp_path / day, book, "20", _daily(until=day), at(day),
            cycle=MONTH._replace(unit="rolling", days=28),
        )
        for day in ("2026-11-15", "2026-12-02")
    )  # fmt: skip

    assert {c.key for c in november.values()} == {c.key for c in december.values()}
    assert all(c.again for c in november.values())


def test_each_value_is_told_by_itself(tmp_path: Path, book: Book) -> None:
    """Team a is over its ten, team b is not; both have keys of their own."""
    rows = [*_daily(team="a"), *_daily("0.1", team="b")]
    found = stand(tmp_path, book, rows, budget("team", for_each="team"), now=NOW)
    on = [c for c in conditions_of(found.states) if c.state == "on"]

    assert {c.message.subject.split(":")[0] for c in on} == {"team a"}
    assert len({c.group for c in conditions_of(found.states)}) == 2


def test_points_may_be_amounts_or_probabilities(tmp_path: Path, book: Book) -> None:
    """12 of 20 dollars are 60 % of the limit; that it is passed is certain."""
    found = _conditions(
        tmp_path, book, "20", _daily(),
        actual=(Threshold("amount", Decimal(12), "USD"),),
        forecast=(Threshold("probability", Decimal(80)),),
    )  # fmt: skip

    assert {name: (c.state, c.level) for name, c in found.items()} == {
        "actual 12 USD": ("on", 60),
        "forecast 80 % likely": ("on", 1080),
    }


def test_a_budget_in_another_currency_is_told_as_it_is_stated(tmp_path: Path, book: Book) -> None:
    """20 EUR are 20 x 1.08 = 21.60 USD, 12 EUR 12.96 of them: 14 reach these, 60 % of the limit."""
    found = _conditions(
        tmp_path, book, "20", _daily(), currency="EUR", into="USD", exchange=EUROS,
        actual=(Threshold("amount", Decimal(12), "EUR"),), forecast=(),
    )  # fmt: skip
    (point,) = found.values()

    assert [(name, c.state, c.level) for name, c in found.items()] == [("actual 12 EUR", "on", 60)]
    assert point.message.subject == "support: 12 EUR of 21.60 USD spent, 47 % of the period is over"
    assert (
        "budget", "20.00 EUR, 21.60 USD at 1.08 USD a EUR, the rate of 2026-01-01",
    ) in point.message.tables[0].rows  # fmt: skip
    assert point.message.fields["stated"] == "20 EUR"
    assert (point.message.fields["limit"], point.message.fields["currency"]) == (
        Decimal("21.60"), "USD",
    )  # fmt: skip


def test_where_nothing_can_be_said_points_are_in_doubt(tmp_path: Path, book: Book) -> None:
    """Ten days of history have no probability; without a forecast nothing is foreseen either."""
    rows = _daily(since="2026-11-05")
    found = _conditions(
        tmp_path, book, "99", rows, forecast=(Threshold("probability", Decimal(80)),)
    )

    assert found["forecast 80 % likely"].state == "in doubt"
    assert found["actual 50 %"].message.status == "resolved"


def test_names_are_text_whatever_they_hold(tmp_path: Path, book: Book) -> None:
    """A line break in a feature breaks no line of a mail."""
    hostile = "chat\n<script>alert(1)</script>"
    rows = _daily(feature=hostile)
    found = stand(tmp_path, book, rows, budget("x", "10", for_each="feature"), now=NOW)
    on = [c for c in conditions_of(found.states) if c.state == "on"]

    assert on
    assert all("\n" not in c.message.subject for c in on)


def _hourly(last: Sequence[float], **columns: Any) -> list[Any]:
    """A dollar an hour for five weeks up to NOW, and what is given in the last hours."""
    number = 35 * 24
    costs = [*[1.0] * (number - len(last)), *last]
    start = NOW - timedelta(hours=number)
    return [
        spend((start + timedelta(hours=n)).strftime("%Y-%m-%dT%H:05"), f"{cost:.2f}", **columns)
        for n, cost in enumerate(costs)
    ]


def _burn(folder: Path, book: Book, last: Sequence[float], **more: Any) -> Condition:
    rows = _hourly(last, team="support")
    plan = budget("support", more.pop("amount", "1200"), where=(("team", "support"),))
    (state,) = stand(folder, book, rows, plan, now=NOW, forecast=True).states
    (found,) = [c for c in conditions_of([state], **more) if c.series == "burn"]
    return found


def test_a_budget_that_burns_too_fast_is_a_condition(tmp_path: Path, book: Book) -> None:
    """72.20 dollars in six hours of a dollar each: 12.03 times as fast, 66.20 beyond, 5 % of 1,200 are 60."""
    found = _burn(tmp_path, book, [12.0] * 5 + [12.2])

    assert (found.state, found.series) == ("on", "burn")
    assert found.message.subject == (
        "support: burns 12.0x as fast as expected for 6 hours (72.20 USD of 1,200.00 a month)"
    )
    assert found.message.key == "budget/support/2026-11-01T00:00:00+00:00/burn"
    fields = found.message.fields
    assert (fields["series"], fields["burn_hours"]) == ("burn", 6)
    assert (fields["burnt"], fields["burn_expected"]) == (Decimal("72.2"), Decimal(6))


def test_a_budget_that_burns_no_more_says_so(tmp_path: Path, book: Book) -> None:
    """Each hour a dollar again: the end of what was said."""
    found = _burn(tmp_path, book, [1.0])

    assert (found.state, found.message.status) == ("off", "resolved")
    assert found.message.subject == "support: no longer burns faster than expected"
    assert found.message.fields["burn_rate"] is None


def test_burning_is_graver_than_points_of_what_is_spent_and_in_every_message(
    tmp_path: Path, book: Book
) -> None:
    """408 of 700 are spent, and 600 too many will be: that is the message of the night, with the burning in it."""
    rows = _hourly([12.0] * 6)
    (state,) = stand(tmp_path, book, rows, budget("support", "700"), now=NOW, forecast=True).states
    found = {c.series: c for c in conditions_of([state]) if c.state == "on"}

    assert found["actual"].level < found["burn"].level < found["forecast"].level
    assert len({c.group for c in found.values()}) == 1
    assert found["forecast"].message.paragraphs[0] == (
        "It burns 12.0x as fast as expected for 6 hours (72.00 USD of 700.00 a month)."
    )


def _spike(**more: Any) -> Anomaly:
    """Chat, nearly all of it of team support, at 60 dollars more than usual in the last six hours."""
    spike = Anomaly(
        "spike", ("feature", "chat"), (("team", "support"),), "hour", NOW - timedelta(hours=6), NOW,
        NOW, Decimal(66), Decimal(6), is_open=True, is_lasting=False,
    )  # fmt: skip
    return spike._replace(**more)


@pytest.fixture(scope="module")
def burning(tmp_path_factory: pytest.TempPathFactory, book: Book) -> BudgetState:
    """A budget of a team whose last six hours cost 72 dollars, 66 of them beyond the expected."""
    rows = _hourly([12.0] * 6, team="support")
    plan = budget("support", "1200", where=(("team", "support"),))
    (state,) = stand(
        tmp_path_factory.mktemp("burning"), book, rows, plan, now=NOW, forecast=True
    ).states
    return state


@pytest.mark.parametrize(
    ("spike", "is_told"),
    [
        (_spike(), True),
        (_spike(besides=()), False),
        (_spike(besides=(("team", "legal"),)), False),
        (_spike(end=NOW - timedelta(hours=6)), False),
        (_spike(actual=Decimal(30)), False),
    ],
)
def test_the_anomaly_behind_it_is_told_with_it(
    burning: BudgetState, spike: Anomaly, is_told: bool
) -> None:
    """66 dollars are burnt beyond the expected. Another's, of unknown teams, over, or of 24 dollars explain nothing."""
    (found,) = [c for c in conditions_of([burning], [spike]) if c.series == "burn"]

    assert any("feature chat cost" in each.lower() for each in found.message.paragraphs) == is_told
    assert explained([burning], [spike]) == ({spike.id: found.group} if is_told else {})
