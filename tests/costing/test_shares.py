"""Costs of calls that state somebody, priced apart."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

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
@settings(max_examples=25, deadline=None)
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
