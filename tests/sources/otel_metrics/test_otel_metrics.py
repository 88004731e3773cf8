"""OpenTelemetry metrics: sums of tokens, and what an agent's sessions achieved."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support import claude
from support.draft import Draft, drafts, drafts_of, golden, problems, sample, shown
from support.ledgers import rejects, select, take
from support.otel import (
    SECOND,
    START,
    asked,
    chat,
    logged,
    measured,
    metric,
    point,
    request,
    spent,
    tokens,
    used,
)  # fmt: skip
from support.reports import total_cost
from tokenomics.books import bundled
from tokenomics.config import Config
from tokenomics.costing import CostQuery, costs
from tokenomics.ledger import open_ledger
from tokenomics.sources import otel_metrics, registry
from tokenomics.sources.contract import Hints, Sample
from tokenomics.sources.otel_metrics import points

HERE = Path(__file__).parent
METRICS = HERE / "metrics.jsonl"
USAGE = "gen_ai.client.token.usage"
TOTALS = "count(*), sum(input), sum(cache_read), sum(cache_write), sum(output)"


def drafted(*metrics: dict[str, Any], **resource: Any) -> list[Draft]:
    """The drafts of a request's points."""
    rows = [row for row in points.points(measured(*metrics, **resource)) if isinstance(row, dict)]
    return drafts_of(otel_metrics.SOURCE, list(enumerate(rows, 1)))


def ledger(folder: Path, *requests: Any, name: str = "ledger") -> Path:
    """A ledger that took requests, a file each, in this order."""
    for number, each in enumerate(requests):
        take(folder / name, claude.write(folder / f"{name}-{number}.jsonl", [each]))
    return folder / name


def running(total: float, at: int, start: int = 0, **resource: Any) -> dict[str, Any]:
    """A request that exports a running total of input."""
    found = tokens("input", total, start=start, at=at)
    return measured(metric(USAGE, found, temporality=2), **resource)


def test_drafts_are_as_expected() -> None:
    """Sums of both conventions and of an agent are as they lie beside the file; repeats and the rest are skipped."""
    found = [
        draft for draft in drafts(otel_metrics.SOURCE, METRICS, "jsonl") if not draft.get("skip")
    ]

    assert [shown(draft) for draft in found] == golden(found, HERE / "metrics.jsonl.expected.json")
    assert registry.claim(sample(METRICS, "jsonl"), Config()) == otel_metrics.SOURCE


def test_every_point_is_accounted_for(tmp_path: Path) -> None:
    """25 rows: 13 points of sums, 2 refused, 10 that count no tokens or repeat what others do, 4 outcomes."""
    (file,) = take(tmp_path / "ledger", METRICS).files
    again = take(tmp_path / "ledger", METRICS)

    assert (file.rows, file.records, file.rejected, file.skipped) == (25, 13, 2, 10)
    assert (again.added, again.changed) == (0, 0)
    # 25,500 + 12 + 150 + 30 + 70, and 10 of audio; the running total of 100 became 150.
    assert select(tmp_path / "ledger", f"{TOTALS}, sum(input_audio), sum(reasoning)") == [
        (12, 25_762, 15_050, 8_655, 658, 10, 2),
    ]  # fmt: skip
    assert [reject[1:] for reject in rejects(tmp_path / "ledger")] == [
        (1, "gen_ai.token.type", "no kind of tokens that is known"),
        (1, "sum", "not a whole number of 0 or more"),
    ]
    assert select(tmp_path / "ledger", "target_kind, target_id, name, value, label", "outcome", "ORDER BY name") == [
        ("session", "s-1", "commit", 1, "success"),
        ("session", "s-1", "edit_rejected", 1, None),
        ("session", "s-1", "lines_added", 1, None),
        ("session", "s-1", "lines_removed", 1, None),
    ]  # fmt: skip


