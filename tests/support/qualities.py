"""Judged tasks written in one line each, their ledger, and how well and dear they are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from support.agents import NOW
from support.usage import T0
from tokenomics.analysis.listing import Listing
from tokenomics.analysis.quality import quality
from tokenomics.books import Book
from tokenomics.config import Config
from tokenomics.costing import CostQuery
from tokenomics.intake import ingest
from tokenomics.ledger import Ledger, open_ledger
from tokenomics.outcomes import asked_of


class Task(NamedTuple):
    """A task of calls whose models and inputs are given, of a feature, and what became of it."""

    feature: str | None
    verdict: str | None
    calls: tuple[tuple[str, int], ...]
    latency: int | None = None
    minutes: int | None = None
    rework: int | None = None


def tasks_of(
    number: int, feature: str | None, verdict: str | None, *calls: tuple[str, int], **more: Any
) -> list[Task]:
    """That many equal tasks."""
    return [Task(feature, verdict, calls, **more)] * number


def written(folder: Path, tasks: Iterable[Task]) -> list[Path]:
    """Native files of the tasks' calls and of their outcomes; the n-th task has the id tn."""
    calls, outcomes = folder / "calls.jsonl", folder / "outcomes.jsonl"
    of_calls: list[Mapping[str, Any]] = []
    of_outcomes: list[Mapping[str, Any]] = []
    for index, task in enumerate(tasks):
        of_calls += [
            {
                "ts": T0.replace(minute=n).isoformat(), "provider": "acme", "model": model,
                "feature": task.feature, "task_id": f"t{index}", "request_id": f"r{index}.{n}",
                "input": tokens, "latency_ms": task.latency,
            }
            for n, (model, tokens) in enumerate(task.calls)
        ]  # fmt: skip
        if task.verdict is not None:
            of_outcomes.append(
                {
                    "task_id": f"t{index}", "ts": T0.replace(hour=11).isoformat(),
                    "outcome": task.verdict, "review_minutes": task.minutes,
                    "rework_minutes": task.rework,
                }
            )  # fmt: skip
    for path, rows in ((calls, of_calls), (outcomes, of_outcomes)):
        path.write_text("".join(f"{json.dumps(_stated(row))}\n" for row in rows), "utf-8")
    return [path for path in (calls, outcomes) if path.stat().st_size]


def _stated(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def judged(folder: Path, tasks: Iterable[Task], *besides: Path) -> Ledger:
    """A ledger of the tasks, and of files besides."""
    files = [*written(folder, tasks), *besides]
    done = ingest(files, ledger=folder / "ledger", config=Config(), now=NOW)
    assert not done.problems
    return open_ledger(folder / "ledger")


def quality_of(
    ledger: Ledger, book: Book, by: Sequence[str] = (), *, config: Config | None = None, **more: Any
) -> Listing:
    """How well and dear a ledger's tasks are."""
    config = config or Config()
    query = CostQuery(by=tuple(by), task_ids=config.task.id, **more)
    return quality(ledger, book, query, asked_of(config, NOW))
