"""Files to drafts: the fast way for whole batches, the exact way for every part that is odd."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain, groupby
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from tokenomics.intake.parts import Part, jobs, joined, parts_of, prepared, size_of
from tokenomics.intake.staging import stage_draft, stage_problems
from tokenomics.intake.units import Counts, Progress, Stage, Unit
from tokenomics.sources import lines, picking, scan
from tokenomics.sources.contract import RawRow, Source
from tokenomics.sources.find import beginnings, stat
from tokenomics.sources.rows import HALF_WRITTEN, Document, read_rows
from tokenomics.sources.scan import Problem, Tally
from tokenomics.sources.unpack import is_plain

# Parsing holds Python's one thread, queries do not: while one job parses, another one queries.
_PARSING = Lock()


def read(stage: Stage, units: Sequence[Unit], progress: Progress | None = None) -> list[Counts]:
    """Read units into the stage's tables and count their rows, one job a core at a time."""
    cores = os.cpu_count() or 1
    parts = [part for unit in units for part in parts_of(unit)]
    work = [job for group in _groups(parts) for job in jobs(group, cores)]
    with ThreadPoolExecutor(cores) as pool:
        done = pool.map(partial(_read_job, stage), work)
        return joined(chain.from_iterable(_told(done, work, progress) if progress else done))


def _told(
    done: Iterable[list[Counts]], work: Sequence[Sequence[Part]], progress: Progress
) -> Iterator[list[Counts]]:
    """What each job counts, with `progress` told of its bytes."""
    sizes = [sum(map(size_of, job)) for job in work]
    whole = sum(sizes)
    progress(0, whole)
    for nth, counts in enumerate(done, 1):
        progress(sum(sizes[:nth]), whole)
        yield counts


def _read_job(stage: Stage, parts: Sequence[Part]) -> list[Counts]:
    """Read parts that are read alike, on a cursor whose temporary tables are its own."""
    ready = [_Ready(part, *prepared(part, stage.spool)) for part in parts]
    try:
        with stage.con.cursor() as con:
            mine = stage._replace(con=con)
            done, odd = _read_fast(mine, ready) if _is_fast(parts[0]) else ([], ready)
            return [*done, *_read_exact(mine, odd)]
    finally:
        for one in ready:
            if one.path != one.part.unit.reading.path:
                one.path.unlink()


class _Ready(NamedTuple):
    """A part, where its bytes lie, and why they end early if they do."""

    part: Part
    path: Path
    broken: str | None


