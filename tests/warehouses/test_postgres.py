"""Every query on a real Postgres: what it answers is what DuckDB answers, to the last digit."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Generator
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from support import asked_worlds as questions
from support.command import command
from support.postgres import Postgres, binaries, server
from support.recordings import replay
from tokenomics import queries
from tokenomics.ledger import open_ledger

# The columns of a row of what touches no price.
_TOUCHED = ("provider", "model", "unpriced", "undated", "assumed")

pytestmark = pytest.mark.skipif(
    binaries() is None, reason="no Postgres on this machine: install Debian's package postgresql"
)


@pytest.fixture(scope="module")
def to(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """A server of these tests' own."""
    with server(tmp_path_factory.mktemp("postgres")) as words:
        yield words


def test_every_query_answers_as_duckdb_does(to: str, tmp_path: Path) -> None:
    """All questions of all worlds, statement by statement: together they use every query there is."""
    wrong, count, used = list[str](), 0, set[str]()
    for name, world in questions.WORLDS.items():
        folder = tmp_path / name
        folder.mkdir()
        with queries.noting() as made:
            recorded = questions.record(world, folder)
        target = Postgres(to)
        told, said = replay(recorded, target)
        target.close()
        wrong += said
        count += told
        used |= {each.name for each in made}

    every = {path.stem for path in Path(queries.__file__).parent.glob("*.sql")}
    assert every - questions.ELSEWHERE.keys() == used - questions.ELSEWHERE.keys()
    assert wrong == []
    assert count > 1_000


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
    questions.WORLDS["demo"].fill(tmp_path)
    words = question.split()
    report = json.loads(command(*words, "--format", "json", cwd=tmp_path).out)
    load = ["--load"] if is_loaded else []
    script = command("sql", *words, "--dialect", "postgres", *load, cwd=tmp_path)
    schema = f"s{abs(hash((question, is_loaded)))}"
    with psycopg.connect(to, autocommit=True) as con:
        con.execute(f"CREATE SCHEMA {schema}".encode())
    if not is_loaded:
        target = Postgres(to, schema)
        ledger = open_ledger(tmp_path / ".tokenomics")
        for kind in sorted({file.kind for file in ledger.files}):
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
