"""Tests of parts.py."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tokenomics.records.errors import ConfigError
from tokenomics.selfhosting import parts
from tokenomics.selfhosting.serving import Part

HOURS = Fraction(730)


def _figures(part: Part) -> tuple[Fraction, str, tuple[str, ...]]:
    return part.amount, part.per, part.assumed


def test_gpus_are_paid_by_the_hour() -> None:
    """4 x 2.10 x 730 = 6,132 for each unit."""
    part = parts.rented("2.10", 4, HOURS, "USD")

    assert _figures(part) == (6_132, "unit", ())
    assert part.how == "4 x 2.10 USD an hour x 730 hours"
    assert parts.rented("2.10", 4, HOURS, "USD", energy_apart=False).how.endswith("include energy")


@pytest.mark.parametrize(
    ("residual", "monthly", "assumed"),
    [
        ("", "20_000/3", ("residual",)),  # 8 x 30,000 / 36
        (",residual=3000", "6_000", ()),  # 8 x 27,000 / 36
        (",residual=10%", "6_000", ()),
    ],
)
def test_what_is_bought_is_spread_over_its_years(
    residual: str, monthly: str, assumed: tuple[str, ...]
) -> None:
    """The price of each GPU, less what it is worth in the end."""
    part = parts.owned(f"price=30000,years=3{residual}", 8, "USD")

    assert _figures(part) == (Fraction(monthly.replace("_", "")), "unit", assumed)


def test_energy_is_drawn_in_all_hours_that_are_paid() -> None:
    """10 x 1.3 x 0.25 x 730 = 2,372.5; without a PUE nothing but the hardware draws any."""
    stated = parts.energy("power=10,kwh=0.25,pue=1.3", HOURS, "USD")
    bare = parts.energy("power=10,kwh=0.25", HOURS, "USD")

    assert _figures(stated) == (Fraction("2372.5"), "unit", ())
    assert _figures(bare) == (1_825, "unit", ("pue",))
    assert stated.how == "10 kW x PUE 1.3 x 0.25 USD a kWh x 730 hours"


def test_traffic_is_paid_by_the_month_or_by_the_token() -> None:
    """120 a month, or 0.02 for a million."""
    assert _figures(parts.network("120", "USD")) == (120, "all", ())
    assert _figures(parts.network("0.02/1M", "USD")) == (Fraction("0.02") / 1_000_000, "token", ())


def test_people_who_run_it_cost_their_share_of_a_post() -> None:
    """1.5 x 180,000 / 12 = 22,500."""
    part = parts.engineering("share=1.5,yearly=180000", "USD")

    assert _figures(part) == (22_500, "all", ())
    assert part.how == "1.5 of a post x 180,000.00 USD a year / 12"


def test_what_else_is_paid_may_have_a_name() -> None:
    """Each is a part of its own."""
    found = list(parts.fixed(["300", "monitoring=49.90"], "USD"))

    assert [(part.name, part.amount, part.per) for part in found] == [
        ("fixed", 300, "all"), ("monitoring", Fraction("49.90"), "all"),
    ]  # fmt: skip


def test_training_is_spread_over_what_the_model_serves() -> None:
    """50,000 over 20 months are 2,500 each, over 10 billion tokens 0.000005 each."""
    found = list(
        parts.capital(
            ["amount=50000,months=20,name=distillation", "amount=50000,tokens=1e10"], "USD"
        )
    )

    assert [(part.name, part.amount, part.per) for part in found] == [
        ("distillation", 2_500, "all"), ("training", Fraction("0.000005"), "token"),
    ]  # fmt: skip
    assert found[1].how == "50,000.00 USD once / 10,000,000,000 tokens"


def test_machines_of_people_serve_by_a_share_of_their_use() -> None:
    """20 x (3,600 / 36 + 0.2 x 160 x 0.30) x 0.25 = 20 x 109.60 x 0.25 = 548."""
    part = parts.staff(
        "count=20,price=3600,years=3,residual=0,power=0.2,hours=160,kwh=0.30,share=25%", "USD"
    )
    plain = parts.staff("count=20,price=3600,years=3", "USD")

    assert _figures(part) == (548, "all", ())
    assert _figures(plain) == (2_000, "all", ("residual", "share"))
    assert part.how == (
        "20 x (3,600.00 USD / 36 months + 0.2 kW x 160 hours x 0.30 USD a kWh) x 25 %"
    )


@pytest.mark.parametrize(
    ("read", "sentence"),
    [
        (lambda: parts.owned("price=1", 1, "USD"), "owned needs years="),
        (lambda: parts.owned("price=1,years=1,residual=2", 1, "USD"), "is more than the price"),
        (lambda: parts.energy("power=1", HOURS, "USD"), "energy needs kwh="),
        (lambda: parts.energy("power=1,kwh=1,pue=0.9", HOURS, "USD"), "must be 1 or more"),
        (lambda: parts.engineering("share=1", "USD"), "engineering needs yearly="),
        (lambda: list(parts.capital(["amount=1"], "USD")), "needs months=… or tokens=…"),
        (lambda: list(parts.capital(["amount=1,months=1,tokens=1"], "USD")), "needs months="),
        (lambda: parts.staff("price=1,years=1", "USD"), "staff needs count="),
        (lambda: parts.staff("count=1.5,price=1,years=1", "USD"), "must be a whole number"),
        (lambda: parts.staff("count=1,price=1,years=1,power=1", "USD"), "staff with power needs kwh="),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(read: object, sentence: str) -> None:
    """One sentence names it."""
    assert callable(read)
    with pytest.raises(ConfigError) as error:
        read()

    assert sentence in str(error.value)


def test_figures_are_told_with_all_their_digits() -> None:
    """Amounts with cents at least."""
    assert (parts.text(Fraction(1_400)), parts.text(Fraction("0.6"))) == ("1,400", "0.6")
    assert parts.cash(Fraction("8.4"), "USD") == "8.40 USD"
    assert parts.cash(Fraction("0.0375"), "USD") == "0.0375 USD"
