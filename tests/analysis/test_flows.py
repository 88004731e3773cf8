"""Which flows of two reports changed most, and what the others come to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from support.usage import call, usage_rows
from tokenomics.analysis.flows import Flow, Flows, flows
from tokenomics.books import Book
from tokenomics.costing import CostQuery
from tokenomics.costing.run import costs_keyed
from tokenomics.engine import connect

MILLION = 1_000_000


def _flows(
    book: Book, before: list[dict[str, Any]], after: list[dict[str, Any]], limit: int
) -> Flows:
    """The flows of some calls by feature."""
    rows = [
        call(environment=side, **row)
        for side, of in (("old", before), ("new", after))
        for row in of
    ]
    with connect() as con:
        used = usage_rows(con, rows)
        kept = [
            costs_keyed(
                con, "usage", used, book, CostQuery(by=("feature",), where=(("environment", side),)), side
            )
            for side in ("old", "new")
        ]  # fmt: skip
        return flows(con, kept[0], kept[1], limit)


def test_flows_are_ordered_by_their_change_and_the_others_added_up(book: Book) -> None:
    """A million costs 2: b falls by 6, a rises by 4; c, d and what states none change by 2, 0 and 2: 2 to 6."""

    def of(feature: str | None, count: int) -> list[dict[str, Any]]:
        return [{"feature": feature, "input": MILLION}] * count

    found = _flows(
        book,
        [*of("a", 1), *of("b", 3), *of("d", 1)],
        [*of("a", 3), *of("c", 1), *of("d", 1), *of(None, 1)],
        2,
    )

    assert found.top == (
        Flow(("b",), (3, 0), (Decimal(6), Decimal(0))),
        Flow(("a",), (1, 3), (Decimal(2), Decimal(6))),
    )
    assert found.rest == Flow(("(other, 3 more)",), (1, 3), (Decimal(2), Decimal(6)))
    assert found.all == (*found.top, found.rest)


def test_a_rest_without_any_price_is_not_known(book: Book) -> None:
    """Of two flows the one nobody knows the price of is the rest: no cost before and none now."""
    mystery = {"feature": "m", "input": 1, "model_served": "mystery"}
    chat = {"feature": "chat", "input": MILLION}

    found = _flows(book, [mystery, chat], [mystery, mystery], 1)

    assert found.rest == Flow(("(other, 1 more)",), (1, 2), (None, None))
    assert found.rest is not None
    assert not found.rest.is_priced
    assert found.top[0].change == Decimal(-2)


def test_all_flows_leave_no_rest_and_no_calls_no_flows(book: Book) -> None:
    """One side may have no call at all, or both."""
    chat = {"feature": "chat", "input": MILLION}

    assert _flows(book, [], [chat], 5).all == (Flow(("chat",), (0, 1), (Decimal(0), Decimal(2))),)
    assert _flows(book, [], [], 5).all == ()
