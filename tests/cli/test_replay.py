"""`tokenomics whatif`, from a file to what is printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.command import command
from support.priced_logs import document, priced, text
from support.schemas import LISTINGS, validator
from support.traces import mapping

CALLS = """ts,provider,model,feature,input
2026-11-02T10:00:00Z,acme,large,chat,100000
2026-11-02T10:01:00Z,acme,large,search,100000
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two calls and their prices."""
    return priced(tmp_path, CALLS)


def test_a_route_is_told_as_a_table_and_a_sentence(folder: Path) -> None:
    """Two calls at 0.5, one of them as `small` for 0.2: 1 would have been 0.7."""
    out = text("whatif", folder, "--route", "feature=chat -> small")

    assert "route feature=chat -> small" in out
    assert "1.000 USD would have been 0.7000 USD: 0.3000 USD (30 %) less" in out


def test_replay_is_what_is_meant_without_a_command(folder: Path) -> None:
    """`whatif PATH` and `whatif replay PATH` are the same."""
    options = ("calls.csv", "--pricebook", "prices.toml", "--route", "all -> small")
    plain = command("whatif", *options, cwd=folder)

    assert plain.out
    assert command("whatif", "replay", *options, cwd=folder).out == plain.out


def test_json_is_as_its_schema_says_and_states_the_design(folder: Path) -> None:
    """Amounts are decimal text: 0.5 to 0.2 by feature."""
    found = document("whatif", folder, "--by", "feature", "--route", "feature=chat -> small")

    validator("whatif", *LISTINGS["whatif"]).validate(found)
    assert found["command"]["parameters"]["design"] == {"route": ["feature=chat -> small"]}
    assert [(row["feature"], row["cost_then"], row["saving"]) for row in found["rows"]] == [
        ("chat", "0.2", "0.3"),
        ("search", "0.5", "0"),
    ]


def test_without_a_step_it_says_what_may_be_otherwise(folder: Path) -> None:
    """A design of nothing is a mistake on a command line."""
    found = command("whatif", "calls.csv", cwd=folder)

    assert (found.code, "say what would be otherwise" in found.err) == (2, True)


TRACE = """{"timestamp": 0, "input_length": 1000000, "hash_ids": [0, 1]}
{"timestamp": 0, "input_length": 600000, "hash_ids": [0, 2]}
{"timestamp": 300001, "input_length": 600000, "hash_ids": [0, 2]}
"""


@pytest.mark.parametrize(
    ("life", "then"),
    [
        ("5m", "4.5"),  # written 1: 2.5; read 0.5, written 0.1: 0.25 + 0.25; written 0.6: 1.5
        ("infinite", "2.75"),  # 2 + (0.25 + 0.2) + 0.3: input 1 and 0.1, read 0.5 and 0.6
    ],
)
def test_a_trace_is_replayed_with_a_cache(life: str, then: str, folder: Path) -> None:
    """A trace of ten lines: its order at one instant counts, and so does its last block that is not full."""
    (folder / "trace.jsonl").write_text(TRACE)
    (folder / "tokenomics.toml").write_text(mapping("acme", "small", 500_000))
    options = ("trace.jsonl", "--pricebook", "prices.toml", "--format", "json", "--cache", life)
    found = json.loads(command("whatif", *options, cwd=folder).out)

    assert [(row["cost"], row["cost_then"]) for row in found["rows"]] == [("4.4", then)]


def test_constraints_are_part_of_the_wish(folder: Path) -> None:
    """The design states the quality first; without outcomes all calls stay."""
    options = ("--cheapest-that-holds", "90%", "--max-latency", "2s", "--only", "provider=acme")
    found = document("whatif", folder, *options)

    assert found["command"]["parameters"]["design"] == {
        "cheapest-that-holds": ["90%", "max-latency=2s", "only=provider=acme"]
    }
    assert found["rows"][0]["saving"] == "0"


def test_a_constraint_without_a_quality_is_a_mistake(folder: Path) -> None:
    """It would be about nothing."""
    found = command("whatif", "calls.csv", "--max-latency", "2s", cwd=folder)

    assert (found.code, "--cheapest-that-holds" in found.err) == (2, True)
