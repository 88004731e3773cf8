"""Langfuse exports: observations are calls, scores are outcomes.

`usage_details` is a free map. Its counts are disjoint unless they exceed its `total`: then input and
output include their parts. The two observation tables of one project state the same calls.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import OUTCOME, USAGE
from tokenomics.sources.contract import (
    NO_HINTS,
    Container,
    Hints,
    Sample,
    Source,
    field,
    format_of,
    names_in,
    served_by,
)

_CONTAINERS: tuple[Container, ...] = ("jsonl", "json", "csv", "parquet")
_OBSERVATION = (
    frozenset({"id", "trace_id", "type", "start_time"}),
    frozenset({"id", "traceId", "type", "startTime"}),
)
_SCORE = (
    frozenset({"id", "trace_id", "observation_id", "name", "value", "data_type"}),
    frozenset({"id", "traceId", "observationId", "name", "value", "dataType"}),
)
_TRACE = (
    frozenset({"id", "timestamp", "user_id", "session_id", "bookmarked"}),
    frozenset({"id", "timestamp", "userId", "sessionId", "bookmarked"}),
)
_MANIFEST = frozenset({"projectId", "exportSource", "tables"})
_USAGE = frozenset({"usage_details", "usageDetails"})


def _query(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text("utf-8")


OBSERVATIONS = Source(
    name="langfuse",
    doc="Langfuse exports of observations and scores (blob storage and the page's own; JSON, JSON Lines, CSV, Parquet)",
    known_by="`id`, `trace_id`, `type`, `start_time` and `usage_details` of observations, or `data_type` and `value` of scores, in either spelling",
    kind=USAGE,
    containers=_CONTAINERS,
    fields=(
        field("id"),
        field("project_id", "project_id", "projectId"),
        field("trace", "trace_id", "traceId"),
        field("parent", "parent_observation_id", "parentObservationId"),
        field("type"),
        field("name"),
        field("level"),
        field("status_message", "status_message", "statusMessage"),
        field("environment"),
        field("release"),
        field("trace_name", "trace_name", "traceName"),
        field("prompt_name", "prompt_name", "promptName"),
        field("user", "user_id", "userId", privacy="pseudonymise"),
        field("session", "session_id", "sessionId"),
        field("tags", "tags", "traceTags"),
        field("model", "provided_model_name", "providedModelName", "model"),
        field("usage", "usage_details", "usageDetails"),
        field("costs", "cost_details", "costDetails"),
        field("total_cost", "total_cost", "totalCost"),
        field("start", "start_time", "startTime"),
        field("finish", "end_time", "endTime"),
        field("first_token", "completion_start_time", "completionStartTime"),
        field("updated", "updated_at", "updatedAt"),
    ),
    query=_query("map.sql"),
    keyed=True,
    exact=True,
    lossy=(
        "who served a call: the provider is told from the model's name",
        "user, session and tags in the table `observations`: they stand in `traces`, which is not read; `observations_v2` and the page's export state them",
        "the provider's id of the response, by which other logs know the same call",
        "whether the counts are disjoint where the map has no `total`: they are taken to be",
        "service tiers and who is billed: billing is unknown",
        "scores that are texts or corrections, scores of dataset runs, and the score columns of the page's export: only the export of scores is read",
        "who judged, where people and programs give one score",
    ),
    stated_by="telemetry",
    drops=("prompts and answers: input, output, metadata, model_parameters, tool calls", "comments of scores and who gave them", "messages of errors: of them the code is kept"),
    export="a blob storage export with the column group `usage`, or the page's own export of observations and of scores",
    traps=(
        "the tables `observations` and `observations_v2` state the same calls: once",
        "windows of exports overlap at their edges: a row counts once",
        "`total` of a usage map is the sum of the others: never added",
    ),
)  # fmt: skip

SCORES = OBSERVATIONS._replace(
    kind=OUTCOME,
    fields=(
        field("id"),
        field("project_id", "project_id", "projectId"),
        field("trace", "trace_id", "traceId"),
        field("observation", "observation_id", "observationId"),
        field("session", "session_id", "sessionId"),
        field("name"),
        field("value"),
        field("said", "string_value", "stringValue"),
        field("data_type", "data_type", "dataType"),
        field("at", "timestamp"),
        field("updated", "updated_at", "updatedAt"),
    ),
    query=_query("scores.sql"),
)


def claim(sample: Sample, hints: Hints = NO_HINTS) -> Source | None:
    """The source of observations with their usage, or of scores; None for every other file."""
    names = names_in(sample)
    if any(_is_any(found, _OBSERVATION) and found & _USAGE for found in names):
        return served_by(OBSERVATIONS, hints)
    return SCORES if any(_is_any(found, _SCORE) for found in names) else None


def refuses(sample: Sample) -> str | None:
    """Why another file of an export is not read, in one sentence; None where it is another's."""
    for names in names_in(sample):
        if _is_any(names, _OBSERVATION) and not names & _USAGE:
            return "these Langfuse observations lack `usage_details`: export them with the column group `usage`"
        if names >= _MANIFEST:
            return "a Langfuse export's manifest states no usage: ingest the files it lists"
        if _is_any(names, _TRACE) and "type" not in names:
            return "Langfuse traces state no usage of their own: ingest the observations and scores"
    return None


def _is_any(names: frozenset[str], known: tuple[frozenset[str], ...]) -> bool:
    return any(names >= wanted for wanted in known)


FORMAT = format_of(OBSERVATIONS, claim, refuses)
