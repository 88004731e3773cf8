"""Options as a configuration and a command line state them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tokenomics.books import Book
from tokenomics.config import Config
from tokenomics.records.errors import ConfigError, PriceError
from tokenomics.sections import OptionConfig
from tokenomics.weighing.options import Option, options_of


def _one(book: Book, **keys: object) -> Option:
    given = OptionConfig(**{"name": "own", "kind": "self-hosted", **keys})  # pyright: ignore[reportArgumentType]
    (found,) = options_of(Config(option=(given,)), "USD", book)
    return found


def test_what_is_stated_is_exact(book: Book) -> None:
    """1.67 a million tokens, 0.01 a task, 100 a month for a billion tokens, 87 % by a pilot."""
    found = _one(
        book, per_million_tokens="1.67", per_task="0.01 USD", monthly="100", capacity=1e9,
        success_rate=0.87, source="pilot", where={"feature": "draft"},
    )  # fmt: skip

    assert found.per_token == Fraction("1.67") / 1_000_000
    assert (found.per_task, found.monthly, found.capacity) == (Fraction("0.01"), 100, 10**9)
    assert (found.rate, found.source) == (Fraction("0.87"), "pilot")
    assert found.is_for({"feature": "draft"})
    assert not found.is_for({"feature": "chat"})


def test_only_what_is_sold_moves_with_the_market(book: Book) -> None:
    """Hosted ones and those of the book are; hardware and rules of one's own are not."""
    kinds = ("api", "hosted", "self-hosted", "distilled", "local", "no model")

    assert [_one(book, kind=kind, per_task="1").is_sold for kind in kinds] == [
        True, True, False, False, False, False,
    ]  # fmt: skip


def test_models_of_the_book_are_options(book: Book) -> None:
    """Nobody says how good they are."""
    (found,) = options_of(Config(), "USD", book, ["acme/small"])

    assert (found.name, found.kind, found.model, found.rate) == (
        "acme/small",
        "api",
        "acme/small",
        None,
    )


def test_an_unknown_model_is_told_with_the_nearest(book: Book) -> None:
    """As everywhere."""
    with pytest.raises(PriceError, match="small"):
        options_of(Config(), "USD", book, ["smal"])
    with pytest.raises(PriceError):
        _one(book, model="smal")


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({}, "say what it costs: model, per_million_tokens, per_task or monthly"),
        ({"model": "small", "per_million_tokens": "1"}, "leave out per_million_tokens"),
        ({"per_task": "1", "success_rate": 0.9}, "success_rate and source go together"),
        ({"per_task": "1", "source": "a pilot"}, "success_rate and source go together"),
        ({"per_task": "1", "capacity": 5.0}, "capacity is what monthly pays for"),
        ({"per_task": "1 EUR"}, "per_task: 1 EUR is not in USD"),
        ({"per_task": "1", "where": {"fature": "a"}}, "feature"),
    ],
)
def test_what_contradicts_itself_is_refused(book: Book, keys: dict[str, object], said: str) -> None:
    """With the option's name and what to do."""
    with pytest.raises(ConfigError, match=said):
        _one(book, **keys)


def test_an_option_is_there_once(book: Book) -> None:
    """For the same tasks; for others it may cost something else."""
    one = OptionConfig("own", "local", per_task="1")
    other = OptionConfig("own", "local", per_task="2", where={"feature": "draft"})

    assert len(options_of(Config(option=(one, other)), "USD", book)) == 2
    with pytest.raises(ConfigError, match="'own' is there twice"):
        options_of(Config(option=(one, one)), "USD", book)
