"""What a period will have cost: what is spent, what is to come, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tokenomics.analysis.listing import Column, Listing, Value, limited, names
from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery, CostReport
from tokenomics.costing.answer import check
from tokenomics.costing.run import of_ledger
from tokenomics.dimensions import dimension
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger
from tokenomics.outcomes import Asked
from tokenomics.outcomes.asking import once
from tokenomics.overlap import Authority
from tokenomics.projection import (
    NONE,
    PRICES,
    USE,
    Event,
    Projection,
    Scenario,
    Seen,
    Usage,
    assumed,
    expect,
    history,
    names_of,
    see,
    spent,
    steps,
    under,
)
from tokenomics.projection.flows import Key
from tokenomics.records.errors import ConfigError
from tokenomics.records.money import EXACT, ZERO, round_fraction, total
from tokenomics.records.words import count, money, percent, places_for
from tokenomics.timezones import zone

COLUMNS = (
    Column("spent", "money", "What the period has cost so far, at the prices of each call's time."),
    Column("use", "money", "What is to come at today's prices, if use goes on as of late.", USE, spare=True),
    Column("prices", "money", "What known changes of prices add to that.", PRICES, spare=True),
    Column("events", "money", "What the configuration's events, and a scenario asked for, add to both.", spare=True),
    Column("expected", "money", "What the period comes to: the four before it together."),
    Column("low", "money", "What it comes to at least with a probability of 90 %.", "at least (90 %)"),
    Column("high", "money", "What it comes to at most with a probability of 90 %.", "at most (90 %)"),
    Column("buffer", "money", "What lies between the expected and the high: to be set aside to be 90 % sure.", spare=True),
    Column("certainty", "mark", "insufficient, low or normal: under two and four weeks of history.", spare=True),
    Column("days", "count", "Days of history that it rests on.", "days of history", spare=True),
    Column("method", "mark", "How the level of use is continued.", spare=True),
)  # fmt: skip
PATH = (
    Column("spent", "money", "What the day has cost so far."),
    Column("expected", "money", "What is to come on it."),
    Column("sum_low", "money", "Spent from the period's start through it, at least with 90 %.", "sum, low"),
    Column("sum", "money", "Spent from the period's start through it, as expected."),
    Column("sum_high", "money", "Spent from the period's start through it, at most with 90 %.", "sum, high"),
)  # fmt: skip
_LOW, _HIGH = 0.1, 0.9
_ENOUGH = 14
_BY_DAY = ("day",)


class Period(NamedTuple):
    """From when (UTC) up to when, itself not included."""

    start: datetime
    end: datetime


def outlook(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    asked: Asked,
    /,
    *,
    events: Sequence[Event] = (),
    scenario: Scenario = NONE,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> Listing:
    """The forecast of a period: by default of the month that `asked.now` lies in.

    `events` are known to come, and `scenario` is what is assumed besides. By `day`, alone, it is the
    way there. Raises ConfigError where the period is over, and as `costs`
    does.
    """
    check(query)
    for name in query.by:
        if dimension(name).part and query.by != _BY_DAY:
            raise ConfigError("a forecast is by day, alone, or by what is no period of time")
    return _outlooks(
        ledger, book, query, asked, _Way(events, scenario, rules, authority, con), query.by
    )[0]


def outlook_with_days(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    asked: Asked,
    /,
    *,
    events: Sequence[Event] = (),
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> tuple[Listing, Listing]:
    """The forecast of a period as one row, and the way there by day, of one look at the past.

    Raises as `outlook` does.
    """
    check(query)
    how = _Way(events, NONE, rules, authority, con)
    whole, days = _outlooks(ledger, book, query, asked, how, (), _BY_DAY)
    return whole, days


class _Way(NamedTuple):
    """What is known and assumed to come, and how the calls of a ledger are to be read."""

    events: Sequence[Event]
    scenario: Scenario
    rules: Sequence[Attribution]
    authority: Sequence[Authority]
    con: Engine | None


def _outlooks(
    ledger: Ledger, book: Book, query: CostQuery, asked: Asked, how: _Way,
    *groupings: tuple[str, ...],
) -> list[Listing]:  # fmt: skip
    """A forecast for each grouping."""
    period = period_of(query, asked.now)
    named = [tuple(dimension(name).name for name in by) for by in groupings]
    groups = [name for by in named if by != _BY_DAY for name in by]
    within = query._replace(since=period.start, until=spent_until(period, asked.now))
    with once(ledger, book, authority=how.authority, con=how.con) as (mine, found):
        usage = Usage(mine, found.relation, found.used, book, how.rules)
        report = of_ledger(spent(usage, within, ()), ledger, found.overlaps)
        used = names_of(how.scenario, how.events, *groups)
        seen = see(usage, query, used, now=asked.now, until=period.end)
        so_far = [spent(usage, within, by) for by in named]
    coming = under(how.scenario, how.events, seen, book)
    asked_for = query._replace(since=period.start, until=period.end)
    report = report._replace(query=asked_for)
    said = tuple(assumed(how.scenario, (seen,), book))
    remarks = tuple(_remarks(seen, asked.now, coming))
    made = (
        (_way if by == _BY_DAY else _listed)(seen, period, query, known, coming)
        for by, known in zip(named, so_far, strict=True)
    )
    return [
        listing._replace(report=report, sentences=(*listing.sentences, *said), remarks=remarks)
        for listing in made
    ]


def period_of(query: CostQuery, now: datetime) -> Period:
    """The period asked for, else the month that now lies in, or from `since` to the end of its month."""
    local = now.astimezone(zone(query.tz))
    start = query.since or _month(local)
    later = max(start, now).astimezone(zone(query.tz))
    end = query.until or _month(_month(later) + timedelta(days=32))
    if end <= now:
        raise ConfigError(
            f"the period is over by {end.astimezone(zone(query.tz)).date()}: ask report for what it cost"
        )
    return Period(start, end)


def spent_until(period: Period, now: datetime) -> datetime:
    """The end of what counts as spent: now, whatever is dated later; all of a period yet to begin."""
    return now if period.start < now else period.end


def _month(at: datetime) -> datetime:
    """The first instant of a local month."""
    return at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _listed(
    seen: Seen, period: Period, query: CostQuery, so_far: CostReport, events: Sequence[Event]
) -> Listing:
    """A row a group, dearest first, and one of them all, which is a forecast of its own."""
    by = so_far.by
    groups: dict[Key, list[Key]] = {row.key: [] for row in so_far.rows}
    for key in seen.flows.past:
        of = dict(zip(seen.flows.names, key, strict=True))
        groups.setdefault(tuple(of[name] for name in by), []).append(key)
    spent_by = {row.key: row.cost for row in so_far.rows}

    def row(group: Key, keys: list[Key] | None, cost: Decimal | None) -> Outcome:
        where = tuple((name, value or "") for name, value in zip(by, group, strict=False))
        coming = expect(seen, *period, keys=keys, events=events, where=where)
        return Outcome(group, cost, coming, history(seen, keys), period.end)

    found = [row(group, keys, spent_by.get(group, ZERO)) for group, keys in groups.items()]
    found.sort(key=lambda row: -(row.expected or ZERO))
    every = row((), None, so_far.totals.cost)
    rows = [(*each.key, *each.figures) for each in found] if by else [every.figures]
    return Listing(
        "forecast", _title("Forecast", by), (*names(by), *COLUMNS), limited(rows, query.limit),
        so_far, len(rows), total=(*(None for _ in by), *every.figures) if by else None,
        sentences=tuple(_told(every, seen, query)), upright=not by,
    )  # fmt: skip


def _title(what: str, by: Sequence[str]) -> str:
    return f"{what} by {', '.join(by)}" if by else what


class Outcome(NamedTuple):
    """A group's forecast: what it has cost and what is to come."""

    key: Key
    spent: Decimal | None
    to_come: Projection
    days: int
    until: datetime

    @property
    def expected(self) -> Decimal | None:
        """What it comes to; None where there is no past."""
        coming = self.to_come.expected
        return None if coming is None else EXACT.add(self.spent or ZERO, coming)

    def at(self, p: float) -> Decimal | None:
        """What is not passed with probability `p`; None where nothing can be said."""
        coming = self.to_come.quantile(p)
        return None if coming is None else EXACT.add(self.spent or ZERO, coming)

    @property
    def figures(self) -> tuple[Value, ...]:
        """Its values of `COLUMNS`."""
        layers = [layer.amount for layer in self.to_come.layers]
        parts = (*layers[:2], total(layers[2:])) if self.expected is not None else (None,) * 3
        high = self.at(_HIGH)
        buffer = (
            None if high is None or self.expected is None else EXACT.subtract(high, self.expected)
        )
        learnt = self.to_come.learnt
        return (
            self.spent, *parts, self.expected, self.at(_LOW), high, buffer,
            learnt.certainty, self.days, learnt.method,
        )  # fmt: skip


