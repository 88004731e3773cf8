"""What tasks' calls would have cost with another model, against sums done by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from support.agents import NOW
from support.qualities import judged, tasks_of
from tokenomics.books import Book
from tokenomics.config import Config
from tokenomics.costing import CostQuery
from tokenomics.ledger import relation
from tokenomics.outcomes import asked_of
from tokenomics.outcomes.asking import once
from tokenomics.outcomes.successes import judged_of
from tokenomics.overlap import charged_once
from tokenomics.weighing.priced import Price, base_of_tasks, prices_with

SMALL, LARGE = ("small", 100_000), ("large", 100_000)
# Two drafts, of which large helped small out once; a chat; and a task that is open when it is asked.
TASKS = [
    *tasks_of(1, "draft", "success", SMALL),
    *tasks_of(1, "draft", "success", SMALL, LARGE),
    *tasks_of(1, "chat", "failure", LARGE),
    *tasks_of(1, "chat", None, LARGE),
]


def _prices(folder: Path, book: Book, model: str) -> dict[tuple[str | None, ...], Price]:
    ledger, query = judged(folder, TASKS), CostQuery(by=("feature",), per="success")
    asked = asked_of(Config(), NOW.replace(month=11, day=3))
    with once(ledger, book, authority=(), con=None) as (mine, usage):
        found = judged_of(
            mine, usage.relation, usage.used, book, query, asked,
            outcomes=relation(ledger, "outcome"), besides=relation(ledger, "overhead"),
            charges=charged_once(ledger),
        )  # fmt: skip
        base = base_of_tasks(found, book, query, 1)
        return dict(prices_with(model, base))


def test_all_calls_of_closed_tasks_are_priced_with_the_model(tmp_path: Path, book: Book) -> None:
    """Three calls of 100,000 tokens at 1 dollar a million for drafts, one for chats: the open task is in neither."""
    assert _prices(tmp_path, book, "undated") == {
        ("draft",): Price(Decimal("0.3"), is_whole=True),
        ("chat",): Price(Decimal("0.1"), is_whole=True),
    }
