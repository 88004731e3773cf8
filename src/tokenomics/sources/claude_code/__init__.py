"""Claude Code session logs.

A call is written once per content block, with its input counts repeated and its output count
growing, and again as a progress line of the session that started a sub-agent. All of them carry
the message id, so the message id alone is the call. Input, cache reads and the two cache writes
are disjoint; reasoning is inside output.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import USAGE
from tokenomics.sources.contract import Row, Sample, Source, field, fixed

_NOTES = frozenset({"summary", "file-history-snapshot", "queue-operation", "progress", "system"})


SOURCE = Source(
    name="claude_code",
    doc="Claude Code session logs (projects/**/*.jsonl), sub-agents included",
    known_by="lines with a `sessionId`, or with a `timestamp` and a `message` whose `usage` counts `input_tokens`",
    kind=USAGE,
    containers=("jsonl",),
    fields=(
        field("type"),
        field("timestamp"),
        field("session", "sessionId"),
        field("request", "requestId"),
        field("cwd"),
        field("branch", "gitBranch"),
        field("sidechain", "isSidechain"),
        field("agent", "agentId"),
        field("api_error", "isApiErrorMessage"),
        field("reported_cost", "costUSD"),
        field("duration_ms", "durationMs"),
        field("message_id", "message.id"),
        field("model", "message.model"),
        # Read as JSON text: one column costs a third of the ten that are in it.
        field("usage", "message.usage"),
        field("data"),
    ),
    query=resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
    keyed=True,
    exact=False,
    lossy=(
        "who made the call: user, team and feature are unknown; project is the working folder's name",
        "whether a subscription or an API key paid: billing is unknown",
        "attempts the client repeated",
    ),
    stated_by="agent",
    drops=(
        "prompts, answers and tool results: message.content, toolUseResult",
        "the path of the working folder: its last folder is kept, of a home folder nothing",
    ),
    states="usage IS NOT NULL OR \"type\" = 'progress'",
    mentions="usage",
    export="nothing to export: `tokenomics ingest ~/.claude/projects`",
    traps=(
        "a message is a line per content block, each with its input again: the fullest one stands, once",
        "a sub-agent's calls are in its own file and as progress lines of its parent: once",
    ),
)


def claims(sample: Sample) -> bool:
    """Whether the file is a session log: lines with a session or message as this tool writes them.

    A sub-agent's journal repeats what its session says and is nobody's.
    """
    if sample.path.name == "journal.jsonl" and "subagents" in sample.path.parts:
        return False
    return any(_is_line(row) for row in sample.rows)


def _is_line(row: Row) -> bool:
    is_note = str(row.get("type")) in _NOTES
    if is_note and not {"sessionId", "leafUuid", "snapshot"}.isdisjoint(row):
        return True
    message = row.get("message")
    if not isinstance(message, dict) or "timestamp" not in row:
        return False
    usage = message.get("usage")
    return "sessionId" in row or (isinstance(usage, dict) and "input_tokens" in usage)


def refuses(sample: Sample) -> str | None:
    """Why a file beside the sessions is not read, in one sentence; None where it is another file."""
    name, folders = sample.path.name, sample.path.parts[:-1]
    if "subagents" in folders and (name == "journal.jsonl" or name.endswith(".meta.json")):
        return "a sub-agent's journal and description repeat its session"
    if "tool-results" in folders or name == "sessions-index.json":
        return "Claude Code keeps no usage here: ingest its sessions"
    return None


FORMAT = fixed(SOURCE, claims, refuses)
