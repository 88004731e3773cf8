"""Overheads of a configuration, plain and drawn from bills."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from support.ledger_rows import stage
from support.tasks import numbered, outcome, tasks_report
from support.usage import call
from tokenomics.books import Book
from tokenomics.config import Config, OverheadConfig, ReportConfig
from tokenomics.costing import CostQuery
from tokenomics.engine import connect
from tokenomics.outcomes.overheads import Overhead
from tokenomics.outcomes.stated import Drawn, drawn, stated
from tokenomics.records.errors import ConfigError, InputError, PriceError
from tokenomics.report.grid import footnotes

NOVEMBER = datetime(2026, 11, 1, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)
LINE: dict[str, Any] = {
    "ts": NOVEMBER, "ts_end": DECEMBER, "service": "Search", "provider": "AWS", "currency": "USD",
    "billed_cost": Decimal(30), "tags": {"app": "rag"},
}  # fmt: skip


def _stated(**keys: Any) -> Any:
    given: dict[str, Any] = {"name": "x", **keys}
    (found,) = stated(Config(overhead=(OverheadConfig(**given),)))
    return found


def _drawn(
    *lines: Mapping[str, Any], since: datetime | None = None, **keys: Any
) -> tuple[list[Overhead], list[str]]:
    """What is drawn from bills, and what is said of it."""
    found = _stated(**{"from_charges": {"service": "Search"}, **keys})
    with connect() as con:
        charges = stage(con, "charge", numbered(lines))
        return drawn(con, [found], charges, CostQuery(since=since))


def test_a_plain_amount_is_of_its_days() -> None:
    """From midnight of the first to that after the last, in the zone of the configuration."""
    berlin = ReportConfig(timezone="Europe/Berlin")
    days = OverheadConfig(
        name="hosting", amount="500 USD", start=date(2026, 11, 1), end=date(2026, 11, 30),
        scope={"user": "ada", "cost_center": "7"}, nature="capex", allocate_by="even",
    )  # fmt: skip
    (found,) = stated(Config(report=berlin, overhead=(days,)))

    assert found == Overhead(
        "hosting", "capex", NOVEMBER - timedelta(hours=1), DECEMBER - timedelta(hours=1),
        Decimal(500), "USD", {"user": "ada", "tag:cost_center": "7"}, "even",
    )  # fmt: skip
    once = _stated(amount="5", start=date(2026, 11, 1))
    assert (once.start, once.end, once.currency, once.allocate_by) == (
        NOVEMBER,
        None,
        "USD",
        "cost",
    )


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({}, r"\[\[overhead\]\] 'x': say either amount or from_charges"),
        ({"amount": "5", "from_charges": {"service": "a"}}, "say either amount or from_charges"),
        ({"amount": "5"}, "say when it is paid for: start, and end unless it is at once"),
        ({"amount": "5", "start": date(2026, 11, 2), "end": date(2026, 11, 1)}, "end is before start"),
        ({"amount": "much", "start": date(2026, 11, 2)}, "'much' is not an amount of money"),
        ({"from_charges": {}}, "from_charges picks nothing"),
        ({"from_charges": {"servce": "a"}}, "from_charges: unknown column 'servce': did you mean 'service'"),
        ({"from_charges": {"service": "a"}, "end": date(2026, 11, 1)}, "leave out start and end"),
    ],
)  # fmt: skip
def test_what_is_stated_wrongly_is_named(keys: dict[str, Any], sentence: str) -> None:
    """Each sentence says what to write."""
    with pytest.raises(InputError, match=sentence):
        _stated(**keys)


def test_columns_may_go_by_shorter_names() -> None:
    """A model is the one served, an account the scope; tags are what they are."""
    found = _stated(from_charges={"model": "m", "account": "1", "tag:app": "rag"}, cost="list")

    assert found == Drawn(
        "x", "opex", {}, "cost", {"model_served": "m", "scope_id": "1", "tag:app": "rag"}, "list_cost"
    )  # fmt: skip


def test_lines_of_a_bill_are_overheads_of_their_periods() -> None:
    """30 dollars of November with a credit of 6, and 4 that were due at once; of other services nothing."""
    lines = [
        LINE,
        LINE | {"billed_cost": Decimal(-6), "line_kind": "credit"},
        LINE | {"ts_end": None, "billed_cost": Decimal(4)},
        LINE | {"service": "Else"},
    ]
    found, remarks = _drawn(*lines)

    assert [(each.start, each.end, each.amount) for each in found] == [
        (NOVEMBER, DECEMBER, 24),
        (NOVEMBER, None, 4),
    ]
    assert remarks == []


def test_tags_and_columns_that_are_empty_pick_lines_too() -> None:
    """Of three lines one is tagged rag, and two state no region, of which one is of another app."""
    lines = [
        LINE | {"region": "eu"},
        LINE | {"tags": {"app": "web"}, "billed_cost": Decimal(7)},
        LINE | {"tags": None, "billed_cost": Decimal(9)},
    ]

    def amounts(**wanted: str) -> list[Decimal]:
        return [each.amount for each in _drawn(*lines, from_charges=wanted)[0]]

    assert amounts(**{"tag:app": "rag"}) == [30]
    assert amounts(region="") == [16]
    assert amounts(**{"tag:app": "", "region": ""}) == [9]


def test_the_cost_that_is_meant_is_drawn() -> None:
    """Billed is nothing where a commitment pays; a line that does not state the effective cost is told."""
    paid = LINE | {"billed_cost": Decimal(0), "effective_cost": Decimal(25)}
    found, remarks = _drawn(paid, LINE, cost="effective")

    assert [each.amount for each in found] == [25]
    assert remarks == ["overhead 'x': 1 of 2 charges state no effective cost"]
    assert [each.amount for each in _drawn(paid, LINE)[0]] == [30]


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"service": "Serch"}, "no charge matches: unknown service 'Serch': did you mean 'Search'?"),
        ({"sku": "a"}, "no charge states its sku"),
        ({"service": "Else", "provider": "AWS"}, "no single charge has service = 'Else' and provider = 'AWS'"),
        ({"tag:app": "rga"}, "no charge matches: unknown tag:app 'rga': did you mean 'rag'?"),
    ],
)  # fmt: skip
def test_an_overhead_that_no_charge_is_of_is_told(wanted: dict[str, str], sentence: str) -> None:
    """With the value that none has, or all of them where each is known."""
    other = LINE | {"service": "Else", "provider": "Other", "tags": None}
    found, remarks = _drawn(LINE, other, from_charges=wanted)

    assert (found, remarks) == ([], [f"overhead 'x': {sentence}"])


def test_a_period_that_no_bill_is_of_is_told() -> None:
    """The bill is November's, and December is asked for."""
    assert _drawn(LINE, since=DECEMBER)[1] == ["overhead 'x': none of its charges is of the period"]
    assert _drawn(LINE, since=DECEMBER - timedelta(days=1))[1] == []


