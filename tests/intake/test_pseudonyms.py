"""People in staged rows, and what becomes of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from support import ledgers, logs
from support.ledger_rows import empty_stage
from support.ledgers import select, take
from tokenomics.config import Config
from tokenomics.engine import connect, duckdb
from tokenomics.intake.pseudonyms import pseudonymise
from tokenomics.ledger import open_ledger
from tokenomics.people import load, people_file
from tokenomics.records.errors import ConfigError, RejectedRows

ALICE = "alice@example.com"
IDS = "hex(record_id), merge_rank, input"
KEY = "sk-0123456789abcdefghijkl"
DIGEST = sha256(KEY.encode()).hexdigest()


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the empty tables of an ingest."""
    with connect() as con:
        empty_stage(con)
        yield con


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """The folder of a ledger that is not there yet."""
    return tmp_path / "ledger"


def named(names: Iterable[str]) -> dict[str, str]:
    """A pseudonym that the tests can tell: the length of the name."""
    return {name: f"user-{len(name)}" for name in names}


def changed(
    con: duckdb.DuckDBPyConnection,
    column: str,
    value: Any,
    *,
    kind: str = "usage",
    keep: bool = False,
    also: tuple[str, ...] = (),
) -> Any:
    """What becomes of one value of a staged row."""
    table = f"staged_{kind}"
    con.execute(f"INSERT INTO {table} ({column}) VALUES ($value)", {"value": value})
    pseudonymise(con, {kind: table}, None if keep else named, also)
    return con.execute(f"SELECT {column} FROM {table}").fetchall()[0][0]


def test_users_get_pseudonyms(con: duckdb.DuckDBPyConnection) -> None:
    """Whatever stands in the user's column is a person; equal names elsewhere are none."""
    con.execute("INSERT INTO staged_usage (user_id, team) VALUES ('bob', 'bob'), ('ann-li', 'x')")

    assert pseudonymise(con, {"usage": "staged_usage"}, named) == {"bob", "ann-li"}
    found = con.execute("SELECT user_id, team FROM staged_usage ORDER BY 1").fetchall()
    assert found == [("user-3", "bob"), ("user-6", "x")]


@pytest.mark.parametrize("column", ["team", "session_id", "customer", "project", "request_id"])
def test_an_address_is_a_person_wherever_it_stands(
    column: str, con: duckdb.DuckDBPyConnection
) -> None:
    """E-mail addresses get pseudonyms in every column that the files decide about."""
    assert changed(con, column, ALICE) == "user-17"


@pytest.mark.parametrize("text", ["Alice <alice@example.com>", "mailto:alice@example.com", "fix/alice@example.com", "a.b+c@d-e.co.uk"])  # fmt: skip
def test_addresses_may_have_a_name_before_them(text: str, con: duckdb.DuckDBPyConnection) -> None:
    """The whole text goes."""
    assert changed(con, "team", text) == f"user-{len(text)}"


@pytest.mark.parametrize("text", ["claude-sonnet-4-5@20250929", "@team", "a@b", "git@host.com:a/b"])
def test_not_every_at_makes_an_address(text: str, con: duckdb.DuckDBPyConnection) -> None:
    """Names of models and places of code stay."""
    assert changed(con, "model_served", text) == text


@pytest.mark.parametrize(
    "key",
    ["user", "USER_ID", "user.email", "enduser.id", "end_user", "username", "e-mail", "actor"],
)
def test_tags_of_people(key: str, con: duckdb.DuckDBPyConnection) -> None:
    """A tag whose name says who a person is holds one, whatever its value; other tags keep place and value."""
    tags = {"env": "prod", key: "bob", "tier": "gold"}

    assert changed(con, "tags", tags) == {"env": "prod", key: "user-3", "tier": "gold"}


def test_addresses_in_tags(con: duckdb.DuckDBPyConnection) -> None:
    """An address is a person under any name."""
    assert changed(con, "tags", {"owner": ALICE, "users": "3"}) == {
        "owner": "user-17",
        "users": "3",
    }


def test_scopes_name_people_as_tags_do(con: duckdb.DuckDBPyConnection) -> None:
    """Revenue of a user meets the user's calls under one pseudonym."""
    assert changed(con, "scope", {"user_id": "bob"}, kind="revenue") == {"user_id": "user-3"}


@pytest.mark.parametrize("kind", ["outcome", "overhead", "revenue", "charge", "usage"])
def test_an_address_may_stand_in_every_kind(kind: str, con: duckdb.DuckDBPyConnection) -> None:
    """Whatever else the columns of a kind are called: an outcome has a `value`."""
    column = {"outcome": "target_id", "overhead": "name", "charge": "description"}.get(kind)

    if column:
        assert changed(con, column, ALICE, kind=kind) == "user-17"
    else:
        name = "scope" if kind == "revenue" else "tags"
        assert changed(con, name, {"owner": ALICE}, kind=kind) == {"owner": "user-17"}


