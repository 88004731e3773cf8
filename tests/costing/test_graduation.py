"""Which prices by quantity records touch, and the columns that tell their accounts and periods."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from support.quantities import COMMITTED, FREE, book_with
from support.usage import T0
from tokenomics.books import Book
from tokenomics.costing.graduation import (
    NO_PERIOD,
    NONE,
    graduation_of,
    key_columns,
    providers_of,
    uses_sql,
    widened,
    with_windows,
)
from tokenomics.rate_keys import NULL, Cuts

NAMES = [("ACME", "small"), ("other", "small")]
NOVEMBER, DECEMBER, JANUARY = (
    datetime(2026, 11, 1, tzinfo=UTC),
    datetime(2026, 12, 1, tzinfo=UTC),
    datetime(2027, 1, 1, tzinfo=UTC),
)


@pytest.fixture
def free(tmp_path: Path) -> Book:
    """5,000 searches a month and account are free, shared by two models."""
    return book_with(tmp_path)


def test_records_touch_what_their_names_and_meters_may_be_charged(free: Book) -> None:
    """The periods run from the first record's to the last one's, the names are the records' own."""
    found = graduation_of(free, NAMES, {"web_search", "input"}, T0, DECEMBER)

    assert found.entries == free.graduated
    assert (found.providers, found.meters) == (("ACME",), ("web_search",))
    assert (found.starts, found.end) == ((NOVEMBER, DECEMBER), JANUARY)


@pytest.mark.parametrize(
    ("names", "used"),
    [
        (NAMES, {"input"}),
        ([("acme", "moving")], {"web_search"}),
        ([("other", None)], {"web_search"}),
        ([], {"web_search"}),
    ],
)
def test_other_names_and_meters_touch_nothing(
    free: Book, names: list[tuple[str, str | None]], used: set[str]
) -> None:
    """So reports of them ask nothing more."""
    assert graduation_of(free, names, used, T0, T0) == NONE


def test_a_retracted_price_is_touched_by_nothing(tmp_path: Path) -> None:
    """It was never true."""
    book = book_with(tmp_path, f"{FREE}retracted_at = 2026-11-01\n")

    assert graduation_of(book, NAMES, {"web_search"}, T0, T0) == NONE


def test_a_meter_is_charged_by_its_fall_back_too(tmp_path: Path) -> None:
    """Thinking at the price of output counts as output."""
    book = book_with(tmp_path, FREE.replace("web_search", "output"))

    assert graduation_of(book, NAMES, {"reasoning", "input"}, T0, T0).meters == ("reasoning",)


def test_wrong_clocks_lie_in_no_period(free: Book) -> None:
    """Years before any model and far ahead do not become periods."""
    early, late = (datetime(year, 1, 1, tzinfo=UTC) for year in (2, 9998))
    found = graduation_of(free, NAMES, {"web_search"}, early, late)

    assert (found.starts[0].year, found.starts[-1].year) == (1970, 2200)


def test_names_of_the_asking_providers_are_those_in_records(free: Book) -> None:
    """What the book does not know asks nothing."""
    assert providers_of(free, [*NAMES, ("acme", "new")], free.graduated) == ("ACME",)


def test_a_period_is_widened_to_whole_periods(free: Book) -> None:
    """One day of November needs all of November, if the ledger has such a meter."""
    later = T0 + timedelta(days=1)

    assert widened(free, {"web_search"}, T0, later) == (NOVEMBER, DECEMBER)
    assert widened(free, {"web_search"}, None, None) == (None, None)
    assert widened(free, {"input"}, T0, later) == (T0, later)


def test_windows_cut_between_the_first_and_the_last_record(tmp_path: Path) -> None:
    """Where a price by quantity begins, prices change."""
    book = book_with(tmp_path, f"{FREE}from = 2026-11-15\nuntil = 2027-11-15\n")
    found = graduation_of(book, NAMES, {"web_search"}, T0, DECEMBER)
    begins = datetime(2026, 11, 15, tzinfo=UTC)

    cuts = with_windows(Cuts(T0, (DECEMBER,), ()), found, DECEMBER)

    assert cuts == Cuts(T0, (begins, DECEMBER), ())


def test_only_records_that_use_it_have_an_account_and_a_period(
    con: duckdb.DuckDBPyConnection, free: Book
) -> None:
    """Others share the rate keys that they had."""
    found = graduation_of(free, NAMES, {"web_search"}, T0, DECEMBER)
    columns = ", ".join(key_columns(found, {"scope_id"}).values())
    rows = con.execute(
        f"""SELECT {columns} FROM (VALUES
            (1, 'ACME', 1, 'a', TIMESTAMPTZ '2026-11-30 23:59:59+00'),
            (2, 'ACME', 1, 'a', TIMESTAMPTZ '2026-12-01 00:00:00+00'),
            (3, 'ACME', 0, 'a', TIMESTAMPTZ '2026-12-01 00:00:00+00'),
            (4, 'ACME', NULL, 'a', TIMESTAMPTZ '2026-12-01 00:00:00+00'),
            (5, 'other', 1, 'a', TIMESTAMPTZ '2026-12-01 00:00:00+00')
        ) AS records(n, provider, web_search, scope_id, ts) ORDER BY n"""
    ).fetchall()

    assert rows == [("a", 1), ("a", 2), (None, 0), (None, 0), (None, 0)]


def test_without_accounts_nothing_is_counted_unless_it_is_pooled(tmp_path: Path) -> None:
    """A commitment of all accounts together needs no account, only a period."""
    free, pooled = (
        graduation_of(book_with(tmp_path, text), NAMES, {"web_search"}, T0, T0)
        for text in (FREE, COMMITTED)
    )

    assert key_columns(free, set()) == {"account": NULL, "period": NO_PERIOD}
    assert key_columns(NONE, {"scope_id"}) == {"account": NULL, "period": NO_PERIOD}
    assert key_columns(pooled, {"scope_id"})["account"] == NULL
    assert key_columns(pooled, set())["period"] != NO_PERIOD
    assert uses_sql(pooled) == "true"
