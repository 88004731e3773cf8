"""What teams owe as FOCUS rows: what is their own, and their shares of what is of no single one.

Of each who owes there is a row for calls, overheads, people's time and its share, as far as they are
something. A share says by which ratio it was allocated.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tokenomics.focus.columns import AI, written
from tokenomics.focus.files import write
from tokenomics.focus.row import Costs, Prices, Row, Whose, json_of, row_of
from tokenomics.focus.units import PIECE
from tokenomics.reconciling.owing import Owed, Owing, ShareBy
from tokenomics.records.errors import InputError
from tokenomics.records.money import EXACT, plain, round_fraction, shared_out
from tokenomics.timezones import midnight, zone

# Who charges: one's own organisation.
INTERNAL = "internal"
_UNITS: dict[ShareBy, str] = {"tokens": "Tokens", "requests": "Requests", "even": PIECE.consumed}


class _Part(NamedTuple):
    """A part of what somebody owes: what it is called, what it costs and how much was used."""

    name: str
    cost: Decimal
    quantity: Decimal = Decimal(1)
    unit: str = PIECE.consumed


def write_owed(owed: Owed, path: Path) -> None:
    """Write what is owed as rows of FOCUS 1.4 to a CSV or Parquet file.

    Raises InputError where nothing tells the period, and as `files.write` does.
    """
    write(path, written("1.4", has_shares=True), rows(owed))


def rows(owed: Owed) -> Sequence[Row]:
    """The rows of everybody who owes, the greatest first; their costs sum exactly to what is owed."""
    ratios = shared_out(Decimal(1), [each.weight for each in owed.owing])
    return [
        row
        for each, ratio in zip(owed.owing, ratios, strict=True)
        for row in _rows(owed, each, ratio)
    ]


def _rows(owed: Owed, of: Owing, ratio: Decimal) -> Iterable[Row]:
    for part in _parts(of):
        yield _row(owed, of, part)
    if of.share:
        yield {**_row(owed, of, _Part("Shared costs", of.share)), **_allocated(owed, of, ratio)}


def _parts(of: Owing) -> Iterable[_Part]:
    calls = _Part("Calls", of.calls, Decimal(of.requests), "Requests")
    besides = (_Part("Overheads", of.besides.overheads), _Part("People's time", of.besides.labour))
    return (part for part in (calls, *besides) if part.cost)


def _row(owed: Owed, of: Owing, part: _Part) -> Row:
    cost, tags = part.cost, dict(zip(owed.by, of.key, strict=True))
    sign = Decimal(-1 if cost < 0 else 1)
    price = EXACT.multiply(cost, sign)
    whose = Whose(INTERNAL, None, None, owed.report.query.currency)
    return row_of(
        Costs(cost, cost, cost, cost), Prices(sign, PIECE.priced, price, price),
        _period(owed), whose,
        ChargeCategory="Usage", ChargeFrequency="Recurring", PricingCategory="Other",
        ChargeDescription=f"{part.name} of {of.key[0]}", ConsumedQuantity=part.quantity,
        ConsumedUnit=part.unit, ServiceCategory=AI, ServiceSubcategory=f"Other ({AI})",
        ServiceName=part.name, SkuId=part.name, SkuMeter=part.name, SkuPriceId=f"{part.name}/owed",
        SubAccountId=of.key[0], SubAccountName=of.key[0], Tags=json_of(tags),
        x_Estimated=False, x_LineKind="usage", x_ListAssumed=True, x_RateAssumed=False, x_RateUndated=False,
    )  # fmt: skip


def _allocated(owed: Owed, of: Owing, ratio: Decimal) -> Row:
    """By which ratio a share was allocated, and what that is weighed by; numbers keep their digits."""
    unit = _UNITS.get(owed.share_by, owed.report.query.currency)
    element = (
        f'{{"AllocatedRatio": {plain(ratio)}, "UsageUnit": {json.dumps(unit)},'
        f' "UsageQuantity": {plain(round_fraction(of.weight))}}}'
    )
    return {
        "AllocatedMethodId": "even" if owed.share_by == "even" else f"by-{owed.share_by}",
        "AllocatedMethodDetails": f'{{"Elements": [{element}]}}',
        "AllocatedResourceId": of.key[0],
        "AllocatedResourceName": of.key[0],
        "AllocatedTags": json_of(dict(zip(owed.by, of.key, strict=True))),
    }


def _period(owed: Owed) -> tuple[datetime, datetime]:
    """The period that was asked for; where it is open, the days of the usage in it."""
    query, report = owed.report.query, owed.report
    if (query.since or report.first) is None or (query.until or report.last) is None:
        raise InputError("no call tells the period: name it by --month, or --since and --until")
    local = zone(query.tz)
    since = query.since or _midnight(report.first, local, 0)
    until = query.until or _midnight(report.last, local, 1)
    return since.astimezone(UTC), until.astimezone(UTC)


def _midnight(at: datetime | None, local: ZoneInfo, days: int) -> datetime:
    """The first instant of the day of an instant, or of one so many days after it."""
    assert at is not None, "asked before"
    return midnight(local, at.astimezone(local).date() + timedelta(days=days))
