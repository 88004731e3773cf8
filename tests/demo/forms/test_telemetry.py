"""The company's calls as spans and observations."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tokenomics.demo.calls import Call
from tokenomics.demo.forms.telemetry import TELEMETRY

METERS = {"input": 500, "cache_read": 10_000, "cache_write": 2_000, "output": 400}
CALL = Call(
    datetime(2026, 8, 3, 9, tzinfo=UTC), "litellm", "anthropic", "claude-sonnet-4-5-20250929", METERS, "r", "s",
    latency_ms=1_500, user="ada", team="support", environment="prod",
)  # fmt: skip


def written(form: str, folder: Path, call: Call = CALL) -> Any:
    """The first line that a format writes of a call."""
    told = TELEMETRY[form].told(call)
    assert told is not None
    ((path, _),) = TELEMETRY[form].write(folder, form, [told])
    return json.loads(path.read_text("utf-8").splitlines()[0])


def attributes(line: Any) -> dict[str, Any]:
    """What the span of a line says."""
    (span,) = line["resourceSpans"][0]["scopeSpans"][0]["spans"]
    return {each["key"]: next(iter(each["value"].values())) for each in span["attributes"]}


@pytest.mark.parametrize(
    ("form", "sent", "read"),
    [
        ("otel", "gen_ai.usage.input_tokens", "gen_ai.usage.cache_read.input_tokens"),
        ("otel_openinference", "llm.token_count.prompt", "llm.token_count.prompt_details.cache_read"),
        ("otel_openllmetry", "gen_ai.usage.prompt_tokens", "gen_ai.usage.cache_read_input_tokens"),
    ],
)  # fmt: skip
def test_a_convention_names_what_it_counts(form: str, sent: str, read: str, tmp_path: Path) -> None:
    """All that was sent is the input, as text; a failed call counts nothing."""
    said = attributes(written(form, tmp_path))
    failed = attributes(written(form, tmp_path, CALL._replace(error="Timeout")))

    assert (said[sent], said[read]) == ("12500", "10000")
    assert "ada" in said.values()
    assert said["traceloop.association.properties.team"] == "support"
    assert sent not in failed


def test_a_span_is_of_its_service(tmp_path: Path) -> None:
    """It has a trace of its own, and its end lies behind its start by what the call took."""
    line = written("otel", tmp_path)
    (span,) = line["resourceSpans"][0]["scopeSpans"][0]["spans"]

    assert line["resourceSpans"][0]["resource"]["attributes"][0]["value"] == {"stringValue": "gateway"}  # fmt: skip
    assert int(span["endTimeUnixNano"]) - int(span["startTimeUnixNano"]) == 1_500_000_000
    assert (len(span["traceId"]), len(span["spanId"])) == (32, 16)


def test_an_event_is_sent_at_the_end(tmp_path: Path) -> None:
    """Claude Code's counts are disjoint, and its instant is that of the answer, 1.5 seconds later."""
    line = written("otel_logs", tmp_path)
    (record,) = line["resourceLogs"][0]["scopeLogs"][0]["logRecords"]
    said = {each["key"]: next(iter(each["value"].values())) for each in record["attributes"]}

    assert int(record["timeUnixNano"]) == (CALL.ts.timestamp() + 1.5) * 1_000_000_000
    assert (said["input_tokens"], said["cache_read_tokens"]) == ("500", "10000")
    assert TELEMETRY["otel_logs"].told(CALL._replace(provider="openai")) is None


def test_an_observation_counts_apart(tmp_path: Path) -> None:
    """Langfuse's counts are disjoint and sum to 12,900; tags say whom it is for."""
    found = written("langfuse", tmp_path)

    assert found["usage_details"] == {
        "input": 500, "output": 400, "input_cached_tokens": 10_000, "input_cache_creation": 2_000, "total": 12_900,
    }  # fmt: skip
    assert (found["tags"], found["environment"]) == (["team:support"], "prod")
    assert found["start_time"] == "2026-08-03 09:00:00.000"


def test_what_telemetry_does_not_see() -> None:
    """No gateway's own answers; and Langfuse no vendor that no model's name tells."""
    assert all(TELEMETRY[form].told(CALL._replace(from_cache=True)) is None for form in TELEMETRY)
    assert TELEMETRY["langfuse"].told(CALL._replace(provider="hosted_vllm")) is None
