"""The providers' names: one provider has several in every list, and one in a book."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_PROVIDERS: Mapping[str, str] = MappingProxyType({
    "text-completion-openai": "openai",
    "anthropic_text": "anthropic",
    "azure_ai": "azure",
    "azure_text": "azure",
    "azure-cognitive-services": "azure",
    "gemini": "google",
    "vertex_ai": "google-vertex",
    "google-vertex-anthropic": "google-vertex",
    "aws": "aws-bedrock",
    "bedrock": "aws-bedrock",
    "amazon-bedrock": "aws-bedrock",
    "codestral": "mistral",
    "text-completion-codestral": "mistral",
    "mistralai": "mistral",
    "cohere_chat": "cohere",
    "x-ai": "xai",
    "together_ai": "together",
    "togetherai": "together",
    "fireworks_ai": "fireworks",
    "fireworks-ai": "fireworks",
    "moonshot": "moonshotai",
    "dashscope": "alibaba",
    "voyageai": "voyage",
    "z-ai": "zai",
    "amazon-nova": "amazon_nova",
})  # fmt: skip
# One provider's names that go on in many ways.
_FAMILIES = {
    "vertex_ai-": "google-vertex",
    "bedrock_": "aws-bedrock",
    "fireworks_ai-": "fireworks",
}


def provider_of(name: str) -> str:
    """The book's name of a provider as a list calls it."""
    lower = name.lower()
    family = next((own for start, own in _FAMILIES.items() if lower.startswith(start)), lower)
    return _PROVIDERS.get(lower, family)


def without_provider(model: str, provider: str) -> str:
    """A model's name without the provider's at its beginning, whichever of its names that is."""
    first, slash, rest = model.partition("/")
    return rest if slash and provider_of(first) == provider else model
