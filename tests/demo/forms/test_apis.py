"""The company's calls as providers answered them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tokenomics.demo.calls import Call
from tokenomics.demo.forms.apis import APIS

CALL = Call(
    datetime(2026, 8, 3, 9, tzinfo=UTC), "litellm", "anthropic", "claude-sonnet-4-5-20250929",
    {"input": 500, "cache_read": 10_000, "cache_write": 2_000, "output": 400}, "r", "s", user="ada", team="support",
)  # fmt: skip


def written(folder: Path, call: Call) -> Any:
    """The response that is written of a call."""
    told = APIS["responses"].told(call)
    assert told is not None
    ((path, _),) = APIS["responses"].write(folder, "x", [told])
    return json.loads(path.read_text("utf-8").splitlines()[0])


def test_each_provider_counts_in_its_own_way(tmp_path: Path) -> None:
    """Anthropic counts apart, and OpenAI what was cached within 10,500."""
    message = written(tmp_path, CALL)
    other = CALL._replace(
        provider="openai", meters={"input": 500, "cache_read": 10_000, "output": 400}
    )
    completion = written(tmp_path, other)

    assert message["response"]["usage"] == {
        "input_tokens": 500, "cache_creation_input_tokens": 2_000, "cache_read_input_tokens": 10_000, "output_tokens": 400,
    }  # fmt: skip
    assert completion["response"]["usage"]["prompt_tokens"] == 10_500
    assert completion["response"]["usage"]["prompt_tokens_details"] == {"cached_tokens": 10_000}
    assert (message["user"], message["team"], message["provider"]) == ("ada", "support", "anthropic")  # fmt: skip


def test_what_nobody_answered_has_no_response() -> None:
    """A failure, and what a gateway had kept."""
    assert APIS["responses"].told(CALL._replace(error="Timeout")) is None
    assert APIS["responses"].told(CALL._replace(from_cache=True)) is None
