"""What is said of caches that were not there."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tokenomics.replaying.cache_words import (
    Answers,
    Replayed,
    about_answers,
    about_bound,
    about_cache,
    about_prompts,
    about_sellers,
    about_shares,
    about_states,
)


def test_calls_that_stay_are_named_by_why() -> None:
    """Only what there is, in the order of the table."""
    assert list(about_states({"known": 7, "sums": 1, "blockless": 12_031})) == [
        "no prefix digests: 12,031 calls unchanged: have the source state prefix_digests",
        "sums of many calls: 1 call unchanged",
    ]


def test_what_a_cache_holds_and_whether_it_is_worth_it() -> None:
    """250 of 1,000 are 25.0 %; 3 USD instead of 4 are 1 USD saved, a quarter."""
    found: dict[str | None, Replayed] = {"cache_write_5m": Replayed(2, 1_000, 250, 750)}

    held, worth = about_cache("5m", found, Decimal(3), Decimal(4), "USD")
    assert held == (
        "A cache of 5 minutes would hold 250 of the 1,000 input tokens of 2 calls (25.0 %), and 750"
        " would be written to it at a price of their own."
    )
    assert worth == "It saves 1.000 USD (25 %) against no cache at all."


@pytest.mark.parametrize(
    ("then", "start"),
    [("5", "A cache of an hour LOSES money here: 1.000 USD (25 %) more"), ("4", "It costs what no cache")],
)  # fmt: skip
def test_a_cache_that_is_not_worth_it(then: str, start: str) -> None:
    """A cache that costs more than it saves is said to."""
    found: dict[str | None, Replayed] = {"input": Replayed(2, 1_000, 250, 750)}
    _, worth = about_cache("1h", found, Decimal(then), Decimal(4), "USD")

    assert worth.startswith(start)


def test_nothing_is_said_of_no_calls() -> None:
    """Where nobody sells such a cache, only that is said."""
    found: dict[str | None, Replayed] = {None: Replayed(3, 9, 0, 9)}

    assert list(about_cache("1h", found, Decimal(0), Decimal(0), "USD")) == []
    assert list(about_sellers("1h", found)) == [
        "no prices of a cache of an hour: 3 calls unchanged: see `tokenomics prices show MODEL`"
    ]


def test_a_cache_of_ones_dreams() -> None:
    """That nothing is forgotten is a bound, and that parts are asked again is said."""
    assert "the most that any could save" in next(about_sellers("infinite", {}))
    assert list(about_shares(0)) == []
    assert len(list(about_shares(2))) == 1


def test_repeats_and_which_of_them_are_retries() -> None:
    """10 of 40 calls repeat another, 4 of these are retries: 6 are answered again."""
    served, retried = about_answers(Answers(40, 0, 10, 4))

    assert served.startswith("10 of 40 calls (25 %) ask what was answered before: 6 would be")
    assert retried.startswith("4 of these repeats (40 %) are retries")
    assert list(about_answers(Answers(0, 9, 0, 0))) == []


def test_what_is_not_known_of_prompts() -> None:
    """Without digests nothing else is to be said; alike are those that the log says are."""
    assert len(list(about_prompts(Answers(0, 9, 0, 0), None))) == 1
    assert "only alike" in next(about_prompts(Answers(9, 0, 0, 0), None))
    assert "get one answer" in next(about_prompts(Answers(9, 0, 0, 0), "tag:cluster"))


@pytest.mark.parametrize(("least", "told"), [("3", "at most 1.000 USD (25 %) less"), ("5", "at least 1.000 USD more")])  # fmt: skip
def test_a_bound_says_which_way_it_holds(least: str, told: str) -> None:
    """4 USD that could have been 3, or at least 5."""
    assert told in about_bound("1h", 7, Decimal(least), Decimal(4), "USD")
