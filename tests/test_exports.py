"""`tk.export_focus`, as a notebook uses it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl

import tokenomics as tk
from support.command import command
from support.usage import PRICES, call, kept

DISCOUNT = """
[[discount]]
provider = "acme"
percent = 25
"""


def test_a_ledger_becomes_a_file_and_says_what_is_in_it(tmp_path: Path) -> None:
    """2 million tokens at 2 a million are 4 dollars by list; a model without a price is told, and in no row."""
    kept(tmp_path, call(input=2_000_000, team="a"), call(model_served="new", input=5))
    (tmp_path / "prices.toml").write_text(PRICES, "utf-8")
    handle = tk.open(tmp_path / "ledger")
    found = tk.export_focus(
        handle, tmp_path / "a.parquet", "team", version="1.4", pricebooks=[tmp_path / "prices.toml"]
    )
    frame = pl.read_parquet(tmp_path / "a.parquet")

    assert frame["EffectiveCost"].to_list() == [Decimal(4)]
    assert frame["Tags"].to_list() == ['{"team": "a"}']
    assert "HostProviderName" in frame.columns
    assert found.sentences[1].startswith("left out, for it has no price: acme new: 5 input in 1")


def test_own_prices_are_the_contract_and_bundled_ones_the_list(tmp_path: Path) -> None:
    """A quarter off a model of the bundled book: the list cost is the one without it, as reports say."""
    used = call(provider="openai", model_served="gpt-5.4-mini", input=1_000_000)
    kept(tmp_path, used)
    overlay = tmp_path / "overlay.toml"
    overlay.write_text(DISCOUNT.replace("acme", "openai"), "utf-8")
    handle = tk.open(tmp_path / "ledger")
    tk.export_focus(handle, tmp_path / "a.parquet", pricebooks=[overlay])
    (row,) = pl.read_parquet(tmp_path / "a.parquet").rows(named=True)
    listed, contract = tk.costs(handle), tk.costs(handle, pricebooks=[overlay])

    assert row["ListCost"] == listed["cost"][0]
    assert row["ContractedCost"] == contract["cost"][0] == row["ListCost"] * 3 / 4
    assert row["x_ListAssumed"] is False


def test_the_command_and_the_library_write_the_same(tmp_path: Path) -> None:
    """The same bytes of the same ledger."""
    kept(tmp_path, call(provider="openai", model_served="gpt-5.4-mini", input=7, team="a"))
    tk.export_focus(tk.open(tmp_path / "ledger"), tmp_path / "a.csv")
    done = command("export", "focus", "--ledger", "ledger", "-o", "b.csv", cwd=tmp_path)

    assert done.code == 0, done.err
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
