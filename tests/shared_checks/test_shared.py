"""Figures that others computed, on data that does not travel with this repository.

Run by `make shared-checks`. Every check needs the folder named by TOKENOMICS_SHARED.
"""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest

from support.ledgers import select, take, totals
from support.reports import total_cost
from tokenomics.config import Config, load
from tokenomics.sources import registry, sniff

SHARED = Path(os.environ.get("TOKENOMICS_SHARED", "shared-not-set"))
TRACES = SHARED / "data" / "traces"
GATEWAYS = SHARED / "formats" / "samples" / "gateways"
PROVIDERS = SHARED / "formats" / "samples" / "providers"
MAPPING = """\
[[source]]
name = "azure-trace"
match = "AzureLLMInferenceTrace_*.csv"
timezone = "UTC"
fields = { ts = "TIMESTAMP", input = "ContextTokens", output = "GeneratedTokens" }
constants = { provider = "openai", model = "gpt-4-0613" }
"""

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="TOKENOMICS_SHARED names no folder: the shared data is not here"
)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """The folder of a ledger that is not there yet."""
    return tmp_path / "ledger"


def traced(ledger: Path, tmp_path: Path, name: str) -> None:
    """Ingest a public trace by a mapping of a few lines, twice."""
    (tmp_path / "tokenomics.toml").write_text(MAPPING)
    (tmp_path / name).write_bytes((TRACES / name).read_bytes())
    config = load(tmp_path / "tokenomics.toml")
    first = take(ledger, tmp_path / name, config=config)
    again = take(ledger, tmp_path / name, config=config)
    assert (again.version, again.added, again.changed) == (first.version, 0, 0)


def test_code_trace(ledger: Path, tmp_path: Path) -> None:
    """18,059,974 x 0.00003 + 245,896 x 0.00006 = 541.79922 + 14.75376 = 556.55298 USD."""
    traced(ledger, tmp_path, "AzureLLMInferenceTrace_code.csv")

    assert totals(ledger) == (8_819, 18_059_974, 0, 0, 245_896)
    assert total_cost(ledger) == Decimal("541.79922") + Decimal("14.75376") == Decimal("556.55298")


def test_conversation_trace(ledger: Path, tmp_path: Path) -> None:
    """All 19,366 rows of the conversation trace are read."""
    traced(ledger, tmp_path, "AzureLLMInferenceTrace_conv.csv")

    assert totals(ledger) == (19_366, 22_361_870, 0, 0, 4_088_665)


def test_claude_code_samples(ledger: Path) -> None:
    """A session and its sub-agent are four messages; the replay of one is not a fifth."""
    take(ledger, GATEWAYS / "claude_code_session.jsonl", GATEWAYS / "claude_code_subagent.jsonl")

    assert totals(ledger) == (4, 21, 9_055, 63_500, 890)


def test_codex_samples(ledger: Path) -> None:
    """3,500 (1,750 cached) and 425 (275 reasoning); the fork adds 150 (15) and 30 (5) and no more."""
    columns = "sum(input + cache_read), sum(cache_read), sum(output + reasoning), sum(reasoning)"
    take(ledger, GATEWAYS / "codex_rollout.jsonl")
    assert select(ledger, columns) == [(3_500, 1_750, 425, 275)]

    take(ledger, GATEWAYS / "codex_rollout_subagent_fork.jsonl")
    assert select(ledger, columns) == [(3_650, 1_765, 455, 280)]


@pytest.mark.parametrize(
    "names",
    [
        ["blob_observations.jsonl"],
        ["blob_observations.csv"],
        ["blob_observations_v2.jsonl"],
        ["ui_batch_export.jsonl"],
        ["ui_batch_export.jsonl", "blob_observations_v2.jsonl", "blob_observations.jsonl", "blob_observations.csv"],
    ],
)  # fmt: skip
def test_one_langfuse_call_in_four_exports(ledger: Path, names: list[str]) -> None:
    """500 x 3 + 10,000 x 0.30 + 2,000 x 3.75 + 400 x 15 per million = 0.018 USD, however it is exported."""
    take(ledger, *(GATEWAYS / f"langfuse_{name}" for name in names))

    columns = "count(*), sum(input), sum(cache_read), sum(cache_write), sum(output)"
    where = "WHERE status = 'success'"
    assert select(ledger, columns, rest=where) == [(1, 500, 10_000, 2_000, 400)]
    assert total_cost(ledger) == Decimal("0.018")


