"""The JSON envelope and its schema."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from support.usage import call
from tokenomics.costing import CostReport
from tokenomics.costing.coverage import Effect
from tokenomics.dimensions import DIMENSIONS
from tokenomics.records.meters import NAMES
from tokenomics.report.envelope import SCHEMAS, envelope, nobody_note, notes, to_json
from tokenomics.report.origin import Origin


@pytest.fixture
def validator() -> Draft202012Validator:
    """The published schema."""
    schema = json.loads((SCHEMAS / "cost.v1.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_the_envelope_says_what_it_was_made_with(
    report: Callable[..., CostReport], origin: Origin
) -> None:
    """Everything that is not rows."""
    found = json.loads(to_json(report("feature", limit=1), origin))
    rest = {k: v for k, v in found.items() if k not in {"rows", "totals", "unpriced", "coverage"}}

    assert rest == {
        "schema": "tokenomics/cost.v1",
        "kind": "cost",
        "tool_version": "0.1.0",
        "generated_at": "2026-11-23T12:00:00Z",
        "command": {"name": "report", "parameters": {"by": ["feature"]}},
        "ledger": {"path": ".tokenomics", "version": 3},
        "config_digest": "c0ffee",
        "pricebooks": [{"name": "acme", "digest": "abc", "known_at": "2026-11-01"}],
        "currency": "USD",
        "cost_basis": "list",
        "period": {"since": None, "until": None, "timezone": "UTC"},
        "notes": ["3 more rows are not shown: 3 requests, 0.666667 USD"],
    }


def test_rows_hold_what_is_not_zero(report: Callable[..., CostReport], origin: Origin) -> None:
    """Meters are integers, money is text, what could not be priced is null."""
    found = envelope(report("feature", "user", per="user"), origin)

    assert found["rows"][0] == {
        "feature": "search",
        "user": "u1",
        "requests": 1,
        "input": 1_000_000,
        "cache_read": 50,
        "output": 100_000,
        "cost": "2.800025",
        "has_unpriced": False,
        "users": 1,
        "cost_with_user": "2.800025",
        "cost_per_user": "2.800025",
    }
    assert (found["rows"][-1]["cost"], found["rows"][-1]["has_unpriced"]) == (None, True)
    assert found["totals"]["cost"] == "3.466692"
    assert found["totals"]["web_search"] == "1.5"
    assert found["unpriced"][0] == {
        "provider": "acme",
        "model": "new",
        "meters": {"input": 7},
        "requests": 1,
        "nearest": [],
        "reason": "the book does not know the name",
    }
    assert found["coverage"] == {
        "requests": 4,
        "unpriced": 2,
        "estimated": 0,
        "partial": 0,
        "undated": 1,
        "assumed": 0,
        "straddling": 0,
        "undated_cost": "0.000001",
        "rejects": 0,
        "sources": {"test": 4},
        # 1000000 + 100000 + 50 + 333333 + 7 + 1
        "tokens": {
            "total": 1_433_391,
            "unpriced": 7,
            "estimated": 0,
            "partial": 0,
            "undated": 1,
            "assumed": 0,
            "uncounted": 0,
        },
        "unlogged": 0,
        "unlogged_cost": "0",
        "estimated_cost": "0",
        "stated_cost": "0",
        "graduated": [],
        "overlaps": [],
    }


def test_effects_of_prices_by_quantity_are_decimal_text(
    report: Callable[..., CostReport], origin: Origin, validator: Draft202012Validator
) -> None:
    """They follow the published schema."""
    asked = report()
    effect = Effect("acme", "free", "month", Decimal(20), Decimal(70), Decimal("1.50"))
    cover = asked.coverage._replace(graduated=(effect,))
    found = envelope(asked._replace(coverage=cover), origin)

    validator.validate(found)
    assert found["coverage"]["graduated"] == [
        {
            "provider": "acme",
            "name": "free",
            "per": "month",
            "cost": "20",
            "before": "70",
            "unallocated": "1.5",
        }
    ]


def test_the_share_of_nobody_is_said(report: Callable[..., CostReport]) -> None:
    """1 of 4 requests states no user: 0.75 of 3 dollars is no user's."""
    rows = [call(input=375_000, user_id=user) for user in ("u", "u", "v", None)]

    assert nobody_note(report(rows=rows, per="user")) == [
        "25 % of the cost is of calls that state no user: it is in no cost per user"
    ]
    assert nobody_note(report(rows=rows[:3], per="user")) == []
    assert nobody_note(report(rows=rows, per="request")) == []
    assert nobody_note(report(rows=[], per="user")) == []
    assert "25 % of the cost" in notes(report(rows=rows, per="user"))[0]


@pytest.mark.parametrize("by", [(), ("day", "model"), ("tag:k", "user"), ("hour",)])
@pytest.mark.parametrize("per", [None, "request", "user", "session"])
def test_every_answer_obeys_the_schema(
    report: Callable[..., CostReport],
    origin: Origin,
    validator: Draft202012Validator,
    by: tuple[str, ...],
    per: str | None,
) -> None:
    """Whatever is asked, other meters included."""
    others: list[dict[str, Any]] = [{"meter": "gizmo", "quantity": Decimal("0.5"), "unit": "x"}]
    rows = [call(input=1, tags={"k": "v"}, other=others), call(model_served="new", output=2)]

    validator.validate(json.loads(to_json(report(*by, rows=rows, per=per), origin)))
    validator.validate(json.loads(to_json(report(*by, rows=[], per=per), origin)))


def test_the_schema_refuses_what_is_not_declared(
    report: Callable[..., CostReport], origin: Origin, validator: Draft202012Validator
) -> None:
    """Money as a number and unknown columns are errors."""
    found = envelope(report("model"), origin)
    for wrong in ({"cost": 0.1}, {"colour": "red"}, {"cost": "1.50"}):
        rows = [{**found["rows"][0], **wrong}]
        with pytest.raises(ValidationError):
            validator.validate({**found, "rows": rows})


def test_the_schema_knows_every_dimension_and_meter(validator: Draft202012Validator) -> None:
    """A name that is declared once is published."""
    schema: Any = validator.schema
    names = set(schema["properties"]["rows"]["items"]["properties"])

    assert {d.name for d in DIMENSIONS} <= names
    assert set(NAMES) <= names
    assert set(NAMES) <= set(schema["properties"]["totals"]["properties"])


def test_equal_inputs_give_equal_bytes(report: Callable[..., CostReport], origin: Origin) -> None:
    """Nothing depends on the order of sets or the hour."""
    once, twice = (to_json(report("day", "user", "model"), origin) for _ in range(2))

    assert once == twice
    assert once.endswith("}\n")
