"""Periods of budgets that follow the one that runs."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from support.budgeting import at, budget, spend
from support.usage import kept
from tokenomics.books import Book
from tokenomics.budgeting import BudgetState, Cycle
from tokenomics.budgeting.later import through
from tokenomics.budgeting.standing import reading
from tokenomics.projection import NONE

# A dollar a day from 1 October up to 14 November.
NOW, UNTIL = at("2026-11-15"), at("2027-01-01")


def _found(folder: Path, book: Book, *budgets: Any, values: bool = True) -> list[BudgetState]:
    first = at("2026-10-01")
    days = [f"{first + timedelta(days=n):%Y-%m-%d}" for n in range(45)]
    ledger = kept(folder, *(spend(day, team="a") for day in days))
    read = reading(ledger, book, budgets, NOW, scenarios=(NONE,), until=UNTIL, burns=False)
    return list(through(read, NONE, UNTIL, values=values))


def test_months_follow_one_another(tmp_path: Path, book: Book) -> None:
    """14 dollars are spent of November's 30; of December's 31 nothing, whatever may be carried over."""
    found = _found(tmp_path, book, budget("all", "40", rollover=True))

    assert [(s.spent, s.outlook and s.outlook.expected, s.limit) for s in found] == [
        (Decimal(14), Decimal(30), Decimal(49)),
        (Decimal(0), Decimal(31), Decimal(40)),
    ]
    assert found[1].burning is None


def test_days_and_what_rolls_on_have_no_next_period_here(tmp_path: Path, book: Book) -> None:
    """Of days there would be too many, and rolling days overlap."""
    zone = ZoneInfo("UTC")
    found = _found(
        tmp_path, book, budget("day", cycle=Cycle("day", zone)),
        budget("rolling", cycle=Cycle("rolling", zone, 28)),
    )  # fmt: skip

    assert [state.budget.name for state in found] == ["day", "rolling"]


def test_values_follow_where_they_are_asked_for(tmp_path: Path, book: Book) -> None:
    """A team's November and December, or November alone."""
    each = budget("team", for_each="team")
    every = _found(tmp_path / "a", book, each)
    one = _found(tmp_path / "b", book, each, values=False)

    assert [(s.value, s.period.start.month) for s in every] == [("a", 11), ("a", 12)]
    assert [(s.value, s.period.start.month) for s in one] == [("a", 11)]
