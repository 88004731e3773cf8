"""What groups of calls bear besides them, by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.laws import few
from support.margins import earned, margins_report, owed
from support.tasks import Rows, outcome
from support.usage import call
from tokenomics.books import Book
from tokenomics.config import Config, LabourConfig
from tokenomics.costing import CostReport
from tokenomics.costing.answer import Besides
from tokenomics.outcomes.bearing import group_of
from tokenomics.records.money import total

# 2 dollars a million: a has 2 calls, one task and 3 dollars; b one call, two tasks' second, and 1 dollar.
CALLS = [
    call(task_id="t1", customer="a", feature="x", input=1_000_000),
    call(task_id="t1", customer="a", feature="y", input=500_000),
    call(task_id="t2", customer="b", feature="x", input=500_000),
    call(task_id="t3", customer="b", feature="y", input=0),
]
HOURLY = Config(labour=LabourConfig(hourly="60 USD"))


def _bear(book: Book, besides: Rows, *by: str, **options: Any) -> CostReport:
    return margins_report(book, CALLS, [earned(10, customer="a")], *by, besides=besides, **options)


def _besides(report: CostReport) -> dict[Any, Besides | None]:
    return {row.key[0] if row.key else None: row.besides for row in report.rows}


@pytest.mark.parametrize(
    ("allocate_by", "a", "b"),
    [
        ("requests", 6, 6),  # 2 : 2 calls
        ("tokens", 9, 3),  # 1.5 : 0.5 million
        ("cost", 9, 3),  # 3 : 1 dollars
        ("tasks", 4, 8),  # 1 : 2
        ("even", 6, 6),
    ],
)
def test_overheads_are_shared_out_among_groups_of_calls(
    book: Book, allocate_by: str, a: int, b: int
) -> None:
    """12 dollars; a brought 10 and is left what its 3 dollars of calls and its share leave."""
    report = _bear(book, [owed(12, allocate_by)], "customer")
    first = report.rows[0] if report.rows[0].key == ("a",) else report.rows[1]

    assert _besides(report) == {"a": Besides(Decimal(a)), "b": Besides(Decimal(b))}
    assert first.margin == 10 - 3 - a
    assert (report.totals.besides, report.totals.margin) == (Besides(Decimal(12)), 10 - 4 - 12)


def test_only_calls_of_its_scope_bear_an_overhead(book: Book) -> None:
    """12 dollars of feature x, by cost: 2 dollars of a's calls and 1 of b's are of x: 8 and 4."""
    report = _bear(book, [owed(12, "cost", feature="x")], "customer")

    assert _besides(report) == {"a": Besides(Decimal(8)), "b": Besides(Decimal(4))}


def test_an_overhead_whose_scope_names_a_group_is_of_that_group(book: Book) -> None:
    """C called nothing and bears its 5 dollars all the same."""
    report = _bear(book, [owed(5, customer="c")], "customer")

    assert _besides(report)["c"] == Besides(Decimal(5))
    assert report.apart is None


def test_what_no_call_bears_is_apart_and_in_the_total(book: Book) -> None:
    """5 dollars of a feature that nobody called are of no single customer, and said by name."""
    report = _bear(book, [owed(5, feature="z")], "customer")

    assert report.apart is not None
    assert report.apart.besides == Besides(Decimal(5))
    assert report.totals.margin == 10 - 4 - 5
    assert report.remarks == (
        "overhead 'hosting': no call in its scope bears its 5.000 USD, which are of no single group",
    )


def test_people_s_time_is_of_the_group_of_the_task(book: Book) -> None:
    """30 minutes at 60 dollars for b's t2; those of a task that nobody knows are said to be of none."""
    judged = [outcome("t2", "success", review_minutes=30), outcome("ghost", review_minutes=9)]
    report = _bear(book, [], "customer", outcomes=judged, config=HOURLY)

    assert _besides(report) == {"a": Besides(), "b": Besides(labour=Decimal(30))}
    assert report.totals.margin == 10 - 4 - 30
    assert report.remarks == ("1 outcome of no task that is known, or of several: not counted",)


def test_a_scope_names_a_group_where_it_says_every_dimension() -> None:
    """More may be said than is asked for, not less; everything is of the one group of no dimension."""
    assert group_of({"customer": "a", "feature": "x"}, ["customer"]) == ("a",)
    assert group_of({"feature": "x"}, ["customer"]) is None
    assert group_of({"feature": "x"}, []) == ()


@few()
@given(
    st.lists(
        st.builds(
            owed, st.integers(1, 10**6),
            st.sampled_from(("requests", "tokens", "cost", "tasks", "even")),
            feature=st.sampled_from("xyz"),
        ),
        max_size=4,
    ),
    st.sampled_from(((), ("customer",), ("feature",), ("feature", "customer"), ("model",))),
)  # fmt: skip
def test_any_grouping_bears_the_same(book: Book, besides: Rows, by: tuple[str, ...]) -> None:
    """The rows and what is apart sum to all overheads, to the last digit, and the total says so."""
    report = margins_report(book, CALLS, [earned(10)], *by, besides=besides)
    every = [*report.rows, *([report.apart] if report.apart else [])]
    borne = total(row.besides.cost for row in every if row.besides)

    assert borne == sum(each["amount"] for each in besides)
    assert report.totals.besides == Besides(borne)
