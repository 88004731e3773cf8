"""Tests of listed.py."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from tokenomics.costing import CostQuery
from tokenomics.selfhosting.listed import Asking, selfhost
from tokenomics.selfhosting.stated import Stated

NOW = datetime(2026, 11, 27, tzinfo=UTC)
STATED = Stated("8.40", "1400")


def test_a_row_is_a_utilisation_the_busiest_first() -> None:
    """8.40 / 5.04 million an hour; 1,400 x 3,600 x 730 tokens for 6,132 a month, or half of them."""
    found = selfhost(STATED, Asking(CostQuery(), NOW, ("50%", "1.0")))

    assert found.rows == (
        (1, None, Decimal("1.666666666666666667"), 3_679_200_000, 6_132),
        (Decimal("0.5"), None, Decimal("3.333333333333333333"), 1_839_600_000, 6_132),
    )


def test_what_is_assumed_is_said() -> None:
    """Without a utilisation three usual ones are shown, and each row says so."""
    found = selfhost(STATED, Asking(CostQuery(), NOW))

    assert [(row[0], row[1]) for row in found.rows] == [
        (1, "utilisation"), (Decimal("0.5"), "utilisation"), (Decimal("0.25"), "utilisation"),
    ]  # fmt: skip
    assert "utilisation: assumed, for none was stated" in found.sentences
