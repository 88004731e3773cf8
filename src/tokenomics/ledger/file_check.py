"""Whether a data file is the one that was written, and says what the log says of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tokenomics.engine import OWN_COLUMNS, as_pattern, duckdb
from tokenomics.ledger.identity import digest_of, is_itself, stated_digest
from tokenomics.ledger.layout import DataFile, month_sql
from tokenomics.ledger.log import Written
from tokenomics.queries import literal, quoted
from tokenomics.records.kinds import KINDS

_ALL = "SELECT count(*), {elsewhere}, {counts} FROM {source}"
_GREATEST = "SELECT {wanted} FROM {source}"


def changed(file: DataFile) -> str | None:
    """What tells that a file's bytes are not those that were written; None where nothing does."""
    path = Path(file.path)
    try:
        size = path.stat().st_size
        if size != file.size:
            return f"has {size:,} bytes where {file.size:,} were written"
        if not is_itself(path):
            return "is another file than was written under its name"
    except FileNotFoundError:
        return "is gone"
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return other_bytes(path)


def other_bytes(path: Path) -> str | None:
    """What tells that a file's bytes are not those whose digest its name states; None where nothing does."""
    try:
        stated = stated_digest(path)
        if stated is not None and digest_of(path) != stated:
            return "holds other bytes than were written: its SHA-256 is not the one in its name"
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return None


def contradictions(con: duckdb.DuckDBPyConnection, stated: Written) -> Iterator[str]:
    """What a file's rows say otherwise than its log and its folder do; `con` may read it."""
    try:
        yield from _contradictions(con, stated)
    except duckdb.Error as error:
        yield f"cannot be read: {str(error).splitlines()[0]}"


def _contradictions(con: duckdb.DuckDBPyConnection, stated: Written) -> Iterator[str]:
    file, nulls = stated
    source = f"read_parquet([{literal(as_pattern(file.path))}], {OWN_COLUMNS})"
    held = {name: kind for name, kind, *_ in con.execute(f"DESCRIBE FROM {source}").fetchall()}
    if file.kind not in KINDS:
        yield f"is of a kind {file.kind!r} that this version does not know"
        return
    types = {column.name: column.sql_type for column in KINDS[file.kind].columns}
    strange = [name for name, of in held.items() if types.get(name) != of]
    if strange or "ts" not in held:
        yield f"is no file of {file.kind}: its column {(strange or ['ts'])[0]} is another one"
        return
    names = [name for name in types if name in held]
    # A digest of each value has every byte of a column read, which counting its nulls has not.
    counts = ", ".join(f"count({quoted(n)}), max(hash({quoted(n)}))" for n in names)
    elsewhere = f"count(*) FILTER (WHERE {month_sql(file.kind)} <> {literal(file.month)})"
    text = _ALL.format(elsewhere=elsewhere, counts=counts, source=source)
    (found,) = con.execute(text).fetchall()
    rows, away, values = found[0], found[1], dict(zip(names, found[2::2], strict=True))
    if rows != file.rows:
        yield f"holds {rows:,} rows where {file.rows:,} were written"
    if away:
        yield f"holds {away:,} rows of other months than {file.month}"
    for name in names:
        said = nulls.get(name)
        if said is not None and rows - values[name] != said:
            yield f"has {rows - values[name]:,} nulls in {name} where {said:,} were written"
    absent = [name for name in file.used if name not in held]
    if absent:
        yield f"lacks the column {min(absent)}"
    yield from _bounds(con, file, source, names)


def _bounds(
    con: duckdb.DuckDBPyConnection, file: DataFile, source: str, names: list[str]
) -> Iterator[str]:
    """Columns that are not read because the log says what they hold, where they hold something else."""
    told = [(name, value) for name, value in (*file.same, *file.greatest) if name in names]
    if not told:
        return
    wanted = ", ".join(f"max({quoted(name)})" for name, _ in told)
    (found,) = con.execute(_GREATEST.format(wanted=wanted, source=source)).fetchall()
    for (name, value), actual in zip(told, found, strict=True):
        if actual != value:
            yield f"holds at most {actual} in {name} where the log says {value}"
