"""Tests of forecast.py: a period's forecast on the command line."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from support.command import command
from support.schemas import LISTINGS, validator

NOW = "2026-10-29T00:00:00Z"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four weeks of a call a day, 1,000,000 tokens of gpt-4-0613 at 30 dollars a million."""
    start = datetime(2026, 10, 1, 10, tzinfo=UTC)
    lines = [
        f"{(start + timedelta(days=n)).isoformat()},openai,gpt-4-0613,chat,1000000"
        for n in range(28)
    ]
    (tmp_path / "calls.csv").write_text(
        "\n".join(["ts,provider,model,feature,input", *lines]) + "\n", "utf-8"
    )
    return tmp_path


def test_a_month_is_forecast_from_logs(folder: Path) -> None:
    """28 days x 30 dollars are 840, three more 90: 930."""
    done = command("forecast", "calls.csv", "--now", NOW, "--format", "json", cwd=folder)
    document = json.loads(done.out)

    assert done.code == 0, done.err
    assert (document["rows"][0]["spent"], document["rows"][0]["expected"]) == ("840", "930")
    assert document["command"] == {
        "name": "forecast",
        "parameters": {"paths": ["calls.csv"]},
    }
    assert document["period"]["until"] == "2026-11-01T00:00:00Z"


@pytest.mark.parametrize(("kind", "by"), [("forecast", "feature"), ("forecast-path", "day")])
def test_json_is_as_published(folder: Path, kind: str, by: str) -> None:
    """By group and by day, each with the schema of its kind."""
    done = command(
        "forecast", "calls.csv", "--by", by, "--now", NOW, "--format", "json", cwd=folder
    )
    document = json.loads(done.out)

    assert document["kind"] == kind
    assert list(validator(kind, *LISTINGS[kind]).iter_errors(document)) == []


def test_events_of_the_configuration_are_in_it(folder: Path) -> None:
    """Ten dollars a day for the last two days of October: 950."""
    (folder / "tokenomics.toml").write_text(
        '[[event]]\nname = "agent"\ndate = 2026-10-30\ndaily = "10 USD"\n', "utf-8"
    )
    done = command("forecast", "calls.csv", "--now", NOW, cwd=folder)

    assert "agent: +20.00 USD" in done.out
    assert "950.00 USD is expected by 2026-10-31" in done.out
    refused = command("forecast", "calls.csv", "--now", NOW, "--currency", "EUR", cwd=folder)
    assert (refused.code, "'agent': 10 USD is not in EUR" in refused.err) == (2, True)


def test_a_gate_judges_what_is_spent(folder: Path) -> None:
    """840 dollars are more than 800, and the exit code is 1."""
    done = command("forecast", "calls.csv", "--now", NOW, "--fail-on", "cost>800USD", cwd=folder)

    assert done.code == 1


@pytest.mark.parametrize(
    ("option", "kind"), [("--usage", "forecast-usage"), ("--backtest", "backtest")]
)
def test_what_stands_behind_it_can_be_asked(folder: Path, option: str, kind: str) -> None:
    """Expected usage, and how good forecasts would have been; the option is in the parameters."""
    done = command("forecast", "calls.csv", option, "--now", NOW, "--format", "json", cwd=folder)
    document = json.loads(done.out)

    assert done.code == 0, done.err
    assert document["command"]["parameters"][option.removeprefix("--")] is True
    assert list(validator(kind, *LISTINGS[kind]).iter_errors(document)) == []


def test_two_questions_at_once_are_refused(folder: Path) -> None:
    """The sentence names both."""
    done = command("forecast", "calls.csv", "--usage", "--backtest", cwd=folder)

    assert (done.code, done.err) == (
        2,
        "error: --usage and --backtest are two questions: leave out one\n",
    )


SCENARIOS = """
[[scenario]]
name = "agent"
  [[scenario.event]]
  name = "agent"
  date = 2026-10-30
  daily = "10 USD"
[[scenario]]
name = "twice"
  [[scenario.event]]
  name = "twice"
  date = 2026-10-30
  factor = 2
"""


def test_a_scenario_is_asked_for_by_name(folder: Path) -> None:
    """930 without it; two days at ten dollars more are 950, twice as much for them 990, both 1,010."""
    (folder / "tokenomics.toml").write_text(SCENARIOS, "utf-8")

    def expected(*names: str) -> str:
        words = [word for name in names for word in ("--scenario", name)]
        done = command(
            "forecast", "calls.csv", *words, "--now", NOW, "--format", "json", cwd=folder
        )
        document = json.loads(done.out)
        assert document["command"]["parameters"].get("scenario", []) == list(names)
        return str(document["rows"][0]["expected"])

    assert [expected(), expected("baseline"), expected("agent"), expected("twice")] == [
        "930", "930", "950", "990",
    ]  # fmt: skip
    assert expected("agent", "twice") == "1010"


def test_a_scenario_that_is_not_there_is_refused(folder: Path) -> None:
    """With the nearest name, and beside a question of the past."""
    (folder / "tokenomics.toml").write_text(SCENARIOS, "utf-8")
    wrong = command("forecast", "calls.csv", "--scenario", "agnet", "--now", NOW, cwd=folder)
    past = command("forecast", "calls.csv", "--scenario", "agent", "--backtest", cwd=folder)

    assert (wrong.code, past.code) == (2, 2)
    assert "did you mean 'agent'" in wrong.err
    assert "--backtest is of what was" in past.err
