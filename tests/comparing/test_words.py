"""Changes in words."""

from __future__ import annotations

from decimal import Decimal

from tokenomics.analysis.intervals import Interval
from tokenomics.comparing.words import amounts, interval_words, percent_change


def test_a_change_has_its_sign() -> None:
    """0.25 is a quarter more; nothing has none."""
    assert [percent_change(Decimal(text)) for text in ("0.25", "-0.035", "0")] == [
        "+25 %", "-3.5 %", "0 %",
    ]  # fmt: skip


def test_an_interval_may_have_no_end() -> None:
    """An end that no draw has is more than any."""
    assert interval_words(Interval(Decimal("0.12"), Decimal("0.39"))) == "95 %: +12 to +39 %"
    assert interval_words(Interval(Decimal("0.12"), None)) == "95 %: +12 to more"


def test_two_amounts_have_as_many_decimals() -> None:
    """Those of the smaller one, that both may be told apart."""
    assert amounts(Decimal("0.12345678"), Decimal(15), "USD") == "0.1235 → 15.0000 USD"
    assert amounts(Decimal("0.123"), Decimal("0.15"), "USD") == "0.1230 → 0.1500 USD"
