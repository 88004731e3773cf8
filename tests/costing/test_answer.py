"""Questions that cannot be answered, and what a limit leaves out of an answer."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from support.usage import T0, call, report_of
from tokenomics.books import Book
from tokenomics.costing import CostQuery, CostRow, rest_of
from tokenomics.costing.answer import check
from tokenomics.records.errors import ConfigError


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": ("modle",)}, "did you mean 'model'"),
        ({"by": ("user", "user_id")}, "named twice"),
        ({"tz": "Mars/Phobos"}, "unknown time zone"),
        ({"per": "reqest"}, "did you mean 'request'"),
        ({"limit": 0}, "a limit of 0 rows"),
        ({"task_ids": ("sesion_id",)}, r"task\.id: unknown column 'sesion_id': did you mean"),
        ({"per": "task", "task_period": "outcom"}, "did you mean 'outcome'"),
        ({"per": "user", "task_period": "first"}, "ask per task or success as well"),
        ({"since": T0, "until": T0}, "is empty"),
        ({"since": T0, "until": T0 - timedelta(days=1)}, "is empty"),
    ],
)
def test_wrong_questions_are_refused(options: dict[str, Any], message: str) -> None:
    """Each mistake is named, with the nearest right name."""
    with pytest.raises(ConfigError, match=message):
        check(CostQuery(**options))


@pytest.mark.parametrize(
    "query",
    [
        CostQuery(),
        CostQuery(("day", "model", "tag:a", "tag:b"), per="user", tz="Europe/Berlin", limit=1),
        CostQuery(since=T0, until=T0 + timedelta(microseconds=1)),
    ],
)
def test_right_questions_pass(query: CostQuery) -> None:
    """Different tags are different dimensions, and the shortest period holds one instant."""
    check(query)


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


def test_a_report_by_layer_is_by_nothing_else() -> None:
    """Overheads belong to no feature by themselves."""
    check(CostQuery(by=("layer",)))
    with pytest.raises(ConfigError, match="a report by layer is by nothing else"):
        check(CostQuery(by=("layer", "feature")))
