"""Tests of request.py."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tokenomics.config import AttributeConfig, Config, ReportConfig
from tokenomics.costing import Attribution
from tokenomics.records.errors import ConfigError
from tokenomics_cli.request import Request, parameters, query_of, rules_of

CONFIG = Config(report=ReportConfig(timezone="Europe/Berlin"))


def test_names_are_a_list() -> None:
    """--by is split at commas, blanks and empty parts do not count."""
    assert query_of(Request(by=" team, tag:env,,"), CONFIG).by == ("team", "tag:env")


def test_dates_begin_in_the_reports_zone() -> None:
    """Berlin's 2nd of November begins at 23:00 UTC of the 1st; --tz wins over the configuration."""
    request = Request(since="2026-11-02", until="2026-12")
    berlin, utc = query_of(request, CONFIG), query_of(request._replace(tz="UTC"), CONFIG)

    assert berlin.since == datetime(2026, 11, 1, 23, tzinfo=UTC)
    assert berlin.tz == "Europe/Berlin"
    assert (utc.since, utc.until) == (
        datetime(2026, 11, 2, tzinfo=UTC),
        datetime(2026, 12, 1, tzinfo=UTC),
    )


def test_filters_keep_everything_after_the_first_sign() -> None:
    """A value may hold an equals sign, may be empty, and may be left out."""
    request = Request(where=("tag:q=a=b", "team=", "team!=support"))

    assert query_of(request, CONFIG).where == (("tag:q", "a=b"), ("team", ""), ("team!", "support"))


@pytest.mark.parametrize("text", ["team", "=support", "!=support"])
def test_a_filter_without_name_or_sign_is_refused(text: str) -> None:
    """The error shows how to write one."""
    with pytest.raises(ConfigError, match="team=support"):
        query_of(Request(where=(text,)), CONFIG)


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