VECTORS = OverheadConfig(
    name="vector store", from_charges={"service": "Search"}, allocate_by="requests",
    scope={"feature": "search"},
)  # fmt: skip
CALLS = [
    call(task_id="t0", feature="search", input=100_000),
    call(task_id="t0", feature="search", input=100_000),
    call(task_id="t1", feature="search", input=100_000),
    call(task_id="t2", feature="chat", input=100_000),
]


def test_a_success_bears_its_share_of_a_bill(book: Book) -> None:
    """Two of search's three requests bear 20 of 30 dollars, 0.4 dollars of calls beside it; chat none.

    t1 failed, so search's one success costs 30 + 0.6 = 30.6 dollars, and chat's 0.2.
    """
    judged = [outcome("t0", "success"), outcome("t1", "failure"), outcome("t2", "success")]
    config = Config(overhead=(VECTORS,))
    report = tasks_report(book, CALLS, judged, "feature", config=config, charges=[LINE])
    by_task = tasks_report(book, CALLS, judged, "task", config=config, charges=[LINE])

    assert {row.key[0]: row.unit_cost for row in report.rows} == {
        "search": Decimal("30.6"),
        "chat": Decimal("0.2"),
    }
    assert {row.key[0]: row.besides.overheads for row in by_task.rows if row.besides} == {
        "t0": 20, "t1": 10, "t2": 0,
    }  # fmt: skip


def test_a_bill_s_share_of_the_period_counts(book: Book) -> None:
    """Fifteen of thirty days of 30 dollars are 15."""
    report = tasks_report(
        book, CALLS, [], config=Config(overhead=(VECTORS,)), charges=[LINE],
        until=NOVEMBER + timedelta(days=15),
    )  # fmt: skip

    assert report.totals.besides is not None
    assert report.totals.besides.overheads == 15


def test_a_bill_in_another_currency_is_refused(book: Book) -> None:
    """No exchange rate is known, as of any overhead."""
    euros = LINE | {"currency": "EUR"}
    with pytest.raises(PriceError, match="overhead 'vector store': no exchange rate of EUR in USD"):
        tasks_report(book, CALLS, [], config=Config(overhead=(VECTORS,)), charges=[euros])
    with pytest.raises(ConfigError, match="unknown column"):
        stated(Config(overhead=(OverheadConfig(name="x", from_charges={"ts": "2026"}),)))


def test_a_remark_stands_below_the_report(book: Book) -> None:
    """The vector store's bill was not ingested."""
    report = tasks_report(book, CALLS, [], config=Config(overhead=(VECTORS,)))

    assert "overhead 'vector store': no charge states its service" in footnotes(report)
