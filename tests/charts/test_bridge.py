"""Tests of tokenomics/charts/bridge.py."""

from __future__ import annotations

from decimal import Decimal

from support.charts import drawn
from tokenomics.charts import Step, bridge

D = Decimal


def test_each_step_begins_where_the_one_before_it_ended() -> None:
    """From 10 by +5 and -3 to 12."""
    steps = [Step("before", D(10), "10", True), Step("a", D(5), "+5"), Step("b", D(-3), "-3")]
    shown = drawn(bridge([*steps, Step("now", D(12), "12", True)], "USD"))

    assert [(row["from"], row["to"]) for row in shown] == [(0, 10), (10, 15), (15, 12), (0, 12)]
    assert [row["kind"] for row in shown] == ["whole", "more", "less", "whole"]
    assert [row["right"] for row in shown] == [10, 15, 15, 12]
