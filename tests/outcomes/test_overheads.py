"""Costs that are no calls, and their shares."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.ledger_rows import stage
from tokenomics.engine import connect
from tokenomics.outcomes.overheads import Overhead, Share, due, overheads, scopes, shared, within

NOVEMBER = datetime(2026, 11, 1, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)
HOSTING = Overhead("hosting", "opex", NOVEMBER, DECEMBER, Decimal(300), "USD", {}, "requests")


def _share(
    requests: int = 0, tokens: int = 0, cost: str = "0", tasks: int = 0, **values: Any
) -> Share:
    return Share(values, requests, tokens, Decimal(cost), tasks)


def test_the_part_of_a_period_is_by_time() -> None:
    """Ten of thirty days of 300 dollars are 100; what lies outside is nothing."""
    since = NOVEMBER + timedelta(days=10)

    assert within(HOSTING, since, since + timedelta(days=10)) == 100
    assert within(HOSTING, None, since) == 100
    assert within(HOSTING, None, None) == 300
    assert within(HOSTING, DECEMBER, None) == 0


def test_what_falls_due_at_once_belongs_to_its_instant() -> None:
    """The first instant of a period is in it, the first one after is not."""
    once = HOSTING._replace(end=None)

    assert within(once, NOVEMBER, DECEMBER) == 300
    assert within(once, None, NOVEMBER) == 0
    assert within(once, NOVEMBER + timedelta(microseconds=1), None) == 0


@pytest.mark.parametrize(
    ("by", "parts"),
    [
        ("requests", ["75", "225"]),  # 1 : 3
        ("tokens", ["200", "100"]),  # 20 : 10
        ("cost", ["180", "120"]),  # 0.3 : 0.2
        ("tasks", ["60", "240"]),  # 1 : 4
        ("even", ["150", "150"]),
    ],
)
def test_it_is_shared_out_by_what_it_says(by: str, parts: list[str]) -> None:
    """300 dollars among two groups."""
    among = [
        _share(1, 20, "0.3", 1)._replace(group=("a",)),
        _share(3, 10, "0.2", 4)._replace(group=("b",)),
    ]

    found = shared(HOSTING._replace(allocate_by=by), Decimal(300), among)
    assert found == [Decimal(part) for part in parts]


def test_evenly_is_the_same_for_each_group_and_by_tasks_within_it() -> None:
    """150 for a, of whose three tasks two failed: 50 and 100; 150 for b; c has no task in its scope."""
    among = [
        _share(tasks=1, team="x")._replace(group=("a",)),
        _share(tasks=2, team="x")._replace(group=("a",)),
        _share(tasks=9, team="x")._replace(group=("b",)),
        _share(tasks=9, team="y")._replace(group=("b",)),
        _share(tasks=9, team="y")._replace(group=("c",)),
    ]
    evenly = HOSTING._replace(allocate_by="even", scope={"team": "x"})

    assert shared(evenly, Decimal(300), among) == [50, 100, 150, 0, 0]


def test_what_is_owed_in_a_period_is_joined_where_it_is_alike() -> None:
    """Two thirds of November's 300 dollars and all of 12 that fell due; a credit takes the rest of 5."""
    since = NOVEMBER + timedelta(days=10)
    once = HOSTING._replace(start=since, end=None, amount=Decimal(12))
    fee = once._replace(name="fee", amount=Decimal(5))
    credit = fee._replace(amount=Decimal(-5))

    assert due([HOSTING, once, fee, credit], since, None) == [(HOSTING, 212)]
    assert due([HOSTING, HOSTING._replace(scope={"team": "x"})], None, None) == [
        (HOSTING, 300),
        (HOSTING._replace(scope={"team": "x"}), 300),
    ]


def test_only_what_is_in_its_scope_bears_it() -> None:
    """Support bears all; where nothing is in scope, nothing bears anything."""
    among = [_share(1, team="support"), _share(9, team="search"), _share(9, team=None)]
    of_team = HOSTING._replace(scope={"team": "support"})

    assert shared(of_team, Decimal(300), among) == [300, 0, 0]
    assert shared(of_team._replace(scope={"team": "x"}), Decimal(300), among) == [0, 0, 0]
    assert shared(HOSTING, Decimal(300), [_share()]) == [0]


@given(
    st.decimals("0.01", 10**6, places=2),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=9),
)
def test_the_parts_sum_to_the_whole(amount: Decimal, weights: list[int]) -> None:
    """To the last digit, and nobody without a weight bears a part."""
    parts = shared(HOSTING, amount, [_share(weight) for weight in weights])

    assert sum(parts) == (amount if any(weights) else 0)
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if not weight)


def test_overheads_are_read_with_the_names_of_dimensions() -> None:
    """A column is its dimension, what is no dimension a tag; silence is opex, by cost."""
    row = {
        "merge_rank": "a",
        "source": "test",
        "name": "x",
        "ts": NOVEMBER,
        "amount": Decimal(5),
        "currency": "USD",
    }
    with connect() as con:
        table = stage(
            con, "overhead",
            [{**row, "record_id": b"1" * 16, "scope": {"user_id": "ada", "cost_center": "7"}}],
        )  # fmt: skip
        (found,) = overheads(con, table)

    assert found == Overhead(
        "x",
        "opex",
        NOVEMBER,
        None,
        Decimal(5),
        "USD",
        {"user": "ada", "tag:cost_center": "7"},
        "cost",
    )
    assert list(scopes([found, found])) == ["user", "tag:cost_center"]


def test_a_period_in_days_includes_the_last_of_them() -> None:
    """Ten of the thirty days of November are a third of 300 dollars, to the last digit."""
    row = {
        "record_id": b"1" * 16, "merge_rank": "a", "source": "test", "name": "x", "ts": NOVEMBER,
        "ts_end": DECEMBER - timedelta(microseconds=1), "amount": Decimal(300), "currency": "USD",
    }  # fmt: skip
    with connect() as con:
        (found,) = overheads(con, stage(con, "overhead", [row]))

    assert found.end == DECEMBER
    assert within(found, None, NOVEMBER + timedelta(days=10)) == 100
