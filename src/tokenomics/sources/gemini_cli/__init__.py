"""Gemini CLI's chats: JSON Lines, and the single documents of older versions.

A message is written again whenever it changes: the last one stands. What was rewound was billed.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import USAGE
from tokenomics.sources.contract import Sample, Source, field, fixed
from tokenomics.sources.gemini_cli import chat

_MARKS = frozenset({"sessionId", "projectHash", "startTime"})

SOURCE = Source(
    name="gemini_cli",
    doc="Gemini CLI chats (tmp/*/chats/session-*.jsonl, and the older session-*.json)",
    known_by="a first object with `sessionId`, `projectHash` and `startTime`",
    kind=USAGE,
    containers=("jsonl", "json"),
    fields=(
        field("session"),
        field("chat_kind", "kind"),
        field("layout"),
        field("place"),
        field("message", "id"),
        field("timestamp"),
        field("model"),
        field("input", "tokens.input"),
        field("output", "tokens.output"),
        field("cached", "tokens.cached"),
        field("thoughts", "tokens.thoughts"),
        field("tool", "tokens.tool"),
        field("total", "tokens.total"),
    ),
    query=resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
    keyed=True,
    exact=True,
    lossy=(
        "who made the call, in which folder and for which project",
        "whether a subscription, a free tier or an API key paid: billing is unknown, and costs are what the Gemini API would charge",
        "whether Vertex AI served the call: the provider is taken to be google",
        "further calls of one message: only the last one's tokens are kept by the tool",
        "attempts that failed or were repeated",
    ),
    states="message IS NOT NULL",
    stated_by="agent",
    reader=chat.read,
    whole=True,
    drops=("prompts, answers, thoughts and tool calls", "the digest of the project's folder: projectHash"),
    export="nothing to export: `tokenomics ingest ~/.gemini/tmp`",
    traps=(
        "a message is written again at each update: the last one stands",
        "a rewound message is taken out of the chat and was billed: it stays",
        "thoughts and what tools put into the prompt are beside output and input, not inside",
    ),
)  # fmt: skip


def claims(sample: Sample) -> bool:
    """Whether the file begins as a chat does."""
    return bool(sample.rows) and sample.rows[0].keys() >= _MARKS


FORMAT = fixed(SOURCE, claims)
