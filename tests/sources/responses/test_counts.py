"""Each vendor's counts as disjoint meters."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from support.laws import few
from support.responses import (
    CHAT,
    CREATED,
    DAY,
    GEMINI,
    MESSAGE,
    RESPONSE,
    answer,
    answers,
    meters,
    used,
)
from tokenomics.sources.contract import Hints

UNTOLD = {"object": "chat.completion", "created": CREATED, "model": "m"}
SOMEONE = Hints(provider="acme")
small = st.integers(0, 50)


def test_openai_s_prompt_holds_its_cache() -> None:
    """2,006 = 86 fresh + 1,920 cached; 300 = 108 visible + 192 thought."""
    assert used(
        CHAT, prompt_tokens=2006, completion_tokens=300, total_tokens=2306,
        prompt_tokens_details={"cached_tokens": 1920, "audio_tokens": 0},
        completion_tokens_details={"reasoning_tokens": 192, "rejected_prediction_tokens": 9},
    ) == {"input": 86, "cache_read": 1920, "output": 108, "reasoning": 192}  # fmt: skip


def test_openai_s_responses() -> None:
    """12,000 = 2,000 fresh + 8,000 cached + 2,000 written; 1,500 = 476 + 1,024."""
    assert used(
        RESPONSE, input_tokens=12000, output_tokens=1500, total_tokens=13500,
        input_tokens_details={"cached_tokens": 8000, "cache_write_tokens": 2000},
        output_tokens_details={"reasoning_tokens": 1024},
    ) == {"input": 2000, "cache_read": 8000, "cache_write": 2000, "output": 476, "reasoning": 1024}  # fmt: skip


def test_a_total_beyond_its_parts() -> None:
    """150 - 100 - 40 = 10 tokens that no part explains are kept; a trillion of them are refused."""
    usage = {"prompt_tokens": 100, "completion_tokens": 40}
    drafts = [answer(CHAT, usage={**usage, "total_tokens": 140 + n}) for n in (10, 10**12)]

    other = [{"meter": "unexplained_tokens", "quantity": Decimal(10), "unit": "token"}]
    assert (drafts[0]["other"], drafts[0]["token_basis"]) == (other, "partial")
    assert drafts[1]["problem"] == "total tokens: exceeds its parts by a trillion"


def test_audio_is_part_of_both_sides() -> None:
    """120 = 20 text + 100 audio; 260 = 60 + 200."""
    assert used(
        CHAT, prompt_tokens=120, completion_tokens=260, total_tokens=380,
        prompt_tokens_details={"audio_tokens": 100, "text_tokens": 20},
        completion_tokens_details={"audio_tokens": 200, "text_tokens": 60},
    ) == {"input": 20, "input_audio": 100, "output": 60, "output_audio": 200}  # fmt: skip


def test_realtime_says_which_modality_was_cached() -> None:
    """900 = 500 text + 400 audio, of which 256 and 128 were cached: 244 + 256 + 272 + 128."""
    assert used(
        RESPONSE | {"object": "realtime.response"}, input_tokens=900, output_tokens=220, total_tokens=1120,
        input_token_details={
            "text_tokens": 500, "audio_tokens": 400, "cached_tokens": 384,
            "cached_tokens_details": {"text_tokens": 256, "audio_tokens": 128, "image_tokens": 0},
        },
        output_token_details={"text_tokens": 40, "audio_tokens": 180},
    ) == {
        "input": 244, "cache_read": 256, "input_audio": 272, "cache_read_audio": 128,
        "output": 40, "output_audio": 180,
    }  # fmt: skip


def test_images_and_seconds() -> None:
    """Generated images are tokens of their own; a transcription may be counted in seconds."""
    assert used(
        UNTOLD, hints=SOMEONE, input_tokens=50, output_tokens=4160, total_tokens=4210,
        input_tokens_details={"image_tokens": 0, "text_tokens": 50}, output_tokens_details={"image_tokens": 4160},
    ) == {"input": 50, "output": 0, "output_image": 4160}  # fmt: skip
    assert used(UNTOLD, hints=SOMEONE, type="duration", seconds=9.5) == {
        "seconds_in": Decimal("9.5")
    }


def test_searches_are_counted_where_they_are_listed() -> None:
    """Two searches of OpenAI's, of which the opened page is none, and one of files."""
    output: list[dict[str, Any]] = [
        {"type": "web_search_call", "action": {"type": "search"}},
        {"type": "web_search_call", "action": {"type": "open_page"}},
        {"type": "web_search_call"},
        {"type": "file_search_call"},
        {"type": "message"},
    ]
    draft = answer(RESPONSE, output=output)

    assert (draft["web_search"], draft["file_search"]) == (2, 1)