def test_lines_in_any_parts_and_order_are_the_same(tmp_path: Path) -> None:
    """Each line in a file of its own, in another order, gives the records of the whole file."""
    lines = METRICS.read_text("utf-8").splitlines(keepends=True)
    for number in random.Random(3).sample(range(len(lines)), len(lines)):
        part = tmp_path / f"{number}.jsonl"
        part.write_text(lines[number], "utf-8")
        take(tmp_path / "parts", part)
    take(tmp_path / "whole", METRICS)
    parts, whole = (
        select(tmp_path / name, "lower(hex(record_id)), merge_rank", rest="ORDER BY ALL")
        for name in ("parts", "whole")
    )

    assert parts == whole


def test_deltas_are_added(tmp_path: Path) -> None:
    """100 of one minute and 50 of the next are 150, sent again too."""
    one = measured(metric(USAGE, tokens("input", 100.0)))
    two = measured(metric(USAGE, tokens("input", 50.0, start=60, at=120)))

    assert select(ledger(tmp_path, one, two, one), TOTALS) == [(2, 150, None, None, None)]


@pytest.mark.parametrize("order", [1, -1])
def test_of_a_running_total_the_latest_stands(order: int, tmp_path: Path) -> None:
    """100, then 150 of one process, then 30 after it was started again: 180, in whatever order they arrive."""
    found = [running(100.0, 60), running(150.0, 120), running(30.0, 260, start=200)]

    path = ledger(tmp_path, *found[::order])
    assert select(path, "input, strftime(ts, '%M:%S'), strftime(ts_end, '%M:%S')", rest="ORDER BY ts") == [
        (150, "21:00", "23:00"), (30, "24:20", "25:20"),
    ]  # fmt: skip


@pytest.mark.parametrize("order", [1, -1])
def test_a_counter_that_a_collector_parts_from_its_histogram_adds_nothing(
    order: int, tmp_path: Path
) -> None:
    """100 of 2 calls in the histogram are the 100 of the counter, in a request of its own too."""
    histogram = measured(metric(USAGE, tokens("input", 100.0, count=2)))
    found = tokens("input", 100.0)
    shown_as = {**{key: found[key] for key in found if key not in ("count", "sum")}, "asInt": "100"}
    counter = measured(metric("gen_ai.client.inference.tokens", shown_as))

    path = ledger(tmp_path, *[histogram, counter][::order])
    assert select(path, "count(*), sum(input), sum(requests)") == [(1, 100, 2)]


def test_processes_of_one_service_are_added(tmp_path: Path) -> None:
    """Two that began at once are told apart by whatever their resources say."""
    instances: list[dict[str, Any]] = [{"service.instance.id": name} for name in ("a", "b")]
    found = [running(100.0, 60, **instance) for instance in instances]

    assert select(ledger(tmp_path, *found), TOTALS) == [(2, 200, None, None, None)]


def test_a_running_total_without_its_beginning_is_refused() -> None:
    """Nobody could tell it from the next process's; a delta without one is of its instant."""
    bare = {**tokens("input", 5.0), "startTimeUnixNano": "0"}
    total, delta = drafted(metric(USAGE, bare, temporality=2)), drafted(metric(USAGE, bare))

    assert problems(total) == ["startTimeUnixNano: missing"]
    assert [(draft["problem"], draft["ts"]) for draft in delta] == [(None, "2026-11-02T09:22:00.000000Z")]  # fmt: skip


