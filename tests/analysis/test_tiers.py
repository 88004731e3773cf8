"""Service tiers: what they saved, cost, and could save."""

from __future__ import annotations

from decimal import Decimal

import pytest

from support.usage import PRICES, book_of, call
from support.waste import M, based, figures, stake_of, stakes_by
from tokenomics.analysis.tiers import could_wait, fast, slow
from tokenomics.books import Book

FAST = PRICES.replace(
    '{ tier = "batch", input = 1, output = 4 },',
    '{ tier = "batch", input = 1, output = 4 },\n  { tier = "flex", input = 1.5 },\n  { tier = "priority", input = 5 },',
)


@pytest.fixture(scope="module")
def tiered(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The book with prices of `small` at every tier."""
    return book_of(tmp_path_factory.mktemp("tiers"), FAST)


def test_slow_tiers_saved_the_difference(tiered: Book) -> None:
    """1 M at batch 1 and 2 M at flex 3 would have cost 2 and 4: 4 - 6 = -2."""
    rows = [
        call(input=M, service_tier="batch"),
        call(input=2 * M, service_tier="Flex"),
        call(input=M),
    ]

    assert figures(stake_of(tiered, rows, slow)) == (2, 3 * M, Decimal(4), Decimal(-2))


def test_the_priority_tier_costs_more(tiered: Book) -> None:
    """5 a million instead of 2."""
    rows = [call(input=M, service_tier="priority"), call(input=M, service_tier="default")]

    assert figures(stake_of(tiered, rows, fast)) == (1, M, Decimal(5), Decimal(3))


def test_calls_that_could_wait_are_those_of_the_standard_tier(book: Book) -> None:
    """2 + 2 at the standard tier, half of it at batch; what is at batch already cannot wait more."""
    tiers = (None, "standard", "batch")
    rows = [call(input=M, service_tier=tier) for tier in tiers]

    assert figures(stake_of(book, rows, could_wait)) == (2, 2 * M, Decimal(4), Decimal(2))


def test_a_model_without_a_batch_price_is_left_out(book: Book) -> None:
    """The book has none of `large`."""
    found = stakes_by(book, [call(input=M, model_served="large")], could_wait)

    assert (found.by_key, found.unpriced) == ({}, 1)


@pytest.mark.parametrize("billing", ["cached", "free", "subscription", "provisioned"])
def test_what_is_not_paid_by_the_token_has_no_cheaper_tier(book: Book, billing: str) -> None:
    """Nobody's bill would be smaller."""
    assert stake_of(book, [call(input=M, billing=billing)], could_wait).calls == 0


def test_without_any_tier_nothing_is_said(book: Book) -> None:
    """None, not zero; yet all calls may be those of the standard tier."""
    with based(book, [call(input=M)]) as base:
        assert (slow(base), fast(base)) == (None, None)
