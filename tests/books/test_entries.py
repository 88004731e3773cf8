"""Tests of price entries and the rates that they stand for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tokenomics.books import parse
from tokenomics.books.rates import Gap, Rate
from tokenomics.records.errors import PriceError

Write = Callable[..., Path]

HEAD = """
provider = "acme"
[regions]
us = "us"
[hours.peak]
daily = ["09:00-12:00"]
[[price]]
model = "acme-1"
source = "page"
"""


def _rates(toml: Write, lines: str) -> dict[tuple[str, str, str | None, str | None], Rate]:
    document = parse.read(toml(f"{HEAD}rates = [{lines}]"), {})
    return {(r.meter, r.service_tier, r.region, r.hours): r for r in document.rates}


def test_a_line_with_times_multiplies_the_token_prices_above_it(toml: Write) -> None:
    """3 dollars times 1.1 are 3.3 dollars a million; searches cost what they cost."""
    rates = _rates(toml, '{ input = 3, web_search = 10 }, { region = "us", times = "1.1" }')

    assert rates["input", "standard", "us", None].rate == Decimal("0.0000033")  # 3.3 / 1,000,000
    assert ("web_search", "standard", "us", None) not in rates
    assert rates["input", "standard", "us", None].source == "page; times 1.1"


def test_lines_with_times_build_on_one_another(toml: Write) -> None:
    """Half of 3 dollars in batch, and that times 1.1 in the United States: 1.65 dollars."""
    rates = _rates(
        toml,
        '{ input = 3 }, { tier = "batch", times = "0.5" }, { region = "us", times = "1.1" }',
    )

    assert rates["input", "batch", None, None].rate == Decimal("0.0000015")
    assert rates["input", "batch", "us", None].rate == Decimal("0.00000165")  # 3 x 0.5 x 1.1 / 1M


def test_a_price_that_is_stated_stands_before_one_that_is_multiplied(toml: Write) -> None:
    """Wherever the line with the stated price stands."""
    rates = _rates(
        toml,
        '{ input = 3 }, { tier = "batch", times = "0.5" }, { tier = "batch", input = 2 }',
    )

    assert rates["input", "batch", None, None].rate == Decimal("0.000002")


def test_a_line_may_be_for_a_part_of_the_week(toml: Write) -> None:
    """The hours' name is the rate's."""
    rates = _rates(toml, '{ input = 1 }, { hours = "peak", input = 2 }')

    assert rates["input", "standard", None, "peak"].rate == Decimal("0.000002")


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ('{ input = 1 }, { hours = "peek", input = 2 }', "did you mean 'peak'"),
        ('{ input = 1 }, { times = "1.1" }', "a line with times needs a tier"),
        ('{ input = 1 }, { region = "us", times = "-1" }', "times = -1 must not be negative"),
        (
            '{ input = 1 }, { region = "us", times = "2", output = 1 }',
            "no prices of its own: output",
        ),
        ("", "rates are missing"),
    ],
)
def test_a_line_that_means_nothing_is_refused(toml: Write, lines: str, message: str) -> None:
    """The error names the entry and what to do."""
    with pytest.raises(PriceError, match=r"price 1 \(acme-1\)") as caught:
        _rates(toml, lines)

    assert message in str(caught.value)


def test_an_entry_says_who_disputes_it_and_until_when_it_was_promised(toml: Write) -> None:
    """Both are facts about the price; neither ends it."""
    head = HEAD + 'disputed = "another says 2"\nuntil_expected = 2026-11-21\n'
    rate = parse.read(toml(head + "rates = [{ input = 1 }]"), {}).rates[0]

    assert rate.disputed == "another says 2"
    assert rate.end_expected == datetime(2026, 11, 21, tzinfo=UTC)
    assert rate.end is None


def test_a_gap_names_its_models_and_says_why(toml: Write) -> None:
    """Models, meters, tiers and a window, like a price."""
    gap = """
    [[gap]]
    model = ["acme-1", "acme-2"]
    meter = "output"
    tier = "batch"
    until = 2022-09-01
    why = "no source states it"
    """

    assert parse.read(toml(f"{HEAD}rates = [{{ input = 1 }}]\n{gap}"), {}).gaps == (
        Gap("acme", ("acme-1", "acme-2"), ("output",), ("batch",), None,
            datetime(2022, 9, 1, tzinfo=UTC), "no source states it"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("gap", "message"),
    [
        ('model = "a"', "why is missing"),
        ('why = "x"', "model is missing"),
        ('model = "a"\nwhy = "x"\nmeter = "outputs"', "did you mean 'output'"),
        ('model = "a"\nwhy = "x"\ntier = "bach"', "did you mean 'batch'"),
    ],
)
def test_a_gap_that_says_too_little_is_refused(toml: Write, gap: str, message: str) -> None:
    """The error names the gap."""
    with pytest.raises(PriceError, match="gap 1") as caught:
        parse.read(toml(f'provider = "acme"\n[[gap]]\n{gap}'), {})

    assert message in str(caught.value)


def test_any_model_has_prices_of_tools_only(toml: Write) -> None:
    """A token without a known model has no price."""
    text = 'provider = "acme"\n[[price]]\nmodel = "*"\nrates = [{ input = 1, file_search = 2 }]'

    with pytest.raises(
        PriceError, match=r"price 1 \(\*\): any model has the price of a tool.*: input"
    ):
        parse.read(toml(text), {})
