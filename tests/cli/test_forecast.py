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
