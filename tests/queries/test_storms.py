"""queries/storms.sql by hand."""

from __future__ import annotations

from support.tables import rows_of

# Seconds of failed or repeated calls of flow f at a dollar each.
_CALLS = """SELECT 'chat' AS feature, {flow} AS flow, seconds AS record_id,
    TIMESTAMPTZ '1970-01-01 00:00:00+00' + to_seconds(seconds) AS ts, 1 AS cost, true AS priced, false AS unpriced
    FROM (VALUES {seconds}) AS given(seconds)"""


def _storms(*seconds: int, told: int = 3, flow: str = "'f'") -> list[tuple[int, int, int, int]]:
    """Storms of three calls within 10 seconds: first and last second, calls, cost."""
    values = ", ".join(f"({second})" for second in seconds)
    rows = rows_of(
        "storms", {"calls": _CALLS.format(flow=flow, seconds=values)},
        feature="feature", each="calls", least="3", before="2", following="1", window="10000000", told=str(told),
    )  # fmt: skip
    return [(row[2] // 1_000_000, row[3] // 1_000_000, int(row[4]), int(row[5])) for row in rows]


def test_calls_within_the_window_are_a_storm() -> None:
    """0, 5 and 10 are three within ten seconds, of which 30 is no part; 0, 5 and 11 are not."""
    assert _storms(0, 5, 10, 30) == [(0, 10, 3, 3)]
    assert _storms(0, 5, 11) == []


def test_windows_that_share_a_call_are_one_storm() -> None:
    """0 to 10 and 10 to 20 share the call at 10: five calls."""
    assert _storms(0, 5, 10, 15, 20) == [(0, 20, 5, 5)]


def test_windows_that_only_follow_each_other_are_two() -> None:
    """Three within 2 seconds, and three more 10 seconds later: no three lie across the gap within ten."""
    assert _storms(0, 1, 2, 12, 13, 14) == [(0, 2, 3, 3), (12, 14, 3, 3)]


def test_calls_of_one_instant_are_one_storm() -> None:
    """Though there is no first among them."""
    assert _storms(7, 7, 7, 7) == [(7, 7, 4, 4)]


def test_calls_of_no_flow_are_in_none() -> None:
    """However close they are."""
    assert _storms(0, 1, 2, flow="CAST(NULL AS VARCHAR)") == []


def test_some_are_told_and_all_are_counted() -> None:
    """Of two storms the dearer one, with the number, calls and cost of both: 3 + 4."""
    calls = _CALLS.format(flow="'f'", seconds="(0), (1), (2), (50), (51), (52), (53)")
    rows = rows_of(
        "storms", {"calls": calls},
        feature="feature", each="calls", least="3", before="2", following="1", window="10000000", told="1",
    )  # fmt: skip

    assert [tuple(map(int, row[7:])) for row in rows] == [(2, 7, 7)]
