"""Routes as they are written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from support.usage import call
from support.waste import based
from support.worlds import M
from tokenomics.books import Book
from tokenomics.records.errors import ConfigError, PriceError
from tokenomics.replaying.routes import Route, Size, Target, picks_sql, route_of


def _picked(book: Book, text: str, *rows: dict[str, object]) -> list[int]:
    with based(book, rows) as base:
        calls = base.calls({"input": "calls.input"}, picks_sql(base, route_of(text, book)))
        return sorted(row[0] for row in base.con.execute(f"SELECT input FROM {calls}").fetchall())


def test_a_route_has_conditions_sizes_and_models(book: Book) -> None:
    """Filters, a size, the model that is asked, and one that 12.5 % of the calls are asked of again."""
    text = "feature=support, input<2_000 -> small then 12.5% acme/large"

    assert route_of(text, book) == Route(
        text, (("feature", "support"),), (Size("input", is_below=True, tokens=2000),),
        (Target("acme", "small", Decimal(1)), Target("acme", "large", Decimal("0.125"))),
    )  # fmt: skip


def test_a_size_counts_all_input(book: Book) -> None:
    """1,000 of input and 500 from a cache are 1,500, which is not below it; 1,499 are."""
    rows = (call(input=1000, cache_read=500), call(input=999, cache_read=500))

    assert _picked(book, "input<1500 -> large", *rows) == [999]
    assert _picked(book, "input>=1500 -> large", *rows) == [1000]


def test_filters_are_those_of_reports(book: Book) -> None:
    """A value, a value excluded, and none stated."""
    rows = (call(input=1, team="a"), call(input=2, team="b"), call(input=3))

    assert _picked(book, "team=a -> large", *rows) == [1]
    assert _picked(book, "team!=a -> large", *rows) == [2, 3]
    assert _picked(book, "team= -> large", *rows) == [3]
    assert _picked(book, "all -> large", *rows) == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("small", "write CONDITIONS -> MODEL"),
        ("-> small", "write CONDITIONS -> MODEL"),
        ("all ->", "write CONDITIONS -> MODEL"),
        ("support -> small", "cannot read 'support'"),
        ("featur=x -> small", "did you mean 'feature'"),
        ("day=2026-11-01 -> small", "cannot be filtered"),
        ("all -> small then large", "write 'then 12% MODEL'"),
        ("all -> small then 0% large", "0 % is no share"),
        ("all -> small then 101% large", "101 % is no share"),
    ],
)  # fmt: skip
def test_a_route_that_cannot_be_read_says_why(book: Book, text: str, why: str) -> None:
    """The sentence names the part, and what to write."""
    with pytest.raises(ConfigError, match=why):
        route_of(text, book)


def test_an_unknown_model_names_the_nearest(book: Book) -> None:
    """`smal` is none of the book's."""
    with pytest.raises(PriceError, match="did you mean 'small'"):
        route_of("all -> smal", book)


def test_a_call_of_no_route_is_in_none(book: Book) -> None:
    """A filter that no call passes picks nothing."""
    assert _picked(book, "team=x -> large", call(input=M)) == []
