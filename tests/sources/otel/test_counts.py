"""The counts of all conventions to disjoint meters."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.draft import drafts_of
from support.laws import few
from support.otel import TRACE, meters, stated
from tokenomics.sources import otel

USAGE = "gen_ai.usage."
MODEL = {"gen_ai.response.model": "claude-sonnet-4-5", "gen_ai.operation.name": "chat"}
small = st.integers(0, 50)


def used(folder: Path, **counts: Any) -> dict[str, Any]:
    """The draft of a call of Claude with these counts, each name's dots as two underscores."""
    return stated(folder, MODEL | {USAGE + name.replace("__", "."): n for name, n in counts.items()})  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        {"gen_ai.usage.input_tokens": 100, "gen_ai.usage.output_tokens": 40},
        {"gen_ai.usage.prompt_tokens": 100, "gen_ai.usage.completion_tokens": 40},
        {"llm.usage.prompt_tokens": 100, "llm.usage.completion_tokens": 40, "llm.usage.total_tokens": 140},
        {"llm.token_count.prompt": 100, "llm.token_count.completion": 40},
        {"gen_ai.usage.input_tokens": 100, "gen_ai.usage.prompt_tokens": 100, "gen_ai.usage.completion_tokens": 40},
    ],
)  # fmt: skip
def test_generations_of_names(said: dict[str, Any], tmp_path: Path) -> None:
    """Old and new names state one count, also where a span bears both."""
    assert meters(stated(tmp_path, said)) == {"input": 100, "output": 40}


@pytest.mark.parametrize(
    "said",
    [
        {
            "gen_ai.usage.input_tokens": 12_500, "gen_ai.usage.output_tokens": 400,
            "gen_ai.usage.cache_read.input_tokens": 10_000, "gen_ai.usage.cache_creation.input_tokens": 2_000,
            "gen_ai.usage.reasoning.output_tokens": 120,
        },
        {
            "gen_ai.usage.input_tokens": 12_500, "gen_ai.usage.output_tokens": 400,
            "gen_ai.usage.cache_read.input_tokens": 10_000, "gen_ai.usage.cache_write.input_tokens": 2_000,
            "gen_ai.usage.output_tokens.reasoning": 120,
        },
        {
            "llm.token_count.prompt": 12_500, "llm.token_count.completion": 400, "llm.token_count.total": 12_900,
            "llm.token_count.prompt_details.cache_read": 10_000, "llm.token_count.prompt_details.cache_write": 2_000,
            "llm.token_count.completion_details.reasoning": 120,
        },
        # Counts of Anthropic's own: 500 cannot hold 12,000.
        {
            "gen_ai.usage.input_tokens": 500, "gen_ai.usage.output_tokens": 400,
            "gen_ai.usage.cache_read_input_tokens": 10_000, "gen_ai.usage.cache_creation_input_tokens": 2_000,
            "gen_ai.usage.reasoning_tokens": 120,
        },
        {
            "gen_ai.usage.prompt_tokens": 500, "gen_ai.usage.completion_tokens": 280, "llm.usage.total_tokens": 12_900,
            "gen_ai.usage.cache_read_input_tokens": 10_000, "gen_ai.usage.cache_creation_input_tokens": 2_000,
            "llm.usage.reasoning_tokens": 120,
        },
    ],
)  # fmt: skip
def test_inclusive_and_exclusive_counts(said: dict[str, Any], tmp_path: Path) -> None:
    """500 fresh, 10,000 read, 2,000 written, 280 made and 120 thought, however they are written."""
    draft = stated(tmp_path, MODEL | said)

    assert meters(draft) == {
        "input": 500, "cache_read": 10_000, "cache_write": 2_000, "output": 280, "reasoning": 120,
    }  # fmt: skip
    assert draft["token_basis"] == "reported"


def test_a_total_tells_what_is_apart(tmp_path: Path) -> None:
    """5,000 + 3,000 + 100 = 8,100 counts the cache besides the input; 5,000 + 100 = 5,100 within it."""
    counts = {"input_tokens": 5_000, "cache_read_input_tokens": 3_000, "output_tokens": 100}

    assert used(tmp_path, **counts, total_tokens=8_100)["input"] == 5_000
    assert used(tmp_path, **counts, total_tokens=5_100)["input"] == 2_000


def test_a_total_tells_that_thoughts_are_apart(tmp_path: Path) -> None:
    """100 + 40 + 30 = 170: the 30 tokens of reasoning are not among the 40."""
    counts = {"input_tokens": 100, "output_tokens": 40, "reasoning_tokens": 30}

    assert used(tmp_path, **counts, total_tokens=170)["output"] == 40
    assert used(tmp_path, **counts, total_tokens=140)["output"] == 10


