"""From a past to what a period comes to: learnt without the known changes, then put back with them.

What is learnt is a level of use at the prices of now, as if no event had ever been. What comes is
that level, shared out among what was used of late, times the prices of each time, times the events.
So a price that is known to change changes the forecast by exactly that, and a launch is never taken
for a trend.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate
from math import fsum
from typing import NamedTuple

from tokenomics.costing import CostReport, CostRow
from tokenomics.forecasting import Forecast, forecast
from tokenomics.projection.events import MODEL, Event, added, multiples, unadded
from tokenomics.projection.flows import RECENT, Flows, Key, values
from tokenomics.projection.steps import SEASONS, Length, Step, weekday
from tokenomics.records.money import EXACT, round_fraction, total

USE, PRICES = "use as of late", "price changes"


class Layer(NamedTuple):
    """A part of what is to come: use as of late, price changes, an event, each on top of those before."""

    name: str
    amount: Decimal


class Use(NamedTuple):
    """What is expected to be used of one flow and model from an era's start on, and what it costs.

    `cost` is the quantities times the prices of the era, to 18 decimals, and times what events do to
    prices; None where nothing has a price.
    """

    key: Key
    provider: str | None
    model: str | None
    since: datetime
    requests: Decimal
    meters: Mapping[str, Decimal]
    cost: Decimal | None


class Projection(NamedTuple):
    """What the steps to come cost.

    `learnt` is the forecast at the prices of now and without events, `path` what each step is
    expected to cost with both. `layers` sum to `expected`, and so do the costs of `uses` and
    `additions`, what events add to each step whatever is used. `expected` is None where there is no past.
    """

    steps: tuple[Step, ...]
    learnt: Forecast
    path: tuple[float, ...]
    layers: tuple[Layer, ...]
    uses: tuple[Use, ...]
    additions: tuple[Decimal, ...]
    expected: Decimal | None

    @property
    def fixed(self) -> Decimal:
        """What events add, whatever is used."""
        return total(self.additions)

    @property
    def scale(self) -> float:
        """What the whole of what is learnt is multiplied by, by prices, events and what of
        the steps does not count.
        """
        whole = sum(self.learnt.path)
        return (sum(self.path) - float(self.fixed)) / whole if whole else 1.0

    def quantile(self, p: float) -> Decimal | None:
        """What is not passed with probability `p`; None where nothing can be said."""
        found = self.learnt.quantile(p)
        if found is None:
            return None
        return EXACT.add(round_fraction(Fraction(found * self.scale)), self.fixed)

    def probability_above(self, amount: Decimal) -> float | None:
        """How likely the steps to come cost more than `amount`; None where nothing can be said."""
        room = float(EXACT.subtract(amount, self.fixed))
        if not self.scale:
            return None if self.expected is None else float(room < 0)
        return self.learnt.probability_above(room / self.scale)

    def cumulated(self, p: float) -> tuple[float, ...] | None:
        """What is to come up to and with each step, not passed with probability `p`.

        The middle one is what is expected. None where nothing can be said.
        """
        middle = tuple(accumulate(self.path))
        if p == 0.5:
            return middle if self.expected is not None else None
        sums, known = self.learnt.cumulated(p), tuple(accumulate(self.learnt.path))
        if sums is None:
            return None
        fixed = accumulate(map(float, self.additions))
        return tuple(
            add + ((expected - add) * level / usual if usual else level * self.scale)
            for expected, level, usual, add in zip(middle, sums, known, fixed, strict=True)
        )

    def reached(self, amount: Decimal, p: float) -> Step | None:
        """The step in which `amount` is spent when no more is with probability `p`; None where it is not."""
        sums = zip(self.steps, self.cumulated(p) or (), strict=False)
        return next((step for step, level in sums if level >= float(amount)), None)


class _Part(NamedTuple):
    """Flows that the same events concern.

    `level` is what they cost in each past step without those, `share` theirs of all recent use, and
    `recent` what was used, era by era.
    """

    events: tuple[Event, ...]
    level: tuple[float, ...]
    share: float
    recent: tuple[tuple[CostRow, ...], ...]


class _Ahead(NamedTuple):
    """The steps to come: how much of each counts, the level learnt of that, and its era."""

    parts: tuple[_Part, ...]
    steps: tuple[Step, ...]
    weights: tuple[float, ...]
    base: tuple[float, ...]
    eras: tuple[int, ...]


def project(  # noqa: PLR0913
    flows: Flows,
    keys: Sequence[Key],
    past: Sequence[Step],
    ahead: Sequence[Step],
    *,
    since: datetime,
    length: Length,
    tz: str,
    events: Sequence[Event] = (),
    where: Sequence[tuple[str, str]] = (),
) -> Projection:
    """What some flows come to in the steps ahead from `since` on, which may lie within one of them.

    `where` are the filters that the flows are found by: of events that add an amount they tell
    whether it belongs to them.
    """
    additions = [event for event in events if event.daily and adds(event, where)]
    rest = [
        unadded(total(flows.past[key][i] for key in keys), additions, step)
        for i, step in enumerate(past)
    ]
    parts = _parts(flows, keys, past, events, length, rest)
    mine = [e for e in events if (adds(e, where) if e.daily else _touches(e, parts))]
    level = [fsum(part.level[i] for part in parts) for i in range(len(past))]
    first = weekday(past[0], tz) if past and length == "day" else 0
    learnt = _learnt(tuple(level), max(len(ahead), 1), SEASONS[length], first)
    weights = tuple(step.share_after(since) for step in ahead)
    path = learnt.path or (0.0,) * len(ahead)
    base = tuple(value * weight for value, weight in zip(path, weights, strict=False))
    eras = tuple(max(bisect_right(flows.eras, step.start) - 1, 0) for step in ahead)
    coming = _Ahead(parts, tuple(ahead), weights, base, eras)
    layers = tuple(_layers(coming, mine))
    is_known = bool(learnt.path) or any(event.daily for event in mine)
    return Projection(
        tuple(ahead),
        learnt,
        tuple(_step(coming, index, mine) for index in range(len(ahead))),
        layers,
        tuple(_uses(coming, flows, mine)),
        _additions(coming, mine),
        total(layer.amount for layer in layers) if is_known else None,
    )


@lru_cache(maxsize=512)
def _learnt(level: tuple[float, ...], steps: int, season: int, first_weekday: int) -> Forecast:
    """The forecast of a level, which is the same in all scenarios and so made once."""
    return forecast(level, steps, season=season, first_weekday=first_weekday)


def adds(event: Event, where: Sequence[tuple[str, str]]) -> bool:
    """Whether what an event adds belongs to the usage of some filters: all of them hold for it."""
    allowed: dict[str, set[str]] = {}
    for name, value in where:
        allowed.setdefault(name, set()).add(value)
    mine = dict(event.where)
    return all(
        name.removesuffix("!") in mine
        and (mine[name.removesuffix("!")] in values) is not name.endswith("!")
        for name, values in allowed.items()
    )


def _touches(event: Event, parts: Sequence[_Part]) -> bool:
    return any(event in part.events for part in parts)


def _parts(
    flows: Flows,
    keys: Sequence[Key],
    past: Sequence[Step],
    events: Sequence[Event],
    length: Length,
    rest: Sequence[float],
) -> tuple[_Part, ...]:
    """The flows by the events that concern them, each without what these did to it."""
    together: dict[tuple[Event, ...], list[Key]] = {}
    for key in keys:
        values = dict(zip(flows.names, key, strict=True))
        concerning = tuple(e for e in events if not e.daily and e.concerns(values))
        together.setdefault(concerning, []).append(key)
    late = [step for step in past if step.start >= past[-1].end - RECENT[length]]
    levels = {of: _level(flows, keys, past, of, rest) for of, keys in together.items()}
    of_late = {of: sum(level[len(past) - len(late) :]) for of, level in levels.items()}
    whole = sum(of_late.values())
    return tuple(
        _Part(
            of,
            levels[of],
            of_late[of] / whole if whole else 0.0,
            tuple(_rows(report, flows.names, set(keys)) for report in flows.recent),
        )
        for of, keys in together.items()
    )


def _level(
    flows: Flows,
    keys: Sequence[Key],
    past: Sequence[Step],
    events: Sequence[Event],
    rest: Sequence[float],
) -> tuple[float, ...]:
    """What flows cost in each step, as if no event had been; nothing where an event ended them.

    `rest` is the part of each step's cost that no event added.
    """
    sums = [total(flows.past[key][i] for key in keys) for i in range(len(past))]
    times = [multiples(events, step) for step in past]
    return tuple(
        share * float(amount) / by if by else 0.0
        for amount, by, share in zip(sums, times, rest, strict=True)
    )


def _rows(report: CostReport, names: Sequence[str], keys: set[Key]) -> tuple[CostRow, ...]:
    return tuple(row for row in report.rows if values(report, row, names) in keys)


def _in_effect(part: _Part, events: Sequence[Event]) -> list[Event]:
    return [event for event in part.events if event in events]


def _units(coming: _Ahead, part: _Part, events: Sequence[Event]) -> dict[int, Fraction]:
    """How many times what was used of late is expected to be used in each era."""
    lately = Fraction(total(row.cost for row in part.recent[0])) if part.recent else Fraction()
    if not lately:
        return {}
    found: dict[int, list[float]] = {}
    here = _in_effect(part, events)
    for step, base, era in zip(coming.steps, coming.base, coming.eras, strict=True):
        found.setdefault(era, []).append(base * part.share * multiples(here, step))
    return {era: _exact(uses) / lately for era, uses in found.items()}


def _exact(values: Iterable[float]) -> Fraction:
    """The sum without any rounding; of whole numbers over powers of two it is quick."""
    number, over = 0, 1
    for value in values:
        top, bottom = value.as_integer_ratio()
        if bottom > over:
            number, over = number * (bottom // over), bottom
        number += top * (over // bottom)
    return Fraction(number, over)


def _sum(coming: _Ahead, events: Sequence[Event], *, dated: bool) -> Decimal:
    """What all that is used costs, at the prices of its time or at those of now."""
    return total(_part(coming, part, events, dated=dated) for part in coming.parts)


def _part(coming: _Ahead, part: _Part, events: Sequence[Event], *, dated: bool) -> Decimal:
    if not part.recent:
        # Costs without usage behind them, as those of bills, have no prices that could change.
        here = _in_effect(part, events)
        levels = zip(coming.steps, coming.base, strict=True)
        return round_fraction(
            _exact(base * part.share * multiples(here, step) for step, base in levels)
        )
    return total(
        _times(units, row.cost)
        for era, units in _units(coming, part, events).items()
        for row in part.recent[era if dated else 0]
        if row.cost is not None
    )


def _times(units: Fraction, amount: Decimal | int) -> Decimal:
    """So many times an amount or a quantity, half-even to 18 decimals."""
    return round_fraction(units * Fraction(amount))


def _additions(coming: _Ahead, events: Sequence[Event]) -> tuple[Decimal, ...]:
    """What events add to each step, of which only a part may count."""
    return tuple(
        _times(Fraction(weight), total(added(event, step) for event in events))
        for step, weight in zip(coming.steps, coming.weights, strict=True)
    )


def _layers(coming: _Ahead, events: Sequence[Event]) -> Iterator[Layer]:
    """What is to come in parts, each the difference that it makes on top of those before it."""
    before = _sum(coming, (), dated=False)
    yield Layer(USE, before)
    at_prices = _sum(coming, (), dated=True)
    yield Layer(PRICES, EXACT.subtract(at_prices, before))
    before = at_prices
    for index, event in enumerate(events):
        with_it = _sum(coming, events[: index + 1], dated=True)
        with_it = EXACT.add(with_it, total(_additions(coming, events[: index + 1])))
        yield Layer(event.name, EXACT.subtract(with_it, before))
        before = with_it


def _step(coming: _Ahead, index: int, events: Sequence[Event]) -> float:
    """What a step is expected to cost."""
    step, base, era = coming.steps[index], coming.base[index], coming.eras[index]
    fixed = sum(float(added(event, step)) for event in events)
    return fixed * coming.weights[index] + sum(
        base * part.share * multiples(_in_effect(part, events), step) * _dearer(part, era)
        for part in coming.parts
    )


def _dearer(part: _Part, era: int) -> float:
    """What the prices of an era multiply the cost of what was used of late by."""
    if not part.recent:
        return 1.0
    now, then = (float(total(row.cost for row in part.recent[of])) for of in (0, era))
    return then / now if now else 1.0


def _uses(coming: _Ahead, flows: Flows, events: Sequence[Event]) -> Iterator[Use]:
    of_use = [event for event in events if not event.of_prices]
    for part in coming.parts:
        paid = _units(coming, part, events)
        for era, units in _units(coming, part, of_use).items():
            for row in part.recent[era]:
                provider, model = values(flows.recent[era], row, MODEL)
                yield Use(
                    values(flows.recent[era], row, flows.names),
                    provider,
                    model,
                    flows.eras[era],
                    _times(units, row.requests),
                    {name: _times(units, n) for name, n in row.meters.items()},
                    None if row.cost is None else _times(paid[era], row.cost),
                )
