"""Native files: tables whose columns carry the record's own names."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Self

from tokenomics.demo.calls import NATIVE, Call, instant
from tokenomics.demo.company import World
from tokenomics.demo.files import Rows, Written, written

_METERS = ("input", "cache_read", "cache_write", "output", "reasoning")
_COLUMNS = (
    "ts", "provider", "model", "user", "team", "feature", "environment", "customer", "task_id",
    "service_tier", "status", *_METERS,
)  # fmt: skip
_ENCODE = json.JSONEncoder(separators=(",", ":")).encode

# Name, kind, how it is shared out and the month's amount in US dollars.
_OVERHEADS = (
    ("evaluation runs", "evaluation", "tokens", Decimal("412.50")),
    ("gateway hosting", "infrastructure", "requests", Decimal("389.90")),
    ("observability", "infrastructure", "requests", Decimal("649.00")),
    ("platform engineering", "people", "cost", Decimal("11250.00")),
    ("vector database", "infrastructure", "even", Decimal("278.33")),
)


def write_native_csv(path: Path, calls: Iterable[Call]) -> Written:
    """The calls as a CSV file; its second row counts less than nothing and must be refused."""
    recorded = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file, lineterminator="\n")
        sheet.writerow(_COLUMNS)
        for call in calls:
            sheet.writerow(columns_of(call).values())
            if recorded == 0:
                sheet.writerow((columns_of(call) | {"output": -120}).values())
            recorded += 1
    return written(path, NATIVE, Rows(recorded, rejected=1))


def write_native_jsonl(path: Path, calls: Iterable[Call]) -> Written:
    """The calls as JSON lines; what a call does not state is left out."""
    recorded = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for call in calls:
            stated = {name: value for name, value in columns_of(call).items() if value is not None}
            stated |= {"request_id": call.request_id, "latency_ms": call.latency_ms}
            file.write(_ENCODE(stated) + "\n")
            recorded += 1
    return written(path, NATIVE, Rows(recorded))


class OutcomesFile:
    """A native outcomes file that takes the verdicts of calls as they pass.

    Of several verdicts on one session the latest stands.
    """

    def __init__(self, path: Path) -> None:
        """Open `path` for writing; use as a context manager."""
        self._path = path
        self._rows = 0
        self._file = path.open("w", encoding="utf-8", newline="")
        self._sheet = csv.writer(self._file, lineterminator="\n")
        self._sheet.writerow(("task_id", "ts", "outcome"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def watch(self, calls: Iterable[Call]) -> Iterator[Call]:
        """The same calls, their verdicts written."""
        for call in calls:
            for verdict in call.verdicts:
                self._sheet.writerow((call.session, instant(verdict.at), verdict.outcome))
                self._rows += 1
            yield call

    def written(self) -> Written:
        """The count of the file, once it is closed."""
        return written(self._path, NATIVE, Rows(self._rows), "outcome")


def write_overheads(path: Path, company: World) -> Written:
    """The month's costs that are no model calls, as a native overheads file."""
    end = company.end - timedelta(microseconds=1)
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file, lineterminator="\n")
        sheet.writerow(
            ("name", "overhead_kind", "nature", "ts", "ts_end", "amount", "currency", "allocate_by")
        )
        for name, kind, allocate_by, amount in _OVERHEADS:
            span = (instant(company.start), instant(end))
            sheet.writerow((name, kind, "opex", *span, amount, "USD", allocate_by))
    return written(path, NATIVE, Rows(len(_OVERHEADS)), "overhead")


def columns_of(call: Call) -> dict[str, str | int | None]:
    """A call under the record's own names."""
    shared = (
        instant(call.ts), call.provider, call.model, call.user, call.team, call.feature,
        call.environment, call.customer, call.session, call.service_tier, call.status,
    )  # fmt: skip
    meters = (call.meters.get(meter) for meter in _METERS)
    return dict(zip(_COLUMNS, (*shared, *meters), strict=True))
