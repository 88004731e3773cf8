"""Bills of clouds, as others wrote them down, against what they sum to.

Run by `make shared-checks`. Every check needs the folder named by TOKENOMICS_SHARED.
"""

from __future__ import annotations

import csv
import os
from decimal import Decimal
from pathlib import Path

import pytest

from support.ledgers import rejects, select, take
from tokenomics.books import bundled
from tokenomics.config import Config
from tokenomics.explain import explain
from tokenomics.ledger import open_ledger
from tokenomics.sources import registry, sniff

SHARED = Path(os.environ.get("TOKENOMICS_SHARED", "shared-not-set"))
PROVIDERS = SHARED / "formats" / "samples" / "providers"

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="TOKENOMICS_SHARED names no folder: the shared data is not here"
)


@pytest.mark.parametrize(
    ("name", "source", "sums"),
    [
        ("aws_cur2_bedrock.csv", "aws_cur", [("USD", 11, "33.75235132")]),
        ("azure_cost_export_actual.csv", "azure_cost", [("USD", 6, "121.287146")]),
        ("gcp_billing_export_detailed.jsonl", "google_billing", [("TWD", 2, "2.6338"), ("USD", 6, "8.4225")]),
        ("gcp_console_cost_table.csv", "google_billing", [("USD", 2, "0.825")]),
        ("aws_focus_bedrock.csv", "native", [("USD", 3, "1100.73")]),
        ("azure_focus_1_2.csv", "native", [("USD", 1, "0.024069")]),
    ],
)  # fmt: skip
def test_samples_sum_to_what_they_state(
    name: str, source: str, sums: list[tuple[str, int, str]], tmp_path: Path
) -> None:
    """Every line of a sample is read by one source, and the lines of a currency sum to the file's own."""
    claimed = registry.claim(sniff.sample(PROVIDERS / name), Config())
    assert claimed is not None
    assert claimed.name == source

    for _ in range(2):
        take(tmp_path / "ledger", PROVIDERS / name)
    found = select(
        tmp_path / "ledger", "currency, count(*), sum(billed_cost)", "charge",
        rest="GROUP BY 1 ORDER BY 1",
    )  # fmt: skip
    assert found == [(code, lines, Decimal(text)) for code, lines, text in sums]
    assert rejects(tmp_path / "ledger") == []


def azure_month(folder: Path, day: str) -> Path:
    """A tenant's month of 21 meters, laid into an export as if all were of one day."""
    with (PROVIDERS / "azure_foundry_real_meters.csv").open(encoding="utf-8") as file:
        meters = list(csv.DictReader(file))
    header = "BillingAccountId,BillingPeriodStartDate,Date,MeterName,Quantity,UnitOfMeasure,Cost,BillingCurrency"
    lines = [
        f"a,{day[:8]}01,{day},{m['meterName']},{m['quantity']},{'1M' if m['tokenMultiplier'] == '1000000' else '1K'},{m['costUSD']},USD"
        for m in meters
    ]
    path = folder / "month.csv"
    path.write_text("\n".join([header, *lines, ""]), "utf-8")
    return path


def test_real_meters_of_azure(tmp_path: Path) -> None:
    """184.0020 in all, each a model, a kind of token and tokens."""
    with (PROVIDERS / "azure_foundry_real_meters.csv").open(encoding="utf-8") as file:
        meters = list(csv.DictReader(file))
    take(tmp_path / "ledger", azure_month(tmp_path, "2026-09-28"))

    found = select(tmp_path / "ledger", "sku, model_served, meter, quantity, billed_cost", "charge")
    assert sum(row[4] for row in found) == Decimal("184.0020")
    assert {row[0]: row[3] for row in found} == {
        m["meterName"]: Decimal(m["quantity"]) * Decimal(m["tokenMultiplier"]) for m in meters
    }
    assert all(row[1] and row[2] for row in found)


def test_azure_s_lines_cost_what_the_book_says(tmp_path: Path) -> None:
    """To half a unit of the last of four printed decimals, at the prices of August; DeepSeek has none in the book."""
    take(tmp_path / "ledger", azure_month(tmp_path, "2026-08-10"))
    ledger = open_ledger(tmp_path / "ledger")
    lines = select(
        tmp_path / "ledger", "lower(hex(record_id)), model_served, billed_cost", "charge"
    )
    priced = {key: explain(ledger, bundled(), key).total for key, _, _ in lines}

    unpriced = {model for key, model, _ in lines if priced[key] is None}
    assert unpriced == {"deepseek-v4-pro", "deepseek-v4-flash"}
    found = [(billed, priced[key]) for key, _, billed in lines]
    far = [
        pair
        for pair in found
        if pair[1] is not None and abs(pair[0] - pair[1]) > Decimal("0.00005")
    ]
    assert far == []
    assert sum(cost is not None for _, cost in found) == 12
