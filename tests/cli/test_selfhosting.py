"""Tests of selfhosting.py."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from support.command import command
from support.priced_logs import priced

HERE = ("whatif", "selfhost", "--tokens-per-second", "1400", "--hourly", "8.40")
# 0.60 for 150,000 tokens: 4 a million.
CALLS = """ts,provider,model,feature,input,output
2026-11-02T10:00:00Z,acme,small,chat,100000,50000
2026-11-02T11:00:00Z,acme,small,search,1000000,
"""


def _json(folder: Path, *options: str, **more: Any) -> dict[str, Any]:
    done = command(*HERE, *options, "--format", "json", cwd=folder, **more)
    assert done.code == 0, done.err
    return json.loads(done.out)


def test_what_was_stated_is_in_the_document(tmp_path: Path) -> None:
    """Only what the user gave stands among the parameters."""
    found = _json(tmp_path, "--utilisation", "0.6", "--fixed", "a=1", "--fixed", "b=2")

    assert found["command"] == {
        "name": "whatif selfhost",
        "parameters": {
            "prices_at": "now",
            "hourly": "8.40", "tokens_per_second": ["1400"], "gpus": 1, "fixed": ["a=1", "b=2"],
            "utilisation": ["0.6"],
        },
    }  # fmt: skip


def test_calls_that_are_named_are_measured(tmp_path: Path) -> None:
    """Those of the files that pass the filter, with their prices; what was read is in the envelope."""
    priced(tmp_path, CALLS)
    done = command(
        *("whatif", "selfhost", "calls.csv", *HERE[2:], "--pricebook", "prices.toml"),
        *("--where", "feature=chat", "--format", "json"),
        cwd=tmp_path,
    )
    found = json.loads(done.out)

    assert {row["api_cost_per_million_tokens"] for row in found["rows"]} == {"4"}
    assert found["totals"]["requests"] == 1
    assert found["command"]["parameters"]["where"] == ["feature=chat"]


@pytest.mark.parametrize("options", [("--mix", "measured"), ("--since", "2026-11")])
def test_a_ledger_is_asked_where_something_of_it_is(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    """Its calls are measured, though no path is named."""
    priced(tmp_path, CALLS)
    command("ingest", "calls.csv", cwd=tmp_path)
    found = _json(tmp_path, *options, "--pricebook", "prices.toml")

    assert found["totals"]["requests"] == 2
    assert found["ledger"]["version"] is not None


def test_a_ledger_of_the_environment_is_not_asked_unasked(tmp_path: Path) -> None:
    """There may be none there; one that an option names is meant."""
    elsewhere = {"TOKENOMICS_LEDGER": "none-here"}

    assert _json(tmp_path, env=elsewhere)["totals"]["requests"] == 0
    assert command(*HERE, "--ledger", "none-here", cwd=tmp_path).code == 2


def test_prices_are_named_where_there_are_any(tmp_path: Path) -> None:
    """A stated price is of no list."""
    priced(tmp_path, CALLS)
    stated, listed = (
        command(*HERE, "--pricebook", "prices.toml", "--against", each, cwd=tmp_path).out
        for each in ("5.00", "acme/small")
    )

    assert "USD, prices as stated" in stated
    assert "USD, contract prices of" in listed


def test_parquet_needs_a_file(tmp_path: Path) -> None:
    """What is no text goes to no terminal."""
    assert "name a file with --output" in command(*HERE, "--format", "parquet", cwd=tmp_path).err
