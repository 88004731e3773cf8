"""Pages of a provider's report: buckets of time, each with the results that were summed up in it.

A page comes as a JSON document, as an array of pages or buckets, or one a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, cast

import msgspec

from tokenomics.sources import rows
from tokenomics.sources.contract import Container, RawRow, Row, Sample
from tokenomics.sources.unpack import open_text

PULL = "pull"


class Bounds(NamedTuple):
    """What a provider calls the start and the end of a bucket."""

    start: str
    end: str


def read(
    path: Path, container: Container, first_line: int = 1, *, bounds: Bounds
) -> Iterator[RawRow]:
    """One row a result, with the bounds of its bucket and the number of its pull.

    A bucket without results is a row of its bounds alone. A table is read by its header.
    """
    if container == "csv":
        yield from rows.csv_rows(path)
        return
    pulls = _Pulls()
    place = 0
    for line in rows.documents(path, container, first_line):
        for bucket in _buckets(line.value) if line.problem is None else (line.problem,):
            for found in _results(bucket, bounds, pulls):
                place += 1
                number = place if container == "json" else line.line
                yield (
                    RawRow(number, None, found)
                    if isinstance(found, str)
                    else RawRow(number, found, None)
                )


class _Pulls:
    """Which pull a bucket belongs to: one that was there already begins the next."""

    def __init__(self) -> None:
        self._seen: set[tuple[Any, Any]] = set()
        self._number = 1

    def number(self, start: Any, results: list[Any]) -> int:
        kinds = {str(r.get("object")) for r in results if isinstance(r, dict)}
        bucket = (str(start), min(kinds, default=""))
        if bucket in self._seen:
            self._number += 1
            self._seen.clear()
        if results:
            self._seen.add(bucket)
        return self._number


def _buckets(page: Any) -> list[Any]:
    """The buckets of a page; what is no page is taken for a bucket."""
    if isinstance(page, dict) and "data" in page:
        found = page["data"]
        return (found or [{"results": []}]) if isinstance(found, list) else ["data: not a list"]
    return [page]


def _results(bucket: Any, bounds: Bounds, pulls: _Pulls) -> Iterator[Row | str]:
    """The results of a bucket as flat rows, or why there are none."""
    if isinstance(bucket, str):
        yield bucket
        return
    results = bucket.get("results") if isinstance(bucket, dict) else None
    if not isinstance(results, list):
        yield "results: no list of results in a bucket"
        return
    stated = {name: bucket.get(name) for name in bounds}
    number = pulls.number(stated[bounds.start], results)
    for result in results or [{}]:
        if isinstance(result, dict):
            yield {**cast("Row", result), **stated, PULL: number}
        else:
            yield "results: not an object"


def first_result(sample: Sample, bounds: Bounds) -> Row | None:
    """The first result of a file of pages, empty where no bucket has any; None for other files.

    The file is read on where its first buckets are empty.
    """
    if sample.container not in {"json", "jsonl"} or not _has_bucket(sample.rows, bounds):
        return None
    found = next(_stated(sample.rows), None)
    return found if found is not None else next(_stated(_all_rows(sample)), {})


def _has_bucket(found: Iterable[Row], bounds: Bounds) -> bool:
    return any(
        isinstance(bucket, dict) and bounds.start in bucket and "results" in bucket
        for row in found
        for bucket in rows.elements(row)
    )


def _stated(found: Iterable[Any]) -> Iterator[Row]:
    for page in found:
        for bucket in _buckets(page):
            results = bucket.get("results") if isinstance(bucket, dict) else None
            yield from (r for r in results or () if isinstance(r, dict))


def _all_rows(sample: Sample) -> Iterator[Any]:
    with open_text(sample.path) as file:
        if sample.container == "json":
            value = rows.decode(file.read())
            yield from value if isinstance(value, list) else [value]
            return
        for line in file:
            try:
                yield rows.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError):
                continue
