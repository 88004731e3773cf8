"""Scenarios of a configuration, read strictly."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tokenomics.config import EventConfig, load
from tokenomics.records.errors import ConfigError
from tokenomics.scenario_config import ScenarioConfig, check, decline_of, growth_of


def test_growth_is_percent_in_thirty_days() -> None:
    """`10 %` is 0.1, `-5%` less, and 0 none: the default."""
    said = ["10 %", "-5%", "0 %", 0]

    assert [growth_of(ScenarioConfig("x", growth=each)) for each in said] == [
        Decimal("0.1"), Decimal("-0.05"), Decimal(0), Decimal(0),
    ]  # fmt: skip
    assert growth_of(ScenarioConfig("x")) == 0


def test_prices_fall_by_percent_a_year_or_as_those_of_a_class() -> None:
    """`trend` and a name are told from a percentage."""
    said: list[Any] = ["30 %", "trend", "GPT-4o", " o1 ", 0]

    assert [decline_of(ScenarioConfig("x", price_decline=each)) for each in said] == [
        Decimal("0.3"), "trend", "GPT-4o", "o1", Decimal(0),
    ]  # fmt: skip


@pytest.mark.parametrize("said", [1.1, 10, "1.1", "much", "-100 %", ""])
def test_growth_that_may_be_a_factor_is_refused(said: Any) -> None:
    """Is 1.1 ten percent more, or one? A percent sign says it."""
    with pytest.raises(ConfigError, match=r"\[\[scenario\]\] 'x': growth: .* write '10 %'"):
        growth_of(ScenarioConfig("x", growth=said))


@pytest.mark.parametrize("said", [0.3, 30, "0.3", "100 %", "thirty %", ""])
def test_a_decline_that_leaves_no_price_or_may_be_a_share_is_refused(said: Any) -> None:
    """As growth is; all of a price cannot be gone."""
    with pytest.raises(ConfigError, match=r"price_decline: .* write '30 %', 'trend'"):
        decline_of(ScenarioConfig("x", price_decline=said))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([ScenarioConfig("a"), ScenarioConfig("a")], "two scenarios have that name"),
        ([ScenarioConfig("baseline")], "give it another name"),
        ([ScenarioConfig(" ")], "give it another name"),
        ([ScenarioConfig("a", growth="ten")], "growth: 'ten'"),
        ([ScenarioConfig("a", price_decline="0.5")], "price_decline: '0.5'"),
    ],
)
def test_what_contradicts_is_refused_by_name(given: list[ScenarioConfig], sentence: str) -> None:
    """The sentence says what."""
    with pytest.raises(ConfigError, match=sentence):
        check(given)


def test_events_of_one_scenario_have_names_of_their_own() -> None:
    """By its name an event stands for another one."""
    launch = EventConfig("launch", date(2026, 12, 1), factor=2.0)

    check([ScenarioConfig("a", event=(launch,)), ScenarioConfig("b", event=(launch,))])
    with pytest.raises(ConfigError, match="two of its events are named 'launch'"):
        check([ScenarioConfig("a", event=(launch, launch))])


def test_a_file_has_several(tmp_path: Path) -> None:
    """With the events below each."""
    file = tmp_path / "tokenomics.toml"
    file.write_text(
        '[[scenario]]\nname = "growth"\ngrowth = "10 %"\n'
        '[[scenario]]\nname = "launch"\nwhere = { team = "a" }\n'
        '[[scenario.event]]\nname = "agent"\ndate = 2026-12-01\ndaily = "5 USD"\n',
        "utf-8",
    )
    growth, launch = load(file).scenario

    assert (growth.name, growth.growth, growth.event) == ("growth", "10 %", ())
    assert (launch.where, [each.name for each in launch.event]) == ({"team": "a"}, ["agent"])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            '[[scenario]]\nname = "x"\ngrowht = "10 %"',
            "scenario.0.growht.*did you mean 'scenario.0.growth'",
        ),
        ('[[scenario]]\nname = "x"\ngrowth = 1.1', "growth: 1.1 is no percent"),
        (
            '[[scenario]]\nname = "x"\n[[scenario.event]]\nname = "y"\ndate = 2026-12-01\nfaktor = 2',
            "scenario.0.event.0.faktor.*did you mean 'scenario.0.event.0.factor'",
        ),
    ],
)
def test_a_wrong_key_is_named_with_the_nearest(tmp_path: Path, text: str, sentence: str) -> None:
    """Also within the events of a scenario."""
    file = tmp_path / "tokenomics.toml"
    file.write_text(text, "utf-8")

    with pytest.raises(ConfigError, match=sentence):
        load(file)
