"""Usage of a ledger that bills of clouds tell too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.ledger_rows import put, row
from support.usage import book_of
from tokenomics.costing import CostQuery, CostReport, costs
from tokenomics.ledger import open_ledger, relation, usage_of

DAY = datetime(2026, 11, 23, tzinfo=UTC)
# Of nova 2 dollars per million sent, 10 generated.
PRICES = """
provider = "aws-bedrock"
[[price]]
model = "nova"
from = 2026-01-01
source = "a page"
rates = [{ input = 2, output = 10 }]
"""


def line(key: int, meter: str, quantity: int, **more: Any) -> dict[str, Any]:
    """A line of a bill of Amazon's: 1 dollar for so many tokens."""
    return row(
        key, at=DAY, ts_end=DAY + timedelta(days=1), provider="aws-bedrock", line_kind="usage", meter=meter, unit="tokens", quantity=Decimal(quantity),
        quantity_known=True, model_served="nova", billed_cost=Decimal(1), currency="USD",
        **{"source": "aws_cur", **more},
    )  # fmt: skip


def call(key: int, **used: Any) -> dict[str, Any]:
    """A call that a log states."""
    return row(
        key, grain="request", provider="aws-bedrock", model_served="nova", billing="metered",
        token_basis="reported", stated_by="own", **used,
    )  # fmt: skip


def cost(ledger: Path) -> CostReport:
    """What all usage costs."""
    return costs(open_ledger(ledger), book_of(ledger.parent, PRICES), CostQuery())


def test_the_tokens_of_a_bill_are_usage_where_no_log_is(tmp_path: Path) -> None:
    """2,000,000 sent are 4 dollars, 100,000 generated 1."""
    put(tmp_path / "ledger", charge=[line(1, "input", 2_000_000), line(2, "output", 100_000)])

    assert cost(tmp_path / "ledger").totals.cost == 5


def test_what_logs_state_of_it_counts_once(tmp_path: Path) -> None:
    """1,500,000 of the 2,000,000 that were sent are logged: 500,000, a dollar, are in no log."""
    lines = [line(1, "input", 2_000_000), line(2, "output", 100_000)]
    calls = [call(11, input=1_000_000, output=60_000), call(12, input=500_000, output=40_000)]
    put(tmp_path / "ledger", charge=lines, usage=calls)
    found = cost(tmp_path / "ledger")

    assert found.totals.cost == 5
    assert found.coverage.unlogged_cost == 1


def test_without_bills_usage_is_what_records_state(tmp_path: Path) -> None:
    """As where bills are compared with it; so it is with bills of those who report usage apart, or in FOCUS."""
    put(tmp_path / "ledger", charge=[line(1, "input", 5)], usage=[call(11, input=3, output=1)])
    ledger = open_ledger(tmp_path / "ledger")
    assert usage_of(ledger, bills=False).relation == relation(ledger, "usage")

    others = [
        line(key, "input", 5, source=name) for key, name in enumerate(("openai_costs", "native"))
    ]
    put(tmp_path / "other", charge=others)
    assert cost(tmp_path / "other").totals.requests == 0
    assert cost(tmp_path / "other").totals.cost in {None, 0}


@pytest.mark.parametrize("bills", [True, False])
def test_a_ledger_without_bills_is_read_as_it_is(tmp_path: Path, *, bills: bool) -> None:
    """With all that is known of its rows."""
    put(tmp_path / "ledger", usage=[call(11, input=3, output=1)])
    found = usage_of(open_ledger(tmp_path / "ledger"), bills=bills)

    assert found.relation == relation(open_ledger(tmp_path / "ledger"), "usage")
    assert found.known.same["provider"] == "aws-bedrock"


def months(ledger: Path, kept: str) -> list[str]:
    """The months of the files that a question about October reads, of those that the ledger has."""
    text = usage_of(open_ledger(ledger), since=DAY.replace(month=10), until=DAY.replace(month=10, day=31)).relation  # fmt: skip
    return [month for month in kept.split() if f"month={month}" in text]


@pytest.mark.parametrize(
    ("sum_of", "read"),
    [
        ({"grain": "bucket", "stated_by": "telemetry"}, "2026-10 2026-12"),
        ({"grain": "bucket", "stated_by": "provider"}, "2026-10"),
        ({"grain": "request", "stated_by": "telemetry"}, "2026-10"),
    ],
)
def test_a_running_total_is_read_with_the_logs_of_all_months(
    sum_of: dict[str, Any], read: str, tmp_path: Path
) -> None:
    """Only where the period may hold one: what else ends later is read by its own months."""
    october = {**call(1, input=5), **sum_of, "ts": DAY.replace(month=10), "ts_end": DAY.replace(month=12)}  # fmt: skip
    put(tmp_path / "ledger", usage=[october])
    put(tmp_path / "ledger", usage=[{**call(2, input=5), "ts": DAY.replace(month=12)}])

    assert " ".join(months(tmp_path / "ledger", "2026-10 2026-12")) == read
