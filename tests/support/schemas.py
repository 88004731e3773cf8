"""The published schemas of listings, made of their columns: run this file to write them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from tokenomics.analysis import (
    agents,
    anomalies,
    drivers,
    failures,
    indicators,
    outlook,
    quality,
    tried,
    uses,
    waste,
)
from tokenomics.analysis.listing import Column
from tokenomics.budgeting import listed
from tokenomics.comparing import difference
from tokenomics.estimating.listed import COLUMNS as ESTIMATES
from tokenomics.planning import limits, scenarios
from tokenomics.reconciling import billed, chargeback, reconcile
from tokenomics.replaying import replay
from tokenomics.report.envelope import SCHEMAS
from tokenomics.selfhosting import listed as selfhosting
from tokenomics.selfhosting import rows as hardware
from tokenomics.weighing import people, portfolio

# Of every kind of listing: what it is, and its fixed columns. Dimensions come before them.
LISTINGS: dict[str, tuple[str, Sequence[Column]]] = {
    agents.KIND: (agents.TITLE, agents.COLUMNS),
    indicators.KIND: (indicators.TITLE, indicators.COLUMNS),
    quality.KIND: (quality.TITLE, quality.COLUMNS),
    drivers.KIND: (drivers.TITLE, drivers.COLUMNS),
    "estimate": ("Estimate of prompts", ESTIMATES),
    reconcile.KIND: (reconcile.TITLE, reconcile.COLUMNS),
    billed.KIND: (billed.TITLE, billed.COLUMNS),
    chargeback.KIND: (chargeback.TITLE, chargeback.COLUMNS),
    difference.KIND: (difference.TITLE, difference.COLUMNS),
    waste.KIND: (waste.TITLE, waste.COLUMNS),
    replay.KIND: (replay.TITLE, (replay.STEP, *replay.COLUMNS)),
    anomalies.KIND: (anomalies.TITLE, anomalies.COLUMNS),
    listed.KIND: (listed.TITLE, listed.COLUMNS),
    failures.KIND: (failures.TITLE, failures.COLUMNS),
    "forecast": ("Forecast of a period", outlook.COLUMNS),
    scenarios.KIND: (scenarios.TITLE, scenarios.COLUMNS),
    limits.KIND: (limits.TITLE, limits.COLUMNS),
    "forecast-usage": ("Usage that a forecast expects", uses.COLUMNS),
    people.KIND: (people.TITLE, people.COLUMNS),
    portfolio.KIND: (portfolio.TITLE, portfolio.COLUMNS),
    selfhosting.KIND: (selfhosting.TITLE, hardware.COLUMNS),
    selfhosting.PARTS_KIND: (selfhosting.PARTS_TITLE, hardware.PARTS),
    "backtest": ("Forecasts tried on the past", tried.COLUMNS),
    "forecast-path": ("Forecast of a period, day by day", outlook.PATH),
}
_TEXT: dict[str, Any] = {"type": "string"}
_INSTANT: dict[str, Any] = {"type": ["string", "null"], "format": "date-time"}


def _object(**properties: Any) -> dict[str, Any]:
    names = list(properties)
    return {
        "type": "object",
        "additionalProperties": False,
        "required": names,
        "properties": properties,
    }


_SIDE = _object(
    name=_TEXT, kind={"enum": ["ledger", "report", "logs", "period", "label"]},
    first=_INSTANT, last=_INSTANT, requests={"type": "integer"},
)  # fmt: skip
# What the envelope of a kind has besides.
MORE: dict[str, dict[str, Any]] = {
    difference.KIND: {
        "base": _SIDE,
        "head": _SIDE,
        "new_unpriced": {"type": "array", "items": _TEXT},
        "gates": {
            "type": "array",
            "items": _object(
                gate=_TEXT, outcome={"enum": ["passed", "failed", "within noise", "not judged"]},
                sentence=_TEXT,
            ),
        },
    }
}  # fmt: skip
_COST = "cost.v1.json"
_TYPES: dict[str, dict[str, Any]] = {
    "name": {"type": ["string", "null"]},
    "text": {"type": ["string", "null"]},
    "bar": {"type": ["string", "null"], "pattern": r"^-?\d+(\.\d+)?$"},
    "mark": {"type": ["string", "null"]},
    "count": {"anyOf": [{"type": ["integer", "null"]}, {"$ref": f"{_COST}#/$defs/quantity"}]},
    "money": {"type": ["string", "null"], "pattern": r"^-?\d+(\.\d+)?$"},
}


def schema_of(kind: str, title: str, columns: Sequence[Column]) -> dict[str, Any]:
    """The schema of a kind of listing; what all envelopes have is that of costs."""
    cost = json.loads((SCHEMAS / _COST).read_text("utf-8"))
    common = {name: {"$ref": f"{_COST}#/properties/{name}"} for name in cost["required"]}
    figures = {c.name: _column(c) for c in columns if c.what not in {"name", "text", "mark"}}
    return {
        "$schema": cost["$schema"],
        "$id": cost["$id"].replace(_COST, f"{kind}.v1.json"),
        "title": title,
        "type": "object",
        "additionalProperties": False,
        "required": [*cost["required"], *MORE.get(kind, {})],
        "properties": {
            **common,
            **MORE.get(kind, {}),
            "schema": {"const": f"tokenomics/{kind}.v1"},
            "kind": {"const": kind},
            "rows": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": [column.name for column in columns],
                    "additionalProperties": {
                        "type": ["string", "null"],
                        "description": "A dimension that the rows are grouped by.",
                    },
                    "properties": {column.name: _column(column) for column in columns},
                },
            },
            "totals": {
                "type": "object",
                "required": ["requests", "cost", "has_unpriced"],
                "properties": figures,
            },
        },
    }


def _column(column: Column) -> dict[str, Any]:
    return {**_TYPES.get(column.what, _TYPES["money"]), "description": column.doc}


def schema_text(kind: str) -> str:
    """The schema of a kind as its file has it."""
    return json.dumps(schema_of(kind, *LISTINGS[kind]), indent=2, ensure_ascii=False) + "\n"


def validator(kind: str, title: str, columns: Sequence[Column]) -> Draft202012Validator:
    """What checks an envelope of a kind."""
    cost = json.loads((SCHEMAS / _COST).read_text("utf-8"))
    known = Registry[Any]().with_resource(cost["$id"], Resource.from_contents(cost))
    return Draft202012Validator(schema_of(kind, title, columns), registry=known)


if __name__ == "__main__":
    for _kind in LISTINGS:
        (SCHEMAS / f"{_kind}.v1.json").write_text(schema_text(_kind), "utf-8")
