"""Anomalies as messages."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from tokenomics.analysis.anomalies import Anomaly
from tokenomics.watching.spike_conditions import conditions_of

START = datetime(2026, 11, 3, 14, tzinfo=UTC)


def _anomaly(**more: Any) -> Anomaly:
    """Two hours of chat at 30 dollars, where 10 are usual."""
    found = Anomaly(
        kind="spike",
        flow=("feature", "chat"),
        besides=(("model", "large"),),
        length="hour",
        start=START,
        end=START.replace(hour=16),
        noticed=START.replace(hour=16),
        actual=Decimal(30),
        expected=Decimal(10),
        is_open=True,
        is_lasting=False,
    )
    return found._replace(**more)


def _subject(**more: Any) -> str:
    (found,) = conditions_of([_anomaly(**more)], ["mail"], tz="UTC", currency="USD")
    return found.message.subject


def test_a_spike_is_told_with_its_flow_and_the_money() -> None:
    """20 dollars more than the usual 10: three times as much."""
    (found,) = conditions_of([_anomaly()], ["mail"], tz="Europe/Berlin", currency="USD")

    assert found.message.subject == (
        "feature chat: 20.00 USD more than usual since 3 Nov 15:00, 300 % of the usual"
    )
    assert ("nearly all of it", "model large") in found.message.tables[0].rows
    assert (found.state, found.ends, found.channels) == ("on", False, ("mail",))


def test_it_is_known_by_its_flow_and_start_however_long_it_goes_on() -> None:
    """An hour later it has cost more, and is the same."""
    later = _anomaly(end=START.replace(hour=18), actual=Decimal(60))
    keys = {
        found.key
        for each in (_anomaly(), later)
        for found in conditions_of([each], ["mail"], tz="UTC", currency="USD")
    }

    assert len(keys) == 1


def test_what_is_new_and_what_is_missing_are_told_as_such() -> None:
    """A launch has no usual cost; a gap costs nothing where something is usual."""
    new, none = Decimal(12), Decimal(0)

    assert _subject(kind="new", actual=new, expected=none).startswith("feature chat is new: 12.00 USD")  # fmt: skip
    assert _subject(kind="gap", actual=none) == "no record since 3 Nov 14:00"


def test_what_costs_less_than_usual_is_no_bad_news() -> None:
    """A drop is in the listing of anomalies, and in no message."""
    drop = _anomaly(kind="drop", actual=Decimal(1))

    assert conditions_of([drop], ["mail"], tz="UTC", currency="USD") == ()


def test_a_change_of_price_is_told_as_one() -> None:
    """A day of 24.60 dollars becomes one of 36.90; what gets cheaper is no bad news."""
    change = _anomaly(
        kind="price", flow=("model", "large"), besides=(), length="day",
        start=START.replace(hour=0), actual=Decimal("36.90"), expected=Decimal("24.60"),
    )  # fmt: skip
    (found,) = conditions_of([change], ["mail"], tz="UTC", currency="USD")

    assert (
        found.message.subject == "price of model large changed by +50 % on 3 Nov, +12.30 USD a day"
    )
    assert found.message.tables[0].rows == (
        ("a day, by the use of the week before", "36.90 USD"),
        ("at the price before", "24.60 USD"),
    )
    cheaper = change._replace(actual=Decimal("12.30"))
    assert conditions_of([cheaper], ["mail"], tz="UTC", currency="USD") == ()
    free = change._replace(expected=Decimal(0))
    (told,) = conditions_of([free], ["mail"], tz="UTC", currency="USD")
    assert "changed from nothing on 3 Nov" in told.message.subject


def test_what_burns_a_budget_is_in_the_budgets_group() -> None:
    """There it is covered by the budget's message; alone it is a group of its own."""
    spike = _anomaly()
    alone, joined = (
        conditions_of([spike], ["mail"], tz="UTC", currency="USD", groups=groups)[0]
        for groups in ({}, {spike.id: "budget/support"})
    )

    assert (alone.group, alone.series) == (f"anomaly/{spike.id}", "")
    assert (joined.group, joined.series) == ("budget/support", "burn")


def test_days_are_told_as_days() -> None:
    """What was noticed of a whole day has no hour."""
    assert "since 3 Nov," in _subject(length="day", start=START.replace(hour=0))
