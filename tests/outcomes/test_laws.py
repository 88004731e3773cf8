"""What holds of tasks and their costs, whatever they are."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.tasks import outcome, tasks_report, verdicts
from support.usage import T0, call
from tokenomics.books import Book

EVALUATION = {"name": "evaluation", "ts": T0, "amount": Decimal(9), "allocate_by": "tasks"}

_calls = st.lists(
    st.builds(
        call,
        task_id=st.sampled_from(("t0", "t1", "t2", "t3", None)),
        ts=st.integers(0, 50).map(lambda hours: T0 + timedelta(hours=hours)),
        feature=st.sampled_from(("a", "b", None)),
        model_served=st.sampled_from(("small", "large", "new")),
        input=st.integers(0, 10**6),
    ),
    max_size=8,
)
_outcomes = st.lists(
    st.builds(
        outcome,
        st.sampled_from(("t0", "t1", "t2")),
        st.sampled_from(("success", "failure", "abandoned", "unknown")),
        ts=st.integers(0, 3).map(lambda hours: T0 + timedelta(hours=hours)),
    ),
    max_size=5,
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(_calls, _outcomes, st.randoms(use_true_random=False))
def test_groups_sum_to_the_total_and_order_decides_nothing(
    book: Book, calls: list[dict[str, Any]], judged: list[dict[str, Any]], shuffled: Any
) -> None:
    """Costs, and tasks by verdict, by feature, by model and by day; rows may come in any order."""
    whole = tasks_report(book, calls, judged).totals
    for by in ("feature", "model", "day"):
        rows = tasks_report(book, calls, judged, by, besides=[EVALUATION]).rows
        assert sum(row.tasks.overheads for row in rows if row.tasks) == (9 if rows else 0)
        assert sum((row.cost or Decimal(0) for row in rows), Decimal(0)) == (whole.cost or 0)
        assert [sum(column) for column in zip(*map(verdicts, rows), strict=True)] in (
            list(verdicts(whole)),
            [],
        )
    mixed = list(calls)
    shuffled.shuffle(mixed)
    assert tasks_report(book, mixed, judged[::-1], "feature").totals.tasks == whole.tasks
