"""`tokenomics sql`, from a question to a script."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import pytest

from support.command import command
from support.priced_logs import document, priced
from tokenomics.engine import connect

CALLS = """ts,provider,model,feature,input
2026-11-02T10:00:00Z,acme,large,"it's, chat",100000
2026-11-02T10:01:00Z,acme,small,search,100000
2026-12-02T10:01:00Z,acme,small,search,7
"""
ASKED = ("report", "--by", "feature", "--pricebook", "prices.toml", "--ledger", "ledger")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A ledger of three calls, and their prices."""
    priced(tmp_path, CALLS)
    assert command("ingest", "calls.csv", "--ledger", "ledger", cwd=tmp_path).code == 0
    return tmp_path


def _sql(folder: Path, *words: str) -> str:
    done = command("sql", *words, cwd=folder)
    assert done.code == 0, done.err
    return done.out


def test_a_script_answers_as_the_report_does(folder: Path) -> None:
    """DuckDB answers it as it stands, with the ledger's files, to the digit."""
    where = ("--where", "feature=it's, chat", "--until", "2026-12")
    text = _sql(folder, *ASKED, *where, "--load")
    page = text.rsplit("-- The sum of all rows", 1)[0]
    with connect(allowed=[folder]) as con:
        found = con.execute(page).fetchall()

    (row,) = document("report", folder, "--by", "feature", *where)["rows"]
    assert [(each[0], each[-2]) for each in found] == [("it's, chat", Decimal(row["cost"]))]


def test_options_stand_before_and_behind(folder: Path) -> None:
    """Those of the script may stand anywhere, those of the question are its own."""
    one = _sql(folder, "--dialect", "postgres", *ASKED)
    two = _sql(folder, *ASKED, "--dialect", "postgres", "--output", "script.sql")

    assert (two, (folder / "script.sql").read_text("utf-8")) == ("", one)
    assert "CREATE TEMPORARY TABLE tokenomics_rows" in one


def test_an_untested_dialect_is_said_to_be(folder: Path) -> None:
    """In the script, and beside it."""
    done = command("sql", *ASKED, "--dialect", "bigquery", cwd=folder)

    assert "-- dialect bigquery: untested" in done.out
    assert done.err == "dialect bigquery is untested: no test runs its scripts\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["reprot"], "unknown question 'reprot': did you mean 'report'?"),
        (["demo"], "unknown question 'demo': choose from agents, anomalies, budget"),
        (["report", "--dialect", "postgre"], "unknown dialect 'postgre': did you mean 'postgres'?"),
        (["report", "--dialect", "spark", "--load"], "--load brings rows to duckdb and postgres"),
        (["report", "--by", "featur"], "unknown dimension 'featur'"),
        (["report", "calls.csv"], "report asked no ledger"),
    ],
)
def test_mistakes_are_one_line(folder: Path, words: list[str], said: str) -> None:
    """What, the value, what to do; nothing is printed."""
    done = command("sql", *words, cwd=folder)

    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert said in done.err


def test_sqlglot_is_asked_for_where_it_is_missing(folder: Path) -> None:
    """One line says how it is installed."""
    with patch("tokenomics_cli.recorded.find_spec", lambda _: None):
        done = command("sql", *ASKED, cwd=folder)

    assert (done.code, done.out) == (2, "")
    assert "scripts in SQL need sqlglot: pip install 'tokenomics-finops[sql]'" in done.err


def test_nothing_else_imports_sqlglot(folder: Path) -> None:
    """A report does without."""
    with patch.dict(sys.modules, {"sqlglot": None}):
        assert command(*ASKED, cwd=folder).code == 0
