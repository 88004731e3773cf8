"""Tests of trend.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tokenomics.books import Book, bundled, load_book
from tokenomics.books.trend import Capability, Step, classes, named, trend, yearly
from tokenomics.records.errors import PriceError

MILLION = 1_000_000
TODAY = date(2026, 11, 26)
BOOK = """
provider = "acme"
[[price]]
model = "big"
from = 2023-01-01
rates = [{ input = 30, output = 60 }]
[[price]]
model = "big"
from = 2024-01-01
rates = [{ input = 10, output = 30 }]
[[price]]
model = "small"
from = 2024-06-01
rates = [{ input = 1, output = 2 }, { tier = "batch", input = 0.5, output = 1 }]
[[price]]
model = "old"
rates = [{ input = 0.1, output = 0.1 }]
"""
CLASSES = """
[sources]
card = { text = "the model card", checked = 2026-11-26 }
[[class]]
name = "Big"
benchmark = "MMLU"
score = 86
source = "card"
models = [
    { model = "acme/big", from = 2023-01-01, score = 86.4, source = "card" },
    { model = "acme/small", from = 2024-07-01, until = 2025-01-01, score = 86, source = "card" },
]
"""

Toml = Callable[..., Path]


@pytest.fixture
def book(toml: Toml) -> Book:
    """A small book: a model that gets cheaper, a cheaper one, and one without a date."""
    return load_book(toml(BOOK, "acme.toml"))


def _classes(toml: Toml, text: str = CLASSES) -> tuple[Capability, ...]:
    path = toml(text, "classes.toml")
    folder = path.parent / "classes"
    folder.mkdir()
    path.rename(folder / path.name)
    return classes(folder)


def _shown(step: Step) -> tuple[str, str, Decimal]:
    return f"{step.at:%Y-%m-%d}", step.member.model, step.blend * MILLION


def test_each_change_of_the_cheapest_price_is_a_step(toml: Toml, book: Book) -> None:
    """Cuts, a cheaper model, its end and the day asked for are steps, priced three to one.

    (3 x 30 + 60) / 4 = 37.5; (3 x 10 + 30) / 4 = 15; (3 x 1 + 2) / 4 = 1.25.
    """
    (big,) = _classes(toml)

    assert [_shown(step) for step in trend(book, big, date(2025, 6, 1)).steps] == [
        ("2023-01-01", "big", Decimal("37.5")),
        ("2024-01-01", "big", Decimal(15)),
        ("2024-07-01", "small", Decimal("1.25")),
        ("2025-01-01", "big", Decimal(15)),
        ("2025-06-01", "big", Decimal(15)),
    ]


def test_steps_say_how_much_cheaper_and_how_fast(toml: Toml, book: Book) -> None:
    """37.5 / 15 = 2.5; over 365 days that is 2.5 ** (365.25 / 365) = 2.5016 a year."""
    (big,) = _classes(toml)
    first, cut = trend(book, big, date(2024, 1, 1)).steps

    assert (first.cheaper, first.yearly) == (1, None)
    assert cut.cheaper == Decimal("2.5")
    assert cut.yearly is not None
    assert round(cut.yearly, 4) == Decimal("2.5016")


def test_a_day_before_the_first_price_has_no_steps(toml: Toml, book: Book) -> None:
    """Before the first model of a class was sold there is nothing to tell."""
    (big,) = _classes(toml)

    assert trend(book, big, date(2022, 12, 31)).steps == ()


def test_of_equal_prices_the_youngest_model_is_named(toml: Toml) -> None:
    """Old names keep their prices long after nobody can call them."""
    same = BOOK.replace("input = 1, output = 2 }", "input = 10, output = 30 }")
    (big,) = _classes(toml)
    steps = trend(load_book(toml(same, "acme.toml")), big, date(2024, 8, 1)).steps

    assert [step.member.model for step in steps] == ["big", "big", "small", "small"]
    assert steps[-1].blend == steps[1].blend


@pytest.mark.parametrize("model", ["old", "none"])
def test_a_model_without_a_dated_price_is_an_error(toml: Toml, book: Book, model: str) -> None:
    """A price of an unknown day tells nothing of a trend; the model is named."""
    (big,) = _classes(toml, CLASSES.replace("acme/small", f"acme/{model}"))

    with pytest.raises(PriceError, match=f"acme/{model}: the book has no dated price in USD"):
        trend(book, big, TODAY)


@pytest.mark.parametrize(
    ("was", "now", "problem"),
    [
        ("score = 86, source", "score = 85.9, source", "score = 85.9 is below the class's 86"),
        ("acme/small", "small", "a model is provider/model, sold from a day"),
        ("from = 2024-07-01, ", "", "a model is provider/model, sold from a day"),
        ('source = "card" },\n]', 'source = "cart" },\n]', "did you mean 'card'"),
        ('source = "card"\n', "", "unknown source ''"),
        ("benchmark", "bench", "unknown key 'bench': did you mean 'benchmark'"),
    ],
)
def test_a_wrong_class_is_an_error(toml: Toml, was: str, now: str, problem: str) -> None:
    """A model below the bar, without provider, start or source is refused in one line."""
    assert was in CLASSES

    with pytest.raises(PriceError, match=r"classes\.toml: class Big.*" + problem.replace("'", ".")):
        _classes(toml, CLASSES.replace(was, now, 1))


def test_a_class_is_found_by_its_name() -> None:
    """Case does not matter, and a wrong name gets the nearest."""
    assert named(classes(), "gpt-4O").name == "GPT-4o"

    with pytest.raises(PriceError, match="unknown class 'GPT4': did you mean 'GPT-4'"):
        named(classes(), "GPT4")


@pytest.mark.parametrize(
    ("first", "last", "days", "factor"),
    [
        ("60", "60", 1461, "1"),
        ("16", "1", 1461, "2"),  # 16 ** (365.25 / 1461) = 16 ** (1 / 4)
        ("1", "16", 1461, "0.5"),
    ],
)
def test_the_yearly_factor_is_compounded(first: str, last: str, days: int, factor: str) -> None:
    """Sixteen times cheaper in four years is twice a year."""
    found = yearly(Decimal(first), Decimal(last), days)

    assert found is not None
    assert round(found, 20) == Decimal(factor)


@pytest.mark.parametrize(("last", "days"), [("1", 364), ("0", 800)])
def test_no_year_is_claimed_that_nobody_saw(last: str, days: int) -> None:
    """Less than a year, or a price of nothing, has no yearly factor."""
    assert yearly(Decimal(10), Decimal(last), days) is None


def test_every_bundled_class_has_dated_prices_to_this_day() -> None:
    """The bundled book prices each model of the table, and each class has a price today."""
    trends = [trend(bundled(), one, TODAY) for one in classes()]

    assert [one.capability.name for one in trends] == ["GPT-3", "GPT-3.5", "GPT-4", "GPT-4o", "o1"]
    assert all(f"{one.steps[-1].at:%Y-%m-%d}" == "2026-11-26" for one in trends)


def test_every_bundled_source_can_be_looked_up() -> None:
    """Sources of bars and scores name a page, a paper or a repository."""
    cited = {c.source for c in classes()} | {m.source for c in classes() for m in c.members}

    assert all("." in text or "/" in text for text in cited)


@pytest.mark.parametrize(
    ("name", "first", "cheapest"),
    [
        ("GPT-3", ("2021-11-20", "davinci", "60"), ("2024-10-16", "ministral-3b-latest", "0.04")),
        # (3 x 0.05 + 0.08) / 4
        (
            "GPT-3.5",
            ("2022-11-30", "text-davinci-003", "20"),
            ("2024-10-08", "llama-3.1-8b-instant", "0.0575"),
        ),
        # (3 x 30 + 60) / 4; (3 x 0.14 + 0.28) / 4
        ("GPT-4", ("2023-03-14", "gpt-4", "37.5"), ("2024-12-26", "deepseek-chat", "0.175")),
        # (3 x 5 + 15) / 4
        (
            "GPT-4o",
            ("2024-05-13", "gpt-4o-2024-05-13", "7.5"),
            ("2024-12-26", "deepseek-chat", "0.175"),
        ),
        # (3 x 15 + 60) / 4
        ("o1", ("2024-12-17", "o1", "26.25"), ("2026-04-24", "deepseek-v4-flash", "0.175")),
    ],
)
def test_bundled_classes_fell_from_first_to_cheapest(
    name: str, first: tuple[str, str, str], cheapest: tuple[str, str, str]
) -> None:
    """Each class's first price and its lowest one, to the last digit."""
    steps = trend(bundled(), named(classes(), name), TODAY).steps
    lowest = min(steps, key=lambda step: step.blend)

    assert _shown(steps[0]) == (*first[:2], Decimal(first[2]))
    assert _shown(lowest) == (*cheapest[:2], Decimal(cheapest[2]))


def test_gpt_3_level_fell_a_thousandfold_in_three_years() -> None:
    """As a16z counted in November 2024: 60 to 0.06 USD is 1,000 times; to 0.04 it is 1,500."""
    steps = trend(bundled(), named(classes(), "GPT-3"), date(2024, 11, 12)).steps

    assert steps[-1].cheaper == 1500