def test_problems_name_their_field() -> None:
    """Points of no temporality, of no time, that end before they begin, of no sum, of no kind of tokens."""
    whole = tokens("input", 5.0)
    found = [
        *drafted(metric(USAGE, whole, temporality=0)),
        *drafted(metric(USAGE, {**whole, "timeUnixNano": "soon"})),
        *drafted(metric(USAGE, {**whole, "timeUnixNano": str(START - SECOND)})),
        *drafted(metric(USAGE, {key: value for key, value in whole.items() if key != "sum"})),
        *drafted(metric(USAGE, {**whole, "count": "-1"})),
        *drafted(metric("claude_code.token.usage", spent("thought", 5))),
        *drafted({"name": USAGE, "gauge": {"dataPoints": [whole]}}),
    ]

    assert problems(found) == [
        "aggregationTemporality: neither delta nor cumulative", "timeUnixNano: not nanoseconds since 1970",
        "timeUnixNano: before startTimeUnixNano", "sum: missing", "count: not a whole number of 0 or more",
        "type: no kind of tokens that is known", "gauge: neither a sum nor a histogram",
    ]  # fmt: skip


def test_a_double_may_have_an_exponent(tmp_path: Path) -> None:
    """1.5e+06 are 1,500,000 tokens, to the last one."""
    text = claude.write(tmp_path / "m.jsonl", [measured(metric(USAGE, tokens("input", 7.25)))])
    text.write_text(text.read_text("utf-8").replace("7.25", "1.5e+06"), "utf-8")
    take(tmp_path / "ledger", text)

    assert select(tmp_path / "ledger", "input") == [(1_500_000,)]


def test_what_is_used_of_nothing_is_skipped() -> None:
    """A counter that stands still states nothing."""
    assert [draft["skip"] for draft in drafted(metric(USAGE, tokens("input", 0.0, count=0)))] == [
        True
    ]


@pytest.mark.parametrize(
    ("said", "provider"),
    [
        ({"gen_ai__provider__name": "aws.bedrock"}, "aws-bedrock"), ({"server__address": "acme.openai.azure.com"}, "azure"),
        ({"gen_ai__provider__name": "langchain"}, "openai"), ({"gen_ai__provider__name": "somebody"}, "somebody"),
        ({"gen_ai__provider__name": "_OTHER", "gen_ai__request__model": "mine"}, "unknown"),
    ],
)  # fmt: skip
def test_who_serves(said: dict[str, Any], provider: str) -> None:
    """The host tells, then the provider's name, then the model's."""
    (found,) = drafted(metric(USAGE, tokens("input", 5.0, **said)))

    assert found["provider"] == provider


@pytest.mark.parametrize(
    ("model", "provider"),
    [
        ("claude-opus-4-6", "anthropic"), ("claude-opus-4-6@20260205", "google-vertex"),
        ("us.anthropic.claude-opus-4-6-v1", "aws-bedrock"), ("kept-secret", "anthropic"),
    ],
)  # fmt: skip
def test_who_serves_claude_code(model: str, provider: str) -> None:
    """The clouds spell models in ways of their own; what nobody knows is Anthropic's."""
    (found,) = drafted(metric("claude_code.token.usage", spent("input", 5, model=model)))

    assert found["provider"] == provider


def test_the_user_says_who_served(tmp_path: Path) -> None:
    """A provider that is named with --provider stands."""
    found = otel_metrics.claim(Sample(tmp_path, "jsonl", (measured(),), ()), Hints(provider="azure"))  # fmt: skip

    assert found is not None
    path = claude.write(tmp_path / "m.jsonl", [measured(metric(USAGE, tokens("input", 5.0)))])
    assert [draft["provider"] for draft in drafts(found, path, "jsonl")] == ["azure"]


def test_what_a_cache_held_is_not_told_apart() -> None:
    """Input is partial, but for that of embeddings and where a metric states what a cache held."""
    by_cache = "gen_ai.client.inference.input_tokens_by_cache"
    found = [
        *drafted(metric(USAGE, tokens("input", 5.0), tokens("output", 5.0))),
        *drafted(metric(USAGE, tokens("input", 5.0, gen_ai__operation__name="embeddings"))),
        *drafted(metric(by_cache, point(5, gen_ai__token__cache="uncached"))),
        *drafted(metric("claude_code.token.usage", spent("input", 5))),
    ]

    assert [draft["token_basis"] for draft in found] == ["partial"] + ["reported"] * 4