def test_what_nothing_shows_is_partial(tmp_path: Path) -> None:
    """Under older names Anthropic's 5,000 may or may not hold the 3,000; OpenAI's do, as the newer names'."""
    old = {"input_tokens": 5_000, "cache_read_input_tokens": 3_000, "output_tokens": 100}
    new = {"input_tokens": 5_000, "cache_read__input_tokens": 3_000, "output_tokens": 100}
    theirs = {USAGE + name: count for name, count in old.items()} | {"gen_ai.system": "openai"}

    assert (used(tmp_path, **old)["input"], used(tmp_path, **old)["token_basis"]) == (2_000, "partial")  # fmt: skip
    assert used(tmp_path, **new)["token_basis"] == "reported"
    assert stated(tmp_path, theirs)["token_basis"] == "reported"


def test_a_greater_total_is_kept_unexplained(tmp_path: Path) -> None:
    """200 - 100 - 40 = 60 tokens that no part explains stay, named and without a price."""
    draft = used(tmp_path, input_tokens=100, output_tokens=40, total_tokens=200)
    alone = used(tmp_path, total_tokens=75)

    assert draft["token_basis"] == alone["token_basis"] == "partial"
    assert draft["other"] == [{"meter": "unexplained_tokens", "quantity": Decimal(60), "unit": "token"}]  # fmt: skip
    assert alone["other"] == [{"meter": "unexplained_tokens", "quantity": Decimal(75), "unit": "token"}]  # fmt: skip
    assert meters(alone) == {}


def test_a_stream_without_its_last_count_is_partial(tmp_path: Path) -> None:
    """Input alone is all that an embedding has, and less than a chat has."""
    embedding = {USAGE + "input_tokens": 9, "gen_ai.operation.name": "embeddings"}

    assert used(tmp_path, input_tokens=9)["token_basis"] == "partial"
    assert stated(tmp_path, embedding)["token_basis"] == "reported"


def test_modalities(tmp_path: Path) -> None:
    """Audio, images and video are parts: 100 - 20 - 10 - 5 - 15 = 50 of text, 40 - 6 - 4 = 30 made."""
    draft = used(
        tmp_path, input_tokens=100, output_tokens=40, cache_read__input_tokens=15, audio__input_tokens=20,
        input_tokens__image=10, input_tokens__video=5, output_tokens__audio=6, output_tokens__image=4,
    )  # fmt: skip

    assert meters(draft) == {
        "input": 50, "cache_read": 15, "output": 30, "input_audio": 20, "input_image": 10,
        "input_video": 5, "output_audio": 6, "output_image": 4,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["gen_ai.usage.total_cost", "gen_ai.usage.cost", "operation.cost", "llm.cost.total"])  # fmt: skip
def test_costs(name: str, tmp_path: Path) -> None:
    """What an instrumentation says of the cost is kept to the last digit, in dollars."""
    said = {USAGE + "input_tokens": 1, USAGE + "output_tokens": 1, name: 0.00129}
    draft = stated(tmp_path, said)

    assert (draft["reported_cost"], draft["reported_currency"]) == (Decimal("0.00129"), "USD")
    assert stated(tmp_path, {**said, name: "free"})["problem"] == "cost: not an amount"


@pytest.mark.parametrize(
    ("counts", "problem"),
    [
        ({"input_tokens": "many"}, "input_tokens: not a whole number of 0 or more"),
        ({"output_tokens": -1}, "output_tokens: not a whole number of 0 or more"),
        ({"total_tokens": 1.5}, "total_tokens: not a whole number of 0 or more"),
        ({"cache_read__input_tokens": 1.5}, "cache_read.input_tokens: not a whole number of 0 or more"),
        ({"input_tokens": 9, "output_tokens": 2, "total_tokens": 10}, "input_tokens and output_tokens: exceeds total_tokens"),
        ({"input_tokens": 9, "input_tokens__audio": 10}, "parts of the input: exceeds input_tokens"),
        ({"output_tokens": 9, "output_tokens__audio": 10}, "parts of the output: exceeds output_tokens"),
    ],
)  # fmt: skip
def test_impossible_counts(counts: dict[str, Any], problem: str, tmp_path: Path) -> None:
    """What cannot be is refused by the name of its count, whatever kind of span states it."""
    said = {USAGE + name.replace("__", "."): count for name, count in counts.items()}

    assert stated(tmp_path, said)["problem"] == problem


@few()
@given(small, small, small, small, small, st.booleans())
def test_no_token_is_lost_and_none_counted_twice(
    fresh: int, read: int, written: int, made: int, thought: int, apart: bool
) -> None:
    """Of a call that states its total the meters sum to it, whatever holds what."""
    total = fresh + read + written + made + thought
    said = {
        "sent": str(fresh if apart else fresh + read + written),
        "made": str(made if apart else made + thought),
        "total": str(total),
    }
    counts = {"read_within": str(read), "write_within": str(written), "thought": str(thought)}
    row = {"trace": TRACE, "span": "a" * 16, "start": "1793610000000000000", "told": "{}"}
    names = {field.name: field.paths[0][0] for field in otel.SOURCE.fields}
    flat = {names[name]: text for name, text in {**said, **counts}.items()}
    found = drafts_of(otel.SOURCE, [(1, {**row, **flat, "gen_ai.operation.name": "chat"})])

    assert sum(meters(found[0]).values()) == total
    assert found[0]["token_basis"] == "reported"
