"""Raw responses to drafts: who, when, and what is around a response."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support import claude
from support.ledgers import rejects, select, take
from support.responses import (
    CHAT,
    CREATED,
    DAY,
    GEMINI,
    MESSAGE,
    RESPONSE,
    Body,
    answer,
    answers,
    listed,
    meters,
)  # fmt: skip
from tokenomics.sources import responses
from tokenomics.sources.contract import Hints, Sample

NOWHERE = Path("nowhere")
AT = "2026-11-02T09:21:00.000000Z"
EMBEDDING: Body = {
    "object": "list", "model": "text-embedding-3-small",
    "data": [{"object": "embedding", "index": 0, "embedding": [0.1, 0.2]}],
    "usage": {"prompt_tokens": 8, "total_tokens": 8},
}  # fmt: skip


@pytest.mark.parametrize("body", [CHAT, RESPONSE, MESSAGE, GEMINI, EMBEDDING])
def test_responses_are_claimed(body: Body) -> None:
    """A response is known alone and within an envelope."""
    assert responses.claim(Sample(NOWHERE, "jsonl", (body,), ())) is not None
    assert responses.claim(Sample(NOWHERE, "jsonl", ({"response": body},), ())) is not None


@pytest.mark.parametrize(
    "row", [{}, {"a": 1}, {"usage": 3}, {"error": {"code": "x"}}, {"usage": {"cpu": 1}}]
)
def test_other_rows_are_not_claimed(row: Body) -> None:
    """What counts nothing that a model uses is no response."""
    assert responses.claim(Sample(NOWHERE, "jsonl", (row,), ())) is None


def test_a_batch_s_summary_is_refused() -> None:
    """The sum of a batch repeats its lines."""
    summary = {"object": "batch", "usage": {"input_tokens": 1}}

    assert responses.refuses(Sample(NOWHERE, "jsonl", (summary,), ()))
    assert responses.refuses(Sample(NOWHERE, "jsonl", (CHAT,), ())) is None


def test_a_response_says_when_and_who() -> None:
    """Instant, vendor, model and tier of a response stand in itself."""
    draft = answer(CHAT)

    assert (draft["ts"], draft["provider"], draft["model_served"]) == (AT, "openai", "gpt-5.6-sol")
    assert (draft["service_tier"], draft["operation"]) == ("standard", "chat")
    assert (draft["response_id"], draft["key"]) == ("chatcmpl-9", "chatcmpl-9")


@pytest.mark.parametrize(
    ("envelope", "instant"),
    [
        ({"timestamp": "2026-11-02T09:21:00Z"}, AT),
        ({"ts": "2026-11-02T10:21:00+01:00"}, AT),
        ({"time": "2026-11-02 09:21:00"}, AT),
        ({"logged_at": CREATED}, AT),
        ({"created_at": CREATED * 1000}, AT),
        ({"@timestamp": f"{CREATED}.5"}, "2026-11-02T09:21:00.500000Z"),
    ],
)
def test_an_envelope_says_when(envelope: Body, instant: str) -> None:
    """Where the response states no instant the envelope does, in whatever unit."""
    assert answer({**envelope, "response": MESSAGE})["ts"] == instant


def test_the_user_says_when() -> None:
    """A field that the user names comes first, a day last."""
    row = {"meta": {"seen": "2026-11-03T00:00:00Z"}, "response": MESSAGE}

    assert answer(row, hints=Hints(at="meta.seen"))["ts"] == "2026-11-03T00:00:00.000000Z"
    assert answer(row, hints=DAY)["ts"] == "2026-11-02T00:00:00.000000Z"
    assert answer({"response": CHAT}, hints=Hints(at="2026-01-01T00:00:00Z"))["ts"] == AT


def test_without_an_instant_a_response_is_refused() -> None:
    """The sentence names the option that helps."""
    assert answer(MESSAGE)["problem"] == "created: says not when; name a field or the day with --at"


def test_an_instant_that_is_none() -> None:
    """What stands where an instant should is named by its field."""
    assert answer(CHAT, created="soon")["problem"] == (
        "created: not an instant between 2000 and 2100"
    )
    assert answer({"timestamp": "soon", "response": MESSAGE})["problem"] == (
        "timestamp: not an instant between 2000 and 2100"
    )


def test_without_a_vendor_a_response_is_refused() -> None:
    """A model's name is no vendor: many serve the same models in the same shape."""
    bare = {name: CHAT[name] for name in ("id", "object", "created", "usage")}
    draft = answer(bare, model="gpt-4o")

    assert draft["problem"] == ("provider: says not who served it; name the vendor with --provider")
    assert answer(bare, model="gpt-4o", hints=Hints(provider="Azure"))["provider"] == "azure"
    assert answer(bare, model="m", hints=Hints(provider="acme"))["provider"] == "acme"


