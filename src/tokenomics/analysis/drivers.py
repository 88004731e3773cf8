"""What changed the cost between two periods, or between two sets of calls: flow by flow, factor by factor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from tokenomics.analysis.driver_words import (
    UNEXPLAINED,
    Told,
    flow_sentence,
    share_of_unpriced,
    whole_sentence,
)
from tokenomics.analysis.factors import (
    CACHE,
    GONE,
    MIX,
    NEW,
    PARTS,
    PRICE,
    TIER,
    TOKENS,
    VOLUME,
    split,
)
from tokenomics.analysis.flows import Flow, flows
from tokenomics.analysis.leaves import Uses, uses
from tokenomics.analysis.listing import Column, Listing, Value, names
from tokenomics.analysis.periods import PREVIOUS, Sides, Span, sides, words
from tokenomics.analysis.shapley import in_decimals
from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery, CostReport
from tokenomics.costing.filters import unmatched_of
from tokenomics.costing.keyed import REST, Cell, Keyed, cells
from tokenomics.costing.run import costs_keyed, of_ledger
from tokenomics.dimensions import dimension
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger
from tokenomics.outcomes.asking import once
from tokenomics.outcomes.groups import Asked
from tokenomics.overlap import Authority, Counted
from tokenomics.queries import sql
from tokenomics.records.errors import ConfigError, InputError
from tokenomics.records.money import EXACT, ZERO, total
from tokenomics.timezones import from_micros, zone

KIND, TITLE = "drivers", "What changed the cost"
# So many flows are shown where no limit is given, and so many parts where a terminal is narrow.
FLOWS, _PARTS_SHOWN = 10, 3

_BY = ("feature",)
_TABLES = "tokenomics_drivers_base", "tokenomics_drivers_head"

# Each part's head in tables and what it is: what is most often nothing comes last.
_DOCS = {
    VOLUME: ("volume", "What more or fewer requests changed."),
    TOKENS: (
        "tokens",
        "What more or fewer tokens, searches, images or seconds per request changed.",
    ),
    MIX: ("models", "What other shares of the models changed that both periods used."),
    CACHE: ("cache", "What more or less of the input from cache changed, or written to it."),
    PRICE: ("price", "What other prices of the same usage changed."),
    TIER: (
        "tier",
        "What other service tiers, regions, variants, hours or ways of billing changed.",
    ),
    NEW: ("new", "What requests cost that went to models not used before, or all of a new flow."),
    GONE: (
        "gone",
        "What models cost before that are no longer used, or a flow that is gone, less than 0.",
    ),
    UNEXPLAINED: (
        "unexplained",
        "Of usage without a price, a count of requests or a rate of its own.",
    ),
}
COLUMNS = (
    Column("cost_before", "part", "What was priced in the period compared with.", "before"),
    Column("cost", "part", "What was priced in the period."),
    Column("change", "part", "The change of the cost; the parts after it sum to it."),
    *(Column(name, "part", doc, head) for name, (head, doc) in _DOCS.items()),
    Column("requests_before", "count", "Requests in the period compared with.", spare=True),
    Column("requests", "count", "Requests in the period.", spare=True),
)


def drivers(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    asked: Asked,
    *,
    vs: str = PREVIOUS,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> Listing:
    """The flows whose cost changed most, and what of the change each factor did.

    Flows are the groups of `query.by`, by feature where it is empty; those after `query.limit` are
    one row. `vs` is `previous`, a period, or a filter NAME=VALUE, as `periods.sides` takes it. Amounts
    are in the query's currency; the parts of a row sum exactly to its change. Raises ConfigError for a
    comparison that cannot be read or a flow that is a time, InputError where nothing was asked and the
    last days have no record, and as `costs` does.
    """
    tz = zone(query.tz)
    between = sides(vs, Span(query.since, query.until), asked.now, tz)
    query = query._replace(by=query.by or _BY, per=None, task_period=None)
    _check(query)
    with once(ledger, book, authority=authority, con=con) as (mine, found):
        asked_of = _queries(query, between)
        both = [
            costs_keyed(mine, found.relation, found.used, book, of, table, rules=rules)
            for of, table in zip(asked_of, _TABLES, strict=True)
        ]
        if both[1].report.first is None and vs == PREVIOUS and (query.since or query.until) is None:
            raise InputError(_nothing(mine, found, between, query))
        found_flows = flows(mine, both[0], both[1], query.limit or FLOWS)
        top, rest = found_flows
        shown = found_flows.all
        used = [_uses(mine, kept, [flow.key for flow in top], book, both) for kept in both]
        remarks = [
            *_filters(mine, found, asked_of[0], rules),
            *_lengths(between),
            *_beyond(mine, found, between, tz),
        ]
    report = of_ledger(both[1].report._replace(rows=(), row_count=0), ledger, found.overlaps)
    told = [
        _told(flow, REST if flow is rest else number, used) for number, flow in enumerate(shown)
    ]
    return _listing(query, between, told, report, [*remarks, *share_of_unpriced(both[0].report)])


def _check(query: CostQuery) -> None:
    for name in query.by:
        if dimension(name).part:
            raise ConfigError(
                f"drivers compares two periods, so a flow cannot be a {name}: group by feature, model or team"
            )


def _queries(query: CostQuery, between: Sides) -> tuple[CostQuery, CostQuery]:
    """The questions to the base and to the head."""
    plain = query._replace(limit=None)
    where = query.where
    if between.other is not None:
        name = between.other[0].removesuffix("!")
        where = (*(pair for pair in where if pair[0].removesuffix("!") != name), between.other)
    return (
        plain._replace(since=between.base.since, until=between.base.until, where=where),
        plain._replace(since=between.head.since, until=between.head.until),
    )


def _nothing(con: Engine, found: Counted, between: Sides, query: CostQuery) -> str:
    """Where nothing was asked for and nothing is found: what there is, and how to ask for it."""
    tz = zone(query.tz)
    reach = _reach(con, found)
    known = (
        "the ledger has no record"
        if reach is None
        else "the ledger has records from"
        f" {reach[0].astimezone(tz).date()} to {reach[1].astimezone(tz).date()}"
    )
    return (
        f"no record in {words(between.head, tz)}; {known}: name a period with --since and --until"
    )


def _reach(con: Engine, found: Counted) -> tuple[datetime, datetime] | None:
    """The first and the last instant of all records; None where there is none."""
    first, last = con.execute(sql("span", relation=found.relation)).fetchall()[0]
    return None if first is None else (from_micros(first), from_micros(last))


def _beyond(con: Engine, found: Counted, between: Sides, tz: ZoneInfo) -> Iterator[str]:
    """That a period lies outside of all records: what is new or gone may only be unrecorded then."""
    reach = _reach(con, found)
    for span in (between.base, between.head):
        is_after = reach and span.since and span.since > reach[1]
        is_before = reach and span.until and span.until <= reach[0]
        if is_after or is_before:
            yield f"no record at all in {words(span, tz)}: what is new or gone may only not be recorded"


def _uses(
    con: Engine,
    kept: Keyed,
    flows: Sequence[tuple[str | None, ...]],
    book: Book,
    both: Sequence[Keyed],
) -> Mapping[int, Uses]:
    """The usage of each flow at one side, by the meters that either side uses."""
    meters = tuple(dict.fromkeys(name for each in both for name in each.meters))
    of_flow: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells(con, kept, flows):
        of_flow[cell.flow].append(cell)
    if kept.cuts is None:
        return {}
    cuts = kept.cuts
    return {flow: uses(found, book, cuts, meters) for flow, found in of_flow.items()}


def _told(flow: Flow, number: int, used: Sequence[Mapping[int, Uses]]) -> Told:
    """A flow with the parts of its change, which are None where nothing of it has a price."""
    base, head = (side.get(number, {}) for side in used)
    parts: Mapping[str, Decimal | None] = dict.fromkeys(_DOCS)
    found = split(base, head)
    if flow.is_priced:
        exact = {name: found.parts[name] for name in PARTS}
        exact[UNEXPLAINED] = Fraction(flow.change) - sum(exact.values(), Fraction())
        rounded = in_decimals(exact, flow.change)
        parts = {name: rounded[name] for name in _DOCS}
    return Told(flow.key, flow.requests, flow.costs, parts, (base, head), found.by_model)


def _listing(
    query: CostQuery,
    between: Sides,
    told: Sequence[Told],
    report: CostReport,
    remarks: Sequence[str],
) -> Listing:
    rows = tuple((*each.key, *_figures(each)) for each in told)
    columns = (*names(query.by), *COLUMNS)
    whole = _total(rows, len(query.by)) if rows else None
    of_all = dict(zip(columns, whole or (), strict=False))
    said = [
        whole_sentence({column.name: value for column, value in of_all.items()}, query.currency),
        *(flow_sentence(each, query.currency, between.label) for each in told),
    ]
    return Listing(
        KIND,
        f"{TITLE} against {between.label}",
        _spared(columns, rows),
        rows,
        report,
        len(rows),
        whole,
        tuple(filter(None, said)),
        (*remarks, *_unexplained(columns, whole or ())),
    )


def _figures(told: Told) -> tuple[Value, ...]:
    before, after = told.costs
    change = (
        None if (before, after) == (None, None) else EXACT.subtract(after or ZERO, before or ZERO)
    )
    return (before, after, change, *told.parts.values(), *told.requests)


def _total(rows: Sequence[tuple[Value, ...]], dims: int) -> tuple[Value, ...]:
    sums: list[Value] = [None for _ in range(dims)]
    for values in list(zip(*rows, strict=True))[dims:]:
        amounts = [value for value in values if isinstance(value, Decimal)]
        counts = [value for value in values if isinstance(value, int)]
        sums.append(sum(counts) if counts else total(amounts) if amounts else None)
    return tuple(sums)


def _spared(columns: tuple[Column, ...], rows: Sequence[tuple[Value, ...]]) -> tuple[Column, ...]:
    """The columns, of whose parts a narrow terminal may leave out all but the greatest."""
    sizes = {
        column.name: total(abs(value) for value in values if isinstance(value, Decimal))
        for column, values in zip(columns, zip(*rows, strict=True), strict=False)
        if column.name in _DOCS
    }
    kept = sorted(sizes, key=lambda name: -sizes[name])[:_PARTS_SHOWN]
    kept = [name for name in kept if sizes[name]]
    return tuple(
        column._replace(spare=True) if column.name in _DOCS and column.name not in kept else column
        for column in columns
    )


def _filters(
    con: Engine,
    found: Counted,
    base: CostQuery,
    rules: Sequence[Attribution],
) -> tuple[str, ...]:
    """What is wrong with the filters of the base."""
    if not base.where:
        return ()
    return tuple(
        f"nothing to compare with: {sentence}"
        for sentence in unmatched_of(con, found.relation, found.used, base, rules=rules)
    )


def _lengths(between: Sides) -> Iterator[str]:
    """That the two periods are not of one length, in days."""
    days: list[float] = []
    for since, until in (between.base, between.head):
        if since is None or until is None:
            return
        days.append((until - since).total_seconds() / 86_400)
    # Clocks that change make a day an hour longer or shorter.
    if abs(days[0] - days[1]) > 0.1:
        yield f"the periods are not of one length: {days[0]:.4g} days before, {days[1]:.4g} days now"


def _unexplained(columns: Sequence[Column], whole: Sequence[Value]) -> Iterator[str]:
    for column, value in zip(columns, whole, strict=False):
        if column.name == UNEXPLAINED and value:
            yield (
                "unexplained is of usage that is without a price, a count of requests or a rate of its"
                " own in one of the periods"
            )
