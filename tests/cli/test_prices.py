"""Tests of prices.py."""

from __future__ import annotations

import json
from pathlib import Path

from support.command import command


def test_list_names_the_models(tmp_path: Path) -> None:
    """Each model that has prices is a row."""
    rows = json.loads(command("prices", "list", "--format", "json", cwd=tmp_path).out)

    assert {"openai", "anthropic", "google", "mistral"} <= {row["provider"] for row in rows}
    assert all(row["rates"] > 0 for row in rows)


def test_show_gives_prices_by_the_million(tmp_path: Path) -> None:
    """Token prices read as providers publish them: gpt-4-0613 costs 30 and 60 dollars."""
    done = command("prices", "show", "gpt-4-0613", "--format", "json", cwd=tmp_path)
    prices = {row["meter"]: (row["price"], row["per"]) for row in json.loads(done.out)}

    assert prices["input"] == ("30 USD", "1M tokens")
    assert prices["output"] == ("60 USD", "1M tokens")


def test_show_names_the_nearest_model(tmp_path: Path) -> None:
    """A mistyped model is one line with the nearest name."""
    done = command("prices", "show", "gpt-4-613", cwd=tmp_path)

    assert done.code == 2
    assert "did you mean 'gpt-4-0613'" in done.err


def test_an_overlay_is_shown(tmp_path: Path) -> None:
    """With --pricebook the prices are those that would be charged: half of 30 is 15."""
    text = '[[discount]]\nprovider = "openai"\npercent = "50"\n'
    (tmp_path / "mine.toml").write_text(text, "utf-8")
    done = command("prices", "show", "gpt-4-0613", "--pricebook", "mine.toml", cwd=tmp_path)

    assert "15 USD" in done.out
