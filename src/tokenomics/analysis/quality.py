"""Quality against cost: how often the models of a feature succeed, how sure that is, and what a success costs.

A task is whole in the group that the first of its calls states, so a cheap model's row carries the dear
one that was asked in the end. What a success costs is the figure of a report per success, to the digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tokenomics.analysis.choices import Choice, better
from tokenomics.analysis.intervals import Interval, wilson
from tokenomics.analysis.listing import Column, Listing, Value, limited, names
from tokenomics.analysis.quality_rows import Found
from tokenomics.analysis.quality_tasks import CALLS, Key, Measured, measured
from tokenomics.analysis.quality_words import remarks, sentences
from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery, CostReport, CostRow
from tokenomics.costing.run import of_ledger
from tokenomics.costing.tasks import TaskCounts
from tokenomics.dimensions import dimension
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger, relation
from tokenomics.outcomes.asking import once
from tokenomics.outcomes.groups import Asked
from tokenomics.outcomes.successes import judged_of
from tokenomics.overlap import Authority, charged_once
from tokenomics.records.money import ZERO, ratio

KIND, TITLE = "quality", "Quality against cost"
BY = ("feature", "model")

COLUMNS: tuple[Column, ...] = (
    Column("judged", "count", "Tasks that succeeded or failed."),
    Column("success_rate", "share", "Share of judged tasks that succeeded.", head="rate"),
    Column("success_rate_ci_low", "share", "From where on the share lies with 95 % confidence, by Wilson's score.", head="from", spare=True),
    Column("success_rate_ci_high", "share", "Up to where it does.", head="to", spare=True),
    Column("cost_per_success", "money", "Everything spent on tasks that are not open, divided by successes; unknown without one.", head="a success"),
    Column("cost_per_success_ci_low", "money", "From where on it lies with 95 % confidence, by drawing the tasks again; unknown below 10 tasks.", head="from"),
    Column("cost_per_success_ci_high", "money", "Up to where it does; unknown where the draws have too few successes.", head="to"),
    Column("mark", "mark", "What is to be known of the row: not judged, no success yet, unpriced, small sample (below 30 judged tasks) or dominated."),
    Column("dominated_by", "mark", "Of the models that do the same work surely cheaper and not less successfully the cheapest.", spare=True),
    Column("latency_ms_p50", "count", "Milliseconds that half of the tasks' calls take at most.", head="ms p50", spare=True),
    Column("latency_ms_p95", "count", "Milliseconds that 95 % of them take at most.", head="ms p95", spare=True),
    Column("tasks", "count", "All tasks.", spare=True),
    Column("successes", "count", "Tasks that succeeded.", spare=True),
    Column("failures", "count", "Tasks that failed or were abandoned.", spare=True),
    Column("open", "count", "Tasks that await their judgement.", spare=True),
    Column("unknown", "count", "Tasks that were never judged.", spare=True),
)  # fmt: skip

_NOTHING = Measured(Interval(None, None), None, None)


def quality(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    asked: Asked,
    *,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> Listing:
    """How well and at what cost tasks succeed, a row a feature and model unless the query says otherwise.

    The models of a feature stand together, the dearest feature first, in it the cheapest success.
    Filters pick tasks. Raises as `costs` does.
    """
    query = query._replace(by=query.by or BY)
    whole = query._replace(per="success", limit=None)
    with once(ledger, book, authority=authority, con=con) as (mine, usage):
        outcomes = relation(ledger, "outcome")
        tasks, judged, *_ = judged_of(
            mine, usage.relation, usage.used, book, whole, asked,
            outcomes=outcomes, besides=relation(ledger, "overhead"),
            charges=charged_once(ledger), rules=rules, each=CALLS,
        )  # fmt: skip
        report = of_ledger(judged, ledger, usage.overlaps)
        of = measured(tasks, whole, asked, report, outcomes=outcomes)
    found = _compared([_found(row, of, query) for row in report.rows])
    rows = _ordered(found, query)
    total = _found(report.totals, of, query)
    return Listing(
        KIND, TITLE, (*names(query.by), *COLUMNS),
        limited([(*each.row.key, *_values(each)) for each in rows], query.limit),
        of_calls(report, query), len(rows),
        total=(*(None for _ in query.by), *_values(total)),
        sentences=tuple(sentences(total, rows, query.currency)),
        remarks=tuple(remarks(total, rows, report, query)),
    )  # fmt: skip


def of_calls(report: CostReport, query: CostQuery) -> CostReport:
    """The report as one of calls: what is known of tasks is in the listing's own columns."""
    totals = report.totals._replace(
        counted=None, counted_cost=None, unit_cost=None, unit_unpriced=False, tasks=None
    )
    return report._replace(query=query, totals=totals)


def _found(row: CostRow, of: dict[Key, Measured], query: CostQuery) -> Found:
    counts = row.tasks or TaskCounts(0, 0, 0, 0, None)
    measured_of = of.get(row.key, _NOTHING)
    work, model = _work(row.key, query)
    choice = Choice(
        work, model, counts.successes, counts.failures, counts.unknown, row.unit_cost,
        measured_of.cost, not row.unit_unpriced,
    )  # fmt: skip
    return Found(row, counts, measured_of, choice)


def _work(key: Key, query: CostQuery) -> tuple[Key | None, str | None]:
    """What a group does, where its dimensions tell, and the model that does it."""
    said = dict(zip((dimension(name).name for name in query.by), key, strict=False))
    model = said.pop("model", None)
    return (tuple(said.values()) if said.get("feature") is not None else None), model


def _compared(found: Sequence[Found]) -> list[Found]:
    """The groups with what is better than each of them."""
    works: dict[Key, list[Choice]] = {}
    for each in found:
        if each.choice.work is not None:
            works.setdefault(each.choice.work, []).append(each.choice)
    return [
        each._replace(better=better(each.choice, works[each.choice.work]))
        if each.choice.work is not None
        else each
        for each in found
    ]


def _ordered(found: Sequence[Found], query: CostQuery) -> list[Found]:
    """Models of the same work together, the cheapest success first; works in the order of reports."""
    by = [dimension(name).name for name in query.by]
    if "model" not in by:
        return list(found)
    place = by.index("model")
    first: dict[Key, int] = {}
    for index, each in enumerate(found):
        first.setdefault(_without(each.row.key, place), index)
    return sorted(
        found,
        key=lambda each: (
            first[_without(each.row.key, place)],
            each.row.unit_cost is None,
            each.row.unit_cost or ZERO,
            each.choice.model or "",
        ),
    )


def _without(key: Key, place: int) -> Key:
    return (*key[:place], *key[place + 1 :])


def _values(found: Found) -> tuple[Value, ...]:
    tasks, choice = found.tasks, found.choice
    rate = wilson(choice.successes, choice.judged)
    return (
        choice.judged,
        ratio(Decimal(choice.successes), choice.judged),
        *rate,
        found.row.unit_cost,
        *found.of.cost,
        found.mark,
        found.better.model if found.better else None,
        found.of.p50,
        found.of.p95,
        tasks.tasks,
        tasks.successes,
        tasks.failures,
        tasks.open,
        tasks.unknown,
    )
