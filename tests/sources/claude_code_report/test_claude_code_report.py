"""Anthropic's Claude Code report."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from support.draft import drafts, golden, problems, sample, shown
from support.ledgers import select, take
from support.reported import MESSAGES, START, anthropic_bucket, page, write
from support.reports import total_cost
from tokenomics.config import Config
from tokenomics.sources import registry
from tokenomics.sources.claude_code_report import SOURCE

HERE = Path(__file__).parent
REPORT = HERE / "report.json"


def test_drafts_are_as_expected() -> None:
    """A model of a person's day is a sum, one that used no model states nothing, a bad count is refused."""
    found = drafts(SOURCE, REPORT, "json")

    assert [shown(draft) for draft in found] == golden(found, HERE / "report.json.expected.json")
    assert registry.claim(sample(REPORT, "json"), Config()) == SOURCE
    assert problems(found)[3] == "input: not a whole number of 0 or more"
    assert [draft["skip"] for draft in found] == [False] * 4 + [True]


def test_a_report_in_parts_counts_once(tmp_path: Path) -> None:
    """186 + 0.25 + 1 cents, in one page, in pages of a row each, and in all of them together."""
    rows = json.loads(REPORT.read_text("utf-8"))["data"]
    parts = [write(tmp_path / f"{n}.jsonl", {"data": [row]}) for n, row in enumerate(rows)]
    for name, files in (("whole", [REPORT]), ("parts", parts), ("all", [REPORT, *parts])):
        take(tmp_path / name, *files)
        assert select(tmp_path / name, "count(*), sum(reported_cost)") == [(3, Decimal("1.8725"))]


def test_the_usage_report_is_the_fuller_one(tmp_path: Path) -> None:
    """Calls by key are in both reports and are counted in the fuller one; a subscription's are counted besides.

    Opus 5 at 5, 25, 0.5, 6.25 and 10 per million: 0.0075 + 0.0125 + 0.01 + 0.003125 + 0.01 of the usage report,
    and 7 x 5 + 8 x 25 + 9 x 0.5 + 10 x 6.25 = 302 millionths of the subscription.
    """
    usage = write(tmp_path / "usage.jsonl", page(anthropic_bucket(MESSAGES, start=START)))
    take(tmp_path / "ledger", usage, REPORT)

    assert total_cost(tmp_path / "ledger") == Decimal("0.043125") + Decimal("0.000302")


def test_what_is_no_row_is_refused(tmp_path: Path) -> None:
    """Models that are no list, a model that is no object, and a line that is no JSON."""
    row = json.loads(REPORT.read_text("utf-8"))["data"][0]
    file = write(tmp_path / "x.jsonl", row | {"model_breakdown": 5}, row | {"model_breakdown": [5]})
    file.write_bytes(file.read_bytes() + b"{broken\n")

    assert problems(drafts(SOURCE, file, "jsonl")) == [
        "model_breakdown: not a list of models", "model_breakdown: not a list of models", "line: not valid JSON",
    ]  # fmt: skip
