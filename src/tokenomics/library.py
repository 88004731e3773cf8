"""What a notebook uses: ledgers as frozen handles, and polars frames with exact decimals."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Unpack, cast

import duckdb
import polars as pl

from tokenomics import plot as plot  # noqa: PLC0414 - told to whoever asks
from tokenomics.analysis.agents import agents as ask_agents
from tokenomics.analysis.anomalies import anomalies as ask_anomalies
from tokenomics.analysis.drivers import drivers as ask_drivers
from tokenomics.analysis.failures import failures as ask_failures
from tokenomics.analysis.indicators import indicators as ask_indicators
from tokenomics.analysis.quality import quality as ask_quality
from tokenomics.analysis.waste import waste as ask_waste
from tokenomics.audits import forget as forget  # noqa: PLC0414
from tokenomics.audits import verify as verify  # noqa: PLC0414 - told to whoever asks
from tokenomics.audits import verify_ledger as verify_ledger  # noqa: PLC0414
from tokenomics.books import Rate
from tokenomics.books.match import models_named
from tokenomics.comparing.naming import Named, side_of
from tokenomics.comparing.opening import Place, opened
from tokenomics.comparing.sides import compared
from tokenomics.config import keeping_users, load
from tokenomics.designs import ai_or_person as ai_or_person  # noqa: PLC0414
from tokenomics.designs import portfolio as portfolio  # noqa: PLC0414
from tokenomics.designs import whatif as whatif  # noqa: PLC0414
from tokenomics.engine import connect
from tokenomics.engines import choice
from tokenomics.estimates import estimate as estimate  # noqa: PLC0414 - told to whoever asks
from tokenomics.exports import export_focus as export_focus  # noqa: PLC0414
from tokenomics.forecasts import budgets as budgets  # noqa: PLC0414
from tokenomics.forecasts import forecast as forecast  # noqa: PLC0414
from tokenomics.forecasts import scenarios as scenarios  # noqa: PLC0414
from tokenomics.handle import (
    Handle,
    Moment,
    Names,
    Question,
    answered,
    book_for,
    book_of,
    instant,
    query_of,
)
from tokenomics.hardware import selfhost as selfhost  # noqa: PLC0414
from tokenomics.intake import IngestResult
from tokenomics.intake import ingest as ingest_files
from tokenomics.ledger import open_ledger, relation
from tokenomics.outcomes import asked_of
from tokenomics.overlap import Authority
from tokenomics.pages import page as page  # noqa: PLC0414
from tokenomics.places import place
from tokenomics.reconciling.chargeback import chargeback as ask_chargeback
from tokenomics.reconciling.difference import TOLERANCE
from tokenomics.reconciling.owing import ShareBy
from tokenomics.reconciling.reconcile import reconcile as ask_reconcile
from tokenomics.records.checks import polars_type, validate
from tokenomics.records.errors import InputError, LedgerError, unknown
from tokenomics.records.kinds import KINDS
from tokenomics.report.forms import frame_of
from tokenomics.sources.hints import Hints, labels_of
from tokenomics.timezones import zone


def open(  # noqa: A001 - tk.open is what a notebook says
    path: str | Path = ".tokenomics",
    *,
    at: int | datetime | None = None,
    config: str | Path | None = None,
    engine: str | None = None,
    master: str | None = None,
) -> Handle:
    """A frozen handle on the ledger at `path`: its last version, or the one `at` a number or time.

    `config` is a tokenomics.toml whose attribution rules apply. Questions are answered by `engine`:
    "duckdb", or "spark" at the `master` of that URL. Raises LedgerError where there is no ledger or no
    such version, ConfigError for a wrong configuration or an unknown engine.
    """
    ledger = open_ledger(path, at)
    if ledger.version < 0:
        raise LedgerError(f"{path}: no ledger here; make one with tk.ingest(paths, {str(path)!r})")
    asked_by = choice(engine, master) if engine or master else None
    return Handle(ledger._replace(engine=asked_by), load(config))


def ingest(  # noqa: PLR0913 - what may be said of logs, each named
    paths: str | Path | Iterable[str | Path],
    path: str | Path = ".tokenomics",
    *,
    at: str | date | None = None,
    provider: str | None = None,
    scope: str | None = None,
    labels: Mapping[str, str] | None = None,
    config: str | Path | None = None,
    keep_user_ids: bool = False,
) -> IngestResult:
    """Read what is new in files, folders or globs into the ledger at `path`.

    Of files that do not say it themselves, `at` is a date, an instant or the field that holds one,
    `provider` who served the calls, `scope` the billed account. `labels` are tags of every record that is new. Users become pseudonyms unless
    `keep_user_ids`. The result counts rows = records + skipped + rejected of each file. Raises
    SourceError for a path that is not there, ConfigError for an `at` that is none of these.
    """
    now = datetime.now(UTC)
    settings = keeping_users(load(config), keep_user_ids)
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    labelled = labels_of(f"{key}={value}" for key, value in (labels or {}).items())
    hints = Hints(at.isoformat() if isinstance(at, date) else at, provider, scope, labelled)
    return ingest_files(given, ledger=place(path), config=settings, now=now, hints=hints)


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
    start, stop = instant(since), instant(until)
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


def costs(
    handle: Handle,
    by: Names = (),
    *,
    per: str | None = None,
    task_period: str | None = None,
    **question: Unpack[Question],
) -> pl.DataFrame:
    """What usage cost: one row a group, dearest first, or in order where it is grouped by time.

    Columns: the dimensions `by`, `requests`, every meter used (whole numbers as Int64), `cost`
    (Decimal(38, 18) US dollars, null where nothing could be priced), `has_unpriced`, and with
    `per` (request, user, session, customer, step, task, success, revenue) the unit cost, but of requests with their number
    and the cost of the calls that state one. `task_period` (first, last, outcome) says by what tasks belong to a period where
    `per` is task or success, instead of the configuration. What else may be asked is a `Question`.
    Raises ConfigError for an unknown dimension, unit or zone, PriceError for a wrong overlay.
    """
    return answered(handle, by, question, per=per, task_period=task_period)


def agents(handle: Handle, by: Names = (), **question: Unpack[Question]) -> pl.DataFrame:
    """What agents' tasks take: one row a group, dearest first, or in order of time.

    Columns: the dimensions `by` and those of `tokenomics.analysis.agents.COLUMNS`: tokens, steps and
    amounts (Decimal(38, 18) US dollars) of requests, steps and tasks, the multiplier of tasks, growth
    of contexts, depth of loops, tools, sub-agents, hours. What no call states is null. What else may
    be asked is a `Question`. Raises as `costs` does.
    """
    return answered(handle, by, question, ask_agents)


def quality(handle: Handle, by: Names = (), **question: Unpack[Question]) -> pl.DataFrame:
    """How often tasks succeed and what a success costs: one row a feature and model, or as `by` says.

    Columns: the dimensions and those of `tokenomics.analysis.quality.COLUMNS`: counts of tasks, the success
    rate and the cost per success (Decimal(38, 18) US dollars) with the ends of their intervals of 95 %,
    `mark` and `dominated_by`, latencies in milliseconds. What is not known is null. What else may be asked
    is a `Question`. Raises as `costs` does.
    """
    return answered(handle, by, question, ask_quality)


def reconcile(
    handle: Handle, by: Names = (), *, tolerance: Decimal = TOLERANCE, **question: Unpack[Question]
) -> pl.DataFrame:
    """What was billed beside what was metered: one row a provider and model, or `by` day, month and these.

    Columns: those of `tokenomics.reconciling.reconcile.COLUMNS`: `billed`, `metered` and `difference`, and
    parts that sum to it, Decimal(38, 18) US dollars. A row whose difference is within `tolerance`, a share
    of the greater side, is `matched`. Raises InputError where the ledger has no bill of the period, and as `costs` does.
    """
    return answered(handle, by, question, partial(ask_reconcile, tolerance=tolerance))


def chargeback(
    handle: Handle,
    by: Names = ("team",),
    *,
    share_by: ShareBy = "cost",
    is_billed: bool = False,
    **question: Unpack[Question],
) -> pl.DataFrame:
    """What each team, or value of `by`, owes: one row each, the greatest first.

    Columns: the dimensions and those of `tokenomics.reconciling.chargeback.COLUMNS`: `calls`, `overheads`,
    `people`, its `shared` part of what is of no single one, weighed by `share_by`, and `owed`,
    Decimal(38, 18) US dollars. `is_billed` takes what bills charge for calls. Raises InputError where nobody
    is there to charge, and as `costs` does.
    """
    ask = partial(ask_chargeback, share_by=share_by, is_billed=is_billed)
    return answered(handle, by, question, ask)


def drivers(
    handle: Handle, by: Names = (), *, vs: str = "previous", **question: Unpack[Question]
) -> pl.DataFrame:
    """What changed the cost: one row a flow (a group, by feature where `by` is empty), greatest change first.

    `vs` is `previous`, a period such as `2026-10`, or a filter `NAME=VALUE`. Columns: the dimensions and
    those of `tokenomics.analysis.drivers.COLUMNS`: `cost_before`, `cost` and `change`, parts that sum
    exactly to it, all Decimal(38, 18) US dollars, and the requests of both. Flows after `limit`, 10 unless
    it is given, are one row. What else may be asked is a `Question`. Raises InputError where no period
    is given and the last seven days have no record.
    """
    return answered(handle, by, question, partial(ask_drivers, vs=vs))


def diff(
    base: Handle | str | Path,
    head: Handle | str | Path,
    by: Names = (),
    *,
    ledger: str | Path = ".tokenomics",
    config: str | Path | None = None,
    keep_user_ids: bool = False,
    **question: Unpack[Question],
) -> pl.DataFrame:
    """What changed from `base` to `head`: one row a group, the greatest change first.

    A side is a handle, a ledger's folder, a JSON report, logs, or of the ledger at `ledger` a period
    (`2026-10`) or a label (`commit=4b33144`). Columns: the dimensions `by` (else the feature, or the model)
    and those of `tokenomics.comparing.difference.COLUMNS`: costs, requests, tasks and successes before and
    after, and what one of them costs; amounts are Decimal(38, 18) US dollars. Intervals are of the whole
    alone: here null. Raises ConfigError for a side that is none of these, and as `costs` does.
    """
    handles = [side for side in (base, head) if isinstance(side, Handle)]
    settings = keeping_users(
        handles[0].config if handles and not config else load(config), keep_user_ids
    )
    query = query_of(settings, by, question)
    now = instant(question.get("now"), query.tz) or datetime.now(UTC)
    with tempfile.TemporaryDirectory(prefix="tokenomics-") as folder:
        place = Place(
            settings,
            lambda path: open_ledger(path or ledger, must_exist=True),
            lambda paths, at, of: ingest_files(paths, ledger=at, config=of, now=now),
            Path(folder),
        )
        with (
            opened(_side(base, query.tz), query, place) as one,
            opened(_side(head, query.tz), query, place) as other,
        ):
            found = compared(
                one, other, book_for(query, question), asked_of(settings, now),
                authority=[Authority(rule.provider, rule.source) for rule in settings.authority],
            )  # fmt: skip
    return frame_of(found.listing)


def _side(side: Handle | str | Path, tz: str) -> Named:
    if isinstance(side, Handle):
        return Named(str(side.ledger.where), "ledger", ledger=side.ledger)
    return side_of(str(side), zone(tz))


def waste(handle: Handle, by: Names = (), **question: Unpack[Question]) -> pl.DataFrame:
    """What could be spent better: one row a kind of finding and group, most at stake first.

    Columns: the dimensions `by` and those of `tokenomics.analysis.waste.COLUMNS`: `finding`, the
    `calls` and `tokens` that it concerns, their `cost` and what is `at_stake` (Decimal(38, 18) US
    dollars), its `share` of the whole cost, and without `by` what it means. Amounts of two findings
    overlap. What else may be asked is a `Question`. Raises as `costs` does.
    """
    return answered(handle, by, question, ask_waste)


def failures(handle: Handle, by: Names = (), **question: Unpack[Question]) -> pl.DataFrame:
    """What became of calls: one row a group, by default a feature, and mode, the dearest first.

    Columns: the dimensions and those of `tokenomics.analysis.failures.COLUMNS`: `mode`, `requests`,
    their `rate` in the group, `cost` (Decimal(38, 18) US dollars) and its `share`, and of these calls
    the retries, fallbacks and unlisted attempts. Every call is in one row. What no call states is
    null. What else may be asked is a `Question`. Raises as `costs` does.
    """
    return answered(handle, by, question, ask_failures)


def indicators(handle: Handle, **question: Unpack[Question]) -> pl.DataFrame:
    """The FinOps Foundation's indicators for AI, one row each: `indicator`, `value`, `unit`, `formula`, `missing`, `source`.

    `value` is Decimal(38, 18), null where `missing` says what is needed. What may be asked is a
    `Question`; under a filter what belongs to no single call is null. Raises as `costs` does.
    """
    return answered(handle, (), question, ask_indicators)


def anomalies(handle: Handle, by: Names = (), **question: Unpack[Question]) -> pl.DataFrame:
    """What costs unusually much or little, in the last 30 days or from `since` up to `until`.

    One row an anomaly, dearest first, in the columns of `tokenomics.analysis.anomalies.COLUMNS`:
    `kind`, the `flow` that explains it, `start`, `hours`, `actual`, `expected` and
    `excess` (Decimal(38, 18) US dollars), `state`, `besides`. `by` names the dimensions to look at.
    Raises as `costs` does, and ConfigError for a dimension of time.
    """
    return answered(handle, by, question, ask_anomalies)


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
    book = book_of(pricebooks)
    keys = sorted(book.models) if model is None else models_named(book, model)
    rates = [rate for key in keys for rate in book.models[key] if provider in {None, key[0]}]
    schema = {"rate": pl.Decimal(22, 18), "start": _UTC, "end": _UTC}
    rows = [rate._asdict() for rate in rates]
    data = {name: [row[name] for row in rows] for name in Rate._fields}
    return pl.DataFrame(data, schema_overrides=schema)


_UTC = polars_type("instant")
