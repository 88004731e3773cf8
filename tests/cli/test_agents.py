"""`tokenomics agents`, from a file to what is printed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import tokenomics as tk
from support import claude, codex
from support.agents import LOOP
from support.command import command
from support.priced_logs import document, priced
from support.schemas import LISTINGS, validator


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The loop by hand and its prices."""
    return priced(tmp_path, LOOP)


def _json(folder: Path, *options: str) -> dict[str, Any]:
    return document("agents", folder, *options)


def test_the_loop_is_twenty_calls_in_json(folder: Path) -> None:
    """The planner, its tools and the synthesiser: 20,000 tokens where one call takes 1,000; 0.0454 dollars."""
    document = _json(folder)
    (row,) = document["rows"]

    assert (row["tokens"], row["multiplier"], row["cost"]) == (20_000, "20", "0.0454")
    assert (row["tokens_per_step"], row["cost_per_active_hour"]) == ("4000", "0.1816")
    assert (row["sub_agents"], row["tool_fees"]) == (None, None)
    assert "The task takes 20 x the tokens of its first call" in document["notes"]
    assert document["command"]["name"] == "agents"


@pytest.mark.parametrize("by", [(), ("--by", "feature,day")])
def test_the_schema_takes_what_is_written(folder: Path, by: tuple[str, ...]) -> None:
    """With groups and without; the total is that of everything."""
    document = _json(folder, *by)

    assert list(validator("agents", *LISTINGS["agents"]).iter_errors(document)) == []
    assert document["totals"]["cost"] == "0.0454"


def test_the_table_has_a_line_a_figure(folder: Path) -> None:
    """Figures stand below one another, and what they mean in sentences below them."""
    done = command("agents", "calls.csv", "--pricebook", "prices.toml", cwd=folder)
    lines = done.out.splitlines()

    assert lines[0] == "Agents, 2026-11-02 (UTC), USD, contract prices"
    assert next(line.split()[1] for line in lines if line.startswith("multiplier ")) == "20"


def test_a_notebook_gets_the_same_figures(folder: Path) -> None:
    """`tk.agents` is a frame of the same columns, exact to the last digit."""
    tk.ingest(folder / "calls.csv", folder / "ledger")
    frame = tk.agents(tk.open(folder / "ledger"), "feature", pricebooks=[folder / "prices.toml"])

    assert frame["feature"].to_list() == ["research"]
    assert [str(frame[name][0].normalize()) for name in ("cost", "multiplier")] == [
        "0.0454",
        "2E+1",
    ]


def test_a_wrong_dimension_is_the_users_mistake(folder: Path) -> None:
    """Exit code 2 and the nearest name."""
    done = command("agents", "calls.csv", "--by", "featur", cwd=folder)

    assert done.code == 2
    assert "feature" in done.err


def _claude(folder: Path) -> None:
    """A session of two calls, 1,000 and 3,000 tokens, whose sub-agent makes two of 500 and 1,500."""
    main = [("m1", "09:00", 1_000, {}), ("m2", "09:09", 3_000, {})]
    sub = [("s1", "09:03", 500, {"agentId": "a1"}), ("s2", "09:06", 1_500, {"agentId": "a1"})]
    for name, calls in (("s.jsonl", main), ("s/subagents/agent-a1.jsonl", sub)):
        lines = [
            claude.line(
                name, used=claude.usage(sent, 0), timestamp=f"2026-11-02T{clock}:00.000Z",
                isSidechain=bool(more), **more,
            )
            for name, clock, sent, more in calls
        ]  # fmt: skip
        claude.write(folder / "projects" / "p" / name, lines)


def _codex(folder: Path) -> None:
    """The same of Codex, where a sub-agent has a session of its own that names its parent."""
    main = [
        codex.meta(),
        codex.context(),
        codex.tokens("10:00:05", (1_000, 0, 0, 0), (1_000, 0, 0, 0)),
        codex.tokens("10:09:05", (4_000, 0, 0, 0), (3_000, 0, 0, 0)),
    ]
    sub = [
        codex.child("10:03:00"),
        codex.context("10:03:01"),
        codex.tokens("10:03:05", (500, 0, 0, 0), (500, 0, 0, 0)),
        codex.tokens("10:06:05", (2_000, 0, 0, 0), (1_500, 0, 0, 0)),
    ]
    for name, lines in ((codex.SESSION, main), (codex.CHILD, sub)):
        claude.write(folder / "sessions" / f"rollout-2026-11-02T10-00-00-{name}.jsonl", lines)


@pytest.mark.parametrize("write", [_claude, _codex])
def test_coding_agents_sub_agents_are_part_of_their_session(
    write: Callable[[Path], None], tmp_path: Path
) -> None:
    """1,000 + 3,000 + 500 + 1,500 = 6,000 tokens, 6 x the first call; the main line grows 3 x.

    All tokens have one price: the sub-agent's 2,000 are a third of the cost.
    """
    write(tmp_path)
    done = command("agents", ".", "--format", "json", cwd=tmp_path)
    (row,) = json.loads(done.out)["rows"]

    assert (row["tasks"], row["requests"], row["multiplier"]) == (1, 4, "6")
    assert (row["context_growth_p50"], row["sub_agents"]) == ("3", 1)
    assert row["sub_agent_share"] == "0.333333333333333333"
