"""Questions that name people, asked of a ledger that knows them by pseudonyms."""

from __future__ import annotations

from pathlib import Path

import pytest

from tokenomics.costing import Attribution, CostQuery
from tokenomics.costing.persons import meant
from tokenomics.people import pseudonyms
from tokenomics.records.errors import ConfigError

ALICE = "alice@example.com"


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A file that knows Alice."""
    pseudonyms(tmp_path / "people", [ALICE])
    return tmp_path / "people"


def test_a_filter_means_both_names(people: Path) -> None:
    """Whoever is known by a pseudonym is found by it, and where they are stored as they are."""
    given = pseudonyms(people, [ALICE])[ALICE]
    found = meant(CostQuery(where=(("user", ALICE), ("team", "x"), ("user!", ALICE))), (), people)

    assert found.query.where == (
        ("user", ALICE), ("user", given), ("team", "x"), ("user!", ALICE), ("user!", given),
    )  # fmt: skip
    assert found.only.where == (("user", given), ("team", "x"), ("user!", given))


def test_a_rule_means_both_names(people: Path) -> None:
    """The rule for the pseudonym stands right behind the one it comes from; others stay as they are."""
    given = pseudonyms(people, [ALICE])[ALICE]
    rules = [Attribution({"user": ALICE}, {"team": "x"}), Attribution({"team": "y"}, {"team": "z"})]
    found = meant(CostQuery(), rules, people)

    assert found.rules == (rules[0], Attribution({"user": given}, {"team": "x"}), rules[1])


def test_without_a_file_names_are_names(tmp_path: Path) -> None:
    """Whoever may not read the file asks by what the ledger shows."""
    query = CostQuery(where=(("user", ALICE),))

    assert meant(query, (), tmp_path / "none").query == query


def test_a_file_is_looked_at_where_somebody_may_be_named(people: Path) -> None:
    """A question without names needs no file of people, so one that is open to others is no matter."""
    people.chmod(0o644)

    assert meant(CostQuery(), (), people).query == CostQuery()
    with pytest.raises(ConfigError, match="chmod 600"):
        meant(CostQuery(where=(("user", ALICE),)), (), people)
