"""Tests of forgetting.py."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import pytest

from support.command import command, process
from tokenomics.auditing.forgetting import Trace, forget, named
from tokenomics.config import Config, load
from tokenomics.ledger import verify
from tokenomics.people import load as people_in
from tokenomics.people import people_file
from tokenomics.records.errors import InputError

ALICE, BOB = "alice@example.com", "bob@example.com"


def _call(day: int, user: str, **more: object) -> str:
    said = {
        "ts": f"2026-11-{day:02}T10:00:00Z", "provider": "openai", "model": "gpt-4-0613", "input": 1000,
        "output": 0, "user": user, **more,
    }  # fmt: skip
    return f"{json.dumps(said)}\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger of two calls by alice and one by bob, 0.03 USD each."""
    logs = _call(1, ALICE) + _call(2, BOB) + _call(3, ALICE)
    (tmp_path / "calls.jsonl").write_text(logs, "utf-8")
    assert command("ingest", "calls.jsonl", "--ledger", "ledger", cwd=tmp_path).code == 0
    return tmp_path / "ledger"


def _users(ledger: Path, **options: Any) -> dict[str, str]:
    words = ("report", "--by", "user", "--format", "json", "--ledger", ledger)
    done = command(*words, cwd=ledger.parent, **options)
    return {row["user"]: row["cost"] for row in json.loads(done.out)["rows"]}


def _ingest(ledger: Path, text: str) -> None:
    with (ledger.parent / "calls.jsonl").open("a", encoding="utf-8") as file:
        file.write(text)
    assert command("ingest", "calls.jsonl", "--ledger", ledger, cwd=ledger.parent).code == 0


def test_history_holds_and_the_person_is_gone(ledger: Path) -> None:
    """Figures stay to the digit under a pseudonym that nobody is behind, and the ledger verifies."""
    before, pseudonym = _users(ledger), people_in(people_file(ledger))[ALICE]
    found = forget(ledger, Config(), [ALICE])

    assert found.people == {ALICE: pseudonym}
    assert _users(ledger) == before
    assert verify(ledger).is_sound
    assert list(people_in(people_file(ledger))) == [BOB]
    places = [path for path in ledger.parent.rglob("*") if path.is_file() and path.name != "calls.jsonl"]  # fmt: skip
    assert not any(ALICE.encode() in path.read_bytes() for path in places)


def test_a_log_that_grows_brings_nobody_back(ledger: Path) -> None:
    """What is new is of a new pseudonym, what was read stays with the old one, and nothing is twice."""
    old = people_in(people_file(ledger))[ALICE]
    forget(ledger, Config(), [old])
    _ingest(ledger, _call(4, ALICE))
    new = people_in(people_file(ledger))[ALICE]

    assert new != old
    bob = people_in(people_file(ledger))[BOB]
    assert _users(ledger) == {old: "0.06", new: "0.03", bob: "0.03"}
    assert verify(ledger).is_sound


def test_the_same_log_again_changes_nothing(ledger: Path) -> None:
    """Touched, moved or read by another path: no call moves to the new pseudonym, none is doubled."""
    before = _users(ledger)
    forget(ledger, Config(), [ALICE])
    (ledger.parent / "copy.jsonl").write_bytes((ledger.parent / "calls.jsonl").read_bytes())
    (ledger.parent / "calls.jsonl").touch()
    assert command("ingest", "calls.jsonl", "copy.jsonl", "--ledger", ledger, cwd=ledger.parent).code == 0  # fmt: skip

    assert _users(ledger) == before


def test_a_restated_row_is_the_new_persons(tmp_path: Path) -> None:
    """A sum that a provider states anew is replaced whole, under the new pseudonym: never both."""
    row = "ts,ts_end,grain,provider,model,input,output,user\n2026-11-01T00:00:00Z,2026-11-02T00:00:00Z,bucket,openai,gpt-4-0613,{},0,alice\n"  # fmt: skip
    (tmp_path / "sums.csv").write_text(row.format(1000), "utf-8")
    ledger = tmp_path / "ledger"
    command("ingest", "sums.csv", "--ledger", ledger, cwd=tmp_path)
    (old,) = _users(ledger)
    forget(ledger, Config(), ["alice"])
    (tmp_path / "sums.csv").write_text(row.format(2000), "utf-8")
    command("ingest", "sums.csv", "--ledger", ledger, cwd=tmp_path)

    (new,) = _users(ledger)
    assert _users(ledger) == {new: "0.06"}
    assert new != old


