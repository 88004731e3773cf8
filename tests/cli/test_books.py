"""Tests of books.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from tokenomics.books import bundled
from tokenomics.records.errors import PriceError
from tokenomics_cli.books import book_of, rates_of


def _overlay(path: Path, percent: int) -> Path:
    path.write_text(f'[[discount]]\nprovider = "openai"\npercent = "{percent}"\n', "utf-8")
    return path


def test_without_overlays_the_bundled_prices_stand() -> None:
    """The book is the package's own."""
    assert book_of(()).digest == bundled().digest


def test_overlays_stand_on_one_another(tmp_path: Path) -> None:
    """Half of half of 30 dollars is 7.5."""
    files = [_overlay(tmp_path / "a.toml", 50), _overlay(tmp_path / "b.toml", 50)]
    (price,) = [r for r in rates_of(book_of(files), "openai/gpt-4-0613") if r["meter"] == "input"]

    assert price["price"] == "7.5 USD"


def test_a_name_is_found_as_in_logs() -> None:
    """An alias and a provider's prefix lead to the models they mean."""
    models = {row["model"] for row in rates_of(bundled(), "gpt-4o")}

    assert models == {"gpt-4o-2024-05-13", "gpt-4o-2024-08-06"}
    assert rates_of(bundled(), "openai/gpt-4-0613") == rates_of(bundled(), "openai/gpt-4")


def test_what_is_no_token_is_priced_by_the_piece() -> None:
    """A web search has its own price."""
    rows = [row for row in rates_of(bundled(), "claude-opus-5") if row["meter"] == "web_search"]

    assert {(row["price"], row["per"]) for row in rows} == {("0.01 USD", "call")}


def test_what_quantities_make_of_a_price_is_said() -> None:
    """Only rows of a model that has such a price have the column."""
    rows = rates_of(bundled(), "google/gemini-3.5-flash")
    told = {row["by quantity"] for row in rows if row["meter"] == "web_search"}

    shared = "Gemini API: grounding of Gemini 3: 100 % off up to 5,000 a month and account"
    assert shared in told
    assert {row["by quantity"] for row in rows if row["meter"] == "input"} == {None}
    assert "by quantity" not in rates_of(bundled(), "gpt-4o")[0]


def test_an_unknown_name_gets_the_nearest() -> None:
    """Aliases count among the nearest names."""
    with pytest.raises(PriceError, match="did you mean 'gpt-4o'"):
        rates_of(bundled(), "gpt4o")