def test_one_trace_of_three_attempts(ledger: Path) -> None:
    """25,500 input, of it 22,400 read and 2,500 written, and 650 output: the agent's span adds nothing."""
    take(ledger, GATEWAYS / "otel_genai_traces.jsonl")

    columns = "count(*), sum(input + cache_read + coalesce(cache_write, 0)), sum(cache_read), sum(cache_write), sum(output)"
    assert select(ledger, columns, rest="WHERE status = 'success'") == [
        (2, 25_500, 22_400, 2_500, 650)
    ]
    assert select(ledger, "count(*)") == [(3,)]


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("otel_openinference.jsonl", (500, 10_000, 2_000, 280, 120)),
        ("otel_openllmetry_legacy.jsonl", (488, 512, None, 200, None)),
        ("otel_logfire.jsonl", (224, None, None, 73, None)),
        ("openrouter_broadcast_otlp.json", (2_500, 10_000, None, 400, 0)),
    ],
)
def test_traces_of_other_dialects(name: str, counts: tuple[int, ...], ledger: Path) -> None:
    """Each states one call; 12,500 with 10,000 and 2,000 cached are 500, 1,000 with 512 are 488."""
    take(ledger, GATEWAYS / name)

    columns = "count(*), sum(input), sum(cache_read), sum(cache_write), sum(output), sum(reasoning)"
    assert select(ledger, columns) == [(1, *counts)]


def test_langfuse_scores(ledger: Path) -> None:
    """A trace was resolved, a request is faithful to 0.82, a session satisfied."""
    take(ledger, GATEWAYS / "langfuse_blob_scores.jsonl")

    columns = "target_kind, target_id, name, value, label"
    assert select(ledger, columns, "outcome", "ORDER BY name") == [
        ("session", "sess-9", "csat", None, "satisfied"),
        ("request", "ob-1", "faithfulness", 0.82, None),
        ("trace", "tr-1", "resolved", 1.0, "success"),
    ]


def test_ccusages_codex_fixture(ledger: Path) -> None:
    """Two models in two days: 3,500 (750 cached) and 425 (275 reasoning)."""
    take(ledger, GATEWAYS / "ccusage_fixture_codex.jsonl")

    columns = (
        "count(DISTINCT model_served), sum(input), sum(cache_read), sum(output), sum(reasoning)"
    )
    assert select(ledger, columns) == [(2, 2_750, 750, 150, 275)]


@pytest.mark.parametrize(
    "names",
    [
        ["litellm_spendlogs.jsonl"],
        ["litellm_spendlogs.csv"],
        ["litellm_s3_standard_logging_payload.jsonl"],
        ["litellm_spendlogs.jsonl", "litellm_spendlogs.csv", "litellm_s3_standard_logging_payload.jsonl"],
    ],
)  # fmt: skip
def test_one_litellm_call_in_three_formats(ledger: Path, names: list[str]) -> None:
    """500 x 3 + 10,000 x 0.30 + 2,000 x 3.75 + 400 x 15 per million = 0.018 USD, however it is logged."""
    take(ledger, *(GATEWAYS / name for name in names))

    columns = "count(*), sum(input), sum(cache_read), sum(cache_write), sum(output)"
    where = "WHERE response_id = 'chatcmpl-0002'"
    assert select(ledger, columns, rest=where) == [(1, 500, 10_000, 2_000, 400)]
    assert total_cost(ledger, session="tr-0002") == Decimal("0.018")


