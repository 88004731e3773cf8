"""Amazon's cost and usage reports."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from support.draft import drafts, golden, problems, sample, shown
from support.ledgers import select, take
from tokenomics.config import Config
from tokenomics.sources import aws_cur, registry

HERE = Path(__file__).parent
MONTH = HERE / "month.csv"


@pytest.mark.parametrize("name", ["month.csv", "legacy.csv"])
def test_drafts_are_as_expected(name: str) -> None:
    """CUR 2.0 and a legacy report give the drafts that lie beside them."""
    found = drafts(aws_cur.SOURCE, HERE / name, "csv")

    assert [shown(draft) for draft in found] == golden(found, HERE / f"{name}.expected.json")
    assert registry.claim(sample(HERE / name, "csv"), Config()) == aws_cur.SOURCE


def test_counts_are_tokens() -> None:
    """2,000 thousands, 10.5 thousands, 3 millions, 0.75 and 0.5 millions of the marketplace; the unit that says neither is unknown."""
    found = drafts(aws_cur.SOURCE, MONTH, "csv")

    assert [draft["quantity"] for draft in found[:6]] == [
        2_000_000, 10_500, 3_000_000, 750_000, 500_000, None,
    ]  # fmt: skip
    assert [draft["meter"] for draft in found[:6]] == [
        "input", "output", "input", "cache_read", "cache_write_1h", "input",
    ]  # fmt: skip
    assert [draft["quantity_known"] for draft in found[4:6]] == [True, False]


def test_bad_lines_name_their_column() -> None:
    """An amount and a time that cannot be read are refused; the good rows around them stay."""
    assert [text for text in problems(drafts(aws_cur.SOURCE, MONTH, "csv")) if text] == [
        "line_item_unblended_cost: not an amount",
        "line_item_usage_start_date: not an instant",
    ]


def test_the_lines_sum_to_the_bill(tmp_path: Path) -> None:
    """1.6 + 0.0168 + 0.9 + 0.075 + 1 + 0.01 + 1200 + 1.074 + 0.02 + 0.0911 + 0.1822 - 0.5 - 0.08 - 0.25 + 0.42 = 1204.5591."""
    take(tmp_path / "ledger", MONTH)

    assert select(tmp_path / "ledger", "count(*), sum(billed_cost)", "charge") == [
        (15, Decimal("1204.5591"))
    ]


def test_what_runs_agents_is_a_service_of_its_own(tmp_path: Path) -> None:
    """AgentCore's runtime and gateway: 1.074 + 0.02, told apart by a tag."""
    take(tmp_path / "ledger", MONTH)
    agents = "WHERE service = 'Amazon Bedrock AgentCore' ORDER BY 1"

    assert select(tmp_path / "ledger", "tags['agentcore'], billed_cost", "charge", rest=agents) == [
        ("gateway", Decimal("0.02")),
        ("runtime", Decimal("1.074")),
    ]


def test_parquet_says_the_same(tmp_path: Path) -> None:
    """The report as Parquet, its amounts as decimals and its tags as text, gives the same lines."""
    frame = pl.read_csv(MONTH, infer_schema=False).head(15)
    frame.with_columns(pl.col("line_item_unblended_cost").cast(pl.Decimal(38, 18))).write_parquet(
        tmp_path / "month.parquet"
    )
    for name, path in (("one", MONTH), ("two", tmp_path / "month.parquet")):
        take(tmp_path / name, path)
    columns = "CAST(ts AS VARCHAR), service, sku, meter, quantity, unit, billed_cost, tags"

    assert select(tmp_path / "one", columns, "charge", rest="ORDER BY ALL") == select(
        tmp_path / "two", columns, "charge", rest="ORDER BY ALL"
    )


def _report(path: Path, account: str, *lines: tuple[str, str]) -> Path:
    """A report of one account's lines: usage type and cost."""
    header = "bill_payer_account_id,bill_billing_period_start_date,line_item_usage_account_id,line_item_line_item_type,line_item_usage_start_date,line_item_product_code,line_item_usage_type,line_item_usage_amount,pricing_unit,line_item_unblended_cost,line_item_currency_code"
    rows = [
        f"payer,2026-11-01,{account},Usage,2026-11-03T10:00:00Z,AmazonBedrock,{what},1,1K tokens,{cost},USD"
        for what, cost in lines
    ]
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([header, *rows, ""]), "utf-8")
    return path


def _sums(ledger: Path) -> list[tuple[str, int, Decimal]]:
    columns = "tags['account_id'], count(*), sum(billed_cost)"
    return select(ledger, columns, "charge", rest="GROUP BY 1 ORDER BY 1")


def test_a_restated_month_replaces_its_own_lines_only(tmp_path: Path) -> None:
    """A's month of 1 + 2 + 3 becomes 1 + 1.5: one line is less, one is gone. B's 10 stay, and restating is no adding."""
    a, b, ledger = "NovaPro-input-tokens", "NovaPro-output-tokens", tmp_path / "ledger"
    first = _report(
        tmp_path / "v1" / "a.csv", "A", (a, "1"), (b, "2"), ("NovaLite-input-tokens", "3")
    )
    take(ledger, first)
    take(ledger, _report(tmp_path / "v1" / "b.csv", "B", (a, "10")))
    assert _sums(ledger) == [("A", 3, Decimal(6)), ("B", 1, Decimal(10))]

    later = _report(tmp_path / "v2" / "a.csv", "A", (a, "1"), (b, "1.5"))
    for _ in range(2):
        take(ledger, later)
        assert _sums(ledger) == [("A", 2, Decimal("2.5")), ("B", 1, Decimal(10))]

    take(ledger, _report(tmp_path / "v3" / "a.csv", "A", (a, "4")))
    assert _sums(ledger) == [("A", 1, Decimal(4)), ("B", 1, Decimal(10))]


def test_a_month_in_parts_is_the_month(tmp_path: Path) -> None:
    """15 lines in two files, ingested one after the other, sum to what they do in one: 1204.5591."""
    header, *lines = MONTH.read_text("utf-8").splitlines()
    for number, part in enumerate((lines[:7], lines[7:])):
        path = tmp_path / f"part-{number}.csv"
        path.write_text("\n".join([header, *part, ""]), "utf-8")
        take(tmp_path / "ledger", path)

    assert select(tmp_path / "ledger", "count(*), sum(billed_cost)", "charge") == [
        (15, Decimal("1204.5591"))
    ]
