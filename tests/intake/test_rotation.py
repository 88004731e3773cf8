"""Logs that are put away under other names and begun anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.ledgers import table, take, totals

CALL = "2026-11-02T09:00:00Z,openai,gpt-4-0613"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """The folder of a ledger that is not there yet."""
    return tmp_path / "ledger"


def test_a_rotated_log_keeps_its_old_days(ledger: Path, tmp_path: Path) -> None:
    """A file that starts again with later days keeps what it said of earlier ones."""
    path = table(tmp_path / "a.csv", [f"{CALL},1,2"])
    take(ledger, path)
    table(path, ["2026-11-09T09:00:00Z,openai,gpt-4-0613,10,2"])

    take(ledger, path)

    assert totals(ledger)[:2] == (2, 11)


def test_a_moved_log_is_not_counted_again(ledger: Path, tmp_path: Path) -> None:
    """A log that was renamed and has grown keeps its rows; its successor adds its own."""
    path = table(tmp_path / "a.csv", [f"{CALL},1,2"])
    take(ledger, path)
    table(tmp_path / "a.csv.1", [f"{CALL},1,2", f"{CALL},10,2"])
    table(path, ["2026-11-09T09:00:00Z,openai,gpt-4-0613,100,2"])

    take(ledger, tmp_path / "a.csv", tmp_path / "a.csv.1")

    assert totals(ledger)[:2] == (3, 111)


@pytest.mark.parametrize("is_seen_between", [True, False])
def test_a_late_row_in_a_log_that_began_anew_takes_nothing_away(
    ledger: Path, tmp_path: Path, is_seen_between: bool
) -> None:
    """Logs put away by day: of what was put away nothing is restated by the one that follows, whatever
    days its rows are of.
    """
    logs, amounts = tmp_path / "logs", (1, 10, 100)
    logs.mkdir()
    for day, amount in enumerate(amounts, 3):
        if (logs / "now.csv").exists():
            (logs / "now.csv").rename(logs / f"{day - 1}.csv")
        if is_seen_between:
            take(ledger, logs)
        late = [f"2026-11-02T0{day}:00:00Z,openai,gpt-4-0613,{amount},0"]
        table(logs / "now.csv", [f"2026-11-0{day}T09:00:00Z,openai,gpt-4-0613,{amount},0", *late])
        take(ledger, logs)

    assert totals(ledger)[:2] == (6, 2 * sum(amounts))
