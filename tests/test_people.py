"""The file of people: who is behind a pseudonym, for its owner only."""

from __future__ import annotations

import json
import re
import stat
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path

import pytest

from tokenomics.people import (
    checked_key,
    digest_key,
    forget,
    key_file,
    load,
    people_file,
    pseudonyms,
    readable,
    rotate_key,
)
from tokenomics.records.errors import ConfigError, LedgerReadOnly

ALICE, BOB = "alice@example.com", "bob"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a file of people may lie."""
    return tmp_path / "people.json"


def test_a_person_keeps_the_pseudonym(file: Path) -> None:
    """A pseudonym is drawn once; it tells nothing of the name."""
    first = pseudonyms(file, [ALICE])
    second = pseudonyms(file, [BOB, ALICE])

    assert re.fullmatch(r"user-[a-z2-7]{10}", first[ALICE])
    assert second[ALICE] == first[ALICE] != second[BOB]
    assert load(file) == second


def test_other_files_draw_other_pseudonyms(tmp_path: Path) -> None:
    """Nothing but the file leads from a name to its pseudonym."""
    assert pseudonyms(tmp_path / "a", [ALICE]) != pseudonyms(tmp_path / "b", [ALICE])


def test_a_pseudonym_is_nobodys_name(file: Path) -> None:
    """What was exported from a ledger with pseudonyms keeps them when it is read again."""
    given = pseudonyms(file, [ALICE])[ALICE]

    assert pseudonyms(file, [given]) == {given: given}
    assert load(file) == {ALICE: given}


def test_only_the_owner_may_read_it(file: Path) -> None:
    """The file is made with mode 600, and with each name on a line of its own."""
    pseudonyms(file, [ALICE, BOB])

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sum(ALICE in line or f'"{BOB}"' in line for line in file.read_text().splitlines()) == 2


def test_a_file_that_others_may_read_is_refused(file: Path) -> None:
    """The error says how to close it."""
    pseudonyms(file, [ALICE])
    file.chmod(0o640)

    with pytest.raises(ConfigError, match=r"others may read it \(mode 640\): run 'chmod 600"):
        load(file)


@pytest.mark.parametrize("text", ["", "[]", '{"a": 1}', "\xff", "[" * 100_000])
def test_a_damaged_file_is_not_written_over(text: str, file: Path) -> None:
    """Nobody gets a second pseudonym because a file cannot be understood."""
    file.write_bytes(text.encode("latin-1"))
    file.chmod(0o600)

    with pytest.raises(ConfigError, match="not a file of people and pseudonyms"):
        pseudonyms(file, [ALICE])
    assert file.read_bytes() == text.encode("latin-1")


def test_a_folder_is_no_file_of_people(tmp_path: Path) -> None:
    """What cannot be read is named with the reason."""
    tmp_path.chmod(0o700)

    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """The error names the file and the reason."""
    (tmp_path / "plain").write_text("")

    with pytest.raises(LedgerReadOnly, match=r"people\.json: cannot be written"):
        pseudonyms(tmp_path / "plain" / "people.json", [ALICE])


def test_who_is_forgotten_is_gone(file: Path) -> None:
    """Real names and pseudonyms both name a person; others stay."""
    given = pseudonyms(file, [ALICE, BOB, "cem"])

    assert forget(file, [ALICE, given["cem"], "dora"]) == [ALICE, "cem"]
    assert load(file) == {BOB: given[BOB]}
    assert pseudonyms(file, [ALICE])[ALICE] != given[ALICE]


def test_nobody_is_there_before_the_first(file: Path) -> None:
    """Without a file there are no people, and forgetting makes none."""
    assert load(file) == readable(file) == {}
    assert forget(file, [ALICE]) == []
    assert not file.exists()


def test_writers_at_once_agree(file: Path) -> None:
    """Processes that meet the same people at the same time give each one pseudonym."""
    names = [f"person{number}" for number in range(50)]
    with ProcessPoolExecutor(4) as pool:
        given = list(pool.map(pseudonyms, repeat(file, 8), repeat(names, 8)))

    assert all(one == given[0] for one in given)
    assert json.loads(file.read_text("utf-8")) == given[0]
    assert len(set(given[0].values())) == len(names)


@pytest.mark.parametrize(
    ("ledger", "name"),
    [("ledger", ".ledger.people.json"), (".tokenomics", ".tokenomics.people.json")],
)
def test_people_lie_beside_the_ledger(ledger: str, name: str, tmp_path: Path) -> None:
    """The file is hidden, so that reading the folder around does not read it."""
    assert people_file(tmp_path / ledger) == tmp_path / name


def test_a_ledger_keeps_its_key_of_digests(file: Path) -> None:
    """The key is drawn once, of 32 bytes, into a file that only its owner may read."""
    first = digest_key(file)

    assert re.fullmatch("[0-9a-f]{64}", first)
    assert digest_key(file) == first != digest_key(file.with_name("other.json"))
    assert stat.S_IMODE(file.with_name("people.key").stat().st_mode) == 0o600


def test_a_damaged_key_is_not_written_over(file: Path) -> None:
    """Another key would tell equal prompts apart, so nobody draws one unasked."""
    key = file.with_name("people.key")
    key.write_text("half")
    key.chmod(0o600)

    with pytest.raises(ConfigError, match="not a key of digests: bring back a copy"):
        digest_key(file)
    assert key.read_text() == "half"


def test_another_key_takes_the_place_of_the_old_one(file: Path) -> None:
    """Nothing of the old key is left, the new one is as closed as it was, and holds from then on."""
    old = digest_key(file)
    where = rotate_key(file)

    assert where == key_file(file)
    assert digest_key(file) == checked_key(file) != old
    assert stat.S_IMODE(where.stat().st_mode) == 0o600
    assert not any(old.encode() in path.read_bytes() for path in file.parent.iterdir())


def test_a_key_is_checked_without_drawing_one(file: Path) -> None:
    """Where there is none yet none is made."""
    assert checked_key(file) is None
    assert not key_file(file).exists()
