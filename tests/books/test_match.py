"""Tests of names: what matches, and above all what does not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tokenomics.books.book import bundled
from tokenomics.books.match import matches, nearest_names


def _match(provider: str, model: str) -> list[tuple[str, str, str]]:
    return [match[:3] for match in matches(bundled(), provider, model)]


@pytest.mark.parametrize(
    ("provider", "name", "model", "how"),
    [
        ("openai", "o3", "o3", "exact"),
        ("OpenAI", "o3-mini", "o3-mini", "exact"),
        ("openai", "gpt-4o-2024-05-13", "gpt-4o-2024-05-13", "exact"),
        ("openai", "gpt-4-0613", "gpt-4", "alias"),
        ("openai", "gpt-5.6", "gpt-5.6-sol", "alias"),
        ("openai", "openai/o3-mini", "o3-mini", "prefix"),
        ("openai", "openai/gpt-4-0613", "gpt-4", "prefix + alias"),
        ("openai", "gpt-4.1-2026-01-31", "gpt-4.1", "dated suffix"),
        ("openai", "gpt-5.6-2026-07-10", "gpt-5.6-sol", "dated suffix + alias"),
        ("openai", "ft:gpt-4.1-2025-04-14:acme::Ab1", "ft:gpt-4.1-2025-04-14", "fine-tuned"),
        ("openai", "ft:gpt-3.5-turbo-0125:acme::Ab1", "ft:gpt-3.5-turbo", "fine-tuned + alias"),
        ("anthropic", "claude-sonnet-4-5", "claude-sonnet-4-5-20250929", "alias"),
        ("anthropic", "claude-haiku-4-5@20251001", "claude-haiku-4-5-20251001", "dated suffix"),
        ("anthropic", "claude-opus-5-20260724", "claude-opus-5", "dated suffix"),
        ("gemini", "gemini/gemini-2.5-flash", "gemini-2.5-flash", "prefix"),
        ("google", "models/gemini-2.5-pro", "gemini-2.5-pro", "prefix"),
        ("mistralai", "mistral-large-latest", "mistral-large-latest", "exact"),
    ],
)
def test_a_name_reaches_its_model_by_a_rule(provider: str, name: str, model: str, how: str) -> None:
    """Each way to a model is named."""
    canonical = {"OpenAI": "openai", "gemini": "google", "mistralai": "mistral"}.get(
        provider, provider
    )

    assert _match(provider, name) == [(canonical, model, how)]


@pytest.mark.parametrize(
    ("provider", "name"),
    [
        ("openai", "o3-large"),
        ("openai", "gpt-5.6-vega"),
        ("openai", "gpt-5-ultra"),
        ("openai", "GPT-4o"),
        ("openai", "gpt-4o:free"),
        ("openai", "gpt-4.1-2026-02-31"),
        ("openai", "gpt-35-turbo-0613"),
        ("openai", "azure/gpt-4o"),
        ("openai", "anthropic/claude-opus-5"),
        ("openai", "ft:gpt-4o-2024-05-13:acme::Ab1"),
        ("openai", "ft:gpt-4o"),
        ("openai", ""),
        ("azure", "gpt-4o"),
        ("azure", "azure/gpt-4o"),
        ("aws-bedrock", "us.anthropic.claude-sonnet-4-6-v1:0"),
        ("anthropic", "us.anthropic.claude-sonnet-4-6-v1:0"),
        ("anthropic", "anthropic.claude-3-opus-20240229-v1:0"),
        ("anthropic", "claude"),
        ("vertex_ai", "gemini-2.5-pro"),
        ("google", "publishers/google/models/gemini-2.5-pro"),
        ("openrouter", "openai/gpt-4o"),
        ("", "gpt-4o"),
    ],
)
def test_likeness_reaches_nothing(provider: str, name: str) -> None:
    """A name that no rule explains, or that another seller bills, is unknown."""
    assert _match(provider, name) == []


def test_an_alias_that_moved_is_several_models_one_at_a_time() -> None:
    """gpt-4o meant its May version until 2024-10-02 and its August version from then on."""
    moved = datetime(2024, 10, 2, tzinfo=UTC)

    assert [match[1:] for match in matches(bundled(), "openai", "gpt-4o")] == [
        ("gpt-4o-2024-05-13", "alias", (None, moved)),
        ("gpt-4o-2024-08-06", "alias", (moved, None)),
    ]


def test_nearest_names_are_of_the_same_provider() -> None:
    """A slip gets the names of its provider that look most like it."""
    assert nearest_names(bundled(), "anthropic", "claude-opus-5-55")[0] == "claude-opus-5-5"


def test_nearest_names_of_an_unknown_provider_say_whose_they_are() -> None:
    """Where the provider is unknown, names come with theirs."""
    assert nearest_names(bundled(), "azure", "gpt-4o")[0] == "openai/gpt-4o"
