"""An ingest staged for one commit."""

from __future__ import annotations

from pathlib import Path

from support.ledgers import select, take


def test_rows_rejects_and_watermarks_are_one_version(tmp_path: Path) -> None:
    """One ingest of many files of many kinds is one version of the ledger."""
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "usage.csv").write_text(
        "ts,provider,model,input\n2026-11-02T09:00:00Z,openai,gpt-4o,1\nsoon,openai,gpt-4o,1\n"
    )
    (tmp_path / "logs" / "outcomes.csv").write_text(
        "task_id,ts,outcome\nt1,2026-11-02T10:00:00Z,success\n"
    )
    result = take(tmp_path / "ledger", tmp_path / "logs")

    ledger = tmp_path / "ledger"
    assert result.version == 0
    assert result.added == 2
    assert select(ledger, "target_id, label", "outcome") == [("t1", "success")]
    assert select(ledger, "count(*)", "reject") == [(1,)]
    assert select(ledger, "count(*)", "file") == [(2,)]


def test_a_span_is_replaced_not_a_file(tmp_path: Path) -> None:
    """A sliding export replaces the days it still has and keeps those it dropped."""
    path, ledger = tmp_path / "a.csv", tmp_path / "ledger"
    head = "ts,provider,model,input\n"
    days = [f"2026-11-0{day}T09:00:00Z,openai,gpt-4o,{day}\n" for day in (1, 2, 3)]
    path.write_text(head + days[0] + days[1])
    take(ledger, path)
    path.write_text(head + days[1].replace(",2\n", ",20\n") + days[2])
    result = take(ledger, path)

    assert select(ledger, "input", rest="ORDER BY ts") == [(1,), (20,), (3,)]
    assert (result.added, result.removed) == (2, 1)
