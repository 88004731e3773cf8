"""Data sets of the benchmarks, made once and kept in a folder."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from tokenomics.demo import write_claude_logs
from tokenomics.engine import connect
from tokenomics.ledger import commit
from tokenomics.records.kinds import CHARGE, OUTCOME, USAGE

NOW = datetime(2026, 9, 2, tzinfo=UTC)
BATCH = 2_500_000

# Ten models of two providers, a hundred features, ten thousand users, a month of seconds, five
# calls a task.
_ROWS = """
    SELECT
        unhex(md5(CAST(i AS VARCHAR))) AS record_id, '0' AS merge_rank, 'bench' AS source,
        'bench.parquet' AS source_file, i AS source_line, 'bench' AS ingest_id,
        TIMESTAMPTZ '2026-09-02 00:00:00+00' AS observed_at, 'request' AS grain,
        TIMESTAMPTZ '2026-08-01 00:00:00+00' + to_seconds(hash(i) % 2678400) AS ts,
        CASE WHEN i % 10 < 5 THEN 'openai' ELSE 'anthropic' END AS provider,
        ['gpt-4o', 'gpt-5', 'gpt-5-mini', 'gpt-4.1', 'o3', 'claude-opus-4-6', 'claude-sonnet-4-5',
         'claude-haiku-4-5', 'claude-opus-5', 'claude-sonnet-5'][1 + i % 10] AS model_served,
        'user-' || hash(i + 1) % 10000 AS user_id, 'team-' || hash(i + 2) % 10 AS team,
        'feature-' || hash(i + 2) % 100 AS feature, 'task-' || i // 5 AS task_id,
        'success' AS status, 'metered' AS billing,
        'reported' AS token_basis, 1::BIGINT AS requests, (hash(i + 3) % 8000)::BIGINT AS input,
        (hash(i + 4) % 20000)::BIGINT AS cache_read, (hash(i + 5) % 2000)::BIGINT AS output
    FROM range($start, $stop) AS r(i)
