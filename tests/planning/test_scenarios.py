"""Scenarios side by side, against sums done by hand and against forecasts of each alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from support.projections import END, NOW
from tokenomics.analysis.listing import Listing
from tokenomics.analysis.outlook import outlook
from tokenomics.books import Book
from tokenomics.costing import CostQuery
from tokenomics.ledger import Ledger
from tokenomics.outcomes import Asked
from tokenomics.projection import Event, Scenario
from tokenomics.records.errors import ConfigError

Compare = Callable[..., Listing]

MORE = Scenario("more", (Event("more", NOW, (), monthly=1.1),), assumes=("more use",))
LAUNCH = Scenario(
    "launch", (Event("launch", NOW + timedelta(days=20), (("team", "a"),), factor=1.5),)
)


def _rows(found: Listing) -> list[dict[str, Any]]:
    return [dict(zip([c.name for c in found.columns], row, strict=True)) for row in found.rows]


def test_each_is_beside_the_baseline(compare: Compare) -> None:
    """Two teams at 2 dollars a day are 120; half as much again of one in the last ten days is 10 more."""
    found = _rows(compare(LAUNCH))

    assert [(row["scenario"], row["expected"], row["difference"]) for row in found] == [
        ("baseline", Decimal(120), Decimal(0)),
        ("launch", Decimal(130), Decimal(10)),
    ]
    assert found[1]["change"] == Decimal("0.083333333333333333")


def test_the_baseline_and_each_scenario_are_what_forecast_says(
    compare: Compare, ledger: Ledger, book: Book
) -> None:
    """To the last digit, though usage is read by the dimensions of all of them."""
    event = Event("known", NOW + timedelta(days=3), (("feature", "none"),), monthly=1.3)
    found = _rows(compare(MORE, LAUNCH, events=[event], now=NOW + timedelta(hours=7)))

    for row, options in zip(found, ({}, {"scenario": MORE}, {"scenario": LAUNCH}), strict=True):
        asked = Asked((), NOW + timedelta(hours=7))
        alone = outlook(ledger, book, CostQuery(), asked, events=[event], **options)  # pyright: ignore[reportArgumentType]
        (theirs,) = _rows(alone)
        for name in ("spent", "expected", "low", "high", "certainty"):
            assert row[name] == theirs[name], name


def test_a_scenario_of_nothing_is_the_baseline(compare: Compare) -> None:
    """The same row but for its name."""
    baseline, nothing = compare(Scenario("nothing")).rows

    assert nothing[1:-1] == baseline[1:-1]
    assert (baseline[-1], nothing[-1]) == (None, "nothing: nothing is assumed")


def test_what_is_assumed_is_told(compare: Compare) -> None:
    """Of each scenario, and that it is no promise."""
    found = compare(MORE)

    assert _rows(found)[1]["assumes"] == "more: more use"
    assert found.sentences[0].startswith("what is assumed is no promise")


def test_months_are_compared_one_by_one(compare: Compare) -> None:
    """November's 30 days at 4 dollars and December's 31, of which the launch makes 5."""
    found = _rows(compare(LAUNCH, by=("month",), months=2))

    assert [(row["month"], row["scenario"], row["expected"]) for row in found] == [
        ("2026-11", "baseline", Decimal(120)),
        ("2026-11", "launch", Decimal(130)),
        ("2026-12", "baseline", Decimal(124)),
        ("2026-12", "launch", Decimal(155)),
    ]


def test_months_count_from_the_one_that_runs(compare: Compare) -> None:
    """Three of them from November on end with January: 30 + 31 + 31 days at 4 dollars."""
    found = compare(MORE, months=3)

    assert _rows(found)[0]["expected"] == Decimal(92 * 4)
    assert (found.report.query.since, found.report.query.until) == (
        NOW, datetime(2027, 2, 1, tzinfo=UTC),
    )  # fmt: skip


def test_what_is_spent_is_in_the_months_that_it_was_spent_in(compare: Compare) -> None:
    """October cost 28 x 4; asked on its last day at noon, half a day of 4 is to come."""
    now = datetime(2026, 10, 31, 12, tzinfo=UTC)
    found = _rows(compare(MORE, by=("month",), months=2, now=now))

    assert [(row["month"], row["spent"], row["expected"]) for row in found[::2]] == [
        ("2026-10", Decimal(112), Decimal(114)),
        ("2026-11", Decimal(0), Decimal(120)),
    ]


def test_budgets_are_told_beside_it(compare: Compare) -> None:
    """120 of 125 are within; with the launch 80 by the 20th and 5 a day are 125 on the 29th."""
    found = compare(LAUNCH, limits=[("all", "125", {})])

    assert found.sentences[1] == (
        "budget all of 125.00 USD is passed: launch on 2026-11-29 (130.00); not: baseline"
    )
    assert compare(LAUNCH, limits=[("all", "125", {})], where=(("team", "a"),)).sentences[1:] == ()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"by": ("team",)}, "as a whole, by month, or of budgets"),
        ({"by": ("month",), "budgets": True}, "as a whole, by month, or of budgets"),
        ({"months": 2, "until": END}, "leave out --until"),
        ({"months": 0}, "--months is how many months"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    compare: Compare, options: dict[str, Any], sentence: str
) -> None:
    """The sentence says what to leave out."""
    with pytest.raises(ConfigError, match=sentence):
        compare(MORE, **options)


def test_without_a_scenario_there_is_nothing_to_compare(compare: Compare) -> None:
    """What to add is said."""
    with pytest.raises(ConfigError, match=r"add a \[\[scenario\]\]"):
        compare()


def test_old_data_and_missing_prices_are_told(compare: Compare) -> None:
    """The newest record is four days old."""
    found = compare(MORE, now=NOW + timedelta(days=4))

    assert found.remarks == (
        "the newest record is of 2026-10-31 10:00 (UTC): what came after it is forecast too",
    )
