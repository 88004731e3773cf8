"""Tests of tokenomics/report/charted.py."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from support.charts import drawn, texts
from tokenomics.charts import Look
from tokenomics.records.errors import InputError
from tokenomics.report import charted

D = Decimal


def _cost(name: str | None, cost: str | None) -> dict[str, Any]:
    return {"feature": name, "requests": 1, "cost": None if cost is None else D(cost)}


def test_groups_after_the_dearest_are_one_bar() -> None:
    """Bars sum to the whole: 5 + 3 + (1.01 + 1) = 10.01."""
    rows = [_cost("d", "1"), _cost("a", "5"), _cost(None, "3"), _cost("c", "1.01")]

    shown = drawn(charted.groups(rows, "USD", most=2))

    told = [(row["name"], row["words"], row["rest"]) for row in shown]
    assert told == [
        ("a", "5.00", False),
        ("(none)", "3.00", False),
        ("(other, 2 more)", "2.01", True),
    ]


def test_a_group_without_a_price_is_not_free() -> None:
    """Its bar is nothing and its word says why."""
    (row,) = drawn(charted.groups([_cost("a", None)], "USD"))

    assert (row["amount"], row["words"]) == (0, "unpriced")


def test_costs_by_day_are_bars_and_a_forecast_is_a_line() -> None:
    """The columns tell which answer rows are of."""
    cost = {"day": "2026-08-01", "requests": 1, "cost": D(2)}
    path = {"day": "2026-08-01", "spent": D(2), "expected": None, "sum_low": D(2), "sum": D(2), "sum_high": D(2)}  # fmt: skip

    assert drawn(charted.spending([cost], "USD"))[0]["amount"] == 2
    assert drawn(charted.spending([path], "USD"))[0]["sum"] == 2
    assert drawn(charted.by_day([path], "USD"))[0]["amount"] == 2
    assert drawn(charted.by_day([cost], "USD"))[0]["amount"] == 2


def test_a_budget_is_an_amount_in_words() -> None:
    """It is drawn and named; what is no amount is refused."""
    path = {"day": "2026-08-01", "spent": D(2), "expected": None, "sum_low": D(2), "sum": D(2), "sum_high": D(2)}  # fmt: skip

    assert "budget 1,200.00 USD" in texts(charted.spending([path], "USD", budget="1200 USD"))
    assert "budget 5.000 EUR" in texts(charted.spending([path], "EUR", budget=D(5)))
    with pytest.raises(InputError, match="not an amount"):
        charted.spending([path], "USD", budget="much")


def test_rows_of_another_answer_are_refused() -> None:
    """The message names what there is."""
    with pytest.raises(InputError, match=r"no column 'day'.*feature, requests, cost"):
        charted.spending([_cost("a", "1")], "USD")


def _quality(feature: str, per: str | None, mark: str | None = None, *, known: bool = True) -> dict[str, Any]:  # fmt: skip
    value = None if per is None else D(per)
    return {
        "feature": feature, "judged": 40, "cost_per_success": value, "mark": mark,
        "cost_per_success_ci_low": value and value / 2 if known else None,
        "cost_per_success_ci_high": value and value * 2 if known else None,
    }  # fmt: skip


def test_the_cheapest_success_stands_first_with_its_range_and_number() -> None:
    """A group without a success has no place; one without a range says none."""
    rows = [
        _quality("b", "0.4"),
        _quality("a", "0.2", "small sample", known=False),
        _quality("c", None),
    ]

    shown = drawn(charted.successes(rows, "USD"))

    assert [(row["name"], row["words"], row["small"]) for row in shown] == [
        ("a", "0.2000, n = 40", True),
        ("b", "0.4000 (0.2000 to 0.8000), n = 40", False),
    ]


def test_a_narrow_chart_has_fewer_words() -> None:
    """A telephone has the range as a line and the status of a budget as a word."""
    look = Look(width=130)
    row = {"budget": "b", "value": "", "status": "within", "spent": D(1), "limit": D(2), "expected": None}  # fmt: skip

    (range_,) = drawn(charted.successes([_quality("b", "0.4")], "USD", look))
    (fill,) = drawn(charted.used([row], "USD", look))

    assert (range_["words"], fill["words"]) == ("0.4000, n = 40", "within")


def test_a_change_goes_through_its_parts_that_are_something() -> None:
    """10 + 4 - 1 = 13, over two flows; what changed nothing has no bar."""
    parts = [c.name for c in charted.DRIVERS if c.what == "part"][3:]
    flows = [(D(6), D(8), D(2), D(3), D(-1)), (D(4), D(5), D(1), D(1), D(0))]
    rows = [
        {"cost_before": b, "cost": c, "change": d}
        | dict.fromkeys(parts, D(0))
        | {parts[0]: v, parts[1]: t}
        for b, c, d, v, t in flows
    ]

    shown = drawn(charted.changes(rows, "USD"))

    assert [(row["name"], row["words"]) for row in shown] == [
        ("before", "10.00"), ("volume", "+4.00"), ("tokens", "\N{MINUS SIGN}1.00"), ("now", "13.00"),
    ]  # fmt: skip
    assert shown[-2]["to"] == shown[-1]["to"] == 13


def test_small_changes_are_drawn_without_what_dwarfs_them() -> None:
    """1 of 1000 is seen only alone: +3 and -2 are a change of +1."""
    parts = [c.name for c in charted.DRIVERS if c.what == "part"][3:]
    row = {"cost_before": D(1000), "cost": D(1001), "change": D(1)} | dict.fromkeys(parts, D(0))

    shown = drawn(charted.changes([row | {parts[0]: D(3), parts[1]: D(-2)}], "USD"))

    assert [(r["name"], r["from"], r["to"]) for r in shown] == [
        ("volume", 0, 3), ("tokens", 3, 1), ("change", 0, 1),
    ]  # fmt: skip


def test_a_design_goes_from_what_calls_cost_through_its_steps() -> None:
    """10 less 4 of two teams and 1 more of a platform are 7."""
    rows = [
        {"step": "route", "team": "a", "cost": D(6), "cost_then": D(3), "saving": D(3)},
        {"step": "route", "team": "b", "cost": D(4), "cost_then": D(3), "saving": D(1)},
        {"step": "platform", "team": "a", "cost": D(3), "cost_then": D(4), "saving": D(-1)},
        {"step": "platform", "team": "b", "cost": D(3), "cost_then": D(3), "saving": D(0)},
    ]
    shown = drawn(charted.designs(rows, "USD"))

    assert [(row["name"], row["kind"], row["to"]) for row in shown] == [
        ("as it was", "whole", 10),
        ("route", "less", 6),
        ("platform", "more", 7),
        ("under the design", "whole", 7),
    ]


def test_a_design_without_steps_has_no_bars_between() -> None:
    """Nothing would be otherwise."""
    assert drawn(charted.designs([], "USD")) == []


def test_a_bill_is_reached_from_what_was_metered() -> None:
    """10 metered, 2 more of taxes, 12 billed."""
    parts = [c.name for c in charted.RECONCILED if c.what == "part"][3:]
    row = {"metered": D(10), "billed": D(12), "difference": D(2)} | dict.fromkeys(parts, D(0))

    shown = drawn(charted.variance([row | {"tax": D(2)}], "USD"))

    assert [(r["name"], r["words"]) for r in shown] == [
        ("metered", "10.00"), ("tax", "+2.00"), ("billed", "12.00"),
    ]  # fmt: skip


def test_what_was_saved_already_says_so() -> None:
    """It is no waste, and hollow."""
    rows = [
        {"finding": "cache savings", "calls": 1, "at_stake": D(5)},
        {"finding": "long output", "calls": 1, "at_stake": D(2)},
        {"finding": "priority", "calls": 1, "at_stake": None},
    ]

    shown = drawn(charted.stakes(rows, "USD"))

    assert [(row["words"], row["rest"]) for row in shown] == [
        ("5.000, saved already", True),
        ("2.000", False),
    ]


def test_a_budget_is_told_in_percent_of_its_limit() -> None:
    """30 of 40 are 75 %, 50 of 40 are 125 %; what is not expected is not drawn."""
    row = {
        "budget": "team", "value": "support", "status": "at risk", "spent": D(30), "limit": D(40),
        "expected": D(50),
    }  # fmt: skip

    one, other = drawn(charted.used([row, {**row, "value": "", "expected": None}], "USD"))

    assert (one["name"], one["share"], one["ahead"]) == ("team · support", 75, 125)
    assert one["words"] == "30.00 of 40.00 USD, at risk"
    assert (other["name"], other["ahead"]) == ("team", None)