def test_usage_reports(ledger: Path) -> None:
    """Every sample of a provider's usage report is read by one source, and none is refused a row.

    OpenAI's pages state 350,000 + 400,000 fresh input, the old page 200, embeddings 51,234, moderation
    1,600; the exports 80,992 + 124,784 + 22,688 and 31,422 + 5,560,222.
    """
    done = take(ledger, *PROVIDERS.glob("openai_usage_*.json"), *PROVIDERS.glob("openai_dashboard_completions_*.csv"),
        PROVIDERS / "openai_dashboard_empty.csv", PROVIDERS / "anthropic_usage_report_messages.json",
        *PROVIDERS.glob("anthropic_console_usage*.csv"))  # fmt: skip

    assert {file.source for file in done.files} == {"openai_usage", "anthropic_usage"}
    assert sum(file.rejected for file in done.files) == 0
    found = select(ledger, "source, count(*), sum(input)", rest="GROUP BY source ORDER BY source")
    console = 46_981 + 50_000 + 100_000
    pages = 750_000 + 200 + 51_234 + 1_600
    exports = 80_992 + 124_784 + 22_688 + 31_422 + 5_560_222
    assert found == [
        ("anthropic_usage", 5, 1_500 + 50_000 + console),
        ("openai_usage", 17, pages + exports),
    ]


def test_a_row_that_was_reconciled(ledger: Path, tmp_path: Path) -> None:
    """5,560,222 x 0.15 + 229,120 x 0.075 + 106,885 x 0.60 per million = 0.9153483 USD, as billed."""
    rows = (PROVIDERS / "openai_dashboard_completions_usage_2026.csv").read_text().splitlines()
    (tmp_path / "usage.csv").write_text("\n".join([rows[0], rows[3], ""]))
    take(ledger, tmp_path / "usage.csv")

    assert total_cost(ledger) == Decimal("0.9153483")


def bill_of(ledger: Path, *names: str) -> list[Decimal]:
    """What the lines of providers' samples charge, in order of time and amount, taken twice."""
    for _ in range(2):
        done = take(ledger, *(PROVIDERS / name for name in names))
        assert not done.problems
    rows = select(ledger, "billed_cost", "charge", "ORDER BY ts, billed_cost")
    return [amount for (amount,) in rows]


def test_openais_bill_is_its_usage_at_list_prices(ledger: Path, tmp_path: Path) -> None:
    """Three days of 2025 were billed what the usage export costs: 0.569788, 0.3409 and 0.072054 USD."""
    days = [Decimal("0.569788"), Decimal("0.3409"), Decimal("0.072054")]
    take(tmp_path / "usage", PROVIDERS / "openai_dashboard_completions_usage_2025.csv")

    assert bill_of(ledger, "openai_dashboard_cost_2025.csv") == days
    assert total_cost(tmp_path / "usage") == sum(days)


def test_openais_other_bills(ledger: Path, tmp_path: Path) -> None:
    """Today's export without and with groups, and a page whose lines are 4.5135 and a text of 0.00383598 USD."""
    assert bill_of(ledger, "openai_dashboard_cost_2026.csv") == [Decimal("0.0034")]
    assert bill_of(tmp_path / "b", "openai_dashboard_cost_2026_grouped.csv") == [
        Decimal("1.4"), Decimal("1.8"),
    ]  # fmt: skip
    page = bill_of(tmp_path / "c", "openai_costs.json")
    assert (sum(page[:-1]), page[-1]) == (Decimal("4.5135"), Decimal("0.00383598"))


def test_anthropics_bill_is_its_usage_at_list_prices(ledger: Path, tmp_path: Path) -> None:
    """0.75 + 1.25 + 1 + 0.3125 + 1 cents of tokens and 10 of searches are 0.143125 USD.

    25.5 cents of code are in the bill alone, and a batch of 50,000 x 0.5 + 2,000 x 2.5 per million = 0.03 in the usage.
    """
    take(tmp_path / "usage", PROVIDERS / "anthropic_usage_report_messages.json")
    lines = bill_of(ledger, "anthropic_cost_report.json")

    assert sum(lines) == Decimal("0.398125")
    assert total_cost(tmp_path / "usage") == sum(lines) - Decimal("0.255") + Decimal("0.03")
    assert sum(lines) - Decimal("0.255") == Decimal("0.143125")


