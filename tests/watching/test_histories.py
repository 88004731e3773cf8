"""Bills that came as a surprise, replayed night by night: when they would have been called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from support.budgeting import MONTH, at, budget, spend
from support.usage import kept
from tokenomics.books import Book
from tokenomics.budgeting import Budget, Cycle, standing
from tokenomics.watching.budget_conditions import conditions_of


def _first(
    folder: Path, book: Book, rows: Sequence[Any], plan: Budget, nights: Sequence[datetime]
) -> dict[str, tuple[datetime, str]]:
    """The first night of each series at which one of its points is on, and what is said."""
    ledger = kept(folder, *rows)
    found: dict[str, tuple[datetime, str]] = {}
    for night in nights:
        conditions = conditions_of(standing(ledger, book, [plan], night).states)
        for condition in sorted(conditions, key=lambda c: -c.level):
            if condition.state == "on":
                found.setdefault(condition.series, (night, condition.message.subject))
    return found


def test_three_times_over_by_april_is_called_in_january(
    tmp_path: Path, book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    """210 dollars a day are 76,650 a year, of 100,000. From New Year's Day 3.27466 % more each day:

    300,000 by the end of April, and the budget is passed on 29 March. On 14 January, with 3,336
    spent, the level then is 319 a day, and what is expected for the year is more than there is.
    """
    start, growth = at("2025-11-01"), 1.0327466
    amounts = [210.0] * 61 + [210 * growth**n for n in range(120)]
    rows = [
        spend((start + timedelta(days=n)).date().isoformat(), f"{amount:.2f}")
        for n, amount in enumerate(amounts)
    ]
    plan = budget("year", "100000", cycle=Cycle("year", ZoneInfo("UTC")))
    nights = [at("2026-01-05T06:00") + timedelta(days=3 * n) for n in range(4)]
    called, subject = _first(tmp_path, book, rows, plan, nights)["forecast"]

    assert sum(amounts[61:]) == pytest.approx(300_000, rel=1e-3)
    assert called == at("2026-01-14T06:00")
    lead = at("2026-03-29") - called
    with capsys.disabled():
        sys.stdout.write(
            f"\n3x over by April: {subject!r}, {lead.days} days before it was passed\n"
        )
    assert lead >= timedelta(days=70)


def test_two_hundred_that_become_ten_thousand_are_called_on_the_first_night(
    tmp_path: Path, book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    """6 dollars a day of 200 a month; from 10 November an agent loops, at 19.60 an hour: 9,878 by December.

    At six in the morning six hours of it and 54 dollars of nine days are spent, 171.60: 80 % of the
    budget. A night later it is gone, at 642 dollars: 6 % of what it would have come to.
    """
    start = at("2026-09-01")
    rows = [spend((start + timedelta(days=n)).date().isoformat(), "6") for n in range(70)]
    rows += [spend(f"2026-11-{10 + h // 24}T{h % 24:02d}:30", "19.6") for h in range(21 * 24)]
    nights = [at("2026-11-09T06:00") + timedelta(days=n) for n in range(3)]
    first = _first(tmp_path, book, rows, budget("agent", "200", cycle=MONTH), nights)
    called, subject = first["actual"]

    assert called == at("2026-11-10T06:00")
    with capsys.disabled():
        sys.stdout.write(
            f"\n$200 to $10,000: {subject!r}, {called - at('2026-11-10')} after it began\n"
        )
    assert first["forecast"][0] == called
