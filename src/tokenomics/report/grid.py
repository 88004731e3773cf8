"""A cost report as a grid of texts, which the terminal's and Markdown's tables draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from tokenomics.costing import CostReport, CostRow, rest_of
from tokenomics.costing.answer import LAYER, PER_REVENUE, PER_TASK
from tokenomics.costing.coverage import Coverage, Unpriced
from tokenomics.dimensions import DIMENSIONS
from tokenomics.overlap.found import sentence
from tokenomics.records import meters
from tokenomics.records.money import ZERO
from tokenomics.records.words import (
    amount,
    count,
    many,
    money,
    money_parts,
    percent,
    places_for,
    visible,
)
from tokenomics.report.drawing import Grid
from tokenomics.report.envelope import nobody_note
from tokenomics.report.units import cost_of_revenue, count_name
from tokenomics.timezones import zone

_CACHED = tuple(name for name in meters.IN_CONTEXT if name.startswith("cache_read"))
_OUTPUT = tuple(m.name for m in meters.METERS if m.side == "output" and m.unit == "token")
# Sums over meters, and so not named as any of them.
_FIGURES = (
    ("all input", meters.IN_CONTEXT),
    ("cached", _CACHED),
    ("all output", _OUTPUT),
)
# What a narrow terminal does without, first to go first, so that names have so many characters.
_SPARE = (
    "cached", "all input", "all output", "requests", "open", "judged", "overhead", "failures", "unknown",
)  # fmt: skip
_READABLE = 12
_VERDICTS = ("failures", "open", "unknown")
_SHOWN_UNPRICED = 5
_TIMES = frozenset(d.name for d in DIMENSIONS if d.part)


def nothing(report: CostReport) -> str:
    """What stands in place of a table without any record, or without the tasks that it would be of."""
    return "no tasks" if report.query.per in PER_TASK else "no records"


def is_empty(report: CostReport) -> bool:
    """Whether there is nothing to show: no call, and no overhead that costs anything without one."""
    return report.first is None and not report.totals.cost


def grid(report: CostReport) -> Grid:
    """The rows of a report as texts, with money rounded so that parts sum to the total."""
    rest, whole = rest_of(report), report.totals
    named = [
        *((_key(row), row) for row in report.rows),
        *([(_rest_key(report), rest)] if rest else []),
        *([(_apart_key(report), report.apart)] if report.apart else []),
    ]
    keys, rows = [key for key, _ in named], [row for _, row in named]
    shown = _amounts(whole, rows)
    figures = [_figures(report, row, texts) for row, texts in zip(rows, shown, strict=True)]
    (of_whole,) = _amounts(whole, [whole])
    return Grid(
        names=max(len(report.by), 1),
        head=(*(report.by or ("",)), *_head(report)),
        body=tuple((*key, *cells) for key, cells in zip(keys, figures, strict=True))
        if report.by
        else (),
        total=(*_total_key(report), *_figures(report, whole, of_whole)),
        spare=_SPARE,
        readable=_READABLE,
        least=least(report.by, keys),
    )


def _key(row: CostRow) -> tuple[str, ...]:
    return tuple(visible(value) for value in row.key)


def _rest_key(report: CostReport) -> tuple[str, ...]:
    more = report.row_count - len(report.rows)
    return (f"(other, {more:,} more)", *("" for _ in report.by[1:]))


def _apart_key(report: CostReport) -> tuple[str, ...]:
    return ("(of no single one)", *("" for _ in report.by[1:]))


def _total_key(report: CostReport) -> tuple[str, ...]:
    return ("total", *("" for _ in report.by[1:]))


def _head(report: CostReport) -> tuple[str, ...]:
    per = report.query.per
    besides = ("overhead",) if _besides(report.totals) else ()
    if report.by == (LAYER,):
        return ("requests", "cost", "share")
    if per == PER_REVENUE:
        return ("requests", "revenue", "cost", *besides, "margin", "cost of revenue")
    if per == "success":
        return (
            "requests", "successes", *_VERDICTS, "judged", "cost", *besides, "per success", "at least",
        )  # fmt: skip
    counted = [name for name in (count_name(per),) if name]
    unit = (f"per {per}",) if per else ()
    return ("requests", *(name for name, _ in _FIGURES), *counted, "cost", *unit)


def least(by: Sequence[str], keys: Sequence[Sequence[str]]) -> int:
    """The characters that names are not cut below: a day without its end is no day.

    `by` are the names' columns, `keys` their texts, a row each.
    """
    at = [i for i, name in enumerate(by) if name in _TIMES]
    return max((len(key[i]) for key in keys[:1] for i in at), default=0)


class _Texts(NamedTuple):
    """The amounts of a row as texts, rounded so that those of all rows add up to the total's."""

    cost: str
    besides: str
    revenue: str


