"""Estimates of several requests together."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from support.prompts import guess
from tokenomics.estimating import Plan
from tokenomics.estimating.sums import summed


def test_requests_sum_and_what_nobody_knows_of_one_is_not_known_of_all(tmp_path: Path) -> None:
    """Two of 0.00082 and one whose answer nobody knows: its prompt alone is added, and the most is open."""
    said = guess(tmp_path, plan=Plan(output=100))
    two, three = summed([said, said]), summed([said, said, guess(tmp_path)])

    assert (two.requests, two.cost, two.output_tokens) == (2, Decimal("0.00164"), 200)
    assert two.cost_high == said.cost_high * 2 if said.cost_high else False
    assert (three.cost, three.output_tokens) == (Decimal("0.00166"), 200)
    assert (three.cost_high, three.output_tokens_high) == (None, None)


def test_the_least_sure_count_is_that_of_all(tmp_path: Path) -> None:
    """Exact and by bytes are by bytes; a request without a price is counted."""
    said = guess(tmp_path, plan=Plan(output=1))
    new = guess(tmp_path, model=("acme", "new"), plan=Plan(output=1))
    found = summed([said._replace(counted="exact"), new._replace(counted="bytes")])

    assert (found.counted, found.unpriced, found.cost) == ("bytes", 1, said.cost)
