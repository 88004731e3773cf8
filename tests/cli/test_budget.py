"""Tests of budget.py: the options of `tokenomics budget`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.command import Done, command
from support.logs import calls
from support.schemas import LISTINGS, validator

NOW = "2026-11-04T00:00:00Z"
# The calls of the log cost 0.06 dollars for support and 0.06 for search.
CONFIG = """
[[budget]]
name = "support"
amount = "0.05 USD"
where = { team = "support" }
[[budget]]
name = "all"
amount = "100 USD"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A ledger of two calls and two budgets, of which one is passed."""
    calls(tmp_path / "calls.csv")
    (tmp_path / "tokenomics.toml").write_text(CONFIG, "utf-8")
    assert command("ingest", "calls.csv", cwd=tmp_path).code == 0
    return tmp_path


def _run(folder: Path, *words: str) -> Done:
    return command("budget", "--now", NOW, *words, cwd=folder)


def test_json_is_what_gateways_poll(folder: Path) -> None:
    """Stable keys, exact amounts, the published schema."""
    document = json.loads(_run(folder, "--format", "json").out)
    rows = {row["budget"]: row for row in document["rows"]}

    assert list(validator("budget", *LISTINGS["budget"]).iter_errors(document)) == []
    assert (rows["support"]["status"], rows["support"]["remaining"]) == ("over", "-0.01")
    assert (rows["all"]["status"], rows["all"]["remaining"]) == ("within", "99.88")
    assert rows["all"]["period_end"] == "2026-12-01T00:00:00Z"


def test_a_passed_budget_fails_a_check(folder: Path) -> None:
    """Exit code 1 and which; without --check it is only shown."""
    shown, checked = _run(folder), _run(folder, "--check")

    assert (shown.code, checked.code) == (0, 1)
    assert checked.err == "error: budget 'support': over\n"
    assert shown.out == checked.out
    assert "support: over by 0.01000 USD" in shown.out


def test_budgets_that_are_kept_pass_a_check(folder: Path) -> None:
    """Exit code 0."""
    text = CONFIG.replace('"0.05 USD"', '"5 USD"')
    (folder / "tokenomics.toml").write_text(text, "utf-8")

    assert _run(folder, "--check", "--foreseen").code == 0


def test_without_a_budget_there_is_nothing_to_show(folder: Path) -> None:
    """The sentence says what to add."""
    (folder / "tokenomics.toml").write_text("", "utf-8")
    done = _run(folder)

    assert (done.code, "add a [[budget]] to tokenomics.toml" in done.err) == (2, True)


def test_what_is_spent_can_be_asked_alone(folder: Path) -> None:
    """Nothing is expected then, and the budget that is passed is passed all the same."""
    document = json.loads(_run(folder, "--no-forecast", "--format", "json").out)

    assert [row["expected"] for row in document["rows"]] == [None, None]
    assert document["rows"][0]["status"] == "over"
    assert document["command"]["parameters"] == {"no_forecast": True}
