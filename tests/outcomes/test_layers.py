"""What AI costs layer by layer, against sums done by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from support.ledger_rows import stage
from support.rates import EUROS
from support.tasks import numbered
from support.usage import T0, call, usage_rows
from tokenomics.books import Book
from tokenomics.config import Config, LabourConfig, OverheadConfig
from tokenomics.costing import CostQuery, CostReport
from tokenomics.engine import connect
from tokenomics.outcomes.layers import layers_of
from tokenomics.outcomes.successes import asked_of
from tokenomics.records.errors import ConfigError, PriceError
from tokenomics.report.grid import grid
from tokenomics.report.markdown import markdown
from tokenomics.report.table import table

Rows = Sequence[Mapping[str, Any]]
LABOUR = Config(labour=LabourConfig(hourly="60 USD"))
HOSTING = {"name": "hosting", "ts": T0, "amount": Decimal(5), "currency": "USD"}
CLUSTER = {
    "name": "cluster", "nature": "capex", "ts": T0, "ts_end": T0 + timedelta(days=10),
    "amount": Decimal(20), "currency": "USD",
}  # fmt: skip
REVIEW = {
    "target_kind": "task", "target_id": "t", "name": "review", "ts": T0, "observed_at": T0,
    "review_minutes": Decimal(30),
}  # fmt: skip


def _layers(
    book: Book,
    calls: Rows,
    more: Rows = (),
    judged: Rows = (),
    charges: Rows = (),
    config: Config = LABOUR,
    **options: Any,
) -> CostReport:
    with connect() as con:
        used = usage_rows(con, calls)
        besides = stage(con, "overhead", numbered(more))
        outcomes = stage(con, "outcome", numbered(judged))
        bills = stage(con, "charge", numbered(charges))
        query = CostQuery(by=("layer",), **options)
        return layers_of(
            con, "usage", used, book, query, asked_of(config, T0),
            outcomes=outcomes, besides=besides, charges=bills,
        )  # fmt: skip


def _told(report: CostReport) -> dict[str | None, Decimal | None]:
    return {row.key[0]: row.cost for row in report.rows}


def test_each_layer_has_its_cost_and_they_sum_to_the_total(book: Book) -> None:
    """1,000,000 x 2 per million and 100 x 10 per thousand; 5, 20, and half an hour at 60 dollars."""
    calls = [call(input=1_000_000, web_search=100)]
    report = _layers(book, calls, [HOSTING, CLUSTER], [REVIEW])

    assert _told(report) == {
        "people": 30,
        "cluster (capex)": 20,
        "hosting (opex)": 5,
        "tokens": 2,
        "tools": 1,
    }
    assert report.totals.cost == 58
    assert grid(report).total == ("total", "1", "58.00", "100 %")


def test_a_period_has_its_part_of_each_layer(book: Book) -> None:
    """From the fifth of the cluster's ten days on: 10 of 20; the rest was due before."""
    report = _layers(
        book, [call(input=5)], [HOSTING, CLUSTER], [REVIEW], since=T0 + timedelta(days=5)
    )

    assert {name: cost for name, cost in _told(report).items() if cost} == {"cluster (capex)": 10}


def test_calls_without_tools_have_no_layer_of_tools(book: Book) -> None:
    """And calls of tools alone none of tokens."""
    assert list(_told(_layers(book, [call(input=5)]))) == ["tokens"]
    assert list(_told(_layers(book, [call(web_search=1)]))) == ["tools"]


def test_what_has_no_price_is_unpriced_in_its_layer(book: Book) -> None:
    """A model that the book does not know, and a tool that it knows."""
    report = _layers(book, [call(model_served="new", input=5), call(web_search=100)])

    assert _told(report) == {"tools": 1, "tokens": 0}
    assert [row.has_unpriced for row in report.rows] == [False, True]


def test_a_filter_or_another_currency_is_refused(book: Book) -> None:
    """Overheads belong to no single call, and no exchange rate is known."""
    with pytest.raises(ConfigError, match="leave out --where and --per"):
        _layers(book, [], where=(("team", "a"),))
    with pytest.raises(PriceError, match="overhead 'hosting': no exchange rate of EUR in USD"):
        _layers(book, [call(input=1)], [{**HOSTING, "currency": "EUR"}])


