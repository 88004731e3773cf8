"""Macros for what logs spell in many ways: instants and the names of providers."""

from __future__ import annotations

import pytest

from support.draft import value


@pytest.mark.parametrize(
    "text", ["2026-11-02T09:00:00Z", "2026-11-02 09:00:00", "1793610000", "1793610000000", "1793610000000000", "1793610000000000000"],
)  # fmt: skip
def test_an_instant_in_any_spelling(text: str) -> None:
    """A number's size tells its unit, for the years that a log can hold do not overlap."""
    assert value("strftime(as_moment($1), '%Y-%m-%d %H:%M')", text) == "2026-11-02 09:00"


@pytest.mark.parametrize("text", ["", "soon", "17936", "2026", "1e9"])
def test_what_is_no_instant(text: str) -> None:
    """Everything else is none."""
    assert value("as_moment($1)", text) is None


@pytest.mark.parametrize(
    ("said", "provider"),
    [
        ("OpenAI", "openai"), ("gemini", "google"), ("vertex_ai-language-models", "google-vertex"), ("bedrock_converse", "aws-bedrock"),
        ("azure.ai.openai", "azure"), ("gcp.gen_ai", "google"), ("aws.bedrock", "aws-bedrock"), ("x_ai", "xai"),
        ("x-ai", "xai"), ("azure_openai", "azure"), ("moonshot", "moonshotai"), ("hosted_vllm", None), (None, None),
    ],
)  # fmt: skip
def test_names_of_providers(said: str | None, provider: str | None) -> None:
    """What gateways call a provider is what price books call it; other names are the caller's to keep."""
    assert value("provider_named($1)", said) == provider


@pytest.mark.parametrize(
    ("model", "provider"),
    [
        ("gpt-4o", "openai"), ("anthropic.claude-x", "aws-bedrock"), ("models/gemini-x", "google"), ("Mistral-large", "mistral"),
        ("grok-4", "xai"), ("llama-3", None), (None, None),
    ],
)  # fmt: skip
def test_who_serves_a_model_of_that_name(model: str | None, provider: str | None) -> None:
    """A model that many serve says nothing."""
    assert value("provider_of($1)", model) == provider
