"""Tables of agents' calls, and the laws that their figures obey."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from support.agents import agents_of, figures
from support.laws import few
from support.usage import T0, call
from tokenomics.analysis.agent_tasks import TOKENS, TOOLS, columns_of
from tokenomics.analysis.listing import Listing, Value
from tokenomics.books import Book
from tokenomics.costing import CostQuery
from tokenomics.records.money import total

Row = dict[str, Any]

SUMMED = ("requests", "tokens", "cost", "tasks", "task_requests", "steps", "unmeasured_tasks")
LAW = few(10, sharing=True)
_names = st.sampled_from(("a", "b", None))
_calls = st.lists(
    st.builds(
        lambda minutes, agent, **more: call(
            ts=T0 + timedelta(minutes=minutes), tags={"agent": agent} if agent else None, **more
        ),
        st.integers(0, 100),
        st.sampled_from((None, None, "x", "y")),
        task_id=st.sampled_from(("t0", "t1", "t2", None)),
        feature=_names,
        user_id=_names,
        step=st.sampled_from((None, "plan", "read")),
        model_served=st.sampled_from(("small", "large", "new")),
        input=st.none() | st.integers(0, 5_000),
        output=st.none() | st.integers(0, 500),
        web_search=st.none() | st.integers(0, 3).map(Decimal),
    ),
    max_size=8,
)
_groupings = st.lists(
    st.sampled_from(("feature", "user", "model", "day", "hour", "task")), min_size=1, max_size=2, unique=True
)  # fmt: skip


def asked(book: Book, rows: Sequence[Row], *by: str) -> Listing:
    """What agents take in a ledger of its own; lines are numbered, so that ids decide nothing."""
    with tempfile.TemporaryDirectory() as folder:
        numbered = [{**row, "source_line": n + 1} for n, row in enumerate(rows)]
        return agents_of(book, Path(folder), *numbered, by=by)


def everything(book: Book, rows: Sequence[Row]) -> dict[str, Value]:
    """The figures of all calls."""
    return figures(asked(book, rows))


def test_only_columns_that_hold_anything_are_asked_for() -> None:
    """A ledger of plain calls needs no column of tools, nor ids to join their fees by."""
    plain = columns_of(CostQuery(by=("feature", "day")), frozenset({"input", "task_id"}))
    tools = columns_of(CostQuery(), frozenset({"input", "web_search"}))

    assert {"input", "c0", "task"} <= plain.keys()
    assert {"c1", "output", "web_search", "record_id"}.isdisjoint(plain)
    assert {"web_search", "record_id"} <= tools.keys()


def test_tools_are_what_is_billed_by_the_use_and_tokens_what_calls_take() -> None:
    """Reranking is a model's own work, and tokens of a training are no call's."""
    assert set(TOOLS) == {"web_search", "maps", "file_search", "code_session"}
    assert {"input", "cache_read", "output", "reasoning"} <= set(TOKENS)
    assert "trained_tokens" not in TOKENS


@LAW
@given(rows=_calls.filter(bool), by=_groupings)
def test_groups_sum_to_the_total(book: Book, rows: list[Row], by: list[str]) -> None:
    """Every call is in one group, and so is every task."""
    listing = asked(book, rows, *by)
    whole = everything(book, rows)
    columns = [column.name for column in listing.columns]
    assert listing.total is not None

    for name in (*SUMMED, "task_cost", "tool_fees", "tool_uses", "sub_agents", "sub_agent_cost"):
        parts = [row[columns.index(name)] for row in listing.rows]
        assert total(
            Decimal(part) for part in parts if part is not None and not isinstance(part, str)
        ) == (whole[name] or 0), name
    assert listing.total[len(by) :] == tuple(whole.values())


@LAW
@given(rows=_calls.filter(bool))
def test_other_names_of_tasks_users_and_agents_change_nothing(book: Book, rows: list[Row]) -> None:
    """Names tell apart, and nothing else."""
    names = {"t0": "z", "t1": "a", "t2": "m", "a": "q", "b": "c", "x": "y", "y": "x", None: None}
    renamed = [
        {
            **row,
            "task_id": names[row["task_id"]],
            "user_id": names[row["user_id"]],
            "tags": row["tags"] and {"agent": names[row["tags"]["agent"]]},
        }
        for row in rows
    ]

    assert everything(book, renamed) == everything(book, rows)


@LAW
@given(rows=_calls.filter(bool), data=st.data())
def test_an_hour_is_as_long_however_many_calls_are_made_in_it(
    book: Book, rows: list[Row], data: st.DataObject
) -> None:
    """A call that is made again in its quarter of an hour adds no active time."""
    again = data.draw(st.sampled_from(rows))
    quarter = again["ts"].replace(minute=again["ts"].minute // 15 * 15)
    more = {**again, "ts": quarter + timedelta(minutes=data.draw(st.integers(0, 14)))}

    assert everything(book, [*rows, more])["active_hours"] == everything(book, rows)["active_hours"]


@LAW
@given(rows=_calls.filter(bool))
def test_a_task_that_costs_nothing_adds_no_cost(book: Book, rows: list[Row]) -> None:
    """A failed call of a task of its own changes the numbers of calls and tasks, and no amount."""
    failed = call(task_id="failed", ts=T0, status="failure", input=0, billing="free")
    before, after = everything(book, rows), everything(book, [*rows, failed])

    for name in ("cost", "task_cost"):
        assert (after[name] or 0) == (before[name] or 0)
    for name in ("tokens", "steps", "tool_fees", "sub_agents", "multiplier", "multiplier_max",
                 "active_hours", "cost_per_active_hour", "cost_per_step"):  # fmt: skip
        assert (after[name] or 0) == (before[name] or 0), name
    for name in ("requests", "tasks", "unmeasured_tasks"):
        assert after[name] == int(str(before[name])) + 1


@LAW
@given(rows=_calls.filter(bool), data=st.data())
def test_the_order_of_records_decides_nothing(
    book: Book, rows: list[Row], data: st.DataObject
) -> None:
    """Calls of different instants come to the same figures however they were stored."""
    apart = [{**row, "ts": row["ts"] + timedelta(seconds=n)} for n, row in enumerate(rows)]
    shuffled = data.draw(st.permutations(apart))

    assert everything(book, shuffled) == everything(book, apart)
