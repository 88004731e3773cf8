"""Files to drafts: the fast way for whole batches, the exact way for every file that is odd."""

from __future__ import annotations

import heapq
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import groupby
from pathlib import Path

from tokenomics.intake.staging import stage_draft, stage_problems
from tokenomics.intake.units import Counts, Stage, Unit
from tokenomics.sources import picking, scan
from tokenomics.sources.contract import RawRow
from tokenomics.sources.find import beginnings, stat
from tokenomics.sources.rows import HALF_WRITTEN, Document, read_rows
from tokenomics.sources.scan import Problem, Tally
from tokenomics.sources.unpack import Prepared, is_plain, prepare

# Below this many bytes a part of the work is not worth a query of its own; above, not worth its memory.
_LEAST, _MOST = 1 << 23, 1 << 28


def read(stage: Stage, units: Sequence[Unit]) -> Iterator[Counts]:
    """Read units into the stage's tables and count their rows, one job a core at a time."""
    cores = os.cpu_count() or 1
    jobs = [job for group in _groups(units) for job in _jobs(group, cores)]
    with ThreadPoolExecutor(cores) as pool:
        for counts in pool.map(partial(_read_job, stage), jobs):
            yield from counts


def _read_job(stage: Stage, units: Sequence[Unit]) -> list[Counts]:
    """Read units that are read alike, on a cursor whose temporary tables are its own."""
    with stage.con.cursor() as con:
        mine = stage._replace(con=con)
        done, odd = _read_fast(mine, units) if _is_fast(units[0]) else ([], units)
        return [*done, *_read_exact(mine, odd)]


def _groups(units: Sequence[Unit]) -> Iterator[list[Unit]]:
    """Units that one query can read together: equal source and container, by the same way."""

    def name(unit: Unit) -> tuple[str, str, str, bool]:
        return unit.source.name, unit.sample.container, unit.source.query, _is_fast(unit)

    for _, group in groupby(sorted(units, key=name), key=name):
        yield list(group)


