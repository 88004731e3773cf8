"""Tasks counted by what became of them."""

from __future__ import annotations

from decimal import Decimal

from tokenomics.costing.tasks import counts_of


def test_a_success_costs_all_closed_tasks() -> None:
    """6 dollars for 3 successes are 2 each, and 6 / (3 + 1) = 1.5 if the unknown one is one too."""
    found = counts_of({"success": 3, "failure": 2, "unknown": 1, "open": 5}, Decimal(6))

    assert (found.cost_per_success, found.high, found.low) == (2, 2, Decimal("1.5"))
    assert (found.tasks, found.coverage) == (11, Decimal("0.833333333333333333"))  # 5 of 6


def test_what_has_no_success_or_no_price_has_no_cost_per_success() -> None:
    """Neither zero nor infinite: not known."""
    assert counts_of({"failure": 1, "unknown": 1}, Decimal(6)).cost_per_success is None
    assert counts_of({"failure": 1, "unknown": 1}, Decimal(6)).low == 6
    assert counts_of({"success": 1}, None).cost_per_success is None
    assert counts_of({"open": 1}, Decimal(0)).coverage is None
