"""The budgets of a configuration, with every name checked."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from support.budgeting import at, budget, percent
from support.rates import EUROS
from tokenomics.budget_config import BudgetAlertConfig, BudgetConfig, ProbabilityConfig, Threshold
from tokenomics.budgeting.periods import Cycle, period_of
from tokenomics.budgeting.plan import Budget, budgets_of, in_period, naming, picks
from tokenomics.config import Config, ReportConfig
from tokenomics.costing import Attribution
from tokenomics.people import pseudonyms
from tokenomics.records.errors import ConfigError, PriceError
from tokenomics.records.exchange import Exchange
from tokenomics.records.money import Money


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
        percent(50, 80, 100), percent(100), ("ops",), "USD", Exchange((), ZoneInfo("Europe/Berlin")),
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


def test_amounts_in_another_currency_count_at_the_rate_of_the_first_day() -> None:
    """10 EUR are 10 x 1.08 = 10.80 USD in November and 11 in December; the point of 5 EUR 5.40 and 5.50."""
    alert = BudgetAlertConfig(actual=(50, "5"), forecast=("5 EUR", ProbabilityConfig(80)))
    stated = _of(amount="10 EUR", alert=alert)._replace(exchange=EUROS)
    november, december = (
        in_period(stated, period_of(stated.cycle, at(day))) for day in ("2026-11-20", "2026-12-20")
    )

    assert (stated.currency, stated.counts_in) == ("EUR", "USD")
    assert (november.amount, november.currency) == (Decimal("10.80"), "USD")
    assert (december.amount, december.currency) == (Decimal("11.00"), "USD")
    assert november.actual == (
        *percent(50), Threshold("amount", Decimal("5.40"), "USD", "5 EUR"),
    )  # fmt: skip
    assert december.forecast == (
        Threshold("amount", Decimal("5.50"), "USD", "5 EUR"),
        Threshold("probability", Decimal(80)),
    )
    assert november.actual[1].text == "5 EUR"
    assert november.stated is not None
    assert november.stated.stated == Money(Decimal(10), "EUR")


def test_days_that_roll_on_count_at_the_rate_of_their_last() -> None:
    """The 28 days that end with the 8th of November are at its rate, 1.10; in Berlin it has begun by 23 o'clock UTC."""
    stated = _of(amount="10 EUR", period="28d")._replace(exchange=EUROS)
    found = [
        in_period(stated, period_of(stated.cycle, at(time))).amount
        for time in ("2026-11-07T22:00", "2026-11-07T23:00")
    ]

    assert found == [Decimal("10.80"), Decimal("11.00")]


def test_a_budget_without_a_rate_says_what_to_write() -> None:
    """The budget and the day are named; one in the currency of reports needs none."""
    stated = _of(amount="10 EUR")

    with pytest.raises(
        PriceError, match=r"budget 'x': no exchange rate of EUR in USD is known on 2026-11-01"
    ):
        in_period(stated, period_of(stated.cycle, at("2026-11-20")))
    assert in_period(_of(), period_of(stated.cycle, at("2026-11-20"))) == _of()


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
