"""Ninety days of the demo's company, hour by hour, with spikes planted in its larger flows.

Sessions are those of the demo, drawn again for every hour as its volumes, weekends and hours say.
The cheap ones of features with many are drawn ten alike at a time, which makes these less steady.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import product
from random import Random
from statistics import mean
from typing import NamedTuple

from tokenomics.analysis.spikes import WHOLE, Flow
from tokenomics.demo.agents import agent_sessions
from tokenomics.demo.calls import Call
from tokenomics.demo.company import FEATURES, HOURS, Feature, volume, world
from tokenomics.demo.facts import cost_of
from tokenomics.demo.traffic import feature_calls

NAMES = ("feature", "team", "model", "user")
START = datetime(2026, 8, 1, tzinfo=UTC)
DAYS = 90
HOUR = timedelta(hours=1)
_MANY, _ALIKE = 30, 10
CODING = Feature("coding", "developers", "", 8.8, (1, 1), (), 0, 0, weekend=0.15)


class Session(NamedTuple):
    """What a session costs, by hours from its start, and the flows it is of."""

    costs: tuple[tuple[int, float], ...]
    flows: tuple[Flow, ...]


class Spike(NamedTuple):
    """So many times the usual sessions of a flow, from an hour up to another."""

    flow: tuple[str, str]
    first: int
    end: int
    times: int = 3


class Traffic(NamedTuple):
    """Costs of each flow by hour, the whole under ("", None).

    `cells` has for each hour what each combination of flows cost.
    """

    series: dict[Flow, list[float]]
    cells: list[dict[tuple[Flow, ...], float]]

    def shared(self, one: Flow, other: Flow, first: int, end: int) -> float:
        """What two flows cost together from an hour up to another."""
        both = {one, other} - {WHOLE}
        return sum(
            cost
            for cells in self.cells[first:end]
            for flows, cost in cells.items()
            if both <= set(flows)
        )


@cache
def sessions() -> dict[str, list[Session]]:
    """Sessions of a month of the demo, by feature."""
    found: dict[str, list[Session]] = {CODING.name: []}
    company = world(seed=7, size=1)
    for each in agent_sessions(company):
        calls = [call._replace(feature=CODING.name, team=CODING.team) for call in each]
        found[CODING.name].append(_session(calls))
    for feature in FEATURES:
        by_id: defaultdict[str, list[Call]] = defaultdict(list)
        for call in feature_calls(world(seed=7, size=2), [feature]):
            by_id[call.session].append(call)
        found[feature.name] = [_session(calls) for calls in by_id.values()]
    return found


def _session(calls: Sequence[Call]) -> Session:
    first = calls[0]
    start = first.ts.replace(minute=0, second=0, microsecond=0)
    costs: defaultdict[int, float] = defaultdict(float)
    for call in calls:
        costs[int((call.ts - start) / HOUR)] += float(cost_of(call) or 0)
    flows = tuple((name, getattr(first, name)) for name in NAMES)
    return Session(tuple(costs.items()), flows)


def traffic(rng: Random, size: float, spikes: Sequence[Spike] = ()) -> Traffic:
    """The company's costs by hour and flow, spikes included."""
    # By the number of a combination, as tuples of tuples take long to look up.
    numbers: dict[tuple[Flow, ...], int] = {}
    numbered: list[dict[int, float]] = [defaultdict(float) for _ in range(DAYS * 24)]
    known: dict[int, int] = {}
    for hour, times, session in _drawn(rng, size, spikes):
        number = known.get(id(session))
        if number is None:
            number = known[id(session)] = numbers.setdefault(session.flows, len(numbers))
        for later, cost in session.costs:
            if hour + later < len(numbered):
                numbered[hour + later][number] += times * cost
    combinations = list(numbers)
    cells = [{combinations[number]: cost for number, cost in of.items()} for of in numbered]
    series: dict[Flow, list[float]] = {WHOLE: [0.0] * len(cells)}
    for hour, costs in enumerate(cells):
        for flows, cost in costs.items():
            for flow in (WHOLE, *flows):
                series.setdefault(flow, [0.0] * len(cells))[hour] += cost
    return Traffic(series, cells)


def _drawn(rng: Random, size: float, spikes: Sequence[Spike]) -> Iterator[tuple[int, int, Session]]:
    """Sessions, how many alike and the hour they begin in, those of a spike as often again as it says."""
    company = world(seed=7, size=size)
    for feature, day in product((*FEATURES, CODING), range(DAYS)):
        pool = sessions()[feature.name]
        date = START + timedelta(days=day)
        times = _ALIKE if feature.sessions >= _MANY else 1
        base = feature.sessions / times
        today = [each for each in spikes if each.first < day * 24 + 24 and each.end > day * 24]
        many = volume(rng, company, date, base=base, weekend=feature.weekend)
        for of_day in rng.choices(range(24), HOURS[feature.hours], k=many):
            hour = day * 24 + of_day
            session = rng.choice(pool)
            yield hour, times, session
            for spike in today:
                if spike.first <= hour < spike.end and spike.flow in session.flows:
                    alike = [each for each in pool if spike.flow in each.flows]
                    yield from (
                        (hour, times, each) for each in rng.choices(alike, k=spike.times - 1)
                    )


def plant(rng: Random, usual: Traffic, number: int, *, first_day: int) -> list[Spike]:
    """Spikes in flows of at least 5 % of spend, in hours in which they usually spend their mean or more.

    They last two to six hours, one a day at most.
    """
    every = sum(usual.series[WHOLE])
    large = sorted(
        (flow for flow, costs in usual.series.items() if flow[1] and sum(costs) >= 0.05 * every),
        key=str,
    )
    weeks = {flow: _week(usual.series[flow]) for flow in large}
    found: list[Spike] = []
    for day in rng.sample(range(first_day, DAYS - 1), DAYS - 1 - first_day):
        flow = rng.choice(large)
        week = weeks[flow]
        of_day = week[day % 7 * 24 : (day % 7 + 1) * 24]
        level = mean(week)
        busy = [hour for hour in range(23) if min(of_day[hour : hour + 2]) >= level]
        if busy:
            first = day * 24 + rng.choice(busy)
            found.append(Spike((flow[0], str(flow[1])), first, first + rng.randint(2, 6)))
        if len(found) == number:
            break
    return found


def _week(costs: Sequence[float]) -> list[float]:
    """The mean cost of every hour of the week."""
    return [mean(costs[hour::168]) for hour in range(168)]