def _amounts(whole: CostRow, rows: Sequence[CostRow]) -> list[_Texts]:
    """The amounts of rows that sum to a whole."""
    costs = _parted([row.cost for row in rows], whole.cost)
    besides = _parted([row.besides and row.besides.cost for row in rows], _besides(whole))
    revenue = _parted([row.revenue for row in rows], whole.revenue)
    return [
        _Texts(_marked(row, cost or "unpriced"), beside, brought)
        for row, cost, beside, brought in zip(rows, costs, besides, revenue, strict=True)
    ]


def _parted(parts: Sequence[Decimal | None], whole: Decimal | None) -> list[str]:
    """The parts of a whole rounded as it is; empty where there is none."""
    texts = iter(
        money_parts([part for part in parts if part is not None], places_for(whole or ZERO))
    )
    return ["" if part is None else next(texts) for part in parts]


def _figures(report: CostReport, row: CostRow, texts: _Texts) -> tuple[str, ...]:
    per = report.query.per
    if report.by == (LAYER,):
        share = percent(row.cost or ZERO, report.totals.cost or ZERO)
        return (count(row.requests) if row.requests else "", texts.cost, share)
    besides = (texts.besides,) if _besides(report.totals) else ()
    if per == PER_REVENUE:
        spent = (texts.cost, *besides)
        return (count(row.requests), texts.revenue, *spent, *_left(report, row))
    if per == "success":
        return (count(row.requests), *_verdicts(row), texts.cost, *besides, *_of_success(row))
    sums = (sum(row.meters.get(name, 0) for name in names) for _, names in _FIGURES)
    counted = [count(row.counted) if row.counted is not None else ""] if count_name(per) else []
    unit = (_unit(row),) if per else ()
    return (count(row.requests), *(count(value) for value in sums), *counted, texts.cost, *unit)


def _besides(row: CostRow) -> Decimal:
    """What a row cost besides its calls."""
    return ZERO if row.besides is None else row.besides.cost


def _left(report: CostReport, row: CostRow) -> tuple[str, str]:
    """What is left of a row's revenue, and its cost's share; before what has no price is paid with a plus."""
    if row.revenue is None or row.margin is None:
        return ("", "")
    share = "" if cost_of_revenue(row) is None else percent(row.full_cost or ZERO, row.revenue)
    margin = money(row.margin, places_for(report.totals.revenue or ZERO))
    return (_plus(margin, row.has_unpriced), share)


def _verdicts(row: CostRow) -> tuple[str, ...]:
    """What became of a row's tasks, and the share that is judged."""
    tasks = row.tasks
    if tasks is None:
        return ("", "", "", "", "")
    verdicts = (tasks.successes, tasks.failures, tasks.open, tasks.unknown)
    return (*map(count, verdicts), "" if tasks.coverage is None else percent(tasks.coverage, 1))


def _of_success(row: CostRow) -> tuple[str, str]:
    """What a success of a row cost: at least so much, where not all were judged."""
    tasks = row.tasks
    if tasks is None:
        return ("", "")
    low = tasks.low if tasks.unknown else None
    least = "" if low is None else _plus(money(low, places_for(low)), row.unit_unpriced)
    return (_unit(row) if tasks.successes else "no success yet", least)


def _unit(row: CostRow) -> str:
    value = row.unit_cost
    return "" if value is None else _plus(money(value, places_for(value)), row.unit_unpriced)


def _marked(row: CostRow, cost: str) -> str:
    return _plus(cost, row.has_unpriced and row.cost is not None)


def _plus(cost: str, lacks: bool) -> str:
    """A cost from which something is missing ends in a plus."""
    return f"{cost}+" if lacks else cost


def title(report: CostReport, prices: str) -> str:
    """What the report shows: dimensions, period, time zone, currency and which prices."""
    by = f" by {', '.join(report.by)}" if report.by else ""
    return f"Cost{by}, {circumstances(report, prices)}"


def circumstances(report: CostReport, prices: str) -> str:
    """The period, time zone, currency and prices of the calls that were looked at."""
    return f"{period_words(report)} ({report.query.tz}), {report.query.currency}, {prices}"


def period_words(report: CostReport) -> str:
    """The first and last day of the period asked for, or of the records where it is open."""
    until = report.query.until
    first = report.query.since or report.first
    last = until - timedelta(microseconds=1) if until else report.last
    days = [_day(at, report.query.tz) for at in (first, last) if at is not None]
    return " to ".join(dict.fromkeys(days)) or nothing(report)


def _day(at: datetime, tz: str) -> str:
    return at.astimezone(UTC).astimezone(zone(tz)).date().isoformat()


