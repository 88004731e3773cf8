"""Tests of prices_show.py."""

from __future__ import annotations

import json
from pathlib import Path

from support.command import command

OWN = """
provider = "acme"
fallback = [{ meter = "reasoning", to = "output", assumed = true }]
[[price]]
model = "m"
from = 2026-01-01
known_at = 2026-01-01
rates = [{ input = 4, output = 8 }, { tier = "batch", input = 2 }]
[[price]]
model = "m"
from = 2026-03-01
known_at = 2026-02-20
source = "the vendor's page"
rates = [{ input = 3 }]
[[gap]]
model = "m"
meter = "web_search"
why = "no source tells the fee"
"""


def _shown(folder: Path, *options: str) -> list[tuple[str, str, str, str | None]]:
    (folder / "own.toml").write_text(OWN, "utf-8")
    words = ("prices", "show", "m", "--pricebook", "own.toml", "--format", "json", *options)
    rows = json.loads(command(*words, cwd=folder).out)
    return [(row["meter"], row["price"], row["tier"], row.get("as")) for row in rows]


def test_show_gives_prices_by_the_million(tmp_path: Path) -> None:
    """Token prices read as providers publish them: gpt-4-0613 costs 30 and 60 dollars."""
    done = command("prices", "show", "gpt-4-0613", "--format", "json", cwd=tmp_path)
    prices = {row["meter"]: (row["price"], row["per"]) for row in json.loads(done.out)}

    assert prices["input"] == ("30 USD", "1M tokens")
    assert prices["output"] == ("60 USD", "1M tokens")


def test_show_names_the_nearest_model(tmp_path: Path) -> None:
    """A mistyped model is one line with the nearest name, with a day too."""
    for more in ((), ("--on", "2026-01-01")):
        done = command("prices", "show", "gpt-4-613", *more, cwd=tmp_path)

        assert done.code == 2
        assert "did you mean 'gpt-4-0613'" in done.err


def test_an_overlay_is_shown(tmp_path: Path) -> None:
    """With --pricebook the prices are those that would be charged: half of 30 is 15."""
    text = '[[discount]]\nprovider = "openai"\npercent = "50"\n'
    (tmp_path / "mine.toml").write_text(text, "utf-8")
    done = command("prices", "show", "gpt-4-0613", "--pricebook", "mine.toml", cwd=tmp_path)

    assert "15 USD" in done.out


def test_a_day_has_what_is_charged_then(tmp_path: Path) -> None:
    """Before March input is 4 dollars; reasoning falls back to output, which is assumed."""
    assert _shown(tmp_path, "--on", "2026-02-01") == [
        ("input", "4 USD", "standard", None),
        ("output", "8 USD", "standard", None),
        ("reasoning", "8 USD", "standard", "output, assumed"),
        ("input", "2 USD", "batch", None),
    ]


def test_prices_are_shown_as_they_were_known(tmp_path: Path) -> None:
    """In January nobody knew of March."""
    known = _shown(tmp_path, "--on", "2026-04-01", "--prices-known", "2026-01-15")

    assert known[0] == ("input", "4 USD", "standard", None)
    assert ("input", "3 USD", "standard", None) in _shown(tmp_path, "--on", "2026-04-01")


def test_what_has_no_price_then_is_said(tmp_path: Path) -> None:
    """A gap by its reason; a day before all prices by the day."""
    (tmp_path / "own.toml").write_text(OWN, "utf-8")
    words = ("prices", "show", "acme/m", "--pricebook", "own.toml", "--on")
    done = command(*words, "2026-02-01", cwd=tmp_path)
    early = command("prices", "show", "openai/gpt-4-0613", "--on", "2021-01-01", cwd=tmp_path)

    assert "acme/m: no price of web_search: no source tells the fee\n" in done.err
    assert early.out == ""
    assert "openai/gpt-4: no price on 2021-01-01\n" in early.err


def test_an_alias_is_what_it_meant_then(tmp_path: Path) -> None:
    """In September 2024 gpt-4o was the model of May, in November that of August."""
    for day, model in (("2024-09-01", "2024-05-13"), ("2024-11-01", "2024-08-06")):
        done = command("prices", "show", "openai/gpt-4o", "--on", day, cwd=tmp_path)

        assert done.out.startswith(f"openai/gpt-4o-{model}\n")


def test_a_table_fits_a_terminal(tmp_path: Path) -> None:
    """Of a model with four tiers, long contexts and fall-backs too."""
    words = ("prices", "show", "google/gemini-2.5-pro", "--on", "2026-11-01")
    done = command(*words, cwd=tmp_path, env={"COLUMNS": "80"})

    assert "input, assumed" in done.out
    assert max(map(len, done.out.splitlines())) <= 80


def test_a_converted_price_says_so(tmp_path: Path) -> None:
    """4 yuan a million at 0.15 are 0.6 dollars, from the day on that a rate is known of."""
    own = OWN.replace('provider = "acme"', 'provider = "acme"\ncurrency = "CNY"')
    (tmp_path / "own.toml").write_text(own, "utf-8")
    (tmp_path / "rates.toml").write_text(
        '[fx]\n"CNY/USD" = [{ from = 2026-01-01, rate = "0.15" }]\n', "utf-8"
    )
    words = ("prices", "show", "m", "--pricebook", "own.toml", "--on", "2026-02-01")
    done = command(*words, "--config", "rates.toml", "--format", "json", cwd=tmp_path)
    rows = {(row["meter"], row["tier"]): row for row in json.loads(done.out)}

    assert rows["input", "standard"]["price"] == "0.6 USD"
    assert "; at 0.15 USD a CNY, the rate of 2026-01-01" in rows["input", "standard"]["source"]
    assert "4 CNY" in command(*words, cwd=tmp_path).out
