"""Calls that other models answer."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from support.usage import book_of, call
from support.worlds import M, figures, replayed, whole
from tokenomics.books import Book, load_book
from tokenomics.books.book import assemble
from tokenomics.records.errors import ConfigError

T = M // 10


def _two_providers(folder: Path) -> Book:
    """The book of the tests, and another provider with one model of the same name and one of its own."""
    mine = book_of(folder)
    other = folder / "other.toml"
    other.write_text(
        'provider = "zeta"\nknown_at = 2026-11-01\n'
        + "".join(
            f'[[price]]\nmodel = "{name}"\nfrom = 2026-01-01\nsource = "a page"\n'
            f"rates = [{{ input = {price}, output = {price} }}]\n"
            for name, price in (("small", 1), ("own", 3))
        ),
        "utf-8",
    )
    theirs = load_book(other)
    return assemble(
        "both", "list", layers=(*mine.layers, *theirs.layers),
        providers=(*mine.providers.values(), *theirs.providers.values()),
        rates=(*mine.rates, *theirs.rates), gaps=(), graduated=(),
    )  # fmt: skip


def test_of_several_routes_the_first_that_a_call_is_as_is_taken(tmp_path: Path, book: Book) -> None:
    """`a` goes to `small` (0.5 to 0.2), the rest to `undated` (0.5 to 0.1): 1 - 0.3."""
    rows = [call(input=T, model_served="large", feature=feature) for feature in ("a", "b")]
    found = replayed(tmp_path, book, rows, {"route": ["feature=a -> small", "all -> undated"]})

    assert found.rows[0][0] == "2 routes"
    assert figures(found) == [(2, Decimal(1), Decimal("0.3"), Decimal("0.7"))]


def test_what_is_asked_again_costs_besides(tmp_path: Path, book: Book) -> None:
    """0.5 as `large`; first `small` for 0.2, then a tenth of the calls `large` again: 0.2 + 0.05."""
    rows = [call(input=T, model_served="large")]
    found = replayed(tmp_path, book, rows, {"route": ["all -> small then 10% large"]})

    assert figures(found) == [(1, Decimal("0.5"), Decimal("0.25"), Decimal("0.25"))]


def test_a_chain_asks_each_model_for_its_share(tmp_path: Path, book: Book) -> None:
    """`undated` for all (0.1), half again `small` (0.1), a tenth `large` (0.05): 0.25."""
    rows = [call(input=T, model_served="large")]
    chain = "all -> undated then 50% small then 10% large"

    assert whole(replayed(tmp_path, book, rows, {"route": [chain]}))[1] == Decimal("0.25")


def test_a_bought_capacity_costs_the_same_whatever_answers(tmp_path: Path, book: Book) -> None:
    """A provisioned call stays as it is."""
    rows = [call(input=T, model_served="large", billing="provisioned")]

    assert figures(replayed(tmp_path, book, rows, {"route": ["all -> small"]}))[0][0] == 0


def test_a_model_that_the_calls_provider_sells_stays_there(tmp_path: Path) -> None:
    """`small` of acme at 2 rather than that of zeta at 1: 0.5 to 0.2."""
    rows = [call(input=T, model_served="large")]
    found = replayed(tmp_path, _two_providers(tmp_path), rows, {"route": ["all -> small"]})

    assert whole(found)[1] == Decimal("0.2")


def test_a_model_may_be_another_providers(tmp_path: Path) -> None:
    """`small` of zeta at 1: 0.5 to 0.1."""
    rows = [call(input=T, model_served="large", region="eu")]
    found = replayed(tmp_path, _two_providers(tmp_path), rows, {"route": ["all -> zeta/small"]})

    assert whole(found)[1] == Decimal("0.1")


def test_tokens_of_caches_are_input_where_there_is_no_price_for_them(tmp_path: Path) -> None:
    """Input, what was read and what was written, a tenth of a million each at 3: 0.9."""
    rows = [call(input=T, cache_read=T, cache_write_5m=T)]
    found = replayed(tmp_path, _two_providers(tmp_path), rows, {"route": ["all -> own"]})

    assert whole(found)[1] == Decimal("0.9")


def test_who_sells_a_model_must_be_said_where_the_calls_provider_does_not(tmp_path: Path) -> None:
    """Two sell `small`, and the call is of a third."""
    rows = [call(input=T, provider="third", model_served="x")]

    with pytest.raises(ConfigError, match="acme, zeta sell 'small', and third does not"):
        replayed(tmp_path, _two_providers(tmp_path), rows, {"route": ["all -> small"]})


def test_the_price_by_context_is_that_of_the_other_model(tmp_path: Path, book: Book) -> None:
    """300,000 of input at 2 are 0.6; as `large` beyond its threshold at 10: 3."""
    rows = [call(input=300_000)]

    assert whole(replayed(tmp_path, book, rows, {"route": ["all -> large"]}))[:2] == (
        Decimal("0.6"),
        Decimal(3),
    )


def test_that_other_models_count_otherwise_is_told(tmp_path: Path, book: Book) -> None:
    """Tokens are those that were counted."""
    found = replayed(tmp_path, book, [call(input=T)], {"route": ["all -> large"]})

    assert any(text.startswith("tokens are those") for text in found.remarks)


def test_a_call_that_is_only_asked_again_is_changed(tmp_path: Path, book: Book) -> None:
    """A call of `small` stays there, and is half asked of `large`: 0.2 to 0.45."""
    found = replayed(tmp_path, book, [call(input=T)], {"route": ["all -> small then 50% large"]})

    assert figures(found) == [(1, Decimal("0.2"), Decimal("0.45"), Decimal("-0.25"))]
    assert not any("nothing is changed" in text for text in found.remarks)