def _told(row: Outcome, seen: Seen, query: CostQuery) -> Iterator[str]:
    """What a group comes to, in sentences."""
    expected, low, high = row.expected, row.at(_LOW), row.at(_HIGH)
    if expected is None:
        yield "nothing is expected: no whole day of calls with a price is known to learn from"
        return
    places = places_for(expected)

    def worth(value: Decimal) -> str:
        return f"{money(value, places)} {query.currency}"

    last = (row.until - timedelta(microseconds=1)).astimezone(zone(query.tz)).date()
    middle = (
        "" if low is None or high is None else f" (80 %: {money(low, places)} to {worth(high)})"
    )
    yield f"{worth(expected)} is expected by {last}{middle}, of which {worth(row.spent or ZERO)} is spent"
    for layer in row.to_come.layers[1:]:
        if layer.amount:
            sign = "+" if layer.amount > 0 else ""
            yield f"{layer.name}: {sign}{worth(layer.amount)}"
    changes = [at.astimezone(zone(query.tz)).date().isoformat() for at in seen.flows.eras[1:]]
    if changes:
        yield f"prices of models in use change on {', '.join(dict.fromkeys(changes))}"
    if row.to_come.learnt.certainty == "insufficient":
        yield f"{_days(row.days)} of history: from {_ENOUGH} days on a range can be given"
    elif row.to_come.learnt.certainty == "low":
        yield f"{_days(row.days)} of history: from 28 days on the range rests on more than a guess"


