"""Tests of tokenomics/charts/bars.py."""

from __future__ import annotations

from decimal import Decimal

from support.charts import drawn, texts
from tokenomics.charts import Bar, bars


def test_bars_stand_in_their_order_with_their_words() -> None:
    """Two groups of one name stay two."""
    shown = bars([Bar("same", Decimal(2), "2.00"), Bar("same", Decimal(1), "1.00")], "USD")

    assert [row["amount"] for row in drawn(shown)] == [2, 1]
    assert [text for text in texts(shown) if text.endswith(".00")] == ["2.00", "1.00"]
    assert texts(shown).count("same") == 2


def test_a_rest_is_hollow() -> None:
    """The others together do not look like a group, nor by their colour alone."""
    shown = bars([Bar("a", Decimal(1), "1.00"), Bar("rest", Decimal(1), "1.00", True)], "USD")

    assert [row["rest"] for row in drawn(shown)] == [False, True]
    assert shown["layer"][0]["encoding"]["fill"]["condition"]["value"] == "#ffffff"


def test_nothing_is_an_empty_chart() -> None:
    """Without groups there is a picture all the same."""
    assert drawn(bars([], "USD")) == []
    assert texts(bars([], "USD"))
