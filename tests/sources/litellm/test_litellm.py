from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.draft import drafts, drafts_of, golden, problems, sample, shown
from support.litellm_logs import ROW, counts, one
from tokenomics.sources import litellm
from tokenomics.sources.contract import Container, Sample

HERE = Path(__file__).parent
FILES: tuple[tuple[str, Container], ...] = (
    ("spend_logs.jsonl", "jsonl"),
    ("spend_logs.csv", "csv"),
    ("spend_logs.json", "json"),
    ("payloads.jsonl", "jsonl"),
    ("payload.json", "json"),
)


@pytest.mark.parametrize(("name", "container"), FILES)
def test_drafts_are_as_expected(name: str, container: Container) -> None:
    """Every format of the proxy gives the drafts that lie beside it."""
    found = drafts(litellm.SOURCE, HERE / name, container)

    assert [shown(draft) for draft in found] == golden(found, HERE / f"{name}.expected.json")


@pytest.mark.parametrize(("name", "container"), FILES)
def test_files_are_claimed(name: str, container: Container) -> None:
    """Every format of the proxy is recognised by its columns."""
    assert litellm.claims(sample(HERE / name, container))


def test_formats_agree() -> None:
    """A log gives the same drafts as JSON Lines, as CSV and as a document with JSON in its texts."""
    found = [[shown(draft) for draft in drafts(litellm.SOURCE, HERE / n, c)] for n, c in FILES[:3]]
    for drafted in found:
        for draft in drafted:
            del draft["source_line"]

    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize(("name", "line"), [("spend_logs.jsonl", 1), ("payloads.jsonl", 1)])
def test_one_call_is_one_record(name: str, line: int) -> None:
    """The same call has one key, one set of meters and one cost in logs and payloads."""
    draft = drafts(litellm.SOURCE, HERE / name, "jsonl")[line]

    assert draft["key"] == "call-2"
    assert counts(draft, "input", "cache_read", "cache_write", "output") == (500, 10000, 2000, 400)
    assert draft["reported_cost"] == Decimal("0.018")
    assert draft["ts"] == "2026-11-02T09:21:00.000000Z"


def test_pages_of_activity_are_refused() -> None:
    """A page may hold half a day, and the next one the other half."""
    activity = Sample(Path("activity.json"), "json", ({"results": [], "metadata": {}},), ())

    assert not litellm.claims(activity)
    assert "export LiteLLM_DailyUserSpend" in (litellm.refuses(activity) or "")


def test_other_files_are_not_refused() -> None:
    """A file of somebody else is no business of this source."""
    other = Sample(Path("x.csv"), "csv", (), ("date", "amount"))

    assert not litellm.claims(other)
    assert litellm.refuses(other) is None


@pytest.mark.parametrize(
    ("said", "hit", "billing"),
    [
        ("True", True, "cached"),
        (True, True, "cached"),
        ("False", False, "unknown"),
        ("None", None, "unknown"),
        ("", None, "unknown"),
        (None, None, "unknown"),
    ],
)
def test_cache_hits_keep_tokens_and_are_not_billed(said: Any, hit: Any, billing: str) -> None:
    """`cache_hit` is a text of many spellings; a hit keeps its counts and is billed as cached."""
    draft = one(cache_hit=said)

    assert counts(draft, "gateway_cache_hit", "billing", "input", "output") == (
        hit,
        billing,
        100,
        40,
    )


def test_failures_count_nothing() -> None:
    """A failed call without tokens ignores a usage object copied from another attempt."""
    usage = {"prompt_tokens": 12500, "cache_read_input_tokens": 10000}
    error = {"error_information": {"error_class": "Timeout", "error_code": "408"}}
    draft = one(
        usage,
        prompt_tokens=0,
        completion_tokens=0,
        total_tokens=0,
        status="failure",
        metadata=error,
    )

    assert counts(draft, "status", "input", "output", "cache_read", "error_type") == (
        "failure", 0, 0, None, "Timeout",
    )  # fmt: skip


def test_retries_are_hidden_attempts() -> None:
    """What the router repeated is counted as hidden attempts, and a fallback is marked."""
    draft = one(metadata={"attempted_retries": 2, "attempted_fallbacks": 1})

    assert counts(draft, "hidden_attempts", "is_fallback") == (2, True)


def test_no_retries_stated() -> None:
    """A log that says nothing of retries leaves them unknown."""
    assert counts(one(), "hidden_attempts", "is_fallback") == (None, None)


