"""A message as an Adaptive Card for a workflow of Microsoft Teams: text runs, which no Markdown is in."""

from __future__ import annotations

import json
from typing import Any

from tokenomics.alert.message import Message, Table, Tone, figures, label, readable, tone, when
from tokenomics.records.escape import shorten

# Teams refuses larger messages; some bytes are left for what the workflow adds.
_LIMIT = 24_000
# Fewer rows of each table, and shorter texts, until the card is small enough.
_SIZES = ((20, 2000), (10, 600), (5, 300), (0, 300), (0, 60))
_PARAGRAPHS = 10
_COLOURS: dict[Tone, str] = {
    "info": "Accent",
    "warning": "Warning",
    "critical": "Attention",
    "resolved": "Good",
    "test": "Default",
}


def teams(message: Message) -> bytes:
    """The body of a post to a workflow that posts the card it is sent."""
    said = readable(message)
    body = b""
    for rows, width in _SIZES:
        attachment = {
            "contentType": "application/vnd.microsoft.card.adaptive",
            "contentUrl": None,
            "content": _card(said, rows, width),
        }
        whole = {"type": "message", "attachments": [attachment]}
        body = json.dumps(whole, ensure_ascii=False).encode("utf-8", "replace")
        if len(body) <= _LIMIT:
            break
    return body


def _card(message: Message, rows: int, width: int) -> dict[str, Any]:
    facts = "  ·  ".join(fact for fact in (when(message), message.period) if fact)
    paragraphs = [shorten(text, width) for text in message.paragraphs[:_PARAGRAPHS]]
    return {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        "msteams": {"width": "Full"},
        "body": [
            _text(label(message), weight="Bolder", color=_COLOURS[tone(message)]),
            _text(message.headline, weight="Bolder", size="Large"),
            *map(_text, paragraphs),
            *(part for table in message.tables if rows for part in _table(table, rows)),
            _text(facts, isSubtle=True, size="Small"),
        ],
    }


def _text(text: str, **look: Any) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text, **look}]}


def _table(table: Table, count: int) -> list[dict[str, Any]]:
    numbers = figures(table)
    more = len(table.rows) - count
    shown = [*([table.columns] if table.columns else []), *table.rows[:count]]
    return [
        *([_text(table.title, weight="Bolder")] if table.title else []),
        {
            "type": "Table",
            "firstRowAsHeader": bool(table.columns),
            "showGridLines": False,
            "columns": [{"width": 1 if number else 2} for number in numbers],
            "rows": [{"type": "TableRow", "cells": _cells(row, numbers)} for row in shown],
        },
        *([_text(f"… {more} more", isSubtle=True)] if more > 0 else []),
    ]


def _cells(row: tuple[str, ...], numbers: tuple[bool, ...]) -> list[dict[str, Any]]:
    return [
        {
            "type": "TableCell",
            "items": [{**_text(cell), "horizontalAlignment": "Right" if number else "Left"}],
        }
        for cell, number in zip(row, numbers, strict=True)
    ]
