"""Every query on a real Postgres: what it answers is what DuckDB answers, to the last digit."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Generator
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

import pytest

from support.asked_worlds import WORLDS
from support.command import command
from support.postgres import Postgres, binaries, compared, server
from tokenomics import queries
from tokenomics.ledger import open_ledger

# The columns of a row of what touches no price.
_TOUCHED = ("provider", "model", "unpriced", "undated", "assumed")

pytestmark = pytest.mark.skipif(
    binaries() is None, reason="no Postgres on this machine: install Debian's package postgresql"
)


@pytest.fixture(scope="module")
def to() -> Generator[str]:
    """A server of these tests' own."""
    with server() as words:
        yield words


def test_every_query_answers_as_duckdb_does(to: str) -> None:
    """All questions of all worlds, statement by statement: together they use every query there is."""
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        found = list(pool.map(compared, WORLDS, repeat(to)))

    every = {path.stem for path in Path(queries.__file__).parent.glob("*.sql")}
    assert every == set[str]().union(*(each.used for each in found))
    assert [unlike for each in found for unlike in each.unlike] == []
    assert sum(each.statements for each in found) > 2_000


@pytest.mark.parametrize(
    "question",
    [
        "report --by feature",
        "report --by feature,model --since 2026-08-10 --until 2026-08-20T12:00",
    ],
)
@pytest.mark.parametrize("is_loaded", [True, False])
def test_a_printed_script_is_answered_by_psql(
    to: str, tmp_path: Path, question: str, is_loaded: bool
) -> None:
    """Piped as it is, with its rows or into tables that hold them, it says what the report says in JSON."""
    WORLDS["demo"].fill(tmp_path)
    words = question.split()
    report = json.loads(command(*words, "--format", "json", cwd=tmp_path).out)
    load = ["--load"] if is_loaded else []
    script = command("sql", *words, "--dialect", "postgres", *load, cwd=tmp_path)
    schema = f"asked_{len(question)}_{is_loaded}".lower()
    target = Postgres(to, schema)
    ledger = open_ledger(tmp_path / ".tokenomics")
    for kind in sorted({file.kind for file in ledger.files}) if not is_loaded else ():
        target.load(kind, kind, [file for file in ledger.files if file.kind == kind])
    target.close()
    psql = ["psql", to, "-v", "ON_ERROR_STOP=1", "-q", "-A", "-t", "-F", "\t"]
    env = {**os.environ, "PGOPTIONS": f"-c search_path={schema}"}
    done = subprocess.run(
        psql, input=script.out, capture_output=True, text=True, env=env, check=False
    )

    assert (script.code, done.returncode) == (0, 0), done.stderr
    said = [line.split("\t") for line in done.stdout.splitlines()]
    *page, total = [line for line in said if len(line) > len(_TOUCHED)]
    names = words[2].split(",")
    told = [(*(row[name] or "" for name in names), _cost(row["cost"])) for row in report["rows"]]
    assert [(*line[: len(names)], _cost(line[-2])) for line in page] == told
    assert _cost(total[-2]) == _cost(report["totals"]["cost"])


def _cost(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None