def test_where_a_name_still_stands_is_told(tmp_path: Path) -> None:
    """In columns that are kept, in the configuration, and within other names of people."""
    logs = _call(1, "alice", feature="inbox of alice", customer="x ALICE", team=ALICE)
    (tmp_path / "alice.jsonl").write_text(logs, "utf-8")
    config = tmp_path / "tokenomics.toml"
    config.write_text(
        '[[attribute]]\nwhen = { user_id = "alice" }\nset = { team = "a" }\n', "utf-8"
    )
    ledger = tmp_path / "ledger"
    command("ingest", "alice.jsonl", "--ledger", ledger, cwd=tmp_path)

    assert forget(ledger, load(config), ["alice"]).traces == (
        Trace("alice", "file.source_file", 1),
        Trace("alice", "usage.source_file", 1),
        Trace("alice", "usage.feature", 1),
        Trace("alice", "usage.customer", 1),
        Trace("alice", "configuration attribute.0.when.user_id", 1),
        Trace("alice", "file of people, within other names", 1),
    )


def test_a_name_within_a_tag_is_told(tmp_path: Path) -> None:
    """In the value of a tag and in its key, of calls that have other tags besides or none."""
    logs = (
        _call(1, ALICE, tags={"note": f"{ALICE} asked", "k": "v"})
        + _call(2, ALICE, tags={f"of {ALICE.upper()}": "x"})
        + _call(3, ALICE, tags={"k": "v"})
        + _call(4, ALICE)
    )
    (tmp_path / "calls.jsonl").write_text(logs, "utf-8")
    ledger = tmp_path / "ledger"
    assert command("ingest", "calls.jsonl", "--ledger", ledger, cwd=tmp_path).code == 0

    assert forget(ledger, Config(), [ALICE]).traces == (Trace(ALICE, "usage.tags", 2),)
    assert people_in(people_file(ledger)) == {}


@pytest.mark.parametrize("place", ["before_people", "after_people"])
def test_killed_anywhere_somebody_is_there_or_gone(place: str, ledger: Path) -> None:
    """The file of people is the old one or the new one, closed to others, and a second try ends it."""
    before = people_in(people_file(ledger))
    words = ("forget", ALICE, "--yes", "--ledger", ledger)
    done = process(*words, cwd=ledger.parent, env={"TOKENOMICS_FAILPOINT": place})
    now = people_in(people_file(ledger))

    assert done.returncode == -signal.SIGKILL
    assert now == (before if place == "before_people" else {BOB: before[BOB]})
    again = process(*words, cwd=ledger.parent)
    assert again.returncode == (0 if place == "before_people" else 2)
    assert people_in(people_file(ledger)) == {BOB: before[BOB]}
    assert not list(ledger.parent.glob(".*.part"))


def test_who_is_not_there_cannot_be_forgotten(ledger: Path, tmp_path: Path) -> None:
    """An unknown name is an error with the nearest one, and so is no name at all."""
    with pytest.raises(InputError, match=r"unknown person 'alice@exmple.com': did you mean"):
        forget(ledger, Config(), ["alice@exmple.com"])
    with pytest.raises(InputError, match="nobody is named"):
        forget(ledger, Config(), [])
    with pytest.raises(InputError, match="nobody has a pseudonym here"):
        forget(tmp_path / "none", Config(), [ALICE])
    assert len(people_in(people_file(ledger))) == 2


def test_people_are_named_by_either_name(ledger: Path) -> None:
    """The real name leads to the pseudonym and back; without names it is everybody."""
    people = people_in(people_file(ledger))

    assert named(people_file(ledger), [people[BOB]]) == {BOB: people[BOB]}
    assert named(people_file(ledger), []) == people
