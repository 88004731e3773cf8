from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from support.draft import drafts_of
from support.laws import few
from support.litellm_logs import ROW, counts, one
from tokenomics.sources import litellm


def test_lifetimes_of_cache_writes() -> None:
    """Writes whose lifetime is stated are apart from the rest of the writes."""
    lifetimes = {"ephemeral_5m_input_tokens": 20, "ephemeral_1h_input_tokens": 10}
    usage = {
        "cache_creation_input_tokens": 35,
        "prompt_tokens_details": {"cached_tokens": 5, "cache_creation_token_details": lifetimes},
    }

    assert counts(one(usage), "input", "cache_read", "cache_write", "cache_write_5m", "cache_write_1h") == (
        60, 5, 5, 20, 10,
    )  # fmt: skip


def test_lifetimes_cannot_exceed_the_writes() -> None:
    """Stated lifetimes that exceed the writes are impossible."""
    usage = {
        "cache_creation_input_tokens": 10,
        "prompt_tokens_details": {
            "cache_creation_token_details": {"ephemeral_1h_input_tokens": 11}
        },
    }

    assert one(usage)["problem"] == "ephemeral cache writes: exceeds cache_creation_tokens"


def test_older_build_without_writes_in_prompt() -> None:
    """Prompt tokens that cannot hold reads and writes, but the reads, leave the writes out."""
    usage = {"cache_read_input_tokens": 90, "cache_creation_input_tokens": 50}

    assert counts(one(usage), "input", "cache_read", "cache_write") == (10, 90, 50)


def test_total_that_counts_writes_besides() -> None:
    """A total that counts the writes besides the prompt says that they are outside of it."""
    usage = {"cache_read_input_tokens": 30, "cache_creation_input_tokens": 50}
    draft = one(usage, total_tokens=190)

    assert counts(draft, "input", "cache_read", "cache_write", "other") == (70, 30, 50, None)


def test_more_cached_than_sent() -> None:
    """More tokens read from the cache than sent are impossible in every build."""
    usage = {"cache_read_input_tokens": 5000, "cache_creation_input_tokens": 10}

    assert one(usage)["problem"] == "cached_tokens: exceeds prompt_tokens"


def test_details_cannot_exceed_the_prompt() -> None:
    """Parts that together exceed the prompt tokens are impossible."""
    usage = {"prompt_tokens_details": {"cached_tokens": 60, "audio_tokens": 41}}

    assert one(usage)["problem"] == "prompt_tokens_details: exceeds prompt_tokens"


def test_reasoning_is_within_completion() -> None:
    """Reasoning tokens are taken out of the completion tokens."""
    usage = {"completion_tokens_details": {"reasoning_tokens": 25}}

    assert counts(one(usage), "output", "reasoning") == (15, 25)


def test_reasoning_besides_completion() -> None:
    """A total that counts the reasoning besides the completion says that it is apart."""
    usage = {"completion_tokens_details": {"reasoning_tokens": 865}}

    assert counts(one(usage, total_tokens=1005), "output", "reasoning") == (40, 865)


def test_reasoning_exceeds_completion() -> None:
    """Without such a total, more reasoning than completion is impossible."""
    usage = {"completion_tokens_details": {"reasoning_tokens": 41}}

    assert one(usage)["problem"] == "completion_tokens_details: exceeds completion_tokens"


def test_audio_and_images_are_apart() -> None:
    """Modalities are apart from text, and what of them was cached is apart again."""
    usage = {
        "prompt_tokens_details": {
            "cached_tokens": 30,
            "audio_tokens": 40,
            "image_tokens": 10,
            "video_tokens": 5,
            "cached_tokens_details": {"audio_tokens": 12, "image_tokens": 3},
        },
        "completion_tokens_details": {"audio_tokens": 8, "image_tokens": 2, "video_tokens": 1},
    }
    draft = one(usage)

    # 100 sent - 30 cached - (40 - 12) audio - (10 - 3) images - 5 video = 30 of text
    assert counts(draft, "input", "cache_read", "cache_read_audio", "cache_read_image") == (
        30,
        15,
        12,
        3,
    )
    assert counts(draft, "input_audio", "input_image", "input_video") == (28, 7, 5)
    assert counts(draft, "output", "output_audio", "output_image", "output_video") == (29, 8, 2, 1)


def test_total_beyond_the_parts_is_kept() -> None:
    """Tokens that only the total knows are kept under a name of their own, and the row is partial."""
    draft = one(total_tokens=165)

    expected = [{"meter": "unexplained_tokens", "quantity": Decimal("25.000000"), "unit": "token"}]
    assert counts(draft, "token_basis", "other") == ("partial", expected)


def test_a_total_of_a_trillion() -> None:
    """A total that nobody can have meant is refused."""
    draft = one(total_tokens=140 + 10**12)

    assert draft["problem"] == "total_tokens: exceeds its parts by a trillion"


def test_parts_beyond_the_total() -> None:
    """Parts that exceed the total are impossible."""
    assert (
        one(total_tokens=139)["problem"]
        == "prompt_tokens and completion_tokens: exceeds total_tokens"
    )


def test_total_of_zero_says_nothing() -> None:
    """A total of 0, as embeddings and pages have it, is no claim."""
    assert counts(one(total_tokens=0), "token_basis", "other") == ("reported", None)


def test_pages_and_searches() -> None:
    """Pages, searches and map lookups are quantities of their own."""
    usage = {
        "pages_processed": 3,
        "server_tool_use": {"web_search_requests": 2},
        "prompt_tokens_details": {"google_maps_grounding_requests": 1},
    }
    draft = one(usage, prompt_tokens=0, completion_tokens=0, total_tokens=0, call_type="aocr")

    assert counts(draft, "pages", "web_search", "maps", "input", "operation") == (3, 2, 1, 0, "ocr")


def test_counts_in_the_usage_object_only() -> None:
    """Where the row itself counts nothing, the usage object does."""
    usage = {"input_tokens": 12, "output_tokens": 1000}
    draft = one(usage, prompt_tokens=0, completion_tokens=0, total_tokens=1012)

    assert counts(draft, "input", "output", "token_basis") == (12, 1000, "reported")


SMALL = st.integers(0, 60)


@few(10)
@given(st.lists(st.tuples(SMALL, SMALL, SMALL, SMALL, SMALL), min_size=50, max_size=50))
def test_leaves_are_disjoint(parts: list[tuple[int, int, int, int, int]]) -> None:
    """Leaves are never negative and sum to what was sent and made; else the row is refused."""
    found = drafts_of(litellm.SOURCE, [(i, _logged(*part)) for i, part in enumerate(parts, 1)])

    for draft, (read, write, audio, reasoning, made) in zip(found, parts, strict=True):
        sent = [draft[name] or 0 for name in ("input", "cache_read", "cache_write", "input_audio")]
        said = [draft[name] or 0 for name in ("output", "reasoning", "output_audio")]
        if read + audio > 100 or reasoning + made > 40:
            assert draft["problem"] is not None
        else:
            # Writes stand besides the prompt, where it cannot hold them.
            assert sum(sent) == 100 + (write if read + write + audio > 100 else 0)
            assert sum(said) == 40
            assert min(*sent, *said) >= 0


def _logged(read: int, write: int, audio: int, reasoning: int, made: int) -> dict[str, Any]:
    usage = {
        "cache_creation_input_tokens": write,
        "prompt_tokens_details": {"cached_tokens": read, "audio_tokens": audio},
        "completion_tokens_details": {"reasoning_tokens": reasoning, "audio_tokens": made},
    }
    return {**ROW, "metadata": {"usage_object": usage}}