def _days(number: int) -> str:
    return f"{count(number)} day{'' if number == 1 else 's'}"


def _remarks(seen: Seen, now: datetime, events: Sequence[Event]) -> Iterator[str]:
    """What limits the forecast: old data, and events that concern nothing."""
    if seen.newest is not None and seen.known < now:
        at = seen.newest.astimezone(zone(seen.tz))
        yield f"the newest record is of {at:%Y-%m-%d %H:%M} ({seen.tz}): what came after it is forecast too"
    lately = seen.flows.recent[0].coverage if seen.flows.recent else None
    if lately is not None and lately.unpriced:
        yield f"{percent(lately.unpriced, lately.requests)} of the requests of late have no price: they are in no forecast"
    for event in events:
        keys = seen.flows.past
        concerned = (event.concerns(dict(zip(seen.flows.names, key, strict=True))) for key in keys)
        if not event.daily and event.start < now and not any(concerned):
            yield f"event {event.name!r} concerns no usage that was seen"


def _way(
    seen: Seen, period: Period, query: CostQuery, so_far: CostReport, events: Sequence[Event]
) -> Listing:
    """A row a day of the period: what it cost, what is to come, and both summed up to it."""
    coming = expect(seen, *period, events=events)
    spent_on = {row.key[0]: row.cost for row in so_far.rows}
    ahead = {step.label: amount for step, amount in zip(coming.steps, coming.path, strict=True)}
    sums = [coming.cumulated(p) for p in (_LOW, 0.5, _HIGH)]
    at = {step.label: index for index, step in enumerate(coming.steps)}
    rows: list[tuple[Value, ...]] = []
    spent_sum = ZERO
    for step in steps("day", *period, seen.tz):
        spent_sum = EXACT.add(spent_sum, spent_on.get(step.label) or ZERO)
        index = at.get(step.label)
        reach = [
            spent_sum
            if index is None
            else None
            if sums_of is None
            else EXACT.add(so_far.totals.cost or ZERO, _exact(sums_of[index]))
            for sums_of in sums
        ]
        expected = None if index is None or not sums[1] else _exact(ahead[step.label])
        rows.append((step.label, spent_on.get(step.label), expected, *reach))
    return Listing(
        "forecast-path", "Forecast by day", (*names(("day",)), *PATH),
        limited(rows, query.limit), so_far, len(rows),
    )  # fmt: skip


def _exact(value: float) -> Decimal:
    return round_fraction(Fraction(value))
