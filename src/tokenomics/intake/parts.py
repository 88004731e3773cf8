"""Files in parts: a large one is read by several jobs, each from one line's beginning to another's end."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tokenomics.intake.units import Counts, Unit
from tokenomics.sources.unpack import Prepared, is_plain, prepare

# A part is small enough to be held in memory as a whole, and its copy to stay in the system's.
PART = 1 << 24

# Below this many bytes a job is not worth a query of its own; above, not worth its memory, unless
# it is of a source that leaves most lines unread.
LEAST, MOST, MOST_SPARSE = 1 << 23, 1 << 27, 1 << 29


class Part(NamedTuple):
    """The bytes of a file from `start` to `stop`, which begin with line `first_line`."""

    unit: Unit
    start: int
    stop: int
    first_line: int


def jobs(parts: Sequence[Part], cores: int) -> list[list[Part]]:
    """Parts that are read alike, shared out: a job a core, or more where they are many.

    Tables are read one by one.
    """
    if parts[0].unit.container in {"csv", "parquet"}:
        return [[part] for part in parts]
    size = sum(map(size_of, parts))
    most = MOST_SPARSE if parts[0].unit.source.mentions else MOST
    count = min(cores, size // LEAST + 1) * (size // (most * cores) + 1)
    shares: list[list[Part]] = [[] for _ in range(count)]
    filled = [(0, nth) for nth in range(count)]
    for part in sorted(parts, key=size_of, reverse=True):
        taken, nth = heapq.heappop(filled)
        shares[nth].append(part)
        heapq.heappush(filled, (taken + size_of(part), nth))
    return [share for share in shares if share]


def size_of(part: Part) -> int:
    """How many bytes a part has."""
    return part.stop - part.start


def parts_of(unit: Unit) -> Iterator[Part]:
    """A file as one part; JSON Lines whose lines mean something by themselves in several."""
    reading = unit.reading
    whole = Part(unit, reading.start, reading.stat.size, reading.first_line)
    alone = unit.container == "jsonl" and not unit.source.whole
    if size_of(whole) <= PART or not alone or not is_plain(reading.path):
        yield whole
        return
    start, line = whole.start, whole.first_line
    while start < whole.stop:
        text = _lines_from(reading.path, start, whole.stop)
        yield Part(unit, start, start + len(text), line)
        start, line = start + len(text), line + text.count(b"\n")


def _lines_from(path: Path, start: int, stop: int) -> bytes:
    """Whole lines from an offset on, at least one; what stands before `stop` may have no end."""
    with path.open("rb") as file:
        file.seek(start)
        text = file.read(min(PART, stop - start))
        if start + len(text) == stop:
            return text
        cut = text.rfind(b"\n") + 1
        return text[:cut] if cut else (text + file.readline())[: stop - start]


def prepared(part: Part, spool: Path) -> Prepared:
    """The part as the readers may open it: the file itself where it is all of it, or else a copy."""
    return prepare(part.unit.reading.path, part.stop, spool, start=part.start)


def joined(found: Iterable[Counts]) -> list[Counts]:
    """The counts of files from those of their parts.

    Only the last part knows where a file's unfinished line begins, which is before its end.
    """
    by_file: dict[str, Counts] = {}
    for counts in found:
        label = counts.unit.reading.label
        by_file[label] = _sum(by_file[label], counts) if label in by_file else counts
    return list(by_file.values())


def _sum(one: Counts, other: Counts) -> Counts:
    shorter = min(one, other, key=lambda counts: counts.read_to)
    return shorter._replace(
        rows=one.rows + other.rows,
        recorded=one.recorded + other.recorded,
        skipped=one.skipped + other.skipped,
        rejected=one.rejected + other.rejected,
        beside=one.beside + other.beside,
        note=shorter.note or one.note or other.note,
    )
