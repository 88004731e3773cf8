"""Tests of names.py."""

from __future__ import annotations

import pytest

from tokenomics.imports.names import provider_of, without_provider


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("gemini", "google"),
        ("vertex_ai-anthropic_models", "google-vertex"),
        ("bedrock_mantle", "aws-bedrock"),
        ("X-AI", "xai"),
        ("acme", "acme"),
    ],
)
def test_a_provider_has_one_name(name: str, own: str) -> None:
    """Lists' names become the book's; one that no book has stays."""
    assert provider_of(name) == own


def test_a_model_is_named_without_its_provider() -> None:
    """Whichever of its names stands there; another maker's name before a model stays."""
    assert without_provider("fireworks_ai/accounts/f/m", "fireworks") == "accounts/f/m"
    assert without_provider("meta/llama", "together") == "meta/llama"
    assert without_provider("gpt-5", "openai") == "gpt-5"
