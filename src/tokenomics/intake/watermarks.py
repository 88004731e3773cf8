"""What the ledger remembers of each file, and what is left to read of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from tokenomics.engine import duckdb
from tokenomics.ledger import Ledger, relation
from tokenomics.sources.find import Beginning, Found, Stat, beginnings

# Above this size only what a file has grown by is read.
TAIL_ABOVE = 1 << 26

State = Literal["new", "grown", "rewritten", "restated"]


class Watermark(NamedTuple):
    """How far a file was read."""

    path: str
    source: str
    size: int
    mtime_ns: int
    read_to: int
    digest: str | None
    file_key: str | None
    rows_read: int
    rows_recorded: int
    rows_skipped: int
    rows_rejected: int


class Reading(NamedTuple):
    """What to read of a file: all of it, or from byte `start` (at line `first_line`) on.

    A file is `restated` where the user says of it what was not said before.

    `file_key` names the rows of a file whose rows have no key of their own; it stays the same
    while the file grows, moves or is copied. Where rows have keys and the file is small enough
    to be read whole each time, nothing depends on its digest and lines, and they are not taken.
    """

    path: Path
    label: str
    stat: Stat
    state: State
    file_key: str | None
    digest: str | None
    lines: int | None
    start: int
    first_line: int
    before: Watermark | None


def load(con: duckdb.DuckDBPyConnection, ledger: Ledger) -> dict[str, Watermark]:
    """The watermark of each file the ledger has read, by path."""
    columns = ", ".join("source_file" if name == "path" else name for name in Watermark._fields)
    rows = con.execute(f"SELECT {columns} FROM {relation(ledger, 'file')}").fetchall()
    return {row[0]: Watermark(*row) for row in rows}


def is_unchanged(stat: Stat, mark: Watermark | None) -> bool:
    """Whether a file is as it was when it was last read."""
    return mark is not None and (stat.size, stat.mtime_ns) == (mark.size, mark.mtime_ns)


def plan(
    found: Found, stat: Stat, marks: Mapping[str, Watermark], *, keyless: bool, may_tail: bool
) -> Reading:
    """What is to be read of a file that is new or has changed.

    A file that begins with all that was read of it before has grown. A keyless file may also be
    a copy of another, or another one moved away and grown: then its rows are that file's rows.
    """
    path, label = found.path, found.label
    own = marks.get(label)
    if not keyless and stat.size <= TAIL_ABOVE:
        return Reading(path, label, stat, "grown" if own else "new", None, None, None, 0, 1, own)
    others = _others(label, stat, marks) if keyless else ()
    sizes = {stat.size, *(mark.read_to for mark in (own, *others) if mark)}
    seen = beginnings(path, sizes)
    whole = seen.get(stat.size, Beginning("", 0, ends=True))
    lines = whole.newlines + (not whole.ends)
    fits = [mark for mark in (own, *others) if mark and _begins(seen, mark)]
    before = next((m for m in fits if m is own or m.read_to == stat.size or not _holds(m)), None)
    if before is None:
        state: State = "rewritten" if own else "new"
        return Reading(path, label, stat, state, whole.digest, whole.digest, lines, 0, 1, own)
    key = before.file_key or whole.digest
    if may_tail and before is own and stat.size > TAIL_ABOVE:
        start, above = before.read_to, seen[before.read_to].newlines
        return Reading(
            path, label, stat, "grown", key, whole.digest, lines - above, start, above + 1, own
        )
    return Reading(path, label, stat, "grown", key, whole.digest, lines, 0, 1, own)


def without_rotations(
    readings: Sequence[Reading], marks: Mapping[str, Watermark]
) -> Iterator[Reading]:
    """The readings, of which none restates what only moved: another file holds what stood in this one.

    So a log that was put away and begun anew with a late row loses nothing of the days before.
    """
    for reading in readings:
        key = reading.before.file_key if reading.before else None
        is_moved = reading.state == "rewritten" and (
            any(other.file_key == key for other in readings if other.label != reading.label)
            or any(
                mark.file_key == key and mark.path != reading.label and _holds(mark)
                for mark in marks.values()
            )
        )
        yield reading._replace(state="new") if key and is_moved else reading


def _others(label: str, stat: Stat, marks: Mapping[str, Watermark]) -> list[Watermark]:
    """Files whose rows this one may hold, the longest first."""
    fitting = (
        m for m in marks.values() if m.file_key and m.rows_recorded and m.read_to <= stat.size
    )
    return sorted(
        (mark for mark in fitting if mark.path != label), key=lambda m: (-m.read_to, m.path)
    )


def _begins(seen: Mapping[int, Beginning], mark: Watermark) -> bool:
    return mark.read_to in seen and seen[mark.read_to].digest == mark.digest


def _holds(mark: Watermark) -> bool:
    """Whether the file of a watermark still begins with what was read of it."""
    path = Path(mark.path)
    if not path.is_file():
        return False
    stat = path.stat()
    if is_unchanged(Stat(stat.st_size, stat.st_mtime_ns), mark):
        return True
    return _begins(beginnings(path, [mark.read_to]), mark)