@pytest.mark.parametrize(
    "start",
    ["2026-11-02 09:00:00", "2026-11-02T09:00:00Z", 1793610000.0, 1793610000, "2026-11-02T10:00:00+01:00"],
)  # fmt: skip
def test_instants_are_utc(start: Any) -> None:
    """Instants without a zone are UTC and numbers are seconds since 1970."""
    assert counts(one(startTime=start), "ts") == ("2026-11-02T09:00:00.000000Z",)


def test_latency_is_stated_or_measured() -> None:
    """The duration is the stated one, else the time between start and end."""
    assert counts(one(request_duration_ms=1234), "latency_ms") == (1234,)
    assert counts(one(), "latency_ms") == (2000,)


@pytest.mark.parametrize(
    ("first", "expected"),
    [("2026-11-02T09:00:00.250Z", 250), ("2026-11-02T09:00:02Z", None), ("2026-11-02T09:00:03Z", None)],
)  # fmt: skip
def test_first_token_of_streams_only(first: str, expected: int | None) -> None:
    """A first token at or after the end says nothing of the time to it."""
    assert counts(one(completionStartTime=first), "ttft_ms") == (expected,)


@pytest.mark.parametrize(
    ("given_provider", "model", "provider", "served"),
    [
        ("openai", "gpt-4o", "openai", "gpt-4o"),
        ("azure", "azure/gpt-4o", "azure", "gpt-4o"),
        ("gemini", "gemini/gemini-2.5-pro", "google", "gemini-2.5-pro"),
        ("vertex_ai", "vertex_ai/gemini-2.5-pro", "google-vertex", "gemini-2.5-pro"),
        ("vertex_ai_beta", "gemini-2.5-pro", "google-vertex", "gemini-2.5-pro"),
        ("bedrock", "bedrock/anthropic.claude-v2", "aws-bedrock", "anthropic.claude-v2"),
        ("hosted_vllm", "hosted_vllm/my-llama", "hosted_vllm", "my-llama"),
        ("", "openai/gpt-4o", "unknown", "openai/gpt-4o"),
        ("openrouter", "openrouter/openai/gpt-4o", "openrouter", "openai/gpt-4o"),
    ],
)
def test_providers_and_models(given_provider: str, model: str, provider: str, served: str) -> None:
    """Providers have their canonical names, and a model loses its own provider's prefix only."""
    draft = one(custom_llm_provider=given_provider, model=model)

    assert counts(draft, "provider", "model_served") == (provider, served)


def test_requested_model_survives_a_fallback() -> None:
    """What the caller asked for is the group before the fallback."""
    assert counts(one(model_group="cheap"), "model_requested") == ("cheap",)
    fallen = one(model_group="cheap", metadata={"original_model_group": "best"})
    assert counts(fallen, "model_requested") == ("best",)


@pytest.mark.parametrize(
    ("tier", "call_type", "expected"),
    [
        ("default", "acompletion", "standard"),
        ("auto", "acompletion", None),
        ("flex", "acompletion", "flex"),
        (None, "aretrieve_batch", "batch"),
        (None, "acompletion", None),
    ],
)
def test_service_tiers(tier: str | None, call_type: str, expected: str | None) -> None:
    """The tier is the served one; batches are known by their call."""
    assert counts(one({"service_tier": tier}, call_type=call_type), "service_tier") == (expected,)


def test_owner_columns() -> None:
    """Aliases come before ids, and the row's own columns before those of its key."""
    key = {
        "user_api_key_team_alias": "Support",
        "user_api_key_project_id": "p-1",
        "user_api_key_user_id": "key-owner",
        "user_api_key_org_id": "org-1",
    }
    draft = one(user="", team_id="t-1", end_user="acme", organization_id="", metadata=key)

    assert counts(draft, "user_id", "team", "project", "customer") == (
        "key-owner", "Support", "p-1", "acme",
    )  # fmt: skip
    assert draft["tags"] == {"organization": "org-1"}


def test_tags_feed_columns() -> None:
    """Tags fill the columns of their name where the row leaves them empty; the rest stay tags."""
    tags = ["feature:search", "env=prod", "team:blue", "customer:other", "vip", "User-Agent: x/1"]
    metadata = {"spend_logs_metadata": {"step": "draft", "ticket": "T-1", "nested": {"a": 1}}}
    draft = one(request_tags=tags, end_user="acme", metadata=metadata)

    assert counts(draft, "feature", "environment", "team", "step") == (
        "search",
        "prod",
        "blue",
        "draft",
    )
    assert counts(draft, "customer", "tags") == (
        "acme",
        {"customer": "other", "vip": "true", "ticket": "T-1", "nested": '{"a":1}'},
    )


