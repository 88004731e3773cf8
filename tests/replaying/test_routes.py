"""Routes as they are written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tokenomics.books import Book
from tokenomics.records.errors import ConfigError, PriceError
from tokenomics.replaying.picking import Picked, Size
from tokenomics.replaying.routes import Route, Target, route_of


def test_a_route_has_conditions_sizes_and_models(book: Book) -> None:
    """Filters, a size, the model that is asked, and one that 12.5 % of the calls are asked of again."""
    text = "feature=support, input<2_000 -> small then 12.5% acme/large"

    assert route_of(text, book) == Route(
        text, Picked((("feature", "support"),), (Size("input", is_below=True, tokens=2000),)),
        (Target("acme", "small", Decimal(1)), Target("acme", "large", Decimal("0.125"))),
    )  # fmt: skip


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


def test_what_failed_may_be_asked_again(book: Book) -> None:
    """Its share is looked up later; a stated one may follow."""
    first, second, third = route_of("all -> undated then failed small then 5% large", book).to

    assert (first.is_measured, second.is_measured, third.is_measured) == (False, True, False)
    assert (second.model, second.share, third.share) == ("small", Decimal(0), Decimal("0.05"))


def test_what_a_later_model_fails_is_not_known(book: Book) -> None:
    """Only tasks that the first one began are judged as its own."""
    with pytest.raises(ConfigError, match="what the first model fails is known, not more"):
        route_of("all -> undated then failed small then failed large", book)
