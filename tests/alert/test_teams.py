"""A message as an Adaptive Card."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from support.messages import HOSTILE, budget, hostile
from tokenomics.alert.message import Message, Table
from tokenomics.alert.teams import teams
from tokenomics.records.escape import printable


def _card(message: Message) -> dict[str, Any]:
    sent = json.loads(teams(message))
    (attachment,) = sent["attachments"]
    assert sent["type"] == "message"
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    return attachment["content"]


def _runs(value: Any) -> Iterator[dict[str, Any]]:
    """Every run of text in a card, in order."""
    if isinstance(value, dict):
        if value.get("type") == "TextRun":
            yield value
        for inner in value.values():
            yield from _runs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _runs(inner)


def test_the_card_says_it_all() -> None:
    """Label, headline, paragraphs, tables, and when."""
    card = _card(budget())
    texts = [run["text"] for run in _runs(card)]

    assert texts[:2] == ["Warning", budget().headline]
    assert texts[2:5] == list(budget().paragraphs)
    assert texts[5:7] == ["spent so far", "964.20 USD"]
    assert texts[-1] == "2026-11-12 07:30 CET  ·  2026-11 (Europe/Berlin)"
    assert [part["type"] for part in card["body"]].count("Table") == 2


@pytest.mark.parametrize(
    ("changes", "colour"),
    [({}, "Warning"), ({"severity": "critical"}, "Attention"), ({"status": "resolved"}, "Good")],
)
def test_the_label_has_a_colour(changes: dict[str, str], colour: str) -> None:
    """One that the reader's theme knows, light or dark."""
    assert next(_runs(_card(budget(**changes))))["color"] == colour


def test_figures_stand_to_the_right() -> None:
    """In a table of names and amounts the second column does."""
    first = next(part for part in _card(budget())["body"] if part["type"] == "Table")
    sides = [cell["items"][0]["horizontalAlignment"] for cell in first["rows"][0]["cells"]]

    assert sides == ["Left", "Right"]
    assert first["firstRowAsHeader"] is False


def test_no_name_is_markdown() -> None:
    """All text is in runs, which no client interprets."""
    card = _card(hostile())

    assert printable(HOSTILE) in [run["text"] for run in _runs(card)]
    assert '"TextBlock"' not in json.dumps(card)


def test_a_card_is_small_enough() -> None:
    """Teams refuses 28 KB: rows go first, then the ends of paragraphs; headline and label stay."""
    rows = tuple((f"Überlanges {n} " + "ü" * 200, "1.00") for n in range(100))
    many = budget(paragraphs=("ü" * 2000,) * 40, tables=(Table(rows),) * 30)

    assert len(teams(many)) <= 24_000
    assert [run["text"] for run in _runs(_card(many))][:2] == ["Warning", budget().headline]


def test_rows_left_out_are_counted() -> None:
    """Of 100 rows 20 are shown and 80 named."""
    card = _card(budget(tables=(Table(tuple((f"feature {n}", "1.00") for n in range(100))),)))

    assert "… 80 more" in [run["text"] for run in _runs(card)]