def test_what_else_names_a_person(con: duckdb.DuckDBPyConnection) -> None:
    """Columns and tags that the user lists are persons too, in every kind and scope."""
    assert changed(con, "customer", "acme", also=("customer", "tag:Owner")) == "user-4"
    assert changed(con, "scope", {"customer": "acme"}, kind="overhead", also=("customer",)) == {
        "customer": "user-4"
    }
    assert changed(con, "scope", {"owner": "acme"}, kind="revenue", also=("tag:Owner",)) == {
        "owner": "user-4"
    }


@pytest.mark.parametrize("keep", [True, False])
def test_secrets_become_digests(keep: bool, con: duckdb.DuckDBPyConnection) -> None:
    """A raw key that stands where nobody expects it is not stored, whoever keeps users."""
    tags = {"key": KEY, "lib": "sk-learn"}

    assert changed(con, "tags", tags, keep=keep) == {"key": DIGEST, "lib": "sk-learn"}
    assert changed(con, "name", KEY, kind="overhead", keep=keep) == DIGEST


def test_users_may_be_kept(con: duckdb.DuckDBPyConnection) -> None:
    """Without pseudonyms names stay as they are, and nobody is asked for any."""
    assert changed(con, "user_id", ALICE, keep=True) == ALICE
    assert changed(con, "scope", {"user": "bob"}, kind="revenue", keep=True) == {"user": "bob"}


def test_nobody_is_asked_where_there_is_nobody(con: duckdb.DuckDBPyConnection) -> None:
    """Logs without people need no file of people."""
    con.execute("INSERT INTO staged_usage (team, user_id) VALUES ('x', NULL), ('y', '')")

    def refuse(_: Iterable[str]) -> dict[str, str]:
        raise AssertionError

    assert pseudonymise(con, {"usage": "staged_usage"}, refuse) == set()


def test_paths_and_reasons_stay(con: duckdb.DuckDBPyConnection) -> None:
    """Of files and refused rows the paths are kept, as they are for records."""
    con.execute("INSERT INTO staged_reject (source_file) VALUES ('/home/a@example.com')")

    assert pseudonymise(con, {"reject": "staged_reject"}, named) == set()


def test_ids_do_not_know_pseudonyms(tmp_path: Path) -> None:
    """Kept or not, under this pseudonym or another: a record's id and rank are the same."""
    path = logs.calls(tmp_path / "calls.csv")
    names = ("one", "two", "open")
    for name in names:
        take(tmp_path / name, path, config=ledgers.KEEPING if name == "open" else Config())

    held = [select(tmp_path / name, IDS, rest="ORDER BY 1") for name in names]
    users = [select(tmp_path / name, "user_id", rest="ORDER BY input") for name in names]
    assert held[0] == held[1] == held[2]
    assert users[0] != users[1] != users[2] == [("ada",), ("bob",)]


def test_losing_the_people_doubles_nothing(ledger: Path, tmp_path: Path) -> None:
    """Read again without the file of people, or with users kept, every row is known already."""
    path = logs.calls(tmp_path / "calls.csv")
    take(ledger, path)
    before = select(ledger, f"{IDS}, user_id")
    people_file(ledger).unlink()
    os.utime(path, (0, 0))
    again = take(ledger, path)
    os.utime(path, (1, 1))
    kept = take(ledger, path, config=ledgers.KEEPING)

    assert [(r.added, r.changed, r.unchanged) for r in (again, kept)] == [(0, 0, 2), (0, 0, 2)]
    assert select(ledger, f"{IDS}, user_id") == before


def test_ingests_at_once_agree_on_people(ledger: Path, tmp_path: Path) -> None:
    """However many write at the same time, a person has one pseudonym."""
    rows = [f"2026-11-02T10:00:00Z,openai,gpt-4-0613,x,u{n % 5},{n + 1},0,r{n}" for n in range(40)]
    paths = [logs.calls(tmp_path / f"{n}.csv", *rows[n::4]) for n in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda path: take(ledger, path), paths))

    assert select(ledger, "count(*), count(DISTINCT user_id)") == [(40, 5)]
    assert {user for (user,) in select(ledger, "DISTINCT user_id")} == set(
        load(people_file(ledger)).values()
    )


def test_people_that_are_open_to_others_stop_an_ingest(ledger: Path, tmp_path: Path) -> None:
    """Nothing is committed, and the error says what to do."""
    people = people_file(ledger)
    people.write_text("{}")
    people.chmod(0o644)

    with pytest.raises(ConfigError, match="chmod 600"):
        take(ledger, logs.calls(tmp_path / "calls.csv"))
    assert open_ledger(ledger).version == -1


def test_a_refused_ingest_leaves_no_people(ledger: Path, tmp_path: Path) -> None:
    """Where a strict ingest commits nothing, nobody is written down."""
    with pytest.raises(RejectedRows):
        take(ledger, logs.calls(tmp_path / "calls.csv", logs.ROWS[0], logs.BROKEN), strict=True)

    assert not people_file(ledger).exists()
