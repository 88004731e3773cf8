"""Money by what became of calls: failures by their error, fallbacks, retries, and storms of them.

Every call is in one row: one that failed is a failure, whichever attempt it was; else a fallback is
one, also where it is a later attempt; else a call with attempts before it, listed or hidden, was
retried; else it is ok, or not stated where nobody says whether it went well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from tokenomics.analysis.failure_words import (
    LEAST,
    WINDOW,
    Storm,
    Storms,
    Sums,
    remarks,
    sentences,
    summed,
)
from tokenomics.analysis.listing import Column, Listing, Value, names
from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery, CostReport
from tokenomics.costing.answer import check
from tokenomics.costing.each import EACH
from tokenomics.costing.rows import label, ordering
from tokenomics.costing.run import costs_each, of_ledger
from tokenomics.costing.scope import column_sql, scope_of, stated, stored_sql
from tokenomics.costing.tally import part_sql
from tokenomics.dimensions import Dimension, dimension, tag_key
from tokenomics.engine import Answer, Engine
from tokenomics.ledger import Ledger
from tokenomics.outcomes.asking import once
from tokenomics.outcomes.groups import Asked
from tokenomics.overlap import Authority, Counted
from tokenomics.queries import literal, sql
from tokenomics.records.money import ZERO, ratio
from tokenomics.timezones import from_micros, stretches, zone

KIND, TITLE = "failures", "What became of calls"
BY = ("feature",)
COLUMNS: tuple[Column, ...] = (
    Column("mode", "name", "What became of the calls, each in one row: `failed` with the error; else `fallback`, another model or route having failed first; else `retried`, after attempts before it, listed or hidden; else `ok`; `not stated` where no status is."),
    Column("requests", "count", "Calls that it became of."),
    Column("rate", "share", "Their share of the group's calls."),
    Column("cost", "part", "What they cost: a failed call may bill what was processed; null where nothing has a price."),
    Column("share", "share", "Their share of the cost of all calls."),
    Column("retries", "count", "Those of them that were an attempt after the first; null where none states its attempt.", spare=True),
    Column("retry_cost", "money", "What these attempts cost.", spare=True),
    Column("fallbacks", "count", "Those of them that fell back from another model or route; null where none states it.", spare=True),
    Column("fallback_cost", "money", "What these fallbacks cost.", spare=True),
    Column("unlisted_attempts", "count", "Attempts that the source counts and does not list; what they cost is not known.", head="hidden attempts", spare=True),
)  # fmt: skip

# So many storms are told one by one.
TOLD = 3
# Errors cut to less than so many characters look alike.
_READABLE = 20

_FEATURE = dimension("feature")
_ROWS = "tokenomics_failures"
# The modes of one group: the dearest first.
_WITHIN = ("modes.cost DESC", "modes.requests DESC", "modes.mode", "modes.error NULLS LAST")
_OTHERS = ("session_id", "trace_id")


def failures(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    asked: Asked,
    *,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> Listing:
    """The costs by what became of calls: a row a group, by default a feature, and mode.

    The rows sum to the cost of all calls. Times ascend; else the dearest group is first, and in it
    the dearest mode. Amounts are of the query's currency. Raises as `costs` does.
    """
    del asked
    check(query)
    query = query._replace(by=query.by or BY)
    dims = tuple(map(dimension, query.by))
    heads = (*names(query.by), *COLUMNS)
    with once(ledger, book, authority=authority, con=con) as (mine, found):
        report = of_ledger(_priced(mine, found, book, query, rules), ledger, found.overlaps)
        if report.first is None:
            return Listing(KIND, TITLE, heads, (), report, 0)
        page = _page(mine, report, query, dims)
        modes = _sums(mine.execute(sql("failure_modes", rows=_ROWS)))
        storms = _storms(mine, dims)
    whole = summed(modes)
    return Listing(
        KIND, TITLE, heads,
        tuple((*_key(of, dims, query), *_values(of, whole)) for of in page),
        report, int(page[0]["row_count"]) if page else 0,
        total=(*(None for _ in query.by), None, *_figures(whole, whole, rate=None)),
        sentences=tuple(sentences(modes, storms, query)),
        remarks=tuple(remarks(modes, storms, query)),
        readable=_READABLE,
    )  # fmt: skip


def _priced(
    con: Engine,
    found: Counted,
    book: Book,
    query: CostQuery,
    rules: Sequence[Attribution],
) -> CostReport:
    """Each call with its cost in EACH, and with what became of it; the report of all."""
    added = _became(found, query.task_ids)
    text = sql(
        "failing",
        columns=", ".join(f"{expression} AS {name}" for name, expression in added.items()),
        relation=found.relation,
    )
    facts = {f"c{i}": d for i, d in enumerate(map(dimension, query.by)) if not d.part}
    columns: dict[str, Dimension | str] = {
        **facts,
        **({} if _FEATURE in facts.values() else {"feature": _FEATURE}),
        "ts": "ts",
        **{name: name for name in ("attempt", "is_fallback", "hidden_attempts")},
        **{name.removeprefix("became_"): name for name in added},
    }
    used = found.used | added.keys()
    return costs_each(con, f"({text})", used, book, query, columns, rules=rules)


def _became(found: Counted, task_ids: Sequence[str]) -> Mapping[str, str]:
    """What is added to a call: its mode, error, whether it repeats or failed, and then its flow."""
    scope = scope_of(found.relation, found.used)
    at = {
        name: stored_sql(scope, name)
        for name in ("status", "error_type", "attempt", "hidden_attempts", "is_fallback")
    }
    error = f"nullif({at['error_type']}, '')"
    # Who states an error and no status does not mean that all went well.
    failed = f"coalesce({at['status']} = 'failure', {error} IS NOT NULL)"
    retried = (
        f"(coalesce({at['attempt']} > 1, false) OR coalesce({at['hidden_attempts']} > 0, false))"
    )
    repeats = f"(grain = 'request' AND ({failed} OR {retried}))"
    ids = stated(found.used, dict.fromkeys((*task_ids, *_OTHERS)))
    flows = [f"{literal(_flow_name(name))} || {column_sql(scope, name)}" for name in ids]
    if "prompt_digest" in found.used:
        flows.append("'prompt ' || lower(hex(prompt_digest))")
    flow = f"coalesce({', '.join(flows)})" if flows else "CAST(NULL AS VARCHAR)"
    return {
        "became_mode": f"CASE WHEN {failed} THEN 'failed' WHEN {at['is_fallback']} THEN 'fallback'"
        f" WHEN {retried} THEN 'retried' WHEN {at['status']} IS NULL THEN 'not stated' ELSE 'ok' END",
        "became_error": f"CASE WHEN {failed} THEN {error} END",
        "became_is_repeat": repeats,
        "became_flow": f"CASE WHEN {repeats} THEN {flow} END",
        "became_record_id": f"CASE WHEN {repeats} THEN record_id END",
    }


def _flow_name(column: str) -> str:
    """What a flow is called that a column or tag names: `task `, `session `, `branch `."""
    return f"{tag_key(column) or column.removesuffix('_id')} "


def _page(
    con: Engine,
    report: CostReport,
    query: CostQuery,
    dims: Sequence[Dimension],
) -> list[Mapping[str, Any]]:
    """The table of all rows, and of these what is to be shown, in its order."""
    assert report.first is not None
    assert report.last is not None
    pieces = stretches(zone(query.tz), report.first, report.last)
    own = [part_sql(d, "calls.ts", pieces) if d.part else f"calls.c{i}" for i, d in enumerate(dims)]
    grouping = ", ".join(str(i + 1) for i in range(len(dims) + 2))
    text = sql(
        "failure_rows",
        dimensions="".join(f"{expression} AS d{i}, " for i, expression in enumerate(own)),
        each=EACH,
        grouping=grouping,
    )
    con.execute(f"CREATE OR REPLACE TEMP TABLE {_ROWS} AS {text}")
    keys = [f"modes.d{i}" for i in range(len(dims))]
    page = sql(
        "failure_page",
        grouping=", ".join(keys),
        rows=_ROWS,
        ordering=ordering(keys, dims, "group_cost", query.limit, _WITHIN),
    )
    return _read(con.execute(page))


def _read(found: Answer) -> list[Mapping[str, Any]]:
    heads = [column[0] for column in found.description or ()]
    return [dict(zip(heads, row, strict=True)) for row in found.fetchall()]


def _sums(found: Answer) -> tuple[Sums, ...]:
    return tuple(_sum(row) for row in _read(found))


def _sum(row: Mapping[str, Any]) -> Sums:
    """A row of the engine; what no call of it states is None."""
    retries = None if row["attempts_stated"] is None else int(row["retries"])
    fallbacks = None if row["fallbacks_stated"] is None else int(row["fallbacks"])
    return Sums(
        mode=row["mode"],
        error=row["error"],
        requests=int(row["requests"]),
        cost=row["cost"] if row["is_known"] else None,
        unpriced=int(row["unpriced"]),
        free=int(row["free"]),
        attempts_stated=int(row["attempts_stated"] or 0),
        retries=retries,
        retry_cost=_amount(retries, row["retry_cost"], known=row["is_retry_known"]),
        fallbacks=fallbacks,
        fallback_cost=_amount(fallbacks, row["fallback_cost"], known=row["is_fallback_known"]),
        unlisted=None if row["unlisted"] is None else int(row["unlisted"]),
        flowless=int(row["flowless"]),
    )


def _amount(number: int | None, cost: Decimal, *, known: bool) -> Decimal | None:
    """What some calls cost: nothing where there are none, None where nothing of it has a price."""
    if number is None:
        return None
    return cost if known or not number else None


def _key(
    row: Mapping[str, Any], dims: Sequence[Dimension], query: CostQuery
) -> tuple[str | None, ...]:
    return tuple(label(d, row[f"d{i}"], query.tz) for i, d in enumerate(dims))


def _values(row: Mapping[str, Any], whole: Sums) -> tuple[Value, ...]:
    of = _sum(row)
    rate = ratio(Decimal(of.requests), int(row["group_requests"])) if of.requests else None
    return (of.name, *_figures(of, whole, rate=rate))


def _figures(of: Sums, whole: Sums, *, rate: Decimal | None) -> tuple[Value, ...]:
    share = None if of.cost is None or not whole.cost else ratio(of.cost, whole.cost)
    return (
        of.requests, rate, of.cost, share, of.retries, of.retry_cost, of.fallbacks,
        of.fallback_cost, of.unlisted,
    )  # fmt: skip


def _storms(con: Engine, dims: Sequence[Dimension]) -> Storms:
    text = sql(
        "storms",
        feature=f"c{dims.index(_FEATURE)}" if _FEATURE in dims else "feature",
        each=EACH,
        least=str(LEAST),
        before=str(LEAST - 1),
        following=str(LEAST - 2),
        window=str(WINDOW // timedelta(microseconds=1)),
        told=str(TOLD),
    )
    rows = _read(con.execute(text))
    if not rows:
        return Storms((), 0, 0, ZERO)
    told = tuple(
        Storm(
            row["feature"], row["flow"], from_micros(row["began"]), from_micros(row["ended"]),
            int(row["calls"]), row["cost"] if row["is_known"] else None,
        )
        for row in rows
    )  # fmt: skip
    one = rows[0]
    return Storms(told, int(one["storm_count"]), int(one["all_calls"]), one["all_cost"])
