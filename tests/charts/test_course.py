"""Tests of tokenomics/charts/course.py."""

from __future__ import annotations

from decimal import Decimal

from support.charts import drawn, texts
from tokenomics.charts import Day, Limit, Look, course, daily

D = Decimal
WAY = [
    Day("2026-08-01", D(2), None, D(2), D(2), D(2)),
    Day("2026-08-02", D(1), None, D(3), D(3), D(3)),
    Day("2026-08-03", None, D(4), D(5), D(7), D(9)),
]


def test_what_is_expected_goes_on_where_what_is_spent_ends() -> None:
    """The dashed line and its band begin at the last known day."""
    shown = course(WAY, "USD")

    assert [row["sum"] for row in drawn(shown, series="spent")] == [2, 3]
    ahead = [(row["low"], row["sum"], row["high"]) for row in drawn(shown, series="expected")]
    assert ahead == [(3, 3, 3), (5, 7, 9)]


def test_a_limit_is_a_line_through_all_days_that_is_named() -> None:
    """Its words stand in the legend beside the others."""
    shown = course(WAY, "USD", Limit(D(8), "budget 8.00 USD"))

    assert [row["sum"] for row in drawn(shown, series="budget 8.00 USD")] == [8, 8]
    assert {"spent", "expected", "budget 8.00 USD"} <= set(texts(shown))


def test_a_period_that_is_over_has_no_word_of_what_is_expected() -> None:
    """A legend names what is drawn."""
    assert "expected" not in texts(course(WAY[:2], "USD"))
    assert "expected" not in texts(daily(WAY[:2], "USD"))


def test_days_are_the_same_in_every_time_zone() -> None:
    """The first day is labelled as the day that it is."""
    assert "1 Aug" in texts(course(WAY, "USD"))


def test_a_day_that_has_begun_is_spent_and_expected() -> None:
    """What is still to come of it stands on what it has cost."""
    shown = drawn(daily([Day("2026-08-01", D(2), D(3))], "USD"))

    assert [(row["kind"], row["amount"]) for row in shown] == [("spent", 2), ("expected", 3)]


def test_a_narrow_chart_has_its_legend_line_by_line() -> None:
    """A telephone has no room for three names beside one another."""
    layers = [course(WAY, "USD", look=Look(width=width))["layer"][1] for width in (270, 640)]

    columns = [layer["encoding"]["color"]["legend"]["columns"] for layer in layers]
    assert columns == [1, 3]


def test_nothing_is_an_empty_chart() -> None:
    """Without days there is a picture all the same."""
    assert texts(course([], "USD", Limit(D(1), "budget"))) is not None
    assert drawn(daily([], "USD")) == []
