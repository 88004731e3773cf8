"""A cost report as JSON: the envelope that every machine-readable answer comes in."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tokenomics.costing import CostReport, CostRow, rest_of
from tokenomics.costing.coverage import Coverage, Effect, Unpriced
from tokenomics.records.money import EXACT, ZERO, plain
from tokenomics.records.words import percent
from tokenomics.report.origin import Origin
from tokenomics.report.units import count_name, more_figures, share_name, unit_name

SCHEMAS = Path(__file__).parent / "schemas"


def to_json(report: CostReport, origin: Origin) -> str:
    """The report as one JSON object; equal reports and origins give equal bytes."""
    return json.dumps(envelope(report, origin), indent=2, ensure_ascii=False) + "\n"


def envelope(report: CostReport, origin: Origin) -> dict[str, Any]:
    """The report as JSON values: money is decimal text, whole meters are integers."""
    return {
        **made_with(report, origin, "cost"),
        "rows": [
            {**dict(zip(report.by, row.key, strict=True)), **_figures(report, row)}
            for row in report.rows
        ],
        "totals": spent(report),
        **known(report),
        "notes": notes(report),
    }


def made_with(report: CostReport, origin: Origin, kind: str) -> dict[str, Any]:
    """The head of every envelope: what is answered, from what, and for which period."""
    query = report.query
    return {
        "schema": f"tokenomics/{kind}.v1",
        "kind": kind,
        "tool_version": origin.tool_version,
        "generated_at": instant(origin.generated_at),
        "command": {"name": origin.command, "parameters": dict(origin.parameters)},
        "ledger": {"path": origin.ledger_path, "version": origin.ledger_version},
        "config_digest": origin.config_digest,
        "pricebooks": [
            {"name": book.name, "digest": book.digest, "known_at": instant(book.known_at)}
            for book in origin.pricebooks
        ],
        "currency": query.currency,
        "cost_basis": origin.cost_basis,
        "period": {
            "since": instant(query.since),
            "until": instant(query.until),
            "timezone": query.tz,
        },
    }


def known(report: CostReport) -> dict[str, Any]:
    """What is and is not known of the calls that were looked at."""
    return {
        "unpriced": [_unpriced(entry) for entry in report.unpriced],
        "coverage": _coverage(report.coverage),
    }


def spent(report: CostReport) -> dict[str, Any]:
    """What the calls that were looked at used and cost altogether."""
    return _figures(report, report.totals)


def notes(report: CostReport) -> list[str]:
    """What a reader must know besides the figures: costs of nobody, and what a limit has cut off."""
    found = [*nobody_note(report), *report.remarks]
    rest = rest_of(report)
    if rest is None:
        return found
    more = report.row_count - len(report.rows)
    cost = "nothing priced" if rest.cost is None else f"{plain(rest.cost)} {report.query.currency}"
    return [*found, f"{more} more rows are not shown: {rest.requests} requests, {cost}"]


def nobody_note(report: CostReport) -> list[str]:
    """The share of the cost whose calls state no user, session and the like, where there is one."""
    per, whole = report.query.per, report.totals
    if whole.counted is None or not whole.cost or whole.tasks is not None:
        return []
    rest = EXACT.subtract(whole.cost, whole.counted_cost or ZERO)
    if not rest:
        return []
    unit = "step of a task" if per == "step" else per
    return [
        f"{percent(rest, whole.cost)} of the cost is of calls that state no {unit}: it is in no cost per {per}"
    ]


def instant(at: datetime | date | None) -> str | None:
    """An instant as UTC text with a Z, a date as it is."""
    if isinstance(at, datetime):
        return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return at.isoformat() if at else None


def amount(value: Decimal | None) -> str | None:
    """Money as plain decimal text; None stays None."""
    return None if value is None else plain(value)


def _quantity(value: Decimal | int) -> int | str:
    return value if isinstance(value, int) else plain(value)


def _figures(report: CostReport, row: CostRow) -> dict[str, Any]:
    per = report.query.per
    counted, share, unit = count_name(per), share_name(per), unit_name(per)
    return {
        "requests": row.requests,
        **{name: _quantity(value) for name, value in row.meters.items()},
        "cost": amount(row.cost),
        "has_unpriced": row.has_unpriced,
        **({counted: row.counted} if counted else {}),
        **({share: amount(row.counted_cost)} if share else {}),
        **({unit: amount(row.unit_cost)} if unit else {}),
        **{name: _figure(value) for name, value in more_figures(per, row).items()},
    }


def _figure(value: Decimal | int | None) -> int | str | None:
    return None if value is None else _quantity(value)


def _unpriced(entry: Unpriced) -> dict[str, Any]:
    used = {name: _quantity(value) for name, value in entry.meters.items()}
    return {**entry._asdict(), "meters": used, "nearest": list(entry.nearest)}


def _coverage(cover: Coverage) -> dict[str, Any]:
    return {
        **cover._asdict(),
        "undated_cost": amount(cover.undated_cost),
        "sources": dict(cover.sources),
        "tokens": cover.tokens._asdict(),
        "unlogged_cost": amount(cover.unlogged_cost),
        "estimated_cost": amount(cover.estimated_cost),
        "stated_cost": amount(cover.stated_cost),
        "graduated": [_effect(effect) for effect in cover.graduated],
        "overlaps": [{**o._asdict(), "sources": list(o.sources)} for o in cover.overlaps],
    }


def _effect(effect: Effect) -> dict[str, str | None]:
    money = {name: amount(getattr(effect, name)) for name in ("cost", "before", "unallocated")}
    return {**effect._asdict(), **money}
