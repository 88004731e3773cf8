"""How all budgets of a ledger stand."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.budgeting import NOON, at, budget, spend, stand
from support.laws import few
from support.usage import call, kept
from tokenomics.books import Book
from tokenomics.budgeting.standing import reading, standing, under
from tokenomics.projection import NONE, Event, Scenario
from tokenomics.records.errors import ConfigError


def test_budgets_stand_in_their_order(tmp_path: Path, book: Book) -> None:
    """Team a spent 3 of 10, everybody 5 of 20; October is another month."""
    rows = [
        spend("2026-11-03", "3", team="a"), spend("2026-11-04", "2", team="b"),
        spend("2026-10-04", "7", team="a"),
    ]  # fmt: skip
    found = stand(tmp_path, book, rows, budget("a", where=(("team", "a"),)), budget("all", "20"))

    assert [(s.budget.name, s.spent, s.limit) for s in found.states] == [
        ("a", Decimal(3), Decimal(10)),
        ("all", Decimal(5), Decimal(20)),
    ]


def test_each_value_has_a_budget_the_dearest_first(tmp_path: Path, book: Book) -> None:
    """One budget for each team that spent something; their sums are those of everybody."""
    rows = [spend("2026-11-03", "1", team="a"), spend("2026-11-04", "2", team="b"), spend("2026-11-04", "4")]  # fmt: skip
    found = stand(tmp_path, book, rows, budget("team", for_each="team"), budget("all", "20"))

    assert [(s.value, s.spent) for s in found.states] == [
        (None, Decimal(4)), ("b", Decimal(2)), ("a", Decimal(1)), (None, Decimal(7)),
    ]  # fmt: skip


def test_where_no_call_is_known_that_is_said(tmp_path: Path, book: Book) -> None:
    """An empty ledger looks thrifty: nothing is spent because nothing is known."""
    found = stand(tmp_path, book, [], budget("all"))

    assert [s.spent for s in found.states] == [Decimal(0)]
    assert found.remarks == ("no call is known: what was spent is in no amount",)


def test_a_value_that_no_call_has_is_said(tmp_path: Path, book: Book) -> None:
    """A mistyped team is no thrifty one: the nearest is named, and nothing is invented."""
    rows = [spend("2026-11-03", "1", team="support")]
    found = stand(tmp_path, book, rows, budget("x", where=(("team", "suport"),)))

    assert [s.spent for s in found.states] == [Decimal(0)]
    assert found.remarks[0] == "budget 'x': no record has team 'suport': did you mean 'support'?"


def test_values_that_spent_nothing_yet_are_said(tmp_path: Path, book: Book) -> None:
    """In November no team has spent anything: no budget is made up for the ones of October."""
    rows = [spend("2026-10-03", "1", team="a"), spend("2026-11-15", "1")]
    found = stand(tmp_path, book, rows, budget("team", for_each="team", where=(("team!", ""),)))

    assert found.states == ()
    assert found.remarks == ("budget 'team': nothing was spent in its period by any team",)


def test_old_data_are_said(tmp_path: Path, book: Book) -> None:
    """The last call was two days ago: what was spent since is in no amount."""
    rows = [spend("2026-11-13T12:00", "1")]
    found = stand(tmp_path, book, rows, budget())

    assert found.until == NOON - timedelta(days=2)
    assert found.remarks == (
        "no call is known after 2026-11-13 12:00 UTC: what was spent since is in no amount",
    )


def test_calls_without_a_price_are_counted(tmp_path: Path, book: Book) -> None:
    """They come on top of what is spent."""
    rows = [spend("2026-11-03", "1"), call(ts=at("2026-11-15T09:00"), model_served="new", input=1)]
    (state,) = stand(tmp_path, book, rows, budget()).states

    assert (state.spent, state.unpriced, state.has_unpriced) == (Decimal(1), 1, True)


def test_contract_prices_have_to_be_given(tmp_path: Path, book: Book) -> None:
    """The book has list prices only."""
    with pytest.raises(ConfigError, match="budget 'all' is of contract prices"):
        stand(tmp_path, book, [spend("2026-11-03")], budget(basis="contract"))


def test_a_ledger_without_calls_has_budgets_all_the_same(tmp_path: Path, book: Book) -> None:
    """Nothing is spent, and nothing is known of what is to come."""
    (state,) = stand(tmp_path, book, [], budget(), forecast=True).states

    assert state.spent == Decimal(0)
    assert state.outlook is not None
    assert state.outlook.expected is None


@few(13, sharing=True)
@given(
    st.lists(
        st.tuples(st.sampled_from([None, "a", "b", "c"]), st.integers(1, 14), st.integers(1, 900)),
        min_size=1, max_size=12,
    )
)  # fmt: skip
def test_the_budgets_of_all_values_sum_to_the_unsplit_one(
    tmp_path_factory: pytest.TempPathFactory, book: Book, calls: list[tuple[str | None, int, int]]
) -> None:
    """Whoever spent what and when: nothing is lost between them, and nothing is twice."""
    rows = [spend(f"2026-11-{day:02d}", f"0.{cents:03d}", team=team) for team, day, cents in calls]
    found = stand(
        tmp_path_factory.mktemp("ledger"), book, rows, budget("team", for_each="team"),
        budget("all"),
    )  # fmt: skip
    *each, whole = found.states

    assert sum(state.spent for state in each) == whole.spent
    assert sum(state.requests for state in each) == whole.requests


def _month(**columns: Any) -> list[dict[str, Any]]:
    """A dollar a day from 1 October up to 14 November."""
    first = at("2026-10-01")
    return [spend(f"{first + timedelta(days=n):%Y-%m-%d}", **columns) for n in range(45)]


def test_a_scenario_is_in_what_is_expected_and_in_nothing_else(tmp_path: Path, book: Book) -> None:
    """14 dollars are spent, 16 would come from the 15th on; half as much again from the 21st: 10 x 0.5."""
    more = Event("more", at("2026-11-21"), (("team", "a"),), factor=1.5)
    scenario = Scenario("it", (more,), assumes=("more",))
    options: dict[str, Any] = {"now": at("2026-11-15"), "forecast": True}
    plain = stand(tmp_path, book, _month(team="a"), budget("all", "31"), **options)
    found = stand(tmp_path, book, [], budget("all", "31"), scenario=scenario, **options)

    assert [(s.spent, s.outlook and s.outlook.expected, s.status) for s in plain.states] == [
        (Decimal(14), Decimal(30), "within")
    ]
    assert [(s.spent, s.outlook and s.outlook.expected, s.status) for s in found.states] == [
        (Decimal(14), Decimal(35), "at risk")
    ]
    assert found.remarks == ("assumed, and no promise: more",)


def test_one_reading_stands_under_each_scenario(tmp_path: Path, book: Book) -> None:
    """Read once for two scenarios, without one it is what it is without any, and under each as alone."""
    more = Scenario("more", (Event("more", at("2026-11-21"), (("team", "a"),), factor=1.5),))
    less = Scenario("less", (Event("less", at("2026-11-21"), (("feature", "x"),), factor=0.5),))
    ledger = kept(tmp_path, *_month(team="a", feature="x"), *_month(team="b", feature="x"))
    plans, now = [budget("all", "31"), budget("team", for_each="team")], at("2026-11-15")
    read = reading(ledger, book, plans, now, scenarios=(more, less))

    for scenario in (NONE, more, less):
        alone = standing(ledger, book, plans, now, scenario=scenario)
        assert under(read, scenario).states == alone.states
