"""What a person needs for a task, as it is stated."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tokenomics.config import Config
from tokenomics.records.errors import ConfigError
from tokenomics.sections import LabourConfig, PersonConfig
from tokenomics.weighing.persons import NOBODY, Person, person_of, persons_of

CLERK = PersonConfig(12.5, "48.00 USD", {"feature": "draft"})
ANYBODY = PersonConfig(30)
CONFIG = Config(labour=LabourConfig("60.00 USD"), person=(CLERK, ANYBODY))


def test_the_first_who_picks_a_task_does_it() -> None:
    """A clerk drafts in 12.5 minutes at 48: 10 dollars. Others take 30 minutes at the 60 of `[labour]`: 30."""
    persons = persons_of(CONFIG, "USD")

    costs = [person_of(persons, {"feature": name}) for name in ("draft", "chat")]
    assert [each.cost for each in costs if each] == [10, 30]


def test_an_empty_value_picks_tasks_that_state_none() -> None:
    """As filters and rules do."""
    persons = persons_of(Config(person=(PersonConfig(6, "60", {"feature": ""}),)), "USD")

    assert person_of(persons, {"feature": None}) is not None
    assert person_of(persons, {"feature": "chat"}) is None


def test_options_stand_for_all_that_is_configured() -> None:
    """Nine minutes at 40 an hour are 6 dollars, whatever the task; an hour of review is 40 as well."""
    persons = persons_of(CONFIG, "USD", minutes="9", hourly="40")
    person = person_of(persons, {"feature": "draft"})

    assert person is not None
    assert (person.cost, persons.hourly) == (6, Decimal(40))


def test_an_hour_may_be_stated_alone() -> None:
    """The clerk's 12.5 minutes at 24 dollars an hour: 5."""
    person = person_of(persons_of(CONFIG, "USD", hourly="24.00 USD"), {"feature": "draft"})

    assert person is not None
    assert person.cost == 5


def test_nothing_is_made_up() -> None:
    """Nobody without a statement, and no cost without the price of an hour."""
    assert persons_of(Config(), "USD") == NOBODY
    assert person_of(NOBODY, {"feature": "draft"}) is None
    assert Person({}, Fraction(5), None).cost is None
    assert persons_of(Config(), "USD", minutes="5").each == (Person({}, Fraction(5), None),)


@pytest.mark.parametrize(
    ("minutes", "hourly", "said"),
    [
        ("x", None, "minutes: 'x' is not a number"),
        ("0", None, "minutes '0' must be more than 0"),
        ("-1", None, "minutes '-1' must be more than 0"),
        (None, "many", "hourly: 'many' is not an amount"),
        (None, "-5", "hourly: -5 must be 0 or more"),
        (None, "5 EUR", "hourly: 5 EUR is not in USD, as the report is"),
    ],
)
def test_what_cannot_be_read_is_told(minutes: str | None, hourly: str | None, said: str) -> None:
    """With the option that it is of."""
    with pytest.raises(ConfigError, match=said):
        persons_of(Config(), "USD", minutes=minutes, hourly=hourly)


@pytest.mark.parametrize(
    ("person", "currency", "said"),
    [
        (PersonConfig(5, "60"), "EUR", r"\[\[person\]\] hourly: 60 is not in EUR"),
        (PersonConfig(5, "x"), "USD", r"\[\[person\]\] hourly: 'x'"),
        (PersonConfig(5, None, {"day": "2026-11-02"}), "USD", "'day' cannot be filtered"),
        (PersonConfig(5, None, {"fature": "a"}), "USD", "feature"),
    ],
)
def test_so_is_what_a_configuration_says(person: PersonConfig, currency: str, said: str) -> None:
    """A bare number there is of the configuration's currency."""
    with pytest.raises(ConfigError, match=said):
        persons_of(Config(person=(person,)), currency)
