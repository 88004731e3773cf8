"""What could be spent better, from a ledger to a listing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.ledger_rows import put
from support.ledger_rows import row as ledger_row
from support.tasks import LATER
from support.usage import T0, call, kept
from support.waste import TWENTY, M, Rows
from tokenomics.analysis.listing import Listing, Value
from tokenomics.analysis.waste import COLUMNS, waste
from tokenomics.books import Book
from tokenomics.config import Config
from tokenomics.costing import CostQuery
from tokenomics.ledger import open_ledger
from tokenomics.outcomes import asked_of
from tokenomics.records.errors import ConfigError

NAMES = [column.name for column in COLUMNS]
SHORT = {"feature": "chat", "input": 400, "output": 100}

# A scenario of which every amount is reckoned below.
CALLS = [
    *[call(**SHORT)] * TWENTY,
    call(**SHORT, model_served="large"),
    call(feature="chat", input=400, output=1_100),
    call(feature="chat", input=10_400, output=100),
    call(feature="night", input=M, output=M, service_tier="batch"),
    call(feature="code", session_id="s", cache_write_5m=M),
    call(
        feature="code", session_id="s", cache_read=M, cache_write_5m=M, ts=T0 + timedelta(minutes=1)
    ),
    call(feature="code", session_id="t", input=100, ts=T0 + timedelta(hours=1)),
]


def waste_of(folder: Path, book: Book, rows: Rows, **options: Any) -> Listing:
    """What could be spent better of some calls, a month later."""
    return waste(kept(folder, *rows), book, CostQuery(**options), asked_of(Config(), LATER))


def by_finding(found: Listing) -> dict[Value, dict[str, Value]]:
    """The rows of a listing without groups, by what they are."""
    return {row[0]: dict(zip(NAMES, row, strict=True)) for row in found.rows}


def test_a_scenario_by_hand(tmp_path: Path, book: Book) -> None:
    """Each amount, per million tokens 2 in, 8 out, 0.5 cached, 2.5 written; batch 1 and 4; large 5 and 30.

    Caches: reading 1 M saved 1.5, writing 2 M cost 2 x 0.5 more: 0.5. The second write is read by
    nobody: 0.5. Batch: 5 instead of 10: 5. Waiting: 22 small calls without cached tokens in `chat`, and
    one of 100 in `code`; `large` has no batch price, nor have cached tokens. 20 x 0.0016 + (0.0008 +
    0.0088) + (0.0208 + 0.0008) + 0.0002 = 0.0634, half of it 0.0317. Output: the median is 100, of
    1,100 are 900 too many: 0.0072. Input: the median is 400, of 10,400 are 9,600 too many: 0.0192.
    The dear call: 0.002 + 0.003 instead of 0.0016: 0.0034.
    """
    rows = by_finding(waste_of(tmp_path, book, CALLS))

    assert {name: row["at_stake"] for name, row in rows.items()} == {
        "cache savings": Decimal("0.5"),
        "writes never read": Decimal("0.5"),
        "batch and flex": Decimal(5),
        "if it could wait": Decimal("0.0317"),
        "long output": Decimal("0.0072"),
        "long input": Decimal("0.0192"),
        "dear for short work": Decimal("0.0034"),
    }
    assert [rows[name]["calls"] for name in ("if it could wait", "cache savings")] == [23, 2]
    assert [rows[name]["tokens"] for name in ("long output", "long input")] == [900, 9_600]


def test_shares_are_of_the_cost_of_all_calls(tmp_path: Path, book: Book) -> None:
    """1 of 4 dollars could be saved at batch, of the calls that cost 2; the other two cannot wait."""
    rows = [call(input=M), call(input=M, billing="subscription")]
    found = by_finding(waste_of(tmp_path, book, rows))["if it could wait"]

    assert (found["cost"], found["at_stake"], found["share"]) == (2, 1, Decimal("0.25"))


def test_the_most_at_stake_stands_first_and_rows_are_limited(tmp_path: Path, book: Book) -> None:
    """Of seven rows the first two, with their sentences, and how many there are."""
    found = waste_of(tmp_path, book, CALLS, limit=2)

    assert [row[0] for row in found.rows] == ["batch and flex", "cache savings"]
    assert found.row_count == 7
    assert found.total is None
    assert "do not add up" in found.remarks[0]


def test_groups_sum_to_the_whole(tmp_path: Path, book: Book) -> None:
    """Any grouping: the amounts of each kind are those without groups, and stand in sentences once."""
    whole = by_finding(waste_of(tmp_path / "a", book, CALLS))
    grouped = waste_of(tmp_path / "b", book, CALLS, by=("feature", "day", "model"))
    sums: dict[Value, list[Decimal]] = {}
    for *_, name, calls, _tokens, cost, at_stake, _share, meaning in grouped.rows:
        so_far = sums.setdefault(name, [Decimal(0)] * 3)
        sums[name] = [
            a + Decimal(b or 0) for a, b in zip(so_far, (calls, cost, at_stake), strict=True)
        ]
        assert meaning is None

    assert sums == {
        name: [row["calls"], row["cost"], row["at_stake"]] for name, row in whole.items()
    }
    assert set(grouped.sentences) == {row["meaning"] for row in whole.values()}


def test_times_come_in_their_order(tmp_path: Path, book: Book) -> None:
    """A small amount of the first day stands before a great one of the second."""
    rows = [call(input=n * M, ts=T0 + timedelta(days=n)) for n in (2, 1)]

    assert [row[0] for row in waste_of(tmp_path, book, rows, by=("day",)).rows] == [
        "2026-11-03",
        "2026-11-04",
    ]


def _renamed(row: Mapping[str, Any]) -> dict[str, Any]:
    said = {
        "feature": f"x {row['feature']}'",
        "session_id": row.get("session_id") and "s" + row["session_id"],
    }
    return {**row, **{name: value for name, value in said.items() if value}}


def test_other_names_change_nothing(tmp_path: Path, book: Book) -> None:
    """Features and sessions by other names, calls in another order: the same rows."""
    rows = waste_of(tmp_path / "a", book, CALLS).rows

    assert waste_of(tmp_path / "b", book, [_renamed(row) for row in reversed(CALLS)]).rows == rows


def test_a_call_that_costs_nothing_changes_nothing(tmp_path: Path, book: Book) -> None:
    """Whatever a free call states: all amounts stay as they are."""
    free = [call(**{**row, "billing": "free", "session_id": "free"}) for row in CALLS]

    assert (
        waste_of(tmp_path / "a", book, [*CALLS, *free]).rows
        == waste_of(tmp_path / "b", book, CALLS).rows
    )


def test_an_answer_of_a_gateways_cache_is_a_saving(tmp_path: Path, book: Book) -> None:
    """1 M in and out would have cost 2 + 8; all other amounts stay as they are."""
    hit = call(input=M, output=M, billing="cached", feature="faq")
    with_hit = by_finding(waste_of(tmp_path / "a", book, [*CALLS, hit]))
    row = with_hit.pop("answered by a gateway")

    assert (row["calls"], row["cost"], row["at_stake"]) == (1, 0, 10)
    assert with_hit == by_finding(waste_of(tmp_path / "b", book, CALLS))


def test_no_more_is_at_stake_than_the_calls_cost(tmp_path: Path, book: Book) -> None:
    """Of all kinds that tell what could be saved, whatever was saved may be more."""
    for row in by_finding(waste_of(tmp_path, book, CALLS)).values():
        if row["finding"] not in {"cache savings", "answered by a gateway", "batch and flex"}:
            assert 0 <= Decimal(row["at_stake"] or 0) <= Decimal(row["cost"] or 0)


def test_what_no_call_states_is_said_and_has_no_row(tmp_path: Path, book: Book) -> None:
    """Calls of plain input alone: no caches, tiers, features; and nothing that is zero by ignorance."""
    found = waste_of(tmp_path, book, [call(input=M)])

    assert list(by_finding(found)) == ["if it could wait"]
    assert {
        "no call states tokens read from or written to a cache",
        "no call states a service tier: all are taken to be standard",
        "no call states a feature: nothing tells how long calls usually are",
    } <= set(found.remarks)


def test_calls_without_a_price_have_no_amount(tmp_path: Path, book: Book) -> None:
    """An unknown model, and one that has no batch price: no row, and the latter is counted."""
    names = ("unknown", "large")
    found = waste_of(tmp_path, book, [call(input=M, model_served=name) for name in names])

    assert found.rows == ()
    assert "if it could wait: 1 call left out, for want of a batch price" in found.remarks
    assert found.report.totals.has_unpriced


def test_a_period_without_calls_is_empty(tmp_path: Path, book: Book) -> None:
    """No rows, no sentences, no remarks."""
    found = waste_of(tmp_path, book, CALLS, until=T0)

    assert (found.rows, found.sentences, found.remarks, found.row_count) == ((), (), (), 0)


def test_outcomes_decide_which_model_is_worse(tmp_path: Path, book: Book) -> None:
    """20 tasks of `small` fail and 20 of `large` succeed: nothing would be saved by failing."""
    models = {"small": "failure", "large": "success"}
    tasks = [
        (model, label, f"{model}{n}") for model, label in models.items() for n in range(TWENTY)
    ]
    calls = [
        ledger_row(n, at=T0, **{k: v for k, v in call(**SHORT, model_served=model, task_id=task).items()
                               if k not in {"ts", "merge_rank", "source"}})
        for n, (model, _, task) in enumerate(tasks)
    ]  # fmt: skip
    told = [
        ledger_row(n, at=T0, target_kind="task", target_id=task, name="outcome", label=label, observed_at=T0)
        for n, (_, label, task) in enumerate(tasks)
    ]  # fmt: skip
    put(tmp_path / "ledger", usage=calls, outcome=told)
    found = waste(open_ledger(tmp_path / "ledger"), book, CostQuery(), asked_of(Config(), LATER))

    assert "dear for short work" not in by_finding(found)
    assert (
        "dear for short work: 20 calls left out, as cheaper models succeed less often"
        in found.remarks
    )


def test_bills_tell_what_idle_capacity_cost(tmp_path: Path, book: Book) -> None:
    """10 dollars for two hours, a call in the first: 5 idle, of 2 dollars that calls cost by the token."""
    hour = timedelta(hours=1)
    calls = [
        ledger_row(n, at=T0 + n * hour, **{k: v for k, v in call(input=M // 2, billing=billing).items()
                                          if k not in {"ts", "merge_rank", "source"}})
        for n, billing in enumerate(["provisioned", "metered"])
    ]  # fmt: skip
    bill = ledger_row(
        0, at=T0, ts_end=T0 + 2 * hour, provider="acme", line_kind="commitment",
        billed_cost=Decimal(10), currency="USD",
    )  # fmt: skip
    put(tmp_path / "ledger", usage=calls, charge=[bill])
    ledger, asking = open_ledger(tmp_path / "ledger"), asked_of(Config(), LATER)
    row = by_finding(waste(ledger, book, CostQuery(), asking))["idle capacity"]

    assert (row["calls"], row["cost"], row["at_stake"], row["share"]) == (1, 10, 5, Decimal("2.5"))
    by = waste(ledger, book, CostQuery(by=("feature",)), asking)
    assert "idle capacity is told of everything alone: leave --by and --where away" in by.remarks


def test_an_unknown_dimension_is_told(tmp_path: Path, book: Book) -> None:
    """With the nearest name."""
    with pytest.raises(ConfigError, match="feature"):
        waste_of(tmp_path, book, CALLS, by=("featur",))