def test_spans_of_the_service_are_counted_and_the_rest_is_unlogged(tmp_path: Path) -> None:
    """Of 1,000 and 90 spans state 100 and 40; of another service, whose spans nobody has, all is left.

    gpt-4o at 2.5 and 10 per million: 1,500 x 2.5 + 180 x 10 = 5,550 millionths.
    """
    found = metric(USAGE, tokens("input", 1_000.0, count=9), tokens("output", 90.0, count=9))
    other = metric(USAGE, tokens("input", 500.0, count=5), tokens("output", 90.0, count=5))
    calls = request(used("a"))
    for order in (1, -1):
        requests = [measured(found), measured(other, **{"service.name": "search"}), calls][::order]
        path = ledger(tmp_path, *requests, name=f"ledger{order}")
        assert total_cost(path) == Decimal("0.00555")


def test_a_call_over_midnight_is_no_other_one(tmp_path: Path) -> None:
    """It is logged by its start, on one day, and summed up when it is over, on the next: 100 x 2.5 + 40 x 10."""
    midnight = START + (14 * 3600 + 39 * 60) * SECOND
    span = {**used("a"), "startTimeUnixNano": str(midnight - SECOND), "endTimeUnixNano": str(midnight + SECOND)}  # fmt: skip
    late: dict[str, Any] = {"start": 14 * 3600 + 39 * 60, "at": 14 * 3600 + 40 * 60}
    found = metric(USAGE, tokens("input", 100.0, **late), tokens("output", 40.0, **late))

    assert total_cost(ledger(tmp_path, request(span), measured(found))) == Decimal("0.00065")


def test_a_running_total_of_months_is_known_by_the_logs_of_all_of_them(tmp_path: Path) -> None:
    """Of 100 that a process of November counted until January its spans of January state all: November cost nothing."""
    seventy_days = 70 * 86_400
    late = START + (seventy_days - 60) * SECOND
    span = {**used("a"), "startTimeUnixNano": str(late), "endTimeUnixNano": str(late + SECOND)}
    path = ledger(tmp_path, running(100.0, seventy_days), request(span))
    november = CostQuery(since=datetime(2026, 11, 1, tzinfo=UTC), until=datetime(2026, 12, 1, tzinfo=UTC))  # fmt: skip

    assert costs(open_ledger(path), bundled(), november).totals.cost == 0
    assert total_cost(path) == Decimal("0.00065")


def test_a_session_that_is_logged_counts_once(tmp_path: Path) -> None:
    """Claude Code's own sums of a session lack nothing that its events state, but for a call of 7 tokens.

    Opus 4.6 at 5, 25, 0.5 and 6.25 per million: the event's 0.06811875, and 7 x 5 millionths.
    """
    kinds = {"input": 9, "output": 260, "cacheRead": 15_030, "cacheCreation": 8_655}
    sums = metric("claude_code.token.usage", *(spent(kind, n) for kind, n in kinds.items()))
    path = ledger(tmp_path, measured(sums, **{"service.name": "claude-code"}), logged(asked()))

    assert total_cost(path) == Decimal("0.06811875") + Decimal("0.000035")


def test_two_signals_of_one_file_are_anothers() -> None:
    """A file that holds spans or logs too is read for those."""
    for other in (request(chat("a")), logged(asked())):
        both = Sample(Path("x"), "jsonl", (measured(), other), ())
        assert otel_metrics.claim(both) is None


def test_files_that_count_no_tokens_say_so(tmp_path: Path) -> None:
    """Metrics of anything else are read to nothing, and a note says so."""
    path = claude.write(tmp_path / "m.jsonl", [measured(metric("http.duration", point(1)))])
    done = take(tmp_path / "ledger", path)

    assert (done.files[0].records, done.files[0].skipped) == (0, 1)
    assert any("counts tokens" in note for note in done.notes)
