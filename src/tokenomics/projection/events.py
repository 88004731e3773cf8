"""Known changes of usage or prices: what a launch, a migration or a renewal does to a step's cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import prod
from typing import NamedTuple

from tokenomics.config import Config, EventConfig
from tokenomics.dimensions import filterable
from tokenomics.projection.steps import Step
from tokenomics.records.errors import ConfigError
from tokenomics.records.money import ZERO, parse_money, round_fraction, total
from tokenomics.timezones import midnight, zone

# What a price is of.
MODEL = ("provider", "model")

_MONTH = timedelta(days=30)
_TICK = timedelta(microseconds=1)


class Event(NamedTuple):
    """A known change from `start` on, for the calls whose dimensions equal `where`.

    It multiplies what they cost by `factor`, by `monthly` again and again every thirty days, or
    adds `daily` to each day. In `ramp` it grows into its full effect; after `until` (exclusive) it
    is over. One `of_prices` changes what use costs, and no use. `models`, as (provider, model),
    confine it further.
    """

    name: str
    start: datetime
    where: tuple[tuple[str, str], ...]
    factor: float = 1.0
    monthly: float = 1.0
    daily: Decimal = ZERO
    ramp: timedelta = timedelta()
    until: datetime | None = None
    of_prices: bool = False
    models: frozenset[tuple[str | None, ...]] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The dimensions that tell whether usage is concerned."""
        return (*(name for name, _ in self.where), *(() if self.models is None else MODEL))

    def concerns(self, key: Mapping[str, str | None]) -> bool:
        """Whether it is about usage with these dimensions."""
        is_of_model = self.models is None or tuple(key.get(name) for name in MODEL) in self.models
        return is_of_model and all(key.get(name) == value for name, value in self.where)


def names_in(events: Iterable[Event], *first: str) -> tuple[str, ...]:
    """The dimensions that tell which usage the events are about, each once, after the `first`."""
    return tuple(dict.fromkeys((*first, *(name for event in events for name in event.names))))


def events_of(config: Config, currency: str = "") -> tuple[Event, ...]:
    """The events of a configuration, in order of time; dates begin in the report's time zone.

    `currency` is that of the report, where it is another one than the configuration's. Raises ConfigError for one that states none or several changes, an unknown dimension, another
    currency, or an end before its start.
    """
    return in_order(event_of(each, config, currency) for each in config.event)


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Events in order of time."""
    return tuple(sorted(events, key=lambda event: (event.start, event.name)))


def event_of(
    given: EventConfig, config: Config, currency: str = "", *, of: str = "[[event]]"
) -> Event:
    """One event; `of` is where it is stated. Raises as `events_of` does."""
    place, currency = f"{of} {given.name!r}", currency or config.report.currency
    said = [name for name in ("factor", "monthly", "daily") if getattr(given, name) is not None]
    if len(said) != 1:
        raise ConfigError(f"{place}: say one of factor, monthly and daily, not {len(said)} of them")
    for name in ("factor", "monthly"):
        if (value := getattr(given, name)) is not None and value < 0:
            raise ConfigError(f"{place}: a {name} of {value} is below zero")
    local = zone(config.report.timezone)
    start, until = (
        None if day is None else midnight(local, day) for day in (given.date, given.until)
    )
    assert start is not None
    if until is not None and until <= start:
        raise ConfigError(f"{place}: it is over on {given.until} before it begins on {given.date}")
    daily = parse_money(given.daily or "0", config.report.currency)
    if given.daily is not None and daily.currency != currency:
        raise ConfigError(f"{place}: {given.daily} is not in {currency}")
    return Event(
        given.name,
        start,
        tuple((filterable(name).name, value) for name, value in given.where.items()),
        1.0 if given.factor is None else given.factor,
        1.0 if given.monthly is None else given.monthly,
        daily.amount,
        timedelta(days=given.ramp_days),
        until,
    )


def reached(event: Event, step: Step) -> Fraction:
    """How much of its effect an event has in a step, on average: 0 before it, 1 after its ramp.

    A ramp is a straight line, so its average over a step is what it is in the step's middle.
    """
    if event.until is not None and step.start >= event.until:
        return Fraction()
    if not event.ramp:
        return Fraction(step.share_after(event.start))
    middle = step.start + (step.end - step.start) / 2
    passed = Fraction((middle - event.start) // _TICK, event.ramp // _TICK)
    return min(max(passed, Fraction()), Fraction(1))


def multiple(event: Event, step: Step) -> float:
    """What an event multiplies the cost of a step by."""
    share = float(reached(event, step))
    grown = 1.0
    if event.monthly != 1.0 and share:
        grown = event.monthly ** max((step.start - event.start) / _MONTH, 0.0)
    return (1.0 + share * (event.factor - 1.0)) * grown


def multiples(events: Iterable[Event], step: Step) -> float:
    """What events together multiply the cost of a step by."""
    return prod(multiple(event, step) for event in events)


def added(event: Event, step: Step) -> Decimal:
    """What an event adds to a step: its share of a day's amount."""
    if not event.daily:
        return ZERO
    days = Fraction((step.end - step.start) // _TICK, timedelta(days=1) // _TICK)
    return round_fraction(Fraction(event.daily) * days * reached(event, step))


def unadded(cost: Decimal, additions: Iterable[Event], step: Step) -> float:
    """The part of what a step cost that no event added: a weight for what is learnt, never money."""
    plus = float(total(added(event, step) for event in additions))
    return max(float(cost) - plus, 0.0) / float(cost) if plus and cost else 1.0
