"""Calls that the cheapest model answers that surely succeeds often enough, by feature and size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from tokenomics.analysis.stakes import BY_TOKEN, Base, Finding
from tokenomics.queries import literal
from tokenomics.records.meters import NAMES
from tokenomics.replaying import cheapest_words as words
from tokenomics.replaying.choosing import Candidate, Chosen, Known, Load, chosen
from tokenomics.replaying.evidence import Evidence, Group, Work, decided, grouped
from tokenomics.replaying.question import Question
from tokenomics.replaying.routes import Target
from tokenomics.replaying.routing import SAME_TOKENS, answered
from tokenomics.replaying.wishes import Wish, wish_of
from tokenomics.replaying.world import ONCE, Changed, Part, Step, World, otherwise
from tokenomics.timezones import from_micros

KIND = "cheapest-that-holds"
_NOTHING = Known({}, {})


class _Calls(NamedTuple):
    """A group of calls: how many, the last of them in microseconds since 1970, and what they use."""

    group: Group
    calls: int
    last: int
    meters: Mapping[str, int]


def steps(of: Question, texts: Sequence[str]) -> list[Step]:
    """One step: a quality, then constraints, as `wish_of` reads them and raises."""
    wish = wish_of(texts)
    return [Step(f"{KIND} {' '.join(texts)}", partial(_changed, of, wish))]


def _changed(of: Question, wish: Wish, world: World) -> Changed:
    evidence = of.evidence()
    if evidence is None:
        return Changed(world, remarks=(words.NO_OUTCOMES,))
    known = _known(evidence, world.first, wish)
    parts: list[Part] = []
    told: list[Chosen] = []
    unknown = 0
    for part in world.parts:
        calls = _calls(evidence, part.base)
        found = [chosen(evidence, load, wish, known) for load in _loads(calls)]
        parts.append(part._replace(base=_moved(evidence, part.base, calls, found)))
        if not told:
            told = found
            unknown = sum(each.calls for each in calls if not _is_known(each.group))
    remarks = (*words.remarks(told, wish, unknown), SAME_TOKENS)
    return Changed(World(tuple(parts)), words.sentences(told), remarks)


def _calls(evidence: Evidence, base: Base) -> list[_Calls]:
    meters = [name for name in NAMES if name in base.used and name != "requests"]
    values = [
        "sum(calls.requests) AS requests",
        "epoch_us(max(calls.ts)) AS last",
        *(f"sum(calls.{name}) AS {name}" for name in meters),
    ]
    columns = {"ts": "calls.ts", **{name: f"calls.{name}" for name in meters}}
    return [
        _Calls(group, int(calls), last, dict(zip(meters, map(_whole, sums), strict=True)))
        for group, (calls, last, *sums) in grouped(
            evidence, base, [BY_TOKEN], ", ".join(values), **columns
        )
    ]


def _whole(quantity: int | None) -> int:
    return int(quantity or 0)


def _is_known(group: Group) -> bool:
    """Whether calls state what evidence is asked by."""
    return None not in group


def _loads(calls: Sequence[_Calls]) -> list[Load]:
    """The calls of each feature and size together."""
    found: dict[tuple[str, int], list[_Calls]] = {}
    for each in calls:
        if each.group.feature is not None and each.group.band is not None and each.group.model:
            found.setdefault((each.group.feature, each.group.band), []).append(each)
    return [
        Load(
            feature,
            band,
            sum(each.calls for each in some),
            {name: sum(each.meters[name] for each in some) for name in some[0].meters},
            from_micros(max(each.last for each in some)),
        )
        for (feature, band), some in sorted(found.items())
    ]


def _known(evidence: Evidence, base: Base, wish: Wish) -> Known:
    """What constraints ask for, measured of all calls of the period."""
    regions = wish.only.get("region", ())
    if wish.latency is None and not regions:
        return _NOTHING
    values = [
        "quantile_disc(calls.latency, 0.95) AS p95",
        *(
            f"count(*) FILTER (WHERE calls.place = {literal(name)}) AS r{place}"
            for place, name in enumerate(regions)
        ),
    ]
    rows = grouped(
        evidence, base, ["true"], ", ".join(values), of="calls.in_period",
        latency=base.column("latency_ms"), place=base.column("region"),
    )  # fmt: skip
    p95: dict[Work, int] = {}
    served: dict[tuple[str, str], frozenset[str]] = {}
    for group, (milliseconds, *numbers) in rows:
        model = evidence.named(group.provider, group.model or "")
        some = {name for name, number in zip(regions, numbers, strict=True) if number}
        served[model] = served.get(model, frozenset()) | some
        if group.feature is not None and group.band is not None and milliseconds is not None:
            # Of several names of one model the slowest counts.
            work = Work(group.feature, *model, group.band)
            p95[work] = max(int(milliseconds), p95.get(work, 0))
    return Known(p95, served)


def _moved(
    evidence: Evidence, base: Base, calls: Sequence[_Calls], found: Sequence[Chosen]
) -> Base:
    """The calls with the models that are chosen; what is where it should be stays untouched."""
    to = {(each.load.feature, each.load.band): each.to for each in found if each.to}
    goals = sorted({_goal(each) for each in to.values()})
    decisions: dict[Group, int] = {}
    lasts: dict[int, dict[str, int]] = {}
    for group, _, last, _ in calls:
        goal = to.get((group.feature or "", -1 if group.band is None else group.band))
        if not goal or not group.model:
            continue
        if evidence.named(group.provider, group.model) != (goal.provider, goal.model):
            place = decisions[group] = goals.index(_goal(goal))
            mine = lasts.setdefault(place, {})
            mine[group.provider] = max(last, mine.get(group.provider, last))
    if not decisions:
        return otherwise(base)
    asked = decided(evidence, base, [BY_TOKEN], decisions)
    findings = [
        _there(finding, goals[place][2])
        for place, mine in sorted(lasts.items())
        for finding in answered(
            asked, f"{BY_TOKEN} AND calls.decision = {place}", _target(goals[place]), mine
        )
    ]
    return otherwise(asked, *findings)


def _goal(to: Candidate) -> tuple[str, str, str]:
    return to.provider, to.model, to.region or ""


def _target(goal: tuple[str, str, str]) -> Target:
    return Target(goal[0], goal[1], ONCE)


def _there(finding: Finding, region: str) -> Finding:
    """The same calls in a region, where one is asked for."""
    if not region:
        return finding
    return finding._replace(changed={**finding.changed, "region": literal(region)})
