"""Sides asked the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.usage import NOW, book_of, call, kept
from tokenomics.comparing.difference import Diff
from tokenomics.comparing.naming import Named
from tokenomics.comparing.opening import Opened
from tokenomics.comparing.sides import compared
from tokenomics.costing import Attribution, CostQuery
from tokenomics.outcomes import DEFAULT, Asked
from tokenomics.records.errors import ConfigError


def _compared(
    folder: Path, query: CostQuery, *, unit: str | None = None, rule: bool = False, **columns: str
) -> Diff:
    folder.mkdir(exist_ok=True)
    ledger = kept(folder, call(input=1_000_000, **columns))
    rules = (Attribution({"provider": "acme"}, {"feature": "chat"}),) if rule else ()
    side = Opened(Named("kept", "ledger"), query, rules, ledger)
    return compared(side, side, book_of(folder), Asked((DEFAULT,), NOW), unit=unit)


def test_a_comparison_is_by_what_calls_state(tmp_path: Path) -> None:
    """By feature where one is stated or a rule gives it, else by model, unless the question says."""
    by = [
        _compared(tmp_path / "a", CostQuery(), feature="chat"),
        _compared(tmp_path / "b", CostQuery(), rule=True),
        _compared(tmp_path / "c", CostQuery()),
        _compared(tmp_path / "d", CostQuery(by=("provider",))),
    ]

    assert [diff.listing.columns[0].name for diff in by] == [
        "feature",
        "feature",
        "model",
        "provider",
    ]


def test_what_cannot_be_compared_is_refused(tmp_path: Path) -> None:
    """Days are of one side alone, and a unit is one of three."""
    with pytest.raises(ConfigError, match="two sides have no day in common"):
        _compared(tmp_path, CostQuery(by=("day",)))
    with pytest.raises(ConfigError, match="unknown unit 'tasks'"):
        _compared(tmp_path, CostQuery(), unit="tasks")


def test_the_headline_is_about_what_is_asked(tmp_path: Path) -> None:
    """Where nothing is known of success it is a request."""
    assert _compared(tmp_path, CostQuery()).unit == "request"
    assert _compared(tmp_path, CostQuery(), unit="task").unit == "task"
