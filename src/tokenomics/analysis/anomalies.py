"""Anomalies of a ledger's costs: spikes, drops, what is new and what is missing, each told once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from tokenomics.analysis.flow_series import Read, read
from tokenomics.analysis.listing import Column, Listing, Value, limited
from tokenomics.analysis.price_changes import PriceChange, price_changes
from tokenomics.analysis.rhythm import DAILY, HOURLY
from tokenomics.analysis.spikes import WHOLE, Flow, Found, Kind, find
from tokenomics.analysis.unjudged import faint, sparse
from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery
from tokenomics.costing.answer import check
from tokenomics.costing.run import of_ledger
from tokenomics.dimensions import dimension
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger
from tokenomics.outcomes import Asked
from tokenomics.outcomes.asking import once
from tokenomics.overlap import Authority
from tokenomics.projection import Step, Usage, spent
from tokenomics.records.errors import ConfigError
from tokenomics.records.money import EXACT, ZERO, round_fraction
from tokenomics.records.words import money, percent, places_for, visible
from tokenomics.timezones import zone

KIND, TITLE = "anomalies", "Anomalies"
COLUMNS = (
    Column("kind", "mark", "spike, drop, new (the flow never cost anything before), gap (no record at all) or price (of a model: a day of the use of the week before, at its new price and the old one)."),
    Column("flow", "mark", "The flow that explains it: a dimension and its value, or everything."),
    Column("start", "mark", "When it began: the instant with the offset of the report's time zone.", "from"),
    Column("hours", "count", "For how long it went on, or does so far."),
    Column("actual", "money", "What the flow cost from start to end, at the prices of one instant."),
    Column("expected", "money", "What is usual for that time.", spare=True),
    Column("excess", "money", "What it cost more than usual, negative where less."),
    Column("state", "mark", "over, open (it goes on), or lasting (it is the usual level since).", spare=True),
    Column("length", "mark", "Whether hours or days were unusual.", "judged by", spare=True),
    Column("noticed", "mark", "When enough of it was known to tell it.", spare=True),
    Column("besides", "name", "Other flows that nearly all of it belongs to.", spare=True),
)  # fmt: skip
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_LATELY = timedelta(days=30)
_TOLD = 5
# Sparse flows with such a share of the whole are named.
_LARGE = 0.05


class Anomaly(NamedTuple):
    """Costs of a flow that are not the usual ones, from `start` up to `end` (UTC).

    `flow` is a dimension and its value, both empty for everything; `besides` are flows that nearly
    all of it belongs to. `noticed` is when enough was known to tell it. `is_lasting` says that the
    level became the usual one, `is_open` that it had not ended. Amounts are at the prices of one
    instant; `actual` is exact, `expected` a statistic. Of a change of price they are a day's, at the
    new price and the old one, of the use of the week before.
    """

    kind: Kind | Literal["price"]
    flow: Flow
    besides: tuple[Flow, ...]
    length: Literal["hour", "day"]
    start: datetime
    end: datetime
    noticed: datetime
    actual: Decimal
    expected: Decimal
    is_open: bool
    is_lasting: bool

    @property
    def excess(self) -> Decimal:
        """What it cost more than usual; negative where it cost less."""
        return EXACT.subtract(self.actual, self.expected)

    @property
    def id(self) -> str:
        """What it is known by: the same however long it goes on."""
        return f"{self.kind} {self.flow[0]}={self.flow[1] or ''} {self.start:%Y-%m-%dT%H:%MZ}"


def anomalies_of(
    usage: Usage, query: CostQuery, *, now: datetime, since: datetime | None = None
) -> tuple[Anomaly, ...]:
    """The anomalies noticed from `since`, by default in the last 30 days, up to `now`, in that order.

    The query's filters pick the calls, its dimensions, where it has any, those that flows are of.
    What is noticed later changes none that were noticed before. Raises as `costs` does.
    """
    since = since or now - _LATELY
    return _with_prices(read(usage, query, since, now), usage, query, since, now)


def _with_prices(
    seen: Read | None, usage: Usage, query: CostQuery, since: datetime, now: datetime
) -> tuple[Anomaly, ...]:
    """What use has of anomalies, and the changes of price, unless all is asked at one instant's prices."""
    if seen is None:
        return ()
    found = _found(seen, query.tz, since)
    if query.prices_at is None:
        found += [
            _of_price(each) for each in price_changes(usage, query._replace(by=()), since, now)
        ]
    return tuple(sorted(found, key=lambda each: (each.noticed, each.start)))