"""


# The same, of which one in fifty fails, one in twenty is a second attempt or a later one, and one
# in a hundred a fallback; every thousandth task is a storm of five failures within a minute.
_FAILING = f"""
    SELECT * REPLACE (
        CASE WHEN hash(source_line + 6) % 50 = 0 OR source_line // 5 % 1000 = 0
             THEN 'failure' ELSE status END AS status,
        CASE WHEN source_line // 5 % 1000 = 0
             THEN TIMESTAMPTZ '2026-08-10 00:00:00+00' + to_seconds(source_line % 60)
             ELSE ts END AS ts,
        CASE WHEN source_line // 5 % 1000 = 0 THEN 'feature-0' ELSE feature END AS feature),
        CASE WHEN hash(source_line + 6) % 50 = 0 OR source_line // 5 % 1000 = 0
             THEN ['rate_limit', 'timeout', 'overloaded'][1 + source_line % 3] END AS error_type,
        (CASE WHEN hash(source_line + 7) % 20 = 0 THEN 2 + source_line % 3 ELSE 1 END)::BIGINT AS attempt,
        hash(source_line + 8) % 100 = 0 AS is_fallback
    FROM ({_ROWS})
"""


# The same calls, every other one of them stated by a gateway too, under one response id.
_BOTH = _ROWS.replace(
    "FROM range($start, $stop) AS r(i)",
    "FROM (SELECT r.n, r.n // 3 * 2 + least(r.n % 3, 1) AS i FROM range($start, $stop) AS r(n))",
).replace("'bench' AS source,", "CASE WHEN n % 3 = 2 THEN 'gateway' ELSE 'bench' END AS source,")
_TWICE = f"""
    SELECT * REPLACE (unhex(md5(source || source_line)) AS record_id), 'response-' || source_line AS response_id
    FROM ({_BOTH})
"""


# Of ten tasks seven succeed, two fail and one is never judged.
_OUTCOMES = """
    SELECT
        unhex(md5('outcome' || i)) AS record_id, '0' AS merge_rank, 'bench' AS source,
        'bench.parquet' AS source_file, i AS source_line, 'bench' AS ingest_id,
        TIMESTAMPTZ '2026-09-02 00:00:00+00' AS observed_at, 'task' AS target_kind,
        'task-' || i AS target_id, 'outcome' AS name,
        CASE WHEN hash(i) % 10 < 7 THEN 'success' ELSE 'failure' END AS label,
        TIMESTAMPTZ '2026-09-01 00:00:00+00' AS ts
    FROM range($start // 5, $stop // 5) AS r(i)
    WHERE hash(i) % 10 < 9
"""


_NATIVE = f"""
    SELECT ts, provider, model_served AS model, user_id AS user, team, feature, task_id, status,
           'request-' || source_line AS request_id, input, cache_read, output
    FROM ({_ROWS})
"""
_NATIVE_OUTCOMES = f"SELECT target_id AS task_id, ts, label AS outcome FROM ({_OUTCOMES})"


# A bill of a hundred thousand lines: a dollar for a thousand tokens of a meter, by day, model and account.
_CHARGES = """
    SELECT
        unhex(md5('charge' || i)) AS record_id, '0' AS merge_rank, 'bench' AS source,
        'bench.csv' AS source_file, i AS source_line, 'bench' AS ingest_id,
        TIMESTAMPTZ '2026-09-02 00:00:00+00' AS observed_at,
        TIMESTAMPTZ '2026-08-01 00:00:00+00' + to_days((i % 31)::INTEGER) AS ts,
        TIMESTAMPTZ '2026-08-02 00:00:00+00' + to_days((i % 31)::INTEGER) AS ts_end,
        CASE WHEN i // 31 % 2 = 0 THEN 'openai' ELSE 'anthropic' END AS provider, 'API' AS service,
        CASE WHEN i // 31 % 2 = 0 THEN 'gpt-5' ELSE 'claude-opus-5' END AS model_served,
        'account-' || i // 62 % 500 AS sku, 'usage' AS line_kind, ['input', 'cache_read', 'output'][1 + i % 3] AS meter,
        1000 AS quantity, 'tokens' AS unit, true AS quantity_known, 1 AS billed_cost, 'USD' AS currency
    FROM range(100000) AS r(i)
"""


def billed_ledger(root: Path, rows: int) -> Path:
    """The ledger of tasks with a bill."""
    folder = root / f"ledger-with-bill-{rows}"
    ledger = _ledger(folder, rows, _ROWS)
    if not (folder / "billed").is_file():
        with connect(allowed=[ledger]) as con:
            columns = ", ".join(f"{column.name} {column.sql_type}" for column in CHARGE.columns)
            con.execute(f"CREATE TABLE bills ({columns})")
            con.execute(f"INSERT INTO bills BY NAME {_CHARGES}")
            commit(con, ledger, {CHARGE.name: "bills"}, now=NOW)
        (folder / "billed").touch()
    return ledger


def claude_logs(root: Path, megabytes: int) -> Path:
    """Claude Code logs of about that many megabytes; the folder holds `projects`."""
    folder = root / f"claude-{megabytes}"
    if not folder.is_dir():
        write_claude_logs(folder, seed=1, megabytes=megabytes)
    return folder


def big_ledger(root: Path, rows: int) -> Path:
    """A ledger of that many requests, with a task for five of them and its outcome."""
    return _ledger(root / f"ledger-of-tasks-{rows}", rows, _ROWS)


def overlapping_ledger(root: Path, rows: int) -> Path:
    """The same calls, a third of the rows by a second source."""
    return _ledger(root / f"ledger-of-two-sources-{rows}", rows, _TWICE)


def native_calls(root: Path, rows: int) -> Path:
    """The same calls and outcomes as Parquet files with the record's own columns, a file a batch."""
    folder = root / f"native-{rows}"
    if not (folder / "complete").is_file():
        (folder / "calls").mkdir(parents=True, exist_ok=True)
        with connect(allowed=[folder]) as con:
            for start in range(0, rows, BATCH):
                values = {"start": start, "stop": min(start + BATCH, rows)}
                for name, text in (("calls", _NATIVE), ("outcomes", _NATIVE_OUTCOMES)):
                    path = folder / "calls" / f"{name}-{start // BATCH:03}.parquet"
                    con.execute(f"COPY ({text}) TO '{path}' (FORMAT parquet)", values)
        (folder / "complete").touch()
    return folder / "calls"


def failing_ledger(root: Path, rows: int) -> Path:
    """The same with calls that fail, are tried again and fall back."""
    return _ledger(root / f"ledger-of-failures-{rows}", rows, _FAILING)


def _ledger(folder: Path, rows: int, calls: str) -> Path:
    if (folder / "complete").is_file():
        return folder / "ledger"
    folder.mkdir(parents=True, exist_ok=True)
    for start in range(0, rows, BATCH):
        _commit_rows(folder / "ledger", start, min(start + BATCH, rows), calls)
    (folder / "complete").touch()
    return folder / "ledger"


def imported_book(path: Path, models: Iterable[tuple[str, str]]) -> Path:
    """What a price list says of models: a dozen prices each."""
    line = "input = 1, output = 4, cache_read = 0.1, cache_write_5m = 1.25"
    rates = ", ".join(f"{{ {kind}{line} }}" for kind in ("", 'tier = "batch", ', 'tier = "flex", '))
    entries = (
        f'[[price]]\nprovider = "{provider}"\nmodel = "{model}"\nknown_at = 2026-11-01\n'
        f"rates = [{rates}]\n"
        for provider, model in models
    )
    path.write_text("".join(['imported = "bench"\n', *entries]), "utf-8")
    return path


def _commit_rows(ledger: Path, start: int, stop: int, calls: str) -> None:
    with connect(allowed=[ledger]) as con:
        staged: dict[str, str] = {}
        for kind, rows in ((USAGE, calls), (OUTCOME, _OUTCOMES)):
            staged[kind.name] = f"rows_of_{kind.name}"
            columns = ", ".join(f"{column.name} {column.sql_type}" for column in kind.columns)
            con.execute(f"CREATE TABLE {staged[kind.name]} ({columns})")
            con.execute(
                f"INSERT INTO {staged[kind.name]} BY NAME {rows}", {"start": start, "stop": stop}
            )
        commit(con, ledger, staged, now=NOW)


def parquet_files(ledger: Path) -> list[str]:
    """The Parquet files of usage of a ledger."""
    return sorted(str(path) for path in ledger.glob("kind=usage/**/*.parquet"))
