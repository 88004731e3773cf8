"""Tests of tokenomics/charts/fills.py."""

from __future__ import annotations

from decimal import Decimal

from support.charts import drawn, texts
from tokenomics.charts import Fill, fills

D = Decimal


def test_words_stand_beyond_the_limit_and_what_is_expected() -> None:
    """Nothing is written across the line at 100 % or a bar."""
    shown = fills(
        [Fill("a", D(40), "40", D(80)), Fill("b", D(120), "120", D(150)), Fill("c", D(1), "1")], "%"
    )

    assert [row["end"] for row in drawn(shown)] == [100, 150, 100]
    assert [text for text in texts(shown) if text in "abc"] == ["a", "b", "c"]
