"""Rate keys, cuts and the questions put to the pricebook."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from support.usage import T0, book_of
from tokenomics import rate_keys
from tokenomics.books import Call
from tokenomics.books.hours import DAY, WEEK, Hours, sides
from tokenomics.engine import connect
from tokenomics.rate_keys import Cuts, RateKey, Week, step_sql
from tokenomics.timezones import stretches, zone

_CHANGE = datetime(2026, 11, 15, tzinfo=UTC)
_KEY = RateKey("acme", "moving", "batch", None, "eu", "fast", billable=True, epoch=0, step=0)
_CUTS = Cuts(T0, (_CHANGE,), (272_001,))
_NIGHT = Hours("Europe/Berlin", ((0, 6 * 60), (6 * DAY + 22 * 60, WEEK + 60)))


def _only(key: RateKey, where: Cuts = _CUTS) -> Call:
    (call,) = rate_keys.calls_of(key, where)
    return call


def test_cuts_lie_between_the_first_and_the_last_record(tmp_path: Path) -> None:
    """A change at the first instant or after the last one divides nothing."""
    book = book_of(tmp_path)
    names = [("acme", "moving"), ("acme", "large"), ("acme", None)]

    assert rate_keys.cuts(book, names, T0, _CHANGE) == _CUTS
    assert rate_keys.cuts(book, names, _CHANGE, _CHANGE).instants == ()
    assert rate_keys.cuts(book, names[:1], T0, T0) == Cuts(T0, (), ())


def test_a_rate_key_asks_for_an_instant_and_a_context_of_its_own() -> None:
    """Epoch 0 is asked at the first record, step 0 without context; later ones at their cut."""
    early = _only(_KEY)
    late = _only(_KEY._replace(epoch=1, step=1))

    assert (early.at, early.context_tokens) == (T0, 0)
    assert (late.at, late.context_tokens) == (_CHANGE, 272_001)
    assert early[:5] == ("acme", "moving", "batch", "eu", "fast")


def test_a_stated_context_tier_wins_over_the_counts() -> None:
    """The provider knows which tier it billed."""
    key = _KEY._replace(context_tier="0-200k", step=1)

    assert _only(key).context_tokens == 0


@pytest.mark.parametrize(
    ("tier", "tokens"),
    [
        (None, None),
        ("0-200k", 0),
        ("≤ 200k", 0),
        ("200k-1M", 200_001),
        ("> 200k", 200_001),
        ("1M-2M", 1_000_001),
        ("standard", None),
    ],
)
def test_context_tiers_are_read_as_providers_write_them(
    tier: str | None, tokens: int | None
) -> None:
    """The least total input of the tier."""
    assert rate_keys.stated_context(tier) == tokens


def test_a_bucket_asks_for_each_epoch_that_it_reaches() -> None:
    """One that ends after the change asks on both sides of it."""
    calls = rate_keys.calls_of(_KEY._replace(until=1), _CUTS)

    assert [call.at for call in calls] == [T0, _CHANGE]


def test_a_bucket_asks_for_each_side_of_the_hours_that_it_reaches() -> None:
    """Bit 0 says inside, bit 1 outside, and both bits both."""
    cuts = _CUTS._replace(weeks=(Week(_NIGHT, ()),))
    inside, outside = frozenset((_NIGHT,)), frozenset[Hours]()

    assert [call.hours for call in rate_keys.calls_of(_KEY._replace(hours=1), cuts)] == [inside]
    assert [call.hours for call in rate_keys.calls_of(_KEY._replace(hours=2), cuts)] == [outside]
    assert [call.hours for call in rate_keys.calls_of(_KEY._replace(hours=3), cuts)] == [
        inside,
        outside,
    ]


def test_prices_of_one_day_know_no_epochs(tmp_path: Path) -> None:
    """All records are asked at that day's prices."""
    book = book_of(tmp_path)
    cuts = rate_keys.cuts(book, [("acme", "moving")], T0, _CHANGE, prices_at=_CHANGE)

    assert (cuts.first, cuts.instants) == (_CHANGE, ())


@settings(deadline=None)
@given(
    st.datetimes(datetime(2026, 3, 20), datetime(2026, 11, 5)),  # noqa: DTZ001
    st.one_of(st.none(), st.integers(1, 9 * WEEK).map(lambda m: timedelta(minutes=m / 8))),
)
@example(datetime(2026, 8, 24, 4), timedelta(microseconds=1))  # noqa: DTZ001
@example(datetime(2026, 8, 23, 20), timedelta(hours=9))  # noqa: DTZ001
def test_the_engine_and_the_book_agree_on_the_hours(
    moment: datetime, length: timedelta | None
) -> None:
    """Of a call and of a bucket of any length, over the end of the week and changes of the clock."""
    at = moment.replace(tzinfo=UTC)
    end = None if length is None else at + length
    last = at if end is None else max(end - timedelta(microseconds=1), at)

    expected = {True: 1, False: 2}
    assert _hours_of({"ts": at, "ts_end": end}) == sum(expected[s] for s in sides(_NIGHT, at, last))


def _hours_of(columns: dict[str, Any]) -> int:
    """What the engine makes of a record: a bucket where it has an end."""
    grain = "request" if columns["ts_end"] is None else "bucket"
    first, last = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)
    week = Week(_NIGHT, stretches(zone(_NIGHT.zone), first, last))
    used = frozenset(("ts_end",))
    keys = rate_keys.key_columns(used, "'m'", Cuts(first, (), (), (week,)), has_buckets=True)
    with connect() as con:
        (row,) = con.execute(
            f"SELECT {keys['hours']} FROM (SELECT $grain AS grain, CAST($ts AS TIMESTAMPTZ) AS ts,"
            " CAST($ts_end AS TIMESTAMPTZ) AS ts_end)",
            {"grain": grain, **columns},
        ).fetchall()
    return int(row[0])


def test_a_single_bucket_asks_the_same_questions_as_many(tmp_path: Path) -> None:
    """Two weeks over a change ask on both sides of it."""
    book = book_of(tmp_path)
    call = Call("acme", "moving", None, None, None, 0, _CHANGE - timedelta(days=7))

    assert [each.at for each in rate_keys.calls_over(book, call, _CHANGE)] == [call.at, _CHANGE]
    assert [each.at for each in rate_keys.calls_over(book, call, call.at)] == [call.at]


@settings(deadline=None)
@given(bounds=st.lists(st.integers(-9, 9), unique=True).map(sorted), value=st.integers(-10, 10))
def test_steps_are_the_bounds_reached(bounds: list[int], value: int) -> None:
    """Halving finds as many as counting does."""
    with connect() as con:
        row = con.execute(f"SELECT {step_sql(str(value), [str(b) for b in bounds])}").fetchone()

    assert row == (sum(bound <= value for bound in bounds),)