@pytest.mark.parametrize(
    ("said", "provider"),
    [
        ("OpenAI", "openai"),
        ("vertex_ai-anthropic", "google-vertex"),
        ("Acme", "acme"),
        (None, "openai"),
    ],
)
def test_an_envelope_says_who(said: str | None, provider: str) -> None:
    """The envelope's word comes before what the response shows, and both before the user's."""
    row = {"provider": said, "response": CHAT}

    assert answer(row, hints=Hints(provider="together"))["provider"] == provider


def test_an_envelope_says_whose_call_it_is() -> None:
    """Attribution beside a response is read, with the caller's own metadata."""
    tagged = MESSAGE | {"metadata": {"team": "search", "tenant": "acme", "long": "x" * 300}}
    draft = answer({
        "timestamp": AT, "user_id": "u1", "feature": "faq", "env": "prod", "session_id": "s1", "task_id": "t1",
        "request_id": "q1", "latency_ms": 812, "tags": ["beta"], "model": "fast", "response": tagged,
    })  # fmt: skip

    names = (
        "user_id",
        "team",
        "feature",
        "environment",
        "session_id",
        "task_id",
        "request_id",
        "latency_ms",
    )
    assert [draft[name] for name in names] == ["u1", "search", "faq", "prod", "s1", "t1", "q1", 812]
    assert draft["tags"] == {"tenant": "acme", "beta": "true"}
    assert (draft["model_requested"], draft["model_served"]) == ("fast", "claude-opus-5")


def test_the_envelope_s_model_stands_in() -> None:
    """A response that names no model has the one that was asked for."""
    converse = {
        "output": {},
        "stopReason": "end_turn",
        "usage": {"inputTokens": 3, "outputTokens": 4},
    }
    draft = answer(
        {"timestamp": AT, "modelId": "anthropic.claude-opus-5-v1:0", "response": converse}
    )

    assert (draft["provider"], draft["model_served"]) == (
        "aws-bedrock",
        "anthropic.claude-opus-5-v1:0",
    )
    assert draft["model_requested"] is None


def test_usage_beside_an_envelope_s_own_words() -> None:
    """A log of usage objects is read like responses."""
    draft = answer({
        "timestamp": AT, "provider": "groq", "model": "llama-4", "feature": "faq",
        "usage": {"prompt_tokens": 9, "completion_tokens": 1},
    })  # fmt: skip

    assert (draft["provider"], draft["model_served"], draft["feature"]) == (
        "groq",
        "llama-4",
        "faq",
    )
    assert meters(draft) == {"input": 9, "output": 1}


@pytest.mark.parametrize(
    ("tier", "served"),
    [
        ("default", "standard"),
        ("auto", None),
        ("flex", "flex"),
        ("fast", "priority"),
        ("on_demand", "standard"),
    ],
)
def test_tiers(tier: str, served: str | None) -> None:
    """The tier is the one that served."""
    assert answer(CHAT, service_tier=tier)["service_tier"] == served


