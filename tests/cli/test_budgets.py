"""Tests of budgets.py: what a question about budgets is answered with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.command import command
from support.logs import calls

CONFIG = """
[privacy]
keep_user_ids = true
[[budget]]
name = "user"
amount = "{amount}"
for_each = "user"
"""


RATES = """
[fx]
"EUR/USD" = [{ from = 2026-11-01, rate = "1.08" }, { from = 2026-11-03, rate = "1.50" }]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A ledger of two users' calls at 0.06 dollars each, who have a budget each."""
    calls(tmp_path / "calls.csv")
    (tmp_path / "tokenomics.toml").write_text(CONFIG.format(amount="1 USD"), "utf-8")
    assert command("ingest", "calls.csv", cwd=tmp_path).code == 0
    return tmp_path


def test_each_value_has_its_row_in_every_form(folder: Path) -> None:
    """As CSV too, where the limit keeps the first."""
    done = command("budget", "--now", "2026-11-04", "--format", "csv", "--limit", "1", cwd=folder)
    head, row = done.out.splitlines()

    assert head.startswith("budget,value,status,spent,limit,used")
    assert row.startswith("user,ada,within,0.06,1,0.06")


def test_a_past_version_stands_as_it_stood(folder: Path) -> None:
    """Before anything was ingested there is nothing to ask; of version 0 the same as now."""
    words = ("budget", "--now", "2026-11-04", "--format", "json", "--ledger-at", "0")
    document = json.loads(command(*words, cwd=folder).out)

    assert document["ledger"]["version"] == 0
    assert document["command"]["parameters"] == {"ledger_at": "0"}


def test_parquet_goes_to_a_file(folder: Path) -> None:
    """Without one it is refused."""
    done = command("budget", "--now", "2026-11-04", "--format", "parquet", "-o", "b.parquet", cwd=folder)  # fmt: skip

    assert done.code == 0
    assert (folder / "b.parquet").stat().st_size > 0
    assert command("budget", "--format", "parquet", cwd=folder).code == 2


def test_another_currency_needs_a_rate(folder: Path) -> None:
    """Without one of the period's first day the line to write is said."""
    (folder / "tokenomics.toml").write_text(CONFIG.format(amount="1 EUR"), "utf-8")
    done = command("budget", "--now", "2026-11-04", cwd=folder)

    assert done.code == 2
    assert (
        "budget 'user': no exchange rate of EUR in USD is known on 2026-11-01: add to tokenomics.toml,"
        ' below [fx], "EUR/USD" = [{ from = 2026-11-01, rate = "..." }]'
    ) in " ".join(done.err.split())


def test_a_budget_in_euros_of_a_ledger_in_dollars(folder: Path) -> None:
    """0.10 EUR at 1.08 are 0.108 USD for each of two who spent 0.06: 5/9, 0.048 left; half is reached."""
    text = CONFIG.format(amount="0.10 EUR") + RATES
    (folder / "tokenomics.toml").write_text(text, "utf-8")
    words = ("budget", "--now", "2026-11-04", "--no-forecast")
    document = json.loads(command(*words, "--format", "json", cwd=folder).out)
    shown = command(*words, cwd=folder).out

    assert document["currency"] == "USD"
    assert [
        (row["value"], row["spent"], row["limit"], row["remaining"], row["used"])
        for row in document["rows"]
    ] == [(name, "0.06", "0.108", "0.048", "0.555555555555555556") for name in ("ada", "bob")]
    told = "budget 'user' is 0.1000 EUR, 0.1080 USD at 1.08 USD a EUR, the rate of 2026-11-01"
    assert told in document["notes"]
    assert told in " ".join(shown.split())


def test_a_scenario_is_in_what_is_expected(folder: Path) -> None:
    """A dollar a day that ada's calls cost besides for the 26 days left: it is told, and needs a forecast."""
    config = folder / "tokenomics.toml"
    config.write_text(
        f"{CONFIG.format(amount='1 USD')}[[scenario]]\nname = 'agent'\n[[scenario.event]]\n"
        "name = 'agent'\ndate = 2026-11-05\ndaily = '1 USD'\nwhere = { user = 'ada' }\n",
        "utf-8",
    )
    words = ("budget", "--now", "2026-11-05", "--scenario", "agent")
    done = command(*words, "--format", "json", cwd=folder)
    document = json.loads(done.out)
    refused = command(*words, "--no-forecast", cwd=folder)

    assert done.code == 0, done.err
    (ada,) = [row for row in document["rows"] if row["value"] == "ada"]
    assert float(ada["expected"]) >= 26
    assert document["command"]["parameters"] == {"scenario": ["agent"]}
    assert "assumed, and no promise: agent from 2026-11-05 on" in command(*words, cwd=folder).out
    assert (refused.code, "--scenario is of what may come" in refused.err) == (2, True)
