from __future__ import annotations

import json
from pathlib import Path

from support.command import command
from support.logs import calls


def test_the_doctor_says_what_is_there(tmp_path: Path) -> None:
    """Versions, who states what of whom, overlaps and advice, as text and as JSON."""
    calls(tmp_path / "calls.csv")
    command("ingest", "calls.csv", cwd=tmp_path)
    said = command("doctor", cwd=tmp_path).out
    told = json.loads(command("doctor", "--format", "json", cwd=tmp_path).out)

    assert "openai" in said
    assert "no two sources state the same usage" in said
    assert {seen["source"] for seen in told["seen"]} == {"native"}
    assert told["overlaps"] == []


def test_before_there_is_anything_it_says_how_to_begin(tmp_path: Path) -> None:
    """No ledger is no error: versions and extras are told, machines get null for the version."""
    said = command("doctor", cwd=tmp_path)
    told = json.loads(command("doctor", "--format", "json", cwd=tmp_path).out)

    assert said.code == 0
    assert said.out.endswith("next: there is no ledger in .tokenomics: tokenomics init\n")
    assert told["ledger"]["version"] is None
    assert {"duckdb", "polars", "python", "tokenomics-finops"} <= set(told["versions"])
    assert set(told["extras"]) == {"charts", "forecast", "notify", "spark", "sql", "tokens"}
