"""What the doctor advises."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from support.ledgers import take
from support.usage import book_of
from tokenomics.config import Config
from tokenomics.ledger import open_ledger
from tokenomics_cli.health import as_json, as_text, look
from tokenomics_cli.settings import Settings

NOW = datetime(2026, 11, 15, 12, tzinfo=UTC)
ROWS = "ts,provider,model,request_id,response_id,input,output\n"


def health(tmp_path: Path, now: datetime = NOW, **files: str) -> str:
    """The doctor's words about a ledger of these native files, read by other sources' names."""
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(ROWS + text, "utf-8")
        take(tmp_path / "ledger", tmp_path / f"{name}.csv", now=NOW)
    given = Settings(Config(), tmp_path / "ledger", now)
    found = look(open_ledger(tmp_path / "ledger"), book_of(tmp_path), given)
    assert json.loads(as_json(found))["advice"] == list(found.advice)
    return as_text(found)


def test_an_empty_ledger_wants_logs(tmp_path: Path) -> None:
    """Without usage the next step is to ingest."""
    assert "next: the ledger holds no usage: tokenomics ingest PATH" in health(tmp_path)


def test_old_data_and_refused_rows_are_named(tmp_path: Path) -> None:
    """Usage of 49 hours ago is old, a refused row has its command."""
    said = health(tmp_path, NOW + timedelta(hours=1), a="2026-11-13T12:00:00Z,acme,small,r1,,5,1\n2026-11-13T12:00:00Z,acme,small,r2,,x,1\n")  # fmt: skip

    assert "the latest usage is 49 hours old" in said
    assert "1 row refused: tokenomics ledger rejects" in said


def test_fresh_usage_needs_nothing(tmp_path: Path) -> None:
    """Where nothing is to be done, nothing is advised."""
    assert "next:" not in health(tmp_path, a="2026-11-15T11:00:00Z,acme,small,r1,,5,1\n")