@pytest.mark.parametrize(
    ("traffic", "tier", "billing"),
    [
        ("ON_DEMAND", "standard", "unknown"),
        ("ON_DEMAND_FLEX", "flex", "unknown"),
        ("ON_DEMAND_PRIORITY", "priority", "unknown"),
        ("PROVISIONED_THROUGHPUT", None, "provisioned"),
    ],
)
def test_google_s_traffic(traffic: str, tier: str | None, billing: str) -> None:
    """Vertex AI names the traffic where the Gemini API names a tier."""
    usage = GEMINI["usageMetadata"] | {"trafficType": traffic}
    draft = answer(GEMINI, usageMetadata=usage, hints=DAY)

    assert (draft["provider"], draft["billing"]) == ("google-vertex", billing)
    assert draft["service_tier"] == tier


def test_batches() -> None:
    """A line of a batch's results has the batch's tier, whatever the response says; errors are skipped."""
    chat, failed = answers(
        {"id": "batch_req_1", "custom_id": "c1", "error": None, "response": {"status_code": 200, "request_id": "q", "body": CHAT}},
        {"id": "batch_req_2", "custom_id": "c2", "response": None, "error": {"code": "batch_expired"}},
    )  # fmt: skip
    message, expired = answers(
        {"custom_id": "c3", "result": {"type": "succeeded", "message": MESSAGE}},
        {"custom_id": "c4", "result": {"type": "expired"}},
        hints=DAY,
    )
    gemini = answer({"key": "k1", "response": GEMINI}, hints=DAY)

    assert [d["service_tier"] for d in (chat, message, gemini)] == ["batch", "batch", "batch"]
    assert [d["skip"] for d in (chat, failed, message, expired)] == [False, True, False, True]
    assert chat["tags"] == {"custom_id": "c1"}


def test_a_failed_response_states_no_usage() -> None:
    """It is recorded as a failure where it says when and who, else skipped; it is never free."""
    error = {"code": "server_error", "message": "about a secret"}
    draft = answer(RESPONSE, status="failed", usage=None, error=error)

    assert (draft["status"], draft["error_type"], draft["problem"]) == (
        "failure",
        "server_error",
        None,
    )
    assert answer(RESPONSE, status="failed", usage=None, error=error, created_at=None)["skip"]
    assert answer(RESPONSE, usage=None)["problem"] == "usage: states no usage"
    assert answer(RESPONSE, usage=None, status="in_progress")["skip"]


def test_chunks_of_a_stream() -> None:
    """Only the last chunk of a stream counts; Groq puts its usage elsewhere."""
    chunk = CHAT | {"object": "chat.completion.chunk", "usage": None}
    groq = chunk | {"x_groq": {"usage": {"prompt_tokens": 7, "completion_tokens": 2}}}
    first, last, other = answers(chunk, chunk | {"usage": CHAT["usage"], "choices": []}, groq)

    assert (first["skip"], last["skip"], meters(last)["input"]) == (True, False, 100)
    assert (other["provider"], meters(other)) == ("groq", {"input": 7, "output": 2})


def test_routers() -> None:
    """OpenRouter bills, and says what, and who served; a BYOK call is billed elsewhere."""
    usage = CHAT["usage"] | {"cost": 0.0012, "is_byok": True}
    draft = answer(
        CHAT, id="gen-1", provider="Anthropic", model="anthropic/claude-opus-5", usage=usage
    )

    assert (draft["provider"], draft["route"], draft["billing"]) == (
        "openrouter",
        "Anthropic",
        "byok",
    )
    assert (draft["reported_cost"], draft["reported_currency"]) == (Decimal("0.0012"), "USD")


def test_ticks() -> None:
    """XAI's ticks: 123,450,000 x 0.0000000001 = 0.012345."""
    usage = CHAT["usage"] | {"cost_in_usd_ticks": 123_450_000}

    assert answer(CHAT, usage=usage)["reported_cost"] == Decimal("0.012345")


