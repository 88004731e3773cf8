"""What the names of clouds' prices say: model, kind of tokens, tier, place and unit."""

from __future__ import annotations

import pytest

from support.draft import value

_READ = "[token_meter(price_words($1)), price_tier(price_words($1)), CAST(is_global(price_words($1)) AS VARCHAR)]"


@pytest.mark.parametrize(
    ("name", "meter", "tier", "is_global"),
    [
        ("USE1-NovaLite-input-tokens", "input", None, False),
        ("NovaPro-cache-write-input-token-count", "cache_write", None, False),
        ("qwen.qwen3-32b-mantle-output-tokens-priority", "output", "priority", False),
        ("MP:USE1_output_tokens_global_standard-Units", "output", "standard", True),
        ("MP:USE1_ResponseTokenCount-Units", "output", None, False),
        ("NovaSonic-speech-input-tokens", "input_audio", None, False),
        ("5.6 terra LongCo Cd Inp PP Gl 1M Tokens", "cache_read", "priority", True),
        ("gpt 5 Cd Wr DZ 1M Tokens", "cache_write", None, False),
        ("gpt-4.1-mini-Batch-Outp-glbl Tokens", "output", "batch", True),
        ("Generate content input token count gemini 3.8 flash video", "input_video", None, False),
        ("Cached content storage token hours", None, None, False),
        ("Gemini fine-tuning training token count", None, None, False),
    ],
)
def test_words_of_prices(name: str, meter: str | None, tier: str | None, is_global: bool) -> None:
    """Caches are told before inputs, and storage and training are no tokens of a call."""
    assert value(_READ, name) == [meter, tier, str(is_global).lower()]


@pytest.mark.parametrize(
    ("product", "usage_type", "model"),
    [
        ("Claude Opus 4.8 (Amazon Bedrock Edition)", "MP:x", "anthropic.claude-opus-4-8"),
        ("Palmyra X5 (Amazon Bedrock Edition)", "MP:x", "palmyra-x5"),
        ("Amazon Bedrock", "USE1-Nova2.0Pro-text-input-tokens", "amazon.nova-2-pro"),
        ("Amazon Bedrock", "USE1-Claude3.5Sonnet-output-tokens", "anthropic.claude-3-5-sonnet"),
        ("Amazon Bedrock", "USE1-Claude4.6Sonnet-input-tokens", "anthropic.claude-sonnet-4-6"),
        ("Amazon Bedrock", "mistral.large-3-mantle-input-tokens-flex", "mistral.large-3"),
        ("Amazon Bedrock", "USE1-MP:USE1_InputTokenCount-Units", None),
        ("Amazon Bedrock", "USE1-Guardrail-ContentPolicy", None),
    ],
)
def test_amazons_models(product: str, usage_type: str, model: str | None) -> None:
    """A product's name says the model, else the usage type does; as price books write it."""
    assert value("amazon_model($1, $2)", product, usage_type) == model


@pytest.mark.parametrize(
    ("meter", "model", "places"),
    [
        ("5.6 sol ShortCo Inp Std Gl 1M Tokens", "gpt-5.6-sol", 6),
        ("V4 Pro cached DZ Tokens", "deepseek-v4-pro", 3),
        ("gpt-4o-mini-0718-Inp-glbl Tokens", "gpt-4o-mini-2024-07-18", 3),
        ("54 inp Flex Gl 1M Tokens", "gpt-5.4", 6),
        ("o4-mini Outp Data Zone Tokens", "o4-mini", 3),
    ],
)
def test_azures_models(meter: str, model: str, places: int) -> None:
    """What is left of a meter's name without its known words is the model."""
    assert value("azure_model($1)", meter) == model
    assert value("azure_places(price_words($1), NULL)", meter) == places


@pytest.mark.parametrize(
    ("sku", "model"),
    [
        ("Generate content output token count gemini 3.1 flash lite preview text", "gemini-3.1-flash-lite-preview"),
        ("Gemini 2.5 Flash GA Text Output (Thinking On) - Predictions", "gemini-2.5-flash"),
        ("EmbedContent input token count gemini embedding 2 text", "gemini-embedding-2"),
        ("Grounding with Google Search", None),
    ],
)  # fmt: skip
def test_googles_models(sku: str, model: str | None) -> None:
    """The words behind 'gemini' that belong to a model's name."""
    assert value("google_model($1)", sku) == model
