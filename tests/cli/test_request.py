"""Tests of request.py."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tokenomics.config import AttributeConfig, Config, ReportConfig
from tokenomics.costing import Attribution
from tokenomics.records.errors import ConfigError
from tokenomics_cli.request import Request, parameters, query_of, rules_of

NOW = datetime(2026, 11, 26, 5, tzinfo=UTC)
CONFIG = Config(report=ReportConfig(timezone="Europe/Berlin"))


def test_names_are_a_list() -> None:
    """--by is split at commas, blanks and empty parts do not count."""
    assert query_of(Request(by=" team, tag:env,,"), CONFIG, NOW).by == ("team", "tag:env")


def test_dates_begin_in_the_reports_zone() -> None:
    """Berlin's 2nd of November begins at 23:00 UTC of the 1st; --tz wins over the configuration."""
    request = Request(since="2026-11-02", until="2026-12")
    berlin, utc = query_of(request, CONFIG, NOW), query_of(request._replace(tz="UTC"), CONFIG, NOW)

    assert berlin.since == datetime(2026, 11, 1, 23, tzinfo=UTC)
    assert berlin.tz == "Europe/Berlin"
    assert (utc.since, utc.until) == (
        datetime(2026, 11, 2, tzinfo=UTC),
        datetime(2026, 12, 1, tzinfo=UTC),
    )


def test_filters_keep_everything_after_the_first_sign() -> None:
    """A value may hold an equals sign, may be empty, and may be left out."""
    request = Request(where=("tag:q=a=b", "team=", "team!=support"))

    assert query_of(request, CONFIG, NOW).where == (
        ("tag:q", "a=b"),
        ("team", ""),
        ("team!", "support"),
    )


@pytest.mark.parametrize("text", ["team", "=support", "!=support"])
def test_a_filter_without_name_or_sign_is_refused(text: str) -> None:
    """The error shows how to write one."""
    with pytest.raises(ConfigError, match="team=support"):
        query_of(Request(where=(text,)), CONFIG, NOW)


def test_rules_are_the_configurations() -> None:
    """Attribution keeps its order."""
    rule = AttributeConfig(when={"api_key": "k"}, set={"team": "support"})

    assert rules_of(Config(attribute=(rule,))) == [
        Attribution({"api_key": "k"}, {"team": "support"})
    ]


def test_parameters_are_what_decides_about_figures() -> None:
    """How an answer is written is no parameter of it, nor is what was not given."""
    request = Request(
        paths=("a.csv",), by="team", form="json", output=Path("x"), fail_on="unpriced",
        pricebook=(Path("mine.toml"),),
    )  # fmt: skip

    assert parameters(request) == {"paths": ["a.csv"], "by": "team", "pricebook": ["mine.toml"]}


def test_prices_are_those_of_each_call_of_now_or_of_a_day() -> None:
    """A day begins at midnight of the report's zone; `now` is the command's own."""
    berlin = Request(tz="Europe/Berlin")

    assert query_of(berlin, CONFIG, NOW).prices_at is None
    assert query_of(berlin._replace(prices_at="now"), CONFIG, NOW).prices_at == NOW
    assert query_of(berlin._replace(prices_at="2026-11-02"), CONFIG, NOW).prices_at == datetime(
        2026, 11, 1, 23, tzinfo=UTC
    )
    with pytest.raises(ConfigError, match="--prices-at 'nwo': write event, now or a date"):
        query_of(berlin._replace(prices_at="nwo"), CONFIG, NOW)


def test_only_other_prices_than_the_usual_are_a_parameter() -> None:
    """A report that asks for nothing special says nothing special."""
    assert "prices_at" not in parameters(Request())
    assert parameters(Request(prices_at="now"))["prices_at"] == "now"
