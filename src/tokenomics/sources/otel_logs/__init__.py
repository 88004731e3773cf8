"""OpenTelemetry logs: what Claude Code says of its calls, and what evaluations say of anybody's.

Input, cache reads and cache writes are disjoint, as Anthropic counts them. A log record of another
event states nothing and is skipped.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import OUTCOME, USAGE
from tokenomics.sources import otlp
from tokenomics.sources.contract import NO_HINTS, Hints, Sample, Source, format_of, served_by
from tokenomics.sources.otel_logs import events


def _query(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text("utf-8")


_EVENTS = Source(
    name="otel_logs",
    doc="OpenTelemetry logs (OTLP as JSON, JSON Lines, protobuf): Claude Code's events of its calls and of what was decided about its edits, evaluations of the GenAI conventions",
    known_by="requests with `resourceLogs` (or `resource_logs`), or their protobuf",
    kind=USAGE,
    containers=("jsonl", "json", "binary"),
    fields=events.FIELDS,
    query=_query("map.sql"),
    keyed=True,
    exact=True,
    lossy=(
        "how long Claude Code's cache writes live, searches of the web, and the working folder: its session logs state them",
        "the provider's id of the response: the id of the request tells which call of the session logs it is, in older versions the counts",
        "attempts before the one that an `api_error` tells of, and what a failed call used",
        "whether a subscription or an API key paid: billing is unknown, and `cost_usd` is Claude Code's estimate at list prices",
        "how many edits were accepted: of a session the latest decision by a person stands",
        "which call an evaluation is about, where it states no response: it is taken to be about the trace",
    ),
    states="event IS NOT NULL",
    stated_by="telemetry",
    reader=events.read,
    drops=(
        "prompts, answers and what tools were given: every log record that is none of these events, and its text",
        "messages of errors: of them the code is kept",
        "why an evaluation says what it says: gen_ai.evaluation.explanation",
        "every attribute that is not named here",
    ),
    export="a collector's file exporter (JSON Lines or protobuf) behind `CLAUDE_CODE_ENABLE_TELEMETRY=1` and `OTEL_LOGS_EXPORTER=otlp`, or behind what evaluates your answers",
    traps=(
        "session logs of Claude Code state the same calls: each counts once, as the session logs count it; calls in the background are in the events alone",
        "records that are sent again count once",
        "a call is logged when it is over: it belongs to the day on which it began",
    ),
)  # fmt: skip

SOURCE = _EVENTS._replace(beside=_EVENTS._replace(kind=OUTCOME, query=_query("judged.sql")))

_QUIET = "no event among its first records is read: what was said in calls is dropped, what they used is in spans; ingest the traces too"


def claim(sample: Sample, hints: Hints = NO_HINTS) -> Source | None:
    """The source of a file of requests to export logs; None for every other file."""
    if not otlp.LOGS.is_of(sample) or _is_of_spans(sample):
        return None
    found = [event for row in sample.rows for event in events.events(row)]
    is_quiet = bool(found) and not any(isinstance(event, dict) and event for event in found)
    return served_by(SOURCE._replace(notes=(_QUIET,) if is_quiet else ()), hints)


def _is_of_spans(sample: Sample) -> bool:
    return any(otlp.SPANS.is_in(row) for row in sample.rows)


FORMAT = format_of(SOURCE, claim)
