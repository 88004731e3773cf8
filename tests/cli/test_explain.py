"""Tests of explain.py."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.command import command
from support.logs import calls


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a ledger of two calls, known as a and b."""
    calls(tmp_path / "calls.csv")
    command("ingest", "calls.csv", cwd=tmp_path)
    return tmp_path


def test_an_explanation_multiplies(folder: Path) -> None:
    """1,000 x 0.00003 + 500 x 0.00006 = 0.06, each with where the price comes from."""
    done = command("explain", "a", cwd=folder)

    assert "input: 1,000 x 0.00003 = 0.03 USD" in done.out
    assert "output: 500 x 0.00006 = 0.03 USD" in done.out
    assert "total: 0.06 USD" in done.out
    assert "source: " in done.out


def test_an_explanation_for_machines(folder: Path) -> None:
    """JSON carries the same figures as text."""
    found = json.loads(command("explain", "b", "--format", "json", cwd=folder).out)

    assert found["total"] == "0.06"
    assert [meter["quantity"] for meter in found["meters"]] == [2000]


def test_an_explanation_charges_what_reports_charge(folder: Path) -> None:
    """With an overlay the explained rate is the overlay's."""
    text = '[[discount]]\nprovider = "openai"\npercent = "50"\n'
    (folder / "mine.toml").write_text(text, "utf-8")

    assert "total: 0.03 USD" in command("explain", "a", "--pricebook", "mine.toml", cwd=folder).out


def test_an_unknown_record_is_one_line(folder: Path) -> None:
    """The id that was asked for is in the line."""
    done = command("explain", "nothing-like-it", cwd=folder)

    assert done.code == 2
    assert "nothing-like-it" in done.err


YUAN = """
provider = "openai"
currency = "CNY"
[[price]]
model = "gpt-4-0613"
from = 2026-01-01
source = "a letter"
rates = [{ input = 200, output = 400 }]
"""


def test_a_converted_price_says_so(folder: Path) -> None:
    """200 CNY a million at 0.15 are 0.00003 USD a token; the report charges the same 0.03 and 0.03."""
    (folder / "yuan.toml").write_text(YUAN, "utf-8")
    (folder / "tokenomics.toml").write_text(
        '[fx]\n"CNY/USD" = [{ from = 2026-11-01, rate = "0.15" }]\n', "utf-8"
    )
    done = command("explain", "a", "--pricebook", "yuan.toml", cwd=folder)
    report = command("report", "--pricebook", "yuan.toml", "--format", "json", cwd=folder)

    assert "input: 1,000 x 0.00003 = 0.03 USD" in done.out
    assert "a letter; at 0.15 USD a CNY, the rate of 2026-11-01" in " ".join(done.out.split())
    assert json.loads(report.out)["totals"]["cost"] == "0.12"
    assert json.loads(report.out)["pricebooks"][-1]["name"] == "CNY at rates of [fx]"


def test_a_price_without_an_exchange_rate_says_what_to_write(folder: Path) -> None:
    """Rates begin after the first call: its day and the line are told."""
    (folder / "yuan.toml").write_text(YUAN, "utf-8")
    (folder / "tokenomics.toml").write_text(
        '[fx]\n"CNY/USD" = [{ from = 2026-11-03, rate = "0.15" }]\n', "utf-8"
    )
    for words in (("explain", "a"), ("report",)):
        done = command(*words, "--pricebook", "yuan.toml", cwd=folder)

        assert done.code == 2
        assert (
            "openai gpt-4 is priced in CNY and the report is in USD: no exchange rate of CNY in USD is"
            " known on 2026-11-02, the first is of 2026-11-03: in tokenomics.toml put"
            ' { from = 2026-11-02, rate = "..." } before it in [fx] "CNY/USD"'
        ) in " ".join(done.err.split())
