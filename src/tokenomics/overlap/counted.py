"""The usage records that count: a relation like the one given, in which no call stands twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tokenomics.books import Book
from tokenomics.books.match import family
from tokenomics.engine import Engine, fill
from tokenomics.kept import gathered
from tokenomics.ledger import NOTHING, Known
from tokenomics.overlap import same
from tokenomics.overlap.buckets import DAY, Bucket, Cell, cell_of, chosen, days_of, unlogged
from tokenomics.overlap.found import How, Overlap
from tokenomics.overlap.recalled import Counted, recalled
from tokenomics.overlap.records import BASE, EVERYBODY, Columns, write_rest
from tokenomics.queries import sql

UNLOGGED = "unlogged"

_STREAMS = "tokenomics_streams"
# The columns that tell the form in which usage is stated.
_FORM = frozenset({"source", "series", "grain"})
_OUT = "tokenomics_out"
_LEFT = "tokenomics_left"
_REST = "tokenomics_rest"
_CELLS = "tokenomics_cells"
_CELL_COLUMNS = {
    "provider": "VARCHAR", "family": "VARCHAR", "first": "BIGINT", "last": "BIGINT",
    "by_gateway": "BOOLEAN", "whose": "VARCHAR",
}  # fmt: skip


class Authority(NamedTuple):
    """A rule: where `source` states usage of `provider` on a day, no other source is counted."""

    provider: str
    source: str


def counted(
    con: Engine,
    relation: str,
    used: frozenset[str],
    book: Book,
    *,
    authority: Sequence[Authority] = (),
    known: Known = NOTHING,
) -> Counted:
    """The records of a usage relation that count.

    `known` tells what holds of all its rows. Where a single source states calls the relation is given
    back as it is.
    """
    columns = Columns(used)
    if _streams(con, relation, columns, known) < 2 and "parent_id" not in used:
        return Counted(relation, used, ())
    if known.kept is None:
        return _resolved(con, relation, columns, book, authority)
    said = (sorted(used), book.layers, tuple(authority))
    return recalled(
        con, known.kept, said, lambda: _resolved(con, relation, columns, book, authority)
    )


def _resolved(
    con: Engine, relation: str, columns: Columns, book: Book, authority: Sequence[Authority]
) -> Counted:
    """What counts of a relation, found out by comparing its records."""
    used = columns.used
    fill(con, _OUT, {"record_id": "BLOB"}, ())
    _show_base(con, relation, columns)
    found = _leave_out(con, relation, columns, authority)
    _write_families(con, columns, book)
    found += same.merge(con, columns)
    buckets = _buckets(con, columns)
    kept, clashes = chosen(buckets)
    beside = _with_logs(con, kept)
    logged = _logged(con, columns, beside)
    beside = [bucket for bucket in beside if not bucket.whose or cell_of(bucket) in logged]
    rest = unlogged(beside, logged)
    found += [*clashes, *_beside_logs(beside)]
    if not found:
        return Counted(relation, used, ())
    out = {b.id for b in buckets} - {b.id for b in kept} | {b.id for b in beside}
    _count(con, columns, out, rest)
    return Counted(same.CALLS, used | {UNLOGGED}, tuple(sorted(found)))


def _streams(con: Engine, relation: str, columns: Columns, known: Known) -> int:
    """In how many forms usage is stated; where all rows are known to be of one, none is read."""
    if _FORM & columns.used <= known.same.keys():
        return 1

    def streams(of: str) -> str:
        return sql("streams", relation=of, series=columns.text("series"))

    if known.kept and gathered(con, known.kept, _STREAMS, streams, folds={}, values={}):
        return len(con.execute(f"SELECT * FROM {_STREAMS}").fetchall())
    return len(con.execute(streams(relation)).fetchall())


def _show_base(con: Engine, relation: str, columns: Columns, which: str = "true") -> None:
    """Show the records as BASE. Whoever asks reads the columns needed anew: to copy all takes longer, and the room of all."""
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW {BASE} AS SELECT {columns.listed} FROM {relation} AS records WHERE {which}"
    )


def _leave_out(
    con: Engine, relation: str, columns: Columns, authority: Sequence[Authority]
) -> list[Overlap]:
    """Take out what sums up other records, and what another authority states."""
    found: list[Overlap] = []

    def leave_out(text: str, how: How, values: Mapping[str, str]) -> None:
        gone = _left_out(con, text, how, values)
        if gone:
            _show_base(con, relation, columns, f"record_id NOT IN (SELECT record_id FROM {_OUT})")
        found.extend(gone)

    if {"parent_id", "request_id"} <= columns.used:
        text = sql("rollups", relation=BASE, trace=columns.text("trace_id"))
        leave_out(text, "rollup", {})
    if {"stated_by", "other"} <= columns.used:
        bare = " AND ".join(
            f"records.{name} IS NULL" for name in columns.meters if name in columns.used
        )
        leave_out(sql("bare_sums", relation=BASE, bare=bare or "true"), "rollup", {})
    for rule in authority:
        leave_out(sql("authority", relation=BASE), "authority", rule._asdict())
    return found


def _left_out(con: Engine, text: str, how: How, values: Mapping[str, str]) -> list[Overlap]:
    """What a query finds to be left out, noted in the table _OUT."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE {_LEFT} AS {text}", values)
    gone = con.execute(sql("left_out", left=_LEFT)).fetchall()
    con.execute(f"INSERT INTO {_OUT} SELECT record_id FROM {_LEFT}")
    return [Overlap(provider, (source,), how, int(n), certain=True) for provider, source, n in gone]


