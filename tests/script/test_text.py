"""A question as a script for a warehouse."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.ledger_rows import put, row
from support.usage import call
from tokenomics.engine import connect
from tokenomics.ledger import Ledger, open_ledger, relation
from tokenomics.queries import Made, sql
from tokenomics.recording import Asked, Filled
from tokenomics.records.errors import ConfigError
from tokenomics.script import Recording, check, dialects, script

BOOKS = [("acme", "0" * 64)]


def _recording(folder: Path, words: tuple[str, ...] = ("report", "--by", "feature")) -> Recording:
    usage = {k: v for k, v in call(input=7, feature="it's").items() if k not in {"source", "ts"}}
    put(folder / "ledger", usage=[row(1, **usage)])
    ledger: Ledger = open_ledger(folder / "ledger")
    calls = relation(ledger, "usage", columns=["feature", "input"])
    text = sql("known_values", calls="t", limit="3")
    steps = [
        Asked(f"SELECT max(input) FROM {calls} AS calls", {}),
        Filled("rates", {"rate": "DECIMAL(22,18)", "name": "VARCHAR"}, [("0.5", "a; DROP TABLE usage --")]),
        Asked(f"CREATE OR REPLACE TEMP TABLE t AS SELECT feature AS known FROM {calls} AS calls, rates WHERE feature = $f", {"f": "it's"}),
        Asked(text, {}),
    ]  # fmt: skip
    return Recording(words, ledger, BOOKS, steps, [Made("known_values", text)])


def test_a_script_says_what_it_is_of(tmp_path: Path) -> None:
    """Its words, version, books, whether a test runs it, and which tables it expects with which columns."""
    found = "\n".join(script(_recording(tmp_path), "postgres"))

    assert found.startswith(
        "-- tokenomics report --by feature\n-- as version 0 of the ledger answers it"
    )
    assert "-- dialect postgres: tests run every query" in found
    assert "-- 1 steps that decided this are left out" in found
    assert "-- It expects the rows of the ledger's Parquet files in usage" in found
    assert '--   "feature" TEXT COLLATE "C",' in found
    assert "-- The most common values of a dimension.\n" in found
    assert "WHERE\n  feature = 'it''s'" in found


def test_no_line_of_a_word_leaves_the_comment(tmp_path: Path) -> None:
    """Whatever a filter holds, the script's first line holds it."""
    words = ("report", "--where", "feature=a\n; DROP TABLE usage; --")

    assert next(script(_recording(tmp_path, words), "duckdb")) == (
        "-- tokenomics report --where 'feature=a ; DROP TABLE usage; --'"
    )


def test_duckdb_answers_a_script_with_its_rows(tmp_path: Path) -> None:
    """As it stands; a value that looks like a statement is a value."""
    text = "\n".join(script(_recording(tmp_path), "duckdb", load=True))
    with connect(allowed=[tmp_path]) as con:
        assert con.execute(text).fetchall() == [("it's",)]


def test_the_whole_script_has_what_decided_it(tmp_path: Path) -> None:
    """Every question stands in it."""
    found = "\n".join(script(_recording(tmp_path), "duckdb", whole=True))

    assert "MAX(input)" in found
    assert "left out" not in found


def test_an_untested_dialect_says_so(tmp_path: Path) -> None:
    """It is written all the same."""
    found = "\n".join(script(_recording(tmp_path), "snowflake"))

    assert "-- dialect snowflake: untested" in found


def test_unknown_dialects_and_rows_for_others_are_refused() -> None:
    """With the nearest name, and with what takes rows."""
    with pytest.raises(ConfigError, match="unknown dialect 'postgre': did you mean 'postgres'"):
        check("postgre", load=False)
    with pytest.raises(ConfigError, match="--load brings rows to duckdb and postgres"):
        check("spark", load=True)
    assert {"duckdb", "postgres", "spark", "snowflake", "bigquery"} <= set(dialects())
