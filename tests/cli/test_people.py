"""Tests of people.py: who is behind a pseudonym."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.command import Done, command
from support.logs import calls
from tokenomics.people import load, people_file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a ledger of calls by ada and bob, 0.06 dollars each."""
    calls(tmp_path / "calls.csv")
    command("ingest", "calls.csv", "--ledger", "books", cwd=tmp_path)
    return tmp_path


def _people(folder: Path, *words: str) -> Done:
    return command("people", *words, "--ledger", "books", cwd=folder)


def test_everybody_is_listed(folder: Path) -> None:
    """Without names all people are shown, with their pseudonyms."""
    done = _people(folder, "--format", "json")

    known = load(people_file(folder / "books"))
    assert json.loads(done.out) == [{"user": known[name], "name": name} for name in ("ada", "bob")]


def test_a_person_is_looked_up_by_either_name(folder: Path) -> None:
    """A real name leads to the pseudonym, a pseudonym to the name."""
    known = load(people_file(folder / "books"))

    by_name, by_pseudonym = _people(folder, "bob"), _people(folder, known["bob"])
    assert by_name == by_pseudonym
    assert "bob" in by_name.out
    assert "ada" not in by_name.out


def test_who_is_not_there_is_said(folder: Path) -> None:
    """An unknown name is an error with the nearest one; so is a ledger that names nobody."""
    assert "did you mean 'bob'?" in _people(folder, "bobb").err
    other = command("people", "--ledger", "none", cwd=folder)
    assert (other.code, "nobody has a pseudonym here" in other.err) == (2, True)


def test_reports_are_asked_by_name(folder: Path) -> None:
    """A filter finds a person by the real name, and the report shows the pseudonym."""
    done = command(
        "report", "--ledger", "books", "--by", "user,team", "--where", "user=bob", "--format", "csv",
        cwd=folder,
    )  # fmt: skip

    assert done.err == ""
    assert load(people_file(folder / "books"))["bob"] in done.out
    assert ("search" in done.out, "support" in done.out, "bob" in done.out) == (True, False, False)


def test_rules_name_people(folder: Path) -> None:
    """A rule for a person by the real name acts on the pseudonym."""
    (folder / "tokenomics.toml").write_text(
        '[[attribute]]\nwhen = { user = "ada" }\nset = { team = "moved" }\n'
    )
    done = command("report", "--ledger", "books", "--by", "team", "--format", "csv", cwd=folder)

    assert ("moved" in done.out, "support" in done.out) == (True, False)


def test_names_that_are_not_there_are_told_once(folder: Path) -> None:
    """A person who is in the file and in no record of the period, or in none at all, is said."""
    words = ("report", "--ledger", "books", "--where")

    assert "no record has user 'bobby'" in command(*words, "user=bobby", cwd=folder).err
    later = command(*words, "user=ada", "--since", "2026-11-03", cwd=folder)
    assert later.err.count("no record has user") == 1
    assert "no record has user 'ada'" in later.err


def test_kept_and_replaced_users_are_one(folder: Path) -> None:
    """Where some of a person's calls name them, a filter by name finds all."""
    calls(folder / "more.csv", "2026-11-04T10:00:00Z,openai,gpt-4-0613,search,bob,2000,0,z")
    command("ingest", "more.csv", "--ledger", "books", "--keep-user-ids", cwd=folder)
    done = command(
        "report", "--ledger", "books", "--where", "user=bob", "--format", "json", cwd=folder
    )

    assert json.loads(done.out)["totals"]["requests"] == 2


def test_reports_from_logs_say_that_pseudonyms_pass(folder: Path) -> None:
    """Where users are shown and no file keeps who they are, the way to their names is told."""
    words = ("report", "calls.csv", "--by", "user")

    assert "--keep-user-ids shows" in command(*words, cwd=folder).err
    assert "--keep-user-ids" not in command(*words, "--keep-user-ids", cwd=folder).err
    assert "ada" in command(*words, "--keep-user-ids", cwd=folder).out
    assert "--keep-user-ids" not in command("report", "calls.csv", cwd=folder).err
