"""Budgets under scenarios, against sums done by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from support.projections import NOW
from tokenomics.analysis.listing import Listing
from tokenomics.projection import Event, Scenario
from tokenomics.records.errors import ConfigError

Compare = Callable[..., Listing]

# From the 21st on half as much again of team a's 2 dollars a day.
LAUNCH = Scenario(
    "launch", (Event("launch", NOW + timedelta(days=20), (("team", "a"),), factor=1.5),)
)


def _rows(found: Listing) -> list[dict[str, Any]]:
    return [dict(zip([c.name for c in found.columns], row, strict=True)) for row in found.rows]


def test_a_budget_stands_under_each_scenario(compare: Compare) -> None:
    """120 of 125 in the baseline; 130 under a launch, 5 too much: 80 by the 20th, then 5 a day."""
    plain, launched = _rows(compare(LAUNCH, limits=[("all", "125", {})], budgets=True))

    assert (plain["scenario"], plain["expected"], plain["over"]) == ("baseline", 120, -5)
    assert (plain["status"], plain["passed"]) == ("within", None)
    assert (launched["scenario"], launched["expected"], launched["over"]) == ("launch", 130, 5)
    assert (launched["status"], launched["passed"]) == ("at risk", "2026-11-29")


def test_months_that_follow_are_budgets_of_their_own(compare: Compare) -> None:
    """December's 31 days at 4 are 124 of 130; with the launch 155. Nothing is spent of it yet."""
    found = _rows(compare(LAUNCH, limits=[("all", "130", {})], budgets=True, months=2))

    assert [(row["period"], row["scenario"], row["expected"]) for row in found] == [
        ("2026-11", "baseline", Decimal(120)),
        ("2026-11", "launch", Decimal(130)),
        ("2026-12", "baseline", Decimal(124)),
        ("2026-12", "launch", Decimal(155)),
    ]


def test_a_budget_of_filters_follows_its_own_calls(compare: Compare) -> None:
    """Team b has no launch: 60 in both; team a has 60 and 70."""
    limits = [(team, "65", {"where": (("team", team),)}) for team in ("a", "b")]
    found = _rows(compare(LAUNCH, limits=limits, budgets=True))

    assert [(row["budget"], row["expected"]) for row in found] == [
        ("a", 60), ("a", 70), ("b", 60), ("b", 60),
    ]  # fmt: skip


def test_sentences_say_which_scenario_passes_a_budget_first(compare: Compare) -> None:
    """130 of 130 are not passed in November; December's 155 are: 5 a day reach 130 on the 26th."""
    said = compare(LAUNCH, limits=[("all", "130", {}), ("big", "500", {})], months=2).sentences

    assert said[1:] == (
        "budget all of 130.00 USD is passed: launch on 2026-12-26 (155.00); not: baseline",
        "budget big of 500.00 USD is passed in no scenario",
    )


def test_values_with_a_budget_each_are_counted(compare: Compare) -> None:
    """On 31 October at noon both teams have 56, and a dollar to come, that of one of them not if it ends."""
    now = NOW - timedelta(hours=12)
    end = Scenario("end", (Event("end", now - timedelta(hours=12), (("team", "a"),), factor=0.0),))
    limits = [("team", "56.50", {"for_each": "team"})]
    found = compare(end, now=now, limits=limits)
    rows = _rows(compare(end, now=now, limits=limits, budgets=True))

    assert found.sentences[1] == (
        "budget team of 56.50 USD each is passed now by so many of 2: baseline 2, end 1"
    )
    assert [(row["value"], row["scenario"], row["expected"]) for row in rows] == [
        ("a", "baseline", 57), ("a", "end", 56), ("b", "baseline", 57), ("b", "end", 57),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({}, r"add a \[\[budget\]\]"),
        ({"limits": [("all", "1", {})], "where": (("team", "a"),)}, "leave out --where"),
    ],
)
def test_budgets_that_cannot_be_shown_are_refused(
    compare: Compare, options: dict[str, Any], sentence: str
) -> None:
    """Without one, and where a filter picks other calls."""
    with pytest.raises(ConfigError, match=sentence):
        compare(LAUNCH, budgets=True, **options)