def test_tags_as_text() -> None:
    """Tags that were stored as a JSON text are the same tags."""
    assert counts(one(request_tags='["feature:x"]'), "feature", "tags") == ("x", None)


def test_raw_keys_are_digested() -> None:
    """A key that is no hash leaves only its digest."""
    stored = one(api_key="sk-1234567890abcdef")["api_key_id"]

    assert len(stored) == 64
    assert "sk-" not in stored


@pytest.mark.parametrize(
    ("spend", "cost", "digits"),
    [
        (8389.32, "8389.32", None),
        (0.1, "0.1", None),
        (7.5e-06, "0.0000075", None),
        (0.00022500000000000002, "0.000225", "0.00022500000000000002"),
        ("123456789012.345678901234567891", "123456789012.345678901234567891", None),
    ],
)
def test_costs_keep_their_digits(spend: Any, cost: str, digits: str | None) -> None:
    """A cost has the digits of its text, however small; longer ones keep the text."""
    draft = drafts_of(litellm.SOURCE, [(1, {**ROW, "spend": str(spend)})])[0]

    assert counts(draft, "reported_cost", "reported_cost_text") == (Decimal(cost), digits)


@pytest.mark.parametrize("value", ["abc", -1, "1e30", "1.7", 1e30])
@pytest.mark.parametrize(
    ("place", "field"),
    [
        (("prompt_tokens",), "prompt_tokens"),
        (("completion_tokens",), "completion_tokens"),
        (("total_tokens",), "total_tokens"),
        (("metadata", "usage_object", "cache_read_input_tokens"), "cache_read_input_tokens"),
        (("metadata", "usage_object", "prompt_tokens_details", "cached_tokens"), "cached_tokens"),
        (("metadata", "attempted_retries"), "attempted_retries"),
    ],
)
def test_bad_counts_are_rejects(place: tuple[str, ...], field: str, value: Any) -> None:
    """A count that is no whole number of 0 or more refuses the row and names the field."""
    row: dict[str, Any] = dict(ROW)
    at = row
    for step in place[:-1]:
        at[step] = {}
        at = at[step]
    at[place[-1]] = str(value)
    draft = drafts_of(litellm.SOURCE, [(1, row)])[0]

    assert draft["problem"] == f"{field}: not a whole number of 0 or more"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"startTime": None}, "startTime: missing"),
        ({"startTime": "yesterday"}, "startTime: not an instant"),
        ({"endTime": "1.2.2026"}, "endTime: not an instant"),
        ({"completionStartTime": "soon"}, "completionStartTime: not an instant"),
        ({"request_id": ""}, "request_id: missing"),
        ({"spend": "free"}, "spend: not an amount"),
        ({"spend": "1e30"}, "spend: not an amount"),
        ({"prompt_tokens": None}, "prompt_tokens: missing"),
        ({"request_tags": "[broken"}, "request_tags: not a list of tags"),
        ({"request_duration_ms": "-5"}, "request_duration_ms: not a duration"),
    ],
)
def test_bad_rows_name_their_field(changes: dict[str, Any], problem: str) -> None:
    """Whatever cannot be read is named with its reason."""
    assert one(**changes)["problem"] == problem


def test_broken_lines_do_not_hide_good_ones(tmp_path: Path) -> None:
    """A torn line is a problem of its own and the lines around it are drafted."""
    lines = (HERE / "spend_logs.jsonl").read_text("utf-8").splitlines()
    torn = tmp_path / "torn.jsonl"
    torn.write_text(f"{lines[0]}\n{lines[1][:100]}\n{lines[2]}\n", "utf-8")

    found = drafts(litellm.SOURCE, torn, "jsonl")

    assert problems(found) == [None, "line: not valid JSON", None]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({}, {"status": "failure", "prompt_tokens": 9000, "total_tokens": 9040}),
        ({"prompt_tokens": 101, "total_tokens": 141}, {"endTime": "2026-11-02T09:00:09Z"}),
        ({"metadata": {"usage_object": {"cache_read_input_tokens": 0}}}, {"endTime": "2026-11-02T09:00:09Z"}),
        ({"endTime": "2026-11-02T09:00:03Z"}, {}),
    ],
)  # fmt: skip
def test_rank_prefers(better: dict[str, Any], worse: dict[str, Any]) -> None:
    """Of one request stand success, then more tokens, then known cache details, then the later end."""
    first, second = drafts_of(litellm.SOURCE, [(1, {**ROW, **better}), (2, {**ROW, **worse})])

    assert first["rank"] > second["rank"]
