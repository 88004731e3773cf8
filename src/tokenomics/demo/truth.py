"""The truth about a demo: what a report over its logs must say, to the last digit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from tokenomics.demo.company import World
from tokenomics.demo.files import Written
from tokenomics.records.money import plain


class Group(NamedTuple):
    """What the calls of one value of a dimension sum to.

    `meters` holds the quantities that are not zero, by name. `cost` is in US dollars, exact;
    None where no call of the group has a price.
    """

    key: str | None
    requests: int
    meters: Mapping[str, int]
    cost: Decimal | None


class Unpriced(NamedTuple):
    """A model without a price and what it was used for."""

    provider: str
    model: str
    requests: int
    meters: Mapping[str, int]


class Judged(NamedTuple):
    """A feature's judged sessions by the verdict that stands."""

    feature: str
    success: int
    failure: int
    abandoned: int


class SourceRows(NamedTuple):
    """What becomes of a source's usage rows: rows = records + duplicates + skipped + rejects."""

    source: str
    files: int
    rows: int
    records: int
    duplicates: int
    skipped: int
    rejects: int


class Truth(NamedTuple):
    """All that is true of a demo.

    `groups` holds per dimension a group for each value, ordered by key, null last; `cache_hits`
    the part of the totals that a gateway answered by itself and nobody bills; `bill` what is true of the
    provider's bill.
    """

    company: World
    totals: Group
    groups: Mapping[str, tuple[Group, ...]]
    cache_hits: Group
    unpriced: tuple[Unpriced, ...]
    outcomes: tuple[Judged, ...]
    sources: tuple[SourceRows, ...]
    files: tuple[Written, ...]
    bill: Mapping[str, str] = MappingProxyType({})


def document(truth: Truth) -> dict[str, Any]:
    """The truth as JSON knows it: money as plain decimal text, meters beside their requests."""
    company = truth.company
    return {
        "seed": company.seed,
        "size": company.size,
        "month": company.month,
        "since": company.start.isoformat(),
        "until": company.end.isoformat(),
        "currency": "USD",
        "totals": _figures(truth.totals),
        "by": {
            name: [{name: group.key} | _figures(group) for group in groups]
            for name, groups in truth.groups.items()
        },
        "cache_hits": _figures(truth.cache_hits),
        "unpriced": [
            {"provider": row.provider, "model": row.model, "requests": row.requests, **row.meters}
            for row in truth.unpriced
        ],
        "outcomes": [row._asdict() for row in truth.outcomes],
        "sources": [row._asdict() for row in truth.sources],
        "files": [row._asdict() for row in truth.files],
        "bill": dict(truth.bill),
    }


def write_truth(path: Path, truth: Truth) -> None:
    """The truth as a JSON file."""
    text = json.dumps(document(truth), indent=1) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def _figures(group: Group) -> dict[str, Any]:
    cost = None if group.cost is None else plain(group.cost)
    return {"requests": group.requests, **group.meters, "cost": cost}
