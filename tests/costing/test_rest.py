"""What a limit leaves out of an answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from support.tasks import outcome, tasks_report
from support.usage import call, report_of
from tokenomics.books import Book
from tokenomics.config import Config, LabourConfig
from tokenomics.costing import CostRow, rest_of
from tokenomics.costing.answer import Besides


def test_the_rest_is_the_total_without_what_is_shown(book: Book) -> None:
    """Of 8 + 4 + 2 dollars the first row is shown, so 6 are left, with all they used."""
    rows = [
        call(input=4_000_000, feature="a", requests=3),
        call(input=2_000_000, feature="b", requests=2),
        call(cache_read=4_000_000, feature="c"),
    ]
    report = report_of(book, rows, "feature", limit=1)

    assert report.rows[0].cost == 8  # 4 million x 2 per million
    assert rest_of(report) == CostRow(
        key=(), requests=3, meters={"input": 2_000_000, "cache_read": 4_000_000}, cost=Decimal(6)
    )


def test_what_is_whole_has_no_rest(book: Book) -> None:
    """A limit that cuts nothing off leaves nothing."""
    rows = [call(input=1, feature="a"), call(input=1, feature="b")]

    assert rest_of(report_of(book, rows, "feature", limit=2)) is None
    assert rest_of(report_of(book, rows, "feature")) is None


@pytest.mark.parametrize(
    ("unpriced", "cost", "missing"),
    [
        # 1 million x 2 per million, and what has no price is missing from it
        ([call(input=1_000_000, feature="b"), call(model_served="new", input=5)], 2, True),
        # nothing that was cut off could be priced
        ([call(model_served="new", input=5), call(model_served="newer", input=6)], None, True),
        # what costs nothing is no gap
        ([call(feature="b", billing="free", input=5)], 0, False),
    ],
)
def test_an_unpriced_rest_is_not_zero(
    book: Book, unpriced: list[dict[str, Any]], cost: int | None, *, missing: bool
) -> None:
    """The rest costs its priced part, or None where all of it is unknown."""
    rows = [call(input=9_000_000, feature="a"), *unpriced]
    rest = rest_of(report_of(book, rows, "feature", "model", limit=1))

    assert rest is not None
    assert (rest.cost, rest.has_unpriced) == (cost, missing)


def test_the_rest_of_nothing_priced_is_unpriced(book: Book) -> None:
    """Where the whole has no price, neither has a part of it."""
    rows = [call(model_served=model, input=1) for model in ("new", "newer")]
    rest = rest_of(report_of(book, rows, "model", limit=1))

    assert rest == CostRow((), 1, {"input": 1}, None, has_unpriced=True)


def test_a_gap_that_is_shown_is_not_in_the_rest(book: Book) -> None:
    """The shown row lacks a price; the cut one, 1 million x 2 per million, is whole."""
    rows = [
        call(input=9_000_000, citation=1, feature="a"),
        call(input=1_000_000, feature="b"),
    ]
    rest = rest_of(report_of(book, rows, "feature", limit=1))

    assert rest == CostRow((), 1, {"input": 1_000_000}, Decimal(2))


def test_tasks_that_are_cut_off_are_counted_with_all_they_cost(book: Book) -> None:
    """By a million 2 dollars: a is shown with 8; b and c are left with 4 + 2, and 3 minutes at a dollar.

    They have one success and one failure: 9 dollars a success.
    """
    calls = [
        call(task_id=name, feature=name, input=millions * 1_000_000)
        for name, millions in (("a", 4), ("b", 2), ("c", 1))
    ]
    judged = [
        outcome("a", "success"),
        outcome("b", "success", review_minutes=3),
        outcome("c", "failure"),
    ]
    hourly = Config(labour=LabourConfig(hourly="60 USD"))
    rest = rest_of(tasks_report(book, calls, judged, "feature", config=hourly, limit=1))

    assert rest is not None
    assert rest.tasks is not None
    assert rest.tasks[:4] == (1, 1, 0, 0)
    assert (rest.cost, rest.besides) == (6, Besides(labour=Decimal(3)))
    assert (rest.counted, rest.counted_cost, rest.unit_cost) == (1, 9, 9)
