"""OpenTelemetry metrics of tokens: sums that stand in for calls which nobody logged, and what an agent achieved.

A point of a delta is a sum of its own. A running total is one sum from its beginning to its latest
point, so that neither the order of files nor where one is cut off changes what it comes to.
"""

from __future__ import annotations

from importlib import resources
from string import Template

from tokenomics.records.kinds import OUTCOME, USAGE
from tokenomics.sources import otlp
from tokenomics.sources.contract import NO_HINTS, Hints, Sample, Source, format_of, served_by
from tokenomics.sources.otel_metrics import points

_METERS = (
    *(f"{base}{medium}" for base in ("input", "cache_read", "output") for medium in ("", "_audio", "_image", "_video", "_document")),
    "cache_write", "reasoning",
)  # fmt: skip


def _query(name: str) -> str:
    text = resources.files(__name__).joinpath(name).read_text("utf-8")
    return Template(text).safe_substitute(
        meters=",\n    ".join(f"CASE WHEN meter = '{name}' THEN total_c END AS {name}" for name in _METERS)
    )  # fmt: skip


_POINTS = Source(
    name="otel_metrics",
    doc="OpenTelemetry metrics (OTLP as JSON, JSON Lines, protobuf): tokens by the GenAI conventions (`gen_ai.client.token.usage` and the counters after it), tokens, commits, pull requests, lines and decided edits of Claude Code",
    known_by="requests with `resourceMetrics` (or `resource_metrics`), or their protobuf",
    kind=USAGE,
    containers=("jsonl", "json", "binary"),
    fields=points.FIELDS,
    query=_query("map.sql"),
    keyed=True,
    exact=True,
    lossy=(
        "single calls: where spans, logs or sessions state them, they are counted and the rest is *unlogged*; how many there were, counters do not say",
        "what a cache held of a GenAI metric's input: it is priced as if it was not, and such sums are partial",
        "when within a running total (cumulative, the default of most SDKs) something was used: it counts by the beginning of its process; export deltas for a finer time",
        "calls that failed: histograms leave them out",
        "how many commits, pull requests, lines and edits a session came to: that there were any is an outcome of it, named `commit`, `pull_request`, `lines_added`, `lines_removed`, `edit_accepted`, `edit_rejected`",
        "what Claude Code takes calls to cost (`claude_code.cost.usage`), and its sessions and active time",
    ),
    states="metric IS NOT NULL",
    stated_by="telemetry",
    reader=points.read,
    drops=(
        "metrics of anything else, buckets and exemplars of histograms",
        "every attribute that is not named here: of all of them together a digest tells series apart",
    ),
    export="a collector's file exporter (JSON Lines or protobuf) behind your instrumentation, or behind `CLAUDE_CODE_ENABLE_TELEMETRY=1` and `OTEL_METRICS_EXPORTER=otlp`",
    traps=(
        "a running total repeats all that it counted before: its latest point stands, and one of another start is added",
        "the newer counters state the tokens of the histogram again: of each resource's input and output one metric is read; counters by cache or phase have to be in the histogram's request",
        "calls of the same service or session that something else states too count once",
        "what a provider or a gateway sums up of the same days stands before these sums",
    ),
)  # fmt: skip

SOURCE = _POINTS._replace(beside=_POINTS._replace(kind=OUTCOME, query=_query("judged.sql")))

_QUIET = "no metric among its first ones counts tokens of models"


def claim(sample: Sample, hints: Hints = NO_HINTS) -> Source | None:
    """The source of a file of requests to export metrics; None for every other file."""
    if not otlp.METRICS.is_of(sample) or _is_of_others(sample):
        return None
    found = [point for row in sample.rows for point in points.points(row)]
    is_quiet = bool(found) and not any(isinstance(point, dict) and point for point in found)
    return served_by(SOURCE._replace(notes=(_QUIET,) if is_quiet else ()), hints)


def _is_of_others(sample: Sample) -> bool:
    """Whether the file holds another signal too, whose source reads it."""
    return any(signal.is_in(row) for signal in (otlp.SPANS, otlp.LOGS) for row in sample.rows)


FORMAT = format_of(SOURCE, claim)
