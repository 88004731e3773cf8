"""What another pricebook would make of past costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.laws import few
from support.usage import PRICES, T0, call, kept, usage_rows
from tokenomics.books import Book, load_book
from tokenomics.costing import CostQuery
from tokenomics.costing.repricing import BESIDES, Repricing, difference, reprice, reprice_of
from tokenomics.engine import connect

# A dearer output from the 15th on, a price for what had none, and none for a cached read.
CORRECTED = PRICES.replace(
    "rates = [{ input = 3 }]", "rates = [{ input = 3.5, output = 7 }]"
).replace("input = 5, cache_read = 1, output = 30", "input = 5, output = 30")
LATE = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
def corrected(tmp_path: Path) -> Book:
    """The book with three corrections."""
    path = tmp_path / "corrected.toml"
    path.write_text(CORRECTED, "utf-8")
    return load_book(path)


def _repriced(
    before: Book,
    after: Book,
    rows: Sequence[Mapping[str, Any]],
    query: CostQuery = CostQuery(),  # noqa: B008
) -> Repricing:
    with connect() as con:
        used = usage_rows(con, rows)
        return reprice_of(con, "usage", used, before, after, query)


def test_each_meter_with_another_rate_is_a_change(book: Book, corrected: Book) -> None:
    """2,000,000 x (3.5 - 3) per million, 1,000,000 x 7 that was unpriced, and nothing before."""
    early = call(model_served="moving", ts=T0, input=1_000_000)
    late = call(model_served="moving", ts=LATE, input=2_000_000, output=1_000_000)
    found = _repriced(book, corrected, [early, late])

    assert [(c.month, c.meter, c.quantity, c.old, c.new, c.change) for c in found.changes] == [
        ("2026-11", "output", 1_000_000, None, Decimal("0.000007"), 7),
        ("2026-11", "input", 2_000_000, Decimal("0.000003"), Decimal("0.0000035"), 1),
    ]
    assert (found.before.totals.cost, found.after.totals.cost) == (4 + 6, 4 + 7 + 7)
    assert difference(found) == 8


def test_a_price_that_is_gone_is_a_change_too(book: Book, corrected: Book) -> None:
    """1,000,000 cached tokens cost 1 dollar and would have no price."""
    found = _repriced(book, corrected, [call(model_served="large", cache_read=100_000)])

    assert [(c.meter, c.old, c.new, c.change) for c in found.changes] == [
        ("cache_read", Decimal("0.000001"), None, Decimal("-0.1"))
    ]


def test_the_same_book_changes_nothing(book: Book) -> None:
    """No rate differs, so there is no row."""
    rows = [call(model_served=name, input=5) for name in ("small", "large", "moving", "new")]

    assert _repriced(book, book, rows).changes == ()
    assert _repriced(book, book, []).changes == ()


def test_what_no_single_rate_explains_is_a_change_of_its_own(book: Book, tmp_path: Path) -> None:
    """A sum over a change of price cost the 5 dollars stated; with one price it costs 4."""
    path = tmp_path / "steady.toml"
    path.write_text(PRICES.replace("rates = [{ input = 3 }]", "rates = [{ input = 4 }]"), "utf-8")
    bucket = call(
        grain="bucket", model_served="moving", ts=T0, ts_end=LATE, input=1_000_000,
        reported_cost=Decimal(5), reported_currency="USD",
    )  # fmt: skip
    found = _repriced(book, load_book(path), [bucket])

    assert difference(found) == 4 - 5
    assert [(c.meter, c.change) for c in found.changes] == [(BESIDES, -5), ("input", 4)]


def test_a_ledger_is_repriced_in_its_period(book: Book, corrected: Book, tmp_path: Path) -> None:
    """Only calls of the period and the filter count."""
    rows = [
        call(model_served="moving", ts=LATE.replace(day=day), input=1_000_000, team=team)
        for day, team in ((16, "a"), (20, "a"), (20, "b"))
    ]
    ledger = kept(tmp_path, *rows)
    query = CostQuery(since=LATE, where=(("team", "a"),))

    assert difference(reprice(ledger, book, corrected, query)) == Decimal("0.5")
    assert difference(reprice(ledger, book, corrected, CostQuery())) == Decimal("1.5")


_rows = st.lists(
    st.builds(
        call,
        ts=st.sampled_from((T0, LATE)),
        model_served=st.sampled_from(("small", "large", "moving", "undated", "new", None)),
        service_tier=st.sampled_from((None, "batch")),
        billing=st.sampled_from(("metered", "cached")),
        input=st.none() | st.integers(0, 300_000),
        cache_read=st.none() | st.integers(0, 300_000),
        output=st.none() | st.integers(0, 9_000),
    ),
    max_size=6,
)


@few(sharing=True)
@given(_rows)
def test_the_changes_sum_to_the_difference_of_the_totals(
    book: Book, corrected: Book, rows: list[dict[str, Any]]
) -> None:
    """Exactly, whatever the calls, and back again with the opposite sign."""
    found, back = _repriced(book, corrected, rows), _repriced(corrected, book, rows)
    before, after = (report.totals.cost or Decimal(0) for report in (found.before, found.after))

    assert difference(found) == after - before
    assert difference(back) == before - after
    assert BESIDES not in {change.meter for change in found.changes}
