"""Langfuse exports to drafts, trap by trap."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from support import claude
from support.draft import drafts, golden, problems, sample, shown
from support.langfuse import OBSERVATION, SCORE, meters, observed, scored
from support.ledgers import KEEPING, select, take
from tokenomics.sources import langfuse
from tokenomics.sources.contract import Container, Hints, Sample

HERE = Path(__file__).parent
FILES: tuple[tuple[str, Container], ...] = (
    ("observations.jsonl", "jsonl"),
    ("observations.csv", "csv"),
    ("observations_v2.jsonl", "jsonl"),
    ("page.json", "json"),
)


@pytest.mark.parametrize(("name", "container"), FILES)
def test_drafts_are_as_expected(name: str, container: Container) -> None:
    """Every export of observations gives the drafts that lie beside it."""
    found = drafts(langfuse.OBSERVATIONS, HERE / name, container)

    assert [shown(draft) for draft in found] == golden(found, HERE / f"{name}.expected.json")
    assert langfuse.claim(sample(HERE / name, container)) == langfuse.OBSERVATIONS


def test_scores_are_as_expected() -> None:
    """An export of scores gives the outcomes that lie beside it."""
    found = drafts(langfuse.SCORES, HERE / "scores.jsonl", "jsonl")

    assert [shown(draft) for draft in found] == golden(found, HERE / "scores.jsonl.expected.json")
    assert langfuse.claim(sample(HERE / "scores.jsonl", "jsonl")) == langfuse.SCORES


def test_all_exports_state_the_same_calls(tmp_path: Path) -> None:
    """Both tables, both containers and the page's export of one project are two calls, with their trace."""
    take(tmp_path / "ledger", *(HERE / name for name, _ in FILES), config=KEEPING)

    columns = "count(*), sum(input), sum(cache_read), sum(output), min(user_id), min(feature)"
    assert select(tmp_path / "ledger", columns) == [(2, 900, 3_000, 250, "cust_7", "refunds")]


def test_order_does_not_matter(tmp_path: Path) -> None:
    """Whatever is read first, the latest update stands and knows its trace."""
    names = [name for name, _ in FILES]
    columns = "hex(record_id), input, output, user_id, status"
    held = [
        select(take_one_by_one(tmp_path / str(n), order), columns, rest="ORDER BY 1")
        for n, order in enumerate((names, names[::-1]))
    ]

    assert held[0] == held[1]


def take_one_by_one(ledger: Path, names: list[str]) -> Path:
    """A ledger that read the files in this order."""
    for name in names:
        take(ledger, HERE / name, config=KEEPING)
    return ledger


def test_parquet(tmp_path: Path) -> None:
    """Typed columns are read as their texts: a map as an object, an instant in UTC."""
    path = tmp_path / "observations.parquet"
    with duckdb.connect() as con:
        con.execute(
            "COPY (SELECT 'ob-1' AS id, 'tr-1' AS trace_id, 'p' AS project_id, 'GENERATION' AS type, "
            "TIMESTAMP '2026-11-02 09:21:00' AS start_time, 'gpt-5.2' AS provided_model_name, "
            "MAP {'input': 500::UBIGINT, 'output': 40::UBIGINT} AS usage_details, "
            f"CAST(0.018 AS DECIMAL(38,12)) AS total_cost) TO '{path}' (FORMAT parquet)"
        )
    done = take(tmp_path / "ledger", path)

    assert (done.files[0].records, done.files[0].rejected) == (1, 0)
    columns = "input, output, reported_cost, strftime(ts, '%H:%M')"
    assert select(tmp_path / "ledger", columns) == [(500, 40, Decimal("0.018"), "09:21")]


def test_a_late_update_changes_the_call(tmp_path: Path) -> None:
    """An export of the next hour may say more of a call: the later word stands, however it is read."""
    late = OBSERVATION | {
        "usage_details": {"input": 90, "output": 1},
        "updated_at": "2026-11-02 10:00:00.000",
    }
    claude.write(tmp_path / "1.jsonl", [OBSERVATION])
    claude.write(tmp_path / "2.jsonl", [late])
    for order in (("1.jsonl", "2.jsonl"), ("2.jsonl", "1.jsonl")):
        ledger = tmp_path / "-".join(order)
        for name in order:
            take(ledger, tmp_path / name)
        assert select(ledger, "input, output") == [(90, 1)]


