"""Ledgers that earlier versions wrote are opened, reported, read into, compacted and verified by this one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.command import Done, command
from support.kept_ledgers import KEPT, NAMES, copied, write_logs

# 216,000 tokens at 30 and 230 at 60 USD a million: 6.48 + 0.0138.
COST = "6.4938"
# One more call of 21,000 and 10 tokens: 0.63 + 0.0006.
GROWN = "7.1244"


def _asked(ledger: Path, *words: str | Path) -> Done:
    done = command(*words, "--ledger", ledger, cwd=ledger.parent)
    assert done.code == 0, done.err
    return done


def _cost(ledger: Path, *words: str) -> tuple[str, int]:
    found = json.loads(_asked(ledger, "report", "--format", "json", *words).out)
    return found["totals"]["cost"], found["totals"]["requests"]


def test_ledgers_of_several_versions_are_kept() -> None:
    """One of the first commit, one of before its columns grew last, one without digests, and one as ledgers are today."""
    assert {"first", "before-statements", "before-digests", "as-today"} <= set(NAMES)
    assert KEPT.is_dir()


@pytest.mark.parametrize("name", NAMES)
def test_an_earlier_ledger_tells_what_it_told(name: str, tmp_path: Path) -> None:
    """Its figures are known to the digit, by every dimension that its logs state."""
    ledger = copied(name, tmp_path)

    assert _cost(ledger) == (COST, 23)
    rows = json.loads(_asked(ledger, "report", "--by", "feature,user", "--format", "json").out)["rows"]  # fmt: skip
    assert {row["feature"] for row in rows} == {"support", "search"}
    assert len({row["user"] for row in rows}) == 3
    assert "gpt-4-0613" in _asked(ledger, "quality").out
    assert _asked(ledger, "ledger", "rejects").out.count("not valid JSON") == 1


@pytest.mark.parametrize("name", NAMES)
def test_an_earlier_ledger_goes_on(name: str, tmp_path: Path) -> None:
    """The same logs add no call, a grown one adds its new call, compacting changes no figure."""
    ledger, logs = copied(name, tmp_path), tmp_path / "logs"
    write_logs(logs)
    _asked(ledger, "ingest", logs)
    assert _cost(ledger) == (COST, 23)

    write_logs(logs, days=21)
    _asked(ledger, "ingest", logs)
    assert _cost(ledger) == (GROWN, 24)
    _asked(ledger, "ledger", "compact")
    assert _cost(ledger) == (GROWN, 24)
    assert _cost(ledger, "--ledger-at", "0") == (COST, 23)
    assert "all is as it was written" in _asked(ledger, "ledger", "verify").out
