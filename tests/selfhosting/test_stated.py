"""Tests of stated.py."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tokenomics.records.errors import ConfigError
from tokenomics.selfhosting.serving import sum_of
from tokenomics.selfhosting.stated import Stated, hosting_of, text


def test_a_unit_is_its_gpus_for_the_hours_of_a_month() -> None:
    """4 x 2.10 x 730 = 6,132; the hours are assumed, and where they are stated they are not."""
    of = hosting_of(Stated("2.10", "1400", 4), "USD")
    few = hosting_of(Stated("2.10", "1400", 4, "200"), "USD")

    assert (sum_of(of, "unit"), of.hours, of.parts[0].is_default) == (6_132, 730, True)
    assert (sum_of(few, "unit"), few.hours, few.parts[0].is_default) == (1_680, 200, False)
    assert of.parts[0].how == "4 x 2.1 USD an hour x 730 hours"


@pytest.mark.parametrize(
    ("stated", "sentence"),
    [
        (Stated("8.40"), "tokens_per_second is missing"),
        (Stated(None, "1400"), "hourly is missing"),
        (Stated("8.40", "1400", 0), "gpus 0 must be 1 or more"),
        (Stated("8.40", "1400", 1, "800"), "a month has at most 744"),
    ],
)
def test_what_is_missing_is_said(stated: Stated, sentence: str) -> None:
    """One sentence names it."""
    with pytest.raises(ConfigError) as error:
        hosting_of(stated, "USD")

    assert sentence in str(error.value)


def test_figures_are_told_as_they_were_written() -> None:
    """Without zeros behind them."""
    assert text(Fraction("8.40")) == "8.4"
