"""Names that bills have for clouds."""

from __future__ import annotations

from tokenomics.books import bundled
from tokenomics.books.clouds import provider_of, serves_models


def test_clouds_are_the_providers_of_what_they_serve() -> None:
    """Bills name clouds by several names; Gemini's own API is no cloud's."""
    book = bundled()

    assert provider_of(book, "Amazon Web Services") == provider_of(book, "AWS") == "aws-bedrock"
    assert provider_of(book, "Microsoft", "Azure OpenAI") == "azure"
    assert provider_of(book, "Google Cloud", "Vertex AI") == "google-vertex"
    assert provider_of(book, "Google Cloud", "Gemini API") == "google"
    assert provider_of(book, None) == ""


def test_services_that_serve_models_are_known() -> None:
    """By the names that bills have for them; what runs agents or machines is another."""
    assert [
        serves_models(name)
        for name in ("Amazon Bedrock", " vertex ai", "Gemini API", "Azure OpenAI")
    ] == [True] * 4
    assert [serves_models(name) for name in ("Amazon Bedrock AgentCore", "Machines", None)] == [
        False
    ] * 3