@pytest.mark.parametrize("value", ["abc", -1, "1e30", 1.7])
def test_bad_counts_are_rejects(value: Any) -> None:
    """A count that is no whole number of 0 or more refuses the row and names the count."""
    draft = answer(CHAT, usage={"prompt_tokens": value, "completion_tokens": 1})

    assert draft["problem"] == "prompt tokens: not a whole number of 0 or more"


def test_impossible_counts_are_rejects() -> None:
    """Parts that exceed their whole refuse the row."""
    more = {
        "prompt_tokens": 5,
        "completion_tokens": 1,
        "prompt_tokens_details": {"cached_tokens": 6},
    }

    assert answer(CHAT, usage=more)["problem"] == "parts of the prompt: exceeds prompt tokens"


@pytest.mark.parametrize("document", [CHAT, [CHAT], {"object": "list", "data": [CHAT]}])
def test_documents(document: Any) -> None:
    """A document is a response, or a list of them."""
    (draft,) = answers(document=document)

    assert meters(draft) == {"input": 100, "output": 40}


def test_a_document_that_lists_embeddings_is_one_response() -> None:
    """Embeddings lie in a list that looks like a list of rows."""
    (draft,) = answers(document=EMBEDDING, hints=DAY._replace(provider="azure"))

    assert (draft["operation"], meters(draft)) == ("embedding", {"input": 8})
    assert listed(EMBEDDING)[0]["object"] == "embedding"


def test_two_copies_count_once(tmp_path: Path) -> None:
    """The same response in two files is one call, whichever copy says more of it."""
    claude.write(tmp_path / "a.jsonl", [CHAT])
    claude.write(tmp_path / "b.jsonl", [{"feature": "faq", "response": CHAT}])
    for order in ("ab", "ba"):
        for name in order:
            take(tmp_path / order, tmp_path / f"{name}.jsonl")

        assert select(tmp_path / order, "count(*), sum(input), max(feature)") == [(1, 100, "faq")]


def test_calls_without_an_id_are_each_counted(tmp_path: Path) -> None:
    """Two equal embeddings are two calls; their file read twice, or copied, adds none."""
    row = {"timestamp": AT, "provider": "openai", "response": EMBEDDING}
    claude.write(tmp_path / "a.jsonl", [row, row])
    (tmp_path / "b.jsonl").write_bytes((tmp_path / "a.jsonl").read_bytes())
    for name in ("a.jsonl", "a.jsonl", "b.jsonl"):
        take(tmp_path / "ledger", tmp_path / name)

    assert select(tmp_path / "ledger", "count(*), sum(input)") == [(2, 16)]


def test_a_second_word_of_the_user_replaces_the_first(tmp_path: Path) -> None:
    """A file whose vendor and day are said later, or said anew, is read anew; its rejects are gone."""
    ledger, path = tmp_path / "ledger", tmp_path / "a.jsonl"
    claude.write(path, [EMBEDDING])
    take(ledger, path)
    assert rejects(ledger)[0][2:] == ("created", "says not when; name a field or the day with --at")

    for day, provider in (("2026-10-02", "together"), ("2026-11-02", "azure")):
        take(ledger, path, hints=Hints(day, provider))
        found = select(ledger, "provider, strftime(ts, '%Y-%m-%d'), count(*)", rest="GROUP BY ALL")

        assert found == [(provider, day, 1)]
        assert rejects(ledger) == []


def test_no_text_is_kept(tmp_path: Path) -> None:
    """Prompts and answers are in no byte of a ledger."""
    row = {
        "timestamp": AT,
        "request": {"messages": [{"content": "a secret prompt"}]},
        "response": MESSAGE,
    }
    claude.write(
        tmp_path / "a.jsonl",
        [row, CHAT, {"response": MESSAGE | {"usage": {"input_tokens": "a secret count"}}}],
    )
    take(tmp_path / "ledger", tmp_path / "a.jsonl")

    text = "CAST(COLUMNS(*) AS VARCHAR)"
    held = [select(tmp_path / "ledger", text, kind) for kind in ("usage", "reject")]
    assert [len(rows) for rows in held] == [2, 1]
    assert "secret" not in json.dumps(held)
