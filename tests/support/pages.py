"""A small company with everything that a page tells of, its briefing, and the page parsed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from support.ledgers import take
from tokenomics.books import bundled
from tokenomics.briefing import Asking, Briefing, brief
from tokenomics.config import load
from tokenomics.costing import CostQuery
from tokenomics.ledger import open_ledger
from tokenomics.report.origin import BookRef, Origin

NOW = datetime(2026, 8, 21, tzinfo=UTC)
FIRST = datetime(2026, 7, 12, 12, tzinfo=UTC)
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(2)</script>",
    "\"'><svg onload=alert(3)>",
    "</style></title>{{ 7 * 7 }}",
    "x" * 200,
    "\u202eright to left \x1b[31m",
)
CONFIG = """
[privacy]
keep_user_ids = true

[[budget]]
name = "all <b>AI</b>"
amount = "10.00 USD"
period = "month"

[[budget]]
name = "features"
for_each = "feature"
amount = "1.00 USD"
period = "month"
"""


def company(folder: Path, *, days: int = 40) -> Path:
    """A ledger of a call of every feature a day, half of them judged, and its configuration beside it."""
    calls, outcomes = folder / "calls.jsonl", folder / "outcomes.csv"
    rows: list[dict[str, Any]] = []
    judged = ["task_id,ts,outcome"]
    features = ("support", "search", *HOSTILE)
    for day in range(days):
        at = FIRST + timedelta(days=day)
        for nth, feature in enumerate(features):
            task = f"task-{day}-{nth}"
            rows.append(
                {
                    "ts": at.isoformat(), "provider": "openai", "model": ("gpt-4o", "no-such-model")[nth == 1],
                    "input": 10_000 * (nth + 1) * (1 + day % 3), "output": 1000, "feature": feature,
                    "team": "core", "user": f"user-{nth}", "task_id": task, "request_id": task,
                }
            )  # fmt: skip
            if nth % 2 == 0:
                judged.append(f"{task},{at.isoformat()},{'failure' if day % 5 == 0 else 'success'}")
    calls.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    outcomes.write_text("\n".join(judged) + "\n", "utf-8")
    config = folder / "tokenomics.toml"
    config.write_text(CONFIG, "utf-8")
    ledger = folder / "ledger"
    take(ledger, calls, outcomes, config=load(config), now=NOW)
    return ledger


def briefing_of(ledger: Path, query: CostQuery | None = None, *, now: datetime = NOW) -> Briefing:
    """The briefing of the company's ledger."""
    config = load(ledger.parent / "tokenomics.toml")
    return brief(Asking(open_ledger(ledger), bundled(), query or CostQuery(), config, now))


ORIGIN = Origin(
    tool_version="0.0", generated_at=NOW, command="report", parameters={}, ledger_path="ledger",
    ledger_version=0, config_digest="c" * 64,
    pricebooks=(BookRef("openai", "d" * 64, NOW.date()), BookRef("<b>own</b>", "e" * 64, None)),
)  # fmt: skip


class Parsed(HTMLParser):
    """The tags, the texts and the exact figures of a page."""

    def __init__(self, page: str) -> None:
        """Read the page."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.figures: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag, and a figure's exact value."""
        self.tags.append((tag, dict(attrs)))
        if tag == "data":
            self.figures.append(dict(attrs)["value"] or "")

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.texts.append(data)

    def ids(self) -> set[str]:
        """The names of elements that links may lead to."""
        return {found for _, of in self.tags if (found := of.get("id"))}
