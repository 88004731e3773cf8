"""Langfuse's free usage maps to disjoint meters."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.langfuse import meters, observed, used
from support.laws import few

small = st.integers(0, 50)


def test_disjoint_counts_stand() -> None:
    """Counts that sum to the total are disjoint: 500 + 10,000 + 2,000 + 280 + 120 = 12,900."""
    draft = used(
        input=500, input_cached_tokens=10_000, input_cache_creation=2_000, output=280,
        output_reasoning_tokens=120, total=12_900,
    )  # fmt: skip

    assert draft["problem"] is None
    assert meters(draft) == {
        "input": 500, "cache_read": 10_000, "cache_write": 2_000, "output": 280, "reasoning": 120,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("output", "total"),
    [
        # Both sides include their parts: 12,500 + 400.
        (400, 12_900),
        # Only input does: 12,500 + 280 + 120.
        (280, 12_900),
    ],
)
def test_counts_that_exceed_the_total_overlap(output: int, total: int) -> None:
    """Input that holds its cached tokens gives 12,500 - 10,000 - 2,000 = 500 of fresh input."""
    draft = used(
        input=12_500, input_cached_tokens=10_000, input_cache_creation=2_000, output=output,
        output_reasoning_tokens=120, total=total,
    )  # fmt: skip

    assert (draft["input"], draft["output"], draft["reasoning"]) == (500, 280, 120)
    assert draft["problem"] is None


def test_output_alone_may_hold_its_parts() -> None:
    """500 + 10,000 + 400 = 10,900: the 120 tokens of reasoning are within the 400."""
    draft = used(input=500, input_cached_tokens=10_000, output=400, output_reasoning_tokens=120, total=10_900)  # fmt: skip

    assert meters(draft) == {
        "input": 500, "cache_read": 10_000, "output": 280, "reasoning": 120,
    }  # fmt: skip


def test_a_cache_larger_than_input_is_no_part_of_it() -> None:
    """A total of input and output only leaves the cache out; 10,000 cannot lie within 500."""
    draft = used(input=500, cache_read_input_tokens=10_000, output=400, total=900)

    assert meters(draft) == {"input": 500, "cache_read": 10_000, "output": 400}
    assert draft["problem"] is None


def test_without_a_total_counts_are_disjoint() -> None:
    """Nothing says that they overlap."""
    assert meters(used(input=500, input_cached_tokens=100, output=4)) == {
        "input": 500, "cache_read": 100, "output": 4,
    }  # fmt: skip


def test_the_total_is_never_added() -> None:
    """A total without parts is kept, under no meter that has a price."""
    draft = used(total=900)

    assert meters(draft) == {}
    assert draft["other"] == [
        {"meter": "unexplained_tokens", "quantity": Decimal(900), "unit": "token"}
    ]
    assert draft["token_basis"] == "partial"


def test_what_a_total_holds_besides_is_named() -> None:
    """150 of which 140 are explained leave 10."""
    draft = used(input=100, output=40, total=150)

    assert draft["other"][0]["quantity"] == Decimal(10)
    assert draft["token_basis"] == "partial"


def test_impossible_totals() -> None:
    """Counts that exceed their total by what no overlap explains are refused."""
    draft = used(input=100, input_cached_tokens=30, output=40, total=145)

    assert draft["problem"] == "usage_details: its counts exceed its total"


@pytest.mark.parametrize(
    ("key", "meter"),
    [
        ("prompt_tokens", "input"),
        ("promptTokens", "input"),
        ("gen_ai.usage.input_tokens", "input"),
        ("completion_tokens", "output"),
        ("llm.token_count.completion", "output"),
        ("cache_read_input_tokens", "cache_read"),
        ("gen_ai.usage.cache_read.input_tokens", "cache_read"),
        ("prompt_details.cache_read", "cache_read"),
        ("input_cache_read", "cache_read"),
        ("cache_creation_input_tokens", "cache_write"),
        ("gen_ai.usage.cache_write.input_tokens", "cache_write"),
        ("input_cache_creation_5m", "cache_write_5m"),
        ("input_cache_creation_1h", "cache_write_1h"),
        ("reasoning.output_tokens", "reasoning"),
        ("completion_details.reasoning", "reasoning"),
        ("input_audio_tokens", "input_audio"),
        ("output_audio_tokens", "output_audio"),
        ("web_search_requests", "web_search"),
    ],
)
def test_a_count_has_many_names(key: str, meter: str) -> None:
    """Each integration names its counts in its own way."""
    assert meters(used(**{key: 7})) == {meter: 7}


def test_two_names_of_one_count_count_once() -> None:
    """The same tokens under two names are the same tokens."""
    draft = used(input=500, cache_read_input_tokens=90, input_cached_tokens=90, output=1, total=591)

    assert meters(draft) == {"input": 500, "cache_read": 90, "output": 1}


def test_the_sum_of_two_lifetimes_is_not_a_third() -> None:
    """2,000 + 500 are the 2,500 that stand beside them."""
    draft = used(
        input=1, output=1, input_cache_creation=2_500, input_cache_creation_5m=2_000, input_cache_creation_1h=500,
        total=2_502,
    )  # fmt: skip

    assert meters(draft) == {
        "input": 1, "output": 1, "cache_write_5m": 2_000, "cache_write_1h": 500,
    }  # fmt: skip


def test_counts_of_other_names_are_kept() -> None:
    """What has no meter stays under its own name, and is part of its side where input includes it."""
    draft = used(input=100, input_strange=30, output=40, frames=2.5, total=140)

    assert meters(draft) == {"input": 70, "output": 40}
    assert [(item["meter"], item["quantity"]) for item in draft["other"]] == [
        ("frames", Decimal("2.5")),
        ("input_strange", Decimal(30)),
    ]


def test_what_is_no_token_may_stand_outside_the_total() -> None:
    """Two searches beside 140 tokens are no excess, whether the total counts them or not."""
    for total in (140, 142):
        draft = used(input=100, output=40, web_search_requests=2, total=total)

        assert meters(draft) == {"input": 100, "output": 40, "web_search": 2}
        assert (draft["problem"], draft["other"]) == (None, None)


@pytest.mark.parametrize("count", [-1, 1.7, "1e30", "abc", True, [1], 10**30])
def test_impossible_counts(count: Any) -> None:
    """A count that is no whole number of 0 or more names its key."""
    problem = used(input=count, output=40)["problem"]

    assert problem is not None
    assert problem.startswith("usage_details.input: not a ")


@pytest.mark.parametrize("usage", ["[1]", "text", "{broken"])
def test_a_map_that_is_none(usage: str) -> None:
    """A usage that is no object is refused, in a span as well."""
    for kind in ("GENERATION", "SPAN"):
        assert observed(usage_details=usage, type=kind)["problem"] == "usage_details: not an object"
        assert not observed(usage_details=usage, type=kind)["skip"]


def test_counts_may_be_texts() -> None:
    """Numbers of 64 bits arrive as texts; a count of null is none."""
    assert meters(used(input="500", output="40", total="540", input_cached_tokens=None)) == {
        "input": 500, "output": 40,
    }  # fmt: skip


@few()
@given(fresh=small, read=small, written=small, visible=small, thought=small)
def test_both_ways_of_counting_agree(
    fresh: int, read: int, written: int, visible: int, thought: int
) -> None:
    """The same call counted disjointly and with its parts included is the same call."""
    parts = {
        "input_cached_tokens": read, "input_cache_creation": written, "output_reasoning_tokens": thought,
        "total": fresh + read + written + visible + thought,
    }  # fmt: skip
    disjoint = used(input=fresh, output=visible, **parts)
    inclusive = used(input=fresh + read + written, output=visible + thought, **parts)

    assert meters(disjoint) == meters(inclusive)
    assert meters(disjoint)["input"] == fresh
