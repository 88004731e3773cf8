"""Months, folders and files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenomics.engine import connect
from tokenomics.ledger.layout import DataFile, Ledger, files_of, month_of, month_sql, relative

NOVEMBER = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "month"),
    [
        (NOVEMBER, "2026-11"),
        (NOVEMBER - timedelta(microseconds=1), "2026-10"),
        (datetime(2026, 11, 1, 1, tzinfo=timezone(timedelta(hours=2))), "2026-10"),
        (datetime(2, 1, 1, tzinfo=UTC), "0002-01"),
    ],
)
def test_a_month_is_told_in_utc(instant: datetime, month: str) -> None:
    """The month's first microsecond in UTC begins it, whatever zone the instant is written in."""
    assert month_of(instant) == month


CON = connect()


@given(st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_sql_tells_the_same_month(instant: datetime) -> None:
    """The month a row is filed under is the month a reader looks for it in."""
    sql = f"SELECT {month_sql('usage')} FROM (SELECT $ts::TIMESTAMPTZ AS ts)"

    assert CON.execute(sql, {"ts": instant}).fetchall() == [(month_of(instant),)]


@pytest.mark.parametrize("kind", ["file", "reject"])
def test_what_is_looked_up_whole_has_one_folder(kind: str) -> None:
    """Watermarks and rejects are not divided by month."""
    assert month_sql(kind) == "'all'"


def test_a_file_lies_under_its_kind_and_month() -> None:
    """The path tells the partition in the way other readers of such folders expect it."""
    assert relative("usage", "2026-11", "x") == "kind=usage/month=2026-11/x.parquet"


def test_files_are_told_by_kind() -> None:
    """Only the files of the kind asked for."""
    usage = DataFile("/a", "usage", "2026-11", 1, 1, frozenset())
    outcome = usage._replace(path="/b", kind="outcome")

    assert files_of(Ledger(Path("/l"), 0, (usage, outcome)), "outcome") == (outcome,)
