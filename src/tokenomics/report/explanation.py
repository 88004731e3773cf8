"""An explanation of one call as text for people or JSON for machines."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tokenomics.books import Call
from tokenomics.explain import Explanation, Line
from tokenomics.records.money import plain
from tokenomics.records.words import count, visible
from tokenomics.report.envelope import amount, instant

EXPLAIN_SCHEMA = "tokenomics/explain.v1"

# How the ledger keeps a record, which is no part of why it cost what it cost.
_KEPT = frozenset({"merge_rank", "ingest_id"})


def explanation_text(found: Explanation) -> str:
    """The record's fields, then each meter times its rate, its source, and the total."""
    told = {name: value for name, value in found.fields.items() if name not in _KEPT}
    width = max((len(name) for name in told), default=0)
    fields = [f"{name.ljust(width)}  {visible(_text(value))}" for name, value in told.items()]
    lines = [part for line in found.lines for part in _line_texts(line, found.currency)]
    told_by = ["", *map(visible, found.notes)] if found.notes else []
    return "\n".join([*fields, *told_by, "", *_book_name(found), "", *lines, *_total(found)]) + "\n"


def _book_name(found: Explanation) -> Iterable[str]:
    call, quote = found.call, found.quote
    if quote.model is None:
        near = f"; nearest: {', '.join(quote.nearest)}" if quote.nearest else ""
        name = f"{visible(call.provider)} {visible(call.model)}"
        yield f"no price for {name}: {visible(quote.reason)}{near}"
        return
    tier = visible(call.service_tier or "standard")
    kinds = [f"{visible(kind)} {what}" for kind, what in _kinds(call) if kind]
    tokens = "token" if call.context_tokens == 1 else "tokens"
    parts = [f"{tier} tier", *kinds, f"{count(call.context_tokens)} {tokens} of context"]
    yield f"priced as {quote.provider} {quote.model} ({quote.how}), {', '.join(parts)}"
    if quote.reason:
        yield visible(quote.reason)


def _kinds(call: Call) -> tuple[tuple[str | None, str], ...]:
    return (call.variant, "variant"), (call.region, "region")


def _line_texts(line: Line, currency: str) -> Iterable[str]:
    head = f"{visible(line.meter)}: {count(line.quantity)}"
    if line.rate is None or line.amount is None:
        yield f"{head} x no rate = unpriced"
        return
    yield f"{head} x {plain(line.rate)} = {plain(line.amount)} {currency}"
    yield from (f"    {text}" for text in _reasons(line))


def _reasons(line: Line) -> Iterable[str]:
    if line.found is None:
        yield "not billed"
        return
    if line.via:
        yield f"rate of {' -> '.join(line.via)}{' (assumed)' if line.assumed else ''}"
    if line.found.context_min:
        yield f"context tier from {count(line.found.context_min)} tokens"
    since, until = instant(line.found.start), instant(line.found.end)
    dates = "undated" if line.found.undated or not since else f"from {since}"
    checked = f", checked {line.found.checked}" if line.found.checked else ""
    yield f"{dates}{f' until {until}' if until else ''}; source: {line.found.source}{checked}"
    if line.found.note:
        yield line.found.note


def _total(found: Explanation) -> Iterable[str]:
    yield ""
    yield (
        "nothing could be priced"
        if found.total is None
        else f"total: {plain(found.total)} {found.currency}"
    )
    if found.at_most is not None:
        yield f"its counts are partial: at most {plain(found.at_most)} {found.currency}"
    if found.unpriced:
        yield f"unpriced: {', '.join(visible(meter) for meter in found.unpriced)}"


def _text(value: Any) -> str:
    return str(_json(value))


def _json(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return instant(value)
    return plain(value) if isinstance(value, Decimal) else value


def explanation_json(found: Explanation) -> str:
    """The same as one JSON object: money and rates are decimal text."""
    answer = {
        "schema": EXPLAIN_SCHEMA,
        "record": {name: _json(value) for name, value in found.fields.items()},
        "priced_as": {
            "provider": found.quote.provider,
            "model": found.quote.model,
            "how": found.quote.how,
            "service_tier": found.call.service_tier or "standard",
            "context_tokens": found.call.context_tokens,
            "nearest": list(found.quote.nearest),
        },
        "meters": [_line_json(line) for line in found.lines],
        "total": amount(found.total),
        "at_most": amount(found.at_most),
        "currency": found.currency,
        "unpriced": list(found.unpriced),
        "notes": list(found.notes),
    }
    return json.dumps(answer, indent=2, ensure_ascii=False) + "\n"


def _line_json(line: Line) -> dict[str, Any]:
    quantity = line.quantity if isinstance(line.quantity, int) else plain(line.quantity)
    entry = None if line.found is None else {k: _json(v) for k, v in line.found._asdict().items()}
    return {
        "meter": line.meter,
        "unit": line.unit,
        "quantity": quantity,
        "rate": amount(line.rate),
        "amount": amount(line.amount),
        "via": list(line.via),
        "assumed": line.assumed,
        "price": entry,
    }
