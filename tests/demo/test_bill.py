"""The demo's bill."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

from tokenomics.demo import write_company


def test_the_lines_sum_to_what_the_truth_says(tmp_path: Path) -> None:
    """Billed is the sum of all lines; billed less metered the sum of its causes, but for the late day."""
    write_company(tmp_path / "demo", seed=3, size=0.05)
    truth = json.loads((tmp_path / "demo" / "truth.json").read_text("utf-8"))["bill"]
    with (tmp_path / "demo" / "bills" / "openai-2026-08.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    causes = ("quantity", "price", "discount", "credit", "tax")
    billed, metered = Decimal(truth["billed"]), Decimal(truth["metered"])

    assert sum(Decimal(row["BilledCost"]) for row in rows) == billed
    assert sum(Decimal(truth[name]) for name in causes) == billed - metered
    assert {row["ChargeCategory"] for row in rows} == {"Usage", "Credit", "Tax"}
    late = [row for row in rows if row["ChargePeriodStart"].startswith(truth["late_day"])]
    assert "gpt-5.4-mini" not in {row["model"] for row in late}
