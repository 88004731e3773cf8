"""Records of one call, found by id and by likeness."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from support.overlaps import counted_rows
from support.usage import T0, call


def test_three_sources_of_one_call(tmp_path: Path) -> None:
    """A record without an id joins the call that two others state by id."""
    rows = [
        call(source="a", response_id="r", input=500, output=5),
        call(source="b", response_id="r", input=500, output=5),
        call(source="c", input=500, output=5, ts=T0 + timedelta(seconds=1)),
    ]
    found, overlaps = counted_rows(tmp_path, rows, "count(*), sum(input)")

    assert found == [(1, 500)]
    assert sorted(o.how for o in overlaps) == ["counts", "counts", "response id"]


def test_partners_are_chosen_once(tmp_path: Path) -> None:
    """Two equal calls of one source have two partners in the other, each its nearest."""
    rows = [
        call(source="a", response_id="r1", input=9, ts=T0),
        call(source="a", response_id="r2", input=9, ts=T0 + timedelta(seconds=60)),
        call(source="b", input=9, ts=T0 + timedelta(seconds=2)),
        call(source="b", input=9, ts=T0 + timedelta(seconds=61)),
    ]

    assert counted_rows(tmp_path, rows, "count(*)")[0] == [(2,)]


def test_neighbours_across_a_slot_are_found(tmp_path: Path) -> None:
    """Two minutes are measured between the calls, not by the clock's even minutes."""
    rows = [
        call(source="a", response_id="r1", input=9, ts=T0 - timedelta(seconds=1)),
        call(source="b", input=9, ts=T0 + timedelta(seconds=1)),
    ]

    assert counted_rows(tmp_path, rows, "count(*)")[0] == [(1,)]


def test_counts_come_from_the_better_basis(tmp_path: Path) -> None:
    """Of two equally trusted records the one with reported counts stands before a partial one."""
    rows = [
        call(source="a", response_id="r", token_basis="partial", input=12_500),
        call(source="b", response_id="r", input=500, cache_read=12_000),
    ]

    assert counted_rows(tmp_path, rows, "input, cache_read")[0] == [(500, 12_000)]


def test_calls_of_one_request_are_one_and_the_rest_is_compared_by_itself(tmp_path: Path) -> None:
    """95 of 100 calls are found by the provider's id of the request, the other 5 by their counts."""
    rows = [
        call(source=source, input=n + 1, ts=T0 + timedelta(minutes=n), **ids)
        for n in range(100)
        for source, ids in (
            ("a", {"response_id": f"r{n}", "request_id": f"req_{n}" if n < 95 else f"{n}"}),
            ("b", {"request_id": f"req_{n}"}),
        )
    ]
    found, overlaps = counted_rows(tmp_path, rows, "count(*), sum(input)")

    assert found == [(100, 5_050)]
    assert sorted((o.how, o.calls) for o in overlaps) == [("counts", 5), ("response id", 95)]
