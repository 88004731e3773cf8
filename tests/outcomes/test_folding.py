"""One row a group from one a verdict."""

from __future__ import annotations

from decimal import Decimal

from support.usage import call, report_of
from tokenomics.books import Book
from tokenomics.costing import CostQuery, CostRow
from tokenomics.costing.answer import Besides
from tokenomics.dimensions import dimension
from tokenomics.outcomes.folding import Part, folded

_TEN, _FIVE, _ZERO = Decimal(10), Decimal(5), Decimal(0)
_NOTHING = Besides()


def _row(group: str, verdict: str, cost: Decimal | None) -> CostRow:
    return CostRow((group, verdict), 2, {"input": 3}, cost, has_unpriced=cost is None)


def test_what_is_spent_besides_calls_is_in_the_cost_of_a_success_and_not_in_the_calls(
    book: Book,
) -> None:
    """10 + 5 + 5 dollars for one success, of which the calls are 10; the open task's 7 are apart."""
    parts = [
        Part(_row("a", "success", _TEN), 1, Besides(overheads=_FIVE)),
        Part(_row("a", "failure", None), 1, Besides(labour=_FIVE)),
        Part(_row("a", "open", _ZERO), 1, Besides(Decimal(7))),
        Part(_row("b", "failure", _FIVE), 1, _NOTHING),
    ]
    query = CostQuery(by=("feature",), per="success", limit=1)
    report = folded(report_of(book, [call(input=1)]), query, [dimension("feature")], parts)
    (row,) = report.rows

    assert (row.key, row.requests, row.meters, row.cost) == (("a",), 6, {"input": 9}, 10)
    assert (row.unit_cost, row.has_unpriced, row.unit_unpriced) == (20, True, True)
    assert row.tasks is not None
    assert (row.besides, row.tasks.closed_cost) == (Besides(Decimal(12), _FIVE), 20)
    assert (report.row_count, report.totals.unit_cost) == (2, 25)


def test_per_task_all_tasks_and_all_that_was_spent_count(book: Book) -> None:
    """10 + 2 + 5 dollars for two tasks, one of them open."""
    parts = [
        Part(_row("a", "success", _TEN), 1, Besides(Decimal(2))),
        Part(_row("a", "open", _FIVE), 1, _NOTHING),
    ]
    query = CostQuery(by=("feature",), per="task")
    report = folded(report_of(book, [call(input=1)]), query, [dimension("feature")], parts)

    assert (report.totals.counted, report.totals.unit_cost) == (2, Decimal("8.5"))


def test_calls_that_used_nothing_do_not_make_a_price_of_those_without_one(book: Book) -> None:
    """An unpriced task and one whose call used nothing cost nothing that is known, in one row or two."""
    nothing = CostRow(("b", "failure"), 1, {}, _ZERO)
    parts = [
        Part(_row("a", "failure", None), 1, _NOTHING),
        Part(nothing, 1, _NOTHING),
    ]
    query = CostQuery(by=("feature",), per="task")
    report = folded(report_of(book, [call(input=1)]), query, [dimension("feature")], parts)
    used = parts[1]._replace(row=nothing._replace(meters={"input": 1}))
    free = folded(report, query, [dimension("feature")], [parts[0], used])

    assert {row.key: row.unit_cost for row in report.rows} == {("a",): None, ("b",): 0}
    assert report.totals.unit_cost is None
    assert (free.totals.unit_cost, free.totals.unit_unpriced) == (0, True)