def _jobs(units: Sequence[Unit], cores: int) -> list[list[Unit]]:
    """Units in parts of like size, one for each core, or more where the memory would not hold them.

    Tables are read one by one.
    """
    if units[0].sample.container in {"csv", "parquet"}:
        return [[unit] for unit in units]
    size = sum(map(_size, units))
    count = min(cores, size // _LEAST + 1) * (size // (_MOST * cores) + 1)
    parts: list[list[Unit]] = [[] for _ in range(count)]
    filled = [(0, nth) for nth in range(count)]
    for unit in sorted(units, key=_size, reverse=True):
        taken, nth = heapq.heappop(filled)
        parts[nth].append(unit)
        heapq.heappush(filled, (taken + _size(unit), nth))
    return [part for part in parts if part]


def _size(unit: Unit) -> int:
    return unit.reading.stat.size - unit.reading.start


def _is_fast(unit: Unit) -> bool:
    """Whether DuckDB may try the file itself; a tail and a copy are left to the exact way."""
    container, reading = unit.sample.container, unit.reading
    if unit.source.reader is not None:
        return False
    if container == "jsonl" and (unit.source.exact or reading.start):
        return False
    nested = any(len(path) > 1 for field in unit.source.fields for path in field.paths)
    if container == "json" or (container == "csv" and nested):
        return False
    return container == "parquet" or is_plain(reading.path)


def _read_fast(stage: Stage, units: Sequence[Unit]) -> tuple[list[Counts], list[Unit]]:
    """Draft files together; returns what went well, and the files to be read the exact way."""
    if not units:
        return [], []
    prepared = {str(_prepared(stage, unit).path): unit for unit in units}
    source = units[0].source
    try:
        _load_fast(stage, units[0], [Path(path) for path in prepared])
    except scan.UNREADABLE:
        if len(units) == 1:
            return [], list(units)
        half = len(units) // 2
        left, right = _read_fast(stage, units[:half]), _read_fast(stage, units[half:])
        return [*left[0], *right[0]], [*left[1], *right[1]]
    scan.draft(stage.con, source)
    tallies = scan.tallies(stage.con)
    odd = {path for path, unit in prepared.items() if _is_odd(unit, tallies.get(path, _NONE))}
    good = {path: unit for path, unit in prepared.items() if path not in odd}
    stage_draft(stage, source, good)
    counts = [_counts(unit, tallies.get(path, _NONE)) for path, unit in good.items()]
    return counts, [prepared[path] for path in odd]


def _prepared(stage: Stage, unit: Unit) -> Prepared:
    reading = unit.reading
    return prepare(reading.path, reading.stat.size, stage.spool, start=reading.start)


def _load_fast(stage: Stage, unit: Unit, paths: Sequence[Path]) -> None:
    if unit.sample.container == "parquet":
        scan.load_parquet(stage.con, unit.source, paths[0])
    else:
        scan.load_fast(stage.con, unit.source, unit.sample.container, paths)


_NONE = Tally(0, 0, 0, 0)


def _is_odd(unit: Unit, tally: Tally) -> bool:
    """Whether the fast way may have missed something: a row, a line's place, a reason."""
    if unit.sample.container == "parquet":
        return False
    rows = tally.rows + (unit.sample.container == "csv")
    lost = unit.reading.lines is not None and rows != unit.reading.lines
    return bool(tally.unreadable or tally.rejected or lost)


def _counts(unit: Unit, tally: Tally) -> Counts:
    skipped = tally.rows - tally.recorded - tally.rejected
    size, digest = unit.reading.stat.size, unit.reading.digest
    return Counts(
        unit, tally.rows, tally.recorded, skipped, tally.rejected, size, digest, _moved(unit)
    )


def _moved(unit: Unit) -> str | None:
    """A sentence where a file was written to while it was read; the next ingest reads the rest."""
    if stat(unit.reading.path) == unit.reading.stat:
        return None
    return "was written to while it was read; the rest is read by the next ingest"


def _read_exact(stage: Stage, units: Sequence[Unit]) -> Iterator[Counts]:
    """Draft files one row at a time, many files to a query; every reject names its line."""
    if not units:
        return
    source = units[0].source
    ready = {str(found.path): (unit, found) for unit in units for found in [_prepared(stage, unit)]}
    unread = scan.load_exact(stage.con, source, _rows(ready.values()))
    scan.draft(stage.con, source)
    tallies = scan.tallies(stage.con)
    stage_draft(stage, source, {path: unit for path, (unit, _) in ready.items()})
    problems: dict[str, list[Problem]] = {path: [] for path in ready}
    for problem in unread:
        problems[problem.source_file].append(problem)
    for path, (unit, found) in ready.items():
        broken = [Problem(path, 0, found.broken)] if found.broken else []
        tally = tallies.get(path, _NONE)
        yield _finish(stage, unit, tally, [*problems[path], *broken])


def _rows(
    ready: Iterable[tuple[Unit, Prepared]],
) -> Iterator[tuple[Path, RawRow | Document]]:
    for unit, found in ready:
        for row in _read_file(unit, found.path):
            yield found.path, row


def _read_file(unit: Unit, path: Path) -> Iterable[RawRow | Document]:
    source, container, first = unit.source, unit.sample.container, unit.reading.first_line
    if source.reader is not None:
        return source.reader(path, container, first)
    if container == "jsonl":
        return picking.lines(path, source.fields, first)
    return read_rows(path, container, first)


def _finish(stage: Stage, unit: Unit, tally: Tally, unread: Sequence[Problem]) -> Counts:
    """The counts of a file, its unreadable rows staged as rejects, a half-written one set aside."""
    problems = [problem for problem in unread if not problem.text.endswith(HALF_WRITTEN)]
    stage_problems(stage, unit, problems)
    more = len(problems)
    counts = _counts(unit, Tally(tally.rows + more, tally.recorded, tally.rejected + more, 0))
    return counts if more == len(unread) else _without_half(counts)


def _without_half(counts: Counts) -> Counts:
    """The counts of a file whose last line is not finished: it is read again from there."""
    path, size = counts.unit.reading.path, counts.unit.reading.stat.size
    read_to = _last_line_end(path, size)
    taken = counts.digest is not None
    digest = beginnings(path, [read_to])[read_to].digest if taken else None
    note = "its last line is half written and waits for its end"
    return counts._replace(read_to=read_to, digest=digest, note=note)


def _last_line_end(path: Path, size: int) -> int:
    step = 1 << 16
    with path.open("rb") as file:
        for stop in range(size, 0, -step):
            start = max(0, stop - step)
            file.seek(start)
            at = file.read(stop - start).rfind(b"\n")
            if at >= 0:
                return start + at + 1
    return 0
