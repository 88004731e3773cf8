"""What might come, against sums done by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from support.projections import END, NOW, days
from tokenomics.books import Book, bundled
from tokenomics.books.trend import classes, named, trend
from tokenomics.config import Config, EventConfig
from tokenomics.costing import CostQuery
from tokenomics.projection import (
    NONE,
    Event,
    Projection,
    Scenario,
    Usage,
    assumed,
    by_fewer,
    events_of,
    expect,
    names_of,
    scenario_of,
    scenarios_of,
    see,
    under,
)
from tokenomics.projection.scenarios import Fall
from tokenomics.records.errors import ConfigError
from tokenomics.scenario_config import ScenarioConfig

# The thirty days of November: what 1 dollar a day comes to that grows by 10 % in all of them.
GROWN = sum(1.1 ** (n / 30) for n in range(30))
TENTH = date(2026, 11, 11)


def _scenario(book: Book | None = None, config: Config | None = None, **said: Any) -> Scenario:
    config = config or Config()
    whole = Config(event=config.event, scenario=(ScenarioConfig("it", **said),))
    (found,) = scenarios_of(whole, book or bundled(), NOW)
    return found


def _november(
    usage: Usage, scenario: Scenario = NONE, events: tuple[Event, ...] = (), until: datetime = END
) -> Projection:
    names = names_of(scenario, events)
    seen = see(usage, CostQuery(), names, now=NOW, until=until)
    return expect(seen, NOW, until, events=under(scenario, events, seen, usage.book))


def test_growth_is_compounded_from_now_on(usage: Callable[..., Usage]) -> None:
    """2 dollars a day, each day 1.1 ** (1 / 30) times the one before, the first as it was."""
    found = _november(usage(days("flat")), _scenario(growth="10 %"))

    assert found.path[0] == 2.0
    assert found.path[29] == pytest.approx(2 * 1.1 ** (29 / 30))
    assert float(found.expected or 0) == pytest.approx(2 * GROWN)
    assert [layer.name for layer in found.layers[2:]] == ["use grows by 10 % every thirty days"]
    assert float(found.layers[2].amount) == pytest.approx(2 * GROWN - 60)


def test_growth_does_not_begin_before_now(usage: Callable[..., Usage]) -> None:
    """At noon the rest of the day is as it was; the next day half a day of growth is in it."""
    noon = NOW - timedelta(hours=12)
    (scenario,) = scenarios_of(
        Config(scenario=(ScenarioConfig("it", growth="10 %"),)), bundled(), noon
    )
    kept = usage(days("flat"))
    seen = see(kept, CostQuery(), (), now=noon, until=END)
    found = expect(seen, noon, END, events=under(scenario, (), seen, kept.book))

    assert found.path[0] == 1.0
    assert found.path[1] == pytest.approx(2 * 1.1 ** (0.5 / 30))
    assert seen.past == see(kept, CostQuery(), (), now=noon, until=END).past


def test_prices_that_fall_leave_the_use_as_it_is(usage: Callable[..., Usage]) -> None:
    """Half a price in a year: on day n 0.5 ** (n / 365.25) of 2 dollars, for a million tokens each."""
    found = _november(usage(days("flat")), _scenario(price_decline="50 %"))
    expected = sum(2 * 0.5 ** (n / 365.25) for n in range(30))

    assert float(found.expected or 0) == pytest.approx(expected)
    assert [(use.requests, use.meters["input"]) for use in found.uses] == [(30, 30_000_000)]
    assert found.uses[0].cost == found.expected
    assert found.layers[2].name == "prices fall by 50 % a year"
    assert found.layers[2].amount < 0


def test_a_known_price_is_kept_and_falls_too(usage: Callable[..., Usage]) -> None:
    """4 dollars a day, 8 from the 15th on, and of both what half a price a year leaves."""
    found = _november(usage(days()), _scenario(price_decline="50 %"))
    expected = sum((4 if n < 14 else 8) * 0.5 ** (n / 365.25) for n in range(30))

    assert found.layers[1].amount == Decimal(64)
    assert float(found.expected or 0) == pytest.approx(expected)


def test_where_confines_growth_and_prices(usage: Callable[..., Usage]) -> None:
    """Of two teams at 2 dollars a day one grows: 60 and 2 x GROWN."""
    rows = [*days("flat", team="a"), *days("flat", team="b")]
    found = _november(usage(rows), _scenario(growth="10 %", where={"team": "a"}))

    assert float(found.expected or 0) == pytest.approx(60 + 2 * GROWN)
    assert found.layers[2].name == "use grows by 10 % every thirty days of team a"


def test_a_scenario_of_nothing_changes_nothing(usage: Callable[..., Usage]) -> None:
    """No growth, no fall, and an event of factor 1: the same to the last digit."""
    kept = usage([*days(team="a"), *days("flat", team="b")])
    same = EventConfig("as it is", TENTH, factor=1.0)
    plain = _november(kept)

    assert _november(kept, _scenario(growth=0, price_decline="0 %", where={"team": "a"})) == plain
    assert _november(kept, _scenario(event=(same,))).expected == plain.expected
    assert _november(kept, _scenario(event=(same,))).path == plain.path


def test_two_in_one_are_their_steps(usage: Callable[..., Usage]) -> None:
    """Growth and then a launch that adds half: its layer is what it adds to growth alone."""
    kept = usage(days("flat"))
    launch = EventConfig("launch", TENTH, factor=1.5)
    growth, both = _scenario(growth="10 %"), _scenario(growth="10 %", event=(launch,))
    alone, grown, whole = (_november(kept, each) for each in (NONE, growth, both))

    assert [layer.amount for layer in whole.layers[:2]] == [layer.amount for layer in alone.layers]
    assert whole.layers[2] == grown.layers[2]
    assert whole.layers[3].amount == (whole.expected or 0) - (grown.expected or 0)
    expected = sum(2 * 1.1 ** (n / 30) * (1.5 if n >= 10 else 1) for n in range(30))
    assert float(whole.expected or 0) == pytest.approx(expected)


def test_scenarios_named_together_are_one(usage: Callable[..., Usage]) -> None:
    """What a table of both keys says, two names say as well."""
    launch = EventConfig("launch", TENTH, factor=1.5)
    config = Config(
        scenario=(ScenarioConfig("more", growth="10 %"), ScenarioConfig("new", event=(launch,)))
    )
    found = scenario_of(config, ["more", "new", "more"], bundled(), NOW)
    kept = usage(days("flat"))

    assert found.name == "more + new"
    assert found.assumes == ("use grows by 10 % every thirty days", "launch from 2026-11-11 on")
    both = _scenario(growth="10 %", event=(launch,))
    assert _november(kept, found) == _november(kept, both)


def test_what_is_named_has_to_be_there() -> None:
    """The nearest name; without any scenario, what to do; the baseline is always there."""
    agent, old = (EventConfig("agent", day, factor=2.0) for day in (TENTH, date(2026, 10, 1)))
    config = Config(
        scenario=(
            ScenarioConfig("growth", event=(agent,)),
            ScenarioConfig("launch", event=(agent,)),
            ScenarioConfig("over", event=(old,)),
        )
    )

    assert scenario_of(config, ["baseline"], bundled(), NOW) == NONE
    with pytest.raises(ConfigError, match="did you mean 'growth'"):
        scenario_of(config, ["grwoth"], bundled(), NOW)
    with pytest.raises(ConfigError, match=r"none is configured: add a \[\[scenario\]\]"):
        scenario_of(Config(), ["growth"], bundled(), NOW)
    with pytest.raises(ConfigError, match="two of the scenarios have 'agent'"):
        scenario_of(config, ["growth", "launch"], bundled(), NOW)


def test_an_event_of_a_known_ones_name_stands_for_it(usage: Callable[..., Usage]) -> None:
    """A dollar a day from the 11th is 20, from the 21st 10."""
    known = EventConfig("agent", TENTH, daily="1 USD")
    later = EventConfig("agent", date(2026, 11, 21), daily="1 USD")
    config = Config(event=(known,))
    kept, events = usage(days("flat")), events_of(config)

    assert _november(kept, NONE, events).expected == Decimal(80)
    scenario = _scenario(config=config, event=(later,))
    assert _november(kept, scenario, events).expected == Decimal(70)


@pytest.mark.parametrize(
    ("config", "said", "sentence"),
    [
        (
            Config(),
            {"event": (EventConfig("old", date(2026, 10, 31), factor=2.0),)},
            "'old': it began on 2026-10-31, and a scenario is of what is to come",
        ),
        (
            Config(event=(EventConfig("old", date(2026, 10, 1), factor=2.0),)),
            {"event": (EventConfig("old", TENTH, factor=2.0),)},
            "'old' began on 2026-10-01: nothing can stand for it any more",
        ),
        (Config(), {"event": (EventConfig("x", TENTH),)}, r"\[\[scenario\]\] 'it': event 'x': say"),
        (Config(), {"price_decline": "GPT4o"}, "unknown class 'GPT4o': did you mean 'GPT-4o'"),
        (Config(), {"where": {"taem": "a"}}, "did you mean 'team'"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    config: Config, said: dict[str, Any], sentence: str
) -> None:
    """The sentence names the scenario and what to do."""
    with pytest.raises(ConfigError, match=sentence):
        _scenario(config=config, **said)


def test_an_event_of_today_is_whole_in_what_is_left_of_the_day(usage: Callable[..., Usage]) -> None:
    """Twice the dollar that half a day of 2 has to come; nothing of the past is taken for its doing."""
    noon = NOW - timedelta(hours=12)
    twice = EventConfig("twice", date(2026, 10, 31), factor=2.0)
    config = Config(scenario=(ScenarioConfig("it", event=(twice,)),))
    (scenario,) = scenarios_of(config, bundled(), noon)
    kept = usage(days("flat"))
    seen = see(kept, CostQuery(), (), now=noon, until=END)

    assert expect(seen, noon, END, events=under(scenario, (), seen, kept.book)).path[:2] == (2, 4)


def test_prices_fall_as_those_of_a_class_did(usage: Callable[..., Usage]) -> None:
    """What `prices trend` says of a year is what a year leaves: 1 / yearly, and nobody promises it."""
    last = trend(bundled(), named(classes(), "GPT-4o"), NOW.date()).steps[-1]
    left = 1 / float(last.yearly or 0)
    scenario = _scenario(price_decline="gpt-4o")
    found = _november(usage(days("flat")), scenario)

    assert float(found.expected or 0) == pytest.approx(
        sum(2 * left ** (n / 365.25) for n in range(30))
    )
    assert scenario.assumes[0].startswith(f"prices fall by {round(100 * (1 - left))} % a year, as")
    assert "GPT-4o (GPQA Diamond 53) did from 2024-05-13 to 2026-11-01" in scenario.assumes[0]


def test_the_trend_is_of_the_class_of_each_model(usage: Callable[..., Usage]) -> None:
    """Of two models one is of two classes: it goes with the last; the other keeps its price."""
    half, fifth = (
        Event(name, NOW, (), monthly=left, of_prices=True)
        for name, left in (("half", 0.5), ("fifth", 0.2))
    )
    falls = (
        Fall(half, frozenset({"moving", "other"}), "by half"),
        Fall(fifth, frozenset({"moving"}), "to a fifth"),
        Fall(half._replace(name="none"), frozenset({"other"}), "never"),
    )
    scenario = Scenario("it", falls=falls)
    kept = usage([*days("flat"), *days()])
    seen = see(kept, CostQuery(), names_of(scenario, ()), now=NOW, until=END)
    (event,) = under(scenario, (), seen, kept.book)

    assert event == fifth._replace(models=frozenset({("acme", "moving")}))
    said, rest = assumed(scenario, [seen], kept.book)
    assert said == "assumed, and no promise: to a fifth"
    assert rest.startswith("33 % of the cost of late is of models in no class of `prices trend`: ")


def test_a_class_whose_prices_no_year_is_known_of_has_no_trend() -> None:
    """In the first year of a class nobody knows what a year does; of all classes none is left."""
    config = Config(scenario=(ScenarioConfig("it", price_decline="GPT-3"),))

    with pytest.raises(ConfigError, match="no year of prices of 'GPT-3' is known: state a percent"):
        scenarios_of(config, bundled(), datetime(2022, 1, 1, tzinfo=UTC))


def test_what_others_ask_does_not_change_what_is_seen(usage: Callable[..., Usage]) -> None:
    """Seen by team and model, then by none: to the last digit what is seen by none at once."""
    kept = usage([*days(team="a"), *days("flat", team="b", tokens=333_333), *days("strange")])
    fine = see(kept, CostQuery(), ("team", "model"), now=NOW, until=END)
    plain = see(kept, CostQuery(), (), now=NOW, until=END)
    events = (Event("more", NOW, (), monthly=1.1), Event("less", NOW, (), factor=0.7))

    assert by_fewer(fine, ()).flows.past == plain.flows.past
    mine, theirs = (expect(each, NOW, END, events=events) for each in (by_fewer(fine, ()), plain))
    assert mine._replace(uses=()) == theirs._replace(uses=())
    assert sorted(map(str, mine.uses)) == sorted(map(str, theirs.uses))