def _write_families(con: Engine, columns: Columns, book: Book) -> None:
    """The names of models in the records, each with the family in which it is compared."""
    names = con.execute(
        f"SELECT DISTINCT provider, {columns.model} FROM {BASE} AS records"
    ).fetchall()
    named = dict.fromkeys(("provider", "model", "family"), "VARCHAR")
    rows = [(by, model, family(book, by, model) if model else "") for by, model in names]
    fill(con, same.FAMILIES, named, rows)


def _buckets(con: Engine, columns: Columns) -> list[Bucket]:
    text = sql(
        "bucket_cells",
        relation=BASE,
        families=same.FAMILIES,
        model=columns.model,
        scope=columns.text("scope_id"),
        series=columns.text("series"),
        operation=columns.text("operation"),
        tier=columns.tier,
        ends=columns.ends,
        by_gateway=columns.by_gateway,
        whose=columns.whose,
        has_other=columns.has_other,
        quantities=", ".join(columns.part(name) for name in columns.meters),
    )
    facts = len(Bucket._fields) - 1
    return [
        Bucket._make((*row[:facts], _stated(columns, row[facts:])))
        for row in con.execute(text).fetchall()
    ]


def _stated(columns: Columns, values: Sequence[int | None]) -> dict[str, int]:
    named = zip(columns.meters, values, strict=True)
    return {name: int(value) for name, value in named if value is not None}


def _with_logs(con: Engine, kept: Sequence[Bucket]) -> list[Bucket]:
    """The sums of days for which the provider has logs too; telemetry's also of the days around them."""
    text = f"SELECT DISTINCT provider, epoch_us(ts) // {DAY} FROM {same.CALLS} AS records"
    logs = set(con.execute(text).fetchall())

    def has_logs(bucket: Bucket) -> bool:
        days, wider = days_of(bucket), int(bool(bucket.whose))
        around = range(days.start - wider, days.stop + wider)
        return any((bucket.provider, day) in logs for day in around)

    return list(filter(has_logs, kept))


def _beside_logs(beside: Sequence[Bucket]) -> list[Overlap]:
    by_provider: dict[str, list[Bucket]] = defaultdict(list)
    for bucket in beside:
        by_provider[bucket.provider].append(bucket)
    return [
        Overlap(provider, tuple(sorted({b.source for b in found})), "requests", len(found), certain=True)
        for provider, found in by_provider.items()
    ]  # fmt: skip


def _logged(
    con: Engine, columns: Columns, buckets: Sequence[Bucket]
) -> dict[Cell, dict[str, dict[str, int]]]:
    """What logs state of the cells of sums, by tier and meter."""
    cells = sorted({cell_of(bucket) for bucket in buckets})
    fill(con, _CELLS, _CELL_COLUMNS, cells)
    given = {
        "relation": same.CALLS,
        "families": same.FAMILIES,
        "cells": _CELLS,
        "model": columns.model,
        "tier": columns.tier,
        "sums": ", ".join(f"sum({columns.part(name)})" for name in columns.meters),
    }
    rows = con.execute(sql("logged", **given)).fetchall()
    if any(cell.whose for cell in cells):
        whose = {"session": columns.of_session, "service": columns.of_service}
        text = sql("logged_of", **given, **whose, everybody=EVERYBODY, ends=columns.ends)
        rows += con.execute(text).fetchall()
    found: dict[Cell, dict[str, dict[str, int]]] = defaultdict(dict)
    facts = len(Cell._fields)
    for row in rows:
        found[Cell._make(row[:facts])][row[facts]] = _stated(columns, row[facts + 1 :])
    return found


def _count(
    con: Engine,
    columns: Columns,
    out: set[str],
    rest: Mapping[str, Mapping[str, int]],
) -> None:
    """Write what counts to the calls: sums that no log is beside, and what of the others is unlogged."""
    write_rest(con, _REST, columns, rest)
    fill(con, _LEFT, {"record_id": "BLOB"}, [(bytes.fromhex(name),) for name in sorted(out)])
    text = sql(
        "counted",
        base=BASE,
        left=_LEFT,
        rest=_REST,
        columns=columns.listed,
        replaced=columns.replaced,
    )
    con.execute(f"INSERT INTO {same.CALLS} {text}")
