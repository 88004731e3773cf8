"""OpenAI Codex rollouts: the log of each session of the command line and its editors.

Input includes what was read from and written to the cache, output includes the reasoning. A call
is known by its instant and the session's totals, wherever a copy of the file lies.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import USAGE
from tokenomics.sources.codex import rollout
from tokenomics.sources.contract import Row, Sample, Source, field, fixed

_LINES = frozenset({"session_meta", "turn_context", "event_msg", "response_item", "compacted"})
_HISTORY = frozenset({"session_id", "ts", "text"})
_OLD = frozenset({"id", "timestamp", "instructions"})

SOURCE = Source(
    name="codex",
    doc="OpenAI Codex sessions (sessions/**/rollout-*.jsonl, archived ones included)",
    known_by="lines with a `timestamp`, a `payload` and a `type` such as `session_meta`, `turn_context`, `event_msg`",
    kind=USAGE,
    containers=("jsonl",),
    fields=(
        field("timestamp"),
        field("snapshot"),
        field("session", "id"),
        field("parent"),
        field("is_fork"),
        field("llm_provider", "provider"),
        field("branch"),
        field("cwd"),
        field("model"),
        field("effort"),
        field("turn"),
        field("tier"),
        field("plan"),
        field("input_tokens", "input"),
        field("cached_input_tokens", "cached"),
        field("cache_write_input_tokens", "written"),
        field("output_tokens", "output"),
        field("reasoning_output_tokens", "reasoning"),
    ),
    query=resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
    keyed=True,
    exact=True,
    lossy=(
        "who made the call: user, team and feature are unknown; project is the working folder's name",
        "whether a subscription, credits or an API key paid: billing is unknown, the plan that the limits name is a tag, and costs are what the API would charge",
        "the model of the first weeks' logs (September 2025): it is unknown and has no price",
        "a service tier that only the configuration file states",
        "what was used before the first line of a file that begins within a session",
        "what a fork took over from a parent whose file is gone",
    ),
    states="snapshot IS NOT NULL",
    stated_by="agent",
    reader=rollout.read,
    whole=True,
    drops=("prompts, answers, reasoning and tool results: response_item, event messages", "the path of the working folder: its last folder is kept, of a home folder nothing"),
    export="nothing to export: `tokenomics ingest ~/.codex/sessions`, and `archived_sessions` beside it",
    traps=(
        "usage is stated as a running total, and again at each refresh: what a line adds is counted",
        "forks and copies repeat their parent's lines: once",
    ),
)  # fmt: skip


def claims(sample: Sample) -> bool:
    """Whether the file is a rollout: lines of its types with a payload."""
    return any(_is_line(row) for row in sample.rows)


def _is_line(row: Row) -> bool:
    return (
        str(row.get("type")) in _LINES
        and isinstance(row.get("payload"), dict)
        and "timestamp" in row
    )


def refuses(sample: Sample) -> str | None:
    """Why another file of this tool is not read, in one sentence; None where it is another's."""
    if claims(sample):
        return None
    for row in sample.rows:
        kind = str(row.get("type"))
        if (kind == "thread.started" and "thread_id" in row) or kind.startswith("turn."):
            return "the output of `codex exec` says neither when nor which model: ingest the session it left in Codex's folder `sessions`"
        if row.keys() == _HISTORY or row.get("record_type") == "state" or row.keys() >= _OLD:
            return "Codex keeps no usage here: ingest its sessions of September 2025 and later"
    return None


FORMAT = fixed(SOURCE, claims, refuses)
