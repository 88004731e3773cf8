"""opencode's messages: its database, and the files of older versions.

Input, cache reads and cache writes are disjoint. Reasoning is beside the output in newer versions and
inside it in older ones, which the total shows where there is one.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import USAGE
from tokenomics.sources.contract import Sample, Source, field, fixed
from tokenomics.sources.opencode import store

_MESSAGE = frozenset({"id", "sessionID", "role", "time"})

SOURCE = Source(
    name="opencode",
    doc="opencode's messages (opencode.db, SQLite; of older versions storage/message/\\*/msg_\\*.json)",
    known_by="a database of SQLite with a table `message` of `id`, `session_id` and `data`; or `id`, `sessionID`, `role` and `time`",
    kind=USAGE,
    containers=("binary", "json", "jsonl"),
    fields=(
        field("message", "id"),
        field("session", "sessionID"),
        field("role"),
        field("layout"),
        field("model", "modelID"),
        field("provider_said", "providerID"),
        field("created", "time.created"),
        field("completed", "time.completed"),
        field("agent", "agent", "mode"),
        field("folder", "path.cwd"),
        field("error"),
        field("cost"),
        field("input", "tokens.input"),
        field("output", "tokens.output"),
        field("reasoning", "tokens.reasoning"),
        field("cached", "tokens.cache.read"),
        field("written", "tokens.cache.write"),
        field("total", "tokens.total"),
    ),
    query=resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
    keyed=True,
    exact=True,
    lossy=(
        "who made the call: user, team and feature are unknown; project is the working folder's name",
        "why a call has no cost of opencode's: a subscription, a free model, or one without a price; it is taken for a subscription, and its costs are what the provider's API would charge",
        "whether reasoning is inside the output where no total is stated: it is taken to, and the counts are partial",
        "attempts that were repeated before a message, and messages of deleted sessions",
        "how long the cache keeps what is written",
    ),
    states="message IS NOT NULL",
    stated_by="agent",
    reader=store.read,
    whole=True,
    drops=(
        "prompts, answers and tool calls: the parts of messages",
        "messages of errors: of them the name is kept",
        "the path of the working folder: its last folder is kept, of a home folder nothing",
    ),
    export="nothing to export: `tokenomics ingest ~/.local/share/opencode/opencode.db`, of older versions `~/.local/share/opencode/storage/message`",
    traps=(
        "a message that moved from a file to the database is in both: once",
        "parts of messages (`step-finish`) repeat a message's tokens step by step: they are not read",
        "older versions charged reasoning twice: the cost is worked out anew, opencode's own is kept beside it",
        "what is still in `opencode.db-wal` is read when opencode has written it into the database, at the latest when it ends",
    ),
)  # fmt: skip


def claims(sample: Sample) -> bool:
    """Whether a file is opencode's database or holds its messages."""
    if sample.container == "binary":
        return store.is_database(sample.path)
    return any(row.keys() >= _MESSAGE and row.get("role") in {"user", "assistant"} for row in sample.rows)  # fmt: skip


FORMAT = fixed(SOURCE, claims)