def test_anthropic_s_input_holds_no_cache() -> None:
    """Fresh, read and the two writes stand side by side; thinking is part of the output."""
    assert used(
        MESSAGE, input_tokens=2095, cache_creation_input_tokens=1500, cache_read_input_tokens=20000,
        cache_creation={"ephemeral_5m_input_tokens": 500, "ephemeral_1h_input_tokens": 1000}, output_tokens=503,
        output_tokens_details={"thinking_tokens": 310}, server_tool_use={"web_search_requests": 1},
    ) == {
        "input": 2095, "cache_read": 20000, "cache_write_5m": 500, "cache_write_1h": 1000, "output": 193,
        "reasoning": 310, "web_search": 1,
    }  # fmt: skip


def test_writes_of_an_unknown_life() -> None:
    """1,500 written, of which 500 live an hour: 1,000 live nobody knows how long."""
    found = used(
        MESSAGE, input_tokens=1, output_tokens=1, cache_creation_input_tokens=1500,
        cache_creation={"ephemeral_1h_input_tokens": 500},
    )  # fmt: skip

    assert (found["cache_write"], found["cache_write_1h"]) == (1000, 500)


def test_thinking_is_approximate() -> None:
    """More thought than was written is no impossible row."""
    found = used(
        MESSAGE, input_tokens=1, output_tokens=10, output_tokens_details={"thinking_tokens": 12}
    )

    assert (found["output"], found["reasoning"]) == (0, 10)


def test_gemini_s_thoughts_stand_beside_its_output() -> None:
    """5,000 = 646 text + 258 image + 4,096 cached; 120 of tools and 700 thoughts stand beside: 6,120."""
    usage = {
        "promptTokenCount": 5000, "cachedContentTokenCount": 4096, "candidatesTokenCount": 300,
        "thoughtsTokenCount": 700, "toolUsePromptTokenCount": 120, "totalTokenCount": 6120,
        "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 4742}, {"modality": "IMAGE", "tokenCount": 258}],
        "cacheTokensDetails": [{"modality": "TEXT", "tokenCount": 4096}],
    }  # fmt: skip
    draft = answer(GEMINI, usageMetadata=usage, hints=DAY)

    assert (draft["problem"], draft["token_basis"]) == (None, "reported")
    assert meters(draft) == {
        "input": 646, "input_image": 258, "cache_read": 4096, "input_tool": 120, "output": 300, "reasoning": 700,
    }  # fmt: skip


def test_gemini_in_the_words_of_its_python_client() -> None:
    """What the client dumps has other names and the same counts."""
    usage = {
        "prompt_token_count": 100, "candidates_token_count": 250, "total_token_count": 350,
        "candidates_tokens_details": [{"modality": "MediaModality.AUDIO", "token_count": 250}],
    }  # fmt: skip
    dumped = {"model_version": "gemini-live", "response_id": "r", "usage_metadata": usage}

    assert meters(answer(dumped, hints=DAY)) == {"input": 100, "output": 0, "output_audio": 250}


def test_gemini_s_searches() -> None:
    """From Gemini 3 on each query is billed, before that each prompt that searched."""
    grounded = [{"groundingMetadata": {"webSearchQueries": ["a", "b", "", "a"]}}]

    assert answer(GEMINI, candidates=grounded, hints=DAY)["web_search"] == 2
    assert (
        answer(GEMINI, candidates=grounded, modelVersion="gemini-2.5-pro", hints=DAY)["web_search"]
        == 1
    )


def test_bedrock_s_input_holds_no_cache() -> None:
    """3 + 13 + 12,000 + 25,037 = 37,053."""
    converse = {
        "output": {}, "stopReason": "end_turn", "serviceTier": {"type": "priority"},
        "usage": {
            "inputTokens": 3, "outputTokens": 13, "totalTokens": 37053, "cacheReadInputTokens": 12000,
            "cacheWriteInputTokens": 25037, "cacheDetails": [{"ttl": "5m", "inputTokens": 25037}],
        },
    }  # fmt: skip
    draft = answer(converse, hints=DAY)

    assert meters(draft) == {"input": 3, "cache_read": 12000, "cache_write_5m": 25037, "output": 13}
    assert (draft["provider"], draft["service_tier"]) == ("aws-bedrock", "priority")


