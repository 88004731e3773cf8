"""Traces as files: whose they are, what each dialect counts, and what a ledger holds."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support import claude
from support.draft import Draft, drafts, golden, sample, shown
from support.ledgers import rejects, select, take
from support.otel import chat, drafted, request, span, stated, stating, used
from tokenomics.sources import otel
from tokenomics.sources.contract import Hints, Sample

HERE = Path(__file__).parent


def draft(found: dict[str, Any], folder: Path) -> Draft:
    """The draft of one span."""
    path = claude.write(folder / "t.jsonl", [request(found)])
    (one,) = drafts(otel.SOURCE, path, "jsonl")
    return one


def counts(found: Draft) -> dict[str, Any]:
    """The meters of a draft that are stated."""
    assert found["problem"] is None
    names = (
        "input",
        "cache_read",
        "cache_write",
        "output",
        "reasoning",
        "input_audio",
        "output_audio",
    )
    return {name: found[name] for name in names if found.get(name) is not None}


def test_drafts_are_as_expected() -> None:
    """A trace gives the drafts that lie beside it."""
    spans = drafts(otel.SOURCE, HERE / "trace.jsonl", "jsonl")
    found = sorted((one for one in spans if not one["skip"]), key=lambda one: one["source_line"])

    assert [shown(one) for one in found] == golden(found, HERE / "trace.jsonl.expected.json")
    assert otel.claim(sample(HERE / "trace.jsonl", "jsonl")) is otel.SOURCE


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        # Of 12 tokens 10 were read and 1 written: 1 is left; 2 of 5 are reasoning.
        (
            {"input_tokens": 12, "output_tokens": 5, "cache_read__input_tokens": 10, "cache_creation__input_tokens": 1, "reasoning__output_tokens": 2},
            {"input": 1, "cache_read": 10, "cache_write": 1, "output": 3, "reasoning": 2},
        ),
        (
            {"input_tokens": 12, "output_tokens": 5, "cache_write__input_tokens": 2},
            {"input": 10, "cache_write": 2, "output": 5},
        ),
        (
            {"prompt_tokens": 12, "completion_tokens": 5, "cache_read_input_tokens": 10},
            {"input": 2, "cache_read": 10, "output": 5},
        ),
        # 10 read do not fit into 3: they stand beside.
        ({"input_tokens": 3, "output_tokens": 5, "cache_read__input_tokens": 10}, {"input": 3, "cache_read": 10, "output": 5}),
        # 12 + 5 + 10 = 27: the total counts what was read apart.
        (
            {"input_tokens": 12, "output_tokens": 5, "cache_read__input_tokens": 10, "total_tokens": 27},
            {"input": 12, "cache_read": 10, "output": 5},
        ),
        (
            {"input_tokens": 12, "output_tokens": 5, "input_tokens__cached": 10, "output_tokens__reasoning": 5, "total_tokens": 17},
            {"input": 2, "cache_read": 10, "output": 0, "reasoning": 5},
        ),
        # More reasoning than output: it stands beside.
        ({"input_tokens": 1, "output_tokens": 5, "reasoning_tokens": 9}, {"input": 1, "output": 5, "reasoning": 9}),
        (
            {"input_tokens": 9, "output_tokens": 5, "audio__input_tokens": 4, "audio__output_tokens": 5},
            {"input": 5, "input_audio": 4, "output": 0, "output_audio": 5},
        ),
    ],
)  # fmt: skip
def test_counts_become_disjoint(
    stated: dict[str, int], expected: dict[str, int], tmp_path: Path
) -> None:
    """In every generation of names what is inside another count is taken out of it."""
    assert counts(draft(chat("a", **stated), tmp_path)) == expected


def test_open_inference(tmp_path: Path) -> None:
    """12,500 with 10,000 read and 2,000 written are 500; 400 with 120 of reasoning are 280; 0.018 USD."""
    stated = {
        "openinference.span.kind": "LLM",
        "llm.provider": "anthropic",
        "llm.model_name": "claude-sonnet-4-5",
        "llm.token_count.prompt": 12_500,
        "llm.token_count.completion": 400,
        "llm.token_count.total": 12_900,
        "llm.token_count.prompt_details.cache_read": 10_000,
        "llm.token_count.prompt_details.cache_write": 2_000,
        "llm.token_count.completion_details.reasoning": 120,
        "llm.cost.total": 0.018,
    }
    found = draft(span("a", stated=stated), tmp_path)

    assert counts(found) == {
        "input": 500, "cache_read": 10_000, "cache_write": 2_000, "output": 280, "reasoning": 120,
    }  # fmt: skip
    assert (found["provider"], found["operation"]) == ("anthropic", "chat")
    assert (found["reported_cost"], found["reported_currency"]) == (Decimal("0.018"), "USD")


@pytest.mark.parametrize(
    ("provider", "stated", "basis"),
    [
        ("anthropic", {"prompt_tokens": 12, "completion_tokens": 1, "cache_read_input_tokens": 10}, "partial"),
        ("openai", {"prompt_tokens": 12, "completion_tokens": 1, "cache_read_input_tokens": 10}, "reported"),
        ("anthropic", {"prompt_tokens": 12, "completion_tokens": 1, "cache_read_input_tokens": 10, "total_tokens": 13}, "reported"),
        ("anthropic", {"prompt_tokens": 9, "completion_tokens": 1, "cache_read_input_tokens": 10}, "reported"),
        ("anthropic", {"input_tokens": 12, "output_tokens": 1, "cache_read__input_tokens": 10}, "reported"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_partial(
    provider: str, stated: dict[str, int], basis: str, tmp_path: Path
) -> None:
    """Older libraries copied Anthropic's counts; where neither a total nor a count tells, that is said."""
    found = stating(chat("a", **stated), gen_ai__provider__name=provider)

    assert draft(found, tmp_path)["token_basis"] == basis