def _of_price(each: PriceChange) -> Anomaly:
    return Anomaly(
        "price", ("model", each.model), (), "day", each.at, each.at + _DAY, each.at,
        each.after, each.before, is_open=False, is_lasting=True,
    )  # fmt: skip


def _found(seen: Read, tz: str, since: datetime) -> list[Anomaly]:
    hourly = find(seen.series, seen.hourly(tz), seen.cells.shared)
    told = [(each.flow, each.first, each.end) for each in hourly]
    found = [
        _anomaly(each, "hour", seen.hours, seen)
        for each in hourly
        if _is_late(each, seen.hours, since)
    ]
    if seen.days:
        series, steps = seen.daily(tz)
        gaps = [each for each in hourly if each.kind == "gap"]
        daily = find(series, steps, seen.cells.shared, told=told)
        found += [
            _anomaly(each, "day", seen.days, seen)
            for each in daily
            if _is_late(each, seen.days, since) and not _is_gap(each, gaps, steps.bounds)
        ]
    return found


def _is_late(each: Found, steps: Sequence[Step], since: datetime) -> bool:
    return steps[each.noticed].end > since


def _is_gap(each: Found, gaps: Sequence[Found], bounds: Sequence[int]) -> bool:
    """Whether what is missing on days is missing in hours that were told."""
    first, end = bounds[each.first], bounds[each.end]
    return each.kind in {"drop", "gap"} and any(gap.first < end and first < gap.end for gap in gaps)


def _anomaly(
    each: Found, length: Literal["hour", "day"], steps: Sequence[Step], seen: Read
) -> Anomaly:
    start, end = steps[each.first].start, steps[each.end - 1].end
    hours = [at for at, step in enumerate(seen.hours) if start <= step.start < end]
    return Anomaly(
        each.kind, each.flow, each.besides, length, start, end, steps[each.noticed].end,
        seen.cells.cost(each.flow, hours[0], hours[-1] + 1),
        round_fraction(Fraction(each.expected)), each.is_open, each.is_lasting,
    )  # fmt: skip


