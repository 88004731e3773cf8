"""What the doctor advises."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from support.ledgers import take
from support.usage import book_of
from tokenomics.channels import SlackConfig
from tokenomics.config import Config
from tokenomics.ledger import open_ledger
from tokenomics.sections import LedgerConfig
from tokenomics_cli.health import as_json, as_text, look
from tokenomics_cli.settings import Settings

NOW = datetime(2026, 11, 15, 12, tzinfo=UTC)
ROWS = "ts,provider,model,request_id,response_id,input,output\n"


@pytest.fixture(autouse=True)
def _room(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal on which no sentence is broken."""
    monkeypatch.setenv("COLUMNS", "1000")


def health(tmp_path: Path, now: datetime = NOW, **files: str) -> str:
    """The doctor's words about a ledger of these native files, read by other sources' names."""
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(ROWS + text, "utf-8")
        take(tmp_path / "ledger", tmp_path / f"{name}.csv", now=NOW)
    given = Settings(Config(), tmp_path / "ledger", now)
    found = look(open_ledger(tmp_path / "ledger", damaged=True), book_of(tmp_path), given)
    assert json.loads(as_json(found))["advice"] == list(found.advice)
    return as_text(found)


def test_an_empty_ledger_wants_logs(tmp_path: Path) -> None:
    """Without usage the next step is to ingest."""
    said = health(tmp_path, a="2026-11-13T12:00:00Z,acme,small,r2,,x,1\n")

    assert "next: the ledger holds no usage: tokenomics ingest PATH" in said


def test_old_data_and_refused_rows_are_named(tmp_path: Path) -> None:
    """Usage of 49 hours ago is old, a refused row has its command."""
    said = health(tmp_path, NOW + timedelta(hours=1), a="2026-11-13T12:00:00Z,acme,small,r1,,5,1\n2026-11-13T12:00:00Z,acme,small,r2,,x,1\n")  # fmt: skip

    assert "the latest usage is 49 hours old" in said
    assert "1 row refused: tokenomics ledger rejects" in said


def test_fresh_usage_needs_nothing(tmp_path: Path) -> None:
    """Where nothing is to be done, nothing is advised."""
    assert "next:" not in health(tmp_path, a="2026-11-15T11:00:00Z,acme,small,r1,,5,1\n")


def test_a_ledger_that_is_not_there_is_begun(tmp_path: Path) -> None:
    """Before there is one the doctor tells what is installed, and how to begin."""
    said = health(tmp_path)

    assert f"no ledger in {tmp_path / 'ledger'}" in said
    assert "there is no ledger in " in said.split("next: ")[1]
    assert said.endswith("tokenomics init\n")


def test_a_lost_file_is_named_and_nothing_is_read(tmp_path: Path) -> None:
    """What is left of a damaged ledger is not shown as if it were all."""
    health(tmp_path, a="2026-11-15T11:00:00Z,acme,small,r1,,5,1\n")
    ledger = open_ledger(tmp_path / "ledger")
    (usage,) = [file for file in ledger.files if file.kind == "usage"]
    Path(usage.path).unlink()
    said = health(tmp_path)

    assert "next: 1 file of the ledger is gone or damaged" in said
    assert "acme" not in said


def test_what_the_configuration_counts_on_is_looked_for(tmp_path: Path) -> None:
    """Variables of channels and logs that are not there are told."""
    config = Config(
        ledger=LedgerConfig(logs=("nowhere",)), channel={"chat": SlackConfig(url_env="NO_SUCH_URL")}
    )
    given = Settings(config, tmp_path / "ledger", NOW)
    found = look(open_ledger(tmp_path / "ledger", damaged=True), book_of(tmp_path), given)

    assert "[ledger] logs: nowhere is not there" in found.advice
    assert "channel chat: set NO_SUCH_URL where alerts are sent from" in found.advice


def test_it_fits_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table of what is seen is narrowed, its last columns go first."""
    monkeypatch.setenv("COLUMNS", "80")
    said = health(tmp_path, a="2026-11-15T11:00:00Z,acme,small,r1,,5,1\n")
    table = said.split("\n\n")[1]

    assert max(map(len, table.splitlines())) <= 80
