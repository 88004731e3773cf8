"""A message as Slack's blocks."""

from __future__ import annotations

import json
from typing import Any

from support.messages import HOSTILE, budget, hostile
from tokenomics.alert.message import Table
from tokenomics.alert.slack import slack
from tokenomics.records.escape import printable


def _read(body: bytes) -> dict[str, Any]:
    return json.loads(body)


def _texts(value: Any) -> list[str]:
    """Every text that a person sees."""
    if isinstance(value, dict):
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return own + [text for inner in value.values() for text in _texts(inner)]
    return [text for inner in value for text in _texts(inner)] if isinstance(value, list) else []


def test_the_blocks_say_it_all() -> None:
    """A header, paragraphs, tables in fixed width, and when."""
    sent = _read(slack(budget()))

    assert [block["type"] for block in sent["blocks"]] == ["header", *["rich_text"] * 5, "context"]
    assert sent["blocks"][0]["text"]["text"].startswith("Warning: support has spent 80 %")
    assert "spent so far                        964.20 USD" in _texts(sent["blocks"])[4]
    assert _texts(sent["blocks"])[-1] == "2026-11-12 07:30 CET  ·  2026-11 (Europe/Berlin)"
    assert sent["text"].startswith("Warning: support has spent 80 %")


def test_no_name_mentions_anybody() -> None:
    """`<!channel>` and links are plain text in blocks, and escaped where they would be markup."""
    sent = _read(slack(budget(headline="<!channel> & co", paragraphs=("<http://a.example|b>",))))
    kinds = {part["type"] for block in sent["blocks"] for part in _parts(block)}

    assert "&lt;!channel&gt; &amp; co" in sent["text"]
    assert "<" not in sent["text"]
    assert kinds == {"plain_text", "text"}


def _parts(block: dict[str, Any]) -> list[dict[str, Any]]:
    """The texts of a block, with their kinds."""
    if block["type"] == "header":
        return [block["text"]]
    if block["type"] == "context":
        return block["elements"]
    return [text for element in block["elements"] for text in element["elements"]]


def test_hostile_names_are_shown_as_they_are() -> None:
    """With escapes for what breaks lines."""
    assert printable(HOSTILE) in _texts(_read(slack(hostile()))["blocks"])


def test_slack_is_not_asked_for_too_much() -> None:
    """Long texts, tables and lists end where Slack's limits are, and say that there is more."""
    rows = tuple((f"feature {n}", "1.00") for n in range(100))
    many = budget(headline="h" * 500, paragraphs=("p" * 9000,) * 60, tables=(Table(rows),) * 30)
    sent = _read(slack(many))

    assert len(sent["blocks"]) <= 50
    assert len(sent["blocks"][0]["text"]["text"]) == 150
    assert len(sent["text"]) <= 3000
    assert max(map(len, _texts(sent))) <= 3000
    assert any(text.endswith("\n… 80 more") for text in _texts(sent))