def anomalies(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    asked: Asked,
    /,
    *,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> Listing:
    """The anomalies noticed in a period, by default the last 30 days, the dearest first.

    `query.by` are the dimensions that flows are of. Raises ConfigError for one of time, and as
    `costs` does.
    """
    check(query)
    if any(dimension(name).part for name in query.by):
        raise ConfigError("anomalies are of flows: by what is no period of time")
    now = min(query.until or asked.now, asked.now)
    since = query.since or now - _LATELY
    with once(ledger, book, authority=authority, con=con) as (mine, found):
        usage = Usage(mine, found.relation, found.used, book, rules)
        within = query._replace(since=since, until=now, prices_at=query.prices_at or now)
        report = of_ledger(spent(usage, within, ()), ledger, found.overlaps)
        seen = read(usage, query, since, now)
        anomalous = _with_prices(seen, usage, query, since, now)
    ordered = sorted(anomalous, key=lambda each: (-abs(each.excess), each.start, each.flow[0]))
    rows = [_row(each, query.tz) for each in ordered]
    report = report._replace(query=within._replace(by=query.by))
    return Listing(
        KIND, TITLE, COLUMNS, limited(rows, query.limit), report, len(rows),
        sentences=tuple(_sentences(ordered, query)), remarks=tuple(_remarks(seen, query.tz)),
    )  # fmt: skip


def _row(each: Anomaly, tz: str) -> tuple[Value, ...]:
    state = "lasting" if each.is_lasting else "open" if each.is_open else "over"
    besides = ", ".join(named(flow) for flow in each.besides) or None
    return (
        each.kind, named(each.flow), _instant(each.start, tz), (each.end - each.start) // _HOUR,
        each.actual, each.expected, each.excess, state, each.length, _instant(each.noticed, tz),
        besides,
    )  # fmt: skip


def named(flow: Flow) -> str:
    """A flow as people call it: `feature ticket-summary`."""
    return "everything" if flow == WHOLE else f"{flow[0]} {visible(flow[1])}"


def _instant(at: datetime, tz: str) -> str:
    return at.astimezone(zone(tz)).isoformat(timespec="minutes")


def _at(at: datetime, tz: str) -> str:
    return at.astimezone(zone(tz)).strftime("%Y-%m-%d %H:%M")


def _sentences(found: Sequence[Anomaly], query: CostQuery) -> Iterator[str]:
    if not found:
        yield "nothing unusual was noticed"
    for each in found[:_TOLD]:
        yield sentence(each, query.tz, query.currency)


def by_percent(each: Anomaly) -> str:
    """How much more or less something costs than it did: `by +50 %`."""
    sign = "+" if each.excess > 0 else ""
    return f"by {sign}{percent(each.excess, each.expected)}" if each.expected else "from nothing"


def sentence(each: Anomaly, tz: str, currency: str) -> str:
    """What an anomaly is, in one sentence."""
    name, since, until = named(each.flow), _at(each.start, tz), _at(each.end, tz)
    places = places_for(max(each.actual, each.expected))

    def worth(value: Decimal, sign: str = "") -> str:
        return f"{sign if value > 0 else ''}{money(value, places)} {currency}"

    if each.kind == "gap":
        return f"no record at all from {since} to {until}, where {worth(each.expected)} is usual: is data missing?"
    if each.kind == "price":
        return f"price of {name} changed {by_percent(each)} on {since}: {worth(each.excess, '+')} a day, by the use of the week before"
    if each.kind == "new":
        told = f"{name} is new since {since} and cost {worth(each.actual)} up to {until}"
    else:
        more = "more" if each.excess >= ZERO else "less"
        told = (
            f"{name} cost {worth(each.actual)} from {since} to {until}, "
            f"{worth(abs(each.excess))} {more} than usual"
        )
    of = f" ({', '.join(named(flow) for flow in each.besides)})" if each.besides else ""
    lasting = "; it is the usual level since" if each.is_lasting else ""
    return f"{told}{of}{lasting}"


def _remarks(seen: Read | None, tz: str) -> Iterator[str]:
    """What could not be judged."""
    if seen is None:
        yield "no record lies in the period or before it"
        return
    days = len(seen.hours) // 24
    if days < 3 * DAILY.season:
        least = HOURLY.first // 24
        yield f"{days} days of history: hours are judged from {least} days on, days from {DAILY.first}, and less strictly than from 21"
    whole = sum(seen.series[WHOLE])
    costs = {
        flow: cost
        for flow, values in seen.series.items()
        if flow != WHOLE and (cost := sum(values)) >= _LARGE * whole
    }
    large = sorted(costs, key=lambda flow: (-costs[flow], str(flow)))
    rare = sparse({flow: seen.series[flow] for flow in large}, HOURLY)
    if rare:
        yield f"judged by days only, for they cost something in few hours: {_some(rare)}"
    steady = {flow: seen.series[flow] for flow in large if flow not in rare}
    if lumpy := faint(steady, seen.hourly(tz)):
        yield f"three times the usual for two hours is no more than chance, for they come in few calls: {_some(lumpy)}"


def _some(flows: Sequence[Flow]) -> str:
    more = f" and {len(flows) - _TOLD} more" if len(flows) > _TOLD else ""
    return f"{', '.join(map(named, flows[:_TOLD]))}{more}"
