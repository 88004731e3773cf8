"""Two teams' steady use in October, and budgets and scenarios of November."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from support.budgeting import budget
from support.projections import NOW, PRICES, days
from support.usage import book_of, kept
from tokenomics.analysis.listing import Listing
from tokenomics.books import Book
from tokenomics.costing import CostQuery
from tokenomics.ledger import Ledger
from tokenomics.outcomes import Asked
from tokenomics.planning.limits import Limits
from tokenomics.planning.scenarios import scenarios
from tokenomics.projection import Event, Scenario

Compare = Callable[..., Listing]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """`flat` costs 2 dollars a million tokens; `moving` 4, and 8 from 15 November on."""
    return book_of(tmp_path, PRICES)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A million tokens of `flat` a day of each of two teams."""
    return kept(tmp_path, *days("flat", team="a"), *days("flat", team="b"))


@pytest.fixture
def compare(ledger: Ledger, book: Book) -> Compare:
    """Scenarios side by side, of November unless said otherwise."""

    def of(
        *courses: Scenario,
        events: Sequence[Event] = (),
        now: Any = NOW,
        limits: Any = (),
        months: int | None = None,
        budgets: bool = False,
        **query: Any,
    ) -> Listing:
        plans = tuple(budget(name, amount, **more) for name, amount, more in limits)
        return scenarios(
            ledger, book, CostQuery(**query), Asked((), now),
            courses=courses, months=months, budgets=budgets, limits=Limits(plans), events=events,
        )  # fmt: skip

    return of
