"""Budgets of a configuration, read strictly."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tokenomics.budget_config import (
    BudgetAlertConfig,
    BudgetConfig,
    ProbabilityConfig,
    Span,
    Threshold,
    check,
    fiscal_of,
    money_of,
    span_of,
    thresholds,
)
from tokenomics.config import load
from tokenomics.records.errors import ConfigError
from tokenomics.records.money import Money


def _budget(**keys: Any) -> BudgetConfig:
    return BudgetConfig(**dict[str, Any](name="support", amount="1200.00 USD") | keys)


def test_a_budget_is_of_a_month_unless_it_says_otherwise() -> None:
    """A name and an amount suffice: everything, by the calendar month, told at 50, 80 and 100 %."""
    budget = _budget()
    check([budget], "USD", ())

    assert (budget.where, span_of(budget), fiscal_of(budget)) == ({}, Span("month"), (1, 1))
    assert [each.text for each in thresholds(budget.alert.actual, "USD")] == [
        "50 %",
        "80 %",
        "100 %",
    ]


def test_an_amount_is_exact_and_has_a_currency() -> None:
    """Digits stay as they are written; a bare number is in the currency of reports."""
    assert money_of(_budget(amount="0.10 EUR"), "USD") == Money(Decimal("0.10"), "EUR")
    assert money_of(_budget(amount="5"), "USD") == Money(Decimal(5), "USD")


@pytest.mark.parametrize(
    ("given", "expected", "text"),
    [
        (50, Threshold("percent", Decimal(50)), "50 %"),
        (99.5, Threshold("percent", Decimal("99.5")), "99.5 %"),
        ("80 %", Threshold("percent", Decimal(80)), "80 %"),
        ("900.50 EUR", Threshold("amount", Decimal("900.50"), "EUR"), "900.5 EUR"),
        (ProbabilityConfig(80), Threshold("probability", Decimal(80)), "80 % likely"),
    ],
)
def test_a_threshold_is_percent_money_or_a_probability(
    given: Any, expected: Threshold, text: str
) -> None:
    """Numbers are percent of the limit, texts are percent or money, tables are probabilities."""
    (found,) = thresholds([given], "USD")

    assert found == expected
    assert found.text == text


@pytest.mark.parametrize(
    ("given", "expected"),
    [(4, (4, 1)), ("10", (10, 1)), ("04-06", (4, 6)), (None, (1, 1))],
)
def test_a_fiscal_year_begins_in_any_month(given: Any, expected: tuple[int, int]) -> None:
    """A month alone means its first day."""
    assert fiscal_of(_budget(period="year", fiscal_start=given)) == expected


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"name": " "}, "name: is empty"),
        ({"amount": "much"}, "amount: 'much' is not an amount of money"),
        ({"amount": "0 USD"}, "amount: '0 USD' is not more than nothing"),
        ({"period": "monthly"}, "period: unknown period 'monthly': did you mean 'month'?"),
        ({"period": "0d"}, "period: unknown period '0d'"),
        ({"period": "28d", "rollover": True}, "rollover: rolling days have no last period"),
        ({"period": "year", "fiscal_start": 13}, "fiscal_start: 13 is no month"),
        ({"period": "year", "fiscal_start": "04-31"}, "fiscal_start: '04-31' is no month"),
        ({"period": "year", "fiscal_start": "april"}, "fiscal_start: 'april' is no month"),
        ({"period": "week", "fiscal_start": 4}, "decides about nothing where the period is 'week'"),
        ({"timezone": "Europe/Berln"}, "did you mean 'Europe/Berlin'?"),
        ({"where": {"team": ()}}, "where.team: names no value"),
        ({"alert": BudgetAlertConfig(actual=(0,))}, "alert: 0 is not more than nothing"),
        ({"alert": BudgetAlertConfig(actual=("half",))}, "alert: 'half' is not an amount of money"),
        ({"alert": BudgetAlertConfig(actual=("9 EUR",))}, "alert: 9 EUR is not in USD"),
        (
            {"alert": BudgetAlertConfig(forecast=(ProbabilityConfig(100),))},
            "alert: a probability of 100 is not within 0 and 100",
        ),
        ({"channels": ("ops-male",)}, "channels: unknown channel 'ops-male': did you mean 'ops-mail'?"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept(keys: dict[str, Any], sentence: str) -> None:
    """The budget, the key and the nearest valid value are named."""
    with pytest.raises(ConfigError) as caught:
        check([_budget(**keys)], "USD", ["ops-mail"])

    assert sentence in str(caught.value)
    assert "[[budget]] " in str(caught.value)


def test_a_channel_must_be_there() -> None:
    """Without any channel of the configuration none can be named."""
    with pytest.raises(ConfigError, match=r"'ops': there is no \[channel.NAME\] at all"):
        check([_budget(channels=("ops",))], "USD", ())


def test_two_budgets_of_one_name() -> None:
    """A message says which budget it is about by its name alone."""
    with pytest.raises(ConfigError, match="'support': two budgets have that name"):
        check([_budget(), _budget(period="week")], "USD", ())


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("period = 'day'", "budget.0.amount: missing"),
        ("amont = '5'", "unknown key 'budget.0.amont': did you mean 'budget.0.amount'?"),
        ("amount = '5'\nperod = 'day'", "unknown key 'budget.0.perod': did you mean 'budget.0.period'?"),
        (
            "amount = '5'\nalert = { actal = [50] }",
            "unknown key 'budget.0.alert.actal': did you mean 'budget.0.alert.actual'?",
        ),
        ("amount = 5", "budget.0.amount: expected text, got whole number"),
        ("amount = '5'\nalert = { actual = 50 }", "budget.0.alert.actual: expected list"),
        ("amount = '5'\nchannels = ['ops']", "[[budget]] 'x': channels: 'ops': there is no [channel"),
    ],
)  # fmt: skip
def test_a_file_with_a_wrong_budget(line: str, sentence: str, tmp_path: Path) -> None:
    """Keys are refused with the nearest one, in the alert's table too."""
    file = tmp_path / "tokenomics.toml"
    file.write_text(f"[[budget]]\nname = 'x'\n{line}\n", "utf-8")

    with pytest.raises(ConfigError) as caught:
        load(file)

    assert sentence in str(caught.value)


def test_a_file_with_a_budget(tmp_path: Path) -> None:
    """Every key is read; a list of values means any of them."""
    file = tmp_path / "tokenomics.toml"
    file.write_text(
        """
[channel.ops]
type = "slack"
url_env = "X"
[[budget]]
name = "support"
amount = "1200.00 USD"
where = { team = ["support", "sales"], "tag:env" = "prod" }
for_each = "feature"
period = "quarter"
fiscal_start = 4
timezone = "Europe/Berlin"
rollover = true
basis = "contract"
alert = { actual = [99.5, "900 USD"], forecast = [{ probability = 80 }] }
channels = ["ops"]
""",
        "utf-8",
    )
    (budget,) = load(file).budget

    assert budget == BudgetConfig(
        "support", "1200.00 USD", {"team": ("support", "sales"), "tag:env": "prod"}, "feature",
        "quarter", 4, "Europe/Berlin", True, "contract",
        BudgetAlertConfig((99.5, "900 USD"), (ProbabilityConfig(80),)), ("ops",),
    )  # fmt: skip