@pytest.mark.parametrize(
    ("name", "sum_of_all"),
    [
        ("anthropic_console_cost.csv", "0.25"),
        ("anthropic_console_cost_2024.csv", "0"),
        ("anthropic_enterprise_cost_report.json", "412.80"),
        ("anthropic_analytics_cost.json", "0.006"),
    ],
)
def test_anthropics_other_bills(name: str, sum_of_all: str, ledger: Path) -> None:
    """Exports in dollars, reports in cents: 41280 cents are 412.80 USD."""
    assert sum(bill_of(ledger, name)) == Decimal(sum_of_all)


def test_deepseeks_amounts_at_their_prices_are_its_bill(ledger: Path, tmp_path: Path) -> None:
    """Seven rows at two prices a kind come to 2.1847488 CNY, as billed; the older layout bills 1.44."""
    take(tmp_path / "usage", PROVIDERS / "deepseek_amount.csv")
    columns = "coalesce(input, cache_read, output), tags['price']"
    rows = select(tmp_path / "usage", columns, rest="WHERE requests IS NULL")

    assert bill_of(ledger, "deepseek_cost.csv") == [Decimal("2.1847488")]
    assert sum(amount * Decimal(price) for amount, price in rows) == Decimal("2.1847488")
    assert bill_of(tmp_path / "old", "deepseek_cost_legacy.csv") == [Decimal("1.44")]


@pytest.mark.parametrize(
    ("name", "billed", "counts"),
    [
        ("openrouter_activity.json", ["0.015"], (5, 50, 100, 25)),
        ("openrouter_activity_daily.csv", ["430.07", "505.87"], (8_369, 158_165_158, 5_805_092, 0)),
    ],
)
def test_openrouters_activity(
    name: str, billed: list[str], counts: tuple[int, ...], ledger: Path
) -> None:
    """Tokens are usage and credits a bill: 430.07 and 505.87 of two days; 25 of 125 tokens are thought."""
    assert bill_of(ledger, name) == [Decimal(amount) for amount in billed]
    columns = "sum(requests), sum(input), sum(output), sum(reasoning)"
    assert select(ledger, columns) == [counts]


def test_every_sample_of_a_provider_has_one_source() -> None:
    """Whatever providers export or answer is claimed by one source, or refused by name; clouds are checked apart."""
    clouds = ("aws_", "azure_", "gcp_", "_MANIFEST")
    found = [p for p in sorted(PROVIDERS.iterdir()) if not p.name.startswith(clouds)]
    sampled = [sniff.sample(path) for path in found]
    nobody = [s.path.name for s in sampled if registry.claim(s, Config()) is None]

    assert nobody == ["openai_batch.json"]
    assert registry.refusal(sniff.sample(PROVIDERS / "openai_batch.json")) is not None


def test_the_claude_code_report(ledger: Path) -> None:
    """186 cents of 45,230 input, 8,790 read, 2,340 written and 12,450 output; a person who used nothing is no record."""
    take(ledger, PROVIDERS / "anthropic_usage_report_claude_code.json")

    columns = "input, cache_read, cache_write, output, reported_cost, billing"
    assert select(ledger, columns) == [(45_230, 8_790, 2_340, 12_450, Decimal("1.86"), "metered")]


def test_fireworks_metrics(ledger: Path) -> None:
    """803 and 109 tokens, and no money."""
    take(ledger, PROVIDERS / "fireworks_billing_metrics.csv")

    assert select(ledger, "input, output, reported_cost") == [(803, 109, None)]


@pytest.mark.parametrize("name", ["enterprise_usage_report", "analytics_usage"])
def test_anthropics_newer_usage(name: str, ledger: Path) -> None:
    """Both state input, both cache writes, reads, output and requests."""
    expected = {
        "enterprise_usage_report": (1200, 500, 1000, 0, 900, 5),
        "analytics_usage": (1500, 500, 1000, 20_000, 500, 12),
    }
    take(ledger, PROVIDERS / f"anthropic_{name}.json")

    columns = "input, cache_write_5m, cache_write_1h, cache_read, output, requests"
    assert select(ledger, columns) == [expected[name]]
