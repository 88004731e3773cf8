"""A JSON report as a side of a comparison: its figures as they were, with the prices it was made with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tokenomics.comparing.group import Group, Key, Unit
from tokenomics.comparing.measured import Measured
from tokenomics.costing import CostQuery, CostReport, CostRow
from tokenomics.costing.answer import Besides
from tokenomics.costing.coverage import Coverage, Effect, Tokens, Unpriced
from tokenomics.costing.tasks import TaskCounts
from tokenomics.overlap import Overlap
from tokenomics.records.errors import InputError
from tokenomics.records.money import ZERO, decimal, total
from tokenomics.records.written import json_document

_KIND = "cost"
_POINTS = "a JSON report has no calls: no intervals, and no prices apart"
_HOW = "make it with tokenomics report --format json"


def is_report(path: Path) -> bool:
    """Whether a file is a JSON report of this tool, rather than a log."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return b'"schema": "tokenomics/' in file.read(200)


def document_of(path: Path, query: CostQuery) -> Measured:
    """The report in a file, by the query's dimensions; without its rows where it is by others.

    Raises InputError where it is no report of costs, is damaged, or in another currency.
    """
    try:
        found = json_document(path.read_text("utf-8"))
        if found["kind"] != _KIND:
            raise InputError(f"{path}: a report of kind {found['kind']!r} is no side: {_HOW}")
        if found["currency"] != query.currency:
            raise InputError(
                f"{path}: is in {found['currency']}, the other side in {query.currency}"
            )
        return _measured(found, query)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"{path}: no whole report of costs ({error}): {_HOW}") from None


def by_of(path: Path) -> tuple[str, ...]:
    """The dimensions that a report is by; none where it cannot be read either."""
    try:
        return _by(json_document(path.read_text("utf-8")))
    except (KeyError, TypeError, ValueError, AttributeError):
        return ()


def _by(found: Mapping[str, Any]) -> tuple[str, ...]:
    given = found["command"]["parameters"].get("by") or ""
    return tuple(filter(None, (name.strip() for name in given.split(","))))


def _measured(found: Mapping[str, Any], query: CostQuery) -> Measured:
    totals, by = found["totals"], query.by
    whole = _group(totals)
    is_whole = _by(found) == by and "limit" not in found["command"]["parameters"]
    rows = found["rows"] if is_whole else ()
    groups: dict[Key, Group] = {tuple(row[name] for name in by): _group(row) for row in rows}
    tasks = whole.tasks or 0
    sizes: dict[Unit, int] = {
        "request": whole.requests, "task": tasks, "success": tasks - totals.get("open", 0),
    }  # fmt: skip
    remarks = [_POINTS] if is_whole else [_POINTS, f"it has not all rows by {', '.join(by)}"]
    report = _report(found, query, totals)
    return Measured(whole, groups, {}, sizes, report, tuple(remarks))


def _group(row: Mapping[str, Any]) -> Group:
    """A row's figures; those of tasks where the report was per task or success."""
    group = Group(row["requests"], _money(row["cost"]), None, row["has_unpriced"])
    if "successes" in row:
        counts = _counts(row)
        besides = _besides(row)
        full = (group.cost, besides.overheads, besides.labour)
        cost = None if group.cost is None and not any(full) else total(full)
        is_known = counts.successes + counts.failures > 0
        return group._replace(
            tasks=counts.tasks, task_cost=cost,
            successes=counts.successes if is_known else None,
            closed_cost=counts.closed_cost if is_known else None,
        )  # fmt: skip
    if "tasks" in row:
        return group._replace(tasks=row["tasks"], task_cost=_money(row["cost_with_task"]))
    return group


def _besides(row: Mapping[str, Any]) -> Besides:
    """What the report says was spent besides calls; older ones per task did not."""
    parts = (_money(row.get(name)) or ZERO for name in ("overhead_cost", "labour_cost"))
    return Besides(*parts)


def _counts(row: Mapping[str, Any]) -> TaskCounts:
    return TaskCounts(
        row["successes"], row["failures"], row["open"], row["unknown"],
        _money(row["cost_of_closed_tasks"]),
    )  # fmt: skip


def _report(found: Mapping[str, Any], query: CostQuery, totals: Mapping[str, Any]) -> CostReport:
    """What the report says of its calls, for gates and for what is told of what is not known."""
    row = CostRow(
        (), totals["requests"], {}, _money(totals["cost"]), totals["has_unpriced"],
        tasks=_counts(totals) if "successes" in totals else None, besides=_besides(totals),
    )  # fmt: skip
    first, last = (
        datetime.fromisoformat(found["period"][name] or found["generated_at"])
        for name in ("since", "until")
    )
    has_calls = bool(row.requests or row.cost)
    return CostReport(
        query, query.by, (), 0, 0, row,
        tuple(map(_unpriced, found["unpriced"])), _coverage(found["coverage"]),
        first if has_calls else None, last if has_calls else None,
    )  # fmt: skip


def _unpriced(found: Mapping[str, Any]) -> Unpriced:
    values: dict[str, Any] = {**found, "nearest": tuple(found["nearest"])}
    return Unpriced(**values)


def _coverage(found: Mapping[str, Any]) -> Coverage:
    values: dict[str, Any] = {
        **found,
        **{name: decimal(value) for name, value in found.items() if name.endswith("_cost")},
        "tokens": Tokens(**found["tokens"]),
        "overlaps": tuple(map(_overlap, found["overlaps"])),
        "graduated": tuple(map(_effect, found["graduated"])),
    }
    return Coverage(**values)


def _overlap(found: Mapping[str, Any]) -> Overlap:
    values: dict[str, Any] = {**found, "sources": tuple(found["sources"])}
    return Overlap(**values)


def _effect(found: Mapping[str, Any]) -> Effect:
    amounts = {name: decimal(found[name]) for name in ("cost", "before", "unallocated")}
    values: dict[str, Any] = {**found, **amounts}
    return Effect(**values)


def _money(text: str | None) -> Decimal | None:
    return None if text is None else decimal(text)
