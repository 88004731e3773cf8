"""The usage of a ledger: its records, and what bills say of tokens where nothing else tells them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from tokenomics.ledger.layout import NOTHING, DataFile, Known, Ledger, month_of
from tokenomics.ledger.parts import kept_of
from tokenomics.ledger.scan import known_of, relation, used_columns, within
from tokenomics.queries import literal, sql
from tokenomics.records.kinds import USAGE
from tokenomics.records.meters import METERS

# Bills of those who state their customers' usage nowhere else, by the hour or day in which it was. Bills in
# FOCUS name providers as they like and may be of other days than the usage: they stay bills.
_SOURCES = ("aws_cur", "azure_cost", "google_billing")
# What lines call the unit of a meter's quantity.
_UNITS = {"token": "tokens", "call": "calls"}
_METERS = {each.name: _UNITS[each.unit] for each in METERS if each.unit in _UNITS}
_NEEDED = frozenset({"line_kind", "quantity", "unit", "meter"})
_TOLD = frozenset({
    "ts_end", "scope_id", "model_served", "region", "service_tier", "tags", "source_file", "source_line",
})  # fmt: skip
_SAID = frozenset({
    "record_id", "merge_rank", "source", "stated_by", "ts", "grain", "provider", "billing", "token_basis", "variant",
})  # fmt: skip


class Usage(NamedTuple):
    """Usage as SQL of a FROM item in the columns of records, the columns in use, and what is known of all rows."""

    relation: str
    used: frozenset[str]
    known: Known


def usage_of(
    ledger: Ledger,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    bills: bool = True,
) -> Usage:
    """The usage of a ledger. A period leaves out whole months only: filter by `ts` as well. A running total
    of telemetry may last for months, and logs of all of them tell what of it they state: none of these is left out.

    With `bills` a line of a cloud's bill that states tokens is a sum of its provider's, told as any other
    sum: it counts where no log states the same usage.
    """
    if until is not None and any(_may_run_on(file, since, until) for file in ledger.files):
        until = None
    stored, used = (
        relation(ledger, "usage", since=since, until=until),
        used_columns(ledger, "usage"),
    )
    lines = used_columns(ledger, "charge")
    if not bills or not lines >= _NEEDED:
        kept = kept_of(ledger.shelf, within(ledger, "usage", since, until), stored)
        return Usage(stored, used, known_of(ledger, "usage")._replace(kept=kept))
    text = sql(
        "billed_usage",
        usage=stored,
        charges=relation(ledger, "charge", since=since, until=until),
        meters=", ".join(
            f"CASE WHEN lines.meter = {literal(name)}"
            f" THEN CAST(lines.quantity AS {USAGE.column(name).sql_type}) END AS {name}"
            for name in _METERS
        ),
        sources=", ".join(map(literal, _SOURCES)),
        units=", ".join(f"({literal(name)}, {literal(unit)})" for name, unit in _METERS.items()),
    )
    return Usage(f"({text})", used | _SAID | (lines & _TOLD) | _METERS.keys(), NOTHING)


def _may_run_on(file: DataFile, since: datetime | None, until: datetime) -> bool:
    """Whether a file of a period may hold sums of telemetry: unless all its rows are known to be something else."""
    is_within = (month_of(since) if since else "") <= file.month <= month_of(until)
    same = dict(file.same)
    return (
        file.kind == "usage"
        and is_within
        and "ts_end" in file.used
        and same.get("grain", "bucket") == "bucket"
        and "stated_by" in file.used
        and same.get("stated_by", "telemetry") == "telemetry"
    )
