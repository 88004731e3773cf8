"""Tests of ledgers.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.damage import DATA, three_versions
from tokenomics.auditing.ledgers import looked_through
from tokenomics.config import Config
from tokenomics.ledger import verify
from tokenomics.people import digest_key, key_file, people_file, pseudonyms


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger with people and a key beside it."""
    made = three_versions(tmp_path / "ledger")
    pseudonyms(people_file(made), ["alice@example.com"])
    digest_key(people_file(made))
    return made


def test_what_lies_beside_is_looked_at(ledger: Path) -> None:
    """A ledger, its people and its key as they were made are sound."""
    assert looked_through(ledger, Config()) == verify(ledger)
    assert looked_through(ledger, Config()).is_sound


def test_people_that_others_may_read_are_told(ledger: Path) -> None:
    """With the command that closes the file again."""
    people = people_file(ledger)
    people.chmod(0o644)
    (finding,) = looked_through(ledger, Config()).findings

    assert (finding.what, finding.path) == ("people", str(people))
    assert finding.problem == "others may read it (mode 644)"
    assert finding.remedy == f"run 'chmod 600 {people}'"


def test_a_damaged_key_is_told(ledger: Path) -> None:
    """What was digested with it can be compared again only with a copy of it."""
    key = key_file(people_file(ledger))
    key.write_text("nonsense", "utf-8")
    (finding,) = looked_through(ledger, Config()).findings

    assert (finding.path, finding.problem) == (str(key), "not a key of digests")
    assert finding.remedy.startswith("bring back a copy, or move it away")


def test_files_of_the_ledger_come_first(ledger: Path) -> None:
    """A version may be named as that of any question."""
    DATA[0].do(ledger)
    people_file(ledger).write_text("[]", "utf-8")

    assert [f.what for f in looked_through(ledger, Config(), 2).findings] == ["file", "people"]
