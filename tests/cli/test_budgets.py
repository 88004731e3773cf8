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


def test_another_currency_is_refused(folder: Path) -> None:
    """No exchange rate is known."""
    (folder / "tokenomics.toml").write_text(CONFIG.format(amount="1 EUR"), "utf-8")
    done = command("budget", cwd=folder)

    assert (done.code, "no exchange rate is known" in done.err) == (2, True)