def test_overheads_in_another_currency_count_at_the_rate_of_their_day(book: Book) -> None:
    """5 EUR are 5 x 1.08 = 5.40 USD, which is said; what is of no period asked for needs no rate."""
    before = {**HOSTING, "currency": "GBP", "ts": T0 - timedelta(days=9)}
    more = [{**HOSTING, "currency": "EUR"}, before]
    report = _layers(book, [], more, since=T0, exchange=EUROS)

    assert (report.totals.cost, _told(report)["hosting (opex)"]) == (
        Decimal("5.4"), Decimal("5.4"),
    )  # fmt: skip
    assert report.remarks == ("overheads in EUR count at 1.08 USD a EUR, the rate of 2026-01-01",)


def test_overheads_without_a_call_are_shown(book: Book) -> None:
    """5 dollars of hosting, and nothing of tokens; without either there is no record."""
    report = _layers(book, [], [HOSTING])

    assert (report.first, report.totals.cost) == (None, 5)
    assert "hosting (opex)" in table(report, prices="list prices", width=100)
    assert "no records" in markdown(_layers(book, []), prices="list prices")


def test_a_limit_shows_the_dearest(book: Book) -> None:
    """The total is over all."""
    report = _layers(book, [call(input=5)], [HOSTING, CLUSTER], limit=1)

    assert (list(_told(report)), report.row_count) == (["cluster (capex)"], 3)


def test_what_bills_charge_is_a_layer_of_its_own(book: Book) -> None:
    """A line of 8 dollars, half of whose ten days are asked for, and 1 dollar that the configuration states."""
    line = {
        "ts": T0, "ts_end": T0 + timedelta(days=10), "service": "Search", "currency": "USD",
        "billed_cost": Decimal(8),
    }  # fmt: skip
    config = Config(
        overhead=(
            OverheadConfig(name="vectors", from_charges={"service": "Search"}, nature="capex"),
            OverheadConfig(name="licence", amount="1 USD", start=date(2026, 11, 4)),
            OverheadConfig(name="gone", from_charges={"service": "Serch"}),
        )
    )
    report = _layers(
        book, [call(input=5)], charges=[line], config=config, until=T0 + timedelta(days=5)
    )

    assert {name: cost for name, cost in _told(report).items() if name != "tokens"} == {
        "vectors (capex)": 4,
        "licence (opex)": 1,
    }
    assert report.remarks == (
        "overhead 'gone': no charge matches: unknown service 'Serch': did you mean 'Search'?",
    )


def _agents(part: str | None, cost: str) -> dict[str, Any]:
    """A line of what AgentCore charges."""
    return {
        "ts": T0, "service": "Amazon Bedrock AgentCore", "billed_cost": Decimal(cost), "currency": "USD",
        "tags": {"agentcore": part} if part else None,
    }  # fmt: skip


def test_what_agents_run_on_is_a_layer_for_each_part(book: Book) -> None:
    """Runtime 1 + 2 and memory 4 of the bill; other services are no layer."""
    charges = [
        _agents("runtime", "1"), _agents("runtime", "2"), _agents("memory", "4"),
        {**_agents("runtime", "8"), "service": "Search"},
    ]  # fmt: skip
    found = _layers(book, [call()], charges=charges).rows

    assert [(row.key[0], row.cost) for row in found if row.key[0] != "tokens"] == [
        ("AgentCore memory (opex)", Decimal(4)), ("AgentCore runtime (opex)", Decimal(3)),
    ]  # fmt: skip


def test_an_overhead_that_is_stated_of_it_stands_instead(book: Book) -> None:
    """All 7 of it by its own name, and once."""
    own = OverheadConfig(name="agents", from_charges={"service": "Amazon Bedrock AgentCore"})
    found = _layers(
        book,
        [call()],
        charges=[_agents("runtime", "3"), _agents("memory", "4")],
        config=Config(overhead=(own,)),
    ).rows

    assert [(row.key[0], row.cost) for row in found if row.key[0] != "tokens"] == [
        ("agents (opex)", Decimal(7))
    ]  # fmt: skip
