"""What a notebook uses: ledgers as frozen handles, and polars frames with exact decimals."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple, cast

import duckdb
import polars as pl

from tokenomics.books import Book, Rate, as_known, bundled, with_overlay
from tokenomics.books.match import models_named
from tokenomics.config import Config, keeping_users, load, people_of
from tokenomics.costing import Attribution, CostQuery
from tokenomics.costing import costs as costs_of_ledger
from tokenomics.costing.persons import meant
from tokenomics.engine import connect
from tokenomics.intake import IngestResult
from tokenomics.intake import ingest as ingest_files
from tokenomics.ledger import Ledger, open_ledger, relation
from tokenomics.outcomes import answering, asked_of
from tokenomics.overlap import Authority
from tokenomics.records.checks import polars_type, validate
from tokenomics.records.errors import InputError, LedgerError, unknown
from tokenomics.records.kinds import KINDS
from tokenomics.report.frame import frame
from tokenomics.sources.contract import Hints
from tokenomics.timezones import parse_instant, zone

Moment = datetime | date | str


class Handle(NamedTuple):
    """One version of a ledger: it stays as it is while others write."""

    ledger: Ledger
    config: Config

    @property
    def version(self) -> int:
        """The ledger version that this handle reads."""
        return self.ledger.version


def open(  # noqa: A001 - tk.open is what a notebook says
    path: str | Path = ".tokenomics",
    *,
    at: int | datetime | None = None,
    config: Path | None = None,
) -> Handle:
    """A frozen handle on the ledger at `path`: its last version, or the one `at` a number or time.

    `config` is a tokenomics.toml whose attribution rules apply. Raises LedgerError where there is
    no ledger or no such version, ConfigError for a wrong configuration.
    """
    ledger = open_ledger(Path(path), at)
    if ledger.version < 0:
        raise LedgerError(f"{path}: no ledger here; make one with tk.ingest(paths, {str(path)!r})")
    return Handle(ledger, load(config))


def ingest(  # noqa: PLR0913 - what may be said of logs, each named
    paths: str | Path | Iterable[str | Path],
    path: str | Path = ".tokenomics",
    *,
    at: str | date | None = None,
    provider: str | None = None,
    scope: str | None = None,
    config: Path | None = None,
    keep_user_ids: bool = False,
) -> IngestResult:
    """Read what is new in files, folders or globs into the ledger at `path`.

    Of files that do not say it themselves, `at` is a date, an instant or the field that holds one,
    `provider` who served the calls, `scope` the billed account. Users become pseudonyms unless
    `keep_user_ids`. The result counts rows = records + skipped + rejected of each file. Raises
    SourceError for a path that is not there, ConfigError for an `at` that is none of these.
    """
    now = datetime.now(UTC)
    settings = keeping_users(load(config), keep_user_ids)
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    hints = Hints(at.isoformat() if isinstance(at, date) else at, provider, scope)
    return ingest_files(given, ledger=Path(path), config=settings, now=now, hints=hints)


def add(
    rows: pl.DataFrame,
    path: str | Path = ".tokenomics",
    *,
    kind: str = "usage",
    keep_user_ids: bool = False,
) -> IngestResult:
    """Add the rows of an eager frame, whose columns are those of the record, to a ledger.

    A usage frame needs `ts`, `provider` and `model`. Every column is checked before anything is
    written; InputError names the first that fails. Adding the same frame twice adds it once. Users
    become pseudonyms unless `keep_user_ids`.
    """
    if kind not in KINDS:
        raise InputError(unknown("kind", kind, KINDS))
    validate(rows, KINDS[kind])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{kind}.parquet"
        rows.write_parquet(file)
        result = ingest([file], path, keep_user_ids=keep_user_ids)
    if result.problems:
        raise InputError(result.problems[0])
    return result


def read(
    handle: Handle,
    kind: str = "usage",
    *,
    since: Moment | None = None,
    until: Moment | None = None,
    columns: Sequence[str] | None = None,
) -> pl.DataFrame:
    """The records of a kind, one row each, in order of time.

    Columns are the kind's, or those named; instants are UTC, amounts Decimal(38, 18), counts
    Int64, and None is not 0. `since` is inclusive, `until` is not. Raises InputError for an
    unknown kind or column.
    """
    if kind not in KINDS:
        raise InputError(unknown("kind", kind, KINDS))
    wanted = list(columns or KINDS[kind].names)
    for name in wanted:
        if name not in KINDS[kind].names:
            raise InputError(unknown("column", name, KINDS[kind].names))
    start, stop = _instant(since), _instant(until)
    picked = ", ".join(f'"{name}"' for name in wanted)
    source = relation(handle.ledger, kind, since=start, until=stop)
    with connect(allowed=[handle.ledger.path]) as con:
        found: duckdb.DuckDBPyRelation = con.sql(
            f"SELECT {picked} FROM {source} AS records "  # noqa: S608 - names come from the records
            "WHERE ts >= coalesce(CAST($since AS TIMESTAMPTZ), ts) "
            "AND ts < coalesce(CAST($until AS TIMESTAMPTZ), 'infinity') ORDER BY ts, record_id",
            params={"since": start and start.isoformat(), "until": stop and stop.isoformat()},
        )
        return cast("pl.DataFrame", pl.from_arrow(found.to_arrow_table()))


def costs(  # noqa: PLR0913 - a question has many parts, each named
    handle: Handle,
    by: Sequence[str] | str = (),
    *,
    per: str | None = None,
    since: Moment | None = None,
    until: Moment | None = None,
    tz: str | None = None,
    where: Mapping[str, str | Sequence[str]] | None = None,
    pricebooks: Sequence[str | Path] = (),
    prices_at: Moment | None = None,
    prices_known: date | None = None,
    task_period: str | None = None,
) -> pl.DataFrame:
    """What usage cost: one row a group, dearest first, or in order where it is grouped by time.

    Columns: the dimensions `by`, `requests`, every meter used (whole numbers as Int64), `cost`
    (Decimal(38, 18) US dollars, null where nothing could be priced), `has_unpriced`, and with
    `per` (request, user, session, customer, step) the unit cost, but of requests with their number
    and the cost of the calls that state one. `where` may name people whom the ledger knows by pseudonyms,
    for whoever may read the file of people. `pricebooks` are overlay files. `prices_at` gives all
    calls the prices of one instant instead of their own; `prices_known` takes prices as they were
    known on a day. `task_period` (first, last, outcome) says by what tasks belong to a period where
    `per` is task or success, instead of the configuration. Raises ConfigError for an unknown
    dimension, unit or zone, PriceError for a wrong overlay.
    """
    name = tz or handle.config.report.timezone
    query = CostQuery(
        by=(by,) if isinstance(by, str) else tuple(by),
        per=per,
        since=_instant(since, name),
        until=_instant(until, name),
        tz=name,
        where=tuple(_filters(where or {})),
        prices_at=_instant(prices_at, name),
        task_period=task_period,
        task_ids=handle.config.task.id,
    )
    rules = [Attribution(rule.when, rule.set) for rule in handle.config.attribute]
    authority = [Authority(rule.provider, rule.source) for rule in handle.config.authority]
    asked = meant(query, rules, people_of(handle.config, handle.ledger.path))
    book = _book(pricebooks, prices_known)
    if (ask := answering(query)) is not None:
        judged = asked_of(handle.config, datetime.now(UTC))
        return frame(
            ask(handle.ledger, book, asked.query, judged, rules=asked.rules, authority=authority)
        )
    return frame(
        costs_of_ledger(handle.ledger, book, asked.query, rules=asked.rules, authority=authority)
    )


def prices(
    model: str | None = None,
    *,
    provider: str | None = None,
    pricebooks: Sequence[str | Path] = (),
) -> pl.DataFrame:
    """The rates of the book, one row each: of a model, of a provider, or all.

    `rate` is the price of a single unit, Decimal(22, 18), in `currency`; `start` is inclusive,
    `end` is not, null is open; `undated` marks a rate whose start no source tells; `source` is
    where the price was read. `model` is any name a log may use. Raises PriceError for a model that
    the book does not have.
    """
    book = _book(pricebooks)
    keys = sorted(book.models) if model is None else models_named(book, model)
    rates = [rate for key in keys for rate in book.models[key] if provider in {None, key[0]}]
    schema = {"rate": pl.Decimal(22, 18), "start": _UTC, "end": _UTC}
    rows = [rate._asdict() for rate in rates]
    data = {name: [row[name] for row in rows] for name in Rate._fields}
    return pl.DataFrame(data, schema_overrides=schema)


_UTC = polars_type("instant")


def _book(overlays: Sequence[str | Path], known: date | None = None) -> Book:
    book = bundled()
    for overlay in overlays:
        book = with_overlay(book, Path(overlay))
    return book if known is None else as_known(book, known)


def _instant(moment: Moment | None, tz: str = "UTC") -> datetime | None:
    if moment is None or (isinstance(moment, datetime) and moment.tzinfo is not None):
        return moment
    return parse_instant(str(moment), zone(tz))


def _filters(where: Mapping[str, str | Sequence[str]]) -> Iterable[tuple[str, str]]:
    for name, values in where.items():
        for value in [values] if isinstance(values, str) else values:
            yield name, value
