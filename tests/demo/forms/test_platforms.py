"""The gateway's calls as platforms that stand before models log them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tokenomics.demo.calls import Call
from tokenomics.demo.forms.platforms import PLATFORMS

METERS = {"input": 500, "cache_read": 10_000, "cache_write": 2_000, "output": 400}
CALL = Call(
    datetime(2026, 8, 3, 9, tzinfo=UTC), "litellm", "anthropic", "claude-sonnet-4-5-20250929", METERS, "r", "s",
    latency_ms=1_500, user="ada", team="support", feature="search",
)  # fmt: skip


def first(form: str, folder: Path) -> dict[str, Any]:
    """The first row that a format writes of the call."""
    told = PLATFORMS[form].told(CALL)
    assert told is not None
    ((path, _),) = PLATFORMS[form].write(folder, form, [told])
    row: dict[str, Any] = json.loads(path.read_text("utf-8").splitlines()[0])
    return row


@pytest.mark.parametrize(
    ("form", "counts"),
    [
        ("azure_apim", {"PromptTokens": 500, "CompletionTokens": 400, "TotalTokens": 900, "ProductId": "support"}),
        ("databricks", {"input_token_count": 500, "output_token_count": 400}),
        ("vercel", {"native_tokens_prompt": 12_500, "native_tokens_cached": 10_000, "native_tokens_cache_creation": 2_000}),
    ],
)  # fmt: skip
def test_counts_are_as_each_platform_counts(
    form: str, counts: dict[str, object], tmp_path: Path
) -> None:
    """What is inside of what differs: 500 fresh, 10,000 read, 2,000 written, 400 made."""
    assert first(form, tmp_path).items() >= counts.items()


def test_answers_of_a_gateways_own_cache_are_left_out() -> None:
    """They never came to a platform."""
    for form in PLATFORMS.values():
        assert form.told(CALL._replace(from_cache=True)) is None


def test_vercel_bills_its_calls_and_names_nobody() -> None:
    """The model is named after its vendor, what was written to a cache is told apart."""
    told = PLATFORMS["vercel"].told(CALL)

    assert told is not None
    assert (told.provider, told.model) == ("vercel", "anthropic/claude-sonnet-4-5-20250929")
    assert (told.user, told.team, told.feature) == (None, None, None)
    assert told.meters == METERS


def test_azure_stands_before_anthropic() -> None:
    """What Azure serves itself has prices of its own; a product is a project."""
    told = PLATFORMS["azure_apim"].told(CALL)

    assert told is not None
    assert (told.user, told.project, told.team) == ("ada", "support", None)
    assert PLATFORMS["azure_apim"].told(CALL._replace(provider="openai")) is None