def footnotes(report: CostReport) -> list[str]:
    """What the report does not know; the last line says how much."""
    return [
        *(
            ["a cost with + leaves out meters that have no price"]
            if report.totals.has_unpriced
            else []
        ),
        *nobody_note(report),
        *_besides_note(report),
        *map(visible, report.remarks),
        *limits(report),
    ]


def limits(report: CostReport) -> list[str]:
    """What is not known of the calls that were looked at; the last line says how much."""
    return [
        *_unpriced_notes(report.unpriced),
        *_overlap_notes(report),
        *_estimated_note(report),
        *_stated_note(report),
        *_graduated_notes(report),
        coverage_line(report.coverage),
    ]


def _besides_note(report: CostReport) -> Iterable[str]:
    """What stands in the cost per task or success, or before the margin, besides calls."""
    if (besides := report.totals.besides) is not None and besides.cost:
        per = report.query.per
        has = "margin is after it" if per == PER_REVENUE else f"cost per {per} has it"
        yield f"overhead: {besides.words(report.query.currency)}; the {has}"


def _overlap_notes(report: CostReport) -> Iterable[str]:
    """How sources of the same usage were told apart, and what only a provider's sums know."""
    cover, currency = report.coverage, report.query.currency
    yield from (visible(sentence(overlap)) for overlap in cover.overlaps)
    if cover.unlogged or cover.unlogged_cost:
        cost = money(cover.unlogged_cost, places_for(cover.unlogged_cost))
        requests = many(cover.unlogged, "request")
        share = percent(cover.unlogged_cost, report.totals.cost or ZERO)
        yield f"unlogged: {requests}, {cost} {currency} ({share} of the cost) are in no log, only in sums"


def _estimated_note(report: CostReport) -> Iterable[str]:
    """How much rests on token counts that are estimated: in money, and in tokens, which may have no price."""
    cover = report.coverage
    if cover.tokens.estimated:
        cost = money(cover.estimated_cost, places_for(cover.estimated_cost))
        share = percent(cover.estimated_cost, report.totals.cost or ZERO)
        tokens = many(cover.tokens.estimated, "token")
        yield f"estimated: {tokens} in {many(cover.estimated, 'request')}, {cost} {report.query.currency} ({share} of the cost)"


def _stated_note(report: CostReport) -> Iterable[str]:
    """What is charged as its source states it, because no single price holds for it."""
    if stated := report.coverage.stated_cost:
        cost = amount(stated, report.query.currency)
        yield f"as stated: {cost} of sums that reach over a change of price are what their source says"


def _graduated_notes(report: CostReport) -> Iterable[str]:
    """What prices by quantity took off, and what they could of calls that name no account."""
    currency = report.query.currency
    for effect in report.coverage.graduated:
        places = places_for(effect.before)
        cost, before, most = (
            money(amount, places) for amount in (effect.cost, effect.before, effect.unallocated)
        )
        name = visible(effect.name)
        if effect.cost != effect.before:
            yield f"{name}: {cost} instead of {before} {currency}, by what is known of each {effect.per}"
        if effect.unallocated:
            yield f"{name}: up to {most} {currency} less if the calls that state no billed account (--scope) had one"


def _unpriced_notes(entries: Sequence[Unpriced]) -> Iterable[str]:
    for entry in entries[:_SHOWN_UNPRICED]:
        near = ", ".join(visible(name) for name in entry.nearest)
        why = visible(entry.reason) + (f"; nearest: {near}" if near else "")
        name = f"{visible(entry.provider)} {visible(entry.model)}"
        used = _quantities(entry.meters)
        yield f"unpriced: {name}: {used} in {many(entry.requests, 'request')}; {why}"
    if len(entries) > _SHOWN_UNPRICED:
        yield f"unpriced: {many(len(entries) - _SHOWN_UNPRICED, 'more model')}"


def _quantities(used: Mapping[str, Decimal | int]) -> str:
    return ", ".join(f"{count(quantity)} {visible(meter)}" for meter, quantity in used.items())


def coverage_line(cover: Coverage) -> str:
    """How much of the requests is unpriced, estimated or at undated rates, and the rejects.

    It is told in tokens where some usage states no number of requests.
    """
    all_counted = not cover.tokens.uncounted
    shares = cover if all_counted else cover.tokens
    whole = cover.requests if all_counted else cover.tokens.total
    parts = [
        f"{percent(shares.unpriced, whole)} unpriced",
        f"{percent(shares.estimated + shares.partial, whole)} estimated",
        f"{percent(shares.undated, whole)} undated rates",
    ]
    if shares.assumed:
        parts.append(f"{percent(shares.assumed, whole)} assumed rates")
    if cover.straddling:
        parts.append(f"{percent(cover.straddling, cover.requests)} straddling")
    rejects = f"{many(cover.rejects, 'row')} rejected"
    of = many(whole, "request" if all_counted else "token")
    return f"of {of}: {', '.join(parts)}; {rejects}"