@pytest.mark.parametrize(
    ("called", "provider"),
    [
        ("OpenAI", "openai"), ("az.ai.openai", "azure"), ("aws.bedrock", "aws-bedrock"),
        ("gcp.gemini", "google"), ("gcp.vertex_ai", "google-vertex"), ("x_ai", "xai"),
        ("mistral_ai", "mistral"), ("somebody", "somebody"), ("Langchain", "openai"),
    ],
)  # fmt: skip
def test_providers_go_by_the_names_of_price_books(
    called: str, provider: str, tmp_path: Path
) -> None:
    """A name that nobody knows is kept; a framework serves nothing, so the model says who does."""
    found = stating(chat("a", input_tokens=1), gen_ai__provider__name=called)

    assert draft(found, tmp_path)["provider"] == provider


def test_whose_call_it_is(tmp_path: Path) -> None:
    """User, session, environment, service and tags have their columns."""
    found = stating(
        chat("a", input_tokens=1), user__id="u-1", gen_ai__conversation__id="s-1",
        gen_ai__agent__name="triage", tag__tags=["feature:agent", "ring:canary"],
        traceloop__association__properties__customer="acme",
    )  # fmt: skip
    path = claude.write(
        tmp_path / "t.jsonl", [request(found, **{"deployment.environment": "prod"})]
    )
    (one,) = drafts(otel.SOURCE, path, "jsonl")

    names = ("user_id", "session_id", "environment", "project", "step", "feature", "customer")
    assert [one[name] for name in names] == [
        "u-1", "s-1", "prod", "support-bot", "triage", "agent", "acme",
    ]  # fmt: skip
    assert one["tags"] == {"ring": "canary"}
    assert (one["latency_ms"], one["status"]) == (2000, "success")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"startTimeUnixNano": "yesterday"}, "startTimeUnixNano"),
        ({"endTimeUnixNano": "-1"}, "endTimeUnixNano"),
        ({"startTimeUnixNano": None}, "startTimeUnixNano"),
        ({"traceId": ""}, "traceId"),
    ],
)
def test_a_malformed_span_is_refused(change: dict[str, Any], field: str, tmp_path: Path) -> None:
    """The reject names the field."""
    assert draft({**chat("a", input_tokens=1), **change}, tmp_path)["problem"].startswith(field)


@pytest.mark.parametrize(
    ("stated", "field"),
    [
        ({"input_tokens": "many"}, "input_tokens: not a whole number"),
        ({"input_tokens": 1, "output_tokens": -1}, "output_tokens: not a whole number"),
        ({"input_tokens": 3, "audio__input_tokens": 4}, "parts of the input: exceeds"),
        ({"input_tokens": 3, "total_cost": "free"}, "cost: not an amount"),
    ],
)
def test_a_malformed_count_is_refused(stated: dict[str, Any], field: str, tmp_path: Path) -> None:
    """Nothing that cannot be read becomes nothing."""
    assert draft(chat("a", **stated), tmp_path)["problem"].startswith(field)


