"""OpenTelemetry traces of model calls, whatever instrumentation wrote them.

A trace states usage at several levels: what a span repeats of those below it is no call. Input
includes what was read from and written to a cache, and output the reasoning, unless the counts
show otherwise.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import USAGE
from tokenomics.sources import otlp
from tokenomics.sources.contract import NO_HINTS, Hints, Sample, Source, format_of, served_by
from tokenomics.sources.otel import spans
from tokenomics.sources.otel.names import FIELDS

SOURCE = Source(
    name="otel",
    doc="OpenTelemetry traces of model calls (OTLP as JSON, JSON Lines, protobuf): GenAI conventions old and new, OpenInference, OpenLLMetry, Logfire, OpenRouter, Claude Code",
    known_by="requests with `resourceSpans` (or `resource_spans`), or their protobuf",
    kind=USAGE,
    containers=("jsonl", "json", "binary"),
    fields=FIELDS,
    query=resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
    keyed=True,
    exact=True,
    lossy=(
        "what sampling left out: the calls of a trace that was dropped are nowhere",
        "calls of which a span above states the usage and the span itself none: they are counted as one",
        "what an agent's or a workflow's span counts beyond the spans below it",
        "across files: which span repeats which, where a span between them lies in neither and states no usage",
        "whether Anthropic's input includes the cache under the older names, where no count shows it: it is taken to, and the counts are partial",
        "how long cache writes live",
        "who is billed: billing is unknown",
        "scores: evaluations are log records, which `otel_logs` reads",
    ),
    states="coalesce(trace, span, start) IS NOT NULL",
    stated_by="telemetry",
    reader=spans.read,
    whole=True,
    drops=(
        "prompts and answers: gen_ai.input.messages, gen_ai.output.messages, gen_ai.prompt, llm.input_messages, input.value and the like, and all events",
        "every attribute that is not named here; of addresses the host tells who serves",
        "messages of errors: of them the code is kept",
    ),
    export="a collector's file exporter (JSON Lines or protobuf) behind your instrumentation; OpenRouter's Broadcast, whose destination is your collector or bucket",
    traps=(
        "spans of agents and workflows repeat the usage of calls below them: only the calls count",
        "spans that are sent again count once",
    ),
)  # fmt: skip


def claim(sample: Sample, hints: Hints = NO_HINTS) -> Source | None:
    """The source of a file of requests to export spans; None for every other file."""
    return served_by(SOURCE, hints) if otlp.SPANS.is_of(sample) else None


FORMAT = format_of(SOURCE, claim)
