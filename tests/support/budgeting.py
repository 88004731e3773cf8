"""Budgets of a test, and how they stand by a few calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from support.usage import call, kept
from tokenomics.books import Book
from tokenomics.budget_config import Threshold
from tokenomics.budgeting import Budget, Cycle, Standing, standing

ZULU = ZoneInfo("UTC")
MONTH = Cycle("month", ZULU)
# A Sunday: half of November is over with its noon and twelve hours more.
NOON = datetime(2026, 11, 15, 12, tzinfo=UTC)


def percent(*values: int) -> tuple[Threshold, ...]:
    """Points in percent of the limit."""
    return tuple(Threshold("percent", Decimal(value)) for value in values)


def budget(name: str = "all", amount: str = "10", **more: Any) -> Budget:
    """A budget of a calendar month in US dollars, told at 50, 80 and 100 percent."""
    plain: dict[str, Any] = {
        "currency": "USD",
        "cycle": MONTH,
        "actual": percent(50, 80, 100),
        "forecast": percent(100),
    }
    return Budget(name, Decimal(amount), **{**plain, **more})


def at(text: str) -> datetime:
    """An instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def spend(day: str, dollars: str = "1", **columns: Any) -> dict[str, Any]:
    """A call that costs so much: half a million tokens of input are a dollar."""
    tokens = int(Decimal(dollars) * 500_000)
    return call(ts=at(day if "T" in day else f"{day}T09:00"), input=tokens, **columns)


def stand(
    folder: Path,
    book: Book,
    rows: Sequence[Mapping[str, Any]],
    *budgets: Budget,
    now: datetime = NOON,
    forecast: bool = False,
    **options: Any,
) -> Standing:
    """How budgets stand by these calls alone."""
    return standing(kept(folder, *rows), book, budgets, now, forecast=forecast, **options)