def test_exports_that_are_repeated_count_once(tmp_path: Path) -> None:
    """A span that was sent again, in the same file or another, is one call; a longer one stands."""
    early = chat("a", input_tokens=10, output_tokens=1)
    late = {**chat("a", input_tokens=10, output_tokens=7), "endTimeUnixNano": "1793611270000000000"}
    one = claude.write(tmp_path / "one.jsonl", [request(early), request(early)])
    two = claude.write(tmp_path / "two.jsonl", [request(late), "broken{"])
    take(tmp_path / "ledger", two, one)

    assert select(tmp_path / "ledger", "count(*), sum(output)") == [(1, 7)]
    assert rejects(tmp_path / "ledger") == [("two.jsonl", 2, None, "not valid JSON")]


def test_the_user_says_who_served(tmp_path: Path) -> None:
    """A gateway's own name gives way to the provider that is named with --provider."""
    found = otel.claim(Sample(tmp_path, "jsonl", (request(),), ()), Hints(provider="azure"))

    assert found is not None
    path = claude.write(tmp_path / "t.jsonl", [request(chat("a", input_tokens=1))])
    assert [one["provider"] for one in drafts(found, path, "jsonl")] == ["azure"]


def test_other_signals_are_others() -> None:
    """Files of metrics and of logs have sources of their own."""
    for name in ("resourceMetrics", "resource_logs"):
        assert otel.claim(Sample(Path("x"), "jsonl", ({name: []},), ())) is None


@pytest.mark.parametrize(
    ("host", "provider"),
    [
        ("acme.openai.azure.com", "azure"), ("bedrock-runtime.us-east-1.amazonaws.com", "aws-bedrock"),
        ("us-central1-aiplatform.googleapis.com", "google-vertex"), ("openrouter.ai", "openrouter"),
        ("api.openai.com", "openai"), ("proxy.local", "openai"),
    ],
)  # fmt: skip
def test_the_host_tells_who_serves(host: str, provider: str, tmp_path: Path) -> None:
    """A client's library names its own vendor, whoever it was pointed at."""
    assert draft(stating(used("a"), server__address=host), tmp_path)["provider"] == provider


def test_who_serves_where_nobody_says_it(tmp_path: Path) -> None:
    """The model's name may tell."""
    counts = {"llm.token_count.prompt": 1, "llm.token_count.completion": 1}

    assert stated(tmp_path, {**counts, "llm.model_name": "gemini-2.5-pro"})["provider"] == "google"
    assert stated(tmp_path, counts)["provider"] == "unknown"


def test_tags_of_a_resource(tmp_path: Path) -> None:
    """Whose call it is may be said by its service, and better by the span itself."""
    own = stating(used("b"), project="shop", feature="refunds")
    resource = {"team": "support", "feature": "other"}
    found = drafted(tmp_path, request(used("a"), own, **resource))

    assert [one["project"] for one in found] == ["support-bot", "shop"]
    assert [one["feature"] for one in found] == ["other", "refunds"]
    assert [one["team"] for one in found] == ["support", "support"]
    assert found[1]["tags"] == {"service": "support-bot"}


def test_whoever_else_is_named_is_a_tag(tmp_path: Path) -> None:
    """A user that an older convention names is the user where no other is, and a tag beside another."""
    named = stating(used("a"), traceloop__association__properties__user_id="ann")
    both = stating(named, user__id="bob")

    assert [draft(named, tmp_path)[name] for name in ("user_id", "tags")] == ["ann", None]
    assert draft(both, tmp_path)["user_id"] == "bob"
    assert draft(both, tmp_path)["tags"] == {"user_id": "ann"}


def test_of_a_message_the_code_is_kept(tmp_path: Path) -> None:
    """An error's message may quote the prompt."""
    spoken = {**used("a"), "status": {"code": 2, "message": "cannot answer 'who am I'"}}
    coded = {**used("b"), "status": {"code": "STATUS_CODE_ERROR", "message": "429 too many"}}

    assert [one["error_type"] for one in drafted(tmp_path, request(spoken, coded))] == [None, "429"]


def test_a_span_that_is_not_over(tmp_path: Path) -> None:
    """A span without its end is known by its start."""
    for end in ("0", None):
        one = draft({**used("a"), "endTimeUnixNano": end}, tmp_path)
        assert (one["problem"], one["latency_ms"]) == (None, None)


def test_a_span_without_an_id_is_refused(tmp_path: Path) -> None:
    """Nothing else would tell it from others."""
    assert draft({**used("a"), "spanId": None}, tmp_path)["problem"] == "spanId: missing"