def test_cohere_is_read_as_billed() -> None:
    """5 tokens are billed where 71 were read; a rerank is billed by its units."""
    chat = {
        "id": "c",
        "usage": {
            "billed_units": {"input_tokens": 5.0, "output_tokens": 418},
            "tokens": {"input_tokens": 71},
            "cached_tokens": 2,
        },
    }
    rerank = {"id": "d", "results": [], "meta": {"billed_units": {"search_units": 1}}}
    pictures = {"id": "e", "meta": {"billed_units": {"images": 2, "image_tokens": 9}}}
    found = answers(chat, rerank, pictures, hints=DAY)

    assert [meters(draft) for draft in found] == [
        {"input": 5, "output": 418}, {"search_units": 1}, {"input_image": 9},
    ]  # fmt: skip
    assert found[2]["other"][0]["meter"] == "images_sent"


def test_ocr_is_billed_by_the_page() -> None:
    """Mistral counts pages."""
    assert meters(answer({"pages": [], "model": "mistral-ocr", "usage_info": {"pages_processed": 12}}, hints=DAY)) == {
        "pages": 12
    }  # fmt: skip


def test_deepseek_counts_hits_and_misses() -> None:
    """27,000 hit + 3,000 missed, also where no sum is stated."""
    counts: dict[str, Any] = {
        "prompt_cache_hit_tokens": 27000,
        "prompt_cache_miss_tokens": 3000,
        "completion_tokens": 1500,
    }
    deepseek: dict[str, Any] = UNTOLD | {"model": "deepseek-chat"}
    expected = {"input": 3000, "cache_read": 27000, "output": 1500}

    assert used(deepseek, **counts) == expected
    assert used(deepseek, **counts, prompt_tokens=30000, total_tokens=31500) == expected


def test_xai_s_reasoning_stands_beside_its_output() -> None:
    """34 + 99 + 865 = 998; where the total holds it, it is part of the output."""
    details: dict[str, Any] = {
        "completion_tokens_details": {"reasoning_tokens": 865},
        "num_sources_used": 0,
    }
    beside = used(UNTOLD, prompt_tokens=34, completion_tokens=99, total_tokens=998, **details)
    silent = used(UNTOLD, prompt_tokens=34, completion_tokens=99, **details)
    within = used(UNTOLD, prompt_tokens=34, completion_tokens=964, total_tokens=998, **details)

    assert beside == silent == within == {"input": 34, "output": 99, "reasoning": 865}


def test_other_names_of_cached_tokens() -> None:
    """Moonshot and Mistral say it beside the prompt, and it is part of it."""
    kimi: dict[str, Any] = UNTOLD | {"model": "kimi-k2.6"}

    assert used(kimi, prompt_tokens=100, completion_tokens=1, cached_tokens=60)["input"] == 40
    assert used(UNTOLD, prompt_tokens=100, completion_tokens=1, num_cached_tokens=60)["input"] == 40


def test_what_a_total_holds_besides_is_named() -> None:
    """150 of which 140 are explained leave 10, unless they are sound that is billed by the second."""
    counts = {"prompt_tokens": 100, "completion_tokens": 40, "total_tokens": 150}
    draft = answer(CHAT, usage=counts)
    sound = answer(CHAT, usage=counts | {"prompt_audio_seconds": 3})

    assert (draft["token_basis"], draft["other"][0]["quantity"]) == ("partial", 10)
    assert (sound["token_basis"], sound["other"], sound["seconds_in"]) == ("reported", None, 3)


def test_sources_searched_are_named() -> None:
    """XAI counts the sources of a search, for which there is no meter."""
    draft = answer(CHAT, usage={"prompt_tokens": 1, "completion_tokens": 1, "num_sources_used": 4})

    assert draft["other"] == [{"meter": "search_sources", "quantity": Decimal(4), "unit": "source"}]


@few(8)
@given(fresh=small, read=small, written=small, visible=small, thought=small)
def test_vendors_agree(fresh: int, read: int, written: int, visible: int, thought: int) -> None:
    """The same call as OpenAI and as Anthropic count it is the same call, and sums to its total."""
    one = used(
        CHAT, prompt_tokens=fresh + read + written, completion_tokens=visible + thought,
        total_tokens=fresh + read + written + visible + thought,
        prompt_tokens_details={"cached_tokens": read, "cache_write_tokens": written},
        completion_tokens_details={"reasoning_tokens": thought},
    )  # fmt: skip
    other = used(
        MESSAGE, input_tokens=fresh, cache_read_input_tokens=read, cache_creation_input_tokens=written,
        output_tokens=visible + thought, output_tokens_details={"thinking_tokens": thought},
    )  # fmt: skip

    assert one == other
    assert sum(one.values()) == fresh + read + written + visible + thought
