"""Costs of a test's ledger, by the bundled prices."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from tokenomics.books import bundled
from tokenomics.config import AttributeConfig
from tokenomics.costing import Attribution, CostQuery, CostReport, costs
from tokenomics.ledger import open_ledger


def costs_by(ledger: Path, *by: str, rules: Sequence[AttributeConfig] = ()) -> CostReport:
    """A report by these dimensions."""
    given = [Attribution(rule.when, rule.set) for rule in rules]
    return costs(open_ledger(ledger), bundled(), CostQuery(by=by), rules=given)


def total_cost(ledger: Path, **where: str) -> Decimal | None:
    """What everything cost, or everything with these values."""
    query = CostQuery(where=tuple(where.items()))
    return costs(open_ledger(ledger), bundled(), query).totals.cost
