"""Spans of Claude Code."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support import claude
from support.ledgers import select, take
from support.otel import asked, drafted, logged, meters, request, requested, span
from support.reports import total_cost
from tokenomics.sources.otel import agents


def test_counts_are_disjoint(tmp_path: Path) -> None:
    """400 read from a cache are no part of 500 sent, though they would fit in."""
    (found,) = drafted(
        tmp_path, request(requested("a", input_tokens=500, cache_read_tokens=400, cache_creation_tokens=50))
    )  # fmt: skip

    assert meters(found) == {"input": 500, "cache_read": 400, "cache_write": 50, "output": 260}
    assert (found["token_basis"], found["operation"], found["provider"]) == ("reported", "chat", "anthropic")  # fmt: skip


def test_what_else_a_span_says(tmp_path: Path) -> None:
    """Who asked, from where, how fast; the code of a failure without its message."""
    said = {
        "user__id": "random",
        "user__email": "ann@example.com",
        "query_source": "compact",
        "speed": "fast",
        "ttft_ms": 1_234,
    }
    failed = requested("b", success="false", status_code="529", error="I read: secret")
    (found,) = drafted(tmp_path, request(requested("a", **said, request_id="req_1")))
    (other,) = drafted(tmp_path, request({**failed, "status": {"code": 2, "message": "secret"}}))

    names = ("user_id", "step", "variant", "ttft_ms", "status", "session_id", "model_served")
    assert [found[name] for name in names] == [
        "ann@example.com", "compact", "fast", 1_234, "success", "s-1", "claude-opus-4-6",
    ]  # fmt: skip
    assert [other[name] for name in ("status", "error_type")] == ["failure", "529"]
    assert "secret" not in str(other)


@pytest.mark.parametrize(
    ("model", "provider"),
    [
        ("claude-opus-4-6@20260205", "google-vertex"), ("us.anthropic.claude-opus-4-6-v1", "aws-bedrock"),
    ],
)  # fmt: skip
def test_the_models_name_tells_who_serves(model: str, provider: str, tmp_path: Path) -> None:
    """The spans say Anthropic of all of them."""
    (found,) = drafted(tmp_path, request(requested("a", model=model)))

    assert found["provider"] == provider


def test_counts_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    """No total is made of them; another tool's span of such names is none of ours."""
    (found,) = drafted(tmp_path, request(requested("a", input_tokens="two")))

    assert found["problem"] == "input_tokens: not a whole number of 0 or more"
    assert drafted(tmp_path, request(span("b", stated={"input_tokens": 5, "ttft_ms": "x"}))) == []
    assert agents.translated({"ttft_ms": "x"}) == {"gen_ai.operation.name": "chat"}


@pytest.mark.parametrize("order", [1, -1])
def test_a_call_in_all_three_places_counts_once(order: int, tmp_path: Path) -> None:
    """Session log, event and span state one request; another one has a span alone.

    Opus 4.6 at 5, 25, 0.5 and 10 or 6.25 per million: 10 + 6,500 + 7,515 + 86,550 or 54,093.75 millionths.
    """
    usage = claude.usage(
        2, 260, cache_creation_input_tokens=8_655, cache_read_input_tokens=15_030,
        cache_creation={"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 8_655},
    )  # fmt: skip
    line = claude.line("msg_A", used=usage, requestId="req_1", timestamp="2026-11-02T09:21:03.000Z")
    line["message"]["model"] = "claude-opus-4-6"
    ids: dict[str, Any] = {"request_id": "req_1", "gen_ai__response__id": "req_1"}
    other: dict[str, Any] = {"request_id": "req_2", "gen_ai__response__id": "req_2"}
    files = [
        claude.write(tmp_path / "session.jsonl", [line]),
        claude.write(tmp_path / "logs.jsonl", [logged(asked(request_id="req_1"))]),
        claude.write(tmp_path / "spans.jsonl", [request(requested("a", **ids), requested("b", **other))]),
    ]  # fmt: skip
    take(tmp_path / "ledger", *files[::order])

    assert select(tmp_path / "ledger", "count(*)") == [(4,)]
    assert total_cost(tmp_path / "ledger") == Decimal("0.100575") + Decimal("0.06811875")
