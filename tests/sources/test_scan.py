"""The fast way and the exact way give one draft."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from support import claude
from tokenomics.engine import connect
from tokenomics.sources import claude_code, native, rows, scan, sniff
from tokenomics.sources.contract import NO_HINTS


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that may read the test's folder and knows the macros."""
    with connect(allowed=[tmp_path]) as con:
        scan.add_macros(con)
        yield con


def drafted(con: duckdb.DuckDBPyConnection, table: str) -> list[tuple[object, ...]]:
    """The rows of a draft as text, without the line that only the exact way knows."""
    return con.execute(
        f"SELECT CAST(COLUMNS(* EXCLUDE (source_line)) AS VARCHAR) FROM {table} ORDER BY ALL"
    ).fetchall()


def test_both_ways_agree(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """A sound log gives the same draft through DuckDB's reader and through ours."""
    fancy = claude.usage(
        2, 260, cache_creation={"ephemeral_5m_input_tokens": 30, "ephemeral_1h_input_tokens": 70},
        cache_creation_input_tokens=100, server_tool_use={"web_search_requests": 2}, speed="fast",
    )  # fmt: skip
    path = claude.write(
        tmp_path / "s.jsonl",
        [
            claude.note(),
            claude.line("msg_A", used=fancy, agentId="a1", costUSD=0.12, durationMs=2300),
            claude.line("msg_B", requestId=None),
            claude.line(None),
            {"type": "progress", "timestamp": claude.TS, "sessionId": "s",
             "data": {"message": {"message": {"id": "msg_P", "model": "m", "usage": claude.usage(7)}}}},
        ],
    )  # fmt: skip

    scan.load_lines(con, claude_code.SOURCE, {str(path): 1})
    scan.draft(con, claude_code.SOURCE)
    fast, tally = drafted(con, "draft"), scan.tallies(con)
    found = ((Path("0"), row) for row in rows.read_rows(path, "jsonl"))
    problems = scan.load_exact(con, claude_code.SOURCE, found)
    scan.draft(con, claude_code.SOURCE)

    assert drafted(con, "draft") == fast
    assert scan.tallies(con) == tally == {"0": scan.Tally(5, 4, 0, 0)}
    assert problems == []


def test_the_fast_way_counts_what_it_could_not_read(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Lines that are broken or no object are counted by file."""
    path = claude.write(tmp_path / "s.jsonl", ["broken{", '{"usage": {}}', "\0", claude.line()])

    scan.load_lines(con, claude_code.SOURCE, {str(path): 1})
    scan.draft(con, claude_code.SOURCE)

    found = scan.tallies(con)
    assert found == {"0": scan.Tally(rows=4, recorded=1, rejected=0, unreadable=2)}


def test_the_exact_way_knows_lines_and_reasons(tmp_path: Path) -> None:
    """What cannot be read is a value with its line and its reason, and blank lines count."""
    path = tmp_path / "s.jsonl"
    path.write_text('{}\n\nbroken{\n[1]\n{"half": ')

    found = list(rows.read_rows(path, "jsonl"))

    assert [(row.line, row.problem) for row in found] == [
        (1, None),
        (3, "line: not valid JSON"),
        (4, "line: not a JSON object"),
        (5, "line: half written"),
    ]


def known_macros(queries: list[str] | None) -> set[str]:
    """The macros of a connection that were made for the queries."""
    with connect() as con:
        scan.add_macros(con, queries)
        found = con.execute("SELECT function_name FROM duckdb_functions() WHERE NOT internal")
        return {name for (name,) in found.fetchall()}


def test_macros_are_made_where_they_are_called() -> None:
    """A query gets the macros that it calls and those that they call in turn."""
    numbers = {"is_number", "with_point", "number_part", "scaled", "half_even"}

    assert known_macros(["SELECT as_amount(x)", "SELECT as_text(x)"]) == {
        *numbers,
        "as_amount",
        "as_text",
    }
    every = known_macros(None)
    assert known_macros([f"SELECT {name}()" for name in every]) == every


NAMES = (
    "",
    "filename",
    "file_row_number",
    "TS",
    'a"b',
    "a'b",
    "'; DROP TABLE raw_rows; --",
    "at_0",
)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_columns_may_have_any_name(
    form: str, con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Beside those that a source reads, a table may have columns of no name, of SQL, or of the reader's own."""
    path = tmp_path / f"calls.{form}"
    for name in NAMES:
        row = {
            "ts": "2026-11-02T09:00:00Z",
            "provider": "openai",
            "model": "gpt-4o",
            "input": "5",
            name: "x",
        }
        if form == "csv":
            with path.open("w", newline="") as file:
                csv.writer(file).writerows([row.keys(), row.values()])
            source = native.FORMAT.claim(sniff.sample(path), NO_HINTS)
            assert source is not None
            scan.load_csv(con, source, path)
        else:
            pq.write_table(pa.table({key: [value] for key, value in row.items()}), path)
            source = native.FORMAT.claim(sniff.sample(path), NO_HINTS)
            assert source is not None
            scan.load_parquet(con, source, path)
        scan.draft(con, source)
        found = con.execute(
            "SELECT source_file, source_line, model_served, input, problem FROM draft"
        ).fetchall()
        assert found == [(str(path), 2 if form == "csv" else 1, "gpt-4o", 5, None)], name
