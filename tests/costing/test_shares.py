"""Costs of calls that state somebody, priced apart."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from support.laws import few
from support.usage import call, report_of
from tokenomics.books import Book
from tokenomics.costing import Attribution

CALLS = st.builds(
    dict,
    input=st.integers(0, 10**6),
    user_id=st.sampled_from([None, "a", "b"]),
    team=st.sampled_from([None, "x", "y"]),
    model_served=st.sampled_from(["small", "large", "new"]),
)


@given(st.lists(CALLS, min_size=1, max_size=8), st.sampled_from([(), ("team",), ("team", "user")]))
@few()
def test_a_share_is_the_cost_of_the_calls_that_state_it(
    book: Book, found: list[dict[str, Any]], by: tuple[str, ...]
) -> None:
    """The share of every row is what a report of those calls alone says; nothing else changes."""
    rows = [call(**values) for values in found]
    whole = report_of(book, rows, *by, per="user")
    plain = report_of(book, rows, *by)
    alone = report_of(book, rows, *by, where=(("user!", ""),))
    costs = {row.key: (row.cost, row.has_unpriced) for row in (*alone.rows, alone.totals)}

    assert [row[:5] for row in whole.rows] == [row[:5] for row in plain.rows]
    assert whole.totals[:5] == plain.totals[:5]
    for row in (*whole.rows, whole.totals):
        expected = costs.get(row.key, (Decimal(0), False))
        assert (row.counted_cost, row.unit_unpriced) == expected


def test_rules_make_calls_somebodys(book: Book) -> None:
    """A user that a rule gives is stated; other meters are in the share too."""
    others = [{"meter": "gizmo", "quantity": Decimal(1), "unit": None}]
    rows = [call(input=1_000_000, team="x", other=others), call(input=1_000_000)]
    rules = [Attribution({"team": "x"}, {"user": "u"})]
    totals = report_of(book, rows, per="user", rules=rules).totals

    # 1,000,000 x 0.000002 and 1 x 0.25.
    assert (totals.counted, totals.counted_cost) == (1, Decimal("2.25"))
    assert (totals.unit_cost, totals.cost) == (Decimal("2.25"), Decimal("4.25"))


def test_customers_are_counted_as_users_are(book: Book) -> None:
    """4 dollars of two customers are 2 dollars each; the calls of nobody's are apart."""
    rows = [call(input=1_000_000, customer=name) for name in ("c1", "c2", None)]
    totals = report_of(book, rows, per="customer").totals

    assert (totals.counted, totals.counted_cost, totals.unit_cost) == (2, 4, 2)
    assert totals.cost == 6


# Two tasks with a step of the same name are two steps; a step that is tried again is one.
STEPS = [
    call(input=1_000_000, task_id="t1", step="plan"),
    call(input=1_000_000, task_id="t1", step="plan", attempt=2),
    call(input=1_000_000, task_id="t1", step="write", model_served="large"),
    call(input=1_000_000, trace_id="t2", step="plan", team="x"),
    call(input=1_000_000, task_id="t1", team="x"),
    call(input=1_000_000, step="plan", team="y"),
]


def test_a_step_is_one_of_its_task(book: Book) -> None:
    """2 + 2 + 10 + 2 = 16 dollars for three steps; a call without a step, and one without a task, are apart."""
    report = report_of(book, STEPS, "team", per="step")

    assert (report.totals.counted, report.totals.counted_cost) == (3, 16)
    assert report.totals.unit_cost == Decimal("5.333333333333333333")
    assert {row.key[0]: (row.counted, row.counted_cost, row.cost) for row in report.rows} == {
        None: (2, 14, 14),
        "x": (1, 2, 4),
        "y": (0, 0, 2),
    }


def test_what_names_a_task_is_for_the_question_to_say(book: Book) -> None:
    """By traces alone there is one step, and by a column that no call has there is none."""
    by_trace = report_of(book, STEPS, per="step", task_ids=("trace_id",)).totals
    by_session = report_of(book, STEPS, per="step", task_ids=("session_id",)).totals

    assert (by_trace.counted, by_trace.unit_cost) == (1, 2)
    assert (by_session.counted, by_session.unit_cost, by_session.counted_cost) == (0, None, 0)