@pytest.mark.parametrize("kind", ["SPAN", "AGENT", "TOOL", "EVENT"])
def test_only_what_states_usage_is_a_call(kind: str) -> None:
    """A span without usage is skipped; one that states usage is a call like any other."""
    assert observed(type=kind, usage_details={})["skip"]
    assert observed(type=kind, usage_details={"input": 0})["skip"]
    assert not observed(type=kind)["skip"]


def test_a_generation_without_usage_is_refused() -> None:
    """It would look free; one that failed may state nothing, and a zero is stated."""
    assert observed(usage_details={})["problem"] == "usage_details: states no usage"
    assert observed(usage_details=None)["problem"] == "usage_details: states no usage"
    assert observed(usage_details={}, level="ERROR")["problem"] is None
    assert observed(usage_details={"input": 0, "output": 0})["problem"] is None


def test_failures() -> None:
    """An error is a failure; of its message only a code is kept, for it may quote the prompt."""
    draft = observed(level="ERROR", status_message="429 rate_limit_error")
    spoken = observed(level="ERROR", status_message="cannot answer 'who am I'")

    assert (draft["status"], draft["error_type"]) == ("failure", "429")
    assert (spoken["status"], spoken["error_type"]) == ("failure", None)
    assert observed(level="WARNING")["status"] == "success"


def test_times() -> None:
    """Instants without a zone are UTC; the latency is their distance, whatever unit the export has."""
    draft = observed(latency=2500)

    assert draft["ts"] == "2026-11-02T09:21:00.000000Z"
    assert (draft["latency_ms"], draft["ttft_ms"]) == (2500, 600)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"id": None}, "id: missing"),
        ({"start_time": None}, "start_time: missing"),
        ({"start_time": "soon"}, "start_time: not an instant"),
        ({"end_time": "1234"}, "end_time: not an instant"),
        ({"total_cost": "free"}, "total_cost: not an amount"),
    ],
)
def test_impossible_observations(changes: dict[str, Any], problem: str) -> None:
    """What cannot be read is refused by the name of its field."""
    assert observed(**changes)["problem"] == problem


def test_costs() -> None:
    """The stated cost keeps its digits, whether it stands alone or in the map."""
    assert observed(total_cost="0.000000000123")["reported_cost"] == Decimal("0.000000000123")
    assert observed(cost_details={"total": 0.5})["reported_cost"] == Decimal("0.5")
    assert observed()["reported_cost"] is None


@pytest.mark.parametrize(
    ("model", "provider", "served"),
    [
        ("claude-opus-5", "anthropic", "claude-opus-5"),
        ("gpt-5.2", "openai", "gpt-5.2"),
        ("o3-mini", "openai", "o3-mini"),
        ("text-embedding-3-large", "openai", "text-embedding-3-large"),
        ("gemini-2.5-pro", "google", "gemini-2.5-pro"),
        ("mistral-large-latest", "mistral", "mistral-large-latest"),
        ("deepseek-chat", "deepseek", "deepseek-chat"),
        ("grok-4", "xai", "grok-4"),
        ("us.anthropic.claude-opus-5-v1:0", "aws-bedrock", "us.anthropic.claude-opus-5-v1:0"),
        ("openai/gpt-5.2", "openai", "gpt-5.2"),
        ("gemini/gemini-2.5-pro", "google", "gemini-2.5-pro"),
        ("acme/llama", "unknown", "acme/llama"),
        (None, "unknown", None),
    ],
)
def test_the_model_tells_who_served(model: str | None, provider: str, served: str | None) -> None:
    """An export names no provider: the model's name or its prefix does, else nobody."""
    draft = observed(provided_model_name=model)

    assert (draft["provider"], draft["model_served"]) == (provider, served)


def test_the_user_may_know_who_served(tmp_path: Path) -> None:
    """A provider that is given holds for all calls of a file."""
    seen = sample(claude.write(tmp_path / "x.jsonl", [OBSERVATION]), "jsonl")
    source = langfuse.claim(seen, Hints(provider="google-vertex"))

    assert source is not None
    assert drafts(source, seen.path, "jsonl")[0]["provider"] == "google-vertex"


def test_what_names_persons_is_marked() -> None:
    """The user is the one field that names a person."""
    private = [field.name for field in langfuse.FORMAT.fields if field.privacy != "keep"]

    assert private == ["user"]


