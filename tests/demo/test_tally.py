"""Summing calls."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tokenomics.demo.calls import Call
from tokenomics.demo.company import world
from tokenomics.demo.files import Written
from tokenomics.demo.tally import Tally
from tokenomics.demo.truth import Group, SourceRows, Truth, Unpriced


def call(model: str, meters: dict[str, int], **more: Any) -> Call:
    """A call on August 3rd; of OpenAI unless said otherwise."""
    ts = datetime(2026, 8, 3, 23, 59, tzinfo=UTC)
    provider = more.pop("provider", "openai")
    return Call(ts, "native", provider, model, meters, "r", "s", **more)


def test_every_dimension_sums_to_the_totals(demo: tuple[Path, Truth]) -> None:
    """Requests, meters and cost of a dimension's groups are those of the whole."""
    truth = demo[1]
    for groups in truth.groups.values():
        meters: Counter[str] = sum((Counter(group.meters) for group in groups), Counter())

        assert sum(group.requests for group in groups) == truth.totals.requests
        assert meters == truth.totals.meters
        assert sum(group.cost or 0 for group in groups) == truth.totals.cost
    assert set(truth.groups) == {
        "provider", "model", "feature", "team", "user", "project", "environment", "customer",
        "status", "source", "day",
    }  # fmt: skip


def test_groups_are_ordered_with_null_last(demo: tuple[Path, Truth]) -> None:
    """Keys ascend; the calls that state none come last."""
    keys = [group.key for group in demo[1].groups["feature"]]

    assert keys[-1] is None
    assert keys[:-1] == sorted(str(key) for key in keys[:-1])


def test_priced_and_unpriced_stay_apart() -> None:
    """A group's cost is that of its priced calls, and null where it has none."""
    tally = Tally()
    tally.add(call("gpt-5.6-luna", {"input": 10, "output": 5}, team="a"))
    tally.add(call("llama", {"input": 7}, provider="hosted_vllm", team="a"))
    tally.add(call("llama", {"input": 8}, provider="hosted_vllm", team="b"))
    truth = tally.truth(world(seed=1), [])

    # (10 x 0.2 + 5 x 1.2) / 1e6
    cost = Decimal("0.000008")
    assert truth.groups["team"] == (
        Group("a", 2, {"input": 17, "output": 5}, cost),
        Group("b", 1, {"input": 8}, None),
    )
    assert truth.totals == Group(None, 3, {"input": 25, "output": 5}, cost)
    assert truth.unpriced == (Unpriced("hosted_vllm", "llama", 2, {"input": 15}),)


def test_cache_hits_are_counted_and_free() -> None:
    """A hit's tokens are in the totals, its cost is zero, and it is told apart."""
    tally = Tally()
    tally.add(call("gpt-5.6-luna", {"input": 10, "output": 5}, from_cache=True))
    truth = tally.truth(world(seed=1), [])

    assert (
        truth.totals == truth.cache_hits == Group(None, 1, {"input": 10, "output": 5}, Decimal(0))
    )


def test_a_sources_rows_add_up() -> None:
    """Rows are records, repeats, skipped and rejects; files of other kinds do not count."""
    tally = Tally()
    tally.add(call("gpt-5.6-luna", {"input": 10}))
    files = [
        Written("a", "native", "usage", 1, rows=9, recorded=3, skipped=4, rejected=2),
        Written("b", "native", "outcome", 1, rows=5, recorded=5, skipped=0, rejected=0),
    ]
    truth = tally.truth(world(seed=1), files)

    assert truth.sources == (
        SourceRows("native", 1, rows=9, records=1, duplicates=2, skipped=4, rejects=2),
    )
