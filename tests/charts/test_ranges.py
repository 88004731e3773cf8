"""Tests of tokenomics/charts/ranges.py."""

from __future__ import annotations

from decimal import Decimal

from support.charts import drawn, texts
from tokenomics.charts import Range, ranges

D = Decimal


def test_words_stand_right_of_the_range() -> None:
    """They begin where the range ends, or at the dot where no range is known."""
    shown = ranges([Range("a", D(2), "2 (1 to 4)", D(1), D(4)), Range("b", D(3), "3")], "USD")

    assert [row["end"] for row in drawn(shown)] == [4, 3]
    assert {"2 (1 to 4)", "3", "a", "b"} <= set(texts(shown))


def test_a_small_sample_is_hollow() -> None:
    """Its dot has the paper's colour inside."""
    shown = ranges([Range("a", D(2), "2", is_small=True)], "USD")

    assert drawn(shown)[0]["small"]
    assert shown["layer"][1]["encoding"]["fill"]["condition"] == {
        "test": "datum.small",
        "value": "#ffffff",
    }
