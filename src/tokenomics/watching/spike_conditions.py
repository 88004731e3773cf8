"""Anomalies as conditions: each is told once, and is over when it is over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from types import MappingProxyType

from tokenomics.alert import Message, Table
from tokenomics.analysis.anomalies import Anomaly, by_percent, named, sentence
from tokenomics.records.words import money, percent, places_for
from tokenomics.timezones import zone
from tokenomics.watching.conditions import Condition

# What was noticed before is old news, also where the alert did not run for some nights.
LATELY = timedelta(days=3)
_ALONE: Mapping[str, str] = MappingProxyType({})


def conditions_of(
    found: Iterable[Anomaly],
    channels: Sequence[str],
    *,
    tz: str,
    currency: str,
    groups: Mapping[str, str] = _ALONE,
) -> tuple[Condition, ...]:
    """A condition for each anomaly, in their order; what costs less than usual is no bad news.

    `groups` has the groups of the budgets that burn by some of them, by id: such a budget tells it.
    """
    return tuple(
        Condition(
            _message(each, tz, currency), "on", groups.get(each.id, f"anomaly/{each.id}"), 0,
            tuple(channels), series="burn" if each.id in groups else "", ends=False,
        )
        for each in found
        if each.excess > 0 or each.kind == "gap"
    )  # fmt: skip


def _message(each: Anomaly, tz: str, currency: str) -> Message:
    local = zone(tz)
    since = each.start.astimezone(local)
    # What else explains it has lines of its own below.
    told = sentence(each._replace(besides=()), tz, currency)
    return Message(
        key=f"anomaly/{each.id}",
        subject=_subject(each, tz, currency),
        headline=f"{told[:1].upper()}{told[1:]}.",
        occurred_at=each.noticed.astimezone(local),
        period=f"{since:%Y-%m-%d %H:%M} to {each.end.astimezone(local):%Y-%m-%d %H:%M}",
        severity="warning",
        tables=(Table(tuple(_facts(each, currency))),),
        fields={
            "kind": each.kind, "dimension": each.flow[0], "value": each.flow[1],
            "start": each.start.isoformat(), "end": each.end.isoformat(),
            "actual": each.actual, "expected": each.expected, "excess": each.excess,
            "currency": currency,
        },
    )  # fmt: skip


def _subject(each: Anomaly, tz: str, currency: str) -> str:
    since = each.start.astimezone(zone(tz))
    when = f"{since.day} {since:%b}" if each.length == "day" else f"{since.day} {since:%b %H:%M}"
    if each.kind == "gap":
        return f"no record since {when}"
    if each.kind == "price":
        return f"price of {named(each.flow)} changed {by_percent(each)} on {when}, +{_worth(each, each.excess, currency)} a day"
    if each.kind == "new":
        return f"{named(each.flow)} is new: {_worth(each, each.actual, currency)} since {when}"
    times = f", {percent(each.actual, each.expected)} of the usual" if each.expected else ""
    return f"{named(each.flow)}: {_worth(each, each.excess, currency)} more than usual since {when}{times}"


def _facts(each: Anomaly, currency: str) -> Iterator[tuple[str, str]]:
    if each.kind == "price":
        yield "a day, by the use of the week before", _worth(each, each.actual, currency)
        yield "at the price before", _worth(each, each.expected, currency)
        return
    yield "cost", _worth(each, each.actual, currency)
    yield "usual", _worth(each, each.expected, currency)
    yield "more than usual", _worth(each, each.excess, currency)
    for flow in each.besides:
        yield "nearly all of it", named(flow)
    yield "goes on", "yes" if each.is_open else "no"


def _worth(each: Anomaly, amount: Decimal, currency: str) -> str:
    return f"{money(amount, places_for(max(each.actual, each.expected)))} {currency}"
