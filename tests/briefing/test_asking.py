"""Tests of tokenomics/briefing/asking.py."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from support.ledgers import take
from support.pages import NOW, briefing_of, company
from tokenomics.books import bundled
from tokenomics.briefing import Answered, Asking, Briefing, Lacking, asking, brief
from tokenomics.config import Config
from tokenomics.costing import CostQuery, costs
from tokenomics.ledger import open_ledger

AUGUST = CostQuery(since=datetime(2026, 8, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company's ledger."""
    return company(tmp_path_factory.mktemp("company"))


@pytest.fixture(scope="module")
def asked() -> list[object]:
    """What budgets were asked of for August."""
    return []


@pytest.fixture(scope="module")
def august(ledger: Path, asked: list[object]) -> Briefing:
    """August until the 20th, briefed."""
    real = asking.standing

    def counted(*given: object, **more: object) -> object:
        asked.append(given)
        return real(*given, **more)  # pyright: ignore[reportArgumentType]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(asking, "standing", counted)
        return briefing_of(ledger, AUGUST)


def test_a_briefing_is_of_what_a_report_is_of(ledger: Path, august: Briefing) -> None:
    """Its total is the report's, to the last digit."""
    assert (
        august.days.totals.cost
        == costs(open_ledger(ledger), bundled(), AUGUST).totals.cost
        != Decimal(0)
    )


def test_every_question_that_has_an_answer_is_answered(august: Briefing) -> None:
    """Only the bill is missing here."""
    lacking = [name for name in Briefing._fields[3:] if isinstance(getattr(august, name), Lacking)]

    assert lacking == ["reconcile"]
    assert all(isinstance(group, Answered) for group in august.groups)


def test_the_budget_of_everything_is_the_forecasts_limit(august: Briefing) -> None:
    """Of a month's forecast it is the month's budget without a filter."""
    assert isinstance(august.forecast, Answered)
    limit = august.forecast.answer.limit

    assert limit is not None
    assert (limit.name, limit.amount) == ("all <b>AI</b>", 10)


def test_a_limit_is_of_no_other_period(ledger: Path) -> None:
    """A forecast from July on has no budget of a month for a line."""
    found = briefing_of(ledger, CostQuery(since=datetime(2026, 7, 1, tzinfo=UTC)))

    assert isinstance(found.forecast, Answered)
    assert found.forecast.answer.limit is None


def test_alerts_are_the_gravest_of_their_kind_in_order(august: Briefing) -> None:
    """A budget that is passed is one alert, not one for each of its points."""
    assert isinstance(august.alerts, Answered)
    told = august.alerts.answer.messages
    grave = ["critical", "warning", "info"]

    places = [grave.index(message.severity) for message in told]
    assert places == sorted(places)
    assert len([m for m in told if m.headline.startswith("all <b>")]) == 1


def test_under_a_filter_what_is_about_all_calls_is_left_out(ledger: Path) -> None:
    """Budgets and alerts would be of other calls than the rest; a bill tells no team."""
    found = briefing_of(ledger, AUGUST._replace(where=(("feature", "support"),)))

    for part in (found.budgets, found.alerts):
        assert isinstance(part, Lacking)
        assert "about some" in part.why
    assert isinstance(found.reconcile, Lacking)
    assert "bills do not tell feature" in found.reconcile.why


def test_groups_are_of_one_table_where_they_are_named(ledger: Path) -> None:
    """--by and --limit decide what is shown."""
    (found,) = briefing_of(ledger, AUGUST._replace(by=("team", "model"), limit=1)).groups

    assert isinstance(found, Answered)
    assert (found.answer.by, len(found.answer.rows)) == (("team", "model"), 1)


def test_what_a_ledger_does_not_state_is_said_with_what_helps(tmp_path: Path) -> None:
    """Calls alone: no team, no outcome, no budget, no bill, nothing before them."""
    log = tmp_path / "calls.csv"
    log.write_text("ts,provider,model,input,output\n2026-08-20T00:00:00Z,openai,gpt-4o,10,1\n")
    take(tmp_path / "ledger", log, now=NOW)

    found = brief(Asking(open_ledger(tmp_path / "ledger"), bundled(), CostQuery(), Config(), NOW))

    feature, _, _, model = found.groups
    assert isinstance(feature, Lacking)
    assert (feature.why, "[[attribute]]" in feature.remedy) == ("no call states a feature", True)
    assert isinstance(model, Answered)
    whys = [part.why for part in (found.quality, found.budgets) if isinstance(part, Lacking)]
    assert whys == ["no outcome of a task is known", "no budget is configured"]
    assert isinstance(found.drivers, Lacking)
    assert isinstance(found.reconcile, Lacking)


def test_a_period_that_is_over_has_no_forecast(ledger: Path) -> None:
    """July is known: there is nothing to expect of it."""
    july = CostQuery(since=datetime(2026, 7, 1, tzinfo=UTC), until=datetime(2026, 8, 1, tzinfo=UTC))

    found = briefing_of(ledger, july)

    assert isinstance(found.forecast, Lacking)
    assert "over" in found.forecast.why


def test_budgets_are_asked_once(august: Briefing, asked: list[object]) -> None:
    """The table, the forecast's line and the alerts share one look at them."""
    assert isinstance(august.budgets, Answered)
    assert len(asked) == 1


def test_rows_that_say_little_of_quality_come_last(august: Briefing) -> None:
    """Where only some rows are shown these are the ones of which something is known."""
    assert isinstance(august.quality, Answered)
    shown = august.quality.answer
    mark = [column.name for column in shown.columns].index("mark")
    unsure = [row[mark] in ("small sample", "not judged") for row in shown.rows]

    assert unsure == sorted(unsure)
    assert len(shown.rows) <= asking.ROWS
