"""The gates of a comparison."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.usage import NOW, book_of, call, kept
from tokenomics.comparing.difference import Diff, difference
from tokenomics.comparing.judging import changes_of, with_gates
from tokenomics.comparing.measured import measured
from tokenomics.costing import CostQuery
from tokenomics.gate import parse_gates
from tokenomics.outcomes import DEFAULT, Asked


@pytest.fixture
def diff(tmp_path: Path) -> Diff:
    """40 calls of 2 before; 40 of 4 now, and one that has no price."""
    book, query = book_of(tmp_path), CostQuery(by=("feature",))
    rows = [[call(input=million * 1_000_000) for _ in range(40)] for million in (1, 2)]
    rows[1].append(call(model_served="mystery", input=1))
    sides = [
        measured(kept(tmp_path / str(n), *each), book, query, Asked((DEFAULT,), NOW))
        for n, each in enumerate(rows)
    ]
    return difference(sides[0], sides[1], [("a", "logs"), ("b", "logs")], query)


def test_both_kinds_of_gates_are_judged_in_their_order(diff: Diff) -> None:
    """80 to 160 are 100 % more; a request costs 160 / 41 = 3.90; nothing knows of tasks."""
    gates = parse_gates(
        "cost>+99%,unpriced,cost_per_request>3.9USD,cost_per_task>+1%,rejects,cost>161"
    )
    found = with_gates(diff, gates, unread=["a.log"]).gates

    assert [(verdict.gate, verdict.outcome) for verdict in found] == [
        ("cost>+99%", "failed"),
        ("unpriced", "failed"),
        ("cost_per_request>3.9USD", "failed"),
        ("cost_per_task>+1%", "not judged"),
        ("rejects", "failed"),
        ("cost>161", "passed"),
    ]
    assert found[1].sentence == "1 of 41 requests have no price: acme mystery"
    assert found[4].sentence == "1 file was not read: a.log"


def test_a_base_without_calls_has_no_cost_to_compare(diff: Diff) -> None:
    """The first build of all has no base: nothing rose."""
    first = diff._replace(base=diff.base._replace(requests=0))

    assert changes_of(first)["cost"].before is None
    (verdict,) = with_gates(first, parse_gates("cost>+1USD")).gates
    assert (verdict.outcome, verdict.sentence) == ("not judged", "the base has no cost to compare")


def test_a_head_without_calls_has_no_cost_to_compare(diff: Diff) -> None:
    """A label that no record has is no build that costs nothing."""
    last = diff._replace(head=diff.head._replace(requests=0))
    (verdict,) = with_gates(last, parse_gates("cost>+1%")).gates

    assert (verdict.outcome, verdict.sentence) == ("not judged", "the head has no cost to compare")


def test_a_gate_that_is_passed_says_what_it_rests_on(diff: Diff) -> None:
    """One call of the head has no price, so 100 % more is what the others cost."""
    (verdict,) = with_gates(diff, parse_gates("cost>+100%")).gates

    assert (verdict.outcome, verdict.sentence) == (
        "passed", "not all usage has a price, and what has none counts as nothing",
    )  # fmt: skip


def test_a_head_without_calls_passes_nothing(diff: Diff) -> None:
    """What is not there cannot be too dear; that is said."""
    report = diff.listing.report._replace(first=None)
    empty = diff._replace(listing=diff.listing._replace(report=report))
    (verdict,) = with_gates(empty, parse_gates("cost>1000")).gates

    assert (verdict.outcome, verdict.sentence) == ("not judged", "the head has no record to judge")
