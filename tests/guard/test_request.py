"""What the arguments of a call ask for."""

from __future__ import annotations

from typing import Any

import pytest

from tokenomics.guard.request import mentions, request_of
from tokenomics.records.errors import InputError


class NotGiven:
    """What a library puts where nothing is given."""


@pytest.mark.parametrize(
    ("given", "most", "choices"),
    [
        ({}, None, 1),
        ({"max_tokens": 50}, 50, 1),
        ({"max_completion_tokens": 50, "n": 3}, 50, 3),
        ({"max_output_tokens": 50, "tools": NotGiven()}, 50, 1),
        ({"config": {"max_output_tokens": 50, "candidate_count": 2}}, 50, 2),
        # Thoughts are among the 4,096; a budget above that may come on top: 1,000 + 2,000.
        ({"max_tokens": 4096, "thinking": {"type": "enabled", "budget_tokens": 2000}}, 4096, 1),
        ({"max_tokens": 1000, "thinking": {"type": "enabled", "budget_tokens": 2000}}, 3000, 1),
    ],
)
def test_the_most_that_is_generated_has_many_names(
    given: dict[str, Any], most: int | None, choices: int
) -> None:
    """Of OpenAI, Anthropic and Gemini."""
    found = request_of({"model": "m", **given})

    assert (found.max_output, found.choices) == (most, choices)


def test_system_and_tools_are_sent_too() -> None:
    """They count as prompt; a temperature does not."""
    given = {"system": "s", "messages": [], "tools": [{"name": "look"}], "temperature": 0}

    assert request_of({"model": "m", **given}).prompt == {
        "system": "s", "messages": [], "tools": [{"name": "look"}],
    }  # fmt: skip


SEARCH: dict[str, Any] = {"type": "web_search_20250305", "name": "web_search"}
GEMINI = {"google_search": {}, "google_maps": None, "function_declarations": [{"name": "look"}]}


@pytest.mark.parametrize(
    ("given", "tools"),
    [
        ({"tools": [{**SEARCH, "max_uses": 5}]}, [(SEARCH["type"], "web_search", 5)]),
        ({"tools": [SEARCH], "max_tool_calls": 2}, [(SEARCH["type"], "web_search", 2)]),
        ({"tools": [SEARCH]}, [(SEARCH["type"], "web_search", None)]),
        ({"tools": [{"type": "code_interpreter"}]}, [("code_interpreter", "code_session", 1)]),
        ({"tools": [{"type": "image_generation"}]}, [("image_generation", "images", None)]),
        ({"tools": [{"type": "mcp"}]}, [("mcp", None, None)]),
        ({"config": {"tools": [GEMINI]}}, [("google_search", "web_search", None)]),
        ({"tools": [{"googleSearch": {}}]}, [("googleSearch", "web_search", None)]),
        ({"config": {"tools": [{"code_execution": {}}]}}, [("code_execution", None, None)]),
        ({"web_search_options": {}}, [("web_search_options", "web_search", None)]),
        ({"tools": [{"type": "function", "name": "web_search"}]}, []),
    ],
)  # fmt: skip
def test_tools_that_the_provider_runs_are_told_from_the_caller_s_own(
    given: dict[str, Any], tools: list[Any]
) -> None:
    """With the meter of a use, and the most uses where a call says so; what they find is sent to the model."""
    found = request_of({"model": "m", **given})

    assert list(found.tools) == tools
    assert found.elsewhere == (tools[0][0] if tools else None)


def test_models_that_search_by_themselves_do_it_once() -> None:
    """Whether or not a call says how."""
    for more in ({}, {"web_search_options": {"search_context_size": "low"}}):
        found = request_of({"model": "openai/gpt-4o-search-preview", **more})
        assert found.tools == (("gpt-4o-search-preview", "web_search", 1),)


def test_a_call_needs_its_model() -> None:
    """Without one there is no price."""
    with pytest.raises(InputError, match="needs its model by name"):
        request_of({"messages": []})


def test_tiers_that_are_none_are_left_out() -> None:
    """`default` is no tier, `flex` is one."""
    assert request_of({"model": "m", "service_tier": "default"}).tier is None
    assert request_of({"model": "m", "service_tier": "flex"}).tier == "flex"


def test_a_name_is_found_however_deep() -> None:
    """In a part of a message, not in a text."""
    part = {"type": "text", "text": "cache_control"}
    assert not mentions({"messages": [{"content": [part]}]}, "cache_control")
    assert mentions({"messages": [{"content": [{**part, "cache_control": {}}]}]}, "cache_control")


def test_what_is_sent_besides_counts_too() -> None:
    """OpenAI's library puts `extra_body` over the other arguments."""
    found = request_of({
        "model": "m", "max_tokens": 1, "extra_body": {"max_completion_tokens": 9_000, "service_tier": "priority"},
    })  # fmt: skip

    assert (found.max_output, found.tier) == (9_000, "priority")


@pytest.mark.parametrize(
    ("prompt", "answers"), [("a", 2), (["a", "b", "c"], 6), ([[1, 2], [3]], 4), ([1, 2, 3], 2)]
)
def test_each_of_several_prompts_is_answered(prompt: Any, answers: int) -> None:
    """Two answers to each text, or to each list of tokens."""
    assert request_of({"model": "m", "prompt": prompt, "n": 2}).choices == answers


def test_a_prompt_that_the_provider_keeps_is_counted_nowhere_here() -> None:
    """OpenAI's responses name one by its id."""
    found = request_of({"model": "m", "prompt": {"id": "pmpt_1"}, "input": "x"})

    assert found.elsewhere == "prompt"


def test_settings_are_named_as_json_has_them_too() -> None:
    """Gemini's library takes both."""
    config = {"maxOutputTokens": 5, "candidateCount": 3, "responseModalities": ["TEXT", "AUDIO"]}
    found = request_of({"model": "m", "contents": "x", "config": config})

    assert (found.max_output, found.choices, found.modalities) == (5, 3, ("text", "audio"))


def test_sound_is_told_from_text() -> None:
    """It is sent in a part of its own, asked for by name, or both."""
    sound = {"role": "user", "content": [{"type": "input_audio", "input_audio": {"data": "x"}}]}

    assert request_of({"model": "m", "messages": [sound]}).modalities == ("text", "audio")
    assert request_of({"model": "m", "modalities": ["text", "audio"]}).modalities == (
        "text",
        "audio",
    )
