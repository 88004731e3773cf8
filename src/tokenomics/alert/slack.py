"""A message as Slack's blocks: rich text is taken literally, so no name is a link or a mention."""

from __future__ import annotations

import html
import json
from typing import Any

from tokenomics.alert.message import Message, Table, label, readable, when
from tokenomics.alert.text import lines
from tokenomics.records.escape import shorten

# Slack refuses a message with more.
_HEADER = 150
_TEXT = 3000
_ROWS = 20
_TABLES = 5
_PARAGRAPHS = 20


def slack(message: Message) -> bytes:
    """The body of a post to an incoming webhook.

    `text` is what notifications show, and what other chats show that take Slack's messages.
    """
    said = readable(message)
    headline = f"{label(said)}: {said.headline}"
    spoken = "\n".join([headline, *said.paragraphs])
    body = {
        "text": html.escape(shorten(spoken, _TEXT), quote=False),
        "blocks": _blocks(said, headline),
    }
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


def _blocks(message: Message, headline: str) -> list[dict[str, Any]]:
    facts = "  ·  ".join(fact for fact in (when(message), message.period) if fact)
    return [
        {
            "type": "header",
            "text": {"type": "plain_text", "text": shorten(headline, _HEADER), "emoji": False},
        },
        *(_rich("rich_text_section", text) for text in message.paragraphs[:_PARAGRAPHS]),
        *(_rich("rich_text_preformatted", _drawn(table)) for table in message.tables[:_TABLES]),
        {"type": "context", "elements": [{"type": "plain_text", "text": facts, "emoji": False}]},
    ]


def _drawn(table: Table) -> str:
    more = len(table.rows) - _ROWS
    drawn = lines(table._replace(rows=table.rows[:_ROWS]))
    return "\n".join([*drawn, *([f"… {more} more"] if more > 0 else [])])


def _rich(kind: str, text: str) -> dict[str, Any]:
    return {
        "type": "rich_text",
        "elements": [{"type": kind, "elements": [{"type": "text", "text": shorten(text, _TEXT)}]}],
    }
