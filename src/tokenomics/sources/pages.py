"""Pages of a provider's report: buckets of time, each with the results that were summed up in it.

A page comes as a JSON document, as an array of pages or buckets, or one a line. Newer reports list
results without buckets: each has the bounds, the `group` it was summed up by and its `usage` or `cost`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, cast

import msgspec

from tokenomics.sources import rows
from tokenomics.sources.contract import Container, RawRow, Row, Sample
from tokenomics.sources.unpack import open_text

PULL = "pull"
# What a page says of all its results.
OF_PAGE = ("data_refreshed_at", "fetched_at", "organization_id")


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
        of_page = _of_page(line.value)
        for bucket in _buckets(line.value) if line.problem is None else (line.problem,):
            for found in _results(bucket, bounds, pulls):
                place += 1
                number = place if container == "json" else line.line
                yield (
                    RawRow(number, None, found)
                    if isinstance(found, str)
                    else RawRow(number, found | of_page, None)
                )


def listed(path: Path, container: Container, first_line: int = 1) -> Iterator[RawRow]:
    """One row an element of each page, of a report without buckets; what is no page is a row itself.

    An empty page is an empty row. A table is read by its header.
    """
    if container == "csv":
        yield from rows.csv_rows(path)
        return
    yield from rows.parted(path, container, first_line, rows.elements)


Part = tuple[Row | None, str | None]


def parted(
    path: Path, container: Container, first_line: int, parts: Callable[[Row], Iterable[Part]]
) -> Iterator[RawRow]:
    """The parts of each element of each page, as rows or with what is wrong with them; an empty element is one."""
    place = 0
    for found in listed(path, container, first_line):
        for row, problem in parts(found.row) if found.row else [(found.row, found.problem)]:
            place += 1
            yield RawRow(place if container == "json" else found.line, row, problem)


def _of_page(page: Any) -> Row:
    return {name: page[name] for name in OF_PAGE if name in page} if isinstance(page, dict) else {}


class _Pulls:
    """Which pull a bucket belongs to: one that was there already begins the next."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, str, str]] = set()
        self._number = 1

    def number(self, start: Any, group: Any, results: list[Any]) -> int:
        kinds = {str(r.get("object")) for r in results if isinstance(r, dict)}
        bucket = (str(start), str(group), min(kinds, default=""))
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
        if not isinstance(found, list):
            return ["data: not a list"]
        return [*map(_whole, found)] or [{"results": []}]
    return [_whole(page)]


def _whole(bucket: Any) -> Any:
    """A bucket; a result that stands without one is the only result of its own."""
    if not isinstance(bucket, dict) or not isinstance(bucket.get("group"), dict):
        return bucket
    stated = bucket.get("usage", bucket.get("cost"))
    if not isinstance(stated, dict):
        return "group: without usage or cost"
    return {**bucket, "results": [bucket["group"] | stated]}


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
    number = pulls.number(stated[bounds.start], bucket.get("group"), results)
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


def elements(sample: Sample) -> Iterator[Row]:
    """The rows at the beginning of a file, whether or not a page is around them."""
    for page in sample.rows:
        yield from (row for row in rows.elements(page) if isinstance(row, dict))


def _has_bucket(found: Iterable[Row], bounds: Bounds) -> bool:
    return any(
        isinstance(bucket, dict) and bounds.start in bucket and "results" in bucket
        for row in found
        for bucket in _buckets(row)
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
