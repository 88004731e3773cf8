"""Tests of books.py."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tokenomics.books import bundled
from tokenomics.config import Config
from tokenomics.costing import CostQuery
from tokenomics.fx_config import FxConfig
from tokenomics.records.errors import PriceError
from tokenomics_cli.books import book_for, book_of, prices_words, rates_of


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


def test_what_is_in_another_currency_is_converted_and_said(tmp_path: Path) -> None:
    """2 yuan a million at 0.15 are 0.3 dollars; in yuan the dollars of the list are converted instead."""
    file = tmp_path / "own.toml"
    file.write_text(
        'provider = "acme"\ncurrency = "CNY"\n[[price]]\nmodel = "m"\nsource = "x"\nrates = [{ input = 2 }]\n',
        "utf-8",
    )
    config = Config(fx={"CNY/USD": (FxConfig(date(2026, 1, 1), Decimal("0.15")),)})
    dollars, yuan = (book_for(config, [file], currency=name) for name in ("", "CNY"))

    assert [row["price"] for row in rates_of(dollars, "acme/m")] == ["2 CNY", "0.3 USD"]
    assert [row["price"] for row in rates_of(yuan, "acme/m")] == ["2 CNY"]
    assert prices_words(dollars, CostQuery()) == "contract prices, CNY at rates of [fx]"
    assert prices_words(yuan, CostQuery()) == "contract prices, USD at rates of [fx]"


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
