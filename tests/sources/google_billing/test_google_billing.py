"""Google's bills."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from support.draft import drafts, golden, sample, shown
from support.ledgers import rejects, select, take
from tokenomics.config import Config
from tokenomics.sources import google_billing, registry
from tokenomics.sources.contract import Container

HERE = Path(__file__).parent
EXPORT, CONSOLE = HERE / "export.jsonl", HERE / "console.csv"


@pytest.mark.parametrize(("path", "container"), [(EXPORT, "jsonl"), (CONSOLE, "csv")])
def test_drafts_are_as_expected(path: Path, container: Container) -> None:
    """The export and the console's table give the drafts that lie beside them."""
    found = drafts(google_billing.SOURCE, path, container)
    # A row and its credits are of one line.
    found.sort(key=lambda draft: (draft["source_line"], str(draft.get("key"))))

    assert [shown(draft) for draft in found] == golden(
        found, path.with_name(f"{path.name}.expected.json")
    )
    assert registry.claim(sample(path, container), Config()) == google_billing.SOURCE


def test_credits_and_corrections_are_lines(tmp_path: Path) -> None:
    """0.3 - 0.1 - 0.05 + 0.00001 + 0.2 + 0.0387 + 0.098 + 3 - 0.03 + 0.61 + 0.04 = 4.10671; a credit bills no tokens."""
    ledger = tmp_path / "ledger"
    take(ledger, EXPORT)

    assert select(ledger, "count(*), sum(billed_cost)", "charge") == [(11, Decimal("4.10671"))]
    assert select(
        ledger, "line_kind, count(*), sum(billed_cost), sum(quantity)", "charge",
        rest="WHERE line_kind IN ('credit', 'correction', 'tax') GROUP BY 1 ORDER BY 1",
    ) == [
        ("correction", 1, Decimal("-0.03"), Decimal(-100_000)),
        ("credit", 2, Decimal("-0.15"), None),
        ("tax", 1, Decimal("0.61"), None),
    ]  # fmt: skip
    assert len(rejects(ledger)) == 2


def test_nothing_of_an_export_replaces_another(tmp_path: Path) -> None:
    """A later pull has the lines of the earlier and a correction of 1 back: each counts once, 4.10671 - 1."""
    ledger, later = tmp_path / "ledger", tmp_path / "later.jsonl"
    lines = EXPORT.read_text("utf-8").splitlines()[:9]
    correction = json.loads(lines[0]) | {"cost": -1, "credits": [], "cost_type": "adjustment"}
    later.write_text("\n".join([*lines, json.dumps(correction), ""]), "utf-8")
    for path in (EXPORT, later, EXPORT):
        take(ledger, path)

    assert select(ledger, "count(*), sum(billed_cost)", "charge") == [(12, Decimal("3.10671"))]


def test_another_projects_export_adds(tmp_path: Path) -> None:
    """Project B's lines are alike but for the project: nothing of A is deleted, 2 x 4.10671."""
    ledger, other = tmp_path / "ledger", tmp_path / "b.jsonl"
    other.write_text(EXPORT.read_text("utf-8").replace("chat-prod", "b"), "utf-8")
    take(ledger, EXPORT)
    take(ledger, other)

    assert select(ledger, "count(*), sum(billed_cost)", "charge") == [(22, Decimal("8.21342"))]


def test_the_consoles_table(tmp_path: Path) -> None:
    """0.3 + 1005.004321 and a tax of 190.5; its subtotals are no costs, a row that is cut off is refused."""
    ledger = tmp_path / "ledger"
    take(ledger, CONSOLE)

    assert select(ledger, "count(*), sum(billed_cost), any_value(currency)", "charge") == [
        (3, Decimal("1195.804321"), "EUR")
    ]
    assert len(rejects(ledger)) == 1