@pytest.mark.parametrize(
    ("changes", "kind", "target"),
    [
        ({}, "trace", "tr-9"),
        ({"observation_id": "ob-9"}, "request", "ob-9"),
        ({"trace_id": None, "session_id": "s-9"}, "session", "s-9"),
    ],
)
def test_what_a_score_judges(changes: dict[str, Any], kind: str, target: str) -> None:
    """A score is of an observation, which is a request, of a trace or of a session."""
    draft = scored(**changes)

    assert (draft["target_kind"], draft["target_id"]) == (kind, target)


@pytest.mark.parametrize(
    ("changes", "value", "label"),
    [
        ({}, 1, "success"),
        ({"value": 0, "string_value": "False"}, 0, "failure"),
        ({"value": "1.0", "string_value": None}, 1, "success"),
        ({"data_type": "NUMERIC", "value": 0.82, "string_value": None}, 0.82, None),
        ({"data_type": "CATEGORICAL", "value": 0, "string_value": "satisfied"}, None, "satisfied"),
    ],
)
def test_what_a_score_says(changes: dict[str, Any], value: float | None, label: str | None) -> None:
    """A category is its text, for its number may be 0; yes and no are success and failure."""
    draft = scored(**changes)

    assert (draft["value"], draft["label"], draft["problem"]) == (value, label, None)


@pytest.mark.parametrize(
    "changes", [{"data_type": "TEXT"}, {"data_type": "CORRECTION"}, {"trace_id": None, "dataset_run_id": "d"}]
)  # fmt: skip
def test_scores_that_judge_no_call_are_skipped(changes: dict[str, Any]) -> None:
    """Texts may hold what people wrote, and a run of a data set is no production call."""
    assert scored(**changes)["skip"]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"id": None}, "id: missing"),
        ({"name": None}, "name: missing"),
        ({"timestamp": None}, "timestamp: missing"),
        ({"value": "good"}, "value: not a number"),
        ({"data_type": "NUMERIC", "value": None}, "value: missing"),
        ({"value": 2, "string_value": None}, "value: neither true nor false"),
        ({"data_type": "CATEGORICAL", "string_value": ""}, "string_value: missing"),
        ({"data_type": "STARS"}, "data_type: not one of NUMERIC, BOOLEAN, CATEGORICAL"),
    ],
)
def test_impossible_scores(changes: dict[str, Any], problem: str) -> None:
    """A score that says nothing is refused by the name of its field."""
    assert scored(**changes)["problem"] == problem


def test_late_scores_replace_early_ones(tmp_path: Path) -> None:
    """A score that was changed is one outcome, by its latest update."""
    late = SCORE | {"value": 0, "string_value": "False", "updated_at": "2026-11-03 09:30:00.000"}
    take(tmp_path / "ledger", claude.write(tmp_path / "scores.jsonl", [late, SCORE]))

    assert select(tmp_path / "ledger", "label, value", "outcome") == [("failure", 0)]


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ([name for name in OBSERVATION if name != "usage_details"], "column group `usage`"),
        (["id", "timestamp", "user_id", "session_id", "bookmarked"], "traces state no usage"),
        (["projectId", "exportSource", "tables", "files"], "manifest states no usage"),
    ],
)
def test_other_files_of_an_export(columns: list[str], sentence: str) -> None:
    """What holds no usage says what to do instead."""
    seen = Sample(Path("x.csv"), "csv", (), tuple(columns))

    assert langfuse.claim(seen) is None
    assert sentence in (langfuse.refuses(seen) or "")


def test_other_files_are_not_refused() -> None:
    """A file of somebody else is no business of this source."""
    seen = Sample(Path("x.csv"), "csv", (), ("id", "type", "amount"))

    assert langfuse.claim(seen) is None
    assert langfuse.refuses(seen) is None


def test_a_broken_line_stands_alone(tmp_path: Path) -> None:
    """A line that is no JSON is named, and the ones around it count."""
    path = claude.write(tmp_path / "x.jsonl", [OBSERVATION, "{broken", OBSERVATION | {"id": "b"}])
    found = drafts(langfuse.OBSERVATIONS, path, "jsonl")

    assert problems(found) == [None, "line: not valid JSON", None]
    assert meters(found[2]) == {"input": 100, "output": 40}
