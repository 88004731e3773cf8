"""Claude Code lines to drafts, trap by trap."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from support import claude
from tokenomics.engine import connect
from tokenomics.sources import claude_code, rows, scan
from tokenomics.sources.contract import Sample
from tokenomics.sources.sniff import sample


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that may read the test's folder and knows the macros."""
    with connect(allowed=[tmp_path]) as con:
        scan.add_macros(con)
        yield con


@pytest.fixture
def draft(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> Any:
    """A function from one line to its draft, a dict of texts."""

    def drafted(line: dict[str, Any]) -> dict[str, str | None]:
        path = claude.write(tmp_path / "s.jsonl", [line])
        found = ((path, row) for row in rows.read_rows(path, "jsonl"))
        scan.load_exact(con, claude_code.SOURCE, found)
        scan.draft(con, claude_code.SOURCE)
        row = con.execute("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM draft")
        names = [column[0] for column in row.description or ()]
        drafts = row.fetchall()
        return dict(zip(names, drafts[0], strict=True)) if drafts else {"skip": "true"}

    return drafted


def test_disjoint_meters(draft: Any) -> None:
    """Input, reads and the two writes are disjoint as they stand; output holds the reasoning."""
    row = draft(
        claude.line(
            used=claude.usage(
                2,
                260,
                cache_read_input_tokens=15030,
                cache_creation_input_tokens=8655,
                cache_creation={"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 8655},
                server_tool_use={"web_search_requests": 2},
            )
        )
    )

    meters = (
        "input",
        "cache_read",
        "cache_write",
        "cache_write_5m",
        "cache_write_1h",
        "output",
        "web_search",
    )
    assert [row[name] for name in meters] == ["2", "15030", None, "0", "8655", "260", "2"]
    assert row["skip"] == "false"
    assert row["problem"] is None


def test_write_without_lifetime(draft: Any) -> None:
    """What was written to a cache and has no lifetime stays a write of unknown lifetime."""
    row = draft(claude.line(used=claude.usage(cache_creation_input_tokens=25)))

    assert row["cache_write"] == "25"
    assert row["cache_write_5m"] is None


def test_part_exceeds_whole(draft: Any) -> None:
    """Two lifetimes that sum to more than was written are impossible."""
    lifetimes = {"ephemeral_5m_input_tokens": 60, "ephemeral_1h_input_tokens": 50}
    row = draft(
        claude.line(used=claude.usage(cache_creation_input_tokens=100, cache_creation=lifetimes))
    )

    assert row["problem"] == "cache_creation: exceeds cache_creation_input_tokens"


@pytest.mark.parametrize("count", [-1, 1.7, 1e30, "abc", True, [1], "1_000"])
def test_impossible_counts(draft: Any, count: Any) -> None:
    """A count that is no whole number of 0 or more names its field."""
    row = draft(claude.line(used=claude.usage(output_tokens=count)))

    assert row["problem"] == "output_tokens: not a whole number of 0 or more"


@pytest.mark.parametrize("used", ["", "abc", "2026-11-02", [1], 7])
def test_usage_that_is_none(draft: Any, used: Any) -> None:
    """What is no usage is refused alone, also where it is no JSON."""
    assert draft(claude.line(used=used))["problem"] == "usage: states no tokens"


@pytest.mark.parametrize("count", [12, "12", 12.0, "0012"])
def test_whole_counts(draft: Any, count: Any) -> None:
    """A whole number is one however it is written."""
    assert draft(claude.line(used=claude.usage(output_tokens=count)))["output"] == "12"


@pytest.mark.parametrize(
    ("timestamp", "problem"),
    [
        (None, "timestamp: missing"),
        ("2026-11-02 09:21:03", "timestamp: not an instant with a zone"),
        ("yesterday", "timestamp: not an instant with a zone"),
        ("0001-01-01T00:00:00Z", "timestamp: not an instant with a zone"),
    ],
)
def test_bad_instants(draft: Any, timestamp: str | None, problem: str) -> None:
    """A missing, zoneless or impossible instant is a reject, never a guess."""
    assert draft(claude.line(timestamp=timestamp))["problem"] == problem


def test_lines_without_usage_are_skipped(draft: Any) -> None:
    """What the user typed states no usage."""
    assert draft(claude.note())["skip"] == "true"


def test_local_error_notices_are_skipped(draft: Any) -> None:
    """A notice that the tool wrote itself was never billed."""
    row = draft(claude.line(model="<synthetic>", used=claude.usage(0, 0), isApiErrorMessage=True))

    assert row["skip"] == "true"


def test_the_message_id_is_the_call(draft: Any) -> None:
    """Whatever its request id, a message is one call."""
    assert draft(claude.line("msg_A", requestId="req_1"))["key"] == "msg_A"
    assert draft(claude.line("msg_A", requestId=None))["key"] == "msg_A"


def test_rank_prefers_the_main_chain_then_output(draft: Any) -> None:
    """A line of the main chain beats a replay; of two the one with more output stands."""
    small = draft(claude.line(used=claude.usage(output_tokens=1)))["rank"]
    large = draft(claude.line(used=claude.usage(output_tokens=260)))["rank"]
    replay = draft(claude.line(used=claude.usage(99999, output_tokens=500), isSidechain=True))[
        "rank"
    ]

    assert replay < small < large


def test_progress_lines_state_a_sub_agents_call(draft: Any) -> None:
    """A progress line nests the call of a sub-agent under the same message id."""
    inner = {"message": {"id": "msg_P", "model": "claude-haiku-4-5", "usage": claude.usage(7, 70)}}
    row = draft(
        {"type": "progress", "timestamp": claude.TS, "sessionId": "s", "data": {"message": inner}}
    )

    assert (row["key"], row["input"], row["output"]) == ("msg_P", "7", "70")


def test_fast_mode_and_geography(draft: Any) -> None:
    """Fast mode is a variant and the geography of inference a region: both have prices of their own."""
    row = draft(
        claude.line(used=claude.usage(speed="fast", inference_geo="us", service_tier="batch"))
    )

    assert (row["variant"], row["region"], row["service_tier"]) == ("fast", "us", "batch")
    plain = draft(claude.line(used=claude.usage(speed="standard", inference_geo="not_available")))
    assert (plain["variant"], plain["region"]) == (None, None)


@pytest.mark.parametrize(
    ("message_id", "provider"),
    [("msg_01", "anthropic"), ("msg_bdrk_01", "aws-bedrock"), ("msg_vrtx_01", "google-vertex")],
)
def test_the_message_id_tells_who_served(draft: Any, message_id: str, provider: str) -> None:
    """Bedrock and Vertex mark their message ids; their prices are not Anthropic's."""
    assert draft(claude.line(message_id))["provider"] == provider


def test_lineage_and_dimensions(draft: Any) -> None:
    """Project is the working folder's name; branch and sub-agent are tags; old logs state a cost."""
    row = draft(claude.line(agentId="a1", costUSD=0.12, durationMs=2300))

    assert (row["project"], row["session_id"]) == ("shop", "2ff46cd5-f4e7-4724-bb20-579dae7956ea")
    assert row["tags"] == "{branch=main, agent=a1}"
    assert (row["reported_cost"], row["reported_currency"]) == ("0.120000000000000000", "USD")
    assert row["latency_ms"] == "2300"


@pytest.mark.parametrize(
    ("line", "claimed"),
    [
        (claude.line(), True),
        (claude.note(), True),
        ({"type": "summary", "summary": "x", "leafUuid": "l"}, True),
        ({"type": "file-history-snapshot", "snapshot": {}}, True),
        ({"request_id": "1", "prompt_tokens": 3}, False),
        ({"type": "event_msg", "payload": {}}, False),
        ({"message": "text", "timestamp": "x", "sessionId": "s"}, False),
    ],
)
def test_claims(line: dict[str, Any], claimed: bool, tmp_path: Path) -> None:
    """A session log is known by its lines."""
    assert claude_code.claims(sample(claude.write(tmp_path / "x.jsonl", [line]))) is claimed


def test_a_sub_agents_journal_is_nobodys(tmp_path: Path) -> None:
    """The journal of a sub-agent repeats its session."""
    path = claude.write(tmp_path / "s" / "subagents" / "journal.jsonl", [claude.line()])

    assert not claude_code.claims(sample(path))


@pytest.mark.parametrize(
    ("path", "refused"),
    [
        ("p/s/subagents/journal.jsonl", True),
        ("p/s/subagents/agent-1.meta.json", True),
        ("p/s/tool-results/x.json", True),
        ("p/sessions-index.json", True),
        ("p/s/subagents/agent-1.jsonl", False),
        ("p/journal.jsonl", False),
        ("p/other.json", False),
    ],
)
def test_what_lies_beside_sessions_is_no_gap(path: str, refused: bool) -> None:
    """Files that Claude Code keeps beside its sessions state no usage that would be missed."""
    beside = Sample(Path(path), "json", ({"a": 1},), ())

    assert (claude_code.refuses(beside) is not None) == refused