def _groups(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Parts that one query can read together: equal source and container, by the same way."""

    def name(part: Part) -> tuple[str, str, str, bool]:
        source, container, _ = part.unit
        return source.name, container, source.query, _is_fast(part)

    for _, group in groupby(sorted(parts, key=name), key=name):
        yield list(group)


def _is_fast(part: Part) -> bool:
    """Whether DuckDB may try the part itself: plain text that fits the memory, or a table."""
    unit, container = part.unit, part.unit.container
    if unit.source.reader is not None or container == "json":
        return False
    if container == "jsonl" and (unit.source.exact or size_of(part) > lines.LARGE):
        return False
    nested = any(len(path) > 1 for field in unit.source.fields for path in field.paths)
    if container == "csv" and nested:
        return False
    return container == "parquet" or is_plain(unit.reading.path)


def _read_fast(stage: Stage, ready: Sequence[_Ready]) -> tuple[list[Counts], list[_Ready]]:
    """Draft parts together; returns what went well, and the parts to be read the exact way."""
    if not ready:
        return [], []
    unit = ready[0].part.unit
    try:
        _load_fast(stage, unit, {str(one.path): one.part.first_line for one in ready})
    except scan.UNREADABLE:
        if len(ready) == 1:
            return [], [*ready]
        half = len(ready) // 2
        left, right = _read_fast(stage, ready[:half]), _read_fast(stage, ready[half:])
        return [*left[0], *right[0]], [*left[1], *right[1]]
    scan.draft(stage.con, unit.source)
    tallies = scan.tallies(stage.con)
    named = _named(ready)
    if unit.source.beside is None:
        scan.unload(stage.con)
    good = {
        name: one.part.unit
        for name, one in named.items()
        if not _is_odd(one.part.unit, tallies.get(name, _NONE))
    }
    odd = [one for name, one in named.items() if name not in good]
    stage_draft(stage, unit.source, good, rejects=unit.container == "parquet")
    beside = _stage_beside(stage, unit.source, good)
    counts = [
        _counts(unit, tallies.get(name, _NONE), beside.get(name, 0)) for name, unit in good.items()
    ]
    return counts, odd


def _named(ready: Sequence[_Ready]) -> dict[str, _Ready]:
    """Parts by what the rows that were loaded call their file: `load_lines` by its place, others by its path."""
    is_lines = ready[0].part.unit.container == "jsonl"
    return {str(nth if is_lines else one.path): one for nth, one in enumerate(ready)}


def _stage_beside(stage: Stage, source: Source, files: Mapping[str, Unit]) -> Mapping[str, int]:
    """Stage what the rows that were not refused say besides, and count it by file."""
    if source.beside is None or not files:
        return {}
    scan.leave_refused(stage.con)
    scan.draft(stage.con, source.beside)
    stage_draft(stage, source.beside, files)
    return {path: tally.recorded for path, tally in scan.tallies(stage.con).items()}


def _load_fast(stage: Stage, unit: Unit, first_lines: Mapping[str, int]) -> None:
    con, source = stage.con, unit.source
    if unit.container == "jsonl":
        scan.load_lines(con, source, first_lines)
        return
    for path in first_lines:
        load = scan.load_parquet if unit.container == "parquet" else scan.load_csv
        load(con, source, Path(path))


_NONE = Tally(0, 0, 0, 0)


def _is_odd(unit: Unit, tally: Tally) -> bool:
    """Whether the fast way may have missed something: a row, a line's place, a reason."""
    container, lines = unit.container, unit.reading.lines
    lost = container == "csv" and lines is not None and tally.rows + 1 != lines
    return container != "parquet" and bool(tally.unreadable or tally.rejected or lost)


def _counts(unit: Unit, tally: Tally, beside: int = 0) -> Counts:
    skipped = tally.rows - tally.recorded - tally.rejected
    size, digest = unit.reading.stat.size, unit.reading.digest
    return Counts(
        unit,
        tally.rows,
        tally.recorded,
        skipped,
        tally.rejected,
        size,
        digest,
        _moved(unit),
        beside,
    )


def _moved(unit: Unit) -> str | None:
    """A sentence where a file was written to while it was read; the next ingest reads the rest."""
    if stat(unit.reading.path) == unit.reading.stat:
        return None
    return "was written to while it was read; the rest is read by the next ingest"


def _read_exact(stage: Stage, ready: Sequence[_Ready]) -> Iterator[Counts]:
    """Draft parts one row at a time, many parts to a query; every reject names its line."""
    if not ready:
        return
    source = ready[0].part.unit.source
    with _PARSING:
        unread = scan.load_exact(stage.con, source, _rows(ready))
    scan.draft(stage.con, source)
    tallies = scan.tallies(stage.con)
    files = {str(one.path): one.part.unit for one in ready}
    stage_draft(stage, source, files)
    beside = _stage_beside(stage, source, files)
    problems: dict[str, list[Problem]] = {str(one.path): [] for one in ready}
    for problem in unread:
        problems[problem.source_file].append(problem)
    for part, found, broken in ready:
        path = str(found)
        damage = [Problem(path, 0, broken)] if broken else []
        counts = _finish(stage, part.unit, tallies.get(path, _NONE), [*problems[path], *damage])
        yield counts._replace(beside=beside.get(path, 0))


def _rows(ready: Iterable[_Ready]) -> Iterator[tuple[Path, RawRow | Document]]:
    for part, path, _ in ready:
        for row in _read_part(part, path):
            yield path, row


def _read_part(part: Part, path: Path) -> Iterable[RawRow | Document]:
    source, container = part.unit.source, part.unit.container
    if source.reader is not None:
        return source.reader(path, container, part.first_line)
    if container == "jsonl":
        return picking.lines(path, source.fields, part.first_line)
    return read_rows(path, container, part.first_line)


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
