"""Laws that every cost report obeys, on random records."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from support.random_calls import LAW, LEDGERS
from support.usage import by_key, call, report_of
from tokenomics.books import Book
from tokenomics.explain import Explanation, explain_row
from tokenomics.records.money import ZERO, total


@LAW
@given(rows=LEDGERS)
def test_the_report_equals_the_sum_of_its_explained_calls(
    book: Book, rows: list[dict[str, Any]]
) -> None:
    """The engine's total is the sum of calls priced one by one in plain Python."""
    alone = [explain_row(_as_read(row), book) for row in rows]
    report = report_of(book, rows)

    assert (report.totals.cost or ZERO) == total(one.total for one in alone)
    assert (report.totals.cost is None) == _is_unknown(alone)
    assert report.coverage.unpriced == sum(1 for one in alone if one.unpriced)
    assert bool(report.unpriced) == any(one.unpriced for one in alone)


def _is_unknown(alone: list[Explanation]) -> bool:
    """Whether something has no price and nothing that was used has one; a call is not used up."""
    lines = [line for one in alone for line in one.lines]
    priced = any(line.rate for line in lines if line.meter == "requests")
    priced |= any(line.rate is not None for line in lines if line.meter != "requests")
    return any(one.unpriced for one in alone) and not priced


def _as_read(row: dict[str, Any]) -> dict[str, Any]:
    micros = (row["ts"] - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    return {**row, "ts": micros}


@LAW
@given(rows=LEDGERS)
def test_pricing_records_equals_pricing_groups(book: Book, rows: list[dict[str, Any]]) -> None:
    """To the last digit, nulls included."""
    by_group = report_of(book, rows, "feature")
    by_record = report_of(book, rows, "user")

    assert by_key(by_group) == by_key(by_record)
    assert [row.meters for row in by_group.rows] == [row.meters for row in by_record.rows]
    assert by_group.coverage == by_record.coverage
    assert by_group.unpriced == by_record.unpriced


@LAW
@given(rows=LEDGERS, by=st.sampled_from([("day",), ("hour", "team"), ("model",), ("user", "team")]))
def test_every_grouping_sums_to_the_total(
    book: Book, rows: list[dict[str, Any]], by: tuple[str, ...]
) -> None:
    """Requests and money of the rows are those of the whole, and no key comes twice."""
    report = report_of(book, rows, *by)

    assert total(row.cost for row in report.rows) == (report.totals.cost or ZERO)
    assert sum(row.requests for row in report.rows) == report.totals.requests == len(rows)
    assert len({row.key for row in report.rows}) == len(report.rows)


@LAW
@given(rows=LEDGERS)
def test_a_filter_and_its_opposite_share_everything(book: Book, rows: list[dict[str, Any]]) -> None:
    """What a filter takes and what it leaves is the whole."""
    parts = [report_of(book, rows, where=((name, "a"),)).totals for name in ("team", "team!")]

    assert total(part.cost for part in parts) == (report_of(book, rows).totals.cost or ZERO)
    assert sum(part.requests for part in parts) == len(rows)


@LAW
@given(count=st.integers(0, 10**9), cut=st.integers(0, 10**9), search=st.decimals(0, 9, places=6))
def test_splitting_a_record_changes_nothing(
    book: Book, count: int, cut: int, search: Decimal
) -> None:
    """One call of a + b tokens costs what two calls of a and b cost."""
    part = min(count, cut)
    whole = [call(input=count, web_search=search)]
    halves = [call(input=part, web_search=search), call(input=count - part, web_search=ZERO)]

    assert report_of(book, whole).totals.cost == report_of(book, halves).totals.cost
