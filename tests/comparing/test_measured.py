"""One side measured in the engine."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from support.usage import NOW, book_of, call, kept
from tokenomics.comparing.measured import Measured, measured
from tokenomics.costing import CostQuery
from tokenomics.outcomes import DEFAULT, Asked

LATER = datetime(2026, 11, 20, tzinfo=UTC)


def _side(
    folder: Path, *rows: dict[str, Any], at: datetime | None = None, **asked: Any
) -> Measured:
    ledger = kept(folder, *rows)
    query = CostQuery(by=("feature",))._replace(**asked)
    return measured(ledger, book_of(folder), query, Asked((DEFAULT,), NOW), at=at)


def test_groups_sum_to_the_whole(tmp_path: Path) -> None:
    """A million of small costs 2, of large 10 beyond its context; chat has both, 12, and search 2: 14."""
    side = _side(
        tmp_path,
        call(feature="chat", input=1_000_000),
        call(feature="chat", model_served="large", input=1_000_000),
        call(feature="search", input=1_000_000),
    )

    assert {key: (group.requests, group.cost) for key, group in side.groups.items()} == {
        ("chat",): (2, Decimal(12)),
        ("search",): (1, Decimal(2)),
    }
    assert (side.whole.cost, side.whole.tasks, side.sizes) == (Decimal(14), None, {"request": 3})


def test_the_same_usage_is_priced_at_another_time(tmp_path: Path) -> None:
    """A million of moving cost 4 on the 2nd of November and 3 on the 20th."""
    row = call(model_served="moving", input=1_000_000)

    at_own = _side(tmp_path / "own", row)
    later = _side(tmp_path / "later", row, at=LATER)
    fixed = _side(tmp_path / "fixed", row, at=LATER, prices_at=LATER)

    assert (at_own.whole.cost, at_own.whole.then) == (4, 4)
    assert (later.whole.cost, later.whole.then) == (4, 3)
    assert (fixed.whole.cost, fixed.whole.then) == (3, 3)


def test_what_has_no_price_at_one_of_two_times_is_no_effect_of_prices(tmp_path: Path) -> None:
    """Before 2026 small has no price: its calls of November cost 2 at either."""
    side = _side(tmp_path, call(input=1_000_000), at=datetime(2025, 6, 1, tzinfo=UTC))

    assert (side.whole.cost, side.whole.then) == (2, 2)
    assert not side.whole.has_unpriced


def test_tasks_are_known_by_their_ids(tmp_path: Path) -> None:
    """Two tasks of 2 and 6: 8 together, 4 each; nothing judges them, so success is not known."""
    side = _side(tmp_path, call(task_id="a", input=1_000_000), call(task_id="b", input=3_000_000))

    assert (side.whole.tasks, side.whole.task_cost, side.whole.successes) == (2, Decimal(8), None)
    assert side.whole.unit_cost("task") == 4
    assert side.sizes == {"request": 2, "task": 2}


def test_nothing_is_a_side_too(tmp_path: Path) -> None:
    """A period without any call has no groups and nothing to draw."""
    side = _side(tmp_path, call(input=1), since=LATER)

    assert (side.whole.requests, dict(side.groups), dict(side.samples)) == (0, {}, {})


def test_what_has_no_price_is_not_nothing(tmp_path: Path) -> None:
    """A model that the book does not know costs None."""
    side = _side(tmp_path, call(model_served="mystery", input=1))

    assert side.whole.cost is None
    assert side.whole.has_unpriced
