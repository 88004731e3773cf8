"""The budgets of a configuration, with every name checked."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from support.budgeting import budget, percent
from tokenomics.budget_config import BudgetConfig
from tokenomics.budgeting.periods import Cycle
from tokenomics.budgeting.plan import Budget, budgets_of, naming, picks
from tokenomics.config import Config, ReportConfig
from tokenomics.costing import Attribution
from tokenomics.people import pseudonyms
from tokenomics.records.errors import ConfigError, PriceError


def _of(**keys: Any) -> Budget:
    given = BudgetConfig(**dict[str, Any](name="x", amount="10") | keys)
    (found,) = budgets_of(Config(report=ReportConfig(timezone="Europe/Berlin"), budget=(given,)))
    return found


def test_a_budget_of_a_configuration() -> None:
    """Values of a list are pairs of one name; the zone is that of reports unless stated."""
    found = _of(
        where={"team": ("support", "sales"), "user_id!": "bob"}, for_each="feature",
        period="year", fiscal_start="04-06", rollover=True, channels=("ops",),
    )  # fmt: skip

    assert found == Budget(
        "x", Decimal(10), "USD", Cycle("year", ZoneInfo("Europe/Berlin"), 0, 4, 6),
        (("team", "support"), ("team", "sales"), ("user!", "bob")), "feature", True, None,
        percent(50, 80, 100), percent(100), ("ops",),
    )  # fmt: skip
    assert _of(timezone="UTC", period="7d").cycle == Cycle("rolling", ZoneInfo("UTC"), 7)


def test_a_budget_of_bills_names_their_columns() -> None:
    """`account` is the column scope_id of a bill's lines."""
    found = _of(basis="billed", where={"account": "42", "tag:app": "rag"}, for_each="service")

    assert (found.where, found.for_each) == ((("scope_id", "42"), ("tag:app", "rag")), "service")


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"where": {"tema": "a"}}, r"\[\[budget\]\] 'x': unknown dimension 'tema': did you mean 'team'"),
        ({"for_each": "day"}, "'day' cannot be filtered by a value"),
        ({"basis": "billed", "where": {"servce": "a"}}, "unknown column 'servce': did you mean 'service'"),
        ({"basis": "billed", "where": {"service": ("a", "b")}}, "one value can be asked for"),
    ],
)  # fmt: skip
def test_a_name_that_there_is_not(keys: dict[str, Any], sentence: str) -> None:
    """The budget is named, and the nearest name."""
    with pytest.raises(ConfigError, match=sentence):
        _of(**keys)


def test_an_amount_in_another_currency() -> None:
    """Without an exchange rate it cannot be compared with what is spent."""
    with pytest.raises(PriceError, match="'x' is in EUR and reports are in USD: no exchange rate"):
        _of(amount="10 EUR")


def test_people_are_found_under_both_names(tmp_path: Path) -> None:
    """A budget of Ada's, and a rule about her, find her pseudonym as well; bills know no people."""
    people = tmp_path / "people.json"
    ada = pseudonyms(people, ["ada"])["ada"]
    rule = Attribution({"user": "ada"}, {"team": "support"})
    mine, billed = (
        budget(where=(("user", "ada"),)),
        budget("b", basis="billed", where=(("sku", "ada"),)),
    )
    (found, same), rules = naming([mine, billed], [rule], people)

    assert found.where == (("user", "ada"), ("user", ada))
    assert same == billed
    assert rules == (rule, Attribution({"user": ada}, {"team": "support"}))


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ((), True),
        ((("team", "a"),), True),
        ((("team", "b"), ("team", "a")), True),
        ((("team", "a"), ("user", "x")), False),
        ((("user", ""),), True),
        ((("team!", "a"),), False),
        ((("team!", "b"),), True),
        ((("user!", ""),), False),
    ],
)
def test_what_picks_a_call(where: tuple[tuple[str, str], ...], expected: bool) -> None:
    """A call of team a that states no user: one name twice means either, `!` none of its values."""
    assert picks(where, {"team": "a", "user": None}) is expected
