"""Tests of first_look.py."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tokenomics.config import Config
from tokenomics_cli.first_look import Flow, Look, look, plausible
from tokenomics_cli.handles import asked
from tokenomics_cli.settings import Settings

_HEADER = "ts,provider,model,team,project,environment,user,input,output"


def _look(tmp_path: Path, *rows: str) -> Look:
    log = tmp_path / "calls.csv"
    log.write_text("\n".join([_HEADER, *rows, ""]), "utf-8")
    given = Settings(Config(), tmp_path / "ledger", datetime(2026, 11, 15, tzinfo=UTC))
    with asked([str(log)], given, keep=True) as to:
        return look(to, "UTC")


def test_the_dearest_month_and_flows_are_told(tmp_path: Path) -> None:
    """Projects without a team come by cost: 4,000 x 0.00003 = 0.12 of November beat 0.03 of October."""
    seen = _look(
        tmp_path,
        "2026-10-02T10:00:00Z,openai,gpt-4-0613,,shop,prod,ada,1000,0",
        "2026-11-02T10:00:00Z,openai,gpt-4-0613,,search,prod,ada,4000,0",
        "2026-11-02T11:00:00Z,openai,gpt-4-0613,support,tickets,prod,ada,1,0",
    )

    assert seen.month == "2026-11"
    assert seen.spent == Decimal("0.12003")
    assert seen.flows == (Flow("project", "search"), Flow("project", "shop"))


def test_no_person_is_told(tmp_path: Path) -> None:
    """A value that looks like an address names somebody; users are never asked for."""
    seen = _look(
        tmp_path,
        "2026-11-02T10:00:00Z,openai,gpt-4-0613,,ada@example.com,,ada,1000,0",
        "2026-11-02T11:00:00Z,openai,gpt-4-0613,,,prod,bob,1000,0",
    )

    assert seen.flows == (Flow("environment", "prod"),)


def test_a_ledger_without_calls_tells_nothing(tmp_path: Path) -> None:
    """Where no file held a call there is neither a month nor a flow."""
    assert _look(tmp_path) == Look()


@pytest.mark.parametrize(
    ("spent", "budget"),
    [("583.60", "710"), ("1000", "1200"), ("0", "10"), ("0.12", "10"), ("84.1", "110")],
)
def test_a_plausible_budget_is_round(spent: str, budget: str) -> None:
    """583.60 x 1.2 = 700.32 becomes 710; 84.1 x 1.2 = 100.92 becomes 110; ten is the least."""
    assert plausible(Decimal(spent)) == Decimal(budget)
