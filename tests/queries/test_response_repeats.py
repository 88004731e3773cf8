"""The query of calls that ask what was asked before, against a few lines of Python."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tokenomics.engine import connect
from tokenomics.queries import sql

_CON = connect()
# Minute, prompt, and whether the call got an answer.
_CALLS = st.lists(
    st.tuples(st.integers(0, 9), st.sampled_from("ab"), st.booleans()), min_size=1, max_size=10
)


def repeats(calls: list[tuple[int, str, bool]], life: int | None) -> set[int]:
    """The places of calls that repeat another, of calls in the order of their lines."""
    rows = ", ".join(
        f"({place}, true, false, TIMESTAMPTZ '2026-11-02 10:00:00+00' + INTERVAL '{minute} minutes', "
        f"'{prompt}', {answered}, 'p', 'm', 'x', 'file', {place})"
        for place, (minute, prompt, answered) in enumerate(calls)
    )
    names = "record_id, asked, is_retry, ts, prompt, is_answer, provider, model, scope_id, source_file, source_line"
    text = sql(
        "response_repeats",
        calls=f"(SELECT * FROM (VALUES {rows}) AS given({names}))",
        forgotten="false"
        if life is None
        else f"asks.asked_at - asks.answered_at > {life * 60_000_000}",
    )
    return {row[0] for row in _CON.execute(text).fetchall()}


@settings(max_examples=50)
@given(_CALLS, st.sampled_from([2, None]))
def test_it_is_what_a_cache_does_call_after_call(
    calls: list[tuple[int, str, bool]], life: int | None
) -> None:
    """Any prompts and times, ties among them: an answer is there until it was not asked for so long."""
    kept: dict[str, int] = {}
    expected: set[int] = set()
    for place, (minute, prompt, answered) in sorted(
        enumerate(calls), key=lambda item: (item[1][0], item[0])
    ):
        if prompt in kept and (life is None or minute - kept[prompt] <= life):
            expected.add(place)
        if answered:
            kept[prompt] = minute

    assert repeats(calls, life) == expected


def test_a_failed_call_leaves_no_answer() -> None:
    """The second asks what failed, the third what the second was told."""
    assert repeats([(0, "a", False), (1, "a", True), (2, "a", True)], None) == {2}
