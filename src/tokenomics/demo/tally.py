"""Summing the calls into the truth while the writers take them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from tokenomics.demo.calls import Call
from tokenomics.demo.company import World
from tokenomics.demo.facts import cost_of
from tokenomics.demo.files import Written
from tokenomics.demo.truth import Group, Judged, SourceRows, Truth, Unpriced
from tokenomics.records.money import EXACT, ZERO


class _Cell(NamedTuple):
    """The dimensions with few values: all calls that agree in them are one sum."""

    provider: str
    model: str
    feature: str | None
    team: str | None
    project: str | None
    environment: str | None
    status: str
    source: str
    day: str
    from_cache: bool
    is_priced: bool


_DIMENSIONS = _Cell._fields[: _Cell._fields.index("from_cache")]


class _Sum:
    __slots__ = ("cost", "is_priced", "meters", "requests")

    def __init__(self) -> None:
        self.requests = 0
        self.meters: dict[str, int] = {}
        self.cost = ZERO
        self.is_priced = False

    def add(self, requests: int, meters: Mapping[str, int], cost: Decimal | None) -> None:
        self.requests += requests
        for meter, quantity in meters.items():
            self.meters[meter] = self.meters.get(meter, 0) + quantity
        if cost is not None:
            self.cost = EXACT.add(self.cost, cost)
            self.is_priced = True

    def group(self, key: str | None = None) -> Group:
        meters = dict(sorted(self.meters.items()))
        return Group(key, self.requests, meters, self.cost if self.is_priced else None)


class Tally:
    """The sums so far; memory grows with the groups, not with the calls."""

    def __init__(self) -> None:
        """Start from nothing."""
        self._cells: dict[_Cell, _Sum] = {}
        self._users: dict[str | None, _Sum] = {}
        self._customers: dict[str | None, _Sum] = {}
        self._judged: dict[str, Counter[str]] = {}

    def watch(self, calls: Iterable[Call]) -> Iterator[Call]:
        """The same calls, counted as they pass."""
        for call in calls:
            self.add(call)
            yield call

    def add(self, call: Call) -> None:
        """Count one call, and the verdict that stands where the call carries verdicts."""
        cost = cost_of(call)
        for sums, key in (
            (self._cells, _cell(call, cost)),
            (self._users, call.user),
            (self._customers, call.customer),
        ):
            _at(sums, key).add(1, call.meters, cost)
        if call.verdicts and call.feature:
            self._judged.setdefault(call.feature, Counter())[call.verdicts[-1].outcome] += 1

    def truth(self, company: World, files: Iterable[Written]) -> Truth:
        """What has been counted, with the files that hold it."""
        cells = self._cells
        groups = {name: _by(cells, name) for name in _DIMENSIONS}
        groups |= {"user": _ordered(self._users), "customer": _ordered(self._customers)}
        files = tuple(sorted(files))
        return Truth(
            company=company,
            totals=_total(cells.values()),
            groups=groups,
            cache_hits=_total(total for cell, total in cells.items() if cell.from_cache),
            unpriced=_unpriced(cells),
            outcomes=tuple(_judged(name, self._judged[name]) for name in sorted(self._judged)),
            sources=tuple(_source_rows(group, files) for group in groups["source"]),
            files=files,
        )


def _cell(call: Call, cost: Decimal | None) -> _Cell:
    return _Cell(
        call.provider,
        call.model,
        call.feature,
        call.team,
        call.project,
        call.environment,
        call.status,
        call.source,
        call.ts.date().isoformat(),
        call.from_cache,
        cost is not None,
    )


def _at(sums: dict[Any, _Sum], key: object) -> _Sum:
    found = sums.get(key)
    if found is None:
        found = sums[key] = _Sum()
    return found


def _total(sums: Iterable[_Sum]) -> Group:
    total = _Sum()
    for part in sums:
        total.add(part.requests, part.meters, part.cost if part.is_priced else None)
    return total.group()


def _by(cells: Mapping[_Cell, _Sum], dimension: str) -> tuple[Group, ...]:
    sums: dict[str | None, _Sum] = {}
    for cell, part in cells.items():
        group = _at(sums, getattr(cell, dimension))
        group.add(part.requests, part.meters, part.cost if part.is_priced else None)
    return _ordered(sums)


def _ordered(sums: Mapping[str | None, _Sum]) -> tuple[Group, ...]:
    keys = sorted(sums, key=lambda key: (key is None, key or ""))
    return tuple(sums[key].group(key) for key in keys)


def _unpriced(cells: Mapping[_Cell, _Sum]) -> tuple[Unpriced, ...]:
    sums: dict[tuple[str, str], _Sum] = {}
    for cell, part in cells.items():
        if not cell.is_priced:
            _at(sums, (cell.provider, cell.model)).add(part.requests, part.meters, None)
    return tuple(
        Unpriced(*model, total.requests, total.group().meters)
        for model, total in sorted(sums.items())
    )


def _judged(feature: str, counts: Counter[str]) -> Judged:
    return Judged(feature, counts["success"], counts["failure"], counts["abandoned"])


def _source_rows(group: Group, files: tuple[Written, ...]) -> SourceRows:
    mine = [file for file in files if file.source == group.key and file.kind == "usage"]
    return SourceRows(
        source=str(group.key),
        files=len(mine),
        rows=sum(file.rows for file in mine),
        records=group.requests,
        duplicates=sum(file.recorded for file in mine) - group.requests,
        skipped=sum(file.skipped for file in mine),
        rejects=sum(file.rejected for file in mine),
    )
