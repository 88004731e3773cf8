"""What is to be known of a group first."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tokenomics.analysis.choices import Choice
from tokenomics.analysis.intervals import Interval
from tokenomics.analysis.quality_rows import Found
from tokenomics.analysis.quality_tasks import Measured
from tokenomics.costing import CostRow
from tokenomics.costing.tasks import TaskCounts

SURE = Interval(Decimal(1), Decimal(2))


@pytest.mark.parametrize(
    ("successes", "failures", "is_priced", "is_worse", "mark"),
    [
        (0, 0, True, False, "not judged"),
        (0, 1, False, False, "no success yet"),
        (5, 0, False, False, "unpriced"),
        (29, 0, True, True, "small sample"),
        (30, 0, True, True, "dominated"),
        (30, 0, True, False, None),
    ],
)
def test_the_first_that_holds_is_told(
    successes: int, failures: int, is_priced: bool, is_worse: bool, mark: str | None
) -> None:
    """Without judgements, successes, prices or enough tasks nothing is said of other models."""
    choice = Choice(("a",), "m", successes, failures, 0, Decimal(1), SURE, is_priced)
    found = Found(
        CostRow(("a", "m"), 1, {}, Decimal(1)),
        TaskCounts(successes, failures, 0, 0, Decimal(1)),
        Measured(SURE, None, None),
        choice,
        choice if is_worse else None,
    )

    assert found.mark == mark
