"""Usage as another design would make it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from support.usage import PRICES, book_of, call
from support.waste import based
from support.worlds import M
from tokenomics.analysis.stakes import Finding
from tokenomics.books import Book
from tokenomics.replaying.world import (
    Part,
    World,
    costs_in,
    only,
    otherwise,
    saved,
    with_book,
    world_of,
    written,
)

TWICE = Finding("calls.input > 0", {"input": "CAST(calls.input * 2 AS BIGINT)"})
TO_LARGE = Finding("calls.input > 0", {"model_served": "'large'"})


def _cost(world: World) -> Decimal:
    return sum((cell.cost for cell in costs_in(world).values()), Decimal(0))


def test_a_world_starts_as_the_calls_were(book: Book) -> None:
    """1 M at 2."""
    with based(book, [call(input=M)]) as base:
        assert _cost(world_of(base)) == 2


def test_changes_follow_one_another(book: Book) -> None:
    """0.1 M twice, and then at 5 a million: 1."""
    with based(book, [call(input=M // 10)]) as base:
        first = world_of(base).parts[0].base
        both = otherwise(otherwise(first, TWICE), TO_LARGE)

        assert _cost(World((Part(both),))) == 1


def test_of_two_changes_of_one_call_the_first_counts(book: Book) -> None:
    """Twice the tokens at the old price of 2: 4, for the model stays."""
    with based(book, [call(input=M)]) as base:
        changed = otherwise(world_of(base).parts[0].base, TWICE, TO_LARGE)

        assert _cost(World((Part(changed),))) == 4


def test_calls_made_again_cost_by_their_share_and_count_once(book: Book) -> None:
    """One call at 2, a quarter of it again: 2.5, and one call."""
    with based(book, [call(input=M)]) as base:
        first = world_of(base).parts[0].base
        again = Part(only(first, "true"), Decimal("0.25"))
        cells = costs_in(World((Part(first), again)))

    assert [(cell.requests, cell.cost) for cell in cells.values()] == [(1, Decimal("2.5"))]


def test_the_touched_calls_are_those_of_the_last_change(book: Book) -> None:
    """Two calls are changed first and one of them again: one is touched."""
    with based(book, [call(input=M), call(input=2 * M)]) as base:
        first = otherwise(world_of(base).parts[0].base, TWICE)
        then = otherwise(first, Finding(f"calls.input > {2 * M}", {"input": "CAST(0 AS BIGINT)"}))

        assert sum(cell.touched for cell in costs_in(World((Part(then),))).values()) == 1


def test_another_book_prices_the_same_calls(book: Book, tmp_path: Path) -> None:
    """At 3 a million instead of 2."""
    dearer = book_of(tmp_path, PRICES.replace("input = 2,", "input = 3,"))
    with based(book, [call(input=M)]) as base:
        changed = with_book(world_of(base).parts[0].base, dearer)

        assert _cost(World((Part(changed),))) == 3


def test_what_is_saved_is_of_calls_that_have_a_price_in_both(book: Book) -> None:
    """1 M at 2 and, as `large`, 0.1 M at 5 to 0.1 M at 1: 0.4; a search has no price as `undated`."""
    rows = [call(input=M // 10, model_served="large"), call(input=M, web_search=1)]
    undated = Finding("calls.input > 0", {"model_served": "'undated'"})
    with based(book, rows) as base:
        now = world_of(base)
        then = World((Part(otherwise(now.first, undated)),))

        assert saved(costs_in(now), costs_in(then)) == Decimal("0.4")


def test_calls_in_a_table_of_their_own_are_the_same(book: Book) -> None:
    """1 M at 2, and twice that when they are asked otherwise."""
    with based(book, [call(input=M)]) as base:
        mine = written(world_of(base).first)

        assert _cost(World((Part(mine),))) == 2
        assert _cost(World((Part(otherwise(mine, TWICE)),))) == 4
