"""Samples of gateways' logs: each read by one source or refused by name, with the totals that are known of it."""

from __future__ import annotations

import json
import os
import random
from decimal import Decimal
from pathlib import Path

import pytest

from support.command import command
from support.ledgers import select, take
from support.reports import total_cost
from tokenomics.config import Config
from tokenomics.intake.claims import claim
from tokenomics.sources import registry
from tokenomics.sources.contract import NO_HINTS

SHARED = Path(os.environ.get("TOKENOMICS_SHARED", "shared-not-set"))
SAMPLES = SHARED / "formats" / "samples"
GATEWAYS, PROVIDERS = SAMPLES / "gateways", SAMPLES / "providers"
COUNTS = "count(*), sum(input), sum(cache_read), sum(cache_write), sum(output)"

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="TOKENOMICS_SHARED names no folder: the shared data is not here"
)


@pytest.mark.parametrize(
    "path",
    [*sorted(GATEWAYS.glob("*")), *sorted(PROVIDERS.glob("azure_*log*")), *sorted(PROVIDERS.glob("azure_openai_*"))],
    ids=lambda path: path.name,
)  # fmt: skip
def test_each_is_read_by_one_source_or_refused_by_name(path: Path) -> None:
    """Two sources that claim a file are an error; what none claims is known and says what to do."""
    sample, source = claim(path, Config(), NO_HINTS)

    assert source is not None or registry.refusal(sample)


@pytest.mark.parametrize(
    ("files", "counts", "cost"),
    [
        # Three requests in JSON and CSV alike: one answered, one by the cache, one refused.
        (["helicone_export.jsonl", "helicone_export.csv"], (3, 1_000, 20_000, 4_000, 800), "0.018"),
        (["opencode_message.json"], (1, 500, 10_000, 2_000, 400), "0.018"),
        # 1.8 cents.
        (["portkey_logs_export.jsonl"], (2, 12_510, None, None, 420), "0.018"),
        (["cloudflare_ai_gateway_logs_api.json"], (3, 1_210, None, None, 720), "0.01225"),
        # 25 + 28 + 28 sent, 12 + 20 + 20 made, 0.00037 + 0.0038 and a hit for nothing.
        (["kong_http_log.jsonl"], (3, 81, None, None, 52), "0.00417"),
        (["envoy_ai_gateway_access_log.jsonl"], (1, 15, None, None, 7), None),
        (["openrouter_broadcast_otlp.json"], (1, 2_500, 10_000, None, 400), "0.018"),
        # 10 with 3 cached are 7, 25 with 5 thought 20; 10,389 with 8,192 cached are 2,197.
        (["openrouter_generation.json", "openrouter_activity_generations.csv"], (2, 2_204, 8_195, None, 157), "0.0138"),
        # 12,500 with 10,000 read and 2,000 written are 500, and 20 of another model.
        (["litellm_daily_user_spend.csv"], (2, 520, 10_000, 2_000, 440), "0.018225"),
        (["litellm_global_spend_report.json"], (2, None, None, None, None), "0.00246"),
        # The histogram's sums; the counter beside it states the input again.
        (["otel_genai_metrics.jsonl"], (2, 25_500, None, None, 650), None),
        # A call and one that failed, of which nothing is known but its code.
        (["claude_code_otel_logs.jsonl"], (2, 2, 15_030, 8_655, 260), "0.0412"),
        # A row of counts and one of messages are one request.
        (["azure_apim_gateway_llm_log.jsonl"], (1, 120, None, None, 45), None),
        (["databricks_endpoint_usage.csv"], (2, 1_200, None, None, 400), None),
        (["vercel_ai_gateway_generation.json"], (1, 500, 10_000, 2_000, 400), "0.018"),
        (["bedrock_model_invocation_log.jsonl"], (2, 18, 12_000, None, 25), None),
    ],
)  # fmt: skip
def test_totals(files: list[str], counts: tuple[int, ...], cost: str | None, tmp_path: Path) -> None:  # fmt: skip
    """Counts and reported cost are what is known of the samples, however often they are read."""
    paths = [GATEWAYS / name if (GATEWAYS / name).exists() else PROVIDERS / name for name in files]
    for _ in range(2):
        take(tmp_path / "ledger", *paths)

    assert select(tmp_path / "ledger", COUNTS) == [counts]
    reported = select(tmp_path / "ledger", "sum(reported_cost)")[0][0]
    assert reported == (None if cost is None else Decimal(cost))


def test_feedback_of_helicone(tmp_path: Path) -> None:
    """One request was rated well and resolved."""
    take(tmp_path / "ledger", GATEWAYS / "helicone_export.jsonl")

    assert select(tmp_path / "ledger", "name, value, label", "outcome", "ORDER BY name") == [
        ("feedback", 1, "success"), ("resolved", 1, None),
    ]  # fmt: skip


def test_claude_codes_events_and_sessions_state_one_call(tmp_path: Path) -> None:
    """The event of a call is message A's of the session: four messages cost what they cost, and one call failed."""
    sessions = [GATEWAYS / f"claude_code_{name}.jsonl" for name in ("session", "subagent")]
    take(tmp_path / "sessions", *sessions)
    take(tmp_path / "both", *sessions, GATEWAYS / "claude_code_otel_logs.jsonl")

    assert total_cost(tmp_path / "both") == total_cost(tmp_path / "sessions")


def test_metrics_and_spans_of_one_service_state_the_same_calls(tmp_path: Path) -> None:
    """Metrics say 25,500 and 650 as the spans do: nothing is left of them beside the calls."""
    take(tmp_path / "spans", GATEWAYS / "otel_genai_traces.jsonl")
    take(
        tmp_path / "both",
        *(GATEWAYS / f"otel_genai_{name}.jsonl" for name in ("metrics", "traces")),
    )

    assert total_cost(tmp_path / "both") == total_cost(tmp_path / "spans")


def test_an_evaluation_judges_the_call_of_a_span(tmp_path: Path) -> None:
    """The second call's response was resolved, and with it the task that all three calls are of."""
    names = ("otel_genai_traces.jsonl", "otel_genai_logs_evaluation.jsonl")
    take(tmp_path / "ledger", *(GATEWAYS / name for name in names))
    (tmp_path / "tokenomics.toml").write_text('[[success]]\nwhen = "ticket_resolved = true"\n')
    words = ("--per", "success", "--since", "2026-11-01", "--now", "2026-11-20T00:00:00Z")
    done = command("report", "--ledger", "ledger", "--format", "json", *words, cwd=tmp_path)
    totals = json.loads(done.out)["totals"]

    assert select(tmp_path / "ledger", "target_kind, target_id, name, value, label", "outcome") == [
        ("request", "msg_01B", "ticket_resolved", 1, "pass"),
    ]  # fmt: skip
    assert (totals["requests"], totals["successes"]) == (3, 1)


def test_mixed_in_one_ledger_no_order_changes_a_total(tmp_path: Path) -> None:
    """All samples one by one, in two orders, give the same records."""
    found = [path for path in sorted(GATEWAYS.glob("*")) if claim(path, Config(), NO_HINTS)[1]]
    orders = [found, random.Random(9).sample(found, len(found))]
    for number, paths in enumerate(orders):
        for path in paths:
            take(tmp_path / f"ledger{number}", path)

    rows = f"lower(hex(record_id)), merge_rank, source, {COUNTS}"
    grouped = "GROUP BY ALL ORDER BY ALL"
    one, two = (select(tmp_path / f"ledger{number}", rows, rest=grouped) for number in (0, 1))
    assert one == two
