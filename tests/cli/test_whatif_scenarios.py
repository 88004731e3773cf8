"""Tests of whatif_scenarios.py: scenarios side by side on the command line."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from support.command import command
from support.schemas import LISTINGS, validator

NOW = "2026-10-29T00:00:00Z"
CONFIG = """
[[budget]]
name = "all"
amount = "940 USD"
[[scenario]]
name = "agent"
  [[scenario.event]]
  name = "agent"
  date = 2026-10-30
  daily = "10 USD"
[[scenario]]
name = "cheaper"
price_decline = "GPT-4o"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four weeks of a call a day, 1,000,000 tokens of gpt-4-0613 at 30 dollars a million."""
    start = datetime(2026, 10, 1, 10, tzinfo=UTC)
    lines = [
        f"{(start + timedelta(days=n)).isoformat()},openai,gpt-4-0613,1000000" for n in range(28)
    ]
    (tmp_path / "calls.csv").write_text("\n".join(["ts,provider,model,input", *lines]), "utf-8")
    (tmp_path / "tokenomics.toml").write_text(CONFIG, "utf-8")
    return tmp_path


def test_they_are_side_by_side(folder: Path) -> None:
    """930 in the baseline; two days at ten dollars more; a little less where prices fall."""
    done = command("whatif", "scenarios", "calls.csv", "--now", NOW, "--format", "json", cwd=folder)
    document = json.loads(done.out)
    rows = {row["scenario"]: row for row in document["rows"]}

    assert done.code == 0, done.err
    assert (rows["baseline"]["expected"], rows["agent"]["expected"]) == ("930", "950")
    assert rows["agent"]["difference"] == "20"
    assert -1 < float(rows["cheaper"]["difference"]) < 0
    assert (
        "GPT-4o (GPQA Diamond 53) did from 2024-05-13 to 2026-10-29" in rows["cheaper"]["assumes"]
    )
    assert document["command"] == {
        "name": "whatif scenarios", "parameters": {"paths": ["calls.csv"]},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ((), "scenarios"),
        (("--months", "2", "--by", "month"), "scenarios"),
        (("--budgets",), "scenario-budgets"),
    ],
)
def test_json_is_as_published(folder: Path, words: tuple[str, ...], kind: str) -> None:
    """Of each question the schema of its kind."""
    done = command(
        "whatif", "scenarios", "calls.csv", *words, "--now", NOW, "--format", "json", cwd=folder
    )
    document = json.loads(done.out)

    assert document["kind"] == kind
    assert list(validator(kind, *LISTINGS[kind]).iter_errors(document)) == []


def test_people_read_what_is_assumed_and_passed(folder: Path) -> None:
    """Each scenario's words once, and the budget that one of them passes."""
    done = command("whatif", "scenarios", "calls.csv", "--now", NOW, cwd=folder)
    text = " ".join(done.out.split())

    assert text.count("agent: agent from 2026-10-30 on") == 1
    assert "budget all of 940.00 USD is passed: agent on 2026-10-31 (950.00)" in text
    assert "not: baseline, cheaper" in text


def test_budgets_are_in_the_currency_of_reports(folder: Path) -> None:
    """A report in another currency has none beside it."""
    rates = '[fx]\n"EUR/USD" = [{ from = 2026-01-01, rate = "1.25" }]\n'
    (folder / "tokenomics.toml").write_text(
        rates + CONFIG.replace('daily = "10 USD"', "factor = 2.0"), "utf-8"
    )
    words = ("whatif", "scenarios", "calls.csv", "--now", NOW, "--currency", "EUR")
    done = command(*words, cwd=folder)
    refused = command(*words, "--budgets", cwd=folder)

    assert done.code == 0, done.err
    assert "744.00" in done.out
    assert "budget all" not in done.out
    assert refused.code == 2
